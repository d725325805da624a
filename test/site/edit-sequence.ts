import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '#pipeline/canonical-json.ts';
import { openKeptPages } from '#pipeline/published/kept-pages.ts';
import type { SiteData, SiteItem, SitePicture } from '#pipeline/render/site-data.ts';
import { encodeJpeg } from '#pipeline/sandbox/sample-picture.ts';
import { buildSite } from '../../site/build.ts';
import { filesOf } from './files-of.ts';
import { pictureFile, sampleData } from './sample-data.ts';

/** What may happen to a site between two builds. The number chooses which item, which words. */
export const EDITS = {
  'a new item': (data, n) => withItem(data, fresh(n)),
  'an older item comes later': (data, n) => withItem(data, { ...fresh(n), publishedAt: `2025-0${1 + (n % 9)}-10 09:00` }),
  'another title': (data, n) => alter(data, n, () => ({ title: `改过的标题${n}，第二句` })),
  'another text': (data, n) => alter(data, n, () => ({ html: `<p>改过的正文${n}。</p>`, digest: `sha256:${n}` })),
  'a correction': (data, n) => alter(data, n, () => ({ correction: { kind: '文字', note: `改了${n}处`, at: '2026-11-25 10:00' } })),
  'a withdrawal': (data, n) =>
    alter(data, n, () => ({ withdrawal: { reason: '内容有误。', at: '2026-11-25 11:00' }, html: '', cover: null })),
  'an item is gone': (data, n) => ({ ...data, items: data.items.filter((_, index) => index !== n % data.items.length) }),
  'a picture is gone': (data, n) => alter(data, n, () => ({ cover: null, images: [] })),
  'a picture comes': (data, n) => alter(data, n, () => withPicture(PICTURE)),
  'another picture': (data, n) => alter(data, n, () => withPicture({ ...PICTURE, credit: `（示例${n % 5}　摄）` })),
  'a picture that nobody can open': (data, n) => alter(data, n, () => withPicture({ ...PICTURE, credit: BROKEN })),
  'a picture of another size': (data, n) => alter(data, n, () => withPicture({ ...PICTURE, width: 300 + (n % 800) })),
  'it is out on WeChat': (data, n) => alter(data, n, () => ({ links: { wechat: `https://mp.weixin.qq.example/s/${n}`, weibo: '' } })),
  'another unit': (data, n) => alter(data, n, () => ({ unit: { id: `unit${n % 3}`, name: `单位${n % 3}（示例）` } })),
  'no column': (data, n) => alter(data, n, () => ({ columns: [] })),
  'a column gets another name': (data, n) => ({
    ...data,
    columns: data.columns.map((column, index) => (index === n % data.columns.length ? { ...column, name: `栏目${n}` } : column)),
  }),
  'the next day': (data, n) => ({ ...data, today: `2026-12-${String(1 + (n % 28)).padStart(2, '0')}` }),
  'a day of mourning': (data) => ({ ...data, site: { ...data.site, mourning: !data.site.mourning } }),
  'the editor is named no more': (data) => ({ ...data, site: { ...data.site, editor: 'hidden' } }),
  'the bureau’s account has another code': (data, n) => ({
    ...data,
    site: { ...data.site, accounts: n % 2 ? { wechat: { name: '示例', code: `https://weixin.example/r/${n}` } } : {} },
  }),
  nothing: (data) => data,
} satisfies Record<string, (data: SiteData, n: number) => SiteData>;

/** What may happen to the folder meanwhile. */
export const ACCIDENTS = {
  nothing: () => {},
  'a page is written over': (out, _, n) => writeFileSync(join(out, pick(out, n)), 'x'),
  'a page is touched': (out, _, n) => utimesSync(join(out, pick(out, n)), 1, 1),
  'a page is deleted': (out, _, n) => rmSync(join(out, pick(out, n))),
  'a strange file is put there': (out, _, n) => writeFileSync(join(out, `strange-${n}.html`), 'x'),
  'a strange file is put beside a page': (out, _, n) => writeFileSync(join(out, dirname(pick(out, n)), 'strange.html'), 'x'),
  'a strange folder is put there': (out, _, n) => {
    mkdirSync(join(out, dirname(pick(out, n)), `strange-${n}/below`), { recursive: true });
    writeFileSync(join(out, dirname(pick(out, n)), `strange-${n}/below/index.html`), 'x');
  },
  'a folder is deleted': (out, _, n) => rmSync(join(out, dirname(pick(out, n))), { recursive: true }),
  'a folder is one of elsewhere': (out, _, n) => {
    const [folder, elsewhere] = [join(out, dirname(pick(out, n))), `${out}-elsewhere`];
    rmSync(elsewhere, { recursive: true, force: true });
    renameSync(folder, elsewhere);
    symlinkSync(elsewhere, folder);
  },
  'time passes': (out) => {
    for (const folder of new Set(filesOf(out).flatMap((file) => foldersAbove(file)))) utimesSync(join(out, folder), 1, 1);
  },
  'the memory is lost': (_, memory) => rmSync(memory, { force: true }),
  'the memory is cut off': (_, memory) => writeFileSync(memory, '{"/index.html":["'),
} satisfies Record<string, (out: string, memory: string, n: number) => void>;

export interface Step {
  edit: keyof typeof EDITS;
  accident: keyof typeof ACCIDENTS;
  n: number;
}

const PICTURE = { name: 'cover.jpg', alt: '示例图片', credit: '（示例　摄）', width: 1280, height: 720 };

/** The credit of a picture whose file is none. */
const BROKEN = '（示例　坏图）';

const withPicture = (picture: SitePicture): Partial<SiteItem> => ({
  ...{ cover: picture, images: [picture], digest: `sha256:${picture.credit}` },
  html: `<p>有图的正文。</p><figure><img src="${picture.name}" alt="${picture.alt}"></figure>`,
});

/** Files that a site is known by stay where they are: without them the folder is somebody else's. */
const MARKS = /^\/(assets\/|404\.html|robots\.txt|sitemap\.xml)/;

function pick(out: string, n: number): string {
  const files = filesOf(out).filter((file) => dirname(file) !== '/' && !MARKS.test(file));
  return files[n % files.length] as string;
}

function foldersAbove(file: string): string[] {
  return file === '/' ? [] : [dirname(file), ...foldersAbove(dirname(file))];
}

function fresh(n: number): SiteItem {
  const [sample] = sampleData().items;
  const day = String(1 + (n % 28)).padStart(2, '0');
  const slug = `2026-11-${day}-new-${n}`;
  const words = { id: `fazhi/${slug}`, path: `/fazhi/${slug}/`, title: `新的一条${n}`, publishedAt: `2026-11-${day} 12:0${n % 10}` };
  return { ...(sample as SiteItem), ...words };
}

/** Newest first, as the pipeline gives them. */
function withItem(data: SiteData, item: SiteItem): SiteData {
  const items = [...data.items.filter(({ path }) => path !== item.path), item];
  return {
    ...data,
    items: items.sort((a, b) => (a.publishedAt === b.publishedAt ? (a.id < b.id ? -1 : 1) : a.publishedAt < b.publishedAt ? 1 : -1)),
  };
}

const alter = (data: SiteData, n: number, to: (item: SiteItem) => Partial<SiteItem>): SiteData => ({
  ...data,
  items: data.items.map((item, index) => (index === n % data.items.length ? { ...item, ...to(item) } : item)),
});

/** A small picture of a colour of its own. */
async function bytesOf(text: string): Promise<Uint8Array> {
  if (text.endsWith(BROKEN)) return Buffer.from(text);
  return encodeJpeg(16, 8, new Uint32Array(128).fill(createHash('sha256').update(text).digest().readUIntBE(0, 3)));
}

function picturesOf(data: SiteData) {
  const files = data.items.flatMap(({ path, cover, title }) =>
    cover ? [bytesOf(`${title}${cover.credit}`).then((bytes) => pictureFile(`${path}${cover.name}`, bytes))] : [],
  );
  return Promise.all(files);
}

/** The same data with its texts named, as the pipeline gives them. */
const withDigests = (data: SiteData): SiteData => ({
  ...data,
  items: data.items.map((item) => ({ ...item, htmlDigest: sha256(item.html) })),
});

/** The same data with its items as a build has them that knows them from before: each by its name. */
function asKept(data: SiteData, folder: string): SiteData {
  const kept = openKeptPages(folder, '1');
  const items = data.items.map((item) => {
    const chain = sha256(JSON.stringify(item));
    return (kept.find(item.id, chain) ?? kept.keep(item.id, chain, { item, pictures: [] }))?.item ?? item;
  });
  kept.save();
  return { ...data, items };
}

/** Files that two folders don't have alike. */
export function differences(one: string, other: string): string[] {
  const files = [...new Set([...filesOf(one), ...filesOf(other)])];
  const bytes = (folder: string, file: string) => {
    try {
      return readFileSync(join(folder, file)).toString('base64');
    } catch {
      return null;
    }
  };
  return files.filter((file) => bytes(one, file) !== bytes(other, file));
}

/**
 * Builds a small site once, then again after each step with what is remembered and kept, and compares it with a clean build of the same data.
 * @param items how many items the site begins with
 * @returns files that differ, with the step's number; and how many files were written again in all
 */
export async function runSequence(steps: readonly Step[], folder: string, items = 6): Promise<{ differing: string[]; written: number }> {
  const [out, memory, clean, pages] = ['_site', 'memory.json', 'clean', 'pages'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  let data = withDigests(sampleData({ items: sampleData().items.slice(0, items) }));
  await buildSite({ data: asKept(data, pages), pictures: await picturesOf(data), out, memory });
  const differing: string[] = [];
  let written = 0;
  for (const [index, { edit, accident, n }] of steps.entries()) {
    data = withDigests(EDITS[edit](data, n));
    ACCIDENTS[accident](out, memory, n);
    written += (await buildSite({ data: asKept(data, pages), pictures: await picturesOf(data), out, memory })).written;
    await buildSite({ data, pictures: await picturesOf(data), out: clean });
    differing.push(...differences(out, clean).map((file) => `${index + 1} ${edit}, ${accident}: ${file}`));
  }
  return { differing, written };
}
