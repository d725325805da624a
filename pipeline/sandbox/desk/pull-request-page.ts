import { html, raw } from 'hono/html';
import { RETURN_OPENINGS } from '../../review/return-sentence.ts';
import type { Change } from '../../review/text-changes.ts';
import { ATTESTATION } from '../../review/words.ts';
import type { Html } from './page.ts';
import type { FindingView, PullRequestView, Seal } from './view.ts';

export const TABS = { preview: '三面预览', check: '检查', changes: '改动', form: '审核单', history: '经过' } as const;
export type Tab = keyof typeof TABS;

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

function checkPanel(view: PullRequestView): Html {
  if (!view.checked) return html`<p class="pad">还没有检查结果。</p>`;
  if (!view.findings.length) return html`<p class="pad ok">✓ 检查通过，没有问题。</p>`;
  return html`<ul class="findings">${view.findings.map(finding)}</ul>`;
}

function previewPanel(view: PullRequestView): Html {
  return html`<div class="pad"><p><a href="/pr/${view.number}/preview" target="_blank" rel="noopener">单独打开、在手机上看</a></p>
<iframe class="preview" title="三面预览：网站、微信、微博" src="/pr/${view.number}/preview" loading="lazy"></iframe></div>`;
}

function change({ before, after }: Change): Html {
  const same = before === after;
  return html`<tr><td>${before === null ? '' : same ? before : html`<del>${before}</del>`}</td><td>${after === null ? '' : same ? after : html`<ins>${after}</ins>`}</td></tr>`;
}

function changesPanel(view: PullRequestView): Html {
  return html`<div class="pad">${
    view.changes.length
      ? html`<table class="change"><thead><tr><th scope="col">上一版</th><th scope="col">这一版</th></tr></thead><tbody>${view.changes.map(change)}</tbody></table>`
      : html`<p>这是第一稿，还没有改动。</p>`
  }
${
  view.acts.edit
    ? html`<form class="edit" method="post" action="/pr/${view.number}/edit"><label for="text">改稿件（改任何一个字，已有的审核都要重来）</label>
<textarea id="text" name="text" rows="18" spellcheck="false">${view.text}</textarea><button class="outline" type="submit">保存为新的一版</button></form>`
    : ''
}</div>`;
}

function historyPanel(view: PullRequestView): Html {
  return html`<div class="pad">${view.ignored.length ? html`<p class="changes-title">未计入的审核</p><ul>${view.ignored.map((line) => html`<li>${line}</li>`)}</ul>` : ''}
<table class="steps"><thead><tr><th scope="col">时间</th><th scope="col">谁</th><th scope="col">做了什么</th></tr></thead><tbody>
${view.steps.map((step) => html`<tr><td>${step.at}</td><td>${step.who}</td><td>${step.what}</td></tr>`)}</tbody></table></div>`;
}

function formPanel(view: PullRequestView): Html {
  return html`<div class="pad"><p>${view.formNumber ? `编号 ${view.formNumber}，已签名记入台账。` : '草稿，审核完成后签名记入台账。'} <a href="/pr/${view.number}/form" target="_blank" rel="noopener">单独打开、打印</a></p>
<iframe class="form" title="审核单" src="/pr/${view.number}/form" loading="lazy"></iframe></div>`;
}

function panel(view: PullRequestView, tab: Tab): Html {
  if (tab === 'check') return checkPanel(view);
  if (tab === 'changes') return changesPanel(view);
  if (tab === 'form') return formPanel(view);
  if (tab === 'history') return historyPanel(view);
  return previewPanel(view);
}

function publishedCard(view: PullRequestView): Html {
  return html`<div class="side"><aside class="action out"><h2>发布</h2>${
    view.published.length
      ? html`<ul class="published">${view.published.map(
          (entry) =>
            html`<li><strong>${entry.name}</strong> ${entry.state}${entry.url ? html`<br><a href="${entry.url}">打开看看</a>` : ''}</li>`,
        )}</ul>`
      : html`<p>已合并，发布程序正在核对。</p>`
  }</aside></div>`;
}

function reviewForm(view: PullRequestView): Html {
  return html`<form class="review" method="post" action="/pr/${view.number}/review">
<input type="hidden" name="head" value="${view.head}">
<label for="opinion">审核意见（可不填；退回时必须写明）</label>
<textarea id="opinion" name="opinion" rows="3"></textarea>
<details class="openings"><summary>退回可以这样开头</summary><ul>${RETURN_OPENINGS.map((opening) => html`<li data-opening>${opening}</li>`)}</ul></details>
<button class="filled" name="event" value="APPROVE">批准</button>
<button class="return" name="event" value="REQUEST_CHANGES">退回修改</button></form>`;
}

function actionCard(view: PullRequestView): Html {
  const { acts, number } = view;
  if (view.state === 'merged') return publishedCard(view);
  return html`<div class="side"><aside class="action">${acts.review ? reviewForm(view) : html`<p class="barred">${acts.barred}</p>`}
${acts.ready ? html`<form method="post" action="/pr/${number}/ready"><button class="outline" type="submit">${view.draft ? '改好了，送审' : '转为草稿，继续改'}</button></form>` : ''}
${acts.merge ? html`<form method="post" action="/pr/${number}/merge"><button class="outline" type="submit">合并并发布</button></form>` : ''}</aside>
${acts.review ? html`<div class="attests"><p>${ATTESTATION.replace('选 Approve ', '点“批准”')}</p><p>在 GitHub 上：Files changed（改动）→ Review changes（审核）→ Approve（同意）。</p></div>` : ''}</div>`;
}

/** The page of one pull request: three seals, who is next, five tabs, and the card to act on. */
export function pullRequestPage(view: PullRequestView, tab: Tab): Html {
  const open = view.findings.filter(({ severity }) => severity !== 'mended').length;
  return html`<h1>${view.title}</h1><p class="meta">${view.meta}</p>
<ol class="seals">${view.seals.map(seal)}</ol>
<section class="next" aria-label="下一步"><div><h2>${view.next.title}</h2><p>${view.next.why}</p>
${view.blockers.map((line) => html`<p class="blocker">${line}</p>`)}</div>
${view.left ? html`<div class="left"><p>${view.left.text === '' ? html`时效还剩 <b>${view.left.days}</b> 日` : view.left.text}</p><p>${view.left.lastDay}</p></div>` : ''}</section>
<div class="columns"><section class="panel"><nav class="tabs" aria-label="分页">${Object.entries(TABS).map(
    ([id, name]) =>
      html`<a href="/pr/${view.number}?tab=${id}"${id === tab ? raw(' aria-current="page"') : ''}>${name}${id === 'check' && open ? html`<span class="count">${open}</span>` : ''}</a>`,
  )}</nav>${panel(view, tab)}</section>${actionCard(view)}</div>`;
}
