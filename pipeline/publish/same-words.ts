/** What a text must show: characters in order, of which some may be left out. An empty one stands for anything but Han. */
export interface Wanted {
  character: string;
  optional: boolean;
}

/** A character that a text shows. `added`: it may have been put in by whoever made the text. */
export interface Shown {
  character: string;
  added: boolean;
}

/** More places at once than any text needs that isn't made to cost something. */
const MOST = 512;

const isHan = (character: string): boolean => /\p{Script=Han}/u.test(character);

/** Where a character stands in each run of characters that may be left out; runs are named by their ends. */
function placesIn(wanted: readonly Wanted[], ends: readonly number[]): Map<number, Map<string, number[]>> {
  const places = new Map<number, Map<string, number[]>>();
  wanted.forEach(({ character, optional }, index) => {
    if (!optional) return;
    const run = places.get(ends[index] as number) ?? new Map<string, number[]>();
    places.set(ends[index] as number, run);
    const known = run.get(character);
    if (known) known.push(index);
    else run.set(character, [index]);
  });
  return places;
}

/** The first of some ascending places that isn't before another. */
function firstFrom(places: readonly number[] | undefined, from: number): number {
  if (places === undefined) return Number.POSITIVE_INFINITY;
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] as number) < from) low = middle + 1;
    else high = middle;
  }
  return places[low] ?? Number.POSITIVE_INFINITY;
}

/**
 * Holds what is shown against what must be shown: every character of one in the other, in order, without looking at a place twice. All ways
 * to leave out what may be left out are followed side by side; of two in the same run the one further behind can do all that the other can.
 * @returns how many characters of what is shown fit, and whether anything that must be shown is missing behind them; `null` if all is well
 */
export function firstDifference(wanted: readonly Wanted[], shown: readonly Shown[]): { shown: number; wanted: number } | null {
  const ends = new Array<number>(wanted.length + 1).fill(wanted.length);
  for (let index = wanted.length - 1; index >= 0; index -= 1) {
    ends[index] = wanted[index]?.optional ? (ends[index + 1] as number) : index;
  }
  const places = placesIn(wanted, ends);
  const least = (reached: readonly number[]): number[] => {
    const byRun = new Map<number, number>();
    for (const place of reached) {
      const run = ends[place] as number;
      byRun.set(run, Math.min(place, byRun.get(run) ?? place));
    }
    return [...byRun.values()].slice(0, MOST);
  };
  let reached = [0];
  for (const [index, { character, added }] of shown.entries()) {
    const next: number[] = added ? [...reached] : [];
    for (const place of reached) {
      const end = ends[place] as number;
      const run = places.get(end);
      const same = firstFrom(run?.get(character), place);
      const any = run?.has('') && !isHan(character) ? firstFrom(run.get(''), place) : Number.POSITIVE_INFINITY;
      const found = Math.min(same, any);
      if (found < end) next.push(found + 1);
      if (wanted[end]?.character === character) next.push(end + 1);
    }
    if (next.length === 0) return { shown: index, wanted: Math.max(...reached.map((place) => ends[place] as number)) };
    reached = least(next);
  }
  if (reached.some((place) => ends[place] === wanted.length)) return null;
  return { shown: shown.length, wanted: Math.max(...reached.map((place) => ends[place] as number)) };
}
