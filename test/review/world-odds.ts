import fc from 'fast-check';

/** The first nearly always, the others now and then. */
export const often = <T>(usual: T, ...rare: T[]): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 8 * rare.length }, { arbitrary: fc.constantFrom(usual, ...rare), weight: rare.length });

/** True once in so many draws. */
export const seldom = (odds: number): fc.Arbitrary<boolean> => fc.integer({ min: 1, max: odds }).map((drawn) => drawn === odds);

/** Which of several. */
export const pick = fc.nat(5);
