import type { Item } from '../item/item.ts';
import { escapeHtml } from './escape-html.ts';
import type { Payload } from './payload.ts';

/** What the faces show beside the payloads. */
export interface FaceOptions {
  /** `data:` address of each picture by its path. */
  pictures: Readonly<Record<string, string>>;
  /** The accounts' name on WeChat and Weibo. */
  accountName: string;
  /** What readers see as source and author: the unit, or the original of a repost; the submitter. */
  source: string;
  author: string;
  /** The Office person of level 2, once known. */
  editor: string;
}

/** Puts pictures into HTML that our renderers made; a picture without bytes leaves its place and description. */
function withPictures(html: string, options: FaceOptions): string {
  return html.replace(/<img src="(?:sanshen-image:)?([^"]*)"/g, (_, path: string) => `<img src="${options.pictures[path] ?? 'data:,'}"`);
}

/** A headline breaks at punctuation only: each clause is one box. */
function clauses(title: string): string {
  const parts = title.match(/[^，：；、\s]+[，：；、\s]*/gu) ?? [title];
  return parts.map((part) => `<span class="clause">${escapeHtml(part)}</span>`).join('');
}

function websiteFace({ frontMatter }: Item, payload: Payload, options: FaceOptions): string {
  const { correction, withdraw } = frontMatter;
  const facts = [`发布时间：发布后自动填写`, `来源：${options.source}`, ...(options.editor === '' ? [] : [`责任编辑：${options.editor}`])];
  return `<div class="sizes">
<input type="radio" name="size" id="size-screen" checked><label for="size-screen">电脑</label>
<input type="radio" name="size" id="size-phone"><label for="size-phone">手机</label>
<input type="radio" name="size" id="size-elder"><label for="size-elder">长者</label>
<input type="radio" name="size" id="size-print"><label for="size-print">打印</label>
<article class="sheet">
<p class="masthead">${escapeHtml(payload.sourceUrl)}</p>
<h3>${clauses(payload.title)}</h3>
<ul class="bar">${facts.map((fact) => `<li>${escapeHtml(fact)}</li>`).join('')}</ul>
${correction && !withdraw ? `<p class="correction"><b>更正</b>　${escapeHtml(correction.note)}</p>` : ''}
<div class="text">${withPictures(payload.content, options)}</div>
<p class="end">（来源：${escapeHtml(options.source)}　作者：${escapeHtml(options.author)}）</p>
</article>
</div>`;
}

function wechatFace(_: Item, payload: Payload, options: FaceOptions): string {
  return `<div class="phone"><p class="account">${escapeHtml(options.accountName)}</p><article>
<h3>${escapeHtml(payload.title)}</h3>
<p class="by"><span>${escapeHtml(payload.author)}</span> <b>${escapeHtml(options.accountName)}</b> <span>发布后显示日期</span></p>
${withPictures(payload.content, options)}
<p class="more">阅读原文</p>
</article></div>
<div class="card message"><p>${escapeHtml(payload.title)}</p><p class="digest">${escapeHtml(payload.summary)}</p>${thumbnail(payload, options)}</div>`;
}

function thumbnail({ cover }: Payload, { pictures }: FaceOptions): string {
  return cover === null ? '' : `<img src="${pictures[cover] ?? 'data:,'}" alt="封面">`;
}

/** The address as a platform shows it: short, but whole where one looks for it. */
function shortAddress(address: string): string {
  const text = address.replace(/^https?:\/\//, '');
  const host = text.slice(0, text.indexOf('/') + 1);
  return `<span class="address" title="${escapeHtml(address)}">${escapeHtml(host === '' ? text : `${host}…`)}</span>`;
}

function weiboFace(_: Item, payload: Payload, options: FaceOptions): string {
  const text = payload.content.trimEnd();
  const words = text.endsWith(payload.sourceUrl) ? text.slice(0, -payload.sourceUrl.length) : text;
  return `<article class="card post">
<p class="avatar" aria-hidden="true">${escapeHtml([...options.accountName][0] ?? '')}</p>
<p class="poster"><b>${escapeHtml(options.accountName)}</b><br><span>发布后显示时间</span></p>
<p class="words">${escapeHtml(words)}${words === text ? '' : shortAddress(payload.sourceUrl)}</p>
${payload.images.map(({ path, alt = '' }) => `<img src="${options.pictures[path] ?? 'data:,'}" alt="${escapeHtml(alt)}">`).join('')}
</article>`;
}

/** An item as it looks on each channel: inside of a face, as HTML for the preview page. */
export const FACES: Record<Payload['channel'], (item: Item, payload: Payload, options: FaceOptions) => string> = {
  website: websiteFace,
  wechat: wechatFace,
  weibo: weiboFace,
};
