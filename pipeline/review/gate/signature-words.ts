import { beijingMinute } from '../../beijing-time.ts';
import type { Level } from '../../organisation/organisation.ts';
import type { Claim } from './claims.ts';
import type { Context } from './context.ts';
import type { Uncounted, UncountedCode } from './places.ts';

/** What a level does, as its people are asked: the third signs (签发). */
export const LEVEL_ACT: Record<Level, string> = { 1: '审核', 2: '审核', 3: '签发' };

/** `11-24 10:02`, Beijing time. */
export function shortTime(at: string): string {
  return beijingMinute(at).slice(5);
}

/** `郑四 或 王五`; the Office where there is nobody to name. */
export function orNames(context: Context, people: readonly string[]): string {
  return people.length > 0 ? people.map(context.name).join(' 或 ') : '办公室安排的审核人';
}

/** Why a signature isn't counted, and what is asked of whom; nothing where there is nothing to ask. */
type Words = readonly [why: string, ask: ((others: string) => string) | null];

const byOthers = (others: string): string => `请 ${others} 审核`;

const WORDS: Record<UncountedCode | AnonymousCode, Words> = {
  'out-of-order': ['先于上一级，未计入', (others) => `请 ${others} 先审，审完会再请本人点一次`],
  stale: ['此后稿件改过，这次审核只对旧稿', () => '请重审现在这一版'],
  'unknown-text': ['无法核对审核时的版本，未计入', () => '请重审'],
  surplus: ['已在另一级计入，或这一级已有人审核，不必再签', null],
  dismissed: ['已被撤销，未计入', () => '仍要同意的，请重审'],
  'taken-back': ['本人后来退回了稿件，这次同意不再计入', () => '改好后请重审'],
  author: ['报送稿件的人不审自己的稿件，未计入', byOthers],
  'issue-author': ['提交报送单的人不审自己的稿件，未计入', byOthers],
  submitter: ['是报送人，不审自己的稿件，未计入', byOthers],
  'wrote-text': ['改过这份稿件，未计入', byOthers],
  'pushed-text': ['推送过这份稿件的改动，未计入', byOthers],
  'co-author': ['参与改过稿件，只能审第二级，未计入', byOthers],
  'own-delegation': ['这次改动把代签交给本人，未计入', byOthers],
  'not-main-leader': ['按规则应由主要领导签发，未计入', (others) => `请 ${others} 签发`],
  'no-post': ['当天不任这一件的审核职务，未计入', byOthers],
  'secrecy-only': ['作为保密审查算数，不另计入三级，不必再办', null],
  'deleted-account': ['认不出是谁，未计入', byOthers],
  'unknown-account': ['账号不在名单里，未计入', byOthers],
  machine: ['是系统账号，未计入', byOthers],
  advice: ['不是这一件的审核人，退回作为建议转给报送人，不影响审核', null],
  'request-lifted': ['退回已由本人或上一级后来的同意解除，不必再办', null],
};

/** Codes of what no place in the set explains: accounts that sign nothing, requests, and the secrecy review by duty. */
export type AnonymousCode = 'secrecy-only' | 'deleted-account' | 'unknown-account' | 'machine' | 'advice' | 'request-lifted';

/** What is said instead of an ask where nothing is left to do. */
const SETTLED = { again: '本人后来已再审，不必再办', filled: '这一级已有人审核，不必再办' } as const;

/**
 * The sentence for one code.
 * @param names.who its giver with the time; `null` for an account that is gone
 * @param names.others who can sign instead
 * @param settled nobody is asked any more
 */
export function signatureSentence(
  code: UncountedCode | AnonymousCode,
  { who, others }: { who: string | null; others: string },
  settled?: keyof typeof SETTLED,
): string {
  const [why, ask] = WORDS[code];
  const begins = who === null ? '有一次同意来自已注销的账号，' : `${who}：`;
  return `${begins}${why}${ask === null ? '' : `；${settled === undefined ? ask(others) : SETTLED[settled]}`}。`;
}

/** `冯六 11-24 09:58 同意`; a delegate is named with whom he signs for. */
export function giver(context: Context, person: string, at: string, principal: string | null, word = '同意'): string {
  const name = context.name(person);
  return `${principal === null ? name : `${context.name(principal)}（${name}代签）`} ${shortTime(at)} ${word}`;
}

/** What an approved slot says. A delegate's document stands with his name (rule 23). */
export function approvedSentence(context: Context, claim: Claim): string {
  if (claim.act === null) return `${context.name(claim.person)} ${shortTime(claim.at)} 已在单位审核（随稿件声明）`;
  const day = claim.act.day;
  const document = context.organisation.delegations.find(
    (entry) =>
      entry.principal === claim.for &&
      entry.delegate === claim.person &&
      entry.level === claim.level &&
      entry.from <= day &&
      day <= entry.to,
  )?.document;
  return `${giver(context, claim.person, claim.at, claim.for, '已同意')}${document ? `（授权：${document}）` : ''}`;
}

/**
 * What a slot says that shows a signature which isn't counted.
 * @param others who can sign instead, or has to sign first
 * @param due the slot that it shows at is asked for now
 */
export function uncountedSentence(
  context: Context,
  { act, code, shown, settled }: Uncounted,
  others: readonly string[],
  due: boolean,
): string {
  // What the front matter declares is told at the slot that shows it and nowhere else.
  const claim = shown?.claim ?? null;
  const { person, at } = (act ?? claim) as Claim;
  const who = giver(context, person, at, claim?.for ?? null, act ? '同意' : '单位审核');
  if (code === 'out-of-order' && due) return `${who}：先于上一级，未计入；上一级现已审核，请本人再审一次。`;
  if (code === 'surplus' && settled === 'again') return `${who}：当时上一级还没有审核，未计入；${SETTLED.again}。`;
  return signatureSentence(code, { who, others: orNames(context, others) }, settled);
}
