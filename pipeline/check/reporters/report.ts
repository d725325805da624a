import { beijingDate, beijingMinute, type Instant } from '../../beijing-time.ts';
import { kindOf, sectionsOf } from '../../finding-order.ts';
import { escapeHtml } from '../../render/elements.ts';
import { VERSION } from '../../version.ts';
import { type CheckResult, type Finding, type ItemFindings, shownPath } from '../finding.ts';
import type { LookedAt } from '../site-rules.ts';
import { findingPlace, nameOf, placesOf } from './finding-words.ts';
import { NOTHING } from './text.ts';

/** The printable report's own rules (look.md): white paper, ruled lines, Song headlines. Colours and faces are the tokens'. */
const REPORT_STYLE = `
@page{size:A4;margin:18mm 18mm 20mm;@bottom-right{content:"第 " counter(page) " 页，共 " counter(pages) " 页";font:9pt sans-serif;color:#475467}}
*{box-sizing:border-box}
body{margin:0;background:var(--sink);color:var(--ink);font:16px/1.75 var(--sans);font-variant-numeric:tabular-nums;line-break:strict;overflow-wrap:anywhere}
h1,h2,h3,h4,p,ol,dl,dd,table{margin:0;padding:0}
main{max-width:210mm;margin:24px auto;padding:20mm 18mm;background:var(--paper)}
h1{font:400 32px/1.38 var(--serif);text-align:center}
h2{margin-top:40px;padding-top:12px;border-top:2px solid var(--ink);font:400 22px/1.4 var(--serif)}
.about{margin-top:8px;text-align:center;font-size:14px;color:var(--ink2)}
.counts{display:grid;grid-template-columns:repeat(4,1fr);margin-top:24px;border:solid var(--line);border-width:1px 0}
.counts div{display:flex;flex-direction:column-reverse;padding:8px 0;text-align:center}
.counts div+div{border-left:1px solid var(--line)}
.counts dt{font-size:14px;color:var(--ink2)}
.counts dd{font:400 30px/1.3 var(--serif)}
.counts .error dd{color:var(--seal)}
.follows{margin-top:16px;text-align:center;font-weight:600}
.from{font-size:14px;color:var(--ink2)}
.findings{list-style:none}
.group,summary{margin-top:20px;font:600 17px/1.55 var(--sans);break-after:avoid}
.findings li{padding:14px 0;border-bottom:1px solid var(--line);break-inside:avoid}
.findings :is(h3,h4){display:flex;flex-wrap:wrap;gap:0 12px;font:500 17px/1.55 var(--sans)}
.kind{color:var(--ink2)}
.error .kind{color:var(--seal);font-weight:600}
.warning .kind{color:var(--warn);font-weight:600}
.findings dl{display:grid;grid-template-columns:4em 1fr;margin-top:4px}
.findings dt,.basis{color:var(--ink2)}
.basis{font-size:14px}
.clean{margin-top:12px}
table{width:100%;margin-top:12px;border-collapse:collapse;font-size:14px;line-height:1.6}
th,td{padding:6px 8px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{border-bottom-color:var(--ink);font-weight:500}
tr{break-inside:avoid}
.id{color:var(--ink2)}
.note{margin-top:24px;font-size:14px;color:var(--ink2)}
.signature{display:grid;grid-template-columns:1fr 1fr;gap:24px;margin-top:40px;break-inside:avoid}
.signature span{display:block;padding-bottom:4px;border-bottom:1px solid var(--ink)}
@media screen and (max-width:640px){
main{margin:0;padding:24px 16px}
h1{font-size:26px}
.signature{grid-template-columns:1fr}
.rules,.rules tbody,.rules tr,.rules td{display:block}
.rules thead{display:none}
.rules td{padding:0;border:0}
.rules tr{padding:8px 0;border-bottom:1px solid var(--line)}
}
@media print{
body{background:none;font-size:10.5pt}
main{max-width:none;margin:0;padding:0}
h1{font-size:22pt}
h2{break-after:avoid;font-size:15pt}
.group,summary,.findings :is(h3,h4){font-size:11.5pt}
.findings li{padding:9pt 0}
.about,.from,.basis,.note,table,.counts dt{font-size:9pt}
}
`;

interface ReportOptions {
  /** When it was checked. */
  at: Instant;
  /** The site's tokens.css: every colour, size and face. */
  css: string;
  rules: readonly LookedAt[];
  /** What was read: a commit, or 工作区. */
  version: string;
}

function entryOf(finding: Finding, level: 3 | 4): string {
  const { words, severity, waived, reason = '', article, rule } = finding;
  const parts: [string, string][] = waived
    ? [
        ['问题', words.problem],
        ['理由', reason],
      ]
    : [
        ['问题', words.problem],
        ['应为', words.expected],
        ['怎么改', words.fix],
      ];
  const rows = parts.map(([name, text]) => `<dt>${name}</dt><dd>${escapeHtml(text)}</dd>`).join('');
  return `<li class="${waived ? 'waived' : severity}"><h${level}><span class="kind">${kindOf(finding)}</span>${escapeHtml(findingPlace(finding))}</h${level}>
<dl>${rows}</dl><p class="basis">${escapeHtml(`${article}　${rule}`)}</p></li>`;
}

function listOf(title: string | null, findings: readonly Finding[]): string {
  const list = `<ol class="findings">\n${findings.map((finding) => entryOf(finding, title === null ? 3 : 4)).join('\n')}\n</ol>`;
  return title === null ? list : `<h3 class="group">${title}</h3>\n${list}`;
}

/** What keeps an item back by groups, what was waived, and prompts, which can be folded away on a screen and are printed. */
function listsOf(findings: readonly Finding[]): string {
  const { open, prompts, waived } = sectionsOf(findings);
  const lists = open.map(({ heading, findings: some }) => listOf(heading, some));
  if (waived.length > 0) lists.push(listOf('已豁免', waived));
  if (prompts.length > 0) lists.push(`<details open><summary>供参考　${prompts.length} 条</summary>\n${listOf(null, prompts)}\n</details>`);
  return lists.join('\n');
}

function itemOf(item: ItemFindings): string {
  const { findings, unit, path } = item;
  const from = [unit, shownPath(path)].filter((part) => part !== undefined).join('　');
  const list = findings.length === 0 ? '<p class="clean">没有查出问题。</p>' : listsOf(findings);
  const places = placesOf(item).map((place) => `<br>发布在　${escapeHtml(place)}`);
  return `<section><h2>${escapeHtml(nameOf(item))}</h2>\n<p class="from">${escapeHtml(from)}${places.join('')}</p>\n${list}</section>`;
}

const SEVERITIES = { error: '须改', warning: '提醒', info: '供参考', off: '未查（已关闭）' } as const;

function ruleRow({ id, name, asks, article, severity, waivable }: LookedAt): string {
  const how =
    severity === 'error' || severity === 'warning' ? `${SEVERITIES[severity]}${waivable ? '，可豁免' : ''}` : SEVERITIES[severity];
  const cells = [`${escapeHtml(name)}<br><span class="id">${escapeHtml(id)}</span>`, escapeHtml(asks), escapeHtml(article), how];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function counts({ errors, warnings, infos, waived }: CheckResult): string {
  const all = [
    ['error', '须改', errors],
    ['warning', '提醒', warnings],
    ['info', '供参考', infos],
    ['waived', '已豁免', waived],
  ] as const;
  return `<dl class="counts">${all.map(([kind, name, number]) => `<div class="${kind}"><dt>${name}</dt><dd>${number}</dd></div>`).join('')}</dl>`;
}

/**
 * The report to print and to keep (检查报告): one self-contained page, A4, without script or any address of its own. Says what was found, what
 * was waived and why, and which rules looked.
 */
export function htmlReport(result: CheckResult, { at, css, rules, version }: ReportOptions): string {
  const clean = result.items.length === 0 ? NOTHING : '没有须改的问题，可以送审。';
  const follows = result.errors + result.warnings > 0 ? '有须改或未豁免的提醒，未改完不能送审。' : clean;
  const items = result.items.map(itemOf).join('\n');
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="robots" content="noindex">
<title>检查报告 ${beijingDate(at)}</title>
<style>
${css.replaceAll('</', '<\\/')}
${REPORT_STYLE}</style>
</head>
<body>
<main>
<h1>检查报告</h1>
<p class="about">检查时间 ${beijingMinute(at)}　信息 ${result.items.length} 件　读自 ${escapeHtml(/^[0-9a-f]{40}$/.test(version) ? version.slice(0, 8) : version)}　程序 三审 ${VERSION}</p>
${counts(result)}
<p class="follows">${follows}</p>
${items}
<section><h2>看了什么</h2>
<table class="rules"><thead><tr><th>规则</th><th>要求</th><th>依据</th><th>级别</th></tr></thead>
<tbody>
${rules.map(ruleRow).join('\n')}
</tbody></table></section>
<p class="note">本报告由程序按上面的规则查出，供报送人和审核人参考。内容是否真实、准确，是否涉密、敏感，由三级审核人判断；程序没有查出问题，不等于没有问题。</p>
<p class="signature"><span>核对人：</span><span>日期：</span></p>
</main>
</body>
</html>
`;
}
