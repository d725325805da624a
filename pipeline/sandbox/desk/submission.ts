import { html, raw } from 'hono/html';
import { stringify } from 'yaml';
import { addDays, type BeijingDate, beijingDate, beijingMinute, type Instant, isDate } from '../../beijing-time.ts';
import type { NewFile } from '../../forge/git/git.ts';
import { CATEGORIES, CHANNELS } from '../../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import { hasSecrecyDuty, holders } from '../../organisation/holders.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { nameOfPerson } from '../../organisation/person.ts';
import { Problem } from '../../problem.ts';
import { samplePicture } from '../sample-picture.ts';
import type { Html } from './page.ts';

interface Offer {
  /** Units with those who may review secrecy for them: level-1 heads and secrecy duty, the submitter left out (Art. 5). */
  units: { id: string; name: string; reviewers: { id: string; name: string }[] }[];
  today: BeijingDate;
  earliest: BeijingDate;
}

/** What the contributor's form offers. */
export function offered(organisation: Organisation, person: string | null, today: BeijingDate): Offer {
  const units = Object.entries(organisation.units).map(([id, { name }]) => {
    const heads = holders(organisation, 1, id, today);
    const secrecy = Object.keys(organisation.people).filter((other) => hasSecrecyDuty(organisation, other, id, today));
    const reviewers = [...new Set([...heads, ...secrecy])].filter((other) => other !== person);
    return { id, name, reviewers: reviewers.map((other) => ({ id: other, name: nameOfPerson(organisation, other) })) };
  });
  return { units, today, earliest: addDays(today, -7) };
}

/** A form as it was filled in. */
export interface Filled {
  /** A field's text, line ends as LF. */
  field(name: string): string;
  channels: readonly string[];
}

const CHANNEL_ORDER = ['wechat', 'weibo', 'website'] as const;

/**
 * The contributor's form: the same things in the order of the annex; the desk makes the folder, the branch and the pull request.
 * @param filled what was typed before, for a form that is shown again
 */
export function submissionPage({ units, today, earliest }: Offer, filled: Filled | null): Html {
  const typed = (name: string, first = ''): string => filled?.field(name) ?? first;
  const chosen = (name: string, value: string, first = ''): Html | string => (typed(name, first) === value ? raw(' selected') : '');
  const ticked = (channel: string): Html | string => (filled?.channels.includes(channel) === false ? '' : raw(' checked'));
  const categories = CATEGORIES.filter((name) => !['领导批准', '转发', '其他'].includes(name));
  return html`<h1>报送一件</h1><p class="meta">填好后系统建好稿件、送检查，并请负责人审核。</p>
<form class="fields panel pad" method="post" action="/new">
<label for="title">标题</label><input id="title" name="title" required maxlength="32" placeholder="32 字以内" value="${typed('title')}">
<label for="event_date">信息日期（事情发生的日子）</label><input id="event_date" name="event_date" type="date" required value="${typed('event_date', today)}" max="${today}" min="${earliest}">
<label for="category">类别</label><select id="category" name="category">${categories.map((name) => html`<option${chosen('category', name, '工作动态')}>${name}</option>`)}</select>
<label for="summary">摘要</label><input id="summary" name="summary" required maxlength="100" placeholder="微信的摘要、微博的正文，100 字以内" value="${typed('summary')}">
<label for="text">信息内容</label><textarea id="text" name="text" rows="10" required placeholder="正文，空一行分段">
${typed('text')}</textarea>
<fieldset><legend>拟发布渠道（至少选一个）</legend>${CHANNEL_ORDER.map((channel) => html`<label><input type="checkbox" name="channels" value="${channel}"${ticked(channel)}>${CHANNEL_NAMES[channel]}</label>`)}</fieldset>
<label for="secrecy">报送单位和保密审查人（不能是您自己）</label><select id="secrecy" name="secrecy">${units.map(
    (unit) =>
      html`<optgroup label="${unit.name}">${unit.reviewers.map(({ id, name }) => html`<option value="${unit.id}/${id}"${chosen('secrecy', `${unit.id}/${id}`)}>${unit.name} · ${name}</option>`)}</optgroup>`,
  )}</select>
<p class="help">练习库会自动配一张示例图片作封面。</p>
<button class="filled" type="submit">报送</button></form>`;
}

/** A filled-in form as what a contributor pushes. */
export interface Submission {
  title: string;
  branch: string;
  files: NewFile[];
}

/**
 * Reads the contributor's form; whoever sends it without the page may have written anything.
 * @throws Problem `practice/form` with all that is missing
 */
export async function submissionOf(
  { field, channels }: Filled,
  { organisation, person, now }: { organisation: Organisation; person: string; now: Instant },
): Promise<Submission> {
  const [unit = '', reviewer = ''] = field('secrecy').split('/');
  const today = beijingDate(now);
  const offer = offered(organisation, person, today).units.find(({ id }) => id === unit);
  const [date, title, body, summary] = [field('event_date'), field('title').trim(), field('text').trim(), field('summary').trim()];
  const category = CATEGORIES.find((name) => name === field('category'));
  const chosen = CHANNELS.filter((channel) => channels.includes(channel));
  const missing = [
    ...(title === '' ? ['没有写标题，请补上。'] : []),
    ...(isDate(date) ? [] : ['没有写信息日期；应为事情发生的那一天，如 2026-11-23。']),
    ...(category === undefined ? ['没有选类别，请从表里选一项。'] : []),
    ...(summary === '' ? ['没有写摘要，请补上。'] : []),
    ...(body === '' ? ['没有写信息内容，请补上。'] : []),
    ...(chosen.length === 0 ? ['没有选拟发布渠道，请至少选一个。'] : []),
    ...(offer?.reviewers.some(({ id }) => id === reviewer) ? [] : ['没有选报送单位和保密审查人，请从表里选一项。']),
  ];
  if (missing.length > 0) throw new Problem('practice/form', `还没有报送：${missing.join('')}`, { exitCode: 1 });
  const slug = `item-${beijingMinute(now).replace(/\D/g, '').slice(4)}${now.slice(17, 19)}`;
  const path = `content/items/${unit}/${date}-${slug}`;
  const front = {
    title,
    submitter: person,
    submitted_at: beijingMinute(now),
    event_date: date,
    category,
    channels: chosen,
    summary,
    cover: 'cover.jpg',
    secrecy_review: { by: reviewer, date: today, conclusion: '可公开' },
    images: { 'cover.jpg': { kind: 'photo', credit: '示例' } },
  };
  const files = [
    { path: `${path}/index.md`, bytes: `---\n${stringify(front, { lineWidth: 0 })}---\n${body}\n\n![示例配图](cover.jpg)\n` },
    { path: `${path}/cover.jpg`, bytes: await samplePicture({ seed: slug.length + Number(slug.slice(-4)), gps: false }) },
  ];
  return { title, branch: `${unit}/${date}-${slug}`, files };
}
