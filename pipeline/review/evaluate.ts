import { type Acts, actsOf } from './acts.ts';
import { barsOf } from './bars.ts';
import { claimsOf } from './claims.ts';
import { type Context, contextOf } from './context.ts';
import { countSignatures, emergencyDue } from './count-signatures.ts';
import type { Evidence } from './evidence.ts';
import { ignoredOf } from './ignored.ts';
import { pullRequestObstacles, textObstacles } from './item-obstacles.ts';
import { levelVerdicts, lowestOpen, type Standing } from './level-verdicts.ts';
import { actsForObstacles, nextActs } from './next-acts.ts';
import { type Obstacle, obstacle } from './obstacle.ts';
import { actsOn } from './place-in-item.ts';
import { scopeOf } from './scope.ts';
import { secrecyReview } from './secrecy.ts';
import { LEVEL_ACT } from './signature-words.ts';
import { signersToday } from './signers.ts';
import { asksWithRight, standingRequests } from './standing-requests.ts';
import { type Subject, subjectsOf } from './subject.ts';
import { historyOf } from './text-history.ts';
import { timeObstacles } from './timeliness.ts';
import type { Blocker, ItemVerdict, Verdict, VerdictKind } from './verdict.ts';

const KINDS: readonly VerdictKind[] = ['refused', 'rejected', 'waiting', 'passed'];

/** Refused before rejected before waiting before passed (rule 21). */
function gravest(kinds: readonly VerdictKind[]): VerdictKind {
  return KINDS.find((kind) => kinds.includes(kind)) ?? 'passed';
}

function blockers(obstacles: readonly Obstacle[]): Blocker[] {
  return obstacles.map(({ code, message }) => ({ code, message }));
}

/** An item is waiting for somebody who isn't there (rule 21). */
function nobodyLeft(subject: Subject, standing: Standing): Obstacle[] {
  const lowest = lowestOpen(subject, standing.set);
  const lacking = subject.slots.some(
    ({ level }, index) => level === lowest && !standing.set[index] && standing.signers[index]?.length === 0,
  );
  const names = { 1: '第一级', 2: '办公室', 3: '第三级' } as const;
  return lacking ? [obstacle('nobody-left', `${names[lowest as 1 | 2 | 3]}${LEVEL_ACT[lowest as 1 | 2 | 3]}`)] : [];
}

/** Judges one item, or one file of the settings. `around`: what is wrong with the whole pull request. */
function judge(context: Context, subject: Subject, given: Acts, around: readonly Obstacle[]): ItemVerdict {
  const acts = actsOn(context, subject, given);
  const history = historyOf(context.evidence, subject.entry);
  const bars = barsOf(context, subject, history);
  const claims = claimsOf(context, subject, history, bars, acts);
  const { set, order, emergency, uncounted } = countSignatures(context, subject, acts, claims);
  const requests = standingRequests(context, subject, history, acts, claims);
  const signers = subject.slots.map((_, index) => signersToday(context, subject, index, bars, set, order, emergency));
  const lowest = lowestOpen(subject, set);
  const due = subject.slots.flatMap(({ level }, index) => (level === lowest && !set[index] ? (signers[index] ?? []) : []));
  const standing: Standing = { set, requests, uncounted, signers, due };
  const secrecy = secrecyReview(context, subject, history, bars, acts, claims);
  const own = [
    ...textObstacles(context, subject, history, bars),
    ...timeObstacles(context, subject, history),
    ...secrecy.obstacles,
    ...(emergency ? [] : nobodyLeft(subject, standing)),
  ];
  const all = [...around, ...own];
  const open = set.includes(null) && !emergency;
  const verdict = gravest([
    ...all.map(({ kind }) => kind),
    ...(requests.length > 0 ? ['rejected' as const] : []),
    ...(open ? ['waiting' as const] : []),
  ]);
  return {
    id: subject.id,
    path: subject.path,
    verdict,
    levels: levelVerdicts(context, subject, standing),
    ignored: ignoredOf(context, acts, uncounted, requests, (act) => asksWithRight(context, subject, act), due),
    blockers: blockers(own),
    next: verdict === 'passed' && !emergency ? [] : nextActs(context, subject, standing, all, secrecy.reviewer),
    ...(emergency ? { emergency: { person: emergency.person, due: emergencyDue(context, emergency) } } : {}),
  };
}

/** An item of a pull request that isn't one: no signature is asked for. */
function outside(context: Context, { id, path }: Subject, around: readonly Obstacle[]): ItemVerdict {
  return { id, path, verdict: 'refused', levels: [], ignored: [], blockers: [], next: actsForObstacles(context, around) };
}

/**
 * The gate: what the 25 rules of contracts.md 4 conclude from everything that is known of a pull request (Art. 8).
 * Pure: the same evidence gives the same verdict, at any time and in any time zone.
 * @param evidence as `parseEvidence` gives it
 * @throws Problem (exit 2) if the settings in the evidence are malformed: an error without a verdict
 */
export function evaluate(evidence: Evidence): Verdict {
  const context = contextOf(evidence);
  const scope = scopeOf(context);
  const { subjects, obstacles } = subjectsOf(context, scope);
  const around = [...pullRequestObstacles(context, scope.kind !== 'code'), ...scope.obstacles, ...obstacles];
  const acts = actsOf(context);
  const asked = scope.obstacles.length === 0 && evidence.pullRequest !== null;
  const items = subjects.map((subject) => (asked ? judge(context, subject, acts, around) : outside(context, subject, around)));
  const verdict = gravest([...around.map(({ kind }) => kind), ...items.map((item) => item.verdict)]);
  return { version: 1, verdict, items, blockers: blockers(around) };
}
