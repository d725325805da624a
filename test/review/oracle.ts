import { addDays, beijingDate, type Instant, instantOf } from '#pipeline/beijing-time.ts';
import { type FrontMatter, frontMatterSchema } from '#pipeline/item/front-matter-schema.ts';
import { organisationSchema } from '#pipeline/organisation/organisation.ts';
import type { Evidence, EvidenceItem } from '#pipeline/review/evidence.ts';
import type { VerdictKind } from '#pipeline/review/verdict.ts';
import { type People, peopleOf, type Slot } from './oracle-people.ts';
import { bestOf } from './oracle-set.ts';
import { levelsShown, type OracleLevel, personsAsked } from './oracle-shown.ts';
import { type Act, actsOf, type Signing, signingOf } from './oracle-signing.ts';
import { type Text, textOf } from './oracle-text.ts';

export interface OracleItem {
  path: string;
  verdict: VerdictKind;
  /** `null` where the front matter can't be read: then nothing is said of them. */
  levels: OracleLevel[] | null;
  secrecyDue: boolean;
  /** Who is asked to approve; `null` where nobody is, or somebody else must act. */
  next: string[] | null;
}

export interface OracleVerdict {
  verdict: VerdictKind;
  items: OracleItem[];
}

const ITEM = /^content\/items\/([^/]+)\/\d{4}-\d{2}-\d{2}-[^/]+(?=\/)/;
const GENERATED =
  /^\.github\/(CODEOWNERS$|rulesets\/|ISSUE_TEMPLATE\/|labels\.yml$|PULL_REQUEST_TEMPLATE\.md$|front-matter\.schema\.json$)/;
const ORGANISATION = 'content/organisation.yml';
const GRAVEST: VerdictKind[] = ['refused', 'rejected', 'waiting', 'passed'];

const gravest = (kinds: VerdictKind[]): VerdictKind => GRAVEST.find((kind) => kinds.includes(kind)) ?? 'passed';

interface Change {
  kind: 'none' | 'item' | 'rules';
  /** Within rule 1. */
  proper: boolean;
  /** Item folders, or files of the settings. */
  entries: string[];
}

/** Rules 1 and 3: what kind of change it is, and whether it keeps to rule 1. */
function changeOf({ files, pullRequest }: Evidence, { organisation, policy }: People): Change {
  const paths = files.flatMap(({ path, previousPath }) => (previousPath === undefined ? [path] : [path, previousPath]));
  const settings = paths.filter((path) => path.startsWith('content/')).toSorted();
  if (settings.length === 0) return { kind: 'none', proper: true, entries: [] };
  const fits = files.length <= policy.files_per_pull_request;
  const origin = fits && (policy.forks || !pullRequest?.fromFork) && pullRequest?.base.ref === policy.branch;
  if (!paths.some((path) => path.startsWith('content/items/'))) {
    const alone = paths.every((path) => path.startsWith('content/') || GENERATED.test(path));
    return { kind: 'rules', proper: origin && alone, entries: settings };
  }
  const matches = paths.map((path) => ITEM.exec(path));
  const folders = new Set(matches.map((match) => match?.[0]));
  const units = new Set(matches.map((match) => match?.[1]));
  const known = [...units].every((unit) => unit !== undefined && Object.hasOwn(organisation.units, unit));
  const few = folders.size <= policy.items_per_pull_request && units.size === 1;
  const entries = [...folders].filter((folder) => folder !== undefined).toSorted();
  return { kind: 'item', proper: origin && known && few, entries };
}

/** Rule 18. */
function inTime(matter: FrontMatter, evidence: Evidence, { policy }: People, text: Text, released: boolean): boolean {
  const switches = policy.freshness;
  const listed = matter.basis?.kind === '法定公开' && switches.statutory.bases.some(({ law }) => law === matter.basis?.law);
  const first = text.firstPush === null ? null : beijingDate(text.firstPush);
  if (matter.withdraw) return true;
  if (first !== null && matter.event_date > first) return false;
  if (matter.correction && released && matter.channels.includes('website')) return true;
  if (listed && matter.channels.some((channel) => switches.statutory.channels.includes(channel))) return true;
  const start = switches.from === 'submission' && first !== null ? first : matter.event_date;
  let last = addDays(start, switches.first_day === 'counted' ? switches.days - 1 : switches.days);
  while (switches.holidays === 'extended' && evidence.holidays?.includes(last)) last = addDays(last, 1);
  const planned = matter.publish_after === undefined ? [] : [beijingDate(instantOf(matter.publish_after))];
  return [beijingDate(evidence.now), ...planned].every((day) => day <= last);
}

/** Rule 3: what a change of organisation.yml asks of the signers of all the settings. */
function delegationsOf({ files, organisationHead }: Evidence, { organisation }: People): { main: boolean; receivers: string[] } {
  if (!files.some(({ path }) => path === ORGANISATION)) return { main: false, receivers: [] };
  const next = organisationSchema.safeParse(organisationHead);
  if (!next.success) return { main: true, receivers: [] };
  const leaders = (posts: typeof organisation.posts) => posts.filter(({ level }) => level === 3).map((post) => JSON.stringify(post));
  const documents = (each: typeof organisation) => each.delegations.map((delegation) => JSON.stringify(delegation));
  const differs = (one: string[], other: string[]) => one.toSorted().join() !== other.toSorted().join();
  const main = differs(leaders(organisation.posts), leaders(next.data.posts)) || differs(documents(organisation), documents(next.data));
  const added = next.data.delegations.filter((each) => !documents(organisation).includes(JSON.stringify(each)));
  return { main, receivers: added.map(({ delegate }) => delegate) };
}

/** Rules 2, 3, 12 and 14: the signatures that a text needs. */
function slotsOf(item: EvidenceItem, matter: FrontMatter | null, main: boolean): Slot[] {
  const unit = ITEM.exec(`${item.path}/`)?.[1];
  if (unit === undefined) {
    return [
      { level: 2, units: null },
      { level: 3, units: null, main },
    ];
  }
  const units = [...new Set([unit, ...(matter?.joint_units ?? [])])];
  const upper: Slot[] = [
    { level: 2, units },
    { level: 3, units },
  ];
  return matter?.withdraw ? upper : [...units.map((each): Slot => ({ level: 1, units: [each] })), ...upper];
}

/** Rule 19: `undefined` = refused. */
function secrecy(matter: FrontMatter, unit: string, people: People, signing: Signing): 'done' | 'due' | undefined {
  if (matter.withdraw) return 'done';
  const { by } = matter.secrecy_review;
  if (!Object.hasOwn(people.organisation.people, by) || by === matter.submitter) return undefined;
  const own = signing.signatures.filter((act) => act.person === by && act.seen && !act.declared);
  const asHead = own.some((each) => signing.candidates.some(({ act, slot }) => act === each && slot.level === 1));
  // Rule 6 bars from signing; the duty is no level, so that a mere co-author may.
  const byDuty = own.some(
    (each) => people.hasSecrecyDuty(by, unit, each.at) && !signing.barred(by, 2) && !signing.isTaken(each, new Set([by])),
  );
  return asHead || byDuty ? 'done' : 'due';
}

/** Rule 15: the declaration, as an act at the time it names. */
function declarationOf(item: EvidenceItem, matter: FrontMatter | null, { organisation }: People): Act | null {
  const route = organisation.units[ITEM.exec(`${item.path}/`)?.[1] ?? '']?.route;
  if (route === undefined || organisation.routes[route].level1 !== 'declared' || !matter?.unit_review) return null;
  const { by, at } = matter.unit_review;
  return Object.hasOwn(organisation.people, by)
    ? { id: 0, person: by, at: instantOf(at) as Instant, seen: true, body: '', declared: true }
    : null;
}

/** What is wrong with a text, whoever signs it (rules 2, 4, 7, 18 and 20). */
function isRefused(item: EvidenceItem, matter: FrontMatter | null, text: Text, evidence: Evidence, people: People): boolean {
  const { mergeSha, merged } = evidence.pullRequest as NonNullable<Evidence['pullRequest']>;
  const isItem = ITEM.test(`${item.path}/`);
  const released = evidence.released?.includes(item.path) ?? false;
  if (text.present === undefined || text.hands.unknown) return true;
  if (mergeSha ? !text.merged(mergeSha) : merged) return true;
  if (!isItem) return false;
  if (matter === null || text.present === null) return true;
  if (released && !matter.correction && !matter.withdraw && !isFirst(item, evidence)) return true;
  return !inTime(matter, evidence, people, text, released);
}

function judge(item: EvidenceItem, evidence: Evidence, people: People): OracleItem {
  const match = ITEM.exec(`${item.path}/`);
  const parsed = match ? frontMatterSchema.safeParse(item.frontMatter) : null;
  const matter = parsed?.success ? parsed.data : null;
  const text = textOf(item, evidence, people);
  const { main, receivers } = match ? { main: false, receivers: [] } : delegationsOf(evidence, people);
  const declaration = declarationOf(item, matter, people);
  const needs = { slots: slotsOf(item, matter, main), submitter: matter?.submitter ?? null, receivers, declaration };
  const signing = signingOf(needs, actsOf(evidence, people, text), text, people, evidence);
  const { best, complete } = bestOf(signing, people.policy, match !== null);
  const reviewed = match && matter ? secrecy(matter, match[1] as string, people, signing) : 'done';
  const refused = isRefused(item, matter, text, evidence, people) || reviewed === undefined;
  const rejected = signing.requests.some(({ standing }) => standing);
  const waiting = evidence.pullRequest?.draft || !complete || reviewed === 'due';
  const verdict = refused ? 'refused' : rejected ? 'rejected' : waiting ? 'waiting' : 'passed';
  return {
    path: item.path,
    verdict,
    levels: match && !matter ? null : levelsShown(signing, best, people.policy),
    secrecyDue: reviewed === 'due',
    next: refused ? null : personsAsked(signing, best, evidence, people),
  };
}

/** A released item that isn't on the base was released by this very pull request. */
function isFirst(item: EvidenceItem, { pullRequest }: Evidence): boolean {
  return item.trees[pullRequest?.base.sha ?? ''] === null;
}

/** The verdict of contracts.md 4, a second time: plainly, rule by rule, by trying every set of signatures. */
export function oracle(evidence: Evidence): OracleVerdict {
  const people = peopleOf(evidence);
  const { pullRequest, incomplete = [] } = evidence;
  if (pullRequest === null) return { verdict: 'refused', items: [] };
  const { kind, proper, entries } = changeOf(evidence, people);
  const spoiled =
    kind === 'rules' && evidence.organisationHead !== undefined && !organisationSchema.safeParse(evidence.organisationHead).success;
  const touched = evidence.files.some(({ path }) => path === ORGANISATION);
  const unread = incomplete.length > 0 || (pullRequest.siblings ?? []).length > 0 || (spoiled && touched);
  const items = entries.map((path): OracleItem => {
    const item = evidence.items.find((each) => each.path === path) ?? { path, trees: {}, frontMatter: null };
    const judged = judge(item, evidence, people);
    if (!proper) return { ...judged, verdict: 'refused', levels: [], secrecyDue: false, next: null };
    return unread ? { ...judged, verdict: 'refused', next: null } : judged;
  });
  const around: VerdictKind[] = unread || !proper ? ['refused'] : pullRequest.draft ? ['waiting'] : [];
  return { verdict: gravest([...around, ...items.map(({ verdict }) => verdict)]), items };
}
