import { ENDINGS, type EndKind } from '../alerts/catalogue/endings.ts';
import type { Ending } from '../alerts/endings.ts';
import { type Place, Problem } from '../problem.ts';

/** 须办, 提醒, 正常. */
export type Severity = 'error' | 'warning' | 'info';

/** One thing that a check found; the message is 问题—应为—怎么改 in one sentence. */
export interface Finding {
  code: string;
  severity: Severity;
  message: string;
  place: Place | null;
  /** What it says will end: the nightly watch tells it too. */
  ending?: Ending;
}

/** What is known of a thing; why it isn't known; or what is wrong with it as it is. */
export type Fact<Value> = { value: Value } | { unknown: string } | { problem: Pick<Problem, 'code' | 'message' | 'place'> };

/** One row of the table of checks: what it looks at, and what it says of it. */
export interface Check<Facts> {
  name: string;
  /** What is checked, as people say it. */
  title: string;
  look: (facts: Facts) => Finding[] | { unknown: string };
}

export interface DoctorReport {
  version: 1;
  findings: Finding[];
  /** What was looked at, and how many findings it gave (none: as it should be). */
  checked: { check: string; title: string; findings: number }[];
  /** What couldn't be looked at, and why: never the same as fine. */
  skipped: { check: string; title: string; reason: string }[];
}

/** A finding that has to be dealt with. */
export const mustDo = (code: string, message: string, place: Place | null = null): Finding => ({ code, severity: 'error', message, place });
/** A finding to keep in mind. */
export const remind = (code: string, message: string, place: Place | null = null): Finding => ({
  code,
  severity: 'warning',
  message,
  place,
});
/** A finding of something that ends soon. */
export const ends = (code: string, message: string, place: Place | null, ending: Ending): Finding => ({
  ...remind(code, message, place),
  ending,
});
/** Something that is as it should be, and worth saying. */
export const fine = (code: string, message: string, place: Place | null = null): Finding => ({ code, severity: 'info', message, place });

/** A check of one fact: what isn't known is skipped with its reason, what is wrong as it is has to be dealt with. */
export function checkOf<Facts, Value>(
  name: string,
  title: string,
  fact: (facts: Facts) => Fact<Value>,
  judge: (value: Value, facts: Facts) => Finding[],
): Check<Facts> {
  return {
    name,
    title,
    look: (facts) => {
      const found = fact(facts);
      if ('unknown' in found) return found;
      if ('problem' in found) return [mustDo(found.problem.code, found.problem.message, found.problem.place)];
      return judge(found.value, facts);
    },
  };
}

/** Makes every check of a table. */
export function examine<Facts>(facts: Facts, checks: readonly Check<Facts>[]): DoctorReport {
  const report: DoctorReport = { version: 1, findings: [], checked: [], skipped: [] };
  for (const { name, title, look } of checks) {
    const found = look(facts);
    if ('unknown' in found) report.skipped.push({ check: name, title, reason: found.unknown });
    else {
      report.checked.push({ check: name, title, findings: found.length });
      report.findings.push(...found);
    }
  }
  return report;
}

/** What a report found to end, with its words. */
export function endingsIn({ findings }: DoctorReport): { ending: Ending; message: string }[] {
  return findings.flatMap(({ ending, message }) => (ending === undefined ? [] : [{ ending, message }]));
}

/** Which check sees the end of a thing that another than the settings' own checks has to ask for. */
const SEEN_BY: Partial<Record<EndKind, string>> = {
  'github-token': 'token-end',
  'intake-token': 'intake-token-end',
  'weibo-token': 'weibo',
};

/** Whether a report can say that something of that alert's kind doesn't end soon; `null` for an alert of another matter. */
export function seesEnd({ skipped }: DoctorReport, code: string): boolean | null {
  const kind = code.replace(/-\d+$/, '');
  if (!Object.hasOwn(ENDINGS, `${kind}-`)) return null;
  return kind !== 'ledger-token' && !skipped.some(({ check }) => check === SEEN_BY[kind as EndKind]);
}

const HEADINGS: [Severity, string][] = [
  ['error', '须办'],
  ['warning', '提醒'],
  ['info', '正常'],
];

/** What was looked at and needs no line of its own. */
function quietlyFine({ checked }: DoctorReport): string[] {
  const titles = checked.filter(({ findings }) => findings === 0).map(({ title }) => title);
  return titles.length === 0 ? [] : [`  - 查过没有问题：${titles.join('；')}。`];
}

/** One line a reason, with everything that wasn't checked for it. */
function uncheckedLines({ skipped }: DoctorReport): string[] {
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const titles = skipped.filter((each) => each.reason === reason).map(({ title }) => title);
    return `  - 没有查：${titles.join('；')}，因为${reason}。`;
  });
}

/** The report for people: what has to be done first, what couldn't be checked last, and never taken for fine. */
export function reportText(report: DoctorReport): string {
  const { findings, checked, skipped } = report;
  const counts = HEADINGS.map(([severity]) => findings.filter((finding) => finding.severity === severity).length);
  const sections = HEADINGS.flatMap(([severity, heading], index) => {
    const found = findings.filter((finding) => finding.severity === severity);
    const lines = found.map(({ message, code, place }) => `  - ${message}（${code}${place === null ? '' : `，${place}`}）`);
    const all = severity === 'info' ? [...lines, ...quietlyFine(report)] : lines;
    return all.length === 0 ? [] : [severity === 'info' ? heading : `${heading}　${counts[index]} 项`, ...all, ''];
  });
  return [
    ...sections,
    ...(skipped.length === 0 ? [] : [`没有查　${skipped.length} 项`, ...uncheckedLines(report), '']),
    `合计　查了 ${checked.length} 项：须办 ${counts[0]}　提醒 ${counts[1]}；没有查 ${skipped.length} 项`,
  ].join('\n');
}

/** Looks something up; a `Problem` on the way becomes what is wrong with it. Any other error is a fault of the program. */
export async function factOf<Value>(look: () => Promise<Value | { unknown: string }>): Promise<Fact<Value>> {
  try {
    const found = await look();
    return isUnknown(found) ? found : { value: found };
  } catch (error) {
    if (error instanceof Problem) return { problem: error };
    throw error;
  }
}

function isUnknown(found: unknown): found is { unknown: string } {
  return found !== null && typeof found === 'object' && Object.keys(found).length === 1 && 'unknown' in found;
}
