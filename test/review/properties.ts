import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import type { Alteration, Gate } from './altered-gate.ts';
import { anyEvidence } from './evidence-arbitrary.ts';
import { organisation } from './evidence-builder.ts';
import { toldHistory } from './told-histories.ts';

/** Something that is true of the gate whatever the history. */
export interface Property {
  it: string;
  holds: (gate: Gate, evidence: Evidence, seed: number) => boolean;
  /** What it is true of: all histories, or those of the tests' own bureau. */
  of: 'any bureau' | 'our bureau';
  /** What the gate must not become: then the property is seen not to hold. */
  brokenBy: Alteration;
}

type Review = Evidence['reviews'][number];

const shuffled = <T>(list: readonly T[], seed: number): T[] =>
  list
    .map((value, index) => ({ value, key: Math.sin(seed + index * 7919) }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);

const pickOf = <T>(list: readonly T[], seed: number): T => list[seed % list.length] as T;

/** A review by somebody at the very end. */
const added = (evidence: Evidence, review: Partial<Review>): Evidence => {
  const last: Review = { id: 999, login: null, state: 'COMMENTED', submittedAt: evidence.now, commit: null, body: '' };
  return { ...evidence, reviews: [...evidence.reviews, { ...last, ...review }] };
};

/** Every set of reviews without one signature, and one without about half of them. */
function fewer({ reviews, dismissals }: Evidence, seed: number): Review[][] {
  const signatures = reviews.filter(({ id, state }) => state === 'APPROVED' && !dismissals.some(({ reviewId }) => reviewId === id));
  const half = shuffled(signatures, seed).slice(0, Math.ceil(signatures.length / 2));
  return [...signatures.map((one) => [one]), half].map((gone) => reviews.filter((review) => !gone.includes(review)));
}

/** Other bytes on the branch, which nobody has seen. */
function withNewBytes(evidence: Evidence): Evidence {
  const push = { at: evidence.now, actor: 'lisi', before: evidence.pullRequest?.head.sha ?? '', after: 'fresh', forced: false };
  return {
    ...evidence,
    pullRequest: evidence.pullRequest && { ...evidence.pullRequest, head: { ref: 'wucheng/street', sha: 'fresh' } },
    items: evidence.items.map((item) => ({ ...item, trees: { ...item.trees, fresh: 'bytes that nobody saw' } })),
    pushes: [...evidence.pushes, push],
  };
}

const levelsOf = (person: string | null) => organisation.posts.filter((post) => post.person === person).map(({ level }) => level);

/** Every code and sentence of a verdict. */
const sentences = ({ items, blockers }: ReturnType<Gate>) =>
  items.flatMap(({ ignored, blockers: own, levels }) => [
    ...ignored.map(({ code, reason }) => ({ code, text: reason })),
    ...[...own, ...blockers].map(({ code, message }) => ({ code, text: message })),
    ...levels.map(({ state, reason }) => ({ code: state, text: reason })),
  ]);

export const properties: Property[] = [
  {
    it: 'taking signatures away never makes an item pass',
    of: 'any bureau',
    holds: (gate, evidence, seed) =>
      gate(evidence).verdict === 'passed' || fewer(evidence, seed).every((reviews) => gate({ ...evidence, reviews }).verdict !== 'passed'),
    brokenBy: {
      file: 'review/gate/best-set.ts',
      before: 'return earliestOfEach(fits, order);',
      after: 'return fits.slice(-1);',
    },
  },
  {
    it: 'a later request of anybody who holds a level stops the item',
    of: 'our bureau',
    holds: (gate, evidence, seed) => {
      const login = pickOf(['zhouyi', 'wangwu', 'fengliu'], seed);
      return ['rejected', 'refused'].includes(gate(added(evidence, { login, state: 'CHANGES_REQUESTED' })).verdict);
    },
    brokenBy: {
      file: 'review/gate/standing-requests.ts',
      before: 'return himself || orAbove ? []',
      after: "return himself || orAbove || history.seen(request) !== 'present' ? []",
    },
  },
  {
    it: 'the order of the records says nothing',
    of: 'any bureau',
    holds: (gate, evidence, seed) => {
      const { reviews, pushes, commits, dismissals, files, items } = evidence;
      const mixed = {
        ...evidence,
        reviews: shuffled(reviews, seed),
        pushes: shuffled(pushes, seed + 1),
        commits: shuffled(commits, seed + 2),
        dismissals: shuffled(dismissals, seed + 3),
        files: shuffled(files, seed + 4),
        items: shuffled(items, seed + 5),
      };
      return isDeepStrictEqual(gate(mixed), gate(evidence));
    },
    brokenBy: {
      file: 'review/gate/acts.ts',
      before: 'return timed.sort((a, b) => a.ms - b.ms || a.review.id - b.review.id);',
      after: 'return timed;',
    },
  },
  {
    it: 'comments say nothing, more of them, none of them, or others',
    of: 'any bureau',
    holds: (gate, evidence, seed) => {
      const { reviews, organisation: bureau } = evidence;
      const people = Object.values((bureau as typeof organisation).people).flatMap(({ logins }) => logins);
      const said = gate(evidence);
      const more = added(evidence, { login: pickOf([...people, null, 'stranger'], seed), body: '同意' });
      const none = { ...evidence, reviews: reviews.filter(({ state }) => state !== 'COMMENTED') };
      const others = { ...evidence, reviews: reviews.map((each) => (each.state === 'COMMENTED' ? { ...each, body: '同意' } : each)) };
      return [more, none, others].every((each) => isDeepStrictEqual(gate(each), said));
    },
    brokenBy: {
      file: 'review/gate/acts.ts',
      before: "if (state === 'COMMENTED') continue;\n    if (state === 'APPROVED')",
      after: "if (state === 'COMMENTED' && !body.includes('同意')) continue;\n    if (state === 'APPROVED' || state === 'COMMENTED')",
    },
  },
  {
    it: 'new bytes leave nothing approved but what they declare themselves',
    of: 'any bureau',
    holds: (gate, evidence) => {
      const { verdict, items } = gate(withNewBytes(evidence));
      const approved = items.flatMap(({ levels }) => levels.filter(({ state, login }) => state === 'approved' && login !== null));
      return (items.length === 0 || verdict !== 'passed') && approved.length === 0;
    },
    brokenBy: { file: 'review/gate/claims.ts', before: " && claim.seen === 'present';", after: ';' },
  },
  {
    it: 'the evidence stays as it was',
    of: 'any bureau',
    holds: (gate, evidence) => {
      const before = JSON.stringify(evidence);
      gate(evidence);
      return JSON.stringify(evidence) === before;
    },
    brokenBy: {
      file: 'review/gate/acts.ts',
      before: 'const timed = reviews.map(',
      after: 'const timed = (reviews as Review[]).reverse().map(',
    },
  },
  {
    it: 'what passes by the strict rules was signed by three different holders, one after the other, none of them its author',
    of: 'our bureau',
    holds: (gate, evidence) => {
      const { verdict, items } = gate({ ...evidence, policy: {} });
      if (verdict !== 'passed') return true;
      const levels = items[0]?.levels ?? [];
      const [first = 0, second = 0, third = 0] = levels.map(({ at }) => Date.parse(at ?? ''));
      const each = levels.every(({ person, level }) => person !== 'lisi' && levelsOf(person).includes(level));
      return (
        each &&
        levels.map(({ level }) => level).join() === '1,2,3' &&
        new Set(levels.map(({ person }) => person)).size === 3 &&
        first < second &&
        second < third
      );
    },
    brokenBy: { file: 'review/gate/best-set.ts', before: 'claim.ms > after &&', after: 'claim.ms >= after &&' },
  },
  {
    it: 'every signature that isn’t counted, and every blocker, has a code and a polite sentence',
    of: 'any bureau',
    holds: (gate, evidence) =>
      sentences(gate(evidence)).every(
        ({ code, text }) => /^[a-z]+(-[a-z0-9]+)*$/.test(code) && /[一-鿿]/.test(text) && !/无效|越级|undefined|null|\{/.test(text),
      ),
    brokenBy: { file: 'review/gate/level-verdicts.ts', before: 'reason: approvedSentence(context, claim)', after: "reason: ''" },
  },
];

/** So many histories of each are drawn. */
export const runs = { numRuns: 300, seed: 20261124 };

export const histories = { 'our bureau': toldHistory, 'any bureau': fc.oneof(toldHistory, anyEvidence) };

/** A property, asked of a gate. */
export const propertyOf = ({ holds, of }: Property, gate: Gate) =>
  fc.property(histories[of], fc.nat({ max: 1000 }), (evidence, seed) => holds(gate, evidence, seed));
