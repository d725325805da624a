import { type Alert, distinct } from '../alerts/alert.ts';
import { alertCode } from '../alerts/catalogue.ts';
import type { Instant } from '../beijing-time.ts';
import type { Git } from '../forge/git.ts';
import { type Item, readItem } from '../item/item.ts';
import { Problem } from '../problem.ts';
import { renderItem } from '../render/render-item.ts';
import { approvedFolder, approvedItem } from './approved-text.ts';
import { handCorrection } from './correction-steps.ts';
import type { ItemState, Release } from './fold.ts';
import { canStillStop, type LastCheck, lastCheck } from './last-check.ts';
import { itemState, itemsOf, type Ledger } from './ledger.ts';
import { approvalOf, openReleases } from './open-releases.ts';
import { placeOfPage } from './page-place.ts';
import { purgedRelease } from './purged-release.ts';
import { clause } from './read-back.ts';
import type { HandCorrection, PlannedRelease } from './release-round.ts';
import type { Settings } from './settings-version.ts';

/** Every payload that a release may need, made without secrets (contracts.md 1 `plan`). */
export interface Plan {
  version: 1;
  at: Instant;
  /** The commit of main whose settings hold, and the ledger's head. */
  main: string;
  ledger: string | null;
  releases: PlannedRelease[];
  alerts: Alert[];
}

export interface PlanInput {
  git: Git;
  ledger: Ledger;
  settings: Settings;
  now: Instant;
}

/** What a post of an older text that is out needs to become the newer; nothing where none is, or where its text can't be read any more. */
async function correctionOf({ git, settings }: PlanInput, state: ItemState, release: Release, item: Item): Promise<HandCorrection | null> {
  const { channel, revision } = release;
  const older = state.releases.filter((other) => other.channel === channel && other.revision < revision && other.state === 'confirmed');
  const live = older.sort((a, b) => b.revision - a.revision)[0];
  const approval = live && approvalOf(state, live);
  if (channel === 'website' || !approval) return null;
  try {
    const edited = older.some(({ intent, last }) => intent === null && last?.code === 'by-hand');
    const context = { ...settings, address: placeOfPage(state, revision) };
    return handCorrection(channel, await approvedItem(git, approval), item, context, edited && live.revision > 1);
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

async function planItem(input: PlanInput, last: LastCheck, state: ItemState): Promise<{ releases: PlannedRelease[]; alerts: Alert[] }> {
  const releases: PlannedRelease[] = [];
  const alerts: Alert[] = [];
  for (const release of openReleases(state)) {
    const approval = approvalOf(state, release);
    if (!approval) continue;
    // What is in doubt, being taken back or replaced by a newer text has to be looked for, whatever the rules say.
    if (canStillStop(release) && release.revision === state.text?.revision) {
      const errors = await last.errors(state, approval);
      if (errors.length > 0) {
        alerts.push({
          item: state.item,
          code: 'check-failed',
          message: `发布前复查没有通过，没有发送：${errors.slice(0, 3).map(clause).join('；')}；请修改后重新送审。`,
        });
        continue;
      }
    }
    const purged = purgedRelease(input.ledger, state, release, input.settings.policy);
    if (purged !== null) {
      releases.push(purged);
      continue;
    }
    const { item, problems } = readItem(await approvedFolder(input.git, approval));
    if (!item) throw new Problem(problems[0]?.code ?? 'E_ITEM', problems[0]?.message ?? '这条信息读不出来。');
    const { channel, revision } = release;
    const payload = renderItem(item, channel, { ...input.settings, address: placeOfPage(state, revision) });
    const correction = await correctionOf(input, state, release, item);
    releases.push({ item: state.item, channel, revision, tree: approval.tree, payload, ...(correction ? { correction } : {}) });
  }
  return { releases, alerts };
}

/**
 * Renders every due payload of a verified ledger; an item that can't be rendered is told and stops no other.
 * @param only one item's id, `null` for all
 */
export async function makePlan(input: PlanInput, only: string | null = null): Promise<Plan> {
  const { ledger, settings, now } = input;
  const { organisation, policy, terms } = settings;
  const last = lastCheck({ git: input.git, ledger, main: settings.commit, organisation, policy, terms, now });
  const plan: Plan = { version: 1, at: now, main: settings.commit, ledger: ledger.head, releases: [], alerts: [] };
  for (const item of itemsOf(ledger)) {
    if (only !== null && item !== only) continue;
    try {
      const { releases, alerts } = await planItem(input, last, itemState(ledger, item));
      plan.releases.push(...releases);
      plan.alerts.push(...alerts);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      plan.alerts.push({
        item,
        code: alertCode(error instanceof Problem ? error.code : 'fault', 'fault'),
        message: `这一条没有列入发布：${message}`,
      });
    }
  }
  return { ...plan, alerts: distinct(plan.alerts) };
}
