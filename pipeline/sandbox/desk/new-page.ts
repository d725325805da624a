import { html, raw } from 'hono/html';
import { CATEGORIES } from '../../item/front-matter-schema.ts';
import type { Html } from './page.ts';

export interface NewView {
  /** Units with those who may review secrecy for them: level-1 heads and secrecy duty, the submitter left out (Art. 5). */
  units: { id: string; name: string; reviewers: { id: string; name: string }[] }[];
  today: string;
  earliest: string;
}

/** The contributor's form: the same things in the order of the annex; the desk makes the folder, the branch and the pull request. */
export function newPage(view: NewView): Html {
  return html`<h1>报送一件</h1><p class="meta">填好后系统建好稿件、送检查，并请负责人审核。</p>
<form class="fields panel pad" method="post" action="/new">
<label for="title">标题</label><input id="title" name="title" required maxlength="32" placeholder="32 字以内">
<label for="event_date">信息日期（事情发生的日子）</label><input id="event_date" name="event_date" type="date" required value="${view.today}" max="${view.today}" min="${view.earliest}">
<label for="category">类别</label><select id="category" name="category">${CATEGORIES.filter(
    (name) => !['领导批准', '转发', '其他'].includes(name),
  ).map((name) => html`<option${name === '工作动态' ? raw(' selected') : ''}>${name}</option>`)}</select>
<label for="summary">摘要</label><input id="summary" name="summary" required maxlength="100" placeholder="微信的摘要、微博的正文，100 字以内">
<label for="text">信息内容</label><textarea id="text" name="text" rows="10" required placeholder="正文，空一行分段"></textarea>
<fieldset><legend>拟发布渠道</legend><label><input type="checkbox" name="channels" value="wechat" checked>微信</label><label><input type="checkbox" name="channels" value="weibo" checked>微博</label><label><input type="checkbox" name="channels" value="website" checked>网站</label></fieldset>
<label for="secrecy">报送单位和保密审查人（不能是您自己）</label><select id="secrecy" name="secrecy">${view.units.map(
    (unit) =>
      html`<optgroup label="${unit.name}">${unit.reviewers.map((person) => html`<option value="${unit.id}/${person.id}">${unit.name} · ${person.name}</option>`)}</optgroup>`,
  )}</select>
<p class="help">练习库会自动配一张示例图片作封面。</p>
<button class="filled" type="submit">报送</button></form>`;
}
