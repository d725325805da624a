import { html } from 'hono/html';
import { alertIn, subjectOf, toDo } from '../../alerts/alert.ts';
import { beijingMinute } from '../../beijing-time.ts';
import { gatherPullRequest } from './gather.ts';
import type { Html } from './page.ts';
import type { DeskStage } from './stage.ts';
import type { AlertView, PullRequestView, QueueRow, QueueView } from './view.ts';

/** The last cell of a row: when it was published, or how long there is; empty where neither can be said. */
function lastCell({ state, left, publishedAt }: PullRequestView): string {
  if (state === 'merged') return publishedAt === null ? '' : beijingMinute(publishedAt).slice(5);
  return left === null ? '' : left.text || `还剩 ${left.days} 日`;
}

/** How the queue groups a pull request for the acting person. */
async function queueRowOf(
  stage: DeskStage,
  number: number,
  acting: string,
): Promise<{ row: QueueRow; isItem: boolean; out: boolean; mine: boolean; own: boolean; lastDay: boolean; returned: boolean } | null> {
  const view = await gatherPullRequest(stage, number, acting);
  if (!view) return null;
  const row = {
    number,
    title: view.title,
    unit: view.unit,
    seals: view.seals.map(({ mark }) => mark),
    left: lastCell(view),
    urgent: view.left !== null && view.left.days <= 1,
  };
  return {
    row,
    isItem: view.kind === 'item',
    out: view.publishedAt !== null,
    mine: view.next.mine,
    own: view.acts.ready,
    lastDay: view.left?.days === 0,
    returned: view.seals.some(({ mark }) => mark === 'returned'),
  };
}

const MARK_WORDS = { done: '已同意', due: '待审', later: '未到', returned: '已退回', void: '请重审' } as const;

function row(entry: QueueRow): Html {
  return html`<li><a class="row" href="/pr/${entry.number}">
<span class="tiny" aria-label="${entry.seals.map((mark) => MARK_WORDS[mark]).join('、')}">${entry.seals.map((mark) => html`<i class="${mark}"></i>`)}</span>
<span class="row-title">${entry.title}</span><span class="row-unit">${entry.unit}</span>
<span class="${entry.urgent ? 'row-left urgent' : 'row-left'}">${entry.left}</span></a></li>`;
}

function alertRow({ of, what, who, how, by }: AlertView): Html {
  return html`<li><b>${what}</b>　${of}<p class="help">${who}${how}时间：${by}。</p></li>`;
}

/** Every open alert, what stopped the newest run first. */
async function openAlerts({ github, stopped }: DeskStage): Promise<AlertView[]> {
  const why = stopped();
  const told = (await github.alerts()).flatMap(({ body }) => {
    const alert = alertIn(body);
    return alert === null ? [] : [{ of: subjectOf(alert), ...toDo(alert) }];
  });
  return [...(why === null ? [] : [{ of: '发布运行', what: why, who: '管理员', how: '查明以后再发布一次。', by: '今天' }]), ...told];
}

function queueHtml(view: QueueView): Html {
  return html`<h1>审核台</h1>
${view.alerts.length ? html`<section class="queue alerts"><h2>要人处理的<span class="count">${view.alerts.length}</span></h2><ul>${view.alerts.map(alertRow)}</ul></section>` : ''}
${view.groups
  .filter(({ name, rows }) => rows.length > 0 || name === '待我审')
  .map(
    (group) => html`<section class="queue"><h2>${group.name}<span class="count">${group.rows.length}</span></h2>
${group.rows.length ? html`<ul>${group.rows.map(row)}</ul>` : html`<p class="done">${group.name === '待我审' ? '都处理完了。' : '没有。'}</p>`}</section>`,
  )}
<section class="queue services"><h2>练习服务</h2>
<p class="help">关掉一个平台再发布，看系统怎样不重发、不漏发；打开后再点“再发布一次”。</p>
<ul>${view.services.map(
    (
      service,
    ) => html`<li class="row"><span class="row-title">${service.name}</span><span class="row-unit">${service.on ? '● 开着' : '○ 已关掉'}</span>
<form method="post" action="/services/${service.id}"><button class="outline" type="submit">${service.on ? `关掉${service.name}` : `打开${service.name}`}</button></form></li>`,
  )}
<li class="row"><span class="row-title">对照台账，补做没做完的</span><form method="post" action="/publish"><button class="outline" type="submit">再发布一次</button></form></li></ul></section>`;
}

/** Home of the desk for the acting person: what stops everything first, then what waits for whom, and the practice services' switches. */
export async function queuePage(stage: DeskStage, acting: string): Promise<Html> {
  const open = await Promise.all((await stage.github.openPullRequests()).map(({ number }) => queueRowOf(stage, number, acting)));
  const merged = await Promise.all((await stage.merged()).slice(0, 10).map((number) => queueRowOf(stage, number, acting)));
  const rows = open.filter((entry) => entry !== null);
  const done = merged.filter((entry) => entry !== null);
  const pick = (test: (entry: (typeof rows)[number]) => boolean): QueueRow[] => rows.filter(test).map(({ row }) => row);
  return queueHtml({
    groups: [
      { name: '待我审', rows: pick(({ mine, own }) => mine && !own) },
      { name: '待我改', rows: pick(({ mine, own }) => mine && own) },
      { name: '今天到期', rows: pick(({ lastDay }) => lastDay) },
      { name: '已退回', rows: pick(({ returned }) => returned) },
      { name: '等别人', rows: pick(({ mine, returned }) => !mine && !returned) },
      { name: '已合并，还没有发布', rows: done.filter(({ isItem, out }) => isItem && !out).map(({ row }) => row) },
      { name: '刚发布', rows: done.filter(({ out }) => out).map(({ row }) => row) },
      { name: '名单、规则和程序，刚合并', rows: done.filter(({ isItem }) => !isItem).map(({ row }) => row) },
    ],
    services: stage.services(),
    alerts: await openAlerts(stage),
  });
}
