import type { Group } from '../../finding-order.ts';
import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import { placeAt } from '../find.ts';
import { blockAt, joinedOf } from '../joined-blocks.ts';
import type { CheckContext, Report, Severity, Subject } from '../rule.ts';
import type { Phrase, PhraseGroup } from './honest-forms.ts';
import { lexiconOf, shippedLexicon } from './lexicon.ts';
import { type NearMiss, nearMissesIn } from './near-misses.ts';

const GROUP: Readonly<Record<PhraseGroup, Group>> = {
  国家: '政治表述',
  领导: '政治表述',
  提法: '政治表述',
  机构: '单位名称',
  地名: '单位名称',
  姓名: '单位名称',
  法律: '法律名称',
  城管: '文字',
  成语: '文字',
};

/** What a finding is about: a law that is listed among everyday phrases, as it is often named without its marks, is still a law. */
const groupOf = ({ group, text }: Phrase): Group => (group === '城管' && shippedLexicon().laws.has(text) ? '法律名称' : GROUP[group]);

/** From so many characters on a phrase is no other words by chance. */
const LONG: Readonly<Partial<Record<PhraseGroup, number>>> = { 国家: 5, 领导: 5, 机构: 6, 提法: 5, 城管: 5, 法律: 6 };
/** Marks that keep words apart; phrases hold some, and quotation marks often stand in them. */
const MARKS = /(?![“”‘’「」『』、\s])[\p{P}\p{S}]/u;

/**
 * How sure a slip is: what is left out is often a shorter way to say it, what stands at an edge may belong to what is beside it, and an
 * ordinary word may be meant.
 */
export function severityOf(
  { phrase: { core, group }, slip, form, right, wrong, inside, ordinary }: NearMiss,
  underState: boolean,
): Severity {
  if (slip === 'left-out') return core && group !== '领导' && right.length === 1 ? 'error' : 'warning';
  if (slip === 'doubled' && (!inside || right !== wrong)) return 'warning';
  if (slip === 'swapped' && right.length > 2 && !core) return 'warning';
  if (core || underState) return 'error';
  if (ordinary || (slip === 'replaced' && !inside && group !== '法律')) return 'warning';
  return form.length >= (LONG[group] ?? Number.POSITIVE_INFINITY) ? 'error' : 'warning';
}

const SAID: Readonly<Record<NearMiss['slip'], (miss: NearMiss) => string>> = {
  replaced: ({ wrong, right }) => `“${wrong}”应为“${right}”`,
  'left-out': ({ right }) => `少了“${right}”`,
  doubled: ({ wrong }) => `多了“${wrong}”`,
  swapped: ({ wrong, right }) => `“${wrong}”应为“${right}”，两个字写颠倒了`,
};

interface Found {
  miss: NearMiss;
  report: Report;
}

function foundAt(miss: NearMiss, block: TextBlock, start: number): Found[] {
  const end = start + miss.end - miss.start;
  const flagged = block.text.slice(start, end);
  if (MARKS.test(flagged)) return [];
  const { text: right, group } = miss.phrase;
  const underState = group === '法律' && block.text.endsWith('中华人民共和国', start);
  const severity = severityOf(miss, underState);
  const isPlain = flagged.length === miss.form.length && block.paragraph > 0;
  const report: Report = {
    flagged,
    span: block.span(start, end),
    where: placeAt(block, start),
    severity,
    group: groupOf(miss.phrase),
    words: {
      problem: `“${flagged}”像是“${right}”的误写：${SAID[miss.slip](miss)}。`,
      expected: `“${right}”。`,
      fix: `改为“${right}”。没有写错的，写豁免并说明理由（8 字以上）。`,
    },
    ...(severity === 'error' && isPlain ? { replacement: right.replace(/[“”‘’]/g, '') } : {}),
  };
  return [{ miss, report }];
}

const foundIn = onceFor(({ blocks, frontMatter }: Subject, context: CheckContext): Found[] => {
  const { raw, rawStarts } = joinedOf(blocks);
  return nearMissesIn(raw, lexiconOf(context), frontMatter?.event_date).flatMap((miss) => {
    const at = blockAt(rawStarts, miss.start);
    return foundAt(miss, blocks[at] as TextBlock, miss.start - (rawStarts[at] as number));
  });
});

/**
 * Where an item's text is nearly a phrase of the lexicon, as reports; looked for once, however many rules ask.
 * @param isMeant the groups of phrases that a rule speaks of
 */
export function nearMissReports(subject: Subject, context: CheckContext, isMeant: (group: PhraseGroup) => boolean): Report[] {
  return foundIn(subject, context).flatMap(({ miss, report }) => (isMeant(miss.phrase.group) ? [report] : []));
}
