import type { FrontMatter } from '#pipeline/item/front-matter/front-matter-schema.ts';
import type { Policy } from '#pipeline/organisation/policy.ts';
import type { Evidence, EvidenceItem } from '#pipeline/review/gate/evidence.ts';
import type { VerdictKind } from '#pipeline/review/gate/verdict.ts';
import { bureauChange, changeOf, unitOf } from './oracle-change.ts';
import { dayOf, daysAfter, instant } from './oracle-days.ts';
import { matterOf } from './oracle-matter.ts';
import { type People, peopleOf, type Slot } from './oracle-people.ts';
import { type BestSet, bestOf } from './oracle-set.ts';
import { levelsShown, type OracleLevel, personsAsked } from './oracle-shown.ts';
import { type Act, actsOf, type Signing, signingOf } from './oracle-signing.ts';
import { ms, type Text, textOf } from './oracle-text.ts';

export interface OracleItem {
  path: string;
  verdict: VerdictKind;
  /** `null` where the front matter can't be read: then nothing is said of them. */
  levels: OracleLevel[] | null;
  secrecyDue: boolean;
  /** Who is asked to approve; `null` where nobody is, or somebody else must act. */
  next: string[] | null;
  /** Rule 24. */
  emergency: { person: string; due: number } | null;
}

export interface OracleVerdict {
  verdict: VerdictKind;
  items: OracleItem[];
}

const GRAVEST: VerdictKind[] = ['refused', 'rejected', 'waiting', 'passed'];

const gravest = (kinds: VerdictKind[]): VerdictKind => GRAVEST.find((kind) => kinds.includes(kind)) ?? 'passed';

/** The law's own term of listed disclosure: it ends nothing but where the policy refuses what is late. */
function lawsClockRuns(matter: FrontMatter, today: string, evidence: Evidence, bases: Policy['freshness']['statutory']['bases']): boolean {
  const base = bases.find(({ law }) => law === matter.basis?.law);
  if (base?.late !== 'refused') return base !== undefined;
  const off = evidence.holidays ?? [];
  let left = base.working_days;
  let day = matter.event_date;
  while (left > 0) {
    day = daysAfter(day, 1);
    const known = off.some((each) => each.slice(0, 4) === day.slice(0, 4));
    if (!known && today.slice(0, 4) >= day.slice(0, 4)) return false;
    const works = known ? !off.includes(day) : ![0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay());
    if (works) left -= 1;
  }
  return today <= day;
}

/** Rule 18. */
function inTime(matter: FrontMatter, path: string, evidence: Evidence, { policy }: People, text: Text, released: boolean): boolean {
  const switches = policy.freshness;
  const today = evidence.offline?.[path] ?? dayOf(evidence.now);
  const listed = matter.basis?.kind === '法定公开' && lawsClockRuns(matter, today, evidence, switches.statutory.bases);
  const first = text.firstPush === null ? null : dayOf(text.firstPush);
  if (matter.withdraw) return true;
  if (first !== null && matter.event_date > first) return false;
  if (matter.correction && released && matter.channels.includes('website')) return true;
  if (listed && matter.channels.some((channel) => switches.statutory.channels.includes(channel))) return true;
  const start = switches.from === 'submission' && first !== null ? first : matter.event_date;
  let last = daysAfter(start, switches.first_day === 'counted' ? switches.days - 1 : switches.days);
  while (switches.holidays === 'extended' && evidence.holidays?.includes(last)) last = daysAfter(last, 1);
  const planned = matter.publish_after === undefined ? [] : [matter.publish_after.slice(0, 10)];
  return [today, ...planned].every((day) => day <= last);
}

/** Rules 2, 3, 12 and 14: the signatures that a text needs. */
function slotsOf(item: EvidenceItem, matter: FrontMatter | null, main: boolean, forMain: readonly string[]): Slot[] {
  const unit = unitOf(item.path);
  if (unit === null) {
    return [
      { level: 2, units: null },
      { level: 3, units: null, main },
    ];
  }
  const units = [...new Set([unit, ...(matter?.joint_units ?? [])])];
  const upper: Slot[] = [
    { level: 2, units },
    { level: 3, units, main: matter !== null && !matter.withdraw && forMain.includes(matter.category) },
  ];
  return matter?.withdraw ? upper : [...units.map((each): Slot => ({ level: 1, units: [each] })), ...upper];
}

/** Rule 19: `undefined` = refused. */
function secrecy(matter: FrontMatter, unit: string, people: People, signing: Signing): 'done' | 'due' | undefined {
  if (matter.withdraw) return 'done';
  const { by } = matter.secrecy_review;
  if (!Object.hasOwn(people.organisation.people, by) || by === matter.submitter) return undefined;
  const own = signing.signatures.filter((act) => act.person === by && act.seen);
  const asHead = own.some((each) => signing.candidates.some(({ act, slot }) => act === each && slot.level === 1));
  // Rule 6 bars from signing; the duty is no level, so that a mere co-author may.
  const byDuty = own.some(
    (each) => !each.declared && people.hasSecrecyDuty(by, unit, each.at) && !signing.barred(by, 2) && !signing.isTaken(each, new Set([by])),
  );
  return asHead || byDuty ? 'done' : 'due';
}

/** Rule 15: the unit on whose route level 1 is declared. */
function declaringUnit(unit: string | null, { organisation }: People): string | null {
  const route = organisation.units[unit ?? '']?.route;
  return route !== undefined && organisation.routes[route].level1 === 'declared' ? unit : null;
}

/** Rule 15: the declaration, as an act at the time it names. */
function declarationOf(matter: FrontMatter | null, { organisation }: People, now: string): Act | null {
  if (!matter?.unit_review) return null;
  const { by, at } = matter.unit_review;
  if (!Object.hasOwn(organisation.people, by)) return null;
  return { id: 0, person: by, at: instant(at), seen: ms(instant(at)) <= ms(now), body: '', declared: true };
}

/** Rule 7: an author, or a submitter, who is neither person nor machine. */
function sentByNobody(matter: FrontMatter | null, { pullRequest }: Evidence, { who, organisation }: People): boolean {
  const { author = null, issueAuthor = null, issueAuthors = [] } = pullRequest ?? {};
  const isNobody = (login: string | null) => who(login).person === null && !who(login).machine;
  const { submitter } = matter ?? {};
  if ([author, ...issueAuthors, ...(issueAuthor === null ? [] : [issueAuthor])].some(isNobody)) return true;
  return submitter !== undefined && !(submitter in organisation.people) && !who(submitter).machine;
}

/** What is wrong with a text, whoever signs it (rules 2, 4, 7, 18 and 20). */
function isRefused(item: EvidenceItem, matter: FrontMatter | null, text: Text, evidence: Evidence, people: People): boolean {
  const { mergeSha, merged } = evidence.pullRequest as NonNullable<Evidence['pullRequest']>;
  const isItem = unitOf(item.path) !== null;
  const released = evidence.released?.includes(item.path) ?? false;
  if (text.present === undefined || text.hands.unknown || sentByNobody(matter, evidence, people)) return true;
  if (mergeSha ? !text.merged(mergeSha) : merged) return true;
  if (!isItem) return false;
  if (matter === null || text.present === null) return true;
  if (released && !matter.correction && !matter.withdraw) return true;
  if (matter.withdraw && !item.trees[evidence.pullRequest?.base.sha ?? '']) return true;
  return !inTime(matter, item.path, evidence, people, text, released);
}

function judge(item: EvidenceItem, evidence: Evidence, people: People): OracleItem {
  const unit = unitOf(item.path);
  const isItem = unit !== null;
  const matter = isItem ? matterOf(item.frontMatter) : null;
  const text = textOf(item, evidence, people);
  const { main, receivers } = isItem ? { main: false, receivers: [] } : bureauChange(evidence, people);
  const declares = declaringUnit(unit, people);
  const declaration = declares === null ? null : declarationOf(matter, people, evidence.now);
  const needs = {
    slots: slotsOf(item, matter, main, people.policy.main_leader_signs),
    submitter: matter?.submitter ?? null,
    receivers,
    declares,
    declaration,
  };
  const signing = signingOf(needs, actsOf(evidence, people, text), text, people, evidence);
  const { best, complete } = bestOf(signing, people.policy, isItem);
  const reviewed = isItem && matter ? secrecy(matter, unit, people, signing) : 'done';
  const refused = isRefused(item, matter, text, evidence, people) || reviewed === undefined;
  const rejected = signing.requests.some(({ standing }) => standing);
  const waiting = evidence.pullRequest?.draft || !complete || reviewed === 'due';
  const verdict = refused ? 'refused' : rejected ? 'rejected' : waiting ? 'waiting' : 'passed';
  return {
    path: item.path,
    verdict,
    levels: isItem && !matter ? null : levelsShown(signing, best, people.policy),
    secrecyDue: reviewed === 'due',
    next: refused ? null : personsAsked(signing, best, evidence, people),
    emergency: emergencyOf(best, people),
  };
}

/** Rule 24: who let it pass alone, and until when the others are due. */
function emergencyOf(best: BestSet, { policy }: People): OracleItem['emergency'] {
  const urgent = [...best.values()].find((each) => each.urgent)?.act;
  return urgent === undefined ? null : { person: urgent.person, due: ms(urgent.at) + policy.emergency.review_hours * 3_600_000 };
}

/** The verdict of contracts.md 4, a second time: plainly, rule by rule, by trying every set of signatures. */
export function oracle(evidence: Evidence): OracleVerdict {
  const people = peopleOf(evidence);
  const { pullRequest, incomplete = [] } = evidence;
  const { proper, entries } = changeOf(evidence, people);
  const unasked = (path: string): OracleItem => ({ path, verdict: 'refused', levels: [], secrecyDue: false, next: null, emergency: null });
  if (pullRequest === null || !proper) return { verdict: 'refused', items: entries.map(unasked) };
  const unread = incomplete.length > 0 || (pullRequest.siblings ?? []).length > 0 || !bureauChange(evidence, people).sound;
  const items = entries.map((path): OracleItem => {
    const item = evidence.items.find((each) => each.path === path) ?? { path, trees: {}, frontMatter: null };
    const judged = judge(item, evidence, people);
    return unread ? { ...judged, verdict: 'refused', next: null } : judged;
  });
  const around: VerdictKind[] = unread ? ['refused'] : pullRequest.draft ? ['waiting'] : [];
  return { verdict: gravest([...around, ...items.map(({ verdict }) => verdict)]), items };
}
