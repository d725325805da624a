import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import type { ScreenTerm } from '../../organisation/terms.ts';
import type { Report } from '../rule.ts';
import { findTerms } from './term-hits.ts';

const KINDS = '一二三四五六七八九';
const TIER = 2;

/** 第几句, so that the place can be named without the words around it, which may be terms too. */
function sentenceAt({ label, paragraph, text }: TextBlock, start: number): string {
  return paragraph === 0 ? label : `${label}第${text.slice(0, start).split(/[。！？]/).length}句`;
}

/** The terms in an item's blocks, looked for once however many rules ask. */
const foundIn = onceFor((blocks: readonly TextBlock[]) =>
  onceFor((screen: readonly ScreenTerm[]) => findTerms(blocks, screen, ({ words, allow }) => ({ found: words, allowed: allow }))),
);

/**
 * Where terms of a tier stand, each sentence once for a kind and a question. The term itself is told nowhere.
 * @param wordsOf what is said of a term, from 第几项 (一 to 九) and the list's question, which ends without a stop
 */
export function screenReports(
  blocks: readonly TextBlock[],
  screen: readonly ScreenTerm[],
  tier: 1 | 2,
  wordsOf: (kind: string, ask: string) => Report['words'],
): Report[] {
  const told = new Set<string>();
  return foundIn(blocks)(screen).flatMap(({ entry, block, start, span }) => {
    if ((entry.tier ?? TIER) !== tier) return [];
    const words = wordsOf(KINDS.charAt(entry.kind - 1), entry.ask.replace(/(?<![。？！])[。？！]+$/, ''));
    const where = sentenceAt(block, start);
    const key = `${where} ${words.problem} ${words.fix}`;
    if (told.has(key)) return [];
    told.add(key);
    return [{ span, where, words }];
  });
}
