import { escapeHtml } from '../../render/escape-html.ts';
import { longDate } from '../../review/words.ts';
import type { Letter, LetterSection, LetterTable } from './letter.ts';

/** The paper of the letter: A4, one column, black on white. Colours and faces are the tokens'. */
const STYLE = `
@page{size:A4;margin:0}
*{box-sizing:border-box}
body{margin:0;background:var(--sink);color:var(--ink);font:10.5pt/1.34 var(--form);line-break:strict;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
h1,h2,p{margin:0}
.sheet{width:210mm;min-height:297mm;margin:8mm auto;padding:14mm 20mm 8mm 22mm;background:var(--paper)}
h1{font:400 19pt/1.3 var(--serif);text-align:center;margin-bottom:3mm}
h2{font:400 11.5pt/1.4 SimHei,"黑体",var(--sans);margin-top:1.2mm}
p{text-align:justify;text-indent:2em}
p.to,p.contact{text-indent:0}
table{width:100%;margin:.5mm 0;border:1pt solid;border-collapse:collapse;table-layout:fixed}
th,td{border:.5pt solid;padding:.25mm 1.4mm;font-size:9.75pt;line-height:1.28;text-align:left;vertical-align:middle}
th{font-weight:400;font-family:SimHei,"黑体",var(--sans);text-align:center}
.end{display:flex;justify-content:space-between;align-items:flex-end;margin-top:1mm}
.from{text-align:center}
.from p{text-indent:0;text-align:center}
@media screen and (max-width:230mm){.sheet{width:auto;min-height:0;margin:0;padding:10mm 5mm}h1{font-size:17pt}.end{display:block}}
@media print{body{background:none}.sheet{min-height:0;margin:0}h2{break-after:avoid}tr{break-inside:avoid}}
`;

function tableHtml({ head, widths, rows }: LetterTable): string {
  const columns = widths.map((width) => `<col style="width:${width}%">`).join('');
  const heads = head.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((text) => `<td>${escapeHtml(text)}</td>`).join('')}</tr>`).join('\n');
  return `<table><colgroup>${columns}</colgroup><thead><tr>${heads}</tr></thead><tbody>\n${body}\n</tbody></table>`;
}

function sectionHtml({ heading, table, paragraphs }: LetterSection): string {
  const texts = paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`);
  return [`<h2>${escapeHtml(heading)}</h2>`, ...(table ? [tableHtml(table)] : []), ...texts].join('\n');
}

/**
 * The letter as one self-contained page to print on A4: nothing is loaded, nothing runs.
 * @param css text of `tokens.css`
 */
export function letterPage(letter: Letter, css: string): string {
  return `<!doctype html>
<html lang="zh-CN" data-theme="light">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(letter.title)}</title>
<style>${css}${STYLE}</style>
</head>
<body>
<main class="sheet">
<h1>${escapeHtml(letter.title)}</h1>
<p class="to">${escapeHtml(letter.to)}：</p>
<p>${escapeHtml(letter.opening)}</p>
${letter.sections.map(sectionHtml).join('\n')}
<p>${escapeHtml(letter.closing)}</p>
<div class="end"><p class="contact">（${escapeHtml(letter.contact)}）</p><div class="from"><p>${escapeHtml(letter.from)}</p><p>${longDate(letter.date)}</p></div></div>
</main>
</body>
</html>
`;
}
