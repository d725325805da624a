import type { Item } from '../../item/item.ts';
import { escapeHtml } from '../elements.ts';
import type { Payload } from '../payload.ts';
import { readingMinutes } from '../reading.ts';

/** What the faces show beside the payloads. */
export interface FaceOptions {
  /** `data:` address of each picture by its path. */
  pictures: Readonly<Record<string, string>>;
  /** The accounts' names. */
  accounts: { wechat: string; weibo: string };
  /** What readers see as source: the unit, or the original of a repost; the unit itself; who wrote it. */
  source: string;
  unit: string;
  author: string;
  /** The Office person of level 2, once known. */
  editor: string;
}

/** Puts pictures into HTML that our renderers made; a picture without bytes leaves its place and description. None is waited for: all are there. */
function withPictures(html: string, options: FaceOptions): string {
  return html
    .replace(/<img [^<>]*>/g, (image) => image.replace(' loading="lazy"', ''))
    .replace(/<img src="(?:sanshen-image:)?([^"]*)"/g, (_, path: string) => `<img src="${options.pictures[path] ?? 'data:,'}"`);
}

/** A headline breaks at punctuation only: each clause is one box. */
function clauses(title: string): string {
  const parts = title.match(/[^，：；\s]+[，：；\s]*/gu) ?? [title];
  return parts.map((part) => `<span class="clause">${escapeHtml(part)}</span>`).join('');
}

/** What stands between the bar and the end of the website's page. */
function websiteText({ frontMatter }: Item, payload: Payload, options: FaceOptions): string {
  const { correction, source, withdraw } = frontMatter;
  const content = withPictures(payload.content, options);
  if (withdraw) return `<div class="withdrawn">${content}</div>`;
  const mended = correction && `<div class="correction"><p><b>更正</b>　发布后自动填写　${escapeHtml(correction.note)}</p></div>`;
  const date = source?.published_at === undefined ? '' : `　原文日期：${source.published_at}`;
  const original = source?.url && `<div class="original"><p>转自：${escapeHtml(source.name)}${escapeHtml(date)}</p></div>`;
  const hand = source ? `　报送：${options.unit}` : options.author === options.source ? '' : `　作者：${options.author}`;
  return `${mended ?? ''}${original ?? ''}<div class="text">${content}</div>
<p class="end">（来源：${escapeHtml(options.source)}${escapeHtml(hand)}）</p>`;
}

/** The item's page as the website's own style sheet shows it (`site/templates/item.ts` prints the real one). */
function websiteFace(item: Item, payload: Payload, options: FaceOptions): string {
  const { withdraw } = item.frontMatter;
  const facts = [
    '发布时间：发布后自动填写',
    `来源：${options.source}`,
    ...(options.editor === '' ? [] : [`责任编辑：${options.editor}`]),
    ...(withdraw ? [] : [`阅读约 ${readingMinutes(item.tree)} 分钟`]),
  ];
  // What had to go may stand in the title.
  const title = withdraw?.kind === 'privacy' || withdraw?.kind === 'secrecy' ? '本信息已撤回' : payload.title;
  return `<div class="sizes">
<input type="radio" name="size" id="size-screen" checked><label for="size-screen">电脑</label>
<input type="radio" name="size" id="size-phone"><label for="size-phone">手机</label>
<input type="radio" name="size" id="size-elder"><label for="size-elder">长者</label>
<input type="radio" name="size" id="size-print"><label for="size-print">打印</label>
<div class="sheet"><div class="site"><article>
<h1 aria-level="3">${clauses(title)}</h1>
<div class="bar"><ul>${facts.map((fact) => `<li>${escapeHtml(fact)}</li>`).join('')}</ul></div>
${websiteText(item, payload, options)}
</article>
<p class="address on-paper">${escapeHtml(payload.sourceUrl)}</p></div></div>
</div>`;
}

function wechatFace(_: Item, payload: Payload, options: FaceOptions): string {
  const account = escapeHtml(options.accounts.wechat);
  return `<div class="phone"><p class="account">${account}</p><article class="screen" tabindex="0" aria-label="微信文章">
<h3>${escapeHtml(payload.title)}</h3>
<p class="by"><span>${escapeHtml(payload.author)}</span> <b>${account}</b> <span>发布后显示日期</span></p>
${withPictures(payload.content, options)}
<p class="more">阅读原文</p>
</article></div>
<div class="card message"><h3 class="small">分享卡片</h3><p>${escapeHtml(payload.title)}</p><p class="digest">${escapeHtml(payload.summary)}</p>${thumbnail(payload, options)}</div>`;
}

function thumbnail({ cover }: Payload, { pictures }: FaceOptions): string {
  return cover === null ? '' : `<img src="${pictures[cover] ?? 'data:,'}" alt="封面">`;
}

/** The address as a platform shows it: short, but whole where one looks for it. */
function shortAddress(address: string): string {
  const text = address.replace(/^https?:\/\//, '');
  const host = text.slice(0, text.indexOf('/') + 1);
  return `<span class="link" title="${escapeHtml(address)}">${escapeHtml(host === '' ? text : `${host}…`)}</span>`;
}

function weiboFace(_: Item, payload: Payload, options: FaceOptions): string {
  const account = options.accounts.weibo;
  const text = payload.content.trimEnd();
  const words = text.endsWith(payload.sourceUrl) ? text.slice(0, -payload.sourceUrl.length) : text;
  const pictures = payload.images.map(({ path, alt = '' }) => `<img src="${options.pictures[path] ?? 'data:,'}" alt="${escapeHtml(alt)}">`);
  const shots = pictures.length === 0 ? '' : `<div class="${pictures.length === 1 ? 'shot' : 'shots'}">${pictures.join('')}</div>`;
  return `<article class="card post">
<p class="avatar" aria-hidden="true">${escapeHtml([...account][0] ?? '')}</p>
<p class="poster"><b>${escapeHtml(account)}</b><br><span>发布后显示时间</span></p>
<p class="words">${escapeHtml(words)}${words === text ? '' : shortAddress(payload.sourceUrl)}</p>
${shots}
</article>`;
}

/** An item as it looks on each channel: inside of a face, as HTML for the preview page. */
export const FACES: Record<Payload['channel'], (item: Item, payload: Payload, options: FaceOptions) => string> = {
  website: websiteFace,
  wechat: wechatFace,
  weibo: weiboFace,
};
