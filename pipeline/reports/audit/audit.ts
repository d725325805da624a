import { type BeijingDate, beijingDate, type Instant } from '../../beijing-time.ts';
import { shown, shownPath } from '../../check/finding.ts';
import { CHANNELS, type Channel } from '../../item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '../../ledger/event.ts';
import { foldItem, type ItemState } from '../../ledger/fold.ts';
import { readChains, storedOf } from '../../ledger/ledger.ts';
import { SETTINGS_CHAIN } from '../../ledger/ledger-path.ts';
import type { LedgerStore } from '../../ledger/ledger-store.ts';
import { purgeIn } from '../../ledger/purge-event.ts';
import type { Settings } from '../../ledger/settings-version.ts';
import { type Policy, policySchema } from '../../organisation/policy.ts';
import { Problem } from '../../problem.ts';
import { withoutSecrets } from '../../redaction.ts';
import type { Post } from '../../release/channels/posts.ts';
import type { VerifyProblem } from '../../verify/verify-chain.ts';
import { readItems } from '../statistics/from-ledger.ts';
import { type Span, within } from '../statistics/span.ts';
import type { Act, ActKind, NumberRow, Unreviewed, Withdrawal } from './audit-row.ts';
import { auditItem } from './item-audit.ts';
import { byNumber, wrongNumbers } from './number-rows.ts';
import { nameOfActor, organisationAt, settingsActs } from './settings-acts.ts';

/** What a channel shows beside the ledger; why it wasn't looked at, or what no list shows. */
export interface LookedAt {
  channel: Channel;
  looked: boolean;
  why: string;
  /** Posts that nobody has registered, or that are registered as taken down. */
  posts: readonly Pick<Post, 'title' | 'url' | 'at'>[];
}

/** Holds what platforms show against the items of a ledger, one after the other. */
export interface PostsWatch {
  see(state: ItemState): void;
  /** @param since the day of the ledger's first event */
  found(since: BeijingDate, policy: Policy): LookedAt[];
}

/** Nothing was looked at, for one reason. */
export const unwatched = (why: string): PostsWatch => ({
  see: () => undefined,
  found: () => CHANNELS.map((channel) => ({ channel, looked: false, why, posts: [] })),
});

/** What of the rules' own exceptions an auditor is told apart from everything else. */
export const DEVIATIONS: readonly ActKind[] = ['emergency', 'offline', 'delegation', 'declared', 'same-person'];

export interface Audit {
  version: 1;
  /** `null`: the whole ledger. */
  from: string | null;
  to: string | null;
  at: Instant;
  /** The commit of the ledger that was verified. */
  head: string | null;
  verified: boolean;
  items: number;
  events: number;
  /** Every number from 1 to the last of each year, those that are missing included. */
  numbers: NumberRow[];
  acts: Act[];
  unreviewed: Unreviewed[];
  withdrawals: Withdrawal[];
  unknownPosts: { channel: Channel; title: string; url: string; at: Instant | null }[];
  looked: Omit<LookedAt, 'posts'>[];
}

/** Faults that the audit names itself, one by one. Whatever else is wrong with a ledger, nothing of it can be believed. */
const NAMED: readonly string[] = ['number', 'not-approved', 'evidence-fails'];

/** @throws Problem `ledger/unverified` where more is wrong with a ledger than the audit can name */
export function requireReadable(problems: readonly VerifyProblem[]): void {
  const first = problems.find(({ code }) => !NAMED.includes(code));
  if (first === undefined) return;
  const message = `台账核验没有通过（共 ${problems.length} 处），审计表出不了：${first.message}运行 sanshen verify 可看全部。`;
  throw new Problem('ledger/unverified', message, { place: first.event || 'ledger' });
}

/** What verifying says of reviews, beside what the forms themselves say: each text once. */
function unreviewedBy(problems: readonly VerifyProblem[], known: readonly Unreviewed[], numbers: readonly NumberRow[]): Unreviewed[] {
  const found = new Map<string, Unreviewed>();
  for (const { item, event: path, code, message } of problems) {
    if (code !== 'not-approved' && code !== 'evidence-fails') continue;
    const row = numbers.find(({ evidence }) => evidence?.path === path);
    const key = row === undefined ? item : path;
    if (known.some((one) => one.path === path) || found.has(key)) continue;
    const why = message.split('；')[0] as string;
    found.set(key, {
      item,
      number: row?.number ?? null,
      at: row?.at ?? null,
      why,
      out: row?.out.map(({ channel }) => channel) ?? [],
      path,
    });
  }
  return [...found.values()];
}

/** What the audit is made from. */
export interface AuditInput {
  store: LedgerStore;
  /** A commit that was verified, with what was found; `null`: there is no ledger. */
  head: string | null;
  problems: readonly VerifyProblem[];
  items: number;
  events: number;
  /** Verified, in the order of the settings' chain. */
  versions: readonly Settings[];
  /** `null`: all. */
  span: Span | null;
  now: Instant;
}

const byTime = <Row extends { at: Instant | null }>(rows: Row[]): Row[] =>
  rows.sort((a, b) => Date.parse(a.at ?? '') - Date.parse(b.at ?? ''));

/** Goes through a ledger item by item. What became of a number is as of now, whatever the span. @throws Problem `ledger/unverified` */
export async function auditOf(
  { store, head, problems, versions, span, now, items, events }: AuditInput,
  watch: PostsWatch,
): Promise<Audit> {
  requireReadable(problems);
  const own = head === null ? [] : storedOf(await readChains(store, head, [SETTINGS_CHAIN]), SETTINGS_CHAIN).map(({ event }) => event);
  const at = organisationAt(own, versions);
  const nameOf = (event: LedgerEvent): string => nameOfActor(at(event.at), event.actor);
  const purged = new Set(own.flatMap((event) => (event.kind === 'purge' ? (purgeIn(event)?.item ?? []) : [])));
  const asked = { touched: null, kinds: null };
  const read = await (head === null
    ? []
    : readItems(store, head, asked, (item) => {
        const state = foldItem(item.item, item.events);
        watch.see(state);
        return [auditItem(state, item, nameOf, purged.has(item.item))];
      }));
  const policy = versions.at(-1)?.policy;
  const looked = own[0] && policy ? watch.found(beijingDate(own[0].at), policy) : unwatched('还没有台账').found('', policySchema.parse({}));
  const all = read.flatMap(({ numbers }) => numbers);
  const wrong = wrongNumbers(all);
  const inSpan = ({ at: moment }: { at: Instant | null }): boolean => span === null || moment === null || within(span, moment);
  const unreviewed = read.flatMap((one) => one.unreviewed);
  return {
    ...{ version: 1, from: span?.from ?? null, to: span?.to ?? null, at: now, head, verified: problems.length === 0, items, events },
    // A gap has no day of its own: it is told with every span of its year.
    numbers: [
      ...all.filter(inSpan),
      ...wrong.filter(({ number }) => span === null || (span.from.slice(0, 4) <= number && number.slice(0, 4) <= span.to)),
    ].sort(byNumber),
    acts: byTime([...settingsActs(own, versions), ...read.flatMap(({ acts }) => acts)].filter(inSpan)),
    unreviewed: byTime([...unreviewed, ...unreviewedBy(problems, unreviewed, all)].filter(inSpan)),
    withdrawals: byTime(read.flatMap(({ withdrawals }) => withdrawals).filter(inSpan)),
    unknownPosts: looked.flatMap(({ channel, posts }) =>
      posts.map(({ title, url, at: seen }) => ({
        channel,
        title: shown(withoutSecrets(title)),
        url: shownPath(withoutSecrets(url)),
        at: seen,
      })),
    ),
    looked: looked.map(({ posts: _, why, ...each }) => ({ ...each, why: withoutSecrets(why) })),
  };
}

/** Numbers that are missing or given twice. */
export const faultyNumbers = ({ numbers }: Pick<Audit, 'numbers'>): NumberRow[] =>
  numbers.filter(({ outcome }) => outcome === 'missing' || outcome === 'duplicate');

/** True where somebody has to look into something: a gap, a text without three reviews, a post that nobody registered. */
export const hasFindings = (audit: Audit): boolean => faultyNumbers(audit).length + audit.unreviewed.length + audit.unknownPosts.length > 0;
