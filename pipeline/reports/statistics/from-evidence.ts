import { beijingDate, type Instant } from '../../beijing-time.ts';
import type { FrontMatter } from '../../item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '../../ledger/event.ts';
import { holds, principalsOf } from '../../organisation/holders.ts';
import type { Level, Organisation } from '../../organisation/organisation.ts';
import { personOfLogin } from '../../organisation/person.ts';
import { organisationOf } from '../../organisation/read-settings.ts';
import type { FormLevel, ReviewForm } from '../../review/form/review-form.ts';
import type { Evidence } from '../../review/gate/evidence.ts';
import { type Returned, type SignedLevel, type SubmissionRecord, UNAPPROVED } from './submission.ts';

const LEVELS = [1, 2, 3] as const;

/** The form inside an approval; `null` where it can't be read, which verifying names. */
export function formIn({ form }: Pick<LedgerEvent, 'form'>): ReviewForm | null {
  if (form === undefined) return null;
  return (JSON.parse(Buffer.from(form.payload, 'base64').toString('utf8')) as { predicate: ReviewForm }).predicate;
}

/** Evidence of one day names the same people as that of the next: they are read once. */
let last: { text: string; organisation: Organisation } | null = null;

function organisationIn({ organisation }: Evidence): Organisation {
  const text = JSON.stringify(organisation);
  if (last?.text !== text) last = { text, organisation: organisationOf(organisation) };
  return last.organisation;
}

/** The lowest level that a person holds for a unit on a day, himself or for another; `null`: what he says is advice (rule 16). */
function levelOf(organisation: Organisation, person: string, unit: string, day: string): Level | null {
  const own = LEVELS.find((level) => holds(organisation, person, level, [unit], day));
  return own ?? LEVELS.find((level) => principalsOf(organisation, person, level, [unit], day).length > 0) ?? null;
}

/** Every time that a holder of a level asked for changes, also where the request was dismissed later. */
export function returnsIn(evidence: Evidence, units: readonly string[], submitter: string | null): Returned[] {
  const taken = new Set(evidence.dismissals.filter(({ state }) => state === 'CHANGES_REQUESTED').map(({ reviewId }) => reviewId));
  const requests = evidence.reviews.filter(({ id, state }) => state === 'CHANGES_REQUESTED' || (state === 'DISMISSED' && taken.has(id)));
  if (requests.length === 0) return [];
  const organisation = organisationIn(evidence);
  return requests.flatMap(({ login, submittedAt: at }) => {
    const person = login === null ? null : personOfLogin(organisation, login, evidence.accounts);
    if (person === null || person === submitter) return [];
    const levels = units.flatMap((unit) => levelOf(organisation, person, unit, beijingDate(at)) ?? []);
    return levels.length === 0 ? [] : [{ level: Math.min(...levels) as Level, person, at }];
  });
}

/** The newest push up to a moment. */
function pushBefore({ pushes }: Evidence, at: Instant): Instant | null {
  const before = pushes.filter((push) => Date.parse(push.at) <= Date.parse(at)).map((push) => push.at);
  return before.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? null;
}

/** The signatures of a form, each with what it waited for: the text, or the levels below. */
function signedIn({ levels, unit }: ReviewForm, evidence: Evidence): SignedLevel[] {
  const given = levels.filter((level): level is FormLevel & { at: Instant; personId: string } => {
    return level.decision === 'approved' && level.at !== null && level.personId !== null;
  });
  return given.map(({ level, unit: head, personId: person, at, delegation }) => {
    const below = given.filter((other) => other.level < level && Date.parse(other.at) <= Date.parse(at)).map((other) => other.at);
    const since = below.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? pushBefore(evidence, at) ?? at;
    return { level, unit: head?.id ?? unit.id, person, ...(delegation ? { for: delegation.personId } : {}), at, since };
  });
}

/** What the front matter says of a submission, and what its evidence says of its way. */
export function submissionOf(
  evidence: Evidence,
  item: string,
  frontMatter: Partial<FrontMatter> | null,
): Omit<SubmissionRecord, 'title' | 'approvedAt' | 'levels' | 'adopted' | 'expired' | 'withdrawal' | 'emergency' | 'offline' | 'outcome'> {
  const unit = item.split('/')[0] as string;
  const {
    submitter = null,
    joint_units: joint = [],
    authors = [],
    category = null,
    event_date: informationDate = null,
  } = frontMatter ?? {};
  const pushed = evidence.pushes.map(({ at }) => at).sort((a, b) => Date.parse(a) - Date.parse(b));
  const others = joint.filter((one) => one !== unit);
  return {
    item,
    unit,
    joint: others,
    submitter,
    authors: [...authors],
    category,
    kind: frontMatter?.withdraw ? 'withdrawal' : frontMatter?.correction ? 'correction' : 'new',
    pullRequest: evidence.pullRequest?.number ?? null,
    submittedAt: pushed[0] ?? evidence.reviews[0]?.submittedAt ?? evidence.now,
    informationDate,
    returned: returnsIn(evidence, [unit, ...others], submitter),
    waivers: frontMatter?.waivers?.length ?? 0,
  };
}

/** One approval of the ledger with the evidence beside it, before anything is known of its releases. */
export function approvedSubmission(approval: LedgerEvent, form: ReviewForm, evidence: Evidence): SubmissionRecord {
  const path = form.content.path;
  const frontMatter = evidence.items.find((entry) => entry.path === path)?.frontMatter as Partial<FrontMatter> | null | undefined;
  const of = submissionOf(evidence, approval.item, frontMatter ?? null);
  const removal = approval.removal === true;
  return {
    ...{ ...UNAPPROVED, ...of },
    kind: removal ? 'withdrawal' : of.kind,
    title: form.title,
    submittedAt: form.submittedAt ?? of.submittedAt,
    approvedAt: approval.at,
    levels: signedIn(form, evidence),
    adopted: {},
    // Rule 24: only then is anything approved while a level is open.
    emergency: form.levels.some(({ decision }) => decision !== 'approved'),
    offline: evidence.offline?.[path] !== undefined,
    outcome: 'open',
  };
}
