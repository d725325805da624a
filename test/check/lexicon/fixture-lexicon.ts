import { listOf } from '#pipeline/check/lexicon/lexicon.ts';
import type { Lexicon, Phrase, PhraseGroup } from '#pipeline/check/lexicon/suspect.ts';

type Listed = string | (Partial<Phrase> & { text: string });

/** A small lexicon by groups of phrases; `confusables` are pairs of a right character and what is written in its place. */
export function lexiconWith(
  groups: Partial<Record<PhraseGroup, readonly Listed[]>>,
  {
    confusables = [],
    words = [],
    seen = [],
  }: { confusables?: readonly string[]; words?: readonly string[]; seen?: readonly string[] } = {},
): Lexicon {
  const phrases = Object.entries(groups).flatMap(([group, listed]) =>
    listed.map((one) => {
      const { text, ...marks } = typeof one === 'string' ? { text: one } : one;
      return { lines: text, kind: { group: group as PhraseGroup, core: false, ...marks } };
    }),
  );
  return {
    lists: [listOf(phrases)],
    shapes: new Map(),
    sounds: new Map(confusables.map((pair) => [pair.charAt(0), pair.slice(1)])),
    words: new Set(words),
    seen: new Set(seen),
    told: [],
  };
}
