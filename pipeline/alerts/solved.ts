import { beijingMinute } from '../beijing-time.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { type ItemState, openReleases, type Release, unconfirmedRemoval } from '../ledger/fold.ts';
import type { ReleaseState } from '../ledger/transitions.ts';
import type { ReviewForm } from '../review/form/review-form.ts';
import type { AlertKey, AlertStep, OpenAlert } from './alert.ts';
import type { End } from './catalogue/row.ts';
import { rowOf } from './catalogue.ts';

/** What is known when a step asks which open alerts are solved. */
export interface Known {
  step: AlertStep;
  /** Everything that this step found to tell. */
  stands: readonly AlertKey[];
  /** True if the step went over everything that it could tell this of: then what it doesn't tell any more is no more. */
  complete: (alert: AlertKey) => boolean;
  /** The item of the ledger; `null` if it holds none of that name. */
  state: ItemState | null;
  /** True while some text wasn't sent on a channel for a reason, by its last event. */
  refused: (channel: Channel, code: string) => boolean;
  /** True while the circuit breaker holds. */
  tripped: boolean;
  /** What a step looked at and found right (`rightKey`), with what solves it; of the others it can't say anything. */
  right?: ReadonlyMap<string, string>;
}

/** Says by what an alert is solved; `null` while it isn't. */
type Solved = (alert: OpenAlert, known: Known) => string | null;

/** How a release ended, in words. */
const ENDED: Partial<Record<ReleaseState, (last: NonNullable<Release['last']>, url: string) => string>> = {
  confirmed: ({ at, code, reason }, url) =>
    `${beijingMinute(at)} ${code === undefined ? '已发布，读回一致' : `已登记（${reason ?? '人工核对'}）`}${url ? `：${url}` : ''}`,
  withdrawn: ({ at }) => `${beijingMinute(at)} 已撤下`,
  abandoned: ({ at, reason }) => `${beijingMinute(at)} 已了结，不再发${reason ? `（${reason}）` : ''}`,
  superseded: ({ at }) => `${beijingMinute(at)} 由新的一稿代替`,
  expired: ({ at }) => `${beijingMinute(at)} 已过时效，不再发布（另有一条提醒）`,
};

const endOf = ({ code }: AlertKey): End => rowOf(code).end;

/** The release of a channel that something happened to last. */
function newest({ releases }: ItemState, channel: Channel): Release | null {
  const own = releases.filter((release) => release.channel === channel && release.last !== null);
  return own.sort((a, b) => (a.last?.seq ?? 0) - (b.last?.seq ?? 0)).at(-1) ?? null;
}

/** The channel asks for nothing any more. */
const channelIsDone: Solved = ({ channel, code }, { state }) => {
  if (channel === undefined || state === null || openReleases(state).some((open) => open.channel === channel)) return null;
  const release = newest(state, channel);
  // What ended as that very thing (`differs`) still is so.
  if (!release?.last || release.last.code === code) return null;
  return ENDED[release.state]?.(release.last, release.remote?.url ?? '') ?? '新的一稿已审定，这一项不用再办';
};

/** Another alert of this text, or of its account, says how it stands by now. */
const refusedOtherwise: Solved = ({ item, channel, code }, { state, stands }) => {
  const release = channel !== undefined && state ? newest(state, channel) : null;
  if (release?.state !== 'failed' && release?.state !== 'needs-human') return null;
  const present = stands.some(
    (other) =>
      other.channel === channel &&
      other.code === release.last?.code &&
      (other.item === 'run' || (other.item === item && other.code !== code)),
  );
  return present ? '现在的情况见另一条提醒' : null;
};

/** An account that refused every text: none waits for that reason any more. */
const accountServes: Solved = ({ channel, code }, { refused, step }) => {
  // Only these read every text that waits.
  if (channel === undefined || (step !== 'release' && step !== 'approve')) return null;
  return refused(channel, code) ? null : '等着的已经发出，或不再因为这个原因发不出去';
};

/** Something was done that only a later event can end: what has expired on a channel is out there now, or taken back. */
const isOutAfterAll: Solved = (alert, known) =>
  alert.channel !== undefined && known.state !== null && newest(known.state, alert.channel)?.state !== 'expired'
    ? channelIsDone(alert, known)
    : null;

/** The step that told it has gone over everything, and tells nothing of this any more. */
const toldNoMore: Solved = ({ item, code, channel, step }, { step: asking, stands, complete, state }) => {
  if (step !== asking || !complete({ item, code, channel })) return null;
  const others = stands.filter((other) => other.item === item && other.channel === channel && endOf(other) !== 'nothing-waits');
  // What couldn't be read now may be as it was.
  if (others.some((other) => rowOf(other.code).unread)) return null;
  if (others.length > 0) return '情况有变，见新的一条提醒';
  const number = step === 'approve' ? state?.approval?.number : undefined;
  return number === undefined ? '再次核对，问题已经没有了' : `再次核对，问题已经没有了；最近一次审定是审核单 ${number}`;
};

/** A step has looked at this very thing and found it right. */
const seenRight: Solved = (alert, { right }) => right?.get(rightKey(endOf(alert), alert)) ?? null;

/** What was found at night is seen right by the same step, or its item is taken back. */
const comparedAgain: Solved = (alert, known) => {
  if (alert.step !== 'watch') return channelIsDone(alert, known);
  const release = alert.channel && known.state ? newest(known.state, alert.channel) : null;
  return release?.state === 'withdrawn' ? channelIsDone(alert, known) : seenRight(alert, known);
};

const takenBackAndConfirmed: Solved = (_, { state }) => {
  if (state === null || unconfirmedRemoval(state) !== null) return null;
  return state.approval?.removal ? `撤稿已补办确认（审核单 ${state.approval.number ?? ''}）` : '新的一稿已审定，原来的撤下不用再补办';
};

/** The other levels have reviewed what a leader let out alone, or that text is no longer the one that counts. */
const reviewedAfterwards: Solved = (alert, known) => {
  const { state, step } = known;
  const number = state?.approval?.number ?? '';
  if (state?.approval?.removal) return `撤稿已审定（审核单 ${number}），不用再补审`;
  if (state?.text && owedReview(state) === null) return `新的一稿已走完三级审核（审核单 ${number}），不用再补审`;
  return step === 'approve' ? seenRight(alert, known) : null;
};

const takenBackEverywhere: Solved = (_, { state }) =>
  state === null || state.releases.some((release) => release.state === 'withdraw-intent') ? null : '各渠道都已撤下';

const nothingWaits: Solved = ({ item, code }, { state, stands }) => {
  if (state !== null && openReleases(state).length === 0) {
    const ends = state.text?.channels?.flatMap(
      (channel) => channelIsDone({ item, code, channel, step: null }, { ...NOTHING, state }) ?? [],
    );
    return ends?.join('；') || '没有要发的了';
  }
  const later = stands.some((other) => other.item === item && other.code !== code && endOf(other) === 'nothing-waits');
  return later ? '还剩的日数有变，见新的一条提醒' : null;
};

const NOTHING: Omit<Known, 'state'> = { step: 'act', stands: [], complete: () => false, refused: () => true, tripped: true };

const settingsHold: Solved = (alert, { step, stands, complete }) =>
  complete(alert) && (step === 'approve' || step === 'release') && !stands.some((other) => endOf(other) === 'registered')
    ? '名单与规则已登记为有效的一版'
    : null;

const liftedByAPerson: Solved = (_, { tripped }) => (tripped ? null : '办公室审核人已核对并恢复发布');

/** What is told of an item's channel ends with the channel; anything else, once the step that told it finds nothing any more. */
const done: Solved = (alert, known) =>
  alert.channel === undefined || alert.item === 'run' ? toldNoMore(alert, known) : channelIsDone(alert, known);

/** Each kind of end, as it is asked for. */
const SOLVED: Readonly<Record<End, Solved>> = {
  done,
  refusal: (alert, known) => {
    if (alert.item === 'run' && alert.step === 'release') return accountServes(alert, known);
    return done(alert, known) ?? refusedOtherwise(alert, known);
  },
  removed: done,
  'removed-everywhere': takenBackEverywhere,
  'removal-confirmed': takenBackAndConfirmed,
  reviewed: reviewedAfterwards,
  'nothing-waits': nothingWaits,
  registered: (alert, known) => (alert.channel === undefined ? settingsHold : channelIsDone)(alert, known),
  resumed: liftedByAPerson,
  running: (_, { step }) => (step === 'approve' ? '发布又在运行了' : null),
  compared: comparedAgain,
  listed: seenRight,
  'folder-empty': seenRight,
  expired: isOutAfterAll,
  person: () => null,
};

const keyOf = ({ item, code, channel }: AlertKey): string => [code, item, channel ?? ''].join(' ');

/** A name under which a step says what it found right: of an item or a post, for all alerts that end so. */
export function rightKey(end: End, { item, channel }: Pick<AlertKey, 'item' | 'channel'>): string {
  return [end, item, channel ?? ''].join(' ');
}

/** By what an open alert is solved, in Chinese; `null` while it stands, or while this step can't say. */
export function solvedBy(alert: OpenAlert, known: Known): string | null {
  if (known.stands.some((other) => keyOf(other) === keyOf(alert))) return null;
  return SOLVED[endOf(alert)](alert, known);
}

/**
 * The approval that stands by a leader's emergency signature alone, whose other levels review afterwards (contracts.md 4, rule 24).
 * @returns `null` where all reviewed the newest text, or an approved withdrawal takes it back
 */
export function owedReview({ approval, text }: Pick<ItemState, 'approval' | 'text'>): LedgerEvent | null {
  if (approval?.removal || !text?.form) return null;
  const { levels } = JSON.parse(Buffer.from(text.form.payload, 'base64').toString('utf8')).predicate as ReviewForm;
  return levels.some(({ decision }) => decision !== 'approved') ? text : null;
}
