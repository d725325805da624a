import type { Group } from '../../finding-order.ts';
import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import { isApart, placeAt } from '../find.ts';
import { blockAt, joinedOf } from '../joined-blocks.ts';
import type { CheckContext, Report, Severity, Subject } from '../rule.ts';
import { lexiconOf, shippedLexicon } from './lexicon.ts';
import { type NearMiss, nearMissesIn } from './near-misses.ts';
import { HALVED } from './other-words.ts';
import { AND, LOOSE, PUNS } from './small-words.ts';
import { type FromLength, isInside, isOrgan, LONG, type Phrase, type PhraseGroup, STATE } from './suspect.ts';

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

/** From so many characters on a name or the Party's wording is no other words by chance. */
const SURE_FROM: FromLength = { 国家: 5, 领导: 5, 机构: 6, 提法: 5, 法律: 6 };
/** From so many on everyday wording is, where nothing else is said like it, as of a bureau's own phrases. */
const SURE_WORDING = 6;
const NEVER = Number.POSITIVE_INFINITY;
/** A body of a place's: another place has one, too. */
const OF_PLACE = /^.{1,3}[市县区州]/;
/** So short a phrase meets another word by chance: 检察院|院史, 路灯亮|不亮. */
const SHORT = 4;
/** So long a name ends as it does. */
const WHOLE_NAME = 10;
/** Without it a phrase says the contrary. */
const DENIAL = /^[不非反未无]$/;
/** Ordinary wording, into which honest texts put a word or turn it round. */
const WORDING: FromLength = { 提法: NEVER, 城管: NEVER, 成语: NEVER };
const ALL_BUT_STATE_AND_LAWS: FromLength = { ...WORDING, 领导: NEVER, 机构: NEVER, 地名: NEVER, 姓名: NEVER };
const ALL: FromLength = { ...ALL_BUT_STATE_AND_LAWS, 国家: NEVER, 法律: NEVER };

/** A near miss, with what the table asks besides. */
interface Placed extends NearMiss {
  inside: boolean;
  isFirst: boolean;
}

/**
 * Where honest prose has such forms so often that an editor isn't called: of phrases below so many characters of a group. What stands here
 * was counted in honest prose, and beside it in what strangers wrote wrongly.
 */
const OFTEN_HONEST: Readonly<Record<NearMiss['slip'], readonly (readonly [below: FromLength, where: (miss: Placed) => boolean])[]>> = {
  // The lengths are the phrases', with what is left out.
  'left-out': [
    [ALL, ({ phrase: { core }, length }) => core && length <= SHORT],
    [{ ...WORDING, 国家: 7, 领导: 7, 机构: 7, 提法: 5 }, ({ phrase: { core, sure } }) => !core && !sure],
    [{ 地名: 5 }, ({ phrase: { text } }) => !/[省市州盟]$/.test(text)],
    [{ 国家: 5, 领导: 5, 机构: 5, 提法: 5, 城管: 5 }, ({ phrase: { sure } }) => sure === true],
    [ALL, ({ phrase: { core }, runOn, length }) => !core && runOn && length < WHOLE_NAME],
  ],
  doubled: [
    [WORDING, ({ right, wrong, inside, runOn }) => right !== wrong || (!inside && runOn)],
    [ALL, ({ inside, length }) => !inside && length <= SHORT],
  ],
  swapped: [
    [
      ALL_BUT_STATE_AND_LAWS,
      ({ right, quoted, inside, phrase }) => right.length > 2 && !quoted && !(phrase.sure && inside && isOrgan(phrase)),
    ],
    [{ 成语: NEVER }, () => true],
    // 的 belongs to the word before, and so does what and joins: 城市美和|乡村美.
    [WORDING, ({ isFirst, form }) => isFirst && [...form.slice(0, 2)].some((one) => LOOSE.includes(one))],
    [{ 城管: NEVER }, ({ isFirst, phrase: { sure } }) => isFirst && !sure],
    // 公检|法司机关.
    [{ 领导: 4, 机构: 5, 提法: 4, 城管: 4 }, ({ inside }) => !inside],
    [{ 提法: NEVER }, ({ ordinary, quoted }) => ordinary && !quoted],
  ],
  replaced: [
    [{ 城管: SHORT }, () => true],
    [{ 成语: NEVER }, ({ quoted }) => quoted],
    [{ 国家: 4, 机构: 4, 提法: 6, 城管: 6, 成语: 6 }, ({ runOn }) => runOn],
    [{ ...ALL, 国家: 6, 机构: 6, 提法: 0 }, ({ like, phrase: { alike } }) => like === 'shape' && alike === true],
    [{ 提法: 10, 机构: 10 }, ({ like, ordinary, wrong }) => like === null && ordinary && !AND.includes(wrong)],
    [{ ...WORDING, 领导: NEVER, 地名: NEVER, 姓名: NEVER }, ({ right }) => right.length > 1],
    [WORDING, ({ isFirst, like }) => isFirst && like === 'shape'],
    [{ 机构: NEVER }, ({ isFirst, phrase: { sure, text } }) => isFirst && !sure && OF_PLACE.test(text)],
    [{ 机构: 6 }, ({ isFirst, length }) => isFirst && length > 3],
    [{ 国家: 4, 领导: 5 }, ({ isFirst, phrase: { sure } }) => isFirst && !sure],
    [{ 机构: WHOLE_NAME }, ({ ordinary, inside, length }) => ordinary && !inside && length > 3],
    [{ 国家: 4, 提法: 5, 城管: 5 }, ({ ordinary, quoted }) => ordinary && !quoted],
    [{ 成语: NEVER }, ({ ordinary, quoted, like }) => ordinary && !quoted && like !== 'sound'],
    [{ 国家: 4, 机构: 6 }, ({ like, inside, isFirst, phrase }) => like === 'shape' && !inside && !isFirst && !HALVED.test(phrase.text)],
  ],
};

/** Marks that keep words apart; phrases hold some, and quotation marks often stand in them. */
export const MARKS = /(?![“”‘’「」『』、\s])[\p{P}\p{S}]/u;
/** What is longer than a post and a name is wording. */
const LONGEST_NAME = 12;
/** Whom all know by name and post; what stands behind is wording. */
const NAMED = '习近平总书记';

/** Whether honest prose has such forms so often that an editor isn't called for one. */
function isOftenHonest(miss: NearMiss): boolean {
  const { slip, form, right, ordinary, like, phrase, length, quoted } = miss;
  const [inside, isFirst] = [isInside(miss), !phrase.text.startsWith(form.charAt(0))];
  if (phrase.group === '领导' && form.startsWith(NAMED) && (slip !== 'replaced' || ordinary || (!inside && like === null))) return true;
  if (slip === 'left-out' ? DENIAL.test(right) : phrase.core) return false;
  if (slip === 'replaced' && quoted && length > 3 && !/城管|成语/.test(phrase.group)) return false;
  return OFTEN_HONEST[slip].some(([below, where]) => length < (below[phrase.group] ?? 0) && where({ ...miss, inside, isFirst }));
}

/**
 * How sure a slip is: what is left out is often a shorter way to say it, what stands at an edge may belong to what is beside it, and an
 * ordinary word may be meant.
 */
export function severityOf(miss: NearMiss, underState: boolean): Severity {
  const { slip, form, place, right, wrong, ordinary, like } = miss;
  const { core, sure, alike, group, text } = miss.phrase;
  const inside = isInside(miss);
  if (isOftenHonest(miss)) return 'info';
  const isState = text.startsWith(STATE);
  if (slip === 'left-out') return isState && core && right.length === 1 ? 'error' : 'warning';
  if (slip === 'doubled' && (alike || !inside || right !== wrong)) return 'warning';
  if (slip === 'swapped' && (right.length > 2 || form.length <= SHORT || !text.startsWith(form.charAt(0)))) return 'warning';
  if ((underState && (slip !== 'replaced' || like !== null)) || (isState && core && inside)) return 'error';
  const isLong = form.length >= LONG;
  const isOpen = !inside && (group !== '法律' || !miss.quoted) && !(core && isLong && like === 'sound');
  const isWording = !core && (group === '领导' ? form.length > LONGEST_NAME : group === '机构' && !sure && (place === 1 || !inside));
  // An ordinary word isn't meant of a leader, in a long core phrase, and in long wording that nothing else is said like.
  const isFixed = core
    ? isLong || group === '领导' || slip === 'doubled'
    : isLong && sure && (slip === 'doubled' || (group === '提法' && like === 'sound'));
  // Others coin wording like it: 严管加厚爱, 全民悦读.
  const isOther = slip === 'replaced' && (like === 'shape' ? AND.includes(right) : PUNS.includes(wrong));
  const isCoined = group === '提法' && !core && !sure && (alike || isOther);
  if ((ordinary && !isFixed) || isWording || isCoined || (slip === 'replaced' && (isOpen || like === null))) return 'warning';
  return core || form.length >= (SURE_FROM[group] ?? (sure ? SURE_WORDING : NEVER)) ? 'error' : 'warning';
}

const SAID: Readonly<Record<NearMiss['slip'], (miss: NearMiss) => string>> = {
  replaced: ({ wrong, right }) => `“${wrong}”应为“${right}”`,
  'left-out': ({ right }) => `少了“${right}”`,
  doubled: ({ wrong }) => `多了“${wrong}”`,
  swapped: ({ wrong, right }) => `“${wrong}”应为“${right}”，${right.length > 2 ? '次序' : '两个字'}写颠倒了`,
};

/** Marks and spaces in which phrases are compared all the same. */
const BETWEEN = /[“”‘’「」『』\s]/;

/** What belongs there with the marks that stand in it: 增强“四个意识; `null` where they can't be kept. */
function asWritten(right: string, flagged: string): string | null {
  const characters = [...right.replace(/[“”‘’]/g, '')];
  const written = Array.from(flagged, (one) => (BETWEEN.test(one) ? one : characters.shift())).join('');
  return characters.length === 0 && [...flagged].length === [...written].length ? written : null;
}

/** A near miss as it is told; `null` where marks stand in it that keep words apart. */
function reportOf(miss: NearMiss, block: TextBlock, start: number): Report | null {
  const end = start + miss.end - miss.start;
  const flagged = block.text.slice(start, end);
  if (MARKS.test(flagged)) return null;
  const { text, group } = miss.phrase;
  const written = flagged.length > miss.form.length ? asWritten(text, flagged) : null;
  const right = written ?? text;
  const underState = group === '法律' && block.text.endsWith('中华人民共和国', start);
  const severity = severityOf(miss, underState);
  // Titles of laws are so alike that a word in one may belong to another.
  const isSure = severity === 'error' && (group !== '法律' || miss.slip !== 'replaced' || (miss.like !== null && miss.right.length === 1));
  const canMend = isSure && block.paragraph > 0 && (written !== null || flagged.length === miss.form.length);
  return {
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
    ...(canMend ? { replacement: written ?? text.replace(/[“”‘’]/g, '') } : {}),
  };
}

/** Who writes the same wording so often is likely to have coined it. */
const COINED = 3;

/** How grave it is then: a slip it is only where it sounds alike, outside quotation marks, or where nothing else is said so. */
function whereCoined(severity: Severity, { phrase: { core, sure }, quoted, like }: NearMiss): Severity {
  if (severity === 'error') return core || sure ? 'error' : 'warning';
  return quoted || like !== 'sound' ? 'info' : severity;
}

const reportsIn = onceFor(({ blocks, frontMatter }: Subject, context: CheckContext): { group: PhraseGroup; report: Report | null }[] => {
  const { raw, rawStarts } = joinedOf(blocks);
  const misses = nearMissesIn(raw, lexiconOf(context), frontMatter?.event_date);
  const times = new Map<string, number>();
  for (const { form } of misses) times.set(form, (times.get(form) ?? 0) + 1);
  return misses.map((miss) => {
    const at = blockAt(rawStarts, miss.start);
    const report = reportOf(miss, blocks[at] as TextBlock, miss.start - (rawStarts[at] as number));
    const { group } = miss.phrase;
    const isCoined = group in WORDING && (times.get(miss.form) as number) >= COINED;
    return { group, report: report && isCoined ? { ...report, severity: whereCoined(report.severity ?? 'error', miss) } : report };
  });
});

/**
 * Where an item's text is nearly a phrase of the lexicon, as reports; looked for once, however many rules ask.
 * @param isMeant the groups of phrases that a rule speaks of
 */
export function nearMissReports(subject: Subject, context: CheckContext, isMeant: (group: PhraseGroup) => boolean): Report[] {
  return reportsIn(subject, context).flatMap(({ group, report }) => (report && isMeant(group) ? [report] : []));
}

/** Reports but for warnings where a near miss that an editor is called for shows what belongs there: a place is told once. */
export function withoutNearMisses(reports: readonly Report[], subject: Subject, context: CheckContext): Report[] {
  const told = reports.length === 0 ? [] : nearMissReports(subject, context, () => true).filter(({ severity }) => severity !== 'info');
  return reports.filter(({ severity, span }) => severity === undefined || told.every((one) => isApart(one.span, span)));
}
