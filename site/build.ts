import { createHash } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SiteData } from '#pipeline/render/site-data.ts';
import { runEleventy, TEMPLATES } from './eleventy.ts';
import { type EncodedPictures, encodedPictures, type PlainPicture, type SitePictureFile, withPlainPictures } from './encoded-pictures.ts';
import { lookAt, nothing, remember, type SiteFiles } from './kept-files.ts';
import { tagCheck } from './meta-tags.ts';
import { type Page, pageKeys } from './page.ts';
import { missingNumbers, numbersMayWait } from './parts/footer.ts';
import { folderBeside, placesIn, removeFile, swapIn } from './place.ts';
import { QR_FILE, qrCode, qrKey, WECHAT_CODE } from './qr-code.ts';
import { indexFiles } from './search/index-files.ts';
import { SiteError } from './site-error.ts';
import { publicUrl } from './site-frame.ts';
import { type SiteView, siteView } from './site-view.ts';

export type { PlainPicture, SitePictureFile } from './encoded-pictures.ts';
export { SiteError } from './site-error.ts';

const ASSETS = fileURLToPath(new URL('assets', import.meta.url));

/** A file of the site: the name of its content, and how it comes to be. A page is printed by Eleventy. */
type SiteFile = { key: string } & ({ template: string; page: Page } | { content: (file: string) => Promise<string | Uint8Array> });

function fileOf(address: string): string {
  return address.endsWith('/') ? `${address}index.html` : address;
}

/** The pictures that go beside their item's page. Those of a withdrawn item go nowhere. */
function placedPictures(data: SiteData, pictures: readonly SitePictureFile[]): SitePictureFile[] {
  const items = new Map(data.items.map((item) => [item.path, item]));
  return pictures.filter(({ path }) => {
    const [, folder = '', name = ''] = /^(.*\/)([^/]*)$/.exec(path) ?? [];
    const item = items.get(folder);
    if (item && /^[\w.-]+\.jpe?g$/i.test(name)) return item.withdrawal === null;
    throw new SiteError(
      'site/picture-misplaced',
      `图片 ${path} 不属于任何一条信息；应在信息的文件夹里，文件名用小写字母、数字和连字符；请改名。`,
    );
  });
}

async function assets(): Promise<[file: string, SiteFile][]> {
  const names = (await readdir(ASSETS)).sort();
  return Promise.all(
    names.map(async (name): Promise<[string, SiteFile]> => {
      const content = await readFile(join(ASSETS, name));
      return [`/assets/${name}`, { key: createHash('sha256').update(content).digest('hex'), content: async () => content }];
    }),
  );
}

/** Every file that the site consists of. @throws SiteError `site/address-twice` */
async function wantedFiles(
  view: SiteView,
  pictures: readonly SitePictureFile[],
  { files: smaller }: Pick<EncodedPictures, 'files'>,
): Promise<Map<string, SiteFile>> {
  const keyOf = pageKeys(view.frame);
  const files = new Map<string, SiteFile>();
  for (const { name, pages } of TEMPLATES) {
    for (const page of pages(view)) {
      const file = fileOf(page.address);
      if (files.has(file)) {
        throw new SiteError('site/address-twice', `有两页的地址都是 ${page.address}；应各有各的地址；请管理员核对台账里的信息编号。`);
      }
      files.set(file, { key: keyOf(name, page), template: name, page });
    }
  }
  for (const { path, id, read } of pictures) files.set(path, { key: id, content: read });
  for (const [path, file] of smaller) files.set(path, file);
  const code: SiteFile = {
    key: qrKey(publicUrl(view.frame, '/')),
    content: async (file) => qrCode(publicUrl(view.frame, file.slice(0, -QR_FILE.length))),
  };
  for (const { path } of view.items) files.set(`${path}${QR_FILE}`, code);
  const account = view.frame.site.accounts?.wechat?.code;
  if (account !== undefined) files.set(WECHAT_CODE, { key: qrKey(account), content: async () => qrCode(account) });
  for (const [file, part] of indexFiles(view)) files.set(file, part);
  for (const [file, asset] of await assets()) files.set(file, asset);
  return files;
}

function withoutTags(address: string, missing: string[]): string {
  return `网页 ${address} 缺少：${missing.join('、')}；应有国办发〔2017〕47号规定的标签；请补上栏目或网站的信息，仍缺的请管理员查看模板。`;
}

/** Puts what was made somewhere. */
type Put = (file: string, content: string | Uint8Array) => void;

/**
 * Makes files and hands each on as soon as it is made. No page goes out without the tags that inspections look for. Eleventy says nothing
 * when it prints too little, or nothing at all where it takes its input for ignored.
 */
async function makeFiles(view: SiteView, files: ReadonlyMap<string, SiteFile>, put: Put): Promise<void> {
  const pages = Object.fromEntries(TEMPLATES.map(({ name }): [string, Page[]] => [name, []]));
  const waiting = new Set<string>();
  for (const file of files.values()) {
    if (!('page' in file)) continue;
    pages[file.template]?.push(file.page);
    waiting.add(file.page.address);
  }
  const lacking = tagCheck(view);
  const refused: SiteError[] = [];
  await runEleventy(view.frame, pages, (address, text) => {
    const file = fileOf(address);
    const missing = file.endsWith('.html') ? lacking(address, text) : [];
    if (missing.length > 0) refused.push(new SiteError('site/meta-tags', withoutTags(address, missing)));
    waiting.delete(address);
    put(file, text);
  });
  if (refused[0]) throw refused[0];
  const [never] = waiting;
  if (never !== undefined) throw new SiteError('site/pages-missing', `网页 ${never} 没有写成；请管理员查看构建日志。`);
  for (const [file, made] of files) if ('content' in made) put(file, await made.content(file));
}

/** Changes a site in its place. Nothing that readers see is touched before everything is made: each file waits beside its place. */
async function change(
  view: SiteView,
  out: string,
  made: ReadonlyMap<string, SiteFile>,
  gone: readonly string[],
  there: SiteFiles,
): Promise<void> {
  const place = placesIn(out, there.folders.keys());
  try {
    await makeFiles(view, made, (file, content) => writeFileSync(place(`${file}.new`), content));
  } catch (error) {
    for (const file of made.keys()) rmSync(join(out, `${file}.new`), { force: true });
    throw error;
  }
  for (const file of made.keys()) renameSync(`${out}${file}.new`, `${out}${file}`);
  for (const file of gone) removeFile(out, file);
}

/** Makes a whole site beside its place and puts it there. */
async function replace(view: SiteView, out: string, made: ReadonlyMap<string, SiteFile>): Promise<void> {
  const folder = await folderBeside(out);
  const place = placesIn(folder);
  try {
    await makeFiles(view, made, (file, content) => writeFileSync(place(file), content));
    await swapIn(folder, out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a build did. */
export interface Built {
  pages: number;
  /** A name for all of it: sites of one digest have the same files with the same bytes. */
  digest: string;
  /** Files that were written; the others were there already. */
  written: number;
  /** Columns that have nothing to show (empty columns cost a site points at inspections). */
  emptyColumns: string[];
  /** Pictures that are shown as they were approved alone, without smaller files. */
  plainPictures: PlainPicture[];
}

/**
 * Builds the website from one value into a folder. The same data gives the same bytes, whatever was built before. With a `memory` it
 * makes only files whose content has another name than what lies there. Without one, or with nothing usable, it makes everything beside
 * the old site, which it replaces once the new one is whole. What is made is checked before anything of the old site is touched.
 *
 * @param options.memory a file that remembers what was written where; an accelerator only, which may be lost at any time
 * @param options.encodings a folder for nothing but this site's smaller pictures, kept whatever becomes of the site; an accelerator as
 *   well
 * @throws SiteError if a number that a government website must show is missing (unless `numbersMayWait`), or a picture belongs to no
 *   item. Or if two pages have one address, the place holds something else, or a page lacks an official tag or wasn't written
 */
export async function buildSite(options: {
  data: SiteData;
  pictures: readonly SitePictureFile[];
  out: string;
  memory?: string | undefined;
  encodings?: string | undefined;
}): Promise<Built> {
  const { data, memory } = options;
  const missing = numbersMayWait(data) ? [] : missingNumbers(data);
  if (missing.length > 0) {
    throw new SiteError('site/numbers-missing', `网站缺少：${missing.join('、')}；应写在 content/policy.yml 的 site 里；请补上再生成。`);
  }
  const out = resolve(options.out);
  const there = memory === undefined ? nothing() : lookAt(out, memory);
  const pictures = placedPictures(data, options.pictures);
  const encoded = await encodedPictures({ items: data.items, pictures, there: there.keys, folder: options.encodings });
  try {
    return await built(siteView({ ...data, items: withPlainPictures(data.items, pictures, encoded.plain) }), {
      pictures,
      encoded,
      out,
      there,
      memory,
    });
  } finally {
    encoded.close();
  }
}

/** Writes the site, once its pictures are known. */
async function built(
  view: SiteView,
  options: {
    pictures: readonly SitePictureFile[];
    encoded: EncodedPictures;
    out: string;
    there: SiteFiles;
    memory: string | undefined;
  },
): Promise<Built> {
  const { pictures, encoded, out, there, memory } = options;
  const wanted = await wantedFiles(view, pictures, encoded);
  const made = new Map<string, SiteFile>();
  for (const [file, one] of wanted) if (there.keys.get(file) !== one.key) made.set(file, one);
  const gone = there.others.filter((file) => !wanted.has(file));
  for (const file of there.keys.keys()) if (!wanted.has(file)) gone.push(file);
  if (there.keys.size === 0) await replace(view, out, made);
  else await change(view, out, made, gone, there);
  if (memory !== undefined) remember(out, memory, wanted, there, [...made.keys(), ...gone]);
  const emptyColumns = view.data.columns.filter(({ id }) => view.byColumn.get(id)?.length === 0).map(({ name }) => name);
  const names = [...wanted].map(([file, { key }]) => `${file} ${key}`).sort();
  return {
    digest: createHash('sha256').update(names.join('\n')).digest('hex'),
    pages: [...wanted.values()].filter((file) => 'page' in file).length,
    written: made.size,
    emptyColumns,
    plainPictures: encoded.plain,
  };
}
