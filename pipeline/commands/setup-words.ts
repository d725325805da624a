import type { PlanEntry, RepositoryPlan } from '../organisation/repository-plan.ts';

/** What became of a change that was tried. */
export interface Outcome {
  entry: PlanEntry;
  /** Why it isn't done; `null`: it is. */
  failure: string | null;
}

const GROUPS: [PlanEntry['action'], string][] = [
  ['create', '要建'],
  ['update', '要改'],
  ['remove', '要删'],
  ['person-must-do', '须由人办'],
];

const change = ({ before, after }: Pick<PlanEntry, 'before' | 'after'>): string => `${before ?? '没有'} → ${after ?? '没有'}`;

function line({ what, action, before, after, parts }: PlanEntry): string {
  if (parts) return [`${what}：`, ...parts.map((part) => `    ${part.what}：${change(part)}`)].join('\n');
  if (action === 'update') return `${what}：${change({ before, after })}`;
  if (action === 'remove') return `${what}（${before}）`;
  if (action === 'person-must-do') return `${what}：${before ?? '没有'}。${after}`;
  return `${what}：${after}`;
}

/** Entries one a line; what several have in common, the reason and the page, stands once below them. */
function listed(entries: readonly PlanEntry[]): string[] {
  return entries.flatMap((entry, index) => {
    const next = entries[index + 1];
    const last = next?.why !== entry.why || next.page !== entry.page;
    return [`  ${line(entry)}`, ...(last ? [`      依据：${entry.why}`, `      页面：${entry.page}`] : [])];
  });
}

function groups(entries: readonly PlanEntry[]): string[] {
  return GROUPS.flatMap(([action, title]) => {
    const own = entries.filter((entry) => entry.action === action);
    return own.length === 0 ? [] : ['', `${title}（${own.length}）`, ...listed(own)];
  });
}

function tried(outcomes: readonly Outcome[]): string[] {
  const done = outcomes.filter(({ failure }) => failure === null);
  const failed = outcomes.filter(({ failure }) => failure !== null);
  return [
    ...(done.length > 0
      ? [
          '',
          `做好了（${done.length}）`,
          ...done.map(({ entry }) => `  ✓ ${entry.action === 'remove' ? `${entry.what}：已移除` : line(entry)}`),
        ]
      : []),
    ...(failed.length > 0 ? ['', `没有做成（${failed.length}）`] : []),
    ...failed.flatMap(({ entry, failure }) => [`  ✗ ${entry.what}：${failure}`, `      也可以自己在这里办：${entry.page}`]),
  ];
}

function advice(remaining: readonly PlanEntry[], applied: boolean): string[] {
  const machine = remaining.some(({ action }) => action !== 'person-must-do');
  const person = remaining.some(({ action }) => action === 'person-must-do');
  return [
    ...(machine ? [applied ? '请按上面的提示处理，再运行一次 sanshen setup --apply。' : '核对无误后，运行 sanshen setup --apply。'] : []),
    ...(person ? ['须由人办的，办好后再运行一次 sanshen setup 核对。'] : []),
  ];
}

/**
 * The plan in words.
 * @param outcomes what `--apply` tried; `null` without it
 */
export function planText(plan: RepositoryPlan, outcomes: readonly Outcome[] | null): string[] {
  const failed = new Set((outcomes ?? []).filter(({ failure }) => failure !== null).map(({ entry }) => entry.id));
  const shown = plan.entries.filter(({ id }) => !failed.has(id));
  const hints = plan.hints.length > 0 ? ['', '另请留意', ...plan.hints.map((hint) => `  ${hint}`)] : [];
  const nothing =
    plan.entries.length === 0 ? ['平台上的设置与名单、规则一致，没有要改的。'] : ['', ...advice(plan.entries, outcomes !== null)];
  return [...tried(outcomes ?? []), ...groups(shown), ...hints, ...nothing];
}
