import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SiteItem, SitePicture } from '#pipeline/render/site-data.ts';
import { type Encoder, encoderName, loadEncoder } from './encoder.ts';
import { type SmallerFile, smallerFiles } from './picture-sizes.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const keyIn = (name: string): string => name.slice(0, name.indexOf('.'));

/** Encoded files in a folder of their own, `<key>.<SHA-256 of the content>`: one whose content isn't what its name says is as good as none. */
class KeptEncodings {
  readonly #folder: string;
  readonly #names: Map<string, string>;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#names = new Map(readdirSync(folder).map((name) => [keyIn(name), name]));
  }

  has(key: string): boolean {
    const name = this.#names.get(key);
    return name !== undefined && sha256(readFileSync(join(this.#folder, name))) === name.slice(key.length + 1);
  }

  keep(key: string, bytes: Uint8Array): void {
    const name = `${key}.${sha256(bytes)}`;
    writeFileSync(join(this.#folder, `${name}.new`), bytes);
    renameSync(join(this.#folder, `${name}.new`), join(this.#folder, name));
    this.#names.set(key, name);
  }

  /** What `has` has found or `keep` has kept. */
  read(key: string): Promise<Uint8Array> {
    return readFile(join(this.#folder, this.#names.get(key) ?? ''));
  }

  /** Takes everything else away: nothing of a picture that was taken back stays, or of an older encoder. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const name of readdirSync(this.#folder)) {
      const key = keyIn(name);
      if (!keys.has(key) || this.#names.get(key) !== name) rmSync(join(this.#folder, name), { recursive: true, force: true });
    }
  }
}

/** The folder of before, or one for this build alone where there is none or it can't be used; `close` takes the latter away. */
function openKeptEncodings(folder: string | undefined): { kept: KeptEncodings; close: () => void } {
  if (folder !== undefined) {
    try {
      return { kept: new KeptEncodings(folder), close: () => {} };
    } catch {
      // It only saves time.
    }
  }
  const own = mkdtempSync(join(tmpdir(), 'sanshen-pictures-'));
  return { kept: new KeptEncodings(own), close: () => rmSync(own, { recursive: true, force: true }) };
}

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

/** Pictures that one build encodes; the next one goes on from what it kept. A job has minutes, and an archive may have lost all of them. */
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
 * Makes the smaller files of all pictures, each once for its content. What lies on the site or in the folder isn't read or made again. A
 * picture that can't be made smaller is no failure of the site: it is told, and its pages show it as it was approved.
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

/** A picture that is shown as it was approved alone, and why it has no smaller files. */
export interface PlainPicture {
  /** On the site: `/unit/date-slug/name.jpg`. */
  path: string;
  /** `later`: it will have them when the site is built again. */
  why: 'undecodable' | 'name-taken' | 'no-encoder' | 'later';
}

/** All pictures that an item names. */
function namedPictures({ images, cover }: Pick<SiteItem, 'images' | 'cover'>): SitePicture[] {
  return cover ? [...images, cover] : images;
}

/** An item whose pictures are what the site has of them. Its text may be read only when it is asked for, so it is copied unread. */
function marked(item: SiteItem, isPlain: (name: string) => boolean): SiteItem {
  const mark = (one: SitePicture): SitePicture => (isPlain(one.name) ? { ...one, plain: true } : one);
  const copy: SiteItem = Object.create(Object.getPrototypeOf(item), Object.getOwnPropertyDescriptors(item));
  return Object.assign(copy, { images: item.images.map(mark), cover: item.cover && mark(item.cover), toJSON: undefined });
}

/**
 * Marks the pictures that are shown as they were approved alone. Items without such a picture stay the objects that they are.
 * @param files the site's paths of all pictures that there is a file of
 * @param plain those of them that have no smaller files
 */
export function withPlainPictures(
  items: readonly SiteItem[],
  files: readonly { path: string }[],
  plain: readonly PlainPicture[],
): SiteItem[] {
  const whole = new Set(files.map(({ path }) => path));
  for (const { path } of plain) whole.delete(path);
  return items.map((item) => {
    const isPlain = (name: string): boolean => !whole.has(`${item.path}${name}`);
    return namedPictures(item).some(({ name }) => isPlain(name)) ? marked(item, isPlain) : item;
  });
}
