import type { Place, Problem } from '../problem.ts';

/** 须办, 提醒, 正常. */
export type Severity = 'error' | 'warning' | 'info';

/** One thing that a check found; the message is 问题—应为—怎么改 in one sentence. */
export interface Finding {
  code: string;
  severity: Severity;
  message: string;
  place: Place | null;
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
