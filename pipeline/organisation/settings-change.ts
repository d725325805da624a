/** One thing that a change of 名单与规则 changes, as people read it. */
export interface SettingsChange {
  /** A person, a unit or a switch. */
  what: string;
  before: string;
  after: string;
  /** It gives somebody more power or lets more through: reviewers look at it first. */
  grave: boolean;
}

/** What a pull request changes in 名单与规则, or why that can't be said. */
export type SettingsShown = { changes: readonly SettingsChange[] } | { problem: string };

/** Stands for what isn't there before, or any more. */
export const NOTHING = '（没有）';

/** A longer list is told by what is new and what is gone. */
const MOST_LISTED = 6;

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
