import { CHANNEL_NAMES } from '../../alerts/alert.ts';
import { shown, shownPath } from '../../check/finding.ts';
import type { FrontMatter } from '../../item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '../../ledger/event.ts';
import type { ItemState } from '../../ledger/fold.ts';
import { eventPath } from '../../ledger/ledger-path.ts';
import type { ReviewForm } from '../../review/form/review-form.ts';
import type { Evidence } from '../../review/gate/evidence.ts';
import { LEVEL_ORDINALS } from '../../review/words.ts';
import { formIn } from '../statistics/from-evidence.ts';
import type { ReadItem } from '../statistics/from-ledger.ts';
import { type Act, type ActKind, type NumberRow, proofOf, signedLevels, type Unreviewed, type Withdrawal } from './audit-row.ts';
import { numberRows } from './number-rows.ts';
import { atOnceActs, withdrawAct, withdrawalsOf } from './withdrawals.ts';

/** All that an item tells an auditor. */
export interface ItemAudit {
  numbers: NumberRow[];
  acts: Act[];
  withdrawals: Withdrawal[];
  unreviewed: Unreviewed[];
}

type Rules = { emergency?: { enabled?: boolean }; distinct_persons?: boolean } | null;

/** What a form lacks of its levels and of different persons, and which rule in force that day allows it. */
function lacks(form: ReviewForm, removal: boolean, evidence: Evidence | null): { why: string | null; allowed: [ActKind, string][] } {
  const rules = (evidence?.policy ?? null) as Rules;
  const given = form.levels.filter(({ decision, personId }) => decision === 'approved' && personId !== null);
  const needed = ([1, 2, 3] as const).filter((level) => level > 1 || !removal);
  const open = needed.filter((level) => {
    const own = form.levels.filter((each) => each.level === level);
    return own.length === 0 || own.some((each) => !given.includes(each));
  });
  const levels = open.map((level) => LEVEL_ORDINALS[level]).join('、');
  const hasted = rules?.emergency?.enabled === true && given.some(({ level, opinion }) => level === 3 && opinion.startsWith('紧急'));
  const persons = given.flatMap(({ personId, delegation }) => [personId, ...(delegation ? [delegation.personId] : [])]);
  const same = new Set(persons).size < persons.length;
  const faults = [
    ...(open.length > 0 && !hasted ? [`没有${levels}级的签批`] : []),
    ...(same && rules?.distinct_persons !== false ? ['一个人签了两级'] : []),
  ];
  return {
    why: faults.length === 0 ? null : faults.join('；'),
    allowed: [
      ...(open.length > 0 && hasted ? [['emergency', `发出时${levels}级还没有审`] as [ActKind, string]] : []),
      ...(same && rules?.distinct_persons === false ? [['same-person', '规则不要求三个人'] as [ActKind, string]] : []),
    ],
  };
}

/** What in one approval isn't the plain way: allowed by a rule, or by a waiver in the text. */
function approvalActs(event: LedgerEvent, form: ReviewForm, evidence: Evidence | null): Act[] {
  const of = { item: event.item, at: event.at, evidence: proofOf(event, form.levels) };
  const given = form.levels.filter(({ decision }) => decision === 'approved');
  const signers = (levels: readonly number[]): string =>
    signedLevels(form)
      .flatMap(({ level, person }) => (levels.includes(level) ? [person] : []))
      .join('、');
  const frontMatter = evidence?.items.find(({ path }) => path === form.content.path)?.frontMatter as Partial<FrontMatter> | undefined;
  return [
    ...lacks(form, event.removal === true, evidence).allowed.map(([kind, what]): Act => {
      const own = kind === 'emergency' ? [3] : [1, 2, 3];
      const opinion = kind === 'emergency' ? `${shown(given.find(({ level }) => level === 3)?.opinion ?? '')}；` : '';
      return { ...of, kind, person: signers(own), what: `${opinion}${what}` };
    }),
    ...given.flatMap(({ level, person, delegation, reviewId, at }): Act[] => [
      ...(delegation
        ? [
            {
              ...of,
              kind: 'delegation' as const,
              person: person ?? '',
              at: at ?? event.at,
              what: `代 ${delegation.person} 签${LEVEL_ORDINALS[level]}级，依据 ${delegation.document ?? '（没有文件）'}`,
            },
          ]
        : []),
      ...(reviewId === null
        ? [{ ...of, kind: 'declared' as const, person: person ?? '', what: `${LEVEL_ORDINALS[level]}级由报送单位申报，没有在平台上审核` }]
        : []),
    ]),
    ...(frontMatter?.waivers ?? []).map(({ rule, reason }): Act => {
      return { ...of, kind: 'waiver', person: signers([2, 3]), what: `${rule}：${shown(reason)}` };
    }),
  ];
}

const RECORDED: readonly string[] = ['by-hand', 'differs', 'not-read'];

/** What a person registered of a release. */
function releaseActs(event: LedgerEvent, nameOf: (event: LedgerEvent) => string): Act[] {
  const { kind, code = '', channel, remote, reason = '' } = event;
  const of = { item: event.item, person: nameOf(event), at: event.at, evidence: proofOf(event) };
  const place = channel === undefined ? '' : CHANNEL_NAMES[channel];
  const url = remote?.url ? `，${shownPath(remote.url)}` : '';
  const said = reason === '' ? '' : `：${shown(reason)}`;
  if (kind === 'offline') return [{ ...of, kind: 'offline', what: `${place}${url}${said}` }];
  if (kind === 'confirmed' && RECORDED.includes(code)) return [{ ...of, kind: 'record', what: `${place}${url}${said}` }];
  // A doubt is given up in two steps, which one person decided at once.
  if (code !== 'resolved' || kind === 'needs-human') return [];
  const words = { confirmed: '已发布', failed: '没有发出', abandoned: '不再发', withdrawn: '已撤下' }[kind as string] ?? kind;
  return [{ ...of, kind: 'resolve', what: `${place}登记为${words}${url}${said}` }];
}

function unreviewedIn(state: ItemState, approval: LedgerEvent, why: string): Unreviewed {
  const out = state.releases.flatMap((release) => (release.revision === approval.revision && release.confirmedAt ? [release.channel] : []));
  return { item: state.item, number: approval.number ?? null, at: approval.at, why, out, path: eventPath(approval) };
}

/** What was published by hand (线下审签) and nobody has reviewed since: another text's reviews don't count until a person has compared the two. */
function unreviewedPosts({ item, text, approvals, releases }: ItemState): Unreviewed[] {
  const reviewed = new Set(approvals.flatMap(({ tree, removal }) => (removal ? [] : [tree])));
  const posts = releases.filter(
    ({ offline, state, confirmedAt }) => offline !== null && confirmedAt === null && state !== 'failed' && !reviewed.has(offline.tree),
  );
  const [first] = posts.flatMap(({ offline }) => offline ?? []);
  const out = posts.flatMap(({ state, channel }) => (['offline', 'needs-human', 'withdraw-intent'].includes(state) ? [channel] : []));
  const why = text === null ? '线下审签，三级审核还没有补齐' : '线下审签，登记的那一稿没有经过三级审核';
  return first ? [{ item, number: null, at: first.at, why, out, path: eventPath(first) }] : [];
}

/** All that one item tells. @param nameOf who was behind an event; @param purged whether something of it was taken out of history */
export function auditItem(state: ItemState, read: ReadItem, nameOf: (event: LedgerEvent) => string, purged: boolean): ItemAudit {
  const { events, evidence } = read;
  const forms = new Map(state.approvals.map((approval) => [approval.seq, formIn(approval)]));
  const { withdrawals, kinds } = withdrawalsOf(state, read, forms, nameOf);
  // What was taken back so, the site doesn't call by its title either.
  const hidden = purged || kinds.some((kind) => kind === 'secrecy' || kind === 'privacy');
  const approvals = state.approvals.map((approval) => {
    const [form, beside] = [forms.get(approval.seq) ?? null, evidence.get(approval.seq) ?? null];
    const why = form === null ? '审核单读不出来' : lacks(form, approval.removal === true, beside).why;
    return {
      acts: form === null ? [] : approvalActs(approval, form, beside),
      unreviewed: why === null ? [] : [unreviewedIn(state, approval, why)],
    };
  });
  return {
    numbers: numberRows(state, forms, withdrawals, hidden),
    acts: [
      ...approvals.flatMap(({ acts }) => acts),
      ...events.flatMap((event) => releaseActs(event, nameOf)),
      ...atOnceActs(events).map((event) => withdrawAct(event, nameOf(event))),
    ],
    withdrawals: withdrawals.map((one) => ({ ...one, title: hidden || one.title === null ? null : shown(one.title) })),
    unreviewed: [...approvals.flatMap(({ unreviewed }) => unreviewed), ...unreviewedPosts(state)],
  };
}
