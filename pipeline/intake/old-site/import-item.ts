import { createHash } from 'node:crypto';
import { lstat, readFile, realpath } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import { stringify } from 'yaml';
import { type BeijingDate, beijingDate } from '../../beijing-time.ts';
import { checkItem } from '../../check/engine.ts';
import type { Finding } from '../../check/finding.ts';
import type { CheckContext } from '../../check/rule.ts';
import { blobId } from '../../item/git-ids.ts';
import { HISTORY_FOLDER, type HistoryFrontMatter } from '../../item/history/history.ts';
import type { ItemFile } from '../../item/item.ts';
import { decodePictures } from '../../item/picture/decode-pictures.ts';
import { readyPicture } from '../picture/ready-picture.ts';
import { bodyOf } from './body.ts';
import { oldDate } from './old-date.ts';
import { type OldItem, refusal } from './old-item.ts';

/** What is known before any text is read: where it stood, where it goes. */
export interface Placed {
  old: OldItem;
  url: string;
  date: string;
  slug: string;
  /** `content/history/<yyyy>/<yyyy-mm-dd>-<slug>` */
  path: string;
  /** Where another of the same day and title stands. */
  twin?: string;
}

/** What items are imported with. */
export interface Importing {
  /** The source's own folder: pictures lie in it. */
  base: string;
  /** The old site's address, for what names its place alone. */
  site: string | undefined;
  context: CheckContext;
  /** Where the item is, or will be, whose folder ends in this. */
  pageOf: (slug: string) => string | undefined;
}

/** The address without what changes nothing: two names of one page are one page. */
const sameUrl = (url: URL): string => `${url.host}${url.pathname.replace(/\/index\.html?$/i, '/')}${url.search}`.toLowerCase();

/** What follows the date in a folder's name; without digits, which would read like a telephone number now and then. */
const slugOf = (key: string): string =>
  createHash('sha256')
    .update(key)
    .digest('hex')
    .slice(0, 12)
    .replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));

/** Where an old item goes. Its name follows from its old address alone, so that a second run finds it. @throws Problem `import/…` */
export function placed(old: OldItem, { site, context }: Pick<Importing, 'site' | 'context'>): Placed & { key: string } {
  const address = old.oldUrl === '' ? null : URL.canParse(old.oldUrl, site) ? new URL(old.oldUrl, site) : null;
  if (address === null || !/^https?:$/.test(address.protocol))
    throw refusal('old-url', old.place, '原地址不完整；应为旧网站上的完整网址；请补上，或用 --site 写明旧网站的网址。');
  const date = oldDate(old.date, beijingDate(context.now), old.place);
  const key = sameUrl(address);
  const slug = slugOf(key);
  return { old, url: address.href, date, key, slug, path: `${HISTORY_FOLDER}/${date.slice(0, 4)}/${date.slice(0, 10)}-${slug}` };
}

const MOST_BYTES = 40 * 1024 * 1024;

/** A picture of the source, by its name in a text; links out of the source's folder lead nowhere. */
async function pictureBytes({ base, site }: Importing, { old: { folder, place } }: Placed, url: string): Promise<Uint8Array> {
  const missing = (why: string) =>
    refusal('picture', place, `图片“${url.slice(0, 80)}”${why}；应和文字放在一起；请从旧网站存下这张图片，再导入。`);
  const whole = /^[a-z][a-z0-9+.-]*:|^\/\//i.test(url);
  if (whole && !(site && URL.canParse(url, site) && new URL(url, site).host === new URL(site).host)) throw missing('在别处');
  const plain = (whole ? new URL(url, site).pathname : url).split(/[?#]/)[0] as string;
  let name: string;
  try {
    name = decodeURIComponent(plain);
  } catch {
    throw missing('的名字读不懂');
  }
  const path = posix.normalize(name.startsWith('/') ? name.slice(1) : posix.join(folder, name.replaceAll('\\', '/')));
  try {
    const [root, real] = [await realpath(base), await realpath(join(base, path))];
    const entry = await lstat(real);
    if (!real.startsWith(root + sep) || !entry.isFile() || entry.size > MOST_BYTES) throw new Error('not a picture of the source');
    return await readFile(real);
  } catch {
    throw missing('找不到，或者太大');
  }
}

/** An imported item, or what the rules find in it. */
export interface Imported {
  files: { path: string; bytes: Uint8Array }[];
  errors: Finding[];
  /** As far as everybody may read it. */
  title: string;
  /** What whoever signs the list should know. */
  told: string[];
}

/** Makes an old item's folder and runs today's rules over it. @throws Problem `import/…` where it can't be made */
export async function importItem(one: Placed, importing: Importing): Promise<Imported> {
  const { old, date, path, twin } = one;
  const { site, context, pageOf } = importing;
  const pictures = new Map<string, { path: string; bytes: Uint8Array }>();
  const picture = async (url: string): Promise<string> => {
    const known = pictures.get(url);
    if (known) return known.path;
    const made = await readyPicture({ name: url, bytes: await pictureBytes(importing, one, url) }, null);
    if (!('bytes' in made))
      throw refusal('picture', old.place, `图片“${url.slice(0, 80)}”打不开或不收；应为 JPG 或 PNG；请转成 JPG 再导入。`);
    const name = `${pictures.size + 1}.jpg`;
    pictures.set(url, { path: name, bytes: made.bytes });
    return name;
  };
  const here = new URL(one.url);
  const hosts = new Set([here.host, ...(site && URL.canParse(site) ? [new URL(site).host] : [])]);
  const link = (url: string): string | null => {
    if (/^(?:mailto|tel):/i.test(url)) return url;
    const target = URL.canParse(url, here.href) ? new URL(url, here) : null;
    if (target === null || !/^https?:$/.test(target.protocol) || url.startsWith('#')) return null;
    return pageOf(slugOf(sameUrl(target))) ?? (hosts.has(target.host) ? null : target.href);
  };
  const { body, left } = await bodyOf(old, { picture, link });
  const names = [...pictures.values()].map(({ path: name }) => name);
  const front: HistoryFrontMatter = {
    title: old.title.replace(/\s+/g, ' ').trim(),
    date,
    old_url: one.url,
    taken_over: beijingDate(context.now) as BeijingDate,
    ...(old.source === undefined ? {} : { source: old.source }),
    ...(old.column === undefined ? {} : { column: old.column }),
    ...(names.length === 0 ? {} : { pictures: names }),
  };
  const text = `---\n${stringify(front, { lineWidth: 0 })}---\n\n${body}`;
  const files = [{ path: 'index.md', bytes: Buffer.from(text) }, ...pictures.values()];
  const folder = { path, files: files.map((file): ItemFile => ({ ...file, mode: '100644', id: blobId(file.bytes) })) };
  const { findings, title = '' } = checkItem(folder, { ...context, pictures: await decodePictures(folder) });
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warned = findings.filter(({ severity }) => severity === 'warning').map(({ message, where }) => `${where ?? ''} ${message}`.trim());
  const same = twin === undefined ? [] : [`标题、日期和${twin}的相同，请核对是不是同一篇。`];
  return { files, errors, title, told: [...same, ...warned, ...left.map((what) => `没有迁入：${what}`)] };
}
