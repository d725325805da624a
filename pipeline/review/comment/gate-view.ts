import type { BeijingDate } from '../../beijing-time.ts';
import type { CheckResult, Finding } from '../../check/finding.ts';
import { gravestFirst } from '../../finding-order.ts';
import type { Channel } from '../../item/front-matter/front-matter-schema.ts';
import { clockStart, exemptChannels, type Freshness, freshness } from '../../organisation/freshness.ts';
import type { SettingsShown } from '../../organisation/settings-change.ts';
import type { Prompt } from '../../organisation/terms.ts';
import type { ReviewForm } from '../form/review-form.ts';
import { capacities } from '../gate/claims.ts';
import { type Context, contextOf } from '../gate/context.ts';
import type { Evidence } from '../gate/evidence.ts';
import { refuses } from '../gate/obstacle.ts';
import { scopeOf } from '../gate/scope.ts';
import { type Slot, type Subject, subjectsOf } from '../gate/subject.ts';
import { historyOf } from '../gate/text-history.ts';
import type { Blocker, ItemVerdict, LevelVerdict, NextAct, Verdict } from '../gate/verdict.ts';

/** What is told of a pull request, to people who look at GitHub. */
export interface GateView {
  evidence: Evidence;
  verdict: Verdict;
  /** What the check found at the head; `null`: not known. */
  check: CheckResult | null;
  /** What the levels ask themselves before they approve; none: nothing is shown. */
  prompts?: readonly Prompt[];
  links?: GateLinks;
  /** The review form as it would be signed now. */
  form?: ReviewForm;
  /** What readers see below the pictures, in the order of the text; the forge doesn't show it. */
  captions?: readonly { picture: string; words: string }[];
  /** In how many places the text has changed since whoever is asked again last saw it. */
  changed?: number;
  /** What it changes in 名单与规则. */
  settings?: SettingsShown;
  /** 历史信息 that it changes; `title` and `findings` are `null` for what it takes away or can't be read. */
  history?: readonly { path: string; title: string | null; date: string; findings: readonly Finding[] | null }[];
  /** Once readers can see it, or could. */
  published?: PublishedView;
}

/** What became of an item on its channels. */
export interface PublishedView {
  /** The review form's. */
  number: string;
  /** Where readers can see it. */
  releases: readonly { channel: Channel; url: string }[];
  /** Channels that are still to follow. */
  open?: readonly Channel[];
  /** Channels that it has been taken back from. */
  withdrawn?: readonly Channel[];
  /** Channels that it will not go to any more: its days were over, or a person gave them up. */
  dropped?: readonly Channel[];
  /** Address of the signed review form. */
  form?: string;
}

/** Addresses; what has none isn't offered. */
export interface GateLinks {
  /** The text with its pictures, as the forge itself shows it. */
  text?: string;
  /** The three faces as a page of their own, and the day from which it isn't kept any more. */
  preview?: { url: string; before?: BeijingDate };
  /** Where to look for them while there is no such page. */
  previewInstead?: { why: 'coming' | 'not-made' | 'kept-no-longer' | 'unknown'; url: string };
  /** The draft of the review form. */
  form?: string;
  /** The present text beside the one the reader saw last. */
  compare?: string;
  /** The page on which one approves. */
  changes?: string;
  findings?: string;
  about?: string;
}

/** Where a pull request stands: the first that is true. */
export type Standing =
  | { kind: 'code' }
  | { kind: 'unreadable' }
  | { kind: 'refused'; blocker: Blocker }
  | { kind: 'published' }
  | { kind: 'draft' }
  | { kind: 'rejected'; level: LevelVerdict; acts: NextAct[] }
  | { kind: 'mend'; errors: Finding[]; person: string | null }
  | { kind: 'appoint'; level: LevelVerdict }
  | { kind: 'stale'; level: LevelVerdict }
  | { kind: 'early'; level: LevelVerdict; early: LevelVerdict; people: string[] }
  | { kind: 'due'; level: LevelVerdict; people: string[] }
  | { kind: 'secrecy'; blocker: Blocker; people: string[] }
  | { kind: 'blocked'; blocker: Blocker }
  | { kind: 'passed' };

/** A pull request, read for telling. */
export interface Situation {
  context: Context;
  /** The item that decides; `null` where nothing is to be signed. */
  item: ItemVerdict | null;
  subject: Subject | null;
  /** `null` where Art. 9 binds nothing here. */
  freshness: Freshness | null;
  firstPush: string | null;
  standing: Standing;
}

/** The records themselves couldn't be read: nobody's fault, and a later run may pass. */
const UNREADABLE = new Set(['records-incomplete', 'text-unread', 'activity-unreadable', 'merge-unknown']);

const WAITING: Blocker = { code: 'waiting', message: '还差审核或手续，先不放行。' };

/** Findings that hold, gravest first. */
export function findingsOf(check: CheckResult | null): Finding[] {
  return gravestFirst((check?.items ?? []).flatMap(({ findings }) => findings)).filter(({ waived }) => !waived);
}

/** Of the open levels with one number, the first that none of those who are asked can sign: its unit lacks somebody. */
function lacking(
  context: Context,
  subject: Subject,
  { levels, next }: ItemVerdict,
  open: readonly LevelVerdict[],
): LevelVerdict | undefined {
  const asked = next.filter(({ action }) => action === 'approve').map(({ person }) => person);
  return open.find((level) => {
    const slot = subject.slots[levels.indexOf(level)] as Slot;
    return !asked.some((person) => capacities(context, subject, slot, person, context.today).length > 0);
  });
}

function openStanding(context: Context, subject: Subject, item: ItemVerdict, blockers: readonly Blocker[]): Standing {
  const signing = item.next.filter(({ action }) => action === 'approve' || action === 'appoint');
  const number = signing.find(({ level }) => level !== undefined)?.level;
  const open = item.levels.filter((each) => each.level === number && each.state !== 'approved');
  const [level] = open;
  const people = signing.filter((act) => act.level === number).map(({ person }) => person);
  const [blocker] = blockers;
  if (!level) {
    // Where whom it names can't give it, the item is mended first.
    if (blocker?.code === 'secrecy-review' && signing.length > 0)
      return { kind: 'secrecy', blocker, people: signing.map(({ person }) => person) };
    return { kind: 'blocked', blocker: blocker ?? WAITING };
  }
  if (signing.some(({ action }) => action === 'appoint')) return { kind: 'appoint', level: lacking(context, subject, item, open) ?? level };
  // Whoever has had a hand in the text since, or has left his post, isn't asked again.
  if (level.state === 'stale' && people.includes(level.person ?? '')) return { kind: 'stale', level };
  const early = item.levels.find((each) => each.level > level.level && each.state === 'out-of-order');
  return early ? { kind: 'early', level, early, people } : { kind: 'due', level, people };
}

function standingOf(
  { verdict, check, published }: GateView,
  context: Context,
  item: ItemVerdict | null,
  subject: Subject | null,
): Standing {
  const blockers = [...verdict.blockers, ...(item?.blockers ?? [])];
  // What readers can see is a fact, whatever has become of its days or its reviews since.
  if (item && published) return { kind: 'published' };
  const unread = blockers.filter(({ code }) => UNREADABLE.has(code));
  // What refuses, and could be read, holds whatever the branch's activity says: nobody can read that of a fork.
  const refusing = blockers.find(({ code }) => refuses(code) && !UNREADABLE.has(code));
  if (unread.some(({ code }) => refuses(code) || !refusing)) return { kind: 'unreadable' };
  if (verdict.verdict === 'refused') return { kind: 'refused', blocker: refusing ?? { code: 'refused', message: '不能发布。' } };
  if (verdict.verdict === 'passed') return { kind: item ? 'passed' : 'code' };
  if (!item || !subject) return { kind: 'blocked', blocker: blockers[0] ?? WAITING };
  if (item.next.some(({ action }) => action === 'ready')) return { kind: 'draft' };
  const rejected = item.levels.find(({ state }) => state === 'rejected');
  if (rejected) return { kind: 'rejected', level: rejected, acts: item.next };
  const errors = findingsOf(check).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { kind: 'mend', errors, person: subject.frontMatter.submitter ?? null };
  return openStanding(context, subject, item, blockers);
}

/** Where an item stands in its seven days; `null` where Art. 9 binds nothing here. */
export function freshnessOf(context: Context, subject: Subject, firstPush: string | null): Freshness | null {
  const { evidence, policy } = context;
  const { frontMatter } = subject;
  if (subject.kind !== 'item' || !subject.complete || !frontMatter.event_date || !frontMatter.channels) return null;
  const { channels, event_date, withdraw, correction, basis } = frontMatter;
  const released = evidence.released?.includes(subject.path) ?? false;
  const calendar = { today: context.today, daysOff: evidence.holidays ?? [] };
  const exempt = exemptChannels({ channels, event_date, withdraw, correction, basis }, policy.freshness, released, calendar);
  // What was published by hand already is late for nothing but its reviews.
  if (channels.every((channel) => exempt.includes(channel)) || evidence.offline?.[subject.path] !== undefined) return null;
  return freshness(clockStart({ event_date }, policy.freshness, firstPush), policy.freshness, evidence.holidays ?? [], evidence.now);
}

/** Reads evidence, verdict and findings as one situation; of several items the first that is as far back as the whole. */
export function situationOf(view: GateView): Situation {
  const { evidence, verdict } = view;
  const context = contextOf(evidence);
  const item = verdict.items.find((each) => each.verdict === verdict.verdict) ?? verdict.items[0] ?? null;
  const { subjects } = subjectsOf(context, scopeOf(context));
  const subject = subjects.find(({ path }) => path === item?.path) ?? null;
  const firstPush = subject && historyOf(evidence, subject.entry).firstPush;
  return {
    context,
    item,
    subject,
    freshness: subject && freshnessOf(context, subject, firstPush),
    firstPush,
    standing: standingOf(view, context, item, subject),
  };
}

/** The commit at which whoever is asked again last saw the text; `null` where nobody is, or it isn't known. */
export function lastSeen({ standing, context }: Situation): string | null {
  const again = standing.kind === 'stale' || (standing.kind === 'rejected' && standing.acts.every(({ action }) => action === 'approve'));
  const seen = again ? context.evidence.reviews.find(({ id }) => id === standing.level.reviewId)?.commit : null;
  return seen && seen !== context.evidence.pullRequest?.head.sha ? seen : null;
}
