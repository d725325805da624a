import type { ItemFolder } from '../item/item.ts';
import type { Policy } from '../organisation/policy.ts';
import { byPlace, type Finding, findingOf, type ItemFindings, shown } from './finding.ts';
import { withoutHiddenTerms } from './hidden-terms.ts';
import { placeIn } from './place.ts';
import type { CheckContext, Report, Rule, Severity, Subject } from './rule.ts';
import { unusedWaiver } from './rules/unused-waiver.ts';
import { RULES } from './rules.ts';
import { subjectOf } from './subject.ts';

const RANK: Record<Severity | 'off', number> = { off: 0, info: 1, warning: 2, error: 3 };

/** How grave a rule is here. The policy may tune it, but never lowers an error that may not be waived. */
export function severityOf(rule: Pick<Rule, 'id' | 'severity' | 'waivable'>, policy: Pick<Policy, 'severities'>): Severity | 'off' {
  const wanted = policy.severities[rule.id];
  if (wanted === undefined) return rule.severity;
  const fixed = rule.severity === 'error' && !rule.waivable;
  return fixed && RANK[wanted] < RANK[rule.severity] ? rule.severity : wanted;
}

/** A report as a finding; a place in the text has a name that a person can look for. */
function located(rule: Rule, severity: Severity, report: Report, { path, blocks, bodyLine, files }: Subject): Finding {
  const { where, span, file = 'index.md' } = report;
  if (span === undefined || file !== 'index.md' || !files.some((one) => one.path === file)) return findingOf(rule, severity, report, path);
  return findingOf(rule, severity, { ...report, where: where ?? placeIn(blocks, bodyLine, span) }, path);
}

type Found = { finding: Finding; report: Report };

const inForce = new WeakMap<Policy, { rule: Rule; severity: Severity }[]>();

/** The rules that a policy leaves on, as grave as they are there. */
function rulesInForce(policy: Policy): { rule: Rule; severity: Severity }[] {
  let known = inForce.get(policy);
  if (known === undefined) {
    known = RULES.flatMap((rule) => {
      const severity = severityOf(rule, policy);
      return severity === 'off' ? [] : [{ rule, severity }];
    });
    inForce.set(policy, known);
  }
  return known;
}

function run(subject: Subject, context: CheckContext): Found[] {
  const found: Found[] = [];
  for (const { rule, severity } of rulesInForce(context.policy)) {
    for (const report of rule.check(subject, context)) found.push({ finding: located(rule, severity, report, subject), report });
  }
  return found;
}

/** Marks what the item's waivers pass, and gives the waivers that pass nothing. `match` must equal the flagged text: no blanket waivers. */
function waive(found: Found[], subject: Subject): number[] {
  const waivers = subject.frontMatter?.waivers ?? [];
  const used = new Set<number>();
  for (const { finding, report } of found) {
    if (!finding.waivable || report.flagged === undefined) continue;
    const flagged = report.flagged.trim();
    const index = waivers.findIndex(({ rule, match }) => rule === finding.rule && match.trim() === flagged);
    if (index < 0) continue;
    finding.waived = true;
    finding.reason = shown(waivers[index]?.reason ?? '');
    used.add(index);
  }
  return [...waivers.keys()].filter((index) => !used.has(index));
}

/**
 * Runs all rules over one item's folder. Never throws for what the folder holds and never executes any of it.
 * @param folder the item's files with their bytes, from a commit or the work tree
 * @param context settings and time; `now` decides the seven days (Art. 9)
 */
export function checkItem(folder: ItemFolder, context: CheckContext): ItemFindings {
  const subject = subjectOf(folder);
  const found = run(subject, context);
  const unused = waive(found, subject);
  const severity = severityOf(unusedWaiver, context.policy);
  const reports =
    severity === 'off' ? [] : unused.map((index) => located(unusedWaiver, severity, unusedWaiver.reportOf(subject, index), subject));
  const unit = context.organisation.units[subject.place?.unit ?? '']?.name;
  const item: ItemFindings = {
    id: subject.place?.id ?? null,
    path: folder.path,
    ...(subject.title === null ? {} : { title: shown(subject.title) }),
    ...(unit === undefined ? {} : { unit }),
    findings: [...found.map(({ finding }) => finding), ...reports].sort(byPlace),
  };
  return withoutHiddenTerms(item, context.terms?.screen ?? []);
}
