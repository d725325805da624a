import { type BeijingDate, beijingDate, type Instant } from '../beijing-time.ts';
import { onceFor } from '../once-for.ts';
import { latelySince } from '../organisation/freshness.ts';
import { type Grams, likeness } from './likeness.ts';
import type { OtherItem } from './rule.ts';

/** Whether an item of that information date lies in the days that likeness looks at. */
export function isOfLately(date: BeijingDate | undefined, now: Instant): boolean {
  return date !== undefined && date >= latelySince(beijingDate(now));
}

/** Numbers of a text that others are found by: two texts that are more alike than not have one in common, as good as always. */
const KEYS = 8;
/** What so many texts have is a phrase of the trade and finds nothing. */
const COMMON = 200;

interface Index {
  byKey: Map<number, OtherItem[]>;
  byPicture: Map<string, OtherItem[]>;
}

/** The same number is among the smallest of both texts, whether all of a text's or a part of them are kept. */
function keysOf({ hashes, whole }: Grams): Uint32Array {
  const part = whole ? hashes.filter((hash) => hash % 4 === 0) : hashes;
  return part.length >= KEYS ? part.subarray(0, KEYS) : hashes.subarray(0, 64);
}

function add<Key>(map: Map<Key, OtherItem[]>, key: Key, other: OtherItem): void {
  const list = map.get(key);
  if (list) list.push(other);
  else map.set(key, [other]);
}

/** Made once for a list, so that many items can be held against many others. */
const indexOf = onceFor((others: readonly OtherItem[]): Index => {
  const index: Index = { byKey: new Map(), byPicture: new Map() };
  for (const other of others) {
    for (const key of keysOf(other.grams)) add(index.byKey, key, other);
    for (const picture of other.pictures) add(index.byPicture, picture, other);
  }
  return index;
});

/** The other item that is most like a text, and how much; `null` where none reaches `least`. */
export function mostAlike(
  grams: Grams,
  id: string | undefined,
  others: readonly OtherItem[],
  least: number,
): { other: OtherItem; value: number } | null {
  const { byKey } = indexOf(others);
  const near = new Set<OtherItem>();
  for (const key of keysOf(grams)) {
    const list = byKey.get(key) ?? [];
    if (list.length <= COMMON) for (const other of list) near.add(other);
  }
  let best: { other: OtherItem; value: number } | null = null;
  for (const other of near) {
    const value = other.id === id ? 0 : likeness(grams, other.grams, least);
    if (value >= least && value > (best?.value ?? 0)) best = { other, value };
  }
  return best;
}

/** Another item that has a picture, by its blob id. */
export function alsoPictured(picture: string, id: string | undefined, others: readonly OtherItem[]): OtherItem | null {
  return (
    indexOf(others)
      .byPicture.get(picture)
      ?.find((other) => other.id !== id) ?? null
  );
}

/** Two posts that differ in nothing but these are the same to Weibo. */
const NO_WORDS = /[^\p{L}\p{N}]/gu;

/**
 * The words that an item posts on Weibo, the page's address apart, as far as they tell one post from another.
 * @param frontMatter as it is written, whether or not it keeps the schema
 * @returns `null` where it posts nothing
 */
export function postOf(frontMatter: Readonly<Record<string, unknown>>): string | null {
  const { channels, withdraw, correction, summary, title } = frontMatter;
  if (!Array.isArray(channels) || !channels.includes('weibo') || withdraw !== undefined) return null;
  const text = `${correction === undefined ? '' : '更正'}${summary ?? title ?? ''}`;
  return text.normalize('NFKC').replace(NO_WORDS, '').toLowerCase() || null;
}

const byPost = onceFor((others: readonly OtherItem[]) => {
  const index = new Map<string, OtherItem[]>();
  for (const other of others) if (other.post && !other.open) add(index, other.post, other);
  return index;
});

/** Another item that is out and posted the same words: of two that are under review, nobody knows yet which goes first, if both do. */
export function alsoPosted(post: string, id: string | undefined, others: readonly OtherItem[]): OtherItem | null {
  return (
    byPost(others)
      .get(post)
      ?.find((other) => other.id !== id) ?? null
  );
}
