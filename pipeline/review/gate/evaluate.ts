import type { Level } from '../../organisation/organisation.ts';
import { type Acts, actsOf } from './acts.ts';
import { type Bars, barsOf } from './bars.ts';
import { claimsOf } from './claims.ts';
import { type Context, contextOf } from './context.ts';
import { type Counted, countSignatures, emergencyDue, signersToday } from './count-signatures.ts';
import type { Evidence } from './evidence.ts';
import { pullRequestObstacles, textObstacles } from './item-obstacles.ts';
import { ignoredOf, levelVerdicts, type SlotStanding, type Standing } from './level-verdicts.ts';
import { actsForObstacles, nextActs } from './next-acts.ts';
import { type Obstacle, obstacle } from './obstacle.ts';
import { actsOn } from './place-in-item.ts';
import { scopeOf } from './scope.ts';
import { secrecyReview } from './secrecy.ts';
import { LEVEL_ACT } from './signature-words.ts';
import { asksWithRight, standingRequests } from './standing-requests.ts';
import { type Subject, subjectsOf } from './subject.ts';
import { historyOf } from './text-history.ts';
import { timeObstacles } from './timeliness.ts';
import type { Blocker, ItemVerdict, Verdict, VerdictKind } from './verdict.ts';

const GRAVEST_FIRST: readonly VerdictKind[] = ['refused', 'rejected', 'waiting'];

/** Refused before rejected before waiting before passed (rule 21). */
function gravest(kinds: readonly VerdictKind[]): VerdictKind {
  return GRAVEST_FIRST.find((kind) => kinds.includes(kind)) ?? 'passed';
}

function blockers(obstacles: readonly Obstacle[]): Blocker[] {
  return obstacles.map(({ code, message }) => ({ code, message }));
}

const LEVELS_ASKED: Record<Level, string> = { 1: '第一级', 2: '办公室', 3: '第三级' };

/** An item is waiting for somebody who isn't there (rule 21). */
function nobodyLeft({ slots }: Standing): Obstacle[] {
  const lacking = slots.find(({ due, signers }) => due && signers.length === 0);
  return lacking ? [obstacle('nobody-left', `${LEVELS_ASKED[lacking.slot.level]}${LEVEL_ACT[lacking.slot.level]}`)] : [];
}

/** Where each needed signature stands. */
function slotStandings(context: Context, subject: Subject, bars: Bars, { set, order, emergency }: Counted): SlotStanding[] {
  const open = subject.slots.filter((_, index) => !set[index]);
  return subject.slots.map((slot, index) => ({
    slot,
    claim: set[index] ?? null,
    signers: signersToday(context, subject, index, bars, set, order, emergency),
    due: open.includes(slot) && slot.level === open[0]?.level,
  }));
}

/** Judges one item, or one file of the settings. `around`: what is wrong with the whole pull request. */
function judge(context: Context, subject: Subject, given: Acts, around: readonly Obstacle[]): ItemVerdict {
  const acts = actsOn(context, subject, given);
  const history = historyOf(context.evidence, subject.entry);
  const bars = barsOf(context, subject, history);
  const claims = claimsOf(context, subject, history, bars, acts);
  const counted = countSignatures(context, subject, acts, claims);
  const { set, emergency, uncounted } = counted;
  const requests = standingRequests(context, subject, history, acts, claims);
  const standing: Standing = { slots: slotStandings(context, subject, bars, counted), requests, uncounted };
  const secrecy = secrecyReview(context, subject, history, bars, acts, claims);
  const own = [
    ...textObstacles(context, subject, history, bars),
    ...timeObstacles(context, subject, history),
    ...secrecy.obstacles,
    ...(emergency ? [] : nobodyLeft(standing)),
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
    levels: levelVerdicts(context, standing),
    ignored: ignoredOf(context, acts, standing, (act) => asksWithRight(context, subject, act), secrecy.byDuty),
    blockers: blockers(own),
    next: nextActs(context, subject, standing, all, secrecy.reviewer),
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
