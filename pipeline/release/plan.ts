import { type Alert, distinct } from '../alerts/alert.ts';
import { alertCode } from '../alerts/catalogue.ts';
import type { Instant } from '../beijing-time.ts';
import { digestOf } from '../canonical-json.ts';
import type { Git } from '../forge/git/git.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { approvalOf, type ItemState, openReleases, placeOfPage, type Release } from '../ledger/fold.ts';
import { itemState, itemsOf, type Ledger } from '../ledger/ledger.ts';
import { purgeOf, purgesIn } from '../ledger/purge-event.ts';
import { approvedFolder } from '../ledger/recorded-evidence.ts';
import type { Settings } from '../ledger/settings-version.ts';
import { formOf } from '../ledger/site-release.ts';
import type { Policy } from '../organisation/policy.ts';
import { clause } from '../printable.ts';
import { Problem } from '../problem.ts';
import { pageAddress } from '../render/links.ts';
import { settingsUnverified } from './call-guard.ts';
import { type Renderer, type RenderRequest, type RenderSettings, renderApproved, type WantedPayload } from './isolated/renderer.ts';
import { canStillStop, checkOf, settingsOf } from './last-check.ts';
import type { PlannedRelease } from './release-round.ts';

/** Every payload that a run may need (contracts.md 1 `plan`). */
export interface Plan {
  releases: PlannedRelease[];
  alerts: Alert[];
}

export interface PlanInput {
  git: Git;
  ledger: Ledger;
  /** Those that hold, with a private list of terms added where the run has one. */
  settings: Settings;
  now: Instant;
  renderer: Renderer;
}

/** What texts are rendered under; other items are looked at only where the rules are asked. */
interface Rendering {
  plain: RenderSettings;
  checking: () => Promise<RenderSettings>;
}

function renderingOf({ git, ledger, settings, now }: PlanInput): Rendering {
  const { organisation, policy, terms, commit: main } = settings;
  const plain: RenderSettings = { organisation, policy, terms, now, others: [] };
  return { plain, checking: settingsOf({ git, ledger, main, ...plain }) };
}

/** What is in doubt, being taken back or replaced by a newer text has to be looked for, whatever the rules say. */
const isChecked = (state: ItemState, release: Release): boolean => canStillStop(release) && release.revision === state.text?.revision;

/** The post of an older text that is out; nothing where none is, or where its text isn't here any more. */
async function olderOf(git: Git, state: ItemState, { channel, revision }: Release): Promise<WantedPayload['older']> {
  const older = state.releases.filter((other) => other.channel === channel && other.revision < revision && other.state === 'confirmed');
  const live = older.sort((a, b) => b.revision - a.revision)[0];
  const approval = live && approvalOf(state, live);
  if (channel === 'website' || !approval) return null;
  try {
    const edited = older.some(({ intent, last }) => intent === null && last?.code === 'by-hand') && live.revision > 1;
    return { folder: await approvedFolder(git, approval), edited };
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

async function requestOf(git: Git, state: ItemState, approval: LedgerEvent, releases: readonly Release[]): Promise<RenderRequest> {
  const payloads: WantedPayload[] = [];
  for (const release of releases) {
    const { channel, revision } = release;
    payloads.push({ channel, address: placeOfPage(state, revision), older: await olderOf(git, state, release) });
  }
  const checked = releases.some((release) => isChecked(state, release));
  return { folder: await approvedFolder(git, approval), payloads, check: checked ? await checkOf(git, state, approval) : null };
}

/** The payloads of one approved text. */
async function planText(
  { git, renderer }: PlanInput,
  { plain, checking }: Rendering,
  state: ItemState,
  approval: LedgerEvent,
  releases: readonly Release[],
): Promise<Plan> {
  const request = await requestOf(git, state, approval, releases);
  const settings = request.check === null ? plain : await checking();
  const { errors, payloads, unreadable } = await renderApproved(renderer, settings, request);
  const plan: Plan = { releases: [], alerts: [] };
  for (const [index, release] of releases.entries()) {
    const { item, channel, revision } = release;
    const made = payloads[index];
    if (errors.length > 0 && isChecked(state, release)) {
      const message = `发布前复查没有通过，没有发送：${errors.slice(0, 3).map(clause).join('；')}；请修改后重新送审。`;
      plan.alerts.push({ item, code: 'check-failed', message });
    } else if (made === undefined) throw new Problem(unreadable?.code ?? 'E_ITEM', unreadable?.message ?? '', { place: item });
    else {
      const { payload, correction } = made;
      plan.releases.push({ item, channel, revision, tree: approval.tree, payload, ...(correction ? { correction } : {}) });
    }
  }
  return plan;
}

/** Of a text that nobody has reviewed: what a person published by hand, once it is taken back (线下审签). */
const unreviewed = ({ state, offline }: Release): LedgerEvent | null => (state === 'withdraw-intent' ? offline : null);

/** Open releases by the text that they send, each once. */
function byText(state: ItemState, isWanted: (release: Release) => boolean): { approval: LedgerEvent; releases: Release[] }[] {
  const texts = new Map<number, { approval: LedgerEvent; releases: Release[] }>();
  for (const release of openReleases(state).filter(isWanted)) {
    const approval = approvalOf(state, release) ?? unreviewed(release);
    if (!approval) continue;
    const text = texts.get(approval.seq) ?? { approval, releases: [] };
    texts.set(approval.seq, text);
    text.releases.push(release);
  }
  return [...texts.values()];
}

/** One text's trouble is told; what is taken back goes on by what the ledger knows of it. */
async function planOrTell(
  input: PlanInput,
  rendering: Rendering,
  state: ItemState,
  { approval, releases }: { approval: LedgerEvent; releases: Release[] },
): Promise<Plan> {
  const { ledger, settings } = input;
  const known = (): PlannedRelease[] => releases.flatMap((release) => postIdentity(state, release, settings.policy) ?? []);
  if (purgeOf(purgesIn(ledger), approval) !== null && known().length === releases.length) return { releases: known(), alerts: [] };
  try {
    return await planText(input, rendering, state, approval, releases);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = alertCode(error instanceof Problem ? error.code : 'fault', 'fault');
    const held = known().length < releases.length;
    return { releases: known(), alerts: held ? [{ item: state.item, code, message: `这一条没有列入发布：${message}` }] : [] };
  }
}

/**
 * Renders every due payload of a verified ledger, beside no secret; an item that can't be rendered is told and stops no other.
 * @param isWanted left out: all open releases
 */
export async function makePlan(input: PlanInput, isWanted: (release: Release) => boolean = () => true): Promise<Plan> {
  const rendering = renderingOf(input);
  const plan: Plan = { releases: [], alerts: [] };
  for (const item of itemsOf(input.ledger)) {
    const state = itemState(input.ledger, item);
    for (const text of byText(state, isWanted)) {
      const { releases, alerts } = await planOrTell(input, rendering, state, text);
      plan.releases.push(...releases);
      plan.alerts.push(...alerts);
    }
  }
  return { ...plan, alerts: distinct(plan.alerts) };
}

/**
 * The same of what is taken back alone.
 * @param only one item's id, `null` for all
 */
export function planRemovals(input: PlanInput, only: string | null = null): Promise<Plan> {
  return makePlan(input, ({ item, state }) => state === 'withdraw-intent' && (only === null || item === only));
}

/**
 * What `release` would do under settings that are in force.
 * @param why why main's own don't hold: then only what is taken back goes on, and that is told; `null` if they do
 */
export async function planInForce(input: PlanInput, why: string | null): Promise<Plan> {
  if (why === null) return makePlan(input);
  const { releases, alerts } = await planRemovals(input);
  return { releases, alerts: [settingsUnverified(why), ...alerts] };
}

/**
 * By what a channel finds a post that is taken back and whose text is gone (`purge`) or can't be rendered. It is the signed form's title
 * and the page's address. All of it comes from the ledger, and nothing of it is sent.
 * @returns `null` for a release that isn't taken back
 */
function postIdentity(state: ItemState, release: Release, policy: Policy): PlannedRelease | null {
  const { item } = state;
  const { channel, revision } = release;
  const approval = release.state === 'withdraw-intent' ? (approvalOf(state, release) ?? release.offline) : null;
  if (approval === null) return null;
  const sent = {
    ...{ version: 1 as const, item, channel, title: formOf(approval)?.title ?? item, author: '', summary: '', content: '' },
    sourceUrl: placeOfPage(state, revision) ?? pageAddress(item, policy),
    ...{ links: [], images: [], cover: null, limits: [], changes: [] },
  };
  return { item, channel, revision, tree: approval.tree, payload: { ...sent, digest: digestOf(sent) } };
}
