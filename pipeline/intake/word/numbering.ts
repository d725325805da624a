import { numeral } from './numerals.ts';
import type { NumberPlace } from './styles.ts';
import { below, type Element, elementsOf, settingOf, switchOf } from './xml.ts';

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
