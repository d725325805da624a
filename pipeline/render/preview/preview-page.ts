import { CHANNELS, type Channel, type FrontMatter } from '../../item/front-matter/front-matter-schema.ts';
import type { Item } from '../../item/item.ts';
import { escapeHtml } from '../elements.ts';
import type { Payload } from '../payload.ts';
import { FACES, type FaceOptions } from './preview-face.ts';
import { siteStyle } from './site-style.ts';

/** The preview's own rules (look.md 4). Colours, sizes and faces are the tokens'; literal colours stand only on the bar and inside the platforms' frames. */
const PREVIEW_STYLE = `
*{box-sizing:border-box}
body{margin:0;background:var(--sink);color:var(--ink);font:16px/1.75 var(--sans);font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0;padding:0}
img{max-width:100%;height:auto}
:focus-visible,input:focus-visible+label{outline:3px solid var(--focus);outline-offset:2px}
.hidden,main>input,.sizes>input{position:absolute;opacity:0;pointer-events:none}

header{display:flex;flex-wrap:wrap;align-items:center;gap:4px 20px;min-height:52px;padding:6px max(16px,calc((100vw - 1392px)/2));background:var(--bar-ground);color:var(--bar-ink)}
header h1{font:400 22px/1.4 var(--serif)}
.chip{padding:1px 10px;border:1px solid #ff9b91;color:#ff9b91;font-size:14px}
header .version{margin-left:auto;font-size:14px;color:var(--bar-quiet)}

main{max-width:1424px;margin:0 auto;padding:20px 16px 48px}
main>label,main>input{display:none}
.faces{display:grid;grid-template-columns:minmax(0,1.55fr) 393px minmax(0,1fr);gap:24px 32px;align-items:start}
.face{min-width:0;position:relative}
.face>h2{display:flex;justify-content:space-between;align-items:baseline;gap:12px;min-height:44px;font:400 22px/2 var(--serif)}
.face>h2 small{font:14px/1.6 var(--sans);color:var(--ink2)}
.website>h2{justify-content:flex-start}
.card{margin-top:16px;padding:16px;background:var(--paper);border:1px solid var(--line)}

.sizes{display:grid;grid-template-columns:1fr repeat(4,auto);margin-top:-44px}
.sizes>label{position:relative;padding:0 8px;font-size:14px;line-height:44px;color:var(--ink2);cursor:pointer}
.sizes>label:first-of-type{grid-column:2}
.sizes>input:checked+label{color:var(--brand);text-decoration:underline;text-underline-offset:6px;text-decoration-thickness:2px}
.sheet{grid-column:1/-1;width:100%;min-width:0;margin:0 auto;padding:28px 40px;background:var(--paper);border:1px solid var(--line)}
.sheet>.site{display:block;min-height:0}
.site a{transition:none}
.site>article{max-width:var(--measure);margin-inline:auto}
.site .on-paper{display:none}
#size-phone:checked~.sheet{max-width:375px;padding:20px 16px}
#size-elder:checked~.sheet{background:#fff;border-color:#5b6573}
#size-print:checked~.sheet{background:#fff;border-color:#7a8797}
#size-print:checked~.sheet .on-paper{display:block;margin-top:24px}

.phone{width:393px;max-width:100%;padding:9px;border-radius:36px;background:#16202e}
@media (prefers-color-scheme:dark){.phone{outline:1px solid var(--edge)}}
.phone .account{padding:10px;border-radius:28px 28px 0 0;background:#ededed;color:#16202e;font-size:16px;text-align:center}
.phone .screen{min-height:480px;padding:20px 16px 32px;border-radius:0 0 28px 28px;overflow-x:auto;background:#fff;color:#16202e;font-family:var(--sans)}
.phone .screen>h3{font-size:22px;line-height:1.4;font-weight:600}
.phone .by{margin:8px 0 20px;font-size:15px;color:#6b7280}
.phone .by b{font-weight:400;color:#3d5a8f}
.phone ul,.phone ol{list-style-position:outside}
.phone a{color:#3d5a8f}
.phone .more{color:#3d5a8f;font-size:15px;margin-top:24px}
.message{display:grid;grid-template-columns:1fr 72px;gap:4px 12px;font-size:16px;line-height:1.5}
.message>*{grid-column:1}
.message img{grid-column:2;grid-row:2/4;width:72px;height:72px;object-fit:cover}
.message .digest{font-size:14px;color:var(--ink2)}

.post{margin-top:0;display:grid;grid-template-columns:44px 1fr;gap:8px 10px;align-items:center;background:#fff;color:#16202e}
.post .avatar{width:44px;height:44px;border-radius:22px;background:#0b4a8f;color:#fff;text-align:center;line-height:44px;font-family:var(--serif)}
.post .poster{font-size:16px;line-height:1.5}
.post .poster span{font-size:14px;color:#6b7280}
.post .words,.shot,.shots{grid-column:1/3}
.post .words{white-space:pre-line}
.post .link{color:#b3470a}
.shot img,.shots img{display:block;width:100%;background:#e9edf2}
.shots{display:grid;grid-template-columns:repeat(3,1fr);gap:4px}
.shots img{aspect-ratio:1;object-fit:cover}

.limits{display:grid;grid-template-columns:auto minmax(32px,1fr) auto;gap:0 12px;align-items:center;font-size:14px;line-height:2}
.limits>div{display:contents}
.limits dd:last-child{text-align:right;color:var(--ink2)}
.rail{height:6px;background:var(--sink)}
.rail span{display:block;height:6px;background:var(--brand)}
.near dd:last-child{color:var(--warn)}.near .rail span{background:var(--warn)}
.over dd:last-child{color:var(--seal)}.over .rail span{background:var(--seal)}
.small{font:500 14px/1.75 var(--sans)}
.changes{padding-left:1.2em;font-size:14px}

@media screen and (min-width:861px){.phone .screen{max-height:max(480px,calc(100vh - 224px));overflow-y:auto}}
@media screen and (min-width:1181px){.last{position:sticky;top:16px}}
@media (max-width:1180px){.faces{grid-template-columns:minmax(0,1fr) 393px;grid-template-rows:auto 1fr}.website{grid-row:1/3}.last{grid-column:2}}
@media screen and (max-width:860px){
main>input{display:block}
main>label{display:inline-block;padding:0 12px;line-height:44px;border-bottom:3px solid transparent;cursor:pointer}
main>input:checked+label{border-color:var(--brand);color:var(--brand);font-weight:600}
.faces,.last{display:block}
.face,.aside{display:none}
#tab-website:checked~.faces .website,#tab-wechat:checked~.faces .wechat,#tab-weibo:checked~.faces .weibo,#tab-aside:checked~.faces .aside{display:block}
.sheet{padding:20px 16px}
.phone{margin:0 auto}
header .version{margin-left:0}
}
@media screen and (max-width:430px){.phone{width:auto;max-width:none;margin-inline:-16px}}
@media print{.sizes>label,.sizes>input{display:none}.sizes{margin-top:0}.faces,.last{display:block}.face{margin-bottom:24px}.message,.post,.aside{max-width:393px}.card{break-inside:avoid}}
`;

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

/** The unit of a payload's author, 「婺城分局 张三、李四」, and its people: the unit where there are none. */
function partsOf(author: string, { authors }: FrontMatter): { unit: string; people: string } {
  const people = authors?.join('、');
  return people === undefined ? { unit: author, people: author } : { unit: author.slice(0, -people.length - 1), people };
}

function faces(item: Item, payloads: readonly Payload[], options: PreviewOptions): string {
  const { pictures, accounts, editor = '' } = options;
  const { unit, people } = partsOf(payloads[0]?.author ?? '', item.frontMatter);
  const shown = { pictures, accounts, editor, source: item.frontMatter.source?.name ?? unit, unit, author: people };
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

/** What readers have of a text that isn't released yet: nothing, unless it was signed on paper and posted by hand. */
export function notReleased({ frontMatter }: Item): string {
  const posted = Object.keys(frontMatter.offline_review?.posted ?? {}) as Channel[];
  return posted.length === 0 ? '未发布' : `${posted.map((channel) => NAMES[channel]).join('、')}已手工发布`;
}

function head(item: Item, title: string, options: PreviewOptions): string {
  const seen = options.changedSince;
  const since = seen === undefined ? '' : seen === 0 ? '与您上次看过的版本相同' : `与您上次看过的版本：改了 ${seen} 处`;
  return `<header><h1>三面预览</h1> <span class="chip">预览${options.released ? '' : ` · ${notReleased(item)}`}</span> <p class="title">${escapeHtml(title)}</p>
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
${head(item, title, options)}
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
