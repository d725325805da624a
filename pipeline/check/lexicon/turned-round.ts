import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { placeAt } from '../find.ts';
import type { Report } from '../rule.ts';
import { withEnds } from '../simplified-texts.ts';
import { rowsOf } from './data-files.ts';
import { shippedLexicon } from './lexicon.ts';
import { MOTTOES, type PatternRow } from './pattern-tables.ts';
import { isRight } from './patterns.ts';
import { findTerms } from './term-hits.ts';
import { wordSearch } from './term-scan.ts';

/** Damage of some kind is spoken of everywhere: 医疗损害. */
const DAMAGE = /^..(?:损害|侵害|破坏|危害)$/;
/** What harms at the beginning of a form is done by somebody, where no clause begins with it and nobody calls for it: “台独”损害国家主权. */
const HARM = /^(?:损害|破坏|侵害|危害|放弃|背离|阻碍|削弱|放松)/;
const CALLED_FOR = /(?:^|[,，。:：!！?？、“"\n]|坚决|必须|[要应须]|大力|积极|切实|全力|努力|自觉|始终|坚定|共同|认真)$/;

/**
 * The mottoes of the list, each with what it becomes when one of its words is turned into an opposite or loses its 不, but for what is right: all
 * phrases, and what honest sentences have too.
 */
function readMottoes() {
  const opposites = rowsOf('opposites.txt').map(([word = '', others = '']) => ({ word, others: others.split(' ') }));
  const search = wordSearch(opposites.map(({ word }) => word));
  const elsewhere = opposites.find(({ word }) => word === '=')?.others ?? [];
  const phrases = shippedLexicon().lists.flatMap((list) => list.phrases.filter(({ group }) => /提法|国家|城管/.test(group)));
  const right = new Set([...elsewhere, ...phrases.map(({ text }) => text)]);
  return phrases.flatMap(({ text, group, honest }) => {
    if (honest || group === '城管') return [];
    const there = new Set<number>();
    search(text, (word) => there.add(word));
    const words = [...there].sort((a, b) => a - b).map((index) => opposites[index] as (typeof opposites)[number]);
    const forms = words.flatMap(({ word, others }) => others.map((other) => text.replace(word, other)));
    const turned = forms.filter((form) => form.length > 3 && !right.has(form) && !DAMAGE.test(form));
    return turned.length > 0 ? [{ text, turned }] : [];
  });
}

let read: ReturnType<typeof readMottoes> | undefined;

/** Mottoes that say the contrary of what they mean. Nobody wrote such a form down: it follows from the phrases and `opposites.txt`. */
export function turnedReports(blocks: readonly TextBlock[]): Report[] {
  read ??= readMottoes();
  const like = MOTTOES.find(({ id }) => id === '漏不') as PatternRow;
  return findTerms(blocks, read, ({ text, turned }) => ({ found: turned, allowed: [text] }))
    .filter(({ flagged }) => !/\s/.test(flagged))
    .filter(({ block, start, term }) => !HARM.test(term) || CALLED_FOR.test(block.text.slice(0, start)))
    .filter(({ block, start, flagged }) => !isRight(like, block.text, start, start + flagged.length))
    .filter(({ block, start }, index, all) => all.findIndex((one) => one.block === block && one.start === start) === index)
    .map(({ block, start, flagged, span }) => ({
      flagged,
      span,
      where: placeAt(block, start),
      severity: 'warning',
      words: withEnds(like.words)(flagged),
    }));
}
