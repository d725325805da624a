import { CHANNELS, type Channel } from '../../item/front-matter/front-matter-schema.ts';
import type { Item } from '../../item/item.ts';
import { escapeHtml } from '../elements.ts';
import type { Payload } from '../payload.ts';
import { FACES, type FaceOptions } from './preview-face.ts';
import { PREVIEW_STYLE } from './preview-style.ts';
import { siteStyle } from './site-style.ts';

/** The website's own style sheets. */
export interface SiteStyles {
  /** tokens.css: every colour, size and face but those of the platforms' frames. */
  tokens: string;
  /** site.css: how the website's page looks. */
  site: string;
}

export interface PreviewOptions {
  styles: SiteStyles;
  /** `data:` address of each picture by its path in the item's folder. */
  pictures: Readonly<Record<string, string>>;
  /** Name of the website. */
  siteName: string;
  /** Names of the accounts on WeChat and Weibo. */
  accounts: FaceOptions['accounts'];
  /** What is shown: a commit or tree id, shortened by the page. */
  version: string;
  /** It is out already, so the page isn't marked 未发布. */
  released?: boolean;
  /** How many places differ from the version that the reader saw last. */
  changedSince?: number;
  /** The Office person who signed level 2, once there is one. */
  editor?: string;
}

const NAMES: Record<Channel, string> = { website: '网站', wechat: '微信', weibo: '微博' };

/** What stands beside a channel's name, where the item uses it. */
function noteOf({ channel, limits: [first] }: Payload): string {
  if (channel === 'wechat') return '按公众号 375 像素宽度';
  return channel === 'weibo' && first ? `${first.used} / ${first.max} 字` : '';
}

function face(item: Item, payload: Payload, shown: FaceOptions): string {
  const { channel } = payload;
  const note = item.frontMatter.channels.includes(channel) ? noteOf(payload) : '本条未选用';
  const words = note === '' ? '' : ` <small>${note}</small>`;
  return `<section class="face ${channel}" aria-labelledby="face-${channel}"><h2 id="face-${channel}">${NAMES[channel]}${words}</h2>
${FACES[channel](item, payload, shown)}
</section>`;
}

/** Unit and person of a payload's author, 「婺城分局 李四」. */
function partsOf(author: string): { unit: string; person: string } {
  const at = author.lastIndexOf(' ');
  return { unit: author.slice(0, Math.max(0, at)), person: author.slice(at + 1) };
}

function faces(item: Item, payloads: readonly Payload[], options: PreviewOptions): string {
  const { pictures, accounts, editor = '' } = options;
  const { unit, person } = partsOf(payloads[0]?.author ?? '');
  const shown = { pictures, accounts, editor, source: item.frontMatter.source?.name ?? unit, unit, author: person };
  const aside = `<div class="aside">${limits(item, payloads)}${payloads.map((payload) => changes(payload)).join('')}</div>`;
  const all = payloads.map((payload) => face(item, payload, shown));
  return [...all.slice(0, -1), `<div class="last">${all.at(-1) ?? ''}${aside}</div>`].join('\n');
}

const NEAR = 0.9;

type Limit = Payload['limits'][number];

const stateOf = ({ used, max }: Limit): 'over' | 'near' | '' => (used > max ? 'over' : used >= max * NEAR ? 'near' : '');

/** Only what the item uses has to be mended. */
function limit(each: Limit, isUsed: boolean): string {
  const { name, used, max } = each;
  const state = isUsed ? stateOf(each) : '';
  const sign = { over: ' <b>▲ 须改</b>', near: ' <b>▲</b>', '': !isUsed && used > max ? ' 未选用' : '' }[state];
  const numbers = `${used.toLocaleString('en')} / ${max.toLocaleString('en')}${max < 1000 ? ' 字' : ''}`;
  const width = Math.min(100, Math.round((used / max) * 100));
  return `<div class="${state}"><dt>${escapeHtml(name)}</dt><dd class="rail" aria-hidden="true"><span style="width:${width}%"></span></dd><dd>${numbers}${sign}</dd></div>`;
}

/** Limits as bars with their numbers; the size in bytes only where it comes near. */
function limits(item: Item, payloads: readonly Payload[]): string {
  const rows = payloads.flatMap(({ channel, limits: all }) => {
    const shown = all.filter(({ name, used, max }) => !name.endsWith('字节') || used >= max * NEAR);
    return shown.map((each) => limit(each, item.frontMatter.channels.includes(channel)));
  });
  return rows.length === 0 ? '' : `<section class="card"><h2 class="hidden">字数</h2><dl class="limits">${rows.join('')}</dl></section>`;
}

function changes({ channel, changes: sentences }: Payload): string {
  if (sentences.length === 0) return '';
  const list = sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join('');
  return `<section class="card"><h2 class="small">${NAMES[channel]}里会有的变化</h2><ul class="changes">${list}</ul></section>`;
}

function head(title: string, options: PreviewOptions): string {
  const seen = options.changedSince;
  const since = seen === undefined ? '' : seen === 0 ? '与您上次看过的版本相同' : `与您上次看过的版本：改了 ${seen} 处`;
  return `<header><h1>三面预览</h1> <span class="chip">${options.released ? '预览' : '预览 · 未发布'}</span> <p class="title">${escapeHtml(title)}</p>
<p class="version">版本 ${escapeHtml(options.version.slice(0, 8))}${since === '' ? '' : `　${since}`}</p></header>`;
}

/** On a phone one column at a time, and the numbers, which stand under no long text there. */
function tabs(item: Item, payloads: readonly Payload[]): string {
  const used = payloads.filter(({ channel }) => item.frontMatter.channels.includes(channel));
  const isOver = used.some((payload) => payload.limits.some((each) => stateOf(each) === 'over'));
  const names = [...payloads.map(({ channel }) => [channel, NAMES[channel]]), ['aside', `字数与变化${isOver ? ' ▲' : ''}`]];
  return names
    .map(
      ([id, name], index) =>
        `<input type="radio" name="tab" id="tab-${id}"${index === 0 ? ' checked' : ''}><label for="tab-${id}">${name}</label>`,
    )
    .join('');
}

/**
 * One self-contained page with the three faces of an item, its limits and what each channel changes. It has no script, no address but its
 * own, and pictures inlined. On a phone the columns are tabs.
 * @param payloads one for each channel to show, selected or not
 */
export function previewPage(item: Item, payloads: readonly Payload[], options: PreviewOptions): string {
  const shown = CHANNELS.flatMap((channel) => payloads.filter((payload) => payload.channel === channel));
  const title = item.frontMatter.title;
  const { tokens, site } = options.styles;
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="robots" content="noindex">
<title>预览：${escapeHtml(title)} - ${escapeHtml(options.siteName)}</title>
<style>
${`${tokens}\n${siteStyle(`${tokens}\n${site}`)}`.replaceAll('</', '<\\/')}
${PREVIEW_STYLE}</style>
</head>
<body>
${head(title, options)}
<main>
${tabs(item, shown)}
<div class="faces">
${faces(item, shown, options)}
</div>
</main>
</body>
</html>
`;
}
