import type { SiteItem } from '#pipeline/render/site-data.ts';
import { type Encoder, encoderName, loadEncoder } from './encoder.ts';
import { type KeptEncodings, openKeptEncodings } from './kept-encodings.ts';
import { type SmallerFile, smallerFiles } from './picture-sizes.ts';
import { namedPictures, type PlainPicture } from './plain-pictures.ts';

/** A picture of an item, read only where it has to be written. */
export interface SitePictureFile {
  /** `/unit/date-slug/name.jpg` on the site. */
  path: string;
  /** Names its bytes exactly: an id of Git, a digest; hexadecimal. */
  id: string;
  read: () => Promise<Uint8Array>;
}

/** The smaller files of a site's pictures, by their path, each with the name of its content. */
export interface EncodedPictures {
  files: Map<string, { key: string; content: () => Promise<Uint8Array> }>;
  /** Pictures that have none. */
  plain: PlainPicture[];
  /** Takes away what was made for this build alone. */
  close: () => void;
}

interface Wanted extends SmallerFile {
  path: string;
  key: string;
}

interface Task {
  picture: SitePictureFile;
  wanted: Wanted[];
}

/** Pictures that are encoded at a time; each takes one thread and the room of one picture. */
const AT_A_TIME = 2;

/** Pictures that one build encodes where the next one goes on from what it kept: a job has minutes, and an archive may have lost all of them. */
const MOST = 2000;

/** How much is encoded, and by what. */
interface Limits {
  load: () => Promise<Encoder | null>;
  most: number;
}

/** The smaller files that each picture should have. One whose files would stand in the place of another's has none. */
function wantedOf(items: readonly SiteItem[], pictures: readonly SitePictureFile[]): { tasks: Task[]; plain: PlainPicture[] } {
  const shown = new Map(items.flatMap((item) => namedPictures(item).map((one) => [`${item.path}${one.name}`, one])));
  const taken = new Set(pictures.map(({ path }) => path));
  const encoder = encoderName();
  const [tasks, plain]: [Task[], PlainPicture[]] = [[], []];
  for (const picture of pictures) {
    const one = shown.get(picture.path);
    const folder = picture.path.slice(0, picture.path.lastIndexOf('/') + 1);
    const wanted = (one ? smallerFiles(one) : []).map((file): Wanted => {
      return { ...file, path: `${folder}${file.name}`, key: `${picture.id}-${file.width}-${file.format}-${encoder}` };
    });
    if (wanted.some(({ path }) => taken.has(path))) plain.push({ path: picture.path, why: 'name-taken' });
    else if (wanted.length > 0) {
      tasks.push({ picture, wanted });
      for (const { path } of wanted) taken.add(path);
    }
  }
  return { tasks, plain };
}

/** Encodes what a picture lacks. @returns why it can't be; undefined where it is all there */
async function encode({ picture, wanted }: Task, kept: KeptEncodings, encoder: Encoder | null): Promise<PlainPicture['why'] | undefined> {
  if (encoder === null) return 'no-encoder';
  const jpeg = await picture.read();
  for (const { key, width, format } of wanted) {
    if (kept.has(key)) continue;
    const bytes = await encoder(jpeg, { width, format }).catch(() => null);
    if (bytes === null) return 'undecodable';
    kept.keep(key, bytes);
  }
  return undefined;
}

/** Encodes what pictures lack, some at a time. @returns those that can't be */
async function encodeAll(tasks: readonly Task[], kept: KeptEncodings, { load, most }: Limits): Promise<PlainPicture[]> {
  const waiting = tasks.filter(({ wanted }) => !wanted.every(({ key }) => kept.has(key)));
  if (waiting.length === 0) return [];
  const encoder = await load();
  const plain = waiting.slice(most).map(({ picture: { path } }): PlainPicture => ({ path, why: 'later' }));
  const next = waiting.slice(0, most).values();
  const work = async (): Promise<void> => {
    for (const task of next) {
      const why = await encode(task, kept, encoder);
      if (why !== undefined) plain.push({ path: task.picture.path, why });
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return plain;
}

/**
 * Makes the smaller files of all pictures, each once for its content: what lies on the site already or is kept in the folder isn't read and
 * isn't made again. A picture that can't be made smaller is no failure of the site: it is told, and its pages show it as it was approved.
 * @param options.there by file, the name of what lies on the site
 * @param options.pictures those that go onto the site, newest first
 * @param options.folder where files are kept whatever becomes of the site, and only those of this site; nothing else may be in it
 * @param options.most pictures that are encoded now; the others are left for the next build
 */
export async function encodedPictures(options: {
  items: readonly SiteItem[];
  pictures: readonly SitePictureFile[];
  there: ReadonlyMap<string, string>;
  folder?: string | undefined;
  load?: Limits['load'];
  most?: number;
}): Promise<EncodedPictures> {
  const { load = loadEncoder, most = options.folder === undefined ? Number.POSITIVE_INFINITY : MOST } = options;
  const { tasks, plain } = wantedOf(options.items, options.pictures);
  const lacking = tasks
    .map((task) => ({ ...task, wanted: task.wanted.filter(({ path, key }) => options.there.get(path) !== key) }))
    .filter(({ wanted }) => wanted.length > 0);
  const { kept, close } = openKeptEncodings(options.folder);
  try {
    plain.push(...(await encodeAll(lacking, kept, { load, most })));
    kept.keepOnly(new Set(tasks.flatMap(({ wanted }) => wanted.map(({ key }) => key))));
  } catch (error) {
    close();
    throw error;
  }
  const without = new Set(plain.map(({ path }) => path));
  const files: EncodedPictures['files'] = new Map();
  for (const { picture, wanted } of tasks) {
    if (without.has(picture.path)) continue;
    for (const { path, key } of wanted) files.set(path, { key, content: () => kept.read(key) });
  }
  return { files, plain: plain.sort((a, b) => (a.path < b.path ? -1 : 1)), close };
}
