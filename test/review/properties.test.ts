import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { evaluate } from '#pipeline/review/evaluate.ts';
import type { Evidence } from '#pipeline/review/evidence.ts';
import { organisation, type Story, story } from './evidence-builder.ts';

const PEOPLE = ['zhouyi', 'wujiu', 'zhengsi', 'wangwu', 'fengliu', 'sunqi', 'baomi', 'lisi', 'stranger'] as const;
const POLICIES = [
  {},
  { order: 'any' },
  { distinct_persons: false },
  { delegation: { enabled: true } },
  { emergency: { enabled: true } },
  { order: 'any', distinct_persons: false },
];

type Step = {
  act: 'approve' | 'ask' | 'comment' | 'push' | 'dismiss' | 'restore';
  who: (typeof PEOPLE)[number];
  minutes: number;
  urgent: boolean;
};

const signing = fc.constantFrom<Step['act']>('approve', 'approve', 'approve', 'approve', 'ask', 'comment', 'push', 'dismiss', 'restore');
const step: fc.Arbitrary<Step> = fc.record({
  act: signing,
  who: fc.constantFrom(...PEOPLE),
  minutes: fc.integer({ min: 0, max: 2 }),
  urgent: fc.boolean(),
});

/** Three signatures in their order stand somewhere in most histories, so that many of them pass. */
const inOrder = fc
  .tuple(fc.constantFrom('zhouyi', 'wujiu'), fc.constantFrom('zhengsi', 'wangwu'), fc.constantFrom('fengliu', 'sunqi'))
  .map((people) => people.map((who): Step => ({ act: 'approve', who: who as Step['who'], minutes: 1, urgent: false })));

const steps = fc
  .tuple(fc.array(step, { maxLength: 4 }), fc.option(inOrder, { nil: [] }), fc.array(step, { maxLength: 3 }))
  .map((parts) => parts.flat());

function tell(told: Story, each: Step, minute: number): void {
  const at = `2026-11-24T${10 + Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}:00+08:00`;
  const { evidence } = told;
  if (each.act === 'approve') told.approves(each.who, at, { body: each.urgent ? '紧急：示例' : '' });
  if (each.act === 'ask') told.asks(each.who, at);
  if (each.act === 'comment') told.reviews(each.who, at, 'COMMENTED', { body: '同意' });
  if (each.act === 'push') told.pushes('lisi', `c${minute}-${evidence.pushes.length}`, at);
  if (each.act === 'restore') told.pushes('lisi', `c${minute}-${evidence.pushes.length}`, at, { text: 'text1', forced: true });
  const mine = evidence.reviews.some(({ login, state }) => login === each.who && state !== 'DISMISSED');
  if (each.act === 'dismiss' && mine) told.dismissed(each.who, at, 'lisi', each.urgent ? 'APPROVED' : 'CHANGES_REQUESTED');
}

const history: fc.Arbitrary<Evidence> = fc
  .record({ steps, policy: fc.constantFrom(...POLICIES), secrecy: fc.constantFrom('zhouyi', 'wujiu') })
  .map(({ steps: told, policy, secrecy }) => {
    const begun = story()
      .policy(policy)
      .frontMatter({ secrecy_review: { by: secrecy, date: '2026-11-23', conclusion: '可公开' } })
      .organisation((each) =>
        Object.assign(each, {
          delegations: [{ principal: 'zhengsi', delegate: 'sunqi', level: 2, from: '2026-11-01', to: '2026-11-30', document: '授权 1 号' }],
        }),
      );
    let minute = 0;
    for (const each of told) {
      minute += each.minutes;
      tell(begun, each, minute);
    }
    return begun.evidence;
  });

const shuffled = <T>(list: T[], seed: number): T[] =>
  list
    .map((value, index) => ({ value, key: Math.sin(seed + index * 7919) }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);

const runs = { numRuns: 300, seed: 20261124 };

describe('whatever the history', () => {
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) Reflect.deleteProperty(process.env, 'TZ');
    else process.env.TZ = zone;
  });

  it('some histories pass and some don’t, so that what follows says something', () => {
    const verdicts = fc.sample(history, runs).map((evidence) => evaluate(evidence).verdict);
    for (const kind of ['passed', 'waiting', 'rejected']) expect(verdicts.filter((verdict) => verdict === kind).length).toBeGreaterThan(20);
  });

  it('taking a signature away never makes an item pass', () => {
    fc.assert(
      fc.property(history, (evidence) => {
        if (evaluate(evidence).verdict === 'passed') return;
        for (const { id } of evidence.reviews.filter(({ state }) => state === 'APPROVED')) {
          const fewer = { ...evidence, reviews: evidence.reviews.filter((review) => review.id !== id) };
          expect(evaluate(fewer).verdict).not.toBe('passed');
        }
      }),
      runs,
    );
  });

  it('a later request of anybody who holds a level stops the item', () => {
    fc.assert(
      fc.property(history, fc.constantFrom('zhouyi', 'wangwu', 'fengliu'), (evidence, login) => {
        const at = '2026-11-24T11:59:00+08:00';
        const request = { id: 999, login, state: 'CHANGES_REQUESTED' as const, submittedAt: at, commit: null, body: '' };
        expect(['rejected', 'refused']).toContain(evaluate({ ...evidence, reviews: [...evidence.reviews, request] }).verdict);
      }),
      runs,
    );
  });

  it('the order of the records says nothing', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 1000 }), (evidence, seed) => {
        const mixed = {
          ...evidence,
          reviews: shuffled(evidence.reviews, seed),
          pushes: shuffled(evidence.pushes, seed + 1),
          commits: shuffled(evidence.commits, seed + 2),
          dismissals: shuffled(evidence.dismissals, seed + 3),
        };
        expect(evaluate(mixed)).toEqual(evaluate(evidence));
      }),
      runs,
    );
  });

  it('comments say nothing', () => {
    fc.assert(
      fc.property(history, fc.constantFrom(...PEOPLE), (evidence, login) => {
        const comment = {
          id: 999,
          login,
          state: 'COMMENTED' as const,
          submittedAt: '2026-11-24T11:00:00+08:00',
          commit: null,
          body: '同意',
        };
        expect(evaluate({ ...evidence, reviews: [...evidence.reviews, comment] })).toEqual(evaluate(evidence));
      }),
      runs,
    );
  });

  it('new bytes leave nothing approved', () => {
    fc.assert(
      fc.property(history, (evidence) => {
        const [item] = evidence.items;
        const before = evidence.pushes.at(-1)?.after ?? '';
        const pullRequest = { ...evidence.pullRequest, head: { ref: 'wucheng/street', sha: 'fresh' } } as Evidence['pullRequest'];
        const push = { at: '2026-11-24T11:59:30+08:00', actor: 'lisi', before, after: 'fresh', forced: false };
        const items = [{ ...item, trees: { ...item?.trees, fresh: 'bytes that nobody saw' } }] as Evidence['items'];
        const { verdict, items: judged } = evaluate({ ...evidence, pullRequest, items, pushes: [...evidence.pushes, push] });
        expect(verdict).not.toBe('passed');
        expect(judged[0]?.levels.filter(({ state }) => state === 'approved')).toEqual([]);
      }),
      runs,
    );
  });

  it('the machine’s time zone says nothing', () => {
    fc.assert(
      fc.property(history, (evidence) => {
        const here = evaluate(evidence);
        for (const other of ['America/Los_Angeles', 'Pacific/Kiritimati', 'UTC']) {
          process.env.TZ = other;
          expect(evaluate(evidence)).toEqual(here);
        }
      }),
      { ...runs, numRuns: 60 },
    );
  });

  it('the evidence stays as it was', () => {
    fc.assert(
      fc.property(history, (evidence) => {
        const copy = structuredClone(evidence);
        evaluate(evidence);
        expect(evidence).toEqual(copy);
      }),
      { ...runs, numRuns: 60 },
    );
  });

  it('what passes by the strict rules was signed by three different holders, one after the other, none of them its author', () => {
    const levelOf = (person: string | null) => organisation.posts.filter((post) => post.person === person).map(({ level }) => level);
    fc.assert(
      fc.property(history, (evidence) => {
        const { verdict, items } = evaluate({ ...evidence, policy: {} });
        if (verdict !== 'passed') return;
        const levels = items[0]?.levels ?? [];
        expect(levels.map(({ level }) => level)).toEqual([1, 2, 3]);
        expect(new Set(levels.map(({ person }) => person)).size).toBe(3);
        const times = levels.map(({ at }) => Date.parse(at ?? ''));
        expect(times[0]).toBeLessThan(times[1] as number);
        expect(times[1]).toBeLessThan(times[2] as number);
        for (const { person, level } of levels) {
          expect(person).not.toBe('lisi');
          expect(levelOf(person)).toContain(level);
        }
      }),
      { ...runs, numRuns: 1000 },
    );
  });

  it('every signature that isn’t counted, and every blocker, has a code and a polite sentence', () => {
    fc.assert(
      fc.property(history, (evidence) => {
        const { items, blockers } = evaluate(evidence);
        const sentences = items.flatMap(({ ignored, blockers: own, levels }) => [
          ...ignored.map(({ code, reason }) => ({ code, text: reason })),
          ...[...own, ...blockers].map(({ code, message }) => ({ code, text: message })),
          ...levels.map(({ state, reason }) => ({ code: state, text: reason })),
        ]);
        for (const { code, text } of sentences) {
          expect(code).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
          expect(text).toMatch(/[一-鿿]/);
          expect(text).not.toMatch(/无效|越级|undefined|null|\{/);
        }
      }),
      runs,
    );
  });
});
