import { html } from 'hono/html';
import type { Html } from './page.ts';
import type { QueueRow, QueueView } from './view.ts';

const MARK_WORDS = { done: '已同意', due: '待审', later: '未到', returned: '已退回', void: '请重审' } as const;

function row(entry: QueueRow): Html {
  return html`<li><a class="row" href="/pr/${entry.number}">
<span class="tiny" aria-label="${entry.seals.map((mark) => MARK_WORDS[mark]).join('、')}">${entry.seals.map((mark) => html`<i class="${mark}"></i>`)}</span>
<span class="row-title">${entry.title}</span><span class="row-unit">${entry.unit}</span>
<span class="${entry.urgent ? 'row-left urgent' : 'row-left'}">${entry.left}</span></a></li>`;
}

/** Home of the desk: what stops everything first, then what waits for whom, and the practice services' switches. */
export function queuePage(view: QueueView): Html {
  return html`<h1>审核台</h1>
${view.alerts.length ? html`<section class="queue alerts"><h2>要人处理的<span class="count">${view.alerts.length}</span></h2><ul>${view.alerts.map((alert) => html`<li>${alert}</li>`)}</ul></section>` : ''}
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
