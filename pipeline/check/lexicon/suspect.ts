import type { WordList } from './data-files.ts';
import type { Slip } from './one-slip.ts';
import type { Likeness, PhraseIndex } from './phrase-index.ts';
import type { Plain } from './plain-text.ts';

/** What a phrase is: of the lists by hand (国家 to 城管), an idiom, a place, a law's title, or a person of the bureau's. */
export type PhraseGroup = '国家' | '领导' | '机构' | '提法' | '城管' | '成语' | '地名' | '法律' | '姓名';

/** What holds of a phrase that has one right form. */
export interface PhraseKind {
  group: PhraseGroup;
  /** Any other character in it is a slip, not only one that is easily taken for the right one. */
  core: boolean;
  /** Right beside another phrase: it keeps its own text from being told, and isn't looked for. */
  honest?: boolean;
  /** Others are coined like it (四港联动, 四社联动): only what is easily taken for it is a slip of it, and what sounds so is told. */
  alike?: boolean;
  /** Nothing else is called so, and nobody else: any other character within it, or in a leader's name, is a slip, and so is one left out. */
  sure?: boolean;
  /** The first and last day, or month, in whose texts it is looked for. */
  since?: string | undefined;
  until?: string | undefined;
}

export interface Phrase extends PhraseKind {
  text: string;
}

/** Phrases made ready to be looked for, by their numbers in the index. */
export interface PhraseList {
  phraseAt(word: number): Phrase;
  index: PhraseIndex;
}

/** From so many characters on something holds of a group's phrases. */
export type FromLength = Readonly<Partial<Record<PhraseGroup, number>>>;

/** Phrases with their index, and what keeps honest texts from being taken for slips. Everything is folded (`foldedTerm`). */
export interface Lexicon {
  lists: readonly PhraseList[];
  /** Characters that are easily taken for each other as they sound, or only look, alike: of two the list has one with the other. */
  sounds: ReadonlyMap<string, string>;
  shapes: ReadonlyMap<string, string>;
  /** Words that can reach over a phrase's edge. */
  words: WordList;
  /** Forms that honest texts have. */
  seen: ReadonlySet<string>;
  /** Wrong forms that the bureau's own lists tell of (prohib/official-terms, text/idiom-typo). */
  told: readonly string[];
}

/** A likeness that isn't the phrase itself, with what the tests ask about. */
export interface Suspect extends Likeness {
  slip: Slip;
  phrase: Phrase;
  /** The units of the phrase. */
  length: number;
  right: string;
  wrong: string;
}

/** From so many characters on a phrase is no other words by chance. */
export const LONG = 7;

export const isInside = ({ place, width, length }: Suspect): boolean => place > 0 && place + width < length;

export const isOrgan = ({ group }: Phrase): boolean => group === '国家' || group === '机构';

export const STATE = '中华人民共和国';
/** What ends a sentence or its part, folded. */
export const STOP = /^[\n,。;:?!、》)]?$/;

/** Whether quotation marks stand around the form: then it ends where it ends. */
export const isQuoted = ({ quotes }: Plain, { start, end }: Likeness): boolean => quotes.has(start) && quotes.has(end);

/** Whether they stand within it, around what slipped: 增强“四个意识”. */
export const isQuotedWithin = ({ quotes }: Plain, { start, end, from, to }: Likeness): boolean =>
  [...quotes].some((at) => at >= start && at <= from) && [...quotes].some((at) => at >= to && at <= end && at > from);

/** Whether a law's title stands between its brackets, with or without the name of the state. */
export function isEnclosed({ text }: Plain, { start, end }: Likeness): boolean {
  const before = text.endsWith(STATE, start) ? start - STATE.length : start;
  return text.charAt(before - 1) === '《' && /^[》(（]/.test(text.charAt(end));
}

/** What is said of those whom all know, and how near. */
const OF_RANK =
  /同志|国务委员|先生|元帅|将军|主席|总理|总书记|委员长|总司令|领袖|烈士|革命|先烈|伟人|故居|精神|思想|时任|中央|国务院|全国政协|全国人大|院士|共产党|选集|文选|像章|诗|语录|传[》>]|家书|故事|事迹|司令员|[一二三]大代表|党的|志愿军|[红八]路?军|长征|抗[日战]|党史(?!学)|廉政|家风|题词|铜像|塑像|纪念堂|诞辰|逝世|生平|题写|接见|抗洪|新中国|开国|旧居|著作/;
const NEAR = 20;

/** Behind these stands the name of another: of an office or a trade, or of one of several. */
const OF_OTHERS =
  /[市县区镇乡局书事校站所处科厂会组队村社园]长$|主任$|领导$|经理$|教授$|处书记$|(?:[村居市]民|通讯员|记者|学者|同学|老师|队员|医生|护士|志愿者|[员职]工|农户|[业摊户店]主)[ :]?$|[这那一两几每]$|(?:研究生|学生代表|(?:联|(?<!委员)会)副主席|本科生|[博硕]士生|[局校院厅镇乡村区所司团站]党(?:组|委|支部)?书记)$/;
const BEFORE_NAME = 6;

/** Whether words near by say that it is one of those whom all know. */
export const isNearRank = ({ text }: Plain, { start, end }: Likeness, isKnown = false): boolean =>
  !OF_OTHERS.test(text.slice(Math.max(0, start - BEFORE_NAME), start)) &&
  (isKnown || OF_RANK.test(text.slice(Math.max(0, start - NEAR), end + NEAR)));
