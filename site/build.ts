import { randomUUID } from 'node:crypto';
import { cp, lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SiteData } from '#pipeline/render/site-data.ts';
import { runEleventy, TEMPLATES } from './eleventy.ts';
import { missingTags } from './meta-tags.ts';
import { missingNumbers } from './parts/footer.ts';
import { type SiteView, siteView } from './site-view.ts';

const ASSETS = fileURLToPath(new URL('assets', import.meta.url));

export interface SitePictureFile {
  /** `/unit/date-slug/name.jpg` on the site. */
  path: string;
  bytes: Uint8Array;
}

/** Why a site can't be built; the message is a sentence for the person who can mend it. */
export class SiteError extends Error {
  readonly code:
    | 'site/meta-tags'
    | 'site/numbers-missing'
    | 'site/pages-missing'
    | 'site/picture-misplaced'
    | 'site/place-taken'
    | 'site/place-unwritable';
  constructor(code: SiteError['code'], message: string) {
    super(message);
    this.name = 'SiteError';
    this.code = code;
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => `/${relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')}`);
}

function fileOf(address: string): string {
  return address.endsWith('/') ? `${address}index.html` : address;
}

/** Eleventy says nothing when it writes too little (for instance nothing at all, where it believes its input to be ignored). */
async function requireAllPages(view: SiteView, folder: string): Promise<number> {
  const expected = TEMPLATES.flatMap((one) => one.pages(view)).map(({ address }) => fileOf(address));
  const written = new Set(await filesBelow(folder));
  const missing = expected.filter((file) => !written.has(file));
  if (missing.length > 0 || written.size !== expected.length) {
    const example = missing[0] ?? [...written].find((file) => !expected.includes(file));
    throw new SiteError(
      'site/pages-missing',
      `网站应有 ${expected.length} 页，只写成 ${written.size} 页（例如 ${example}）；请管理员查看构建日志。`,
    );
  }
  return expected.length;
}

/** No page goes out without the tags that inspections look for. */
async function requireTags(view: SiteView, folder: string): Promise<void> {
  const pages = TEMPLATES.flatMap((one) => one.pages(view)).filter(({ address }) => fileOf(address).endsWith('.html'));
  for (const { address } of pages) {
    const missing = missingTags(view, address, await readFile(join(folder, fileOf(address)), 'utf8'));
    if (missing.length === 0) continue;
    throw new SiteError(
      'site/meta-tags',
      `网页 ${address} 缺少：${missing.join('、')}；应有国办发〔2017〕47号规定的标签；请补上栏目或网站的信息，仍缺的请管理员查看模板。`,
    );
  }
}

/** The pictures that go beside their item's page. Those of a withdrawn item go nowhere. */
function placedPictures(view: SiteView, pictures: readonly SitePictureFile[]): SitePictureFile[] {
  const items = new Map(view.data.items.map((item) => [item.path, item]));
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

/** What lies at the top of every site made here. */
const MARKS = ['404.html', 'assets', 'robots.txt', 'sitemap.xml'];

/** The new site takes the whole place of what is there, so only an empty folder or an older site may be. */
async function requireOwnPlace(out: string): Promise<void> {
  const stat = await lstat(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (stat === null) return;
  const names = stat.isDirectory() ? await readdir(out) : null;
  if (names && (names.length === 0 || MARKS.every((name) => names.includes(name)))) return;
  throw new SiteError(
    'site/place-taken',
    `${out} 里有别的内容，没有生成，免得被网站整个换掉；应为新文件夹、空文件夹或以前生成的网站；请用 --out 另指一处。`,
  );
}

/** Makes the folder that the new site grows in, beside its place. */
async function folderBeside(out: string): Promise<string> {
  const folder = join(dirname(out), `.${basename(out)}-${randomUUID()}`);
  try {
    await requireOwnPlace(out);
    await mkdir(folder, { recursive: true });
    return folder;
  } catch (error) {
    if (error instanceof SiteError) throw error;
    throw new SiteError('site/place-unwritable', `网站写不到 ${out}；应为可以写的位置；请检查权限，或用 --out 另指一处。`);
  }
}

/** Puts a finished folder in the place of the old one: two renames, and the old one comes back if the second fails. */
async function swapIn(folder: string, out: string): Promise<void> {
  const old = `${folder}.old`;
  const had = await rename(out, old).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await rename(folder, out);
  } catch (error) {
    if (had) await rename(old, out);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}

/**
 * Builds the website from one value into a folder. The new site is made beside the old one and takes its place when it is whole: a build
 * that fails or is interrupted leaves the old site as it was. The same data gives the same bytes.
 *
 * Gives the number of pages, and the columns that have nothing to show (empty columns cost a site points at inspections).
 *
 * Throws `SiteError` if a number that a government website must show is missing (unless it is marked demo or preview, or nothing is published
 * yet), a picture belongs to no item, the place holds something else, a page lacks an official tag, or not every page was written.
 */
export async function buildSite(options: {
  data: SiteData;
  pictures: readonly SitePictureFile[];
  out: string;
}): Promise<{ pages: number; emptyColumns: string[] }> {
  const { data, pictures } = options;
  const missing = data.demo || data.preview || data.empty ? [] : missingNumbers(data);
  if (missing.length > 0) {
    throw new SiteError('site/numbers-missing', `网站缺少：${missing.join('、')}；应写在 content/policy.yml 的 site 里；请补上再生成。`);
  }
  const view = siteView(data);
  const placed = placedPictures(view, pictures);
  const out = resolve(options.out);
  const folder = await folderBeside(out);
  try {
    await runEleventy(view, folder);
    const pages = await requireAllPages(view, folder);
    await requireTags(view, folder);
    await cp(ASSETS, join(folder, 'assets'), { recursive: true });
    for (const { path, bytes } of placed) await writeFile(join(folder, path), bytes);
    await swapIn(folder, out);
    return { pages, emptyColumns: data.columns.filter(({ id }) => view.byColumn.get(id)?.length === 0).map(({ name }) => name) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
