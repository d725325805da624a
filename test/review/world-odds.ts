import fc from 'fast-check';

/** The first eight times in nine, the others now and then. */
export const often = <T>(usual: T, ...rare: T[]): fc.Arbitrary<T> =>
  fc.nat(9 * rare.length - 1).map((drawn) => (drawn < 8 * rare.length ? usual : (rare[drawn - 8 * rare.length] as T)));

/** True once in so many draws. */
export const seldom = (odds: number): fc.Arbitrary<boolean> => fc.integer({ min: 1, max: odds }).map((drawn) => drawn === odds);

/** Which of several. */
export const pick = fc.nat(5);
