import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import { toldOnce } from '../find.ts';
import type { Report } from '../rule.ts';
import { nearly, wrongIn } from '../simplified-texts.ts';
import { linesOf, rowsOf } from './data-files.ts';
import { shippedLexicon } from './lexicon.ts';
import { isListed } from './other-words.ts';
import { MOTTOES, type PatternRow, SLOGANS } from './pattern-tables.ts';
import { isRight, patternReports } from './patterns.ts';
import { type Likeness, likenessesIn, phraseIndex } from './phrase-index.ts';
import { HAN, type Plain, plainOf } from './plain-text.ts';
import type { Lexicon } from './suspect.ts';
import { longestOf } from './term-scan.ts';

/** A saying as it is written, and what is looked for, maybe with two words in each other's place. */
interface Form {
  right: string;
  plain: string;
  turned: boolean;
}

/** In longer sayings a word may be one too many, or left out. */
const SHORT = 5;
const DENIED = /[不无未非没勿莫别]/;
/** What is bad wherever it stands. */
const BAD = /[耻辱裂泄私贪腐违毁坏弃害邪毒骗赌乱恶蛮败忘仇叛犯枉徇纵懒惰奸诈骂殃祸丑脏假谎侵衰垮失捞恨坑堵躲逃诿躺罪死疯嫌欺庇]|浪费|冷落/;
/** What shows a slogan, of which another word is a slip: 横幅写着. */
const SHOWN =
  /(?:[写喷刷贴挂印刻立绣念唱喊编][着明有道出下成]|齐声[喊念诵]|[高齐]呼|高喊|喊着|循环播[放报]|标语|口号|横幅|条幅|海报|[展标台告提]示?[板牌]|宣传语|公益广告|提示语?|顺口溜|口诀|誓言|承诺|公约|喇叭|广播|屏幕|配文|大字)[^。,;“”]{0,8}$/;
/** The mark behind what shows it, and the part of a slogan that may stand before a saying. */
const MARK = /[“":][^“":。;”]{0,20}$/;
/** What is bad in place of one character; of two it may be part of a good word: 紧迫. */
const WORSE =
  /[怨贱撤溜葬盲愚伤哭埋刁瞒赖拖懈惧悲险惨残伪恐吓逼抢偷盗劫杀砍烧炸砸撞闯醉疲倦厌烦恼怒愤弱差劣臭烂霉锈穷贫亏欠债嫖赔罚捕囚狱断压逆混糊吹拍捧扯闲睡弄玩耍滑阴昏聋哑瞎傻笨蠢呆软散崩塌溃沉陷坠跌摔丢漏误虐揍侮凌羞屈冤怪狂妄骄傲奢侈耗糟挥霍吞占夺掠霸横缩饿渴冷寒冻痛疼憾愧剩堆纠贼匪妖魔骗蒙哄瘫痪瘾癌癫淫荡奴跪媚刮宰剥窃绑狡猾歪斜垃圾废碎焚亡逝输避藏匿盖掩遮捂阻碍妨挡卡贿赂婪馋慵怠滞贬怯懦凶酷暴厉抛忽蔑鄙憎妒嫉嘲笑嗤昧痴迷惘茫贩吸嗜噬迟懒损滥错堕泪割吵咒丧卑庸偏扔甩踢叹怕奖]/;
/** A row in all its wordings: (甲|乙)丙. */
const wordingsOf = (row: string): string[] =>
  row.split(/[()]/).reduce((begun: string[], piece) => begun.flatMap((one) => piece.split('|').map((other) => one + other)), ['']);

/** A saying, one of two parts in both orders, its long parts, and each two neighbouring ones of more: often they stand alone. */
function sayingsOf(row: string): string[] {
  const parts = row.split('、');
  const pairs = parts.slice(1).map((part, index) => `${parts[index]}、${part}`);
  const alone = parts.filter((part) => part.length > SHORT + 2 && !DENIED.test(part));
  const turned = parts.length === 2 ? [parts.toReversed().join('、')] : [];
  return [row, ...turned, ...alone, ...pairs.filter((pair) => pair.length > 2 * SHORT - 2)];
}

/** The sayings and phrases of even parts, ready to be looked for, and words that say the contrary of each other, each two in both orders. */
const listedIn = onceFor(({ lists }: Lexicon) => {
  const opposites = rowsOf('opposites.txt').flatMap(([word = '', others = '']) =>
    others.split(' ').map((other) => (word === '⇄' ? other.split(other.includes('/') ? '/' : '') : [word, other])),
  );
  const phrases = lists.flatMap((list) => list.phrases.filter(({ group, honest }) => group === '提法' && !honest).map(({ text }) => text));
  const even = phrases.filter((text) => text.includes('、') && new Set(text.split('、').map(({ length }) => length)).size === 1);
  const own = [...new Set(linesOf('sayings.txt').flatMap((line) => wordingsOf(line.replaceAll(',', '、')).flatMap(sayingsOf)))];
  const byFirst = new Map<string, string[][]>();
  for (const pair of opposites) byFirst.set(pair.join().charAt(0), [...(byFirst.get(pair.join().charAt(0)) ?? []), pair]);
  const forms = [...own, ...even.flatMap(sayingsOf)].flatMap((right): Form[] => {
    const plain = right.replaceAll('、', '');
    const near = [...new Set(plain)].flatMap((first) => byFirst.get(first) ?? []);
    const there = near.filter(([one = '', other = '']) => other !== '' && plain.includes(one) && plain.includes(other));
    const form = { right, plain, turned: false };
    const turn = (one = '', other = '') => Array.from(plain.split(one), (part) => part.replaceAll(other, one)).join(other);
    return [form, ...there.map(([one, other]) => ({ ...form, plain: turn(one, other), turned: true }))];
  });
  return {
    forms,
    index: phraseIndex(forms.map(({ plain }) => plain)),
    likely: opposites.find(([one]) => one === '≈')?.join('') ?? '',
    contraries: new Set(opposites.flatMap(([one, other]) => [`${one} ${other}`, `${other} ${one}`])),
  };
});

/** Whether what differs in a text makes a saying say something else: it is the contrary, denies, a slip or bad. Honest prose coins its own: 让网商少跑腿. */
function isOther({ slip, start, end, from, to, place, width }: Likeness, saying: string, { text, starts }: Plain, before: string): boolean {
  const isApart = (at: number): boolean =>
    !HAN.test(text.charAt(at - 1)) || !HAN.test(text.charAt(at)) || (starts[at] as number) - (starts[at - 1] as number) > 1;
  const [right, wrong] = [slip === 'doubled' ? '' : saying.slice(place, place + width), text.slice(from, to)];
  if (slip === 'swapped' || (slip !== 'replaced' && saying.length <= SHORT) || before.endsWith(')')) return false;
  if (slip === 'left-out' && from === start) return /^(?:[不没勿莫]|没有|请勿)$/.test(right);
  if (!(start < from && to < end) && (slip === 'left-out' || !isApart(from === start ? start : end))) return false;
  const { contraries, likely } = listedIn(shippedLexicon());
  const denies = right.length < 2 && /^[^的)]?$/.test(wrong) && DENIED.test(right) !== DENIED.test(wrong) && !/[不勿].$/.test(before);
  if (contraries.has(`${right} ${wrong}`) || (denies && (saying.length >= SHORT || isApart(end)))) return true;
  const isShown = isApart(start) && isApart(end) && SHOWN.test(before.slice(0, Math.max(0, before.search(MARK))));
  const isCharacter = HAN.test(right) && HAN.test(wrong);
  if (isCharacter && ((isShown && !likely.includes(wrong)) || isListed(wrong, right, shippedLexicon().confusables))) return true;
  return (isShown || from > start) && (BAD.test(wrong) || ((isShown || width < 2) && WORSE.test(wrong))) && !BAD.test(right);
}

/** Sayings of which one word is another. Nobody wrote such a form down. */
export function sayingReports(blocks: readonly TextBlock[]): Report[] {
  const like = MOTTOES.find(({ id }) => id === '漏不') as PatternRow;
  const { forms, index } = listedIn(shippedLexicon());
  const reports = wrongIn(blocks, (text) => {
    const plain = plainOf(text.replace(/[、,:]/g, ' '));
    const found = likenessesIn(plain, index).map((one) => ({ ...one, form: forms[one.word] as Form }));
    const whole = found.filter(({ slip, form }) => slip === null && !form.turned);
    const isWhole = (from: number, to: number) => whole.some(({ start, end }) => start <= from && Math.max(to, from + 1) <= end);
    const others = found.filter(({ from, to }) => !isWhole(from, to));
    const wrong = others.filter((one) =>
      one.form.turned ? !one.slip : isOther(one, one.form.plain, plain, text.slice(0, plain.starts[one.start]).slice(-40)),
    );
    return longestOf(wrong).flatMap(({ start: first, end: last, form: { right } }) => {
      const [start, end] = [plain.starts[first] as number, (plain.starts[last - 1] as number) + 1];
      const written = text.slice(start, end);
      if (shippedLexicon().seen.has(written) || isRight(like, text, start, end) || (!right.includes('、') && /[、,:]/.test(written)))
        return [];
      return [nearly(start, end, `这里像是“${right}”，有的字词和原来的不一样。`, `“${right}”`)];
    });
  });
  return toldOnce(reports);
}

/** Slogans, mottoes and sayings in the blocks, each place told once, by the gravest; looked for once, however many rules ask. */
export const sloganReports = onceFor((blocks: readonly TextBlock[]): readonly Report[] =>
  toldOnce(
    [...patternReports(blocks, SLOGANS), ...patternReports(blocks, MOTTOES), ...sayingReports(blocks)].sort(
      (one, other) => Number(one.severity !== undefined) - Number(other.severity !== undefined),
    ),
  ),
);
