import { html, raw } from 'hono/html';
import type { Severity } from '../../check/rule.ts';
import { sectionsOf } from '../../finding-order.ts';
import type { Prompt } from '../../organisation/terms.ts';
import { RETURN_OPENINGS } from '../../review/comment/return-sentence.ts';
import type { Change } from '../../review/text-changes.ts';
import { ATTESTATION, RULES_ATTESTATION, WITHDRAWAL_ATTESTATION } from '../../review/words.ts';
import type { Html } from './page.ts';
import type { FindingView, PullRequestView, Seal } from './view.ts';

export const TABS = {
  preview: '三面预览',
  settings: '改了什么',
  files: '改动的文件',
  check: '检查',
  changes: '改动',
  form: '审核单',
  history: '经过',
} as const;
export type Tab = keyof typeof TABS;

/** Which tabs there are, the first shown unless another is asked for. */
const TABS_OF: Record<PullRequestView['kind'], Tab[]> = {
  item: ['preview', 'check', 'changes', 'form', 'history'],
  rules: ['settings', 'changes', 'history'],
  code: ['files', 'history'],
};
const FILE_STATES: Readonly<Record<string, string>> = { added: '新增', modified: '修改', removed: '删去', renamed: '移动' };

const NUMERALS = { 1: '一', 2: '二', 3: '三' } as const;
const TAGS = { error: '须改', warning: '提醒', info: '供参考', mended: '已改正' } as const;

function seal(view: Seal): Html {
  return html`<li class="seal ${view.mark}"><span class="stamp" aria-hidden="true">${NUMERALS[view.level]}</span>
<div><strong>${view.label}</strong><p>${view.text}</p></div></li>`;
}

function finding(view: FindingView): Html {
  return html`<li class="finding"><span class="tag ${view.severity}">${TAGS[view.severity]}</span><dl>
<dt>问题</dt><dd>${view.place ? html`<span class="where">${view.place}</span>` : ''}${view.problem}</dd>
${view.expected ? html`<dt>应为</dt><dd>${view.expected}</dd>` : ''}
<dt>怎么改</dt><dd>${view.remedy} <span class="source">${view.rule} · ${view.article}</span></dd></dl></li>`;
}

const isOpen = (view: FindingView): view is FindingView & { severity: Severity } => view.severity !== 'mended';

function checkPanel(view: PullRequestView): Html {
  if (!view.checked) return html`<p class="pad">还没有检查结果。</p>`;
  if (!view.findings.length) return html`<p class="pad ok">✓ 检查通过，没有问题。</p>`;
  const list = (some: readonly FindingView[]): Html => html`<ul class="findings">${some.map(finding)}</ul>`;
  const mended = view.findings.filter(({ severity }) => severity === 'mended');
  const { open, prompts } = sectionsOf(view.findings.filter(isOpen));
  return html`${open.map(({ heading, findings }) => html`${heading === null ? '' : html`<h2 class="group">${heading}</h2>`}${list(findings)}`)}
${prompts.length ? html`<details class="prompted"><summary>供参考 ${prompts.length} 条</summary>${list(prompts)}</details>` : ''}
${mended.length ? list(mended) : ''}`;
}

function previewPanel(view: PullRequestView): Html {
  return html`<div class="pad"><p><a href="/pr/${view.number}/preview" target="_blank" rel="noopener">单独打开、在手机上看</a></p>
<iframe class="preview" title="三面预览：网站、微信、微博" src="/pr/${view.number}/preview" loading="lazy"></iframe></div>`;
}

function change({ before, after }: Change): Html {
  const same = before === after;
  return html`<tr><td>${before === null ? '' : same ? before : html`<del>${before}</del>`}</td><td>${after === null ? '' : same ? after : html`<ins>${after}</ins>`}</td></tr>`;
}

function changeTable({ file, rows }: PullRequestView['changes'][number]): Html {
  return html`${file ? html`<p class="changes-title">${file}</p>` : ''}<table class="change"><thead><tr><th scope="col">${file ? '原来' : '上一版'}</th><th scope="col">${file ? '改为' : '这一版'}</th></tr></thead><tbody>${rows.map(change)}</tbody></table>`;
}

function changesPanel(view: PullRequestView): Html {
  return html`<div class="pad">${view.changes.length ? view.changes.map(changeTable) : html`<p>这是第一稿，还没有改动。</p>`}
${
  view.acts.edit
    ? html`<form class="edit" method="post" action="/pr/${view.number}/edit"><label for="text">改稿件（改任何一个字，已有的审核都要重来）</label>
<textarea id="text" name="text" rows="18" spellcheck="false">${view.text}</textarea><button class="outline" type="submit">保存为新的一版</button></form>`
    : ''
}</div>`;
}

/** What a change of the settings changes for whom; what needs a second look stands out by words and a mark. */
function settingsPanel({ settings }: PullRequestView): Html {
  if (!settings) return html`<p class="pad">名单与规则没有改动，改的是 content/ 里别的文件，见“改动”。</p>`;
  if ('problem' in settings) return html`<p class="pad blocker">${settings.problem}</p>`;
  if (settings.changes.length === 0) return html`<p class="pad">名单与规则的内容没有变，只动了说明、次序或排版。</p>`;
  return html`<div class="pad">${settings.changes.some(({ grave }) => grave) ? html`<p class="help">标 <b class="grave">▲ 放宽</b> 的给人更大的权，或放宽了规则，请先看。</p>` : ''}
<table class="settings"><thead><tr><th scope="col">人或事项</th><th scope="col">原来</th><th scope="col">改为</th></tr></thead><tbody>${settings.changes.map(
    ({ what, before, after, grave }) =>
      html`<tr><th scope="row">${grave ? html`<b class="grave">▲ 放宽</b> ` : ''}${what}</th><td data-label="原来">${before}</td><td data-label="改为">${after}</td></tr>`,
  )}</tbody></table></div>`;
}

function filesPanel({ files }: PullRequestView): Html {
  return html`<div class="pad"><table class="steps"><thead><tr><th scope="col">怎样</th><th scope="col">文件</th></tr></thead><tbody>${files.map(
    ({ path, status }) => html`<tr><td>${FILE_STATES[status] ?? status}</td><td>${path}</td></tr>`,
  )}</tbody></table></div>`;
}

function historyPanel(view: PullRequestView): Html {
  return html`<div class="pad">${view.ignored.length ? html`<p class="changes-title">未计入的审核</p><ul>${view.ignored.map((line) => html`<li>${line}</li>`)}</ul>` : ''}
<table class="steps"><thead><tr><th scope="col">时间</th><th scope="col">谁</th><th scope="col">做了什么</th></tr></thead><tbody>
${view.steps.map((step) => html`<tr><td>${step.at}</td><td>${step.who}</td><td>${step.what}${step.url ? html` <a href="${step.url}">打开看看</a>` : ''}</td></tr>`)}</tbody></table></div>`;
}

function formPanel(view: PullRequestView): Html {
  return html`<div class="pad"><p>${view.formNumber ? `编号 ${view.formNumber}，已签名记入台账。` : '草稿，审核完成后签名记入台账。'} <a href="/pr/${view.number}/form" target="_blank" rel="noopener">单独打开、打印</a></p>
<iframe class="form" title="审核单" src="/pr/${view.number}/form" loading="lazy"></iframe></div>`;
}

const PANELS: Record<Tab, (view: PullRequestView) => Html> = {
  preview: previewPanel,
  settings: settingsPanel,
  files: filesPanel,
  check: checkPanel,
  changes: changesPanel,
  form: formPanel,
  history: historyPanel,
};

function publishedCard(view: PullRequestView): Html {
  return html`<div class="side"><aside class="action out"><h2>${view.kind === 'item' ? '发布' : '合并'}</h2>${
    view.published.length
      ? html`<ul class="published">${view.published.map(
          (entry) =>
            html`<li><strong>${entry.name}</strong> ${entry.state}${entry.url ? html`<br><a href="${entry.url}">打开看看</a>` : ''}</li>`,
        )}</ul>`
      : html`<p>${view.kind === 'item' ? '已合并，发布程序正在核对。' : '已合并，不发布内容。'}</p>`
  }</aside></div>`;
}

/** The form to review with; whoever has signed, has to merge or isn't due is offered a return alone, folded away. */
function reviewForm({ number, head, opinion, acts }: PullRequestView, approves: boolean): Html {
  const form = html`<form class="review" method="post" action="/pr/${number}/review">
<input type="hidden" name="head" value="${head}">
<label for="opinion">${approves ? '审核意见（可不填；退回时必须写明）' : '退回的理由（必须写明）'}</label>
<textarea id="opinion" name="opinion" rows="3">${opinion ?? ''}</textarea>
<details class="openings"><summary>退回可以这样开头</summary><ul>${RETURN_OPENINGS.map((opening) => html`<li data-opening>${opening}</li>`)}</ul></details>
${approves ? html`<button class="filled" name="event" value="APPROVE">批准</button>` : ''}
<button class="return" name="event" value="REQUEST_CHANGES">退回修改</button></form>`;
  if (approves) return html`${acts.warning ? html`<p class="barred">${acts.warning}</p>` : ''}${form}`;
  return html`<details class="regret"${opinion ? raw(' open') : ''}><summary>发现问题，要退回</summary>${form}</details>`;
}

/** What a reviewer is told of his own part, and the form he has. */
function reviewing(view: PullRequestView, approves: boolean): Html {
  const { approve, returns, signed, told, merge } = view.acts;
  const said = signed ?? (told && !merge ? { counts: false, words: told } : null);
  return html`${said ? html`<p class="${said.counts ? 'signed' : 'barred'}">${said.words}</p>` : ''}${approve || returns || signed?.counts ? reviewForm(view, approves) : ''}`;
}

/** What the level that is due asks itself, beside the sentence that approving attests. */
function promptList(prompts: readonly Prompt[]): Html | '' {
  if (prompts.length === 0) return '';
  const rows = prompts.map(({ gate, ask, article }) => html`<li><b>${gate}</b>${ask}<small>${article}</small></li>`);
  return html`<section class="prompts" aria-label="这一级看什么"><h2>这一级看什么</h2><ul>${rows}</ul></section>`;
}

function actionCard(view: PullRequestView): Html {
  const { acts, number } = view;
  const attests = { item: view.withdrawal ? WITHDRAWAL_ATTESTATION : ATTESTATION, rules: RULES_ATTESTATION, code: '' }[view.kind];
  if (view.state === 'merged') return publishedCard(view);
  const approves = acts.approve && !acts.signed && !acts.merge;
  const merge = html`<form method="post" action="/pr/${number}/merge"><button class="filled" type="submit">${view.kind === 'item' ? '合并并发布' : '合并'}</button></form>`;
  return html`<div class="side"><aside class="action">${acts.merge ? merge : ''}${reviewing(view, approves)}
${acts.ready ? html`<form method="post" action="/pr/${number}/ready"><button class="outline" type="submit">${view.draft ? '改好了，送审' : '转为草稿，继续改'}</button></form>` : ''}</aside>
${approves ? html`<div class="attests">${promptList(view.prompts)}${attests === '' ? '' : html`<p>${attests.replace('选 Approve ', '点“批准”')}</p>`}<p>在 GitHub 上：Files changed（改动）→ Review changes（审核）→ Approve（同意）。</p></div>` : ''}</div>`;
}

/** The page of one pull request: its seals, who is next, the tabs of its kind, and the card to act on. */
export function pullRequestPage(view: PullRequestView, asked: string): Html {
  const tabs = TABS_OF[view.kind];
  const tab = tabs.find((one) => one === asked) ?? (tabs[0] as Tab);
  const open = view.findings.filter(({ severity }) => severity !== 'mended').length;
  return html`<h1>${view.title}</h1><p class="meta">${view.meta}</p>
${view.seals.length ? html`<ol class="seals">${view.seals.map(seal)}</ol>` : ''}
<section class="next" aria-label="下一步"><div><h2>${view.next.title}</h2><p>${view.next.why}</p>
${view.blockers.map((line) => html`<p class="blocker">${line}</p>`)}</div>
${view.left ? html`<div class="left"><p>${view.left.text === '' ? html`时效还剩 <b>${view.left.days}</b> 日` : view.left.text}</p><p>${view.left.lastDay}</p></div>` : ''}</section>
<div class="columns"><section class="panel"><nav class="tabs" aria-label="分页">${tabs.map(
    (id) =>
      html`<a href="/pr/${view.number}?tab=${id}"${id === tab ? raw(' aria-current="page"') : ''}>${TABS[id]}${id === 'check' && open ? html`<span class="count">${open}</span>` : ''}</a>`,
  )}</nav>${PANELS[tab](view)}</section>${actionCard(view)}</div>`;
}
