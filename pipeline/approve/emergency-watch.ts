import { type Alert, alertIn } from '../alerts/alert.ts';
import { owedReview, rightKey } from '../alerts/solved.ts';
import { beijingDate, beijingMinute, type Instant } from '../beijing-time.ts';
import { collectEvidence } from '../forge/evidence/evidence.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { itemState, itemsOf, type Ledger } from '../ledger/ledger.ts';
import { purgeOf, purgesIn } from '../ledger/purge-event.ts';
import { folderOf, recordedEvidence } from '../ledger/recorded-evidence.ts';
import { organisationOf } from '../organisation/read-settings.ts';
import { Problem } from '../problem.ts';
import { evaluate } from '../review/gate/evaluate.ts';
import type { Evidence } from '../review/gate/evidence.ts';
import type { ItemVerdict, LevelVerdict } from '../review/gate/verdict.ts';
import { LEVEL_DESKS } from '../review/words.ts';
import type { Main, Publisher } from '../verify/publisher.ts';

const EMERGENCY_REVIEW = 'emergency-review';

/** Which emergencies still wait for their other levels, and which don't any more; of one that couldn't be read neither. */
export interface EmergencyReviews {
  stands: Alert[];
  /** By what each is solved, by its alert (`rightKey`). */
  right: Map<string, string>;
}

/** One level in words, of a joint item with its unit. */
function levelName({ level, unit }: LevelVerdict, units: Readonly<Record<string, { name: string }>>): string {
  return unit === undefined ? LEVEL_DESKS[level] : `${LEVEL_DESKS[level]}（${units[unit]?.name ?? unit}）`;
}

/**
 * What is told of a text that went out by a leader's emergency signature; `null` once all other levels have signed. A task until its hours are
 * over, overdue from then on, with a new date every day.
 * @param due until when the other levels are due; `null` where the leader's signature doesn't stand any more
 */
export function unreviewedEmergency(
  { item, pullRequest }: Pick<LedgerEvent, 'item' | 'pullRequest'>,
  levels: readonly LevelVerdict[],
  units: Readonly<Record<string, { name: string }>>,
  due: Instant | null,
  now: Instant,
): Alert | null {
  const owed = levels.filter(({ state }) => state !== 'approved');
  if (owed.length === 0) return null;
  const names = (some: readonly LevelVerdict[]): string => some.map((level) => levelName(level, units)).join('、');
  const back = owed.filter(({ state }) => state === 'rejected');
  const how =
    back.length === 0
      ? `还差${names(owed)}；请在原合并请求 #${pullRequest ?? '—'} 里补审`
      : `补审时${names(back)}退回了，稿件仍然公开着；请报送单位今天另开更正的合并请求，或由办公室撤稿；改为同意的，在原合并请求 #${pullRequest ?? '—'} 里重新审核`;
  const late = due !== null && Date.parse(now) > Date.parse(due);
  const until = due === null ? '' : `，应在 ${beijingMinute(due)} 前补审${late ? `，已逾期（今天 ${beijingDate(now)}）` : ''}`;
  const message = `按紧急程序先发${until}，${how}。`;
  const open = !late && back.length === 0;
  return { item, code: EMERGENCY_REVIEW, message, ...(open ? { task: true } : {}), ...(due === null ? {} : { due: beijingMinute(due) }) };
}

/** What the present reviews of an approval's pull request say of its text, by the rules that held when it was approved. */
async function reviewedSince(
  { git, github }: Publisher,
  main: Main,
  { item, tree, pullRequest }: LedgerEvent,
  recorded: Evidence,
): Promise<ItemVerdict | null> {
  if (pullRequest === null) return null;
  const evidence = await collectEvidence({
    git,
    github,
    number: pullRequest,
    settings: main.settings.commit,
    released: recorded.released ?? [],
    offline: recorded.offline ?? {},
  });
  const path = folderOf(item);
  const present = evidence.items.find((entry) => entry.path === path)?.trees[evidence.pullRequest?.head.sha ?? ''];
  if (present !== tree) return null;
  return evaluate({ ...evidence, policy: recorded.policy }).items.find((verdict) => verdict.path === path) ?? null;
}

/** Items whose open alert asks for a review: one at rest is left to the seal, its review isn't. Who can't be asked stops nothing. */
export async function askedForReview({ github }: Pick<Publisher, 'github'>): Promise<string[]> {
  const open = await github.alerts().catch(() => []);
  return open.flatMap(({ body }) => {
    const alert = alertIn(body);
    return alert?.code === EMERGENCY_REVIEW ? [alert.item] : [];
  });
}

/**
 * Looks once more at the pull requests of texts that went out by an emergency signature.
 */
export async function emergencyReviews(publisher: Publisher, main: Main, ledger: Ledger, now: Instant): Promise<EmergencyReviews> {
  const found: EmergencyReviews = { stands: [], right: new Map() };
  const purges = purgesIn(ledger);
  for (const item of itemsOf(ledger)) {
    const approval = owedReview(itemState(ledger, item));
    if (approval === null) continue;
    const solved = (why: string): unknown => found.right.set(rightKey('reviewed', { item }), why);
    if (purgeOf(purges, approval) !== null) {
      solved('稿件已从仓库历史中清除，清除的决定代替补审');
      continue;
    }
    try {
      const recorded = await recordedEvidence(publisher.store, ledger, approval);
      const verdict = await reviewedSince(publisher, main, approval, recorded);
      if (verdict === null) continue;
      const then = evaluate(recorded).items.find(({ path }) => path === folderOf(item));
      const { units } = organisationOf(recorded.organisation);
      const alert = unreviewedEmergency(approval, verdict.levels, units, then?.emergency?.due ?? null, now);
      if (alert) found.stands.push(alert);
      else solved(`其余各级已在合并请求 #${approval.pullRequest} 里补审同意`);
    } catch (error) {
      const why = error instanceof Problem ? error.message : '连不上代码平台';
      publisher.note(`没有读到 ${item} 的补审（${why}），这条提醒照旧；下一次运行再看。`);
    }
  }
  return found;
}
