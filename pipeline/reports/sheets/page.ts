import { escapeHtml } from '../../render/elements.ts';
import { type Sheet, shown } from './sheet.ts';

/** A question with its answer and what the answer rests on. `wrong`: somebody has to look into it. */
export interface Answer {
  question: string;
  answer: string;
  lines: readonly string[];
  wrong?: boolean;
}

const STYLE = `
@page{size:A4 landscape;margin:14mm 12mm}
*{box-sizing:border-box}
body{max-width:1200px;margin:0 auto;padding:32px 24px 64px;background:var(--paper);color:var(--ink);font:16px/1.75 var(--sans);font-variant-numeric:tabular-nums}
h1{margin:0;font:400 32px/1.38 var(--serif)}
h2{margin:48px 0 12px;padding-top:8px;border-top:2px solid var(--ink);font:400 22px/1.3 var(--serif)}
.bureau,.note,.legend{margin:4px 0;color:var(--ink2);font-size:14px;overflow-wrap:anywhere}
nav a{display:inline-block;min-width:24px;min-height:24px}
.wide{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:14px;line-height:1.5}
th,td{padding:6px;border-bottom:1px solid var(--line);text-align:right;vertical-align:top}
th{min-width:calc(2em + 12px);border-bottom-color:var(--edge);font-weight:600;text-wrap:balance;vertical-align:bottom}
.few{max-width:480px}
th:first-child,td:first-child,.text{text-align:left}
tbody th{border-bottom-color:var(--line);font-weight:400;vertical-align:top;word-break:keep-all}
td.text{min-width:calc(5em + 12px)}
.summary th,.summary td{font-weight:600}
.answers{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(300px,100%),1fr));gap:0 32px}
.answers p,.answers li{margin:4px 0;overflow-wrap:anywhere}
.answers ul{padding-left:1.2em;font-size:14px}
.answers .lead{font-size:20px}
.wrong .lead{color:var(--seal);font-weight:600}
.answers h2{margin-top:24px}
.when{white-space:nowrap}
a{color:var(--brand)}
td{overflow-wrap:break-word}
figure{margin:0 0 16px;overflow-x:auto}
svg{display:block;width:100%;min-width:560px;max-width:720px;height:auto}
svg text{fill:var(--ink);font:14px var(--sans)}
svg .value{fill:var(--ink2);font-size:12px}
.series-1{fill:var(--edge)}
.series-2{fill:var(--brand)}
.key{display:inline-block;width:1em;height:.8em;margin-right:.4em}
.key.series-1{background:var(--edge)}
.key.series-2{background:var(--brand)}
.legend span+span{margin-left:16px}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
@media(max-width:480px){body{padding:16px}h1{font-size:26px}}
@media print{body{max-width:none;padding:0}h2,tr,figure{break-inside:avoid}h2{break-after:avoid}.wide{overflow:visible}.key,svg rect{print-color-adjust:exact}thead{display:table-header-group}table{font-size:9pt}td.text{min-width:0}th,td{padding:3px 4px}}
`;

/** What is printed, in whatever format. */
export interface Printed {
  title: string;
  bureau: string;
  /** What has to be known first, and how the numbers are counted. */
  above: readonly string[];
  below?: readonly string[];
  sheets: readonly Sheet[];
  /** Where they differ from the sheets: for a file with room for one table, for Word. */
  one?: Sheet;
  docx?: Uint8Array;
  /** What is answered before any table. */
  answers?: readonly Answer[];
  exitCode?: 0 | 1;
  json: unknown;
}

/** Days, times and numbers of forms, which nobody reads in halves. */
const UNBROKEN = /\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?|(?<![\w-])\d{4}-\d{4}(?![\w-])/g;

function tableOf({ name, columns, rows }: Sheet): string {
  const mark = (index: number): string => (columns[index]?.kind === 'text' ? ' class="text"' : '');
  const heads = columns.map(({ title }, index) => `<th scope="col"${mark(index)}>${escapeHtml(title)}</th>`);
  const body = rows.map((row) => {
    const cells = columns.map(({ kind }, index) => {
      const words = escapeHtml(shown(row[index] ?? null, kind))
        .replace(/\//g, '/<wbr>')
        .replace(UNBROKEN, '<span class="when">$&</span>');
      return index === 0 ? `<th scope="row">${words}</th>` : `<td${mark(index)}>${words}</td>`;
    });
    return `<tr${row[0] === '合计' ? ' class="summary"' : ''}>${cells.join('')}</tr>`;
  });
  // Focusable, so that a narrow window can be scrolled by keys.
  return `<div class="wide" tabindex="0" role="region" aria-label="${escapeHtml(name)}"><table${columns.length <= 4 ? ' class="few"' : ''}><thead><tr>${heads.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function sectionOf(sheet: Sheet): string {
  const { chart } = sheet;
  const keys = chart?.series.map((name, index) => `<span><i class="key series-${index + 1}"></i>${escapeHtml(name)}</span>`) ?? [];
  const figure = chart ? `<figure tabindex="0"><p class="legend">${keys.join('')}</p>${chart.svg}</figure>` : '';
  const body = sheet.rows.length === 0 ? '<p class="note">没有。</p>' : tableOf(sheet);
  return `<section id="${escapeHtml(sheet.name)}"><h2>${escapeHtml(sheet.name)}</h2>${figure}${body}</section>`;
}

function answerOf({ question, answer, lines, wrong }: Answer): string {
  const list = lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('');
  const mark = wrong === true ? ' class="wrong"' : '';
  return `<section${mark}><h2>${escapeHtml(question)}</h2><p class="lead">${escapeHtml(answer)}</p><ul>${list}</ul></section>`;
}

/** One self-contained page: no script, nothing from elsewhere; it prints on A4. @param css text of `tokens.css` */
export function pageOf({ title, bureau, above, below = [], sheets, answers = [] }: Omit<Printed, 'json'>, css: string): string {
  const lines = (notes: readonly string[]): string => notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`).join('');
  const how = below.length === 0 ? '' : `<section><h2>怎样计算</h2>${lines(below)}</section>`;
  const links = sheets.map(({ name }) => `<a href="#${escapeHtml(name)}">${escapeHtml(name)}</a>`);
  const first =
    answers.length === 0 ? '' : `<nav class="note">${links.join('　')}</nav><div class="answers">${answers.map(answerOf).join('')}</div>`;
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${escapeHtml(title)}</title><style>${css}${STYLE}</style></head><body><main><p class="bureau">${escapeHtml(bureau)}</p><h1>${escapeHtml(title)}</h1>${lines(above)}${first}${sheets.map(sectionOf).join('')}${how}</main></body></html>\n`;
}
