import type { Instant } from '../beijing-time.ts';
import { sha256 } from '../canonical-json.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { approvalOf, mayFollow, type Release, releaseKey, releaseOf, wasReleased } from '../ledger/fold.ts';
import { formOf } from '../ledger/site-release.ts';
import { IN_DOUBT } from '../ledger/transitions.ts';
import { messageTime } from './not-now.ts';
import { alert, nameOf, put, type Round, stateIn } from './release-round.ts';

/*
 * Several WeChat items of a day as one message (policy `channels.wechat.collect`, facts A5). Each release keeps its own states and
 * events. Their intents hold what the members of a message share: `group`, the same for the same members; `place`, from 1; `of`, how many
 * there are. `spent` are older drafts that nothing may be sent from any more, and `alone` is for what goes out by itself. Members of a
 * message that may be out are in doubt. Each is read back by its own address, and no other is called before all are certain. So nothing
 * is added to such a message, and nothing split off.
 */

/** WeChat takes eight articles in a message. */
const MOST = 8;

/** Whether a release that may be called now goes out in a message with others. Once it was in one, it stays with messages. */
export function joinsMessage(round: Round, release: Release): boolean {
  const { collect, mode } = round.context.policy.channels.wechat;
  if (release.channel !== 'wechat' || mode === 'manual' || !round.context.adapters.wechat?.sendTogether) return false;
  if (release.steps.group) return true;
  const state = stateIn(round, release.item);
  const approval = approvalOf(state, release);
  if (!collect || !approval || wasReleased(state, release.revision)) return false;
  return Date.parse(round.now) >= Date.parse(messageTime(collect.at, approval.at));
}

/** When the leader signed; the approval's own time where no form tells. */
function signedAt(approval: LedgerEvent): Instant {
  const level = formOf(approval)?.levels.findLast(
    ({ level: number, decision, at }) => number === 3 && decision === 'approved' && at !== null,
  );
  return level?.at ?? approval.at;
}

function bySigning(round: Round): (a: Release, b: Release) => number {
  const at = (release: Release): number => {
    const approval = approvalOf(stateIn(round, release.item), release);
    return approval ? Date.parse(signedAt(approval)) : 0;
  };
  return (a, b) => at(a) - at(b) || (a.item < b.item ? -1 : 1);
}

/** The same members have the same number, whichever run forms the message: WeChat knows a mass message again by it. */
function groupOf(members: readonly Release[]): string {
  const keys = members.map(({ item, channel, revision }) => releaseKey(item, channel, revision));
  return sha256(keys.sort().join('\n')).slice(0, 32);
}

export const draftsOf = ({ steps }: Pick<Release, 'steps'>): string[] => (steps.draft ?? '').split(' ').filter((id) => id !== '');

/** All WeChat releases of the plan, as this round knows them by now. */
function planned(round: Round): Release[] {
  return round.context.plan
    .filter(({ channel }) => channel === 'wechat')
    .map(({ item, channel, revision }) => releaseOf(stateIn(round, item), channel, revision));
}

/** Calls that go out together, as far as the ledger has their intents. */
export function messagesOf(calls: readonly Release[]): Release[][] {
  const messages = new Map<string, Release[]>();
  for (const call of calls) {
    const group = call.last?.remote?.steps?.group;
    const name = group ? `group ${group}` : nameOf(call);
    messages.set(name, [...(messages.get(name) ?? []), call]);
  }
  return [...messages.values()];
}

/** True of a message that has got on: WeChat has accepted it, or its draft is checked and the next call sends it. All members are there. */
function goesOn(members: readonly Release[]): boolean {
  const [first] = members;
  if (!first?.steps.group || members.length !== Number(first.steps.of)) return false;
  const begun = (name: string): boolean =>
    (first.steps[name] ?? '') !== '' && members.every(({ steps }) => steps[name] === first.steps[name]);
  return begun('publish') || (begun('mass') && begun('draft') && draftsOf(first).length === 1);
}

/** Members of a message of which another may still be out: they wait until that is certain. */
function waitsFor(doubtful: readonly Release[], { steps }: Release): boolean {
  return doubtful.some((other) => steps.group && other.steps.group === steps.group);
}

/**
 * What is definitely not out and isn't called now gives up a draft that it shares with what is. That draft will be deleted, and reading
 * back would otherwise look for it.
 */
export function giveUpDrafts(round: Round, ids: readonly string[], called: readonly Release[]): void {
  const names = new Set(called.map(nameOf));
  for (const release of planned(round)) {
    if (names.has(nameOf(release)) || !draftsOf(release).some((id) => ids.includes(id))) continue;
    const steps = { draft: '', mass: '' };
    const reason = '合并发布的消息重新编排，草稿作废；没有发布，会自动再试。';
    const said = { code: 'regrouped', reason, retry: 'free', remote: { id: '', url: '', steps } } as const;
    if (release.state === 'failed') put(round, put(round, release, 'intent', { remote: said.remote }), 'failed', said);
    // A draft that waits for a person, and nothing else: it was there, so nobody has published it.
    else if (release.state === 'sent' && !release.steps.publish && !release.steps.mass) put(round, release, 'failed', said);
  }
}

function intend(round: Round, members: readonly Release[], said: Record<string, string>): void {
  const group = groupOf(members);
  for (const [index, member] of members.entries()) {
    const steps = { ...member.steps, group, place: String(index + 1), of: String(members.length), ...said };
    const standing = releaseOf(stateIn(round, member.item), member.channel, member.revision);
    round.calls.push(put(round, standing, 'intent', { remote: { id: '', url: '', steps } }));
  }
}

/** So many in each message, but for those that go out by themselves. */
function inMessages(releases: readonly Release[], size: number): Release[][] {
  const together = releases.filter(({ steps }) => !steps.alone);
  const alone = releases.filter(({ steps }) => steps.alone);
  const messages = alone.map((release) => [release]);
  for (let at = 0; at < together.length; at += size) messages.push(together.slice(at, at + size));
  return messages;
}

/**
 * Makes messages of the calls that `joinsMessage` has left without an intent, and writes their intents. Articles come in the order in
 * which the leader signed, as many in one as the policy allows.
 */
export function formMessages(round: Round): void {
  // A newer text of the same item, decided on later in this round, may have taken the place of one that waited.
  const stands = ({ item, channel, revision }: Release): boolean =>
    mayFollow(releaseOf(stateIn(round, item), channel, revision), { kind: 'intent' });
  const waiting = round.calls.filter((release) => release.state !== 'intent' && stands(release));
  round.calls = round.calls.filter(({ state }) => state === 'intent');
  if (waiting.length === 0) return;
  const doubtful = planned(round).filter(
    ({ state, confirmedAt }) => IN_DOUBT.includes(state) || (state === 'withdraw-intent' && confirmedAt === null),
  );
  for (const release of waiting.filter((one) => waitsFor(doubtful, one))) {
    const message = '同一条合并消息里的其他信息还没有结果，这一条等它们有了结果再发；不用处理，不要手工发。';
    alert(round, release, 'message-in-doubt', message);
  }
  const ready = waiting.filter((release) => !waitsFor(doubtful, release)).sort(bySigning(round));
  const groups = new Map<string, Release[]>();
  for (const release of ready) groups.set(release.steps.group ?? '', [...(groups.get(release.steps.group ?? '') ?? []), release]);
  const going = [...groups.values()].filter(goesOn);
  for (const members of going) {
    intend(
      round,
      [...members].sort((a, b) => Number(a.steps.place) - Number(b.steps.place)),
      {},
    );
  }
  const fresh = ready.filter((release) => !going.some((members) => members.includes(release)));
  const spent = new Set<string>();
  const size = Math.min(round.context.policy.channels.wechat.collect?.max ?? MOST, MOST);
  for (const members of inMessages(fresh, size)) {
    // Deleted once: by the first message that has a member from it.
    const ids = [...new Set(members.flatMap(draftsOf))].filter((id) => !spent.has(id));
    for (const id of ids) spent.add(id);
    intend(round, members, { draft: '', mass: '', publish: '', spent: ids.join(' ') });
  }
  giveUpDrafts(round, [...spent], fresh);
}
