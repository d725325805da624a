import { stringify } from 'yaml';
import type { CheckContext, Example, PictureKind } from '#pipeline/check/rule.ts';
import { blobId } from '#pipeline/item/git-ids.ts';
import type { ItemFile, ItemFolder } from '#pipeline/item/item.ts';
import { type DecodedPictures, decodePictures } from '#pipeline/item/picture/decode-pictures.ts';
import { type Organisation, organisationSchema } from '#pipeline/organisation/organisation.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { NO_TERMS } from '#pipeline/organisation/terms.ts';
import { cutJpeg, type ExifOptions, greyJpeg, progressiveJpeg, segment, smallJpeg, withExif, withSegments } from '../jpeg-fixture.ts';

/** People and units of the examples, plainly invented. */
export const ORGANISATION: Organisation = organisationSchema.parse({
  people: {
    lisi: { name: '李四', logins: ['lisi'] },
    zhouyi: { name: '周一', logins: ['zhouyi'] },
    wangwu: { name: '王五', logins: ['wangwu'] },
    wuba: { name: '吴八', logins: ['wuba'] },
    zhengsi: { name: '郑四', logins: ['zhengsi'] },
    fengliu: { name: '冯六', logins: ['fengliu'] },
  },
  units: { wucheng: { name: '婺城分局', kind: 'county', route: 'A' }, jindong: { name: '金东分局', kind: 'county', route: 'A' } },
  posts: [
    { unit: 'wucheng', post: '分局负责人', level: 1, person: 'zhouyi', from: '2025-01-01' },
    { unit: 'jindong', post: '分局负责人', level: 1, person: 'wuba', from: '2025-01-01' },
    { unit: 'office', post: '办公室主任', level: 2, person: 'zhengsi', from: '2025-01-01', covers: '*' },
    { unit: 'leaders', post: '分管领导', level: 3, person: 'fengliu', from: '2025-01-01', covers: '*' },
  ],
  duties: [{ duty: 'secrecy', person: 'wangwu', unit: 'wucheng', from: '2025-01-01' }],
});

/** A plain good item; line numbers in the rules' examples count from it: the body begins on line 13. */
const FRONT_MATTER = `title: 婺城分局开展冬季沿街店铺专项整治
submitter: lisi
submitted_at: 2026-11-24 09:30
event_date: 2026-11-23
category: 工作动态
channels: [website, wechat, weibo]
summary: 婺城分局三天劝导占道经营86起。
cover: cover.jpg
secrecy_review: {by: zhouyi, date: 2026-11-23, conclusion: 可公开}
`;
const BODY = '11月23日上午，婺城分局组织执法队员开展沿街店铺专项整治，劝导占道经营86起，清理乱堆放41处，回访商户120家。\n';

/** The small picture, whose frame says another size or another coding. */
function framed(write: (bytes: Buffer, frame: number) => void): Uint8Array {
  const bytes = Buffer.from(smallJpeg());
  write(bytes, bytes.indexOf(Buffer.from([0xff, 0xc0])));
  return bytes;
}

/** A grey picture, two of whose parts stand in each other's place. */
function damaged(): Uint8Array {
  const bytes = Buffer.from(greyJpeg(1200, 800, 150));
  const mark = (number: number) => bytes.indexOf(Buffer.of(0xff, 0xd0 + number)) + 1;
  const [third, fourth] = [mark(3), mark(4)];
  bytes[third] = 0xd4;
  bytes[fourth] = 0xd3;
  return bytes;
}

const carrying = (options: ExifOptions) => () => withExif(smallJpeg(), options);
const xmp = (text: string) => segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${text}`));

const BYTES: Record<PictureKind, () => Uint8Array> = {
  jpeg: smallJpeg,
  'jpeg-gps': carrying({ gps: true }),
  'jpeg-no-fix': carrying({ gpsVersionOnly: true }),
  'jpeg-turned': carrying({ orientation: 6 }),
  'jpeg-owner': carrying({ owner: 'invented owner' }),
  'jpeg-blank-owner': carrying({ owner: '    ' }),
  'jpeg-serial': carrying({ serial: '0001' }),
  'jpeg-thumbnail': carrying({ thumbnail: smallJpeg() }),
  'jpeg-named': () =>
    withSegments(smallJpeg(), xmp('<dc:creator><rdf:Seq><rdf:li>示例</rdf:li></rdf:Seq></dc:creator> photoshop:City="示例市"')),
  'jpeg-camera': carrying({ camera: 'invented camera' }),
  'jpeg-comment': () => withSegments(smallJpeg(), segment(0xfe, Buffer.from('a comment'))),
  'jpeg-old': carrying({ takenAt: '2026:10:01 08:15:00' }),
  'jpeg-last-year': carrying({ takenAt: '2025:10:01 08:15:00' }),
  'jpeg-motion': () => Buffer.concat([smallJpeg(), Buffer.from('\0\0\0\x18ftypmp42')]),
  'jpeg-truncated': () => smallJpeg().subarray(0, smallJpeg().length - 4),
  'jpeg-cut': () => cutJpeg(greyJpeg(1200, 800), 1000),
  'jpeg-damaged': damaged,
  'jpeg-arithmetic': () =>
    framed((bytes, frame) => {
      bytes[frame + 1] = 0xc9;
    }),
  'jpeg-progressive': progressiveJpeg,
  'jpeg-restarts': () => greyJpeg(1200, 800, 150),
  'jpeg-padded': () => Buffer.concat([smallJpeg().subarray(0, -2), Buffer.alloc(12), Buffer.of(0xff, 0xd9)]),
  'jpeg-huge': () =>
    framed((bytes, frame) => {
      bytes.writeUInt16BE(30_000, frame + 5);
      bytes.writeUInt16BE(30_000, frame + 7);
    }),
  'jpeg-heavy': () => withSegments(smallJpeg(), ...Array.from({ length: 17 }, () => segment(0xef, Buffer.alloc(65_000)))),
  'jpeg-1920': () => greyJpeg(1920, 8),
  'jpeg-wide': () => greyJpeg(4000, 8),
  'jpeg-tall': () => greyJpeg(8, 4000),
  'jpeg-wide-turned': () => withExif(greyJpeg(4000, 8), { orientation: 6 }),
  'jpeg-tall-turned': () => withExif(greyJpeg(8, 4000), { orientation: 6 }),
  png: () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  text: () => Buffer.from('hello\n'),
};

const made = new Map<PictureKind, Uint8Array>();

/** The bytes of a kind of file, made once: nobody writes into them. */
function bytesOf(kind: PictureKind): Uint8Array {
  const bytes = made.get(kind) ?? BYTES[kind]();
  made.set(kind, bytes);
  return bytes;
}

export function itemFile(path: string, bytes: Uint8Array | string, mode = '100644'): ItemFile {
  const data = Buffer.from(bytes);
  return { path, mode, id: blobId(data), bytes: data };
}

/** Front matter with keys replaced in place, so that the lines stay where they are; an absent key leaves its line empty. */
function frontMatterOf(changes: Record<string, unknown>): string {
  const lines = FRONT_MATTER.split('\n').map((line) => {
    const key = line.slice(0, line.indexOf(':'));
    if (!Object.hasOwn(changes, key)) return line;
    return changes[key] === undefined ? '' : oneLine(key, changes[key]);
  });
  const added = Object.keys(changes).filter((key) => !FRONT_MATTER.includes(`${key}:`) && changes[key] !== undefined);
  return [...lines.slice(0, -1), added.map((key) => oneLine(key, changes[key])).join('\n')].join('\n');
}

function oneLine(key: string, value: unknown): string {
  return stringify({ [key]: value }, { collectionStyle: 'flow', lineWidth: 0 })
    .trim()
    .replace(/^\{\s*([\s\S]*?)\s*\}$/, '$1');
}

/** A text, and the plain good item's body after it, so that nobody finds it too short. */
export const andMore = (text: string): string => `${text}\n${BODY}`;

/** The text of an example's `index.md`. */
export const textOf = (example: Pick<Example, 'frontMatter' | 'body'>): string =>
  `---\n${frontMatterOf(example.frontMatter ?? {})}\n---\n${example.body ?? BODY}`;

/** The folder of an example. */
export function folderFor(example: Omit<Example, 'title'>): ItemFolder {
  const files: Record<string, Uint8Array | string | null> = { 'index.md': textOf(example), 'cover.jpg': bytesOf('jpeg') };
  for (const [name, kind] of Object.entries(example.files ?? {})) files[name] = kind === null ? null : bytesOf(kind);
  return {
    path: example.folder ?? 'content/items/wucheng/2026-11-23-dianpu',
    files: Object.entries(files).flatMap(([path, bytes]) => (bytes === null ? [] : [itemFile(path, bytes)])),
  };
}

/** Most examples share one: what the rules make of an organisation they make once for each. */
function organisationWith({ units, people }: Pick<Example, 'units' | 'people'>): Organisation {
  if (units === undefined && people === undefined) return ORGANISATION;
  const changed = <Entry>(entries: Record<string, Entry>, changes: Record<string, Partial<Entry>> = {}): Record<string, Entry> =>
    Object.fromEntries(Object.entries(entries).map(([id, entry]) => [id, { ...entry, ...changes[id] }]));
  return { ...ORGANISATION, units: changed(ORGANISATION.units, units), people: changed(ORGANISATION.people, people) };
}

const decodings = new Map<string, Promise<DecodedPictures>>();

/** What decoding an example's pictures finds; the same pictures are decoded once. */
function decodedPictures(folder: ItemFolder): Promise<DecodedPictures> {
  const files = folder.files.filter(({ path }) => path !== 'index.md');
  const key = files.map(({ path, id }) => `${id} ${path}`).join('\n');
  const found = decodings.get(key) ?? decodePictures({ files });
  decodings.set(key, found);
  return found;
}

/** The context of an example, with what decoding its pictures finds. */
export const decodedContextFor = async (example: Omit<Example, 'title'>): Promise<CheckContext> => ({
  ...contextFor(example),
  pictures: await decodedPictures(folderFor(example)),
});

/** What a bureau that writes down nothing has. */
const POLICY = policySchema.parse({});

/** The context of an example: 24 November 2026, noon, unless it says otherwise. */
export function contextFor(example: Omit<Example, 'title'> = {}): CheckContext {
  return {
    organisation: organisationWith(example),
    policy: example.policy === undefined ? POLICY : policySchema.parse(example.policy),
    now: example.now ?? '2026-11-24T12:00:00+08:00',
    ...(example.firstPush === undefined ? {} : { firstPush: example.firstPush }),
    ...(example.released === undefined ? {} : { released: example.released }),
    ...(example.dateOut === undefined ? {} : { dateOut: example.dateOut }),
    ...(example.approved === undefined ? {} : { approved: example.approved }),
    ...(example.terms === undefined ? {} : { terms: { ...NO_TERMS, ...example.terms } }),
    ...(example.others === undefined ? {} : { others: example.others }),
  };
}
