/*
 * How findings are put in order for people, wherever they are shown. It knows words alone and reads no text, so that what runs beside
 * secrets may use it.
 */

/** What a finding is about, in the order that people are told: a slip in the first costs a bureau most. */
export const GROUPS = ['政治表述', '单位名称', '法律名称', '个人信息', '文字', '其他'] as const;
export type Group = (typeof GROUPS)[number];

type Severity = 'error' | 'warning' | 'info';

const KINDS: Record<Severity, string> = { error: '须改', warning: '提醒', info: '供参考' };

/** As much of a finding as its order depends on. */
interface Sortable {
  severity: Severity;
  group: Group;
  waived?: boolean;
}

/** What people call a finding's kind: 须改, 提醒, 供参考, 已豁免. */
export function kindOf({ severity, waived }: Omit<Sortable, 'group'>): string {
  return waived ? '已豁免' : KINDS[severity];
}

/**
 * Findings in the order that they are to be dealt with: errors, warnings, prompts, what is waived; each kind by what it is about, then in
 * the order of the text.
 */
export function gravestFirst<One extends Sortable>(findings: readonly One[]): One[] {
  const kinds = ['须改', '提醒', '供参考', '已豁免'];
  const order = (finding: One): number => kinds.indexOf(kindOf(finding)) * GROUPS.length + GROUPS.indexOf(finding.group);
  return findings.toSorted((a, b) => order(a) - order(b));
}

/** What stands together: 须改 · 个人信息 as its heading, `null` where no heading is needed. */
export interface Section<One> {
  heading: string | null;
  findings: One[];
}

/**
 * Findings as people are shown them: what keeps a text back by groups, gravest first, with headings where it is about more than one thing;
 * prompts, which are folded away; what is waived.
 */
export function sectionsOf<One extends Sortable>(findings: readonly One[]): { open: Section<One>[]; prompts: One[]; waived: One[] } {
  const sorted = gravestFirst(findings);
  const holding = sorted.filter(({ severity, waived }) => !waived && severity !== 'info');
  const headed = new Set(holding.map(({ group }) => group)).size > 1;
  const open: Section<One>[] = [];
  for (const [index, finding] of holding.entries()) {
    const before = holding[index - 1];
    const goesOn = before !== undefined && (!headed || (before.group === finding.group && before.severity === finding.severity));
    if (goesOn) open.at(-1)?.findings.push(finding);
    else open.push({ heading: headed ? `${kindOf(finding)} · ${finding.group}` : null, findings: [finding] });
  }
  return {
    open,
    prompts: sorted.filter(({ severity, waived }) => !waived && severity === 'info'),
    waived: sorted.filter(({ waived }) => waived),
  };
}
