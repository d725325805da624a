import type { DoctorReport, Severity } from './report.ts';

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
