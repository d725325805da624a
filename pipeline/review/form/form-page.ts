import { renderSVG } from 'uqr';
import { beijingDate } from '../../beijing-time.ts';
import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import { escapeHtml } from '../../render/elements.ts';
import { longDate, longMinute, monthDay } from '../words.ts';
import { appendixOf, type FormPicture } from './form-appendix.ts';
import { cutParagraphs, cutTo, linesOf, type Measure } from './form-fit.ts';
import { attestationOf, isSigned, opinionOf, type Proof, proofInShort, proofOf, signerOf } from './form-signed.ts';
import { FORM_STYLE } from './form-style.ts';
import type { FormLevel, ReviewForm } from './review-form.ts';

export interface FormPageOptions extends Proof {
  /** Not all three have signed: marked at the top right. */
  draft: boolean;
  /** Text of `tokens.css`. */
  css: string;
  /** The text as paragraphs; the ledger doesn't hold it, so it comes from Git. */
  paragraphs?: readonly string[] | undefined;
  pictures?: readonly FormPicture[] | undefined;
  /** Where the item is published: the QR code leads there. */
  publicUrl?: string | undefined;
}

const CELL = 121;
const TITLE: Measure = { width: CELL, points: 14, line: 7.4 };
const LONG_TITLE: Measure = { width: CELL, points: 12, line: 6.4 };
const TEXT: Measure = { width: CELL, points: 12, line: 6.9 };
const NOTE: Measure = { width: CELL, points: 11, line: 5.9 };
const OPINION: Measure = { width: CELL, points: 13, line: 7 };
const REMARKS: Measure = { width: CELL, points: 11, line: 5.7 };
const MORE = '……（全文见附页）';
/** Height of 信息内容 in the annex's usual case, and the least that is left when other cells grow. */
const ROOM = { most: 62, least: 17 };

const LABELS = {
  1: '<span class="line">报送单位/部门</span><span class="line">负责人审核</span>',
  2: '办公室审核',
  3: '分管领导签发',
} as const;

/** What a review cell holds, and how many millimetres it is higher than usual. */
interface Cell {
  html: string;
  grows: number;
  cut: boolean;
}

function attested(form: ReviewForm): string {
  const words = attestationOf(form);
  return words === '' ? '' : `<span class="attested">${escapeHtml(words)}</span>`;
}

function singleCell(form: ReviewForm, level: FormLevel): Cell {
  if (!isSigned(level)) return { html: '', grows: 0, cut: false };
  const opinion = cutTo(opinionOf(level).replace(/(?<!\s)\s*\n\s*/g, '　'), 2, OPINION, MORE);
  const attest = level.level === 1 ? attested(form) : '';
  const html = `<div class="signed"><span class="opinion">${escapeHtml(opinion)}</span>${attest}<span class="signature"><span>${escapeHtml(
    signerOf(level),
  )}</span><span>${longMinute(level.at)}</span></span></div>`;
  return { html, grows: Math.max(0, linesOf(opinion, OPINION) * OPINION.line + 16.5 - 25), cut: opinion.endsWith(MORE) };
}

/** A joint item has a signature of each unit: one line a unit, four at most; all of them stand in the appendix. */
function jointCell(form: ReviewForm, levels: readonly FormLevel[]): Cell {
  const lines = levels.slice(0, 4).map((level) => {
    const [words, signature] = isSigned(level)
      ? [opinionOf(level).replace(/\s+/g, '　'), `${signerOf(level)}　${longMinute(level.at)}`]
      : ['', ''];
    const unit = level.unit?.name as string;
    return `<div class="joint"><span>${escapeHtml(`${unit}：${words}`)}</span><span class="who">${escapeHtml(signature)}</span></div>`;
  });
  const rest = levels.length > 4 ? [`<div class="joint">等 ${levels.length} 个单位，见附页</div>`] : [];
  const all = [...lines, ...rest];
  return { html: `${all.join('')}${attested(form)}`, grows: Math.max(0, all.length * 6.2 + 9 - 25), cut: true };
}

function reviewCell(form: ReviewForm, number: 1 | 2 | 3): Cell {
  const levels = form.levels.filter(({ level }) => level === number);
  const [first, ...others] = levels;
  // A withdrawal needs no level 1 (rule 2).
  if (!first) return { html: '<span class="attested">撤稿由办公室审核、分管领导签发。</span>', grows: 0, cut: false };
  return others.length > 0 ? jointCell(form, levels) : singleCell(form, first);
}

function channels(form: ReviewForm): string {
  return (['wechat', 'weibo', 'website'] as const)
    .map((channel) => {
      const on = form.channels.includes(channel);
      const box = `<span class="box${on ? ' on' : ''}" role="img" aria-label="${on ? '已选' : '未选'}"></span>`;
      return `<span class="channel">${CHANNEL_NAMES[channel]}${box}</span>`;
    })
    .join('');
}

/** The note under the text: how much there is, where the rest stands, and Art. 9's two dates. */
function note(form: ReviewForm, { paragraphs, pictures = [] }: FormPageOptions, appendix: boolean): string {
  const length = paragraphs?.reduce((sum, paragraph) => sum + [...paragraph.replace(/\s/g, '')].length, 0);
  const size = length === undefined ? `共 ${form.content.files.length} 个文件` : `正文 ${length} 字、图片 ${pictures.length} 张`;
  const where = appendix ? '，全文见附页第 2 页' : '';
  const limit = form.lastDay === null ? '不受七日限制' : `时效至 ${monthDay(form.lastDay)} 24 时`;
  return `（${size}${where}。信息日期 ${monthDay(form.informationDate)}，${limit}。）`;
}

function foot(form: ReviewForm, options: FormPageOptions): string {
  const code = options.publicUrl ?? `审核单 ${form.number || '草稿'}\n${form.content.item}\ngitTree ${form.content.tree}`;
  const lines = [
    '本单由审核系统根据三级审核记录生成，姓名为系统记录，不是手写签名。可在空白处补签归档。',
    ...proofInShort(form, options),
    ...(options.verifyCommand === '' ? [] : [`验证：${options.verifyCommand}`]),
  ];
  const words = lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('');
  const label = options.publicUrl === undefined ? '二维码：本单的编号、信息和内容指纹' : '二维码：发布的信息的地址';
  return `<footer class="foot"><div>${words}</div><div role="img" aria-label="${label}">${renderSVG(code, { border: 0, ecc: 'M' })}</div></footer>`;
}

function row(label: string, cell: string, kind = '', style = ''): string {
  return `<tr><th scope="row">${label}</th><td${kind ? ` class="${kind}"` : ''}${style ? ` style="${style}"` : ''}>${cell}</td></tr>`;
}

/** Page one, and whether anything on it was cut. */
function firstSheet(form: ReviewForm, options: FormPageOptions): { html: (appendix: boolean) => string; cut: boolean } {
  const long = linesOf(form.title, TITLE) > 3;
  const titleLines = linesOf(form.title, long ? LONG_TITLE : TITLE);
  const cells = ([1, 2, 3] as const).map((number) => reviewCell(form, number));
  const allRemarks = form.remarks.join('');
  const remarks = cutTo(allRemarks.replace(/(?<!\s)\s*\n\s*/g, '　'), 3, REMARKS, MORE);
  const grown =
    Math.max(0, titleLines * (long ? LONG_TITLE : TITLE).line - 2 * TITLE.line) +
    Math.max(0, (linesOf(remarks, REMARKS) - 1) * REMARKS.line) +
    cells.reduce((sum, { grows }) => sum + grows, 0);
  const height = Math.max(ROOM.least, ROOM.most - grown);
  const lines = Math.max(0, Math.floor((height - 4.5 - linesOf(note(form, options, true), NOTE) * NOTE.line) / TEXT.line));
  const paragraphs = options.paragraphs ?? [];
  const text = cutParagraphs(paragraphs, lines, TEXT, '……', 2);
  const cut = cells.some((cell) => cell.cut) || remarks.endsWith(MORE) || text.join('\n') !== paragraphs.join('\n');
  const body = (appendix: boolean): string =>
    `${text.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('')}<p class="note">${escapeHtml(note(form, options, appendix))}</p>`;
  const submitted = form.submittedAt === null ? '　　 年　月　日' : longDate(beijingDate(form.submittedAt));
  const html = (appendix: boolean): string => `<section class="sheet">
${options.draft ? '<p class="draft">草稿 · 审核未完成</p>' : ''}
<h1><span>${escapeHtml(form.bureau)}</span><span>“两微一站”信息发布审核单</span></h1>
<div class="top"><span>报送时间：${submitted}</span><span>编号：${escapeHtml(form.number)}</span></div>
<table>
${row('<span class="spread">报送人</span>', escapeHtml(form.submitter.name))}
${row('报送单位', escapeHtml(form.unit.name))}
${row('<span class="spread">标题</span>', escapeHtml(form.title), long ? 'title long' : 'title', 'height:19mm')}
${row('信息内容', body(appendix), 'text', `height:${height.toFixed(1)}mm`)}
${row('拟发布渠道', channels(form))}
${cells.map(({ html: cell }, index) => row(LABELS[(index + 1) as 1 | 2 | 3], cell, 'review')).join('\n')}
${row('<span class="spread">备注</span>', escapeHtml(remarks), 'remarks')}
</table>
${foot(form, options)}
</section>`;
  return { html, cut };
}

/**
 * The annex as one self-contained A4 page, with the full text and pictures on further pages where page one doesn't hold them.
 * Everything of the submission is text here: nothing in it is read as HTML, nothing is loaded, nothing runs.
 */
export function formPage(form: ReviewForm, options: FormPageOptions): string {
  const first = firstSheet(form, options);
  const { paragraphs = [], pictures = [] } = options;
  const wanted = first.cut || pictures.length > 0;
  const appendix = appendixOf(form, {
    ...(wanted ? { whole: { paragraphs, pictures } } : {}),
    proof: options.draft ? [] : proofOf(form, options),
  });
  return `<!doctype html>
<html lang="zh-CN" data-theme="light">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(`审核单 ${form.number} ${form.title}`)}</title>
<style>${options.css}${FORM_STYLE}</style>
</head>
<body>
<main>
${[first.html(wanted && paragraphs.length > 0), ...appendix].join('\n')}
</main>
</body>
</html>
`;
}
