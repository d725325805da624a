import type { NumberPlace } from './styles.ts';
import { below, type Element, elementsOf, settingOf, switchOf } from './xml.ts';

const HAN_DIGITS = '零一二三四五六七八九';
const LEGAL_DIGITS = '零壹贰叁肆伍陆柒捌玖';

/** A number below 10,000 in Han characters, as it is read: 十一, 一百零二. */
function han(value: number, digits = HAN_DIGITS, places = ['', '十', '百', '千']): string {
  const signs = [...String(value)].map(Number);
  const written = signs.map((digit, index) => (digit === 0 ? '零' : digits.charAt(digit) + places[signs.length - 1 - index])).join('');
  const plain = written.replace(/零{2,3}/g, '零').replace(/(?<=.)零$/, '');
  return digits === HAN_DIGITS && plain.startsWith('一十') ? plain.slice(1) : plain;
}

const hanDigits = (value: number): string => String(value).replace(/\d/g, (digit) => '〇一二三四五六七八九'.charAt(Number(digit)));

function letters(value: number): string {
  return String.fromCharCode(97 + ((value - 1) % 26)).repeat(Math.min(20, Math.ceil(value / 26)));
}

const ROMAN = 'm1000 cm900 d500 cd400 c100 xc90 l50 xl40 x10 ix9 v5 iv4 i1'.split(' ');

function roman(value: number): string {
  let [left, written] = [value, ''];
  for (const step of ROMAN) {
    const worth = Number(step.replace(/[a-z]+/, ''));
    const sign = step.replace(/\d+/, '');
    written += sign.repeat(Math.floor(left / worth));
    left %= worth;
  }
  return written;
}

type Format = (value: number) => string | null;

/** A sign of a row of signs; `null` beyond its end. */
const ofRow =
  (row: string): Format =>
  (value) =>
    [...row][value - 1] ?? null;

/** Formats that only their countries' names tell apart. */
const alike = (names: string, format: Format): Record<string, Format> => Object.fromEntries(names.split(' ').map((name) => [name, format]));

/** How Word writes the number of a level, by the names of ISO/IEC 29500-1 17.18.59; what a row has no sign for is written in digits. */
const FORMATS: Record<string, Format> = {
  none: () => '',
  decimalZero: (value) => String(value).padStart(2, '0'),
  decimalFullWidth: (value) => String(value).replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
  upperRoman: (value) => roman(value).toUpperCase(),
  lowerRoman: roman,
  upperLetter: (value) => letters(value).toUpperCase(),
  lowerLetter: letters,
  ...alike('chineseCounting chineseCountingThousand japaneseCounting taiwaneseCounting taiwaneseCountingThousand', (value) => han(value)),
  chineseLegalSimplified: (value) => han(value, LEGAL_DIGITS, ['', '拾', '佰', '仟']),
  ideographLegalTraditional: (value) => han(value, '零壹貳參肆伍陸柒捌玖', ['', '拾', '佰', '仟']),
  ...alike('ideographDigital japaneseDigitalTenThousand taiwaneseDigital', hanDigits),
  ideographTraditional: ofRow('甲乙丙丁戊己庚辛壬癸'),
  ideographZodiac: ofRow('子丑寅卯辰巳午未申酉戌亥'),
  ...alike(
    'decimalEnclosedCircle decimalEnclosedCircleChinese',
    ofRow('①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿'),
  ),
  decimalEnclosedParen: ofRow('⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇'),
  decimalEnclosedFullstop: ofRow('⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛'),
  ideographEnclosedCircle: ofRow('㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉'),
};

/** The number of a level as Word shows it. */
export function numeral(value: number, format: string): string {
  if (value < 1 || value > 9999) return format === 'none' ? '' : String(value);
  return FORMATS[format]?.(value) ?? String(value);
}

interface Level {
  format: string;
  start: number;
  /** `%1.%2` */
  text: string;
  /** What follows the label. */
  after: string;
  /** Numbers of other levels in this label are written in digits. */
  legal: boolean;
  /** The level (from 1) at which it begins anew; 0 = never. */
  restart: number | null;
}

/** What stands before a paragraph: a label as Word writes it, or a bullet of a level. */
export type Label = { text: string } | { bullet: number };

/** Labels in the order of the paragraphs: each call counts on. */
export type Numbering = (place: NumberPlace) => Label | null;

const MAX_LEVELS = 9;

function levelOf(element: Element): Level {
  const whole = (name: string): number | null => {
    const value = Number.parseInt(settingOf(element, name) ?? '', 10);
    return Number.isNaN(value) ? null : value;
  };
  const text = settingOf(element, 'w:lvlText') ?? '';
  const suffix = settingOf(element, 'w:suff') ?? 'tab';
  // Behind Chinese marks Word's tab is a gap of nothing in running text: 一、, （一）.
  const closed = /[、，．：）】〕》\s]$/u.test(text);
  return {
    // Word writes formats of its own beside the ones of the standard: `<mc:Choice><w:numFmt w:val="custom">`.
    format: settingOf(element, 'w:numFmt') ?? settingOf(below(element, 'mc:AlternateContent', 'mc:Fallback'), 'w:numFmt') ?? 'decimal',
    start: whole('w:start') ?? 0,
    text,
    after: suffix === 'nothing' || closed ? '' : ' ',
    legal: switchOf(element, 'w:isLgl') ?? false,
    restart: whole('w:lvlRestart'),
  };
}

function levelsIn(element: Element | undefined): Map<number, Level> {
  const levels = elementsOf(element).filter(({ name }) => name === 'w:lvl');
  return new Map(levels.map((level) => [Number(level.attributes['w:ilvl'] ?? 0), levelOf(level)]));
}

interface List {
  /** Lists of one kind count together. */
  kind: string;
  levels: Map<number, Level>;
  starts: Map<number, number>;
}

/** A list with its kind's levels, and what it sets differently. */
function listOf(num: Element, kinds: ReadonlyMap<string, Element>, byStyle: ReadonlyMap<string, Element>): List {
  const kind = settingOf(num, 'w:abstractNumId') ?? '';
  const own = kinds.get(kind);
  const linked = settingOf(own, 'w:numStyleLink');
  const levels = levelsIn((linked === undefined ? undefined : byStyle.get(linked)) ?? own);
  const starts = new Map<number, number>();
  for (const override of elementsOf(num).filter(({ name }) => name === 'w:lvlOverride')) {
    const level = Number(override.attributes['w:ilvl'] ?? 0);
    for (const [, changed] of levelsIn(override)) levels.set(level, changed);
    const start = Number.parseInt(settingOf(override, 'w:startOverride') ?? '', 10);
    if (!Number.isNaN(start)) starts.set(level, start);
  }
  return { kind, levels, starts };
}

/** Reads the numbering of a file. Labels become text as Word writes it: Markdown knows no 一、 and would count restarted lists on. */
export function numberingOf(tree: Element | undefined): Numbering {
  const all = elementsOf(tree);
  const kinds = new Map(all.filter(({ name }) => name === 'w:abstractNum').map((kind) => [kind.attributes['w:abstractNumId'] ?? '', kind]));
  const byStyle = new Map(
    [...kinds.values()].flatMap((kind) => {
      const style = settingOf(kind, 'w:styleLink');
      return style === undefined ? [] : [[style, kind] as const];
    }),
  );
  const nums = new Map(all.filter(({ name }) => name === 'w:num').map((num) => [num.attributes['w:numId'] ?? '', num]));
  const lists = new Map<string, List | null>();
  const counters = new Map<string, (number | undefined)[]>();
  const begun = new Set<string>();

  return ({ list: id, level: at }) => {
    const num = nums.get(id);
    if (!lists.has(id)) lists.set(id, num === undefined ? null : listOf(num, kinds, byStyle));
    const list = lists.get(id);
    const level = list?.levels.get(at);
    if (!list || level === undefined || at < 0 || at >= MAX_LEVELS) return null;
    const counts = counters.get(list.kind) ?? [];
    counters.set(list.kind, counts);
    const start = list.starts.get(at);
    const restarts = start !== undefined && !begun.has(`${id} ${at}`);
    begun.add(`${id} ${at}`);
    counts[at] = restarts || counts[at] === undefined ? (start ?? level.start) : (counts[at] as number) + 1;
    for (let deeper = at + 1; deeper < MAX_LEVELS; deeper += 1) {
      const restart = list.levels.get(deeper)?.restart ?? null;
      if (restart === null || (restart > 0 && at < restart)) counts[deeper] = undefined;
    }
    if (level.format === 'bullet') return { bullet: at };
    const text = level.text.replace(/%([1-9])/g, (_, digit: string) => {
      const other = Number(digit) - 1;
      const format = list.levels.get(other)?.format ?? 'decimal';
      return numeral(counts[other] ?? list.levels.get(other)?.start ?? 1, level.legal ? 'decimal' : format);
    });
    return text.trim() === '' ? null : { text: text + level.after };
  };
}
