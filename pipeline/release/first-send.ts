import { instantOf } from '../beijing-time.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import { approvalOf, hasDraft, placeOfPage, type Release, releaseOf } from '../ledger/fold.ts';
import { IN_DOUBT } from '../ledger/transitions.ts';
import { clause } from '../printable.ts';
import type { ReadBack } from './channels/channel.ts';
import { accepted, lookAt, settled, stepsOf } from './in-doubt.ts';
import { alert, correctByHand, leftDraft, nameOf, plannedOf, put, type Round, type Said, stateIn, staysAsItIs } from './release-round.ts';
import { joinsMessage } from './wechat-messages.ts';

/** Tries that count before only a person may decide (reliability B3, rule 4). */
export const MAX_ATTEMPTS = 5;

/** True once the item's page answers, where it goes to the website at all: the others print its address. */
function websiteIsLive(round: Round, release: Release): boolean {
  const state = stateIn(round, release.item);
  if (!state.text?.channels?.includes('website')) return true;
  return releaseOf(state, 'website', release.revision).state === 'confirmed';
}

/** Tells of a draft that is left in the draft box, at once: it is never spoken of again. Nothing where there is none. */
async function tellLeftDraft(round: Round, release: Release, why: string): Promise<void> {
  const { item, channel } = release;
  const left = leftDraft(release);
  if (left === '') return;
  const message = why + left;
  await round.context.tell({ item, channel, code: 'draft-left', message });
  alert(round, release, 'draft-left', message);
}

/** A newer text takes the place of one that isn't out. */
async function supersede(round: Round, old: Release): Promise<void> {
  await tellLeftDraft(round, old, `第 ${old.revision} 版由新的一稿代替，没有发布；`);
  put(round, old, 'superseded');
}

/**
 * Older revisions of the same channel. What is in doubt must be settled first. What is live must be edited by hand or, where the policy
 * resends corrections, taken back first. Anything else is replaced.
 */
async function olderAllows(round: Round, release: Release): Promise<boolean> {
  // What has no events yet is the newest.
  const older = stateIn(round, release.item).releases.filter(({ channel }) => channel === release.channel);
  for (const old of older) {
    if (old.state === 'failed' || (old.state === 'needs-human' && old.intent === null && old.offline === null)) await supersede(round, old);
  }
  if (older.some(({ state }) => IN_DOUBT.includes(state) || state === 'offline' || state === 'withdraw-intent')) return false;
  const stuck = older.find(({ state, intent, offline }) => state === 'needs-human' && (intent !== null || offline !== null));
  if (stuck) {
    alert(
      round,
      release,
      'older-in-doubt',
      `第 ${stuck.revision} 版的结果还没有查清，更正先不发；请管理员用 resolve 登记第 ${stuck.revision} 版的结果。`,
    );
    return false;
  }
  const live = older.filter(({ state }) => state === 'confirmed').sort((a, b) => b.revision - a.revision)[0];
  if (!live) return true;
  if (staysAsItIs(round, release)) return false;
  if (!round.context.policy.corrections.resend) {
    correctByHand(round, release, live);
    return false;
  }
  // The old post goes only when the new one may follow at once. Past the seven days none may, and a person edits what is out.
  const blocked = await round.context.blocked(round.ledger, stateIn(round, release.item), release);
  if (blocked?.final) correctByHand(round, release, live);
  if (blocked && !blocked.final && !blocked.quiet) alert(round, release, blocked.code, blocked.message);
  if (blocked) return false;
  put(round, live, 'withdraw-intent', { reason: '更正后重发' });
  round.waits.push(0);
  return false;
}

export function byHand(round: Round, release: Release): void {
  const reason = '本渠道由人工发布：请管理员照预览在平台发布，再用 record 登记地址。';
  put(round, release, 'needs-human', { code: 'manual', reason });
  alert(round, release, 'manual', reason, true);
}

/** What stops a call at this moment; a release whose time is over ends here. */
export async function mayCall(round: Round, release: Release): Promise<boolean> {
  const blocked = await round.context.blocked(round.ledger, stateIn(round, release.item), release);
  if (!blocked) return true;
  const { item, channel } = release;
  const message = blocked.final ? blocked.message + leftDraft(release) : blocked.message;
  if (blocked.final && (await round.context.tell({ item, channel, code: blocked.code, message })))
    put(round, release, 'expired', { code: blocked.code, reason: message });
  if (!blocked.quiet) alert(round, release, blocked.code, message);
  return false;
}

/** Whether nobody posts to this channel but a person. */
export function isManual(round: Round, channel: Channel): boolean {
  return round.context.policy.channels[channel].mode === 'manual';
}

/**
 * True if the plan's text is the one that is approved now, and its address the one where the page has been seen. Either may have changed
 * since the plan was made.
 */
function fits(round: Round, release: Release): boolean {
  const planned = plannedOf(round.context, release);
  const state = stateIn(round, release.item);
  const place = placeOfPage(state, release.revision);
  const placed = place === undefined || planned?.payload.sourceUrl === place;
  return planned !== null && placed && planned.tree === approvalOf(state, release)?.tree;
}

/** A call of this round, with its intent; what goes out together with others gets its intent once all of them are known. */
function callNow(round: Round, release: Release, known: Said): void {
  const steps = { ...release.steps, ...known.remote?.steps };
  round.calls.push(joinsMessage(round, release) ? { ...release, steps } : put(round, release, 'intent', known));
}

/** A release that has no events yet: the first call, or the hand-over to a person. */
export async function sendFirst(round: Round, release: Release): Promise<void> {
  if (!fits(round, release)) return;
  // Its time may be over before its page is there.
  if (!websiteIsLive(round, release)) return void (await mayCall(round, release));
  if (!(await olderAllows(round, release)) || !(await mayCall(round, release))) return;
  if (isManual(round, release.channel)) return byHand(round, release);
  const vouched = round.context.vouched();
  const found = vouched && !isLookedFor(round, release) ? null : await firstLook(round, release, vouched);
  // What no list shows goes out where the count vouches: a mass message of every day can't wait for a person. The same holds for what is
  // older than the list or isn't shown to this account. Where there is no count a person has to say.
  if (found === null || (vouched && isUntold(release, found))) return callNow(round, release, {});
  await callUnlessThere(round, release, found);
}

/** What a platform shows of a release that the ledger knows nothing of, since the day that the item is named after. */
async function firstLook(round: Round, release: Release, newestPage: boolean): Promise<ReadBack> {
  const intentAt = instantOf(release.item.split('/')[1]?.slice(0, 10) ?? '');
  const found = await lookAt(round, release, { intentAt, newestPage, anyRevision: true });
  const unlisted = release.channel === 'wechat' && round.context.policy.channels.wechat.mode === 'mass' && found.kind === 'absent';
  return unlisted ? { kind: 'unreadable', code: 'first-look', message: UNLISTED } : found;
}

/**
 * What is looked for although the count vouches: an item that is new to the ledger, where the platform has a list. A correction isn't new:
 * what is out of it the ledger knows.
 */
function isLookedFor({ context }: Round, { channel, revision }: Release): boolean {
  return revision === 1 && (channel === 'weibo' || context.policy.channels.wechat.mode !== 'mass');
}

/** A list that says nothing of a release. One that merely doesn't come is waited for: the call would hardly go through either. */
function isUntold({ channel }: Release, found: ReadBack): boolean {
  return found.kind === 'unreadable' && found.code !== `${channel}/unreadable`;
}

/** Mass messages are in no list (facts 0, 3). */
const UNLISTED = '台账可能被回退过，群发过的接口列不出，看不出这一条是否群发过';

/** A draft that the ledger knows nothing of, where it would be published unseen: nobody has compared its cover and pictures. */
function isStray({ context }: Round, { channel, steps }: Release, found: Record<string, string>): boolean {
  return context.policy.channels.wechat.mode === 'publish' && Object.keys(steps).length === 0 && hasDraft({ channel, steps: found });
}

/** Calls, after a look at the platform, what isn't there. */
async function callUnlessThere(round: Round, release: Release, found: ReadBack): Promise<void> {
  // A post that a person has to look at is there: it must be known as begun, or a newer text would be sent beside it.
  const sent = found.kind === 'gone' || (found.kind === 'present' && found.differences.length > 0);
  if (settled(round, sent && release.intent === null ? put(round, release, 'intent') : release, found)) return;
  if (found.kind === 'unreadable' && found.later)
    return alert(round, release, found.code, `${clause(found.message)}；本次没有发送，下次运行会自动再试。`);
  // What no look can tell a person has to say, once: his word that it isn't live stands for the look.
  if (found.kind === 'unreadable' && release.last?.code !== 'resolved') {
    const reason = `${clause(found.message)}；本次没有发送；请管理员到平台核对，再用 resolve 登记：--as failed 会再发，在此以前不会发。`;
    put(round, release, 'needs-human', { code: found.code, reason });
    return alert(round, release, found.code, reason);
  }
  if (found.kind === 'absent' && isStray(round, release, found.steps)) {
    await tellLeftDraft(round, { ...release, steps: found.steps }, '台账没有记过草稿箱里的这份草稿，不知道是谁建的，另建一份发布；');
    return callNow(round, release, {});
  }
  const known = stepsOf(found);
  if (found.kind === 'pending') {
    accepted(round, put(round, release, 'intent', known), found);
  } else callNow(round, release, known);
}

/** A release that is definitely not live: tried again, after one more look, while its tries last. */
export async function sendAgain(round: Round, release: Release): Promise<void> {
  if (round.run.called.get(nameOf(release)) === 'failed' || !plannedOf(round.context, release)) return;
  if (release.attempts >= MAX_ATTEMPTS) {
    const reason = `已试 ${MAX_ATTEMPTS} 次都没有发出（${release.last?.reason ?? release.last?.code ?? ''}）；请管理员查明原因，再用 resolve 登记：--as failed 可重新再试。`;
    put(round, release, 'needs-human', { code: 'attempts', reason });
    return alert(round, release, 'attempts', reason);
  }
  if (!(await mayCall(round, release))) return;
  const found = justSeenAbsent(round, release) ? null : await lookAt(round, release);
  if (found === null) callNow(round, release, {});
  else await callUnlessThere(round, release, found);
}

/** True if this very round has read back that a release is absent. */
function justSeenAbsent(round: Round, release: Release): boolean {
  return release.last?.code === 'absent' && round.drafts.some(({ event }) => event === release.last);
}
