import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import { type Story, story } from './evidence-builder.ts';

const DIMENSIONS = {
  level: [1, 2, 3],
  hand: ['none', 'author of the pull request', 'writer', 'committer', 'pusher', 'co-author', 'submitter'],
  turn: ['in turn', 'at the same instant', 'too early'],
  text: ['as signed', 'changed', 'changed by force', 'restored by force'],
  post: ['held', 'ended'],
  person: ['other', 'same'],
  words: ['none', 'asks after', 'asks after, dismissed', 'dismissed by hand', 'dismissed by GitHub'],
} as const;

/** One signature, at one level, with everything that may have happened to it. */
export type Combination = { -readonly [Name in keyof typeof DIMENSIONS]: (typeof DIMENSIONS)[Name][number] };

/** Every combination there is. */
export function combinations(): Combination[] {
  const names = Object.keys(DIMENSIONS) as (keyof typeof DIMENSIONS)[];
  const all = names.reduce<Record<string, unknown>[]>(
    (partial, name) => partial.flatMap((each) => DIMENSIONS[name].map((value) => ({ ...each, [name]: value }))),
    [{}],
  );
  return all as unknown as Combination[];
}

const SIGNERS = { 1: 'zhouyi', 2: 'zhengsi', 3: 'fengliu' } as const;
/** When the level signs in turn, at the same instant as its neighbour, or too early. */
const TIMES = {
  1: { 'in turn': '10:00', 'at the same instant': '10:10', 'too early': '10:15' },
  2: { 'in turn': '10:10', 'at the same instant': '10:00', 'too early': '09:55' },
  3: { 'in turn': '10:20', 'at the same instant': '10:10', 'too early': '10:05' },
} as const;

function lendHand(told: Story, hand: Combination['hand'], login: string): void {
  const [commit] = told.evidence.commits;
  const [push] = told.evidence.pushes;
  if (hand === 'author of the pull request') told.pullRequest({ author: login });
  if (hand === 'submitter') told.frontMatter({ submitter: login });
  if (hand === 'writer' && commit) commit.author = login;
  if (hand === 'committer' && commit) commit.committer = login;
  if (hand === 'co-author') commit?.coAuthors.push(login);
  if (hand === 'pusher' && push) push.actor = login;
}

/** What is signed at all levels but one; and once more after the text has changed. */
function othersSign(told: Story, { level, person }: Combination): void {
  const neighbour = level === 3 ? 2 : level + 1;
  for (const [index, hour] of ['10', '11'].entries()) {
    for (const each of [1, 2, 3] as const) {
      const login = person === 'same' && each === neighbour ? SIGNERS[level] : SIGNERS[each];
      if (each !== level) told.approves(login, `${hour}:${each - 1}${index}`);
    }
  }
}

function changeText(told: Story, text: Combination['text']): void {
  if (text === 'changed') told.pushes('lisi', 'c2', '10:40');
  if (text === 'changed by force') told.pushes('lisi', 'c2', '10:40', { forced: true });
  if (text === 'restored by force') {
    told.pushes('lisi', 'c2', '10:40', { forced: true }).pushes('lisi', 'c3', '10:50', { text: 'text1', forced: true });
  }
}

/** The evidence of a combination: the signature in question, the two others before and after the text changes, the secrecy reviewer's at the end. */
export function evidenceOfCombination(combination: Combination): Evidence {
  const { level, hand, turn, text, post, person, words } = combination;
  const login = SIGNERS[level];
  const neighbour = level === 3 ? 2 : ((level + 1) as 2 | 3);
  const told = person === 'same' ? story().holds(login, neighbour) : story();
  told.secrecyBy('baomi');
  lendHand(told, hand, login);
  if (post === 'ended') {
    told.organisation(({ posts }) => {
      for (const each of posts) if (each.person === login && each.level === level) Object.assign(each, { to: '2026-11-23' });
    });
  }
  told.approves(login, TIMES[level][turn]);
  if (words === 'dismissed by hand') told.dismissed(login, '10:35', 'lisi', 'APPROVED');
  if (words === 'dismissed by GitHub') told.dismissed(login, '10:40', 'lisi', 'APPROVED', 'c2');
  if (words === 'asks after') told.asks(login, '10:30');
  if (words === 'asks after, dismissed') told.asks(login, '10:30').dismissed(login, '10:35', 'lisi', 'CHANGES_REQUESTED');
  changeText(told, text);
  othersSign(told, combination);
  told.approves('baomi', '11:50');
  return told.evidence;
}
