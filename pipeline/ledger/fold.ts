import type { Instant } from '../beijing-time.ts';
import { sha256 } from '../canonical-json.ts';
import { CHANNELS, type Channel } from '../item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from './event.ts';
import { IN_DOUBT, isTerminal, MAY_BE_LIVE, type ReleaseState, TRANSITIONS } from './transitions.ts';

/** One release as its events tell it. */
export interface Release {
  item: string;
  channel: Channel;
  revision: number;
  state: ReleaseState;
  /** The newest event, `null` while planned. */
  last: LedgerEvent | null;
  /** The newest intent, and the first one (the website's is the PubDate). */
  intent: LedgerEvent | null;
  firstIntent: LedgerEvent | null;
  /** The newest registration of a publication by hand before its reviews (线下审签); none once it is sent, since it wasn't out then. */
  offline: LedgerEvent | null;
  /** The hour on paper from which it counts as out; none once it is sent, or a person says that it never was. */
  posted: Instant | null;
  /** The first event of its being taken back. */
  takenBack: LedgerEvent | null;
  /** Tries that count against the limit. */
  attempts: number;
  /** What the platform calls it, as far as known. */
  remote: { id: string; url: string } | null;
  steps: Record<string, string>;
  confirmedAt: Instant | null;
}

/** One item as its chain tells it. */
export interface ItemState {
  item: string;
  approvals: LedgerEvent[];
  /** The newest approval: what is to be public, or taken back. */
  approval: LedgerEvent | null;
  /** The newest approval that publishes something. */
  text: LedgerEvent | null;
  releases: Release[];
}

/** The natural key of a release on its platform: 32 hex digits of sha256(item \0 channel \0 revision). */
export function releaseKey(item: string, channel: Channel, revision: number): string {
  return sha256(`${item}\0${channel}\0${revision}`).slice(0, 32);
}

/** A release that has no events yet. */
export function planned(item: string, channel: Channel, revision: number): Release {
  const state: ReleaseState = 'planned';
  return {
    item,
    channel,
    revision,
    state,
    last: null,
    intent: null,
    firstIntent: null,
    offline: null,
    posted: null,
    takenBack: null,
    attempts: 0,
    remote: null,
    steps: {},
    confirmedAt: null,
  };
}

function attemptsAfter(release: Release, event: LedgerEvent): number {
  if (event.kind === 'intent') return release.attempts + 1;
  if (event.kind !== 'failed') return release.attempts;
  // A person who decides that it may be tried again gives all tries back.
  if (release.state === 'needs-human') return 0;
  return event.retry === 'free' ? release.attempts - 1 : release.attempts;
}

/** The release after one more event. Illegal steps are folded all the same; `verify` names them. */
export function step(release: Release, event: LedgerEvent): Release {
  const { remote, confirmedAt } = release;
  const { id = '', url = '', steps } = event.remote ?? {};
  // Naming each member costs a tenth of copying all of them, and every event of every chain passes here.
  return {
    item: release.item,
    channel: release.channel,
    revision: release.revision,
    state: event.kind as ReleaseState,
    last: event,
    intent: event.kind === 'intent' ? event : release.intent,
    firstIntent: release.firstIntent ?? (event.kind === 'intent' ? event : null),
    offline: event.kind === 'offline' ? event : event.kind === 'intent' ? null : release.offline,
    posted:
      event.kind === 'offline'
        ? (event.offline?.posted ?? null)
        : event.kind === 'intent' || event.kind === 'failed'
          ? null
          : release.posted,
    takenBack: release.takenBack ?? (event.kind === 'withdraw-intent' ? event : null),
    attempts: Math.max(0, attemptsAfter(release, event)),
    remote: id !== '' || url !== '' ? { id: id || (remote?.id ?? ''), url: url || (remote?.url ?? '') } : remote,
    steps: steps ? { ...release.steps, ...steps } : release.steps,
    // Readers saw it from the hour on at which it was published by hand.
    confirmedAt: event.kind === 'confirmed' ? (confirmedAt ?? release.posted ?? event.at) : confirmedAt,
  };
}

/** True if an event may follow in a release's present state. */
export function mayFollow(release: Release, event: Pick<LedgerEvent, 'kind'>): boolean {
  return TRANSITIONS[release.state].includes(event.kind as ReleaseState);
}

/**
 * Folds the chain of an item.
 * @param before what the events before these have made of it
 */
export function foldItem(item: string, events: readonly LedgerEvent[], before?: ItemState): ItemState {
  const approvals = [...(before?.approvals ?? [])];
  const releases = [...(before?.releases ?? [])];
  for (const event of events) {
    const { kind, channel, revision } = event;
    if (kind === 'approval') approvals.push(event);
    if (channel === undefined) continue;
    const known = releases.findIndex((release) => release.channel === channel && release.revision === revision);
    const place = known === -1 ? releases.length : known;
    releases[place] = step(releases[place] ?? planned(item, channel, revision), event);
  }
  return {
    item,
    approvals,
    approval: approvals.at(-1) ?? null,
    text: approvals.findLast((approval) => approval.removal !== true) ?? null,
    releases,
  };
}

/** A release of an item, with or without events. */
export function releaseOf(state: ItemState, channel: Channel, revision: number): Release {
  return (
    state.releases.find((release) => release.channel === channel && release.revision === revision) ?? planned(state.item, channel, revision)
  );
}

/**
 * What readers see of an item on a channel: the newest release that was confirmed. A post that a person changed by hand into a newer text
 * stays confirmed, since its number is what takes it back.
 */
export function outOn({ releases }: ItemState, channel: Channel): Release | null {
  const out = releases.filter((release) => release.channel === channel && release.state === 'confirmed');
  return out.sort((a, b) => b.revision - a.revision)[0] ?? null;
}

/** True once readers could see a release of the item, in any revision: only then is a change a correction. */
export function wasReleased(state: ItemState, beforeRevision = Number.POSITIVE_INFINITY): boolean {
  return state.releases.some((release) => release.confirmedAt !== null && release.revision < beforeRevision);
}

/** Releases that a withdrawal has to take back or look for. */
export function mayBeLive(state: ItemState): Release[] {
  return state.releases.filter((release) => MAY_BE_LIVE.includes(release.state));
}

/**
 * The event by which an entitled person began to take the newest text's item down at once (`withdraw --now`); `null` where nobody has, or gave
 * it up. It says why (`code`); a post that only made way for its own correction doesn't.
 */
export function takenBackAtOnce({ releases, text }: ItemState): LedgerEvent | null {
  // What a run has only decided has no number yet: it is the newest.
  const approved = text === null ? 0 : ((text as Partial<LedgerEvent>).seq ?? Number.POSITIVE_INFINITY);
  const begun = releases.flatMap(({ state, revision, takenBack }) => {
    if (takenBack === null || (state !== 'withdraw-intent' && state !== 'withdrawn')) return [];
    const ofText = revision === (text?.revision ?? 0);
    // An older text's, taken down after the newest was approved: that one isn't to come out in its place.
    return ofText || (takenBack.code !== undefined && takenBack.seq > approved) ? [takenBack] : [];
  });
  return begun.sort((a, b) => a.seq - b.seq)[0] ?? null;
}

/** Why a person is asked to edit a post that is out. */
export const CORRECT_BY_HAND = 'correct-by-hand';

/** Why the publisher takes a text off by itself: its own 公示期 is over (`publish_until`). */
export const PERIOD_OVER = 'publish-until';

/** What one person took down and levels 2 and 3 have still to confirm. What nobody has approved, or the text itself lets end, needs nobody. */
export function unconfirmedRemoval(state: ItemState): LedgerEvent | null {
  const begun = state.text === null || state.approval?.removal ? null : takenBackAtOnce(state);
  return begun?.code === PERIOD_OVER ? null : begun;
}

/** True once an item is taken back: by an approved removal, or at once by an entitled person. A later approved text ends it. */
export function isWithdrawn(state: ItemState): boolean {
  return state.approval?.removal === true || takenBackAtOnce(state) !== null;
}

/** True of a release that isn't out although something of it lies prepared in WeChat's draft box: nobody sends that, but a person could. */
export function hasDraft({ channel, steps }: Pick<Release, 'channel' | 'steps'>): boolean {
  return channel === 'wechat' && (steps.draft ?? '') !== '';
}

/**
 * Where an item's page is, on a platform whose addresses nobody can know before. A person registered it for this revision, or for the
 * newest one before. It stays what it was when the page was first seen: other channels print it, and are found again by it.
 */
export function placeOfPage(state: ItemState, revision: number): string | undefined {
  const pages = state.releases.filter((release) => release.channel === 'website' && release.revision <= revision && release.steps.address);
  return pages.sort((a, b) => b.revision - a.revision)[0]?.steps.address;
}

/** States of an older revision that still ask for something. A failed one is simply replaced by the newer text. */
const ASKING: readonly ReleaseState[] = [...IN_DOUBT, 'offline', 'withdraw-intent'];

/** Releases of an item that a run has work for: the newest text's not yet out, and older ones in doubt or being taken back. */
export function openReleases(state: ItemState): Release[] {
  const { text } = state;
  const asked = state.releases.filter((release) => ASKING.includes(release.state));
  const wanted =
    text === null || isWithdrawn(state)
      ? []
      : (text.channels ?? [])
          .map((channel) => releaseOf(state, channel, text.revision))
          .filter((release) => !isTerminal(release.state) && release.state !== 'confirmed' && !asked.includes(release));
  return [...asked, ...wanted].sort((a, b) => CHANNELS.indexOf(a.channel) - CHANNELS.indexOf(b.channel) || a.revision - b.revision);
}

/** The approval whose text a release sends or has sent. */
export function approvalOf(state: ItemState, release: Pick<Release, 'intent' | 'revision'>): LedgerEvent | null {
  const { intent, revision } = release;
  return (
    state.approvals.findLast((approval) =>
      intent === null ? approval.revision === revision && approval.removal !== true : approval.tree === intent.tree,
    ) ?? null
  );
}

/** The revision that a newly approved text gets: counted up as soon as anything of the present one has begun (contracts.md 5). */
export function nextRevision(state: ItemState, removal: boolean): number {
  const present = state.approval?.revision ?? 0;
  if (removal) return Math.max(1, present);
  if (present === 0) return 1;
  const begun = state.releases.some(({ revision }) => revision === present) || state.approval?.removal === true;
  return begun ? present + 1 : present;
}
