import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { placeAt } from '../find.ts';
import type { Report } from '../rule.ts';
import { rowsOf } from './data-files.ts';
import { shippedLexicon } from './lexicon.ts';
import { MOTTOES } from './pattern-tables.ts';
import { isRight, type PatternRow } from './patterns.ts';
import { findTerms } from './term-hits.ts';

/** Phrases, each with what it becomes when one of its words is turned into an opposite, or loses its 不; not what honest sentences have too. */
function readMottoes() {
  const opposites = rowsOf('opposites.txt').map(([word = '', others = '']) => ({ word, others: others.split(' ') }));
  const elsewhere = opposites.find(({ word }) => word === '=')?.others ?? [];
  const phrases = shippedLexicon().lists.flatMap((list) => list.phrases.filter(({ group }) => /提法|国家|城管/.test(group)));
  const right = new Set([...elsewhere, ...phrases.map(({ text }) => text)]);
  return phrases.map(({ text, group, honest }) => ({
    text,
    turned: opposites
      .filter(({ word }) => !honest && group !== '城管' && text.includes(word))
      .flatMap(({ word, others }) => others.map((other) => text.replace(word, other)))
      .filter((form) => form.length > 3 && !right.has(form)),
  }));
}

let mottoes: ReturnType<typeof readMottoes> | undefined;

/** Mottoes that say the contrary of what they mean. Nobody wrote such a form down: it follows from the phrases and `opposites.txt`. */
export function turnedReports(blocks: readonly TextBlock[]): Report[] {
  mottoes ??= readMottoes();
  const like = MOTTOES.rows.find(({ id }) => id === '漏不') as PatternRow;
  return findTerms(blocks, mottoes, ({ text, turned }) => ({ found: turned, allowed: [text] }))
    .filter(({ block, start, flagged }) => !isRight(like, block.text, start, start + flagged.length))
    .filter(({ block, start }, index, all) => all.findIndex((one) => one.block === block && one.start === start) === index)
    .map(({ block, start, flagged, span }) => ({ flagged, span, where: placeAt(block, start), severity: 'warning', words: like.words }));
}
