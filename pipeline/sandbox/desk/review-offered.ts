import { nameOfPerson } from '../../organisation/person.ts';
import { deskOf } from '../../review/comment/comment-headline.ts';
import type { Situation } from '../../review/comment/gate-view.ts';
import { type Asking, isAsking, type Part, partOf } from '../../review/comment/part-in-item.ts';
import { capacities } from '../../review/gate/claims.ts';
import { placeOf } from '../../review/gate/place-in-item.ts';
import type { Slot } from '../../review/gate/subject.ts';
import type { PullRequestView } from './view.ts';

/** What the person at the desk can do as a reviewer, and what he is told besides. */
export interface ReviewOffered {
  approve: boolean;
  /** A request for changes that stops it, not mere advice (rule 16). */
  returns: boolean;
  told: string;
}

const WHAT = { item: '这件稿件', rules: '这项改动', code: '这项改动' } as const;
const TEXT = { item: '稿件', rules: '改动', code: '改动' } as const;

/** Why an approval would not count, for each part in an item but that of whoever is due. */
function whyNot(asking: Asking, part: Exclude<Part, { kind: 'due' }>, person: string | null, kind: PullRequestView['kind']): string {
  const { item, context, subject } = asking;
  switch (part.kind) {
    case 'submitter':
      return kind === 'item' ? '您是报送人，不能审核自己的稿件。' : '您是提交的人，不能审核自己的改动。';
    case 'hand':
      return `您改过这份${TEXT[kind]}，不能再审核它。`;
    case 'later':
      return `还没有轮到您：${deskOf(asking, part.open)}审核以后再请您${part.level === 3 ? '签发' : '审核'}。`;
    case 'done': {
      if (item.levels.some((level) => level.state === 'approved' && level.person === person)) return '您已经同意这一稿，不用再点。';
      // Slots and levels stand in the same order.
      const holds = (slot: Slot): boolean => capacities(context, subject, slot, person ?? '', context.today).length > 0;
      const own = item.levels.filter((_, index) => holds(subject.slots[index] as Slot));
      const signer = own.find(({ state }) => state === 'approved')?.person ?? '';
      return `您这一级已由${nameOfPerson(context.organisation, signer)}同意，不用再审。`;
    }
    case 'other': {
      const levels = new Set(item.levels.map(({ level }) => level)).size === 2 ? '两级' : '三级';
      return `${WHAT[kind]}的${levels}审核人里没有您。`;
    }
  }
}

/** What the desk offers whoever looks at an open pull request that isn't a draft: nothing that wouldn't count (rules 6, 8, 12, 16). */
export function reviewOffered(situation: Situation, person: string | null, login: string, kind: PullRequestView['kind']): ReviewOffered {
  // The program's own files are reviewed by the forge's rules alone.
  if (situation.item === null) return { approve: true, returns: true, told: '' };
  if (!isAsking(situation)) return { approve: false, returns: false, told: '现在还不能审核，原因见“下一步”。' };
  const part = partOf(situation, person, login);
  if (part.kind === 'due') return { approve: true, returns: true, told: '' };
  const { context, subject } = situation;
  const returns = person !== null && placeOf(context, subject, person, context.today) !== null;
  const told = whyNot(situation, part, person, kind);
  // By the emergency procedure a leader needn't wait for his turn (rule 24).
  if (part.kind === 'later' && part.level === 3 && context.policy.emergency.enabled && subject.kind === 'item')
    return { approve: true, returns, told: `${told}十分紧急的，意见以“紧急”开头写明理由，现在就算。` };
  return { approve: false, returns, told };
}
