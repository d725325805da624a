import { canonicalJson } from '../canonical-json.ts';

/** One thing that a change of 名单与规则 changes, as people read it. */
export interface SettingsChange {
  /** A person, a unit or a switch. */
  what: string;
  before: string;
  after: string;
  /** It gives somebody more power or lets more through: reviewers look at it first. */
  grave: boolean;
}

/** What a pull request changes in 名单与规则, or why that can't be said. `behind`: files of it that main has changed meanwhile. */
export type SettingsShown = ({ changes: readonly SettingsChange[] } | { problem: string }) & { behind?: readonly string[] };

/**
 * Why a change that is behind main isn't merged yet. Nobody has seen the files that merging would make, and the lock would stop all
 * sending.
 */
export function behindSentence(files: readonly string[]): string {
  return `主分支上的 ${files.join('、')} 在此期间改过，这样合并出来的内容没有人审过，届时什么也不发；请提交的人先更新分支（Update branch），再请办公室和分管领导重新审核。`;
}

/** Stands for what isn't there before, or any more. */
export const NOTHING = '（没有）';

/** A longer list is told by what is new and what is gone. */
const MOST_LISTED = 6;

/** Entries of two lists that differ, as pairs of what was and what is: first those of the same key, then the rest alone. */
export function pairs<Entry>(
  before: readonly Entry[],
  after: readonly Entry[],
  keyOf: (entry: Entry) => string,
): [Entry | null, Entry | null][] {
  const left = (list: readonly Entry[], others: readonly Entry[]): Entry[] => {
    const taken = others.map(canonicalJson);
    return list.filter((entry) => {
      const at = taken.indexOf(canonicalJson(entry));
      if (at >= 0) taken.splice(at, 1);
      return at < 0;
    });
  };
  const fresh = left(after, before);
  const changed = left(before, after).map((was): [Entry, Entry | null] => {
    const at = fresh.findIndex((entry) => keyOf(entry) === keyOf(was));
    return [was, at < 0 ? null : (fresh.splice(at, 1)[0] as Entry)];
  });
  return [...changed, ...fresh.map((is): [null, Entry] => [null, is])];
}

/** Two lists of words, as `原来` and `改为`. */
export function listWords(before: readonly string[], after: readonly string[]): [string, string] {
  if (Math.max(before.length, after.length) <= MOST_LISTED) return [before.join('、') || NOTHING, after.join('、') || NOTHING];
  const without = (list: readonly string[], others: readonly string[]): string =>
    list.filter((entry) => !others.includes(entry)).join('、');
  const gone = without(before, after);
  const fresh = without(after, before);
  return [`共 ${before.length} 个${gone && `，去掉 ${gone}`}`, `共 ${after.length} 个${fresh && `，加上 ${fresh}`}`];
}

/** `七日时效：节假日：照算 → 顺延`, `新增 赵六：…`, `删去 …`; what needs a second look begins with ▲. */
export function changeLine({ what, before, after, grave }: SettingsChange): string {
  const line =
    before === NOTHING ? `新增 ${what}：${after}` : after === NOTHING ? `删去 ${what}：${before}` : `${what}：${before} → ${after}`;
  return grave ? `▲ ${line}` : line;
}
