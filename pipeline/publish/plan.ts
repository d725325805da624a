import type { Instant } from '../beijing-time.ts';
import { checkItem } from '../check/engine.ts';
import type { Git } from '../forge/git.ts';
import { readItem } from '../item/item.ts';
import { Problem } from '../problem.ts';
import { renderItem } from '../render/render-item.ts';
import type { Alert } from './alert.ts';
import { approvedFolder } from './approved-text.ts';
import type { LedgerEvent } from './event.ts';
import type { ItemState, Release } from './fold.ts';
import { itemState, itemsOf, type Ledger } from './ledger.ts';
import type { LedgerStore } from './ledger-store.ts';
import { approvalOf, openReleases } from './open-releases.ts';
import { callFacts, recordedEvidence } from './recorded-evidence.ts';
import type { PlannedRelease } from './release-round.ts';
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
  store: LedgerStore;
  ledger: Ledger;
  settings: Settings;
  now: Instant;
}

/** The rules once more. Time is left to the moment of the call, which also ends what is too late. */
async function errorsOf(
  input: PlanInput,
  state: ItemState,
  approval: LedgerEvent,
  folder: Parameters<typeof checkItem>[0],
): Promise<string[]> {
  const { store, ledger, settings, now } = input;
  const facts = callFacts(await recordedEvidence(store, ledger, approval), ledger, state, approval.revision, settings.policy);
  const { organisation, policy } = settings;
  const { holidays, firstPush, released } = facts;
  const { findings } = checkItem(folder, { organisation, policy, now, holidays, firstPush, released });
  return findings
    .filter(({ severity, waived, rule }) => severity === 'error' && !waived && !rule.startsWith('time/'))
    .map(({ rule, message }) => `${rule}：${message}`);
}

/** What is in doubt or being taken back is not stopped by a rule: it has to be looked for in any case. */
function isBeingSent({ state }: Release): boolean {
  return state === 'planned' || state === 'failed';
}

async function planItem(input: PlanInput, state: ItemState): Promise<{ releases: PlannedRelease[]; alerts: Alert[] }> {
  const releases: PlannedRelease[] = [];
  const alerts: Alert[] = [];
  const checked = new Map<string, string[]>();
  for (const release of openReleases(state)) {
    const approval = approvalOf(state, release);
    if (!approval) continue;
    const folder = await approvedFolder(input.git, approval);
    if (isBeingSent(release)) {
      const errors = checked.get(approval.tree) ?? (await errorsOf(input, state, approval, folder));
      checked.set(approval.tree, errors);
      if (errors.length > 0) {
        alerts.push({
          item: state.item,
          code: 'check-failed',
          message: `发布前复查没有通过，没有发送：${errors.slice(0, 3).join('；')}；请修改后重新送审。`,
        });
        continue;
      }
    }
    const { item, problems } = readItem(folder);
    if (!item) throw new Problem(problems[0]?.code ?? 'E_ITEM', problems[0]?.message ?? '这条信息读不出来。');
    const { channel, revision } = release;
    releases.push({ item: state.item, channel, revision, tree: approval.tree, payload: renderItem(item, channel, input.settings) });
  }
  return { releases, alerts };
}

/**
 * Renders every due payload of a verified ledger; an item that can't be rendered is told and stops no other.
 * @param only one item's id, `null` for all
 */
export async function makePlan(input: PlanInput, only: string | null = null): Promise<Plan> {
  const { ledger, settings, now } = input;
  const plan: Plan = { version: 1, at: now, main: settings.commit, ledger: ledger.head, releases: [], alerts: [] };
  for (const item of itemsOf(ledger)) {
    if (only !== null && item !== only) continue;
    try {
      const { releases, alerts } = await planItem(input, itemState(ledger, item));
      plan.releases.push(...releases);
      plan.alerts.push(...alerts);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      plan.alerts.push({ item, code: error instanceof Problem ? error.code : 'fault', message: `这一条没有列入发布：${message}` });
    }
  }
  return plan;
}
