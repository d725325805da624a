import { stringify } from 'yaml';
import { addDays, type BeijingDate, beijingDate, beijingMinute, type Instant, isDate } from '../../beijing-time.ts';
import type { NewFile } from '../../forge/git.ts';
import { CATEGORIES, CHANNELS } from '../../item/front-matter-schema.ts';
import { hasSecrecyDuty, holders } from '../../organisation/holders.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { nameOfPerson } from '../../organisation/person.ts';
import { Problem } from '../../problem.ts';
import { samplePicture } from '../sample-picture.ts';
import type { NewView } from './new-page.ts';

/** What the contributor's form offers: units with those who may review secrecy for them, the contributor left out (Art. 5). */
export function offered(organisation: Organisation, person: string | null, today: BeijingDate): NewView {
  const units = Object.entries(organisation.units).map(([id, { name }]) => {
    const heads = holders(organisation, 1, id, today);
    const secrecy = Object.keys(organisation.people).filter((other) => hasSecrecyDuty(organisation, other, id, today));
    const reviewers = [...new Set([...heads, ...secrecy])].filter((other) => other !== person);
    return { id, name, reviewers: reviewers.map((other) => ({ id: other, name: nameOfPerson(organisation, other) })) };
  });
  return { units, today, earliest: addDays(today, -7) };
}

/** A filled-in form as what a contributor pushes. */
export interface Submission {
  title: string;
  branch: string;
  files: NewFile[];
}

function refuse(message: string): never {
  throw new Problem('practice/form', message, { exitCode: 1 });
}

function oneOf<Value extends string>(options: readonly Value[], given: string, name: string): Value {
  return options.find((option) => option === given) ?? refuse(`没有选“${name}”，请从表里选一项。`);
}

/**
 * Reads the contributor's form; whoever sends it without the page may have written anything.
 * @param field gives a field's text, line ends as LF
 * @throws Problem `practice/form` with what is missing
 */
export async function submissionOf(
  field: (name: string) => string,
  channels: readonly string[],
  { organisation, person, now }: { organisation: Organisation; person: string; now: Instant },
): Promise<Submission> {
  const [unit = '', reviewer = ''] = field('secrecy').split('/');
  const offer = offered(organisation, person, beijingDate(now)).units.find(({ id }) => id === unit);
  if (!offer?.reviewers.some(({ id }) => id === reviewer)) refuse('没有选报送单位和保密审查人，请从表里选一项。');
  const date = field('event_date');
  if (!isDate(date)) refuse('没有写信息日期；应为事情发生的那一天，如 2026-11-23。');
  const title = field('title').trim() || refuse('没有写标题，请补上。');
  const body = field('text').trim() || refuse('没有写信息内容，请补上。');
  const chosen = CHANNELS.filter((channel) => channels.includes(channel));
  if (chosen.length === 0) refuse('没有选拟发布渠道，请至少选一个。');
  const slug = `item-${beijingMinute(now).replace(/\D/g, '').slice(4)}${now.slice(17, 19)}`;
  const path = `content/items/${unit}/${date}-${slug}`;
  const front = {
    title,
    submitter: person,
    submitted_at: beijingMinute(now),
    event_date: date,
    category: oneOf(CATEGORIES, field('category'), '类别'),
    channels: chosen,
    summary: field('summary').trim() || refuse('没有写摘要，请补上。'),
    cover: 'cover.jpg',
    secrecy_review: { by: reviewer, date: beijingDate(now), conclusion: '可公开' },
    images: { 'cover.jpg': { kind: 'photo', credit: '示例' } },
  };
  const files = [
    { path: `${path}/index.md`, bytes: `---\n${stringify(front, { lineWidth: 0 })}---\n${body}\n\n![示例配图](cover.jpg)\n` },
    { path: `${path}/cover.jpg`, bytes: await samplePicture({ seed: slug.length + Number(slug.slice(-4)), gps: false }) },
  ];
  return { title, branch: `${unit}/${date}-${slug}`, files };
}
