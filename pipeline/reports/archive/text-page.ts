import { beijingDate } from '../../beijing-time.ts';
import type { Item } from '../../item/item.ts';
import { articleOf } from '../../render/article.ts';
import { escapeHtml } from '../../render/elements.ts';
import { pagePath } from '../../render/links.ts';
import { websiteHtml } from '../../render/website.ts';
import type { ReviewForm } from '../../review/form/review-form.ts';
import { TEXT_FOLDER } from './material.ts';

/** How a plain page of the package looks. */
export const PLAIN_STYLE = `
@page{size:A4;margin:25mm 22mm}
*{box-sizing:border-box}
body{max-width:800px;margin:0 auto;padding:32px 24px 64px;background:var(--paper);color:var(--ink);font:16px/1.75 var(--sans);overflow-wrap:anywhere}
h1{margin:0 0 8px;font:400 30px/1.38 var(--serif)}
h2{margin:40px 0 8px;font:400 24px/1.3 var(--serif)}
h3{margin:28px 0 8px;font:400 19px/1.4 var(--serif)}
.note{margin:4px 0;color:var(--ink2);font-size:14px}
img{max-width:100%;height:auto}
figure{margin:24px 0}
figcaption{color:var(--ink2);font-size:14px}
table{width:100%;border-collapse:collapse;font-size:14px}
th,td{padding:6px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
pre{padding:12px;overflow-x:auto;background:var(--wash);font:13px/1.6 monospace}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
@media print{body{max-width:none;padding:0}pre{white-space:pre-wrap}}
`;

/** One plain page that loads nothing but pictures beside it. */
export function plainPage(title: string, css: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN" data-theme="light">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${css}${PLAIN_STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/** An approved text as a page, its pictures from the folder beside it. Of a withdrawal too: what readers no longer see is kept here. */
export function textPage(item: Item, form: ReviewForm, css: string): string {
  const { source, authors } = item.frontMatter;
  const facts = [
    source ? `来源：${source.name}` : form.unit.name,
    ...(authors ? [`作者：${authors.join('、')}`] : []),
    `信息日期：${form.informationDate}`,
    `审核单：${form.number}`,
    `签发登记：${beijingDate(form.signedAt ?? '')}`,
  ];
  const html = websiteHtml(articleOf(item), pagePath(item.id)).replaceAll('<img src="', `<img src="${TEXT_FOLDER}/`);
  return plainPage(form.title, css, `<h1>${escapeHtml(form.title)}</h1>\n<p class="note">${escapeHtml(facts.join('　'))}</p>\n${html}`);
}
