import { plain } from '../../item/markdown/markdown-text.ts';
import { administrators } from '../../organisation/holders.ts';
import { loginOf } from '../../organisation/person.ts';
import type { Policy } from '../../organisation/policy.ts';
import type { Login } from '../gate/evidence.ts';
import { LEVEL_ACT } from '../gate/signature-words.ts';
import { daysLeft, deadline, eitherOf } from '../words.ts';
import { type GateView, type Standing, situationOf } from './gate-view.ts';
import { type Asking, isAsking } from './part-in-item.ts';
import { mentions, type Reply } from './thread-comment.ts';

/** Where somebody can still do something in time. */
const OPEN = new Set<Standing['kind']>(['draft', 'rejected', 'mend', 'appoint', 'stale', 'early', 'due', 'secrecy', 'blocked', 'passed']);

/** The step of `policy.freshness.remind` that so few days left have reached; `null` while there are more, or none. */
export function reminderStep(left: number, { remind }: Pick<Policy['freshness'], 'remind'>): number | null {
  const reached = remind.filter((days) => left <= days).sort((a, b) => a - b);
  return left < 0 ? null : (reached[0] ?? null);
}

/** Whose turn it is, and for what. */
function turn({ context, item, standing }: Asking): { logins: Login[]; words: string } {
  const { organisation, today } = context;
  if (standing.kind === 'passed') {
    const people = administrators(organisation, today);
    return { logins: people.map((person) => loginOf(organisation, person)), words: `请${eitherOf(organisation, people, plain)}合并` };
  }
  const { next } = item;
  const people = next.map(({ person }) => person);
  const level = next.find(({ action }) => action === 'approve')?.level;
  const act = level === undefined ? '办理（见上面的说明）' : LEVEL_ACT[level];
  return { logins: next.map(({ login }) => login), words: `请${eitherOf(organisation, people, plain)}${act}` };
}

/**
 * Tells once a step, while an item that Art. 9 binds still waits, how many days are left and whose turn it is
 * (`policy.freshness.remind`). It mentions them, since GitHub tells nobody of an edited comment.
 */
export function deadlineReminders(view: GateView): Reply[] {
  const situation = situationOf(view);
  const { freshness, standing, context } = situation;
  if (!freshness || !isAsking(situation) || !OPEN.has(standing.kind)) return [];
  const step = reminderStep(freshness.left, context.policy.freshness);
  if (step === null) return [];
  const marker = `<!-- sanshen:remind ${step} ${freshness.lastDay} -->`;
  const { logins, words } = turn(situation);
  const title = plain(situation.subject.frontMatter.title ?? '', 60);
  const body = `${mentions(logins)}《${title}》${daysLeft(freshness)}（${deadline(freshness)}），过期不能发布（第九条）。${words}。`;
  return [{ marker, body: `${marker}\n${body}\n` }];
}
