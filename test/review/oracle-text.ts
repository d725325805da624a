import type { Evidence, EvidenceItem } from '#pipeline/review/gate/evidence.ts';
import type { People } from './oracle-people.ts';

export const ms = (at: string): number => Date.parse(at);
const isNothing = (sha: string): boolean => /^0*$/.test(sha);

export interface Hands {
  /** Persons who wrote, committed or pushed a change of the text. */
  makers: Set<string>;
  coAuthors: Set<string>;
  unknown: boolean;
}

/** Rules 6, 7 and 9 of contracts.md 4: who had a hand in the text, and which text a reviewer saw. */
export function textOf(item: EvidenceItem, evidence: Evidence, people: People) {
  const { trees } = item;
  const head = evidence.pullRequest?.head.sha ?? '';
  const base = evidence.pullRequest?.base.sha ?? '';
  const present = trees[head];
  const same = (one: string, other: string) => trees[one] !== undefined && trees[one] === trees[other];
  const pushes = evidence.pushes.toSorted((a, b) => ms(a.at) - ms(b.at));

  /** The `after` of the last push before an instant; of several at once whichever no other starts from, else all of them. */
  function headsBefore(at: string): string[] {
    const earlier = pushes.filter((push) => ms(push.at) < ms(at) && !isNothing(push.after));
    const last = earlier.filter((push) => ms(push.at) === ms(earlier.at(-1)?.at ?? ''));
    const ends = last.filter(({ after }) => !last.some((push) => push.before === after));
    return (ends.length > 0 ? ends : last).map(({ after }) => after);
  }

  const shows = (sha: string | null): boolean => sha !== null && present !== undefined && trees[sha] === present;

  /** A branch made anew stands on the base, or where it stood before it was deleted. */
  function pushChanges(push: Evidence['pushes'][number]): boolean {
    if (isNothing(push.after)) return false;
    if (!isNothing(push.before)) return !same(push.before, push.after);
    if (trees[push.after] === null) return false;
    const before = headsBefore(push.at);
    return !(before.length > 0 ? before : [base]).every((sha) => same(push.after, sha));
  }

  function hands(): Hands {
    const found: Hands = { makers: new Set(), coAuthors: new Set(), unknown: false };
    const add = (login: string | null, set: Set<string>) => {
      const { person, machine } = people.who(login);
      if (person !== null) set.add(person);
      else if (!machine) found.unknown = true;
    };
    for (const commit of evidence.commits) {
      if (commit.parents?.some((parent) => same(parent, commit.sha))) continue;
      if (commit.parents?.length === 0 && trees[commit.sha] === null) continue;
      for (const login of [commit.author, commit.committer]) add(login, found.makers);
      for (const login of commit.coAuthors) add(login, found.coAuthors);
    }
    for (const push of evidence.pushes.filter(pushChanges)) add(push.actor, found.makers);
    return found;
  }

  return {
    present,
    hands: hands(),
    /** The first push that may have held the item. */
    firstPush: (pushes.find(({ after }) => !isNothing(after) && trees[after] !== null) ?? pushes[0])?.at ?? null,
    /** Rule 9, for a review at an instant on a commit. Of what came after `now` nothing is known. */
    seen: (at: string, commit: string | null) =>
      ms(at) <= ms(evidence.now) && shows(commit) && headsBefore(at).length > 0 && headsBefore(at).every(shows),
    merged: (sha: string) => shows(sha),
  };
}

export type Text = ReturnType<typeof textOf>;
