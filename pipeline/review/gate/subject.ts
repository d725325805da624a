import { canonicalJson } from '../../canonical-json.ts';
import { type FrontMatter, frontMatterSchema } from '../../item/front-matter/front-matter-schema.ts';
import type { Units } from '../../organisation/holders.ts';
import type { Level, Organisation } from '../../organisation/organisation.ts';
import { organisationOf } from '../../organisation/read-settings.ts';
import { malformations } from '../../organisation/validate.ts';
import { Problem } from '../../problem.ts';
import type { Context } from './context.ts';
import type { EvidenceItem } from './evidence.ts';
import { type Obstacle, obstacle } from './obstacle.ts';
import type { Scope } from './scope.ts';

/** One signature that is needed. `unit` stands only where several units sign level 1 (a joint item). */
export interface Slot {
  level: Level;
  units: Units;
  unit?: string;
}

/** One thing to be signed: an item, or a file of the settings. */
export interface Subject {
  kind: 'item' | 'rules';
  id: string;
  path: string;
  /** The unit whose folder the item lies in; `null` for the settings. */
  unit: string | null;
  entry: EvidenceItem;
  /** What could be read of the front matter; all of it if `complete`. */
  frontMatter: Partial<FrontMatter>;
  complete: boolean;
  slots: Slot[];
  /** Level 3 must be the main leader (rule 3, and the categories that the policy names). */
  mainLeader: boolean;
  /** To whom this change of the settings delegates something: they don't sign it (rule 3). */
  delegates: ReadonlySet<string>;
}

/** Reads the front matter; of a broken one, each key that is right by itself, so that the levels can still be shown. */
function readFrontMatter(raw: EvidenceItem['frontMatter']): { frontMatter: Partial<FrontMatter>; complete: boolean } {
  const parsed = frontMatterSchema.safeParse(raw);
  if (parsed.success) return { frontMatter: parsed.data, complete: true };
  const right = Object.entries(frontMatterSchema.shape).map(([key, schema]) => [key, schema.safeParse(raw?.[key]).data]);
  return { frontMatter: Object.fromEntries(right), complete: false };
}

/** The signatures that an item needs (Art. 8; rules 2, 3, 14), lowest level first. */
function slotsOf(unit: string, frontMatter: Partial<FrontMatter>): Slot[] {
  const units = [...new Set([unit, ...(frontMatter.joint_units ?? [])])];
  const upper: Slot[] = [
    { level: 2, units },
    { level: 3, units },
  ];
  if (frontMatter.withdraw) return upper;
  return [...units.map((each): Slot => ({ level: 1, units: [each], ...(units.length > 1 ? { unit: each } : {}) })), ...upper];
}

function itemSubject({ policy }: Context, entry: EvidenceItem): Subject {
  const unit = entry.path.split('/')[2] as string;
  const { frontMatter, complete } = readFrontMatter(entry.frontMatter);
  const id = entry.path.slice('content/items/'.length);
  const slots = slotsOf(unit, frontMatter);
  const { category, withdraw } = frontMatter;
  // Taking back is urgent: any level 3 will do.
  const mainLeader = !withdraw && category !== undefined && policy.main_leader_signs.includes(category);
  return { kind: 'item', id, path: entry.path, unit, entry, frontMatter, complete, slots, mainLeader, delegates: new Set() };
}

const ORGANISATION = 'content/organisation.yml';

/** What changes in the organisation: delegations that are new, and whether level-3 posts or delegations change at all. */
function organisationChange(before: Organisation, after: Organisation): { mainLeader: boolean; delegates: Set<string> } {
  const leaders = ({ posts }: Organisation) => posts.filter(({ level }) => level === 3);
  const texts = (entries: readonly unknown[]) => entries.map(canonicalJson).sort();
  const differ = (a: readonly unknown[], b: readonly unknown[]) => canonicalJson(texts(a)) !== canonicalJson(texts(b));
  const old = new Set(texts(before.delegations));
  return {
    mainLeader: differ(leaders(before), leaders(after)) || differ(before.delegations, after.delegations),
    delegates: new Set(after.delegations.filter((entry) => !old.has(canonicalJson(entry))).map(({ delegate }) => delegate)),
  };
}

interface RuleChange {
  mainLeader: boolean;
  delegates: ReadonlySet<string>;
  obstacles: Obstacle[];
}

/** How the settings' change binds its signers (rule 3). A new organisation that isn't shown is taken to change leaders. */
function ruleChangeOf({ evidence, organisation }: Context, { entries }: Scope): RuleChange {
  const none: RuleChange = { mainLeader: false, delegates: new Set(), obstacles: [] };
  if (!entries.some(({ path }) => path === ORGANISATION)) return none;
  if (evidence.organisationHead === undefined) return { ...none, mainLeader: true };
  try {
    const after = organisationOf(evidence.organisationHead, ORGANISATION);
    const obstacles = malformations(after).map(({ message }) => obstacle('organisation-head', message));
    return { ...organisationChange(organisation, after), obstacles };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...none, mainLeader: true, obstacles: [obstacle('organisation-head', error.message)] };
  }
}

/** Everything that is to be signed in a pull request, and what the change of the settings itself runs into. */
export function subjectsOf(context: Context, scope: Scope): { subjects: Subject[]; obstacles: Obstacle[] } {
  if (scope.kind === 'item') return { subjects: scope.entries.map((entry) => itemSubject(context, entry)), obstacles: [] };
  const { mainLeader, delegates, obstacles } = ruleChangeOf(context, scope);
  const slots: Slot[] = [
    { level: 2, units: 'any' },
    { level: 3, units: 'any' },
  ];
  const subjects = scope.entries.map(
    (entry): Subject => ({
      kind: 'rules',
      id: entry.path,
      path: entry.path,
      unit: null,
      entry,
      frontMatter: {},
      complete: true,
      slots,
      mainLeader,
      delegates,
    }),
  );
  return { subjects, obstacles };
}
