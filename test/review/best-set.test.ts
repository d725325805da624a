import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestSet, type FilledSet, type Order } from '#pipeline/review/gate/best-set.ts';
import type { Claim } from '#pipeline/review/gate/claims.ts';
import type { Slot } from '#pipeline/review/gate/subject.ts';

/** Levels 1 of one or two units, 2 and 3. */
const LADDERS: Slot[][] = [
  [
    { level: 1, units: ['wucheng'] },
    { level: 2, units: ['wucheng'] },
    { level: 3, units: ['wucheng'] },
  ],
  [
    { level: 1, units: ['wucheng'] },
    { level: 1, units: ['jindong'] },
    { level: 2, units: ['wucheng', 'jindong'] },
    { level: 3, units: ['wucheng', 'jindong'] },
  ],
];

interface Given {
  slots: Slot[];
  claims: Claim[];
  order: Order;
}

const person = fc.constantFrom('zhouyi', 'zhengsi', 'fengliu', 'wangwu', 'sunqi');
const written = fc.record({ slot: fc.nat(3), person, principal: fc.option(person, { freq: 4 }), minute: fc.integer({ min: 1, max: 6 }) });
const history: fc.Arbitrary<Given> = fc
  .record({
    slots: fc.constantFrom(...LADDERS),
    told: fc.array(written, { maxLength: 8 }),
    order: fc.record({ ordered: fc.boolean(), distinct: fc.boolean() }),
  })
  .map(({ slots, told, order }) => {
    const claims = told
      .filter(({ slot }) => slot < slots.length)
      .toSorted((a, b) => a.minute - b.minute)
      .map(({ slot, person: signer, principal, minute }, index): Claim => {
        const at = `2026-11-24T10:0${minute}:00+08:00`;
        const act = { reviewId: index + 1, login: signer, person: signer, at, ms: minute, day: '2026-11-24', commit: 'c1', body: '' };
        const level = (slots[slot] as Slot).level;
        const good = { bar: null, seen: 'present' as const, retracted: null };
        return { slot, level, person: signer, for: principal === signer ? null : principal, act, login: signer, at, ms: minute, ...good };
      });
    return { slots, claims, order };
  });

const namesOf = (claim: Claim): string[] => [claim.person, ...(claim.for === null ? [] : [claim.for])];

/** Rules 12, 14, 24 and 25, of a whole set. */
function isAllowed({ slots, order }: Given, set: FilledSet, urgent: Claim | null): boolean {
  const filled = set.flatMap((claim) => (claim ? [claim] : []));
  const differ = filled.every((one, index) =>
    filled.slice(index + 1).every((other) => {
      const must = order.distinct || one.level === other.level || one === urgent || other === urgent;
      return !must || !namesOf(one).some((name) => namesOf(other).includes(name));
    }),
  );
  const inTurn = set.every((claim) => {
    if (claim === null || claim === urgent || !order.ordered) return true;
    return slots.every(({ level }, below) => level >= claim.level || (set[below]?.ms ?? Number.POSITIVE_INFINITY) < claim.ms);
  });
  return differ && inTurn;
}

/** Every set that keeps the rules, by trying all there are. */
function allSets(given: Given, urgent: Claim | null): FilledSet[] {
  const sets = given.slots.reduce<FilledSet[]>(
    (begun, _, slot) => {
      const takers = urgent?.slot === slot ? [urgent] : [null, ...given.claims.filter((claim) => claim.slot === slot)];
      return begun.flatMap((set) => takers.map((taker) => [...set, taker]));
    },
    [[]],
  );
  return sets.filter((set) => isAllowed(given, set, urgent));
}

const count = (set: FilledSet): number => set.filter((claim) => claim !== null).length;
const times = (set: FilledSet): number[] => set.map((claim) => claim?.ms ?? Number.POSITIVE_INFINITY);

/** The fullest, then the earliest, level by level from the lowest; of the same instant the review that was given first. */
function best(sets: FilledSet[]): FilledSet {
  const steps = (a: FilledSet, b: FilledSet): number[] =>
    a.flatMap((claim, slot) => {
      const other = b[slot] ?? null;
      if (claim === other) return [];
      if (claim === null || other === null) return [claim === null ? 1 : -1];
      return [claim.ms - other.ms, (claim.act?.reviewId ?? 0) - (other.act?.reviewId ?? 0)];
    });
  return sets.toSorted((a, b) => count(b) - count(a) || (steps(a, b).find((step) => step !== 0) ?? 0))[0] as FilledSet;
}

const runs = { numRuns: 2000 };

describe('of all sets of signatures that keep the rules', () => {
  it('is taken the fullest, and of several the earliest, level by level from the lowest', () => {
    fc.assert(
      fc.property(history, (given) => {
        const { slots, claims, order } = given;
        expect(times(bestSet(slots, claims, order))).toEqual(times(best(allSets(given, null))));
      }),
      runs,
    );
  });

  it('that stand around an emergency, likewise', () => {
    fc.assert(
      fc.property(history, (given) => {
        const { slots, claims, order } = given;
        const urgent = claims.find(({ level }) => level === 3);
        if (urgent) expect(times(bestSet(slots, claims, order, urgent))).toEqual(times(best(allSets(given, urgent))));
      }),
      runs,
    );
  });

  it('is found whatever the history, one that keeps them', () => {
    fc.assert(
      fc.property(history, (given) => {
        expect(isAllowed(given, bestSet(given.slots, given.claims, given.order), null)).toBe(true);
      }),
      runs,
    );
  });

  it('none fills anything where nobody signed', () => {
    for (const slots of LADDERS) expect(bestSet(slots, [], { ordered: true, distinct: true })).toEqual(slots.map(() => null));
  });
});

describe('whoever signs first of the same instant', () => {
  it('is taken, in the order of the reviews', () => {
    const at = '2026-11-24T10:00:00+08:00';
    const good = { bar: null, seen: 'present' as const, retracted: null };
    const claims = ['zhouyi', 'wujiu'].map((signer, index): Claim => {
      const act = { reviewId: index + 1, login: signer, person: signer, at, ms: 1, day: '2026-11-24', commit: 'c1', body: '' };
      return { slot: 0, level: 1, person: signer, for: null, act, login: signer, at, ms: 1, ...good };
    });
    expect(bestSet(LADDERS[0] as Slot[], claims, { ordered: true, distinct: true }).map((claim) => claim?.person)).toEqual([
      'zhouyi',
      undefined,
      undefined,
    ]);
  });
});

interface Signed {
  slot: number;
  level: 1 | 2 | 3;
  person: string;
  ms: number;
}

/** Good signatures, each by a review of its own, earliest first. */
const signedBy = (...given: Signed[]): Claim[] =>
  given
    .toSorted((a, b) => a.ms - b.ms)
    .map(({ slot, level, person: signer, ms }, index): Claim => {
      const at = '2026-11-24T10:00:00+08:00';
      const act = { reviewId: index + 1, login: signer, person: signer, at, ms, day: '2026-11-24', commit: 'c1', body: '' };
      return { slot, level, person: signer, for: null, act, login: signer, at, ms, bar: null, seen: 'present', retracted: null };
    });

/** So many units that report together, then levels 2 and 3. */
const together = (units: number): Slot[] => [
  ...Array.from({ length: units }, (_, unit): Slot => ({ level: 1, units: [`unit-${unit}`], unit: `unit-${unit}` })),
  { level: 2, units: 'any' },
  { level: 3, units: 'any' },
];

const signersOf = (set: FilledSet): (string | undefined)[] => set.map((claim) => claim?.person);
const unitsSignedBy = (units: number[], people: string[]): Signed[] =>
  units.flatMap((slot) => people.map((name, index): Signed => ({ slot, level: 1, person: name, ms: index + 1 })));
const STRICT: Order = { ordered: true, distinct: true };
const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

describe('the search doesn’t lose its way', () => {
  it.each<[string, Order]>([
    ['in order', STRICT],
    ['in any order', { ordered: false, distinct: true }],
  ])('where two heads press the button hundreds of times, and one of them must sign for the Office, %s', (_how, order) => {
    const pressed = range(200).flatMap((minute): Signed[] => [
      { slot: 0, level: 1, person: 'zhouyi', ms: 10 + minute },
      { slot: 1, level: 1, person: 'qianer', ms: 10 + minute },
    ]);
    const claims = signedBy(
      ...pressed,
      { slot: 0, level: 1, person: 'wujiu', ms: 500 },
      { slot: 2, level: 2, person: 'zhouyi', ms: 600 },
      { slot: 3, level: 3, person: 'fengliu', ms: 700 },
    );
    expect(signersOf(bestSet(together(2), claims, order))).toEqual(['wujiu', 'qianer', 'zhouyi', 'fengliu']);
  });

  it('where fifteen units ask the same few heads, and one head is of the first unit alone and signs last', () => {
    const heads = ['zhouyi', 'wujiu', 'qianer', 'baomi'];
    const claims = signedBy(...unitsSignedBy(range(15), heads), { slot: 0, level: 1, person: 'lisi', ms: 9 });
    const set = bestSet(together(15), claims, STRICT);
    expect(signersOf(set).slice(0, 6)).toEqual(['lisi', ...heads, undefined]);
  });

  it('where the last of many units has one head only, and he is the first to sign for the first unit', () => {
    const between = range(11).flatMap((unit) => unitsSignedBy([unit + 1], [`head-${unit}`, `deputy-${unit}`]));
    const claims = signedBy(
      ...between,
      { slot: 0, level: 1, person: 'zhouyi', ms: 1 },
      { slot: 0, level: 1, person: 'wujiu', ms: 5 },
      { slot: 12, level: 1, person: 'zhouyi', ms: 6 },
      { slot: 13, level: 2, person: 'zhengsi', ms: 7 },
      { slot: 14, level: 3, person: 'fengliu', ms: 8 },
    );
    const heads = range(11).map((unit) => `head-${unit}`);
    expect(signersOf(bestSet(together(12 + 1), claims, STRICT))).toEqual(['wujiu', ...heads, 'zhouyi', 'zhengsi', 'fengliu']);
  });

  it('and gives up on a crowd that no real item has, with a set that keeps the rules', () => {
    const between = range(60).flatMap((unit) => unitsSignedBy([unit + 1], [`head-${unit}`, `deputy-${unit}`, `clerk-${unit}`]));
    const claims = signedBy(
      ...between,
      { slot: 0, level: 1, person: 'zhouyi', ms: 1 },
      { slot: 0, level: 1, person: 'wujiu', ms: 5 },
      { slot: 61, level: 1, person: 'zhouyi', ms: 6 },
      { slot: 62, level: 2, person: 'zhengsi', ms: 7 },
    );
    const slots = together(62);
    const set = bestSet(slots, claims, STRICT);
    expect(count(set)).toBe(61);
    expect(isAllowed({ slots, claims, order: STRICT }, set, null)).toBe(true);
  });
});
