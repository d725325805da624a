import { sha256 } from '../canonical-json.ts';
import type { SiteItem, SitePicture } from '../render/site-data.ts';
import { zipOf } from '../review/zip.ts';

/** One text as a person enters it on a platform that isn't ours. */
export interface PackageInput {
  item: SiteItem;
  revision: number;
  /** Names of its columns. */
  columns: readonly string[];
  /** Bytes by file name. */
  pictures: ReadonlyMap<string, Uint8Array>;
  /** The last day on which it may be put there, where one is known: `YYYY-MM-DD`. */
  lastDay: string | null;
  /** Where the page must be, where the policy or an earlier revision says so. */
  address: string | null;
}

const TAG = /<(?:[^"'<>]|"[^"]*"|'[^']*')*>/g;
const NAME = /^<\/?([a-z][a-z0-9]*)/;
const ATTRIBUTE = /\s([a-z]+)="([^"]*)"/g;
/** All that a platform's editor needs to know of a tag; what only our own pages use (classes, notices, roles) stays here. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  img: ['src', 'alt', 'width', 'height'],
  ol: ['start'],
};

/** The approved text without what only our own pages use. It is sanitised HTML already; nothing is added. */
export function plainHtml(html: string): string {
  return html.replace(TAG, (tag) => {
    const [opening = '', name = ''] = NAME.exec(tag) ?? [];
    const kept = [...tag.matchAll(ATTRIBUTE)].filter(([, key = '']) => KEPT[name]?.includes(key));
    return opening === '' ? '' : `${opening}${kept.map(([whole]) => whole).join('')}>`;
  });
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function bodyOf({ html, correction }: SiteItem): string {
  const note = correction === null ? '' : `<p>更正说明（${escaped(correction.at)}）：${escaped(correction.note)}</p>\n`;
  return `${note}${plainHtml(html)}`;
}

function page(item: SiteItem): string {
  const head = `<meta charset="utf-8"><title>${escaped(item.title)}</title>`;
  return `<!doctype html>\n<html lang="zh-CN"><head>${head}</head><body>\n${bodyOf(item)}\n</body></html>\n`;
}

function pictureLine({ name, alt, credit }: SitePicture, cover: boolean): string {
  const words = [cover ? '封面' : '', alt && `说明“${alt}”`, credit && `来源“${credit}”`].filter((part) => part !== '');
  return `  ${name}${words.length > 0 ? `：${words.join('，')}` : ''}`;
}

/** Somebody else wrote it: whoever sent it in isn't its author. */
const isRepost = ({ source, unit }: SiteItem): boolean => source.url !== '' || source.name !== unit.name;

function sourceOf({ source }: SiteItem): string {
  return [source.name, source.publishedAt, source.url].filter((part) => part !== '').join('　');
}

/** What the person who enters it must do, in order. Windows reads it in any editor. */
function instructions({ item, revision, columns, lastDay, address }: PackageInput): string {
  const fields: [string, string][] = [
    ['标题', item.title],
    ['来源', sourceOf(item)],
    isRepost(item) ? ['报送', `${item.unit.name}　${item.author}`] : ['作者', item.author],
    ['责任编辑', item.editor],
    ['发布时间', item.publishedAt],
    ['信息日期', item.eventDate],
    ['栏目', columns.join('、')],
    ['关键词', item.keywords],
    ['摘要', item.summary],
  ];
  const deadline = lastDay === null ? '尽快' : `${lastDay} 24:00 以前（第九条，过期不得上线）`;
  const place = address === null ? '' : `页面地址应为 ${address} 。`;
  const lines = [
    `《${item.title}》录入说明`,
    '',
    `这是三级审核通过的定稿（审核单 ${item.formNumber}，第 ${revision} 版），一个字也不要改；发现问题请先不上线，告诉办公室。`,
    '',
    `1. ${item.correction ? '在集约化平台打开这一条，用本包内容整个替换原来的标题、正文和配图。' : '在集约化平台新建一条，逐项填写下面的内容。'}`,
    '2. 正文：用浏览器打开“正文.html”，全选、复制，粘贴到平台的正文框；平台能编辑源代码的，粘贴文件里 <body> 和 </body> 之间的内容。',
    '3. 图片：本包里的 jpg 按正文里的位置上传，不要裁剪、压缩、加水印。',
    `4. 上线时间：${deadline}。${place}`,
    '5. 上线后打开页面看一遍：标题、正文、图片、附注齐全，没有多出的字。',
    address === null
      ? `6. 登记：运行 sanshen record ${item.id} --channel website --url 页面地址 （或在平台“办理”里登记）；登记以后微信、微博才会发。`
      : '6. 不用登记：之后的运行会打开页面自动核对，核对通过以后微信、微博才会发。地址不同的，请用 record 登记。',
    '',
    ...fields.filter(([, value]) => value !== '').map(([name, value]) => `${name}：${value}`),
    ...(item.images.length > 0 ? ['', '图片：', ...item.images.map((image) => pictureLine(image, image.name === item.cover?.name))] : []),
    '',
    `编号：${item.id}`,
  ];
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

function manifest(input: PackageInput): string {
  const { item, revision, columns, pictures, lastDay, address } = input;
  const { id, title, summary, category, unit, source, editor, publishedAt, eventDate, keywords, correction, formNumber } = item;
  const author = isRepost(item) ? '' : item.author;
  const images = item.images.map((image) => {
    const bytes = pictures.get(image.name) ?? new Uint8Array();
    return { file: image.name, ...image, bytes: bytes.byteLength, sha256: sha256(bytes) };
  });
  const facts = { title, summary, category, columns, unit, source, author, editor, publishedAt, eventDate, keywords, correction };
  const value = {
    version: 1,
    id,
    revision,
    ...facts,
    formNumber,
    digest: item.digest ?? null,
    lastDay,
    address,
    body: '正文.html',
    html: bodyOf(item),
    cover: item.cover?.name ?? null,
    pictures: images,
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** A text as a ZIP archive for a platform that isn't ours: what to do, the text, its facts, its pictures. The same text gives the same bytes. */
export function sitePackage(input: PackageInput): Uint8Array {
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  const pictures = [...input.pictures].sort(([a], [b]) => (a < b ? -1 : 1));
  return zipOf([
    ['说明.txt', text(instructions(input))],
    ['正文.html', text(page(input.item))],
    ['manifest.json', text(manifest(input))],
    ...pictures,
  ]);
}
