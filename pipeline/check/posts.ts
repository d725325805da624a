import type { OtherItem } from './rule.ts';

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

const known = new WeakMap<readonly OtherItem[], Map<string, OtherItem[]>>();

function byPost(others: readonly OtherItem[]): Map<string, OtherItem[]> {
  let index = known.get(others);
  if (index === undefined) {
    index = new Map();
    for (const other of others) {
      if (!other.post || other.open) continue;
      const list = index.get(other.post);
      if (list) list.push(other);
      else index.set(other.post, [other]);
    }
    known.set(others, index);
  }
  return index;
}

/** Another item that is out and posted the same words: of two that are under review, nobody knows yet which goes first, if both do. */
export function alsoPosted(post: string, id: string | undefined, others: readonly OtherItem[]): OtherItem | null {
  return (
    byPost(others)
      .get(post)
      ?.find((other) => other.id !== id) ?? null
  );
}
