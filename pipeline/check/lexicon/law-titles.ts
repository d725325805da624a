import type { TextBlock } from '../../item/markdown/readable-text.ts';
import type { Law } from '../../organisation/terms.ts';
import { findIn, type Match } from '../find.ts';

/** A law's title between 《 and 》, with the words before it that say which one is meant. */
const TITLE = /(?:[原旧]|当时(?:有效)?的|已废止的)?《[^《》\n]{2,60}》(?:[^。；，、《》\n]{0,8}废止)?/g;
/** What a law or regulation is called; a list can't know every rule and notice. */
const NAMED_AS_LAW = /(?:法|条例|办法)$/;
const NO_LAW = /(?:[书兵方做说看用写语笔技疗想算文章历菜枪]法|工作办法|试行办法|暂行办法)$/;

/** A title as it is compared: without 中华人民共和国 and what stands in brackets behind it. */
export function plainTitle(title: string): string {
  return title
    .replace(/[(（][^()（）]{0,30}[)）]$/, '')
    .replace(/\s/g, '')
    .replace(/^中华人民共和国/, '');
}

/** A law that a text cites. */
interface Citation extends Match {
  title: string;
  /** The text says itself that it is no longer in force. */
  past: boolean;
}

/** The laws that the blocks cite by their titles. */
export function citationsIn(blocks: readonly TextBlock[]): Citation[] {
  return findIn(blocks, TITLE, undefined, /《/g).flatMap((match) => {
    const title = plainTitle(match.folded.slice(match.folded.indexOf('《') + 1, match.folded.indexOf('》')));
    if (!NAMED_AS_LAW.test(title) || NO_LAW.test(title)) return [];
    return [{ ...match, title, past: !match.folded.startsWith('《') || !match.folded.endsWith('》') }];
  });
}

/** The list's law of a title. */
export function lawOf(laws: readonly Law[], title: string): Law | undefined {
  return laws.find((law) => plainTitle(law.title.normalize('NFKC')) === title);
}
