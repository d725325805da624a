import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import type { Law } from '../../organisation/terms.ts';
import { findIn, type Match } from '../find.ts';

/** A law's title between 《 and 》, with the words before it that say which one is meant. */
const TITLE =
  /(?:[原旧](?:来的)?|取代了?|当时(?:(?:有效|施行|适用)?的|适用)|已废止的|(?:19\d\d|20[01]\d)年(?:颁布|制定|通过|出台|施行|公布|实施)?的?|[省市]在|简称|(?:制定|修订|率先实施)(?:出台)?了?|届全国人大[^。；《》\n]{0,16}通过|第一部法律——)?《[^《》\n]{2,60}》(?:\([^()《》\n]{0,10}稿\))?(?:(?:、?《[^《》\n]{2,40}》){0,8}[^。；《》\n]{0,24}(?:废止|取代(?!了)|不再[施适]|[被因](?=《)))?/g;
/** What a law or regulation is called; a list can't know every rule and notice. */
const NAMED_AS_LAW = /(?:法|条例|办法|民法通则|民法总则)$/;
/** The same, and what is called a rule or is wrongly called so. */
export const NAMED_AS_RULE = /(?:法|法规|办法|条[例令款规]|规定|[细规准守]则)$/;
const NO_LAW = /(?:^对敌贸易法|[书兵方做说看用写语笔技疗想算文章历菜枪]法|工作办法|试行办法|暂行办法)$/;

/** A title as it is compared: without 中华人民共和国 and what stands in brackets behind it. */
export function plainTitle(title: string): string {
  return title
    .replace(/[(（][^()（）]{0,30}[)）]$/, '')
    .replace(/\s/g, '')
    .replace(/^中华人民共和国/, '');
}

/** Words by which a title is one that somebody makes: it may be another place's. */
const MADE = /^(?:[省市]在|制定|修订|率先实施)/;

/** A law that a text cites. */
interface Citation extends Match {
  title: string;
  /** The text says itself that it is no longer in force. */
  past: boolean;
  /** The text says that somebody makes it, so that it may be another place's. */
  made: boolean;
}

/** The laws that the blocks cite by their titles, which end as laws' do. */
export function citationsIn(blocks: readonly TextBlock[], ending = NAMED_AS_LAW): Citation[] {
  return findIn(blocks, TITLE, undefined, /《/g).flatMap((match) => {
    const title = plainTitle(match.folded.slice(match.folded.indexOf('《') + 1, match.folded.indexOf('》')));
    if (!ending.test(title) || NO_LAW.test(title)) return [];
    const made = MADE.test(match.folded);
    const past = (!made && !match.folded.startsWith('《')) || !match.folded.endsWith('》');
    return [{ ...match, title, past, made }];
  });
}

/** The list's law of a title. */
export function lawOf(laws: readonly Law[], title: string): Law | undefined {
  return laws.find((law) => plainTitle(law.title.normalize('NFKC')) === title);
}

/** Shorter titles are like too many others. */
const SHORTEST = 4;
/** From so many characters on two may differ. */
const LONG = 6;

const charactersOf = (title: string): string => [...title].sort().join('');

/** Whether a title is a law's but for a character, or for two side by side where one of them is long: 食品安全卫生法. */
function isLike(title: string, law: string): boolean {
  const [least, most] = [Math.min(title.length, law.length), Math.max(title.length, law.length)];
  let [begin, end] = [0, 0];
  while (begin < least && title[begin] === law[begin]) begin += 1;
  while (begin + end < least && title.at(-1 - end) === law.at(-1 - end)) end += 1;
  return begin > 0 && most - begin - end <= (most < LONG ? 1 : 2);
}

/** Titles by their characters, by their beginnings without what they say of their kind, and those of the nation's laws. */
const titlesOf = onceFor((titles: ReadonlyMap<string, unknown>) => {
  const all = [...titles.keys()];
  return {
    mixed: new Map(all.map((title) => [charactersOf(title), title])),
    laws: all.filter((title) => title.endsWith('法')),
    kinds: new Map(all.flatMap((title) => (/暂行|试行/.test(title) ? [] : [[title.replace(NAMED_AS_RULE, ''), title]]))),
  };
});

/** The law that a title which no law has is likely to mean: of the same characters, of another kind, or for what is called a law one that is like it. */
export function meantLaw(title: string, titles: ReadonlyMap<string, unknown>): string | undefined {
  if (titles.has(title) || title.length < SHORTEST) return undefined;
  const { mixed, laws, kinds } = titlesOf(titles);
  const same = mixed.get(charactersOf(title)) ?? (/.{3}[^办]法$/.test(title) ? kinds.get(title.replace(NAMED_AS_RULE, '')) : undefined);
  return same ?? (/(?<![办方])法$/.test(title) ? laws.find((law) => isLike(title, law)) : undefined);
}

/** Laws that were in force once. */
const FORMER =
  /^(?:执业医师|公民出境入境管理|外国人入境出境管理|中外合资经营企业|中外合作经营企业|外资企业|外商投资企业和外国企业所得税|外商投资企业所得税|外国企业所得税|中外合资经营企业所得税|个人所得税|经济合同|涉外经济合同|技术合同|食品卫生|城市规划|环境噪声污染防治|婚姻|继承|收养|担保|合同|物权|侵权责任|治安管理处罚条例|行政监察|户口登记|惩治反革命|土地改革|中央人民政府组织|工会|民族区域自治|全民所有制工业企业|乡镇企业|暂行海关|国家建设征用土地)法$/;

/** Whether a title that no list has is called a law of the state: all of its laws are known. */
export const isNoLaw = (title: string, cited: string): boolean =>
  /《中华人民共和国[^《》（(]{1,40}法(?:[(（][^《》]{0,40})?》/.test(cited) &&
  title.endsWith('法') &&
  !/[办方兵]法$|[〈＜]|实施/.test(title) &&
  !FORMER.test(title);
