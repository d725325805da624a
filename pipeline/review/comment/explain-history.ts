import { beijingDate, beijingIso } from '../../beijing-time.ts';
import { inForce } from '../../organisation/holders.ts';
import { printable } from '../../printable.ts';
import { actsOf } from '../gate/acts.ts';
import type { Context } from '../gate/context.ts';
import type { Evidence, Login } from '../gate/evidence.ts';
import { cited, withRule } from '../gate/rule-numbers.ts';
import type { Subject } from '../gate/subject.ts';
import { historyOf, type Seen } from '../gate/text-history.ts';
import type { ItemVerdict, LevelVerdict } from '../gate/verdict.ts';
import { LEVEL_ORDINALS } from '../words.ts';

const SEEN_WORDS: Record<Seen, string> = { present: '现在这一版', changed: '另一版', unknown: '核对不出的一版' };

type Dismissal = Evidence['dismissals'][number];

/** Where a dismissal isn't GitHub's own: what it took away, and what that does. */
const DISMISSED_WORDS: Record<NonNullable<Dismissal['state']>, string> = {
  APPROVED: `这次同意；本人到那时为止的同意一并取消${cited(17)}`,
  CHANGES_REQUESTED: `这次退回；退回照样算数${cited(17)}`,
  COMMENTED: `这次留言；不改变什么${cited(11)}`,
};

/** `2026-11-24 10:02:00`, Beijing time: order may hang on seconds. */
function second(at: string): string {
  return beijingIso(new Date(at)).slice(0, 19).replace('T', ' ');
}

/** Who did something, as the list of people knows him; with the account, which outlives a name. */
export function handName({ identify, name }: Context, login: Login): string {
  if (login === null) return '认不出的账号';
  const identity = identify(login);
  if (identity.kind === 'person') return `${name(identity.person)}（${printable(login)}）`;
  return `${identity.kind === 'machine' ? '系统账号' : '名单外的账号'} ${printable(login)}`;
}

/** The posts by which a level was signed: the signer's own, or his principal's. */
function postsOf({ organisation }: Context, { level, person, for: principal, at }: LevelVerdict): string {
  const day = beijingDate(at as string);
  const held = organisation.posts.filter((post) => post.level === level && post.person === (principal ?? person) && inForce(post, day));
  return [...new Set(held.map(({ post }) => post))].join('、');
}

/** Why a signature counts. Only of the present text it does (rule 9); an emergency's out of its turn (rule 24). */
function countedWords(context: Context, level: LevelVerdict, urgent: boolean): string {
  const posts = `当天任${postsOf(context, level)}${cited(8)}`;
  const by = level.for === undefined ? posts : `凭授权代签${cited(23)}，委托人${posts}`;
  return `${level.reason}；看的是现在这一版${cited(9)}，${by}；计入第${LEVEL_ORDINALS[level.level]}级${cited(urgent ? 24 : 12)}`;
}

/** A request that stands, and which text it was about. */
function requestWords(seen: Seen): string {
  return `退回，看的是${SEEN_WORDS[seen]}；停住这一件，等本人或上一级再同意${cited(16)}`;
}

/** What each review was worth, and by which rule. */
function reviewEvents(context: Context, subject: Subject, { levels, ignored, emergency }: ItemVerdict) {
  const { evidence } = context;
  const history = historyOf(evidence, subject.entry);
  const standing = new Set(actsOf(context).requests.map(({ reviewId }) => reviewId));
  return evidence.reviews.map(({ id, login, submittedAt, commit }) => {
    const level = levels.find(({ state, reviewId }) => state === 'approved' && reviewId === id);
    const without = ignored.find(({ reviewId }) => reviewId === id);
    const tell = (): string => {
      if (level) return countedWords(context, level, level.level === 3 && emergency !== undefined);
      if (without) return withRule(without.reason, without.code);
      if (standing.has(id)) return requestWords(history.seen({ ms: Date.parse(submittedAt), commit }));
      return `留言，不改变什么${cited(11)}`;
    };
    return { at: submittedAt, text: `审核 ${id}　${handName(context, login)}　${printable(tell())}` };
  });
}

function dismissalWords(context: Context, { by, state, commit }: Dismissal): string {
  if (state === 'APPROVED' && commit) return `平台因推送 ${commit.slice(0, 7)} 自动撤销；签批算不算只看内容${cited(10)}`;
  const what = state ? DISMISSED_WORDS[state] : `这次审核，原来是什么查不到；按退回看${cited(17)}`;
  return `${handName(context, by)} 撤销了${what}`;
}

/** Everything that happened to one item's text and its reviews, oldest first, each with what follows from it and by which rule. */
export function historyLines(context: Context, subject: Subject, item: ItemVerdict): string[] {
  const { evidence } = context;
  const history = historyOf(evidence, subject.entry);
  const pushes = evidence.pushes.map((push) => ({
    at: push.at,
    text: `推送 ${push.after.slice(0, 7)}　${handName(context, push.actor)}${push.forced ? ' 强制推送' : ''}　${history.pushChanges(push) ? `内容有改动${cited(6)}` : `内容没有变${cited(7)}`}`,
  }));
  const declared = item.levels
    .filter(({ state, reviewId }) => state === 'approved' && reviewId === undefined)
    .map(({ at, reason }) => ({ at: at as string, text: `文首声明　${reason}；计入第一级${cited(15)}` }));
  const dismissals = evidence.dismissals.map((each) => ({
    at: each.at,
    text: `撤销审核 ${each.reviewId}　${dismissalWords(context, each)}`,
  }));
  return [...pushes, ...declared, ...reviewEvents(context, subject, item), ...dismissals]
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map(({ at, text }) => `${second(at)}　${text}`);
}
