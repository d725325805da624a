import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import { isDay } from './oracle-days.ts';
import type { People } from './oracle-people.ts';
import { bureauOf, isBureau, isSound } from './oracle-settings.ts';

const FOLDER = /^content\/items\/[^/]+\/[^/]+(?=\/)/;
const ITEM = /^content\/items\/([a-z][a-z0-9-]*)\/(\d{4}-\d{2}-\d{2})(-[a-z0-9]+)+$/;
const GENERATED =
  /^\.github\/(CODEOWNERS$|rulesets\/|ISSUE_TEMPLATE\/|labels\.yml$|PULL_REQUEST_TEMPLATE\.md$|front-matter\.schema\.json$)/;
/** A year of an old site's items is one thing to be signed. */
const YEAR = /^content\/history\/\d{4}(?=\/|$)/;
const ORGANISATION = 'content/organisation.yml';

export interface Change {
  kind: 'none' | 'item' | 'rules';
  /** Within rule 1. */
  proper: boolean;
  /** Item folders, or files of the settings. */
  entries: string[];
}

/** The unit of an item's folder; `null` if it isn't one. */
export function unitOf(path: string): string | null {
  const [, unit, day] = ITEM.exec(path) ?? [];
  return unit !== undefined && isDay(day) ? unit : null;
}

const pathsOf = ({ files }: Evidence): string[] =>
  files.flatMap(({ path, previousPath }) => (previousPath === undefined ? [path] : [path, previousPath]));

/** Rules 1 and 3: what kind of change it is, and whether it keeps to rule 1. */
export function changeOf(evidence: Evidence, { organisation, policy }: People): Change {
  const { files, items, pullRequest } = evidence;
  const paths = pathsOf(evidence);
  const settings = paths.filter((path) => path.startsWith('content/'));
  if (settings.length === 0) return { kind: 'none', proper: true, entries: [] };
  const ofOldSite = files.every(({ path }) => path.startsWith('content/history/'));
  const fits = files.length <= (ofOldSite ? 3000 : policy.files_per_pull_request);
  const origin = fits && !pullRequest?.fromFork && pullRequest?.base.ref === policy.branch;
  if (!paths.some((path) => /^content\/items\/[^/]+\//.test(path))) {
    const generated = paths.filter((path) => GENERATED.test(path));
    const listed = generated.filter((path) => items.some((item) => item.path === path));
    return {
      kind: 'rules',
      proper: origin && settings.length + generated.length === paths.length,
      entries: [...new Set([...settings.map((path) => YEAR.exec(path)?.[0] ?? path), ...listed])].toSorted(),
    };
  }
  const folders = new Set(paths.map((path) => FOLDER.exec(path)?.[0]));
  const entries = [...folders].filter((folder) => folder !== undefined).toSorted();
  const units = new Set(entries.map(unitOf));
  const known = !folders.has(undefined) && [...units].every((unit) => unit !== null && Object.hasOwn(organisation.units, unit));
  return { kind: 'item', proper: origin && known && entries.length <= policy.items_per_pull_request && units.size === 1, entries };
}

/** Rules 3 and 4 where organisation.yml changes: who must sign, who mustn't, and whether the new one says who is who. */
export function bureauChange(evidence: Evidence, { organisation }: People): { main: boolean; receivers: string[]; sound: boolean } {
  const { organisationHead } = evidence;
  if (!pathsOf(evidence).includes(ORGANISATION)) return { main: false, receivers: [], sound: true };
  if (!isBureau(organisationHead)) return { main: true, receivers: [], sound: organisationHead === undefined };
  const next = bureauOf(organisationHead);
  const leaders = ({ posts }: typeof organisation) => posts.filter(({ level }) => level === 3).map((post) => JSON.stringify(post));
  const documents = (each: typeof organisation) => each.delegations.map((delegation) => JSON.stringify(delegation));
  /** An entry that stands twice and then once has changed, too. */
  const differs = (one: string[], other: string[]) => one.toSorted().join() !== other.toSorted().join();
  const main = differs(leaders(organisation), leaders(next)) || differs(documents(organisation), documents(next));
  const added = next.delegations.filter((each) => !documents(organisation).includes(JSON.stringify(each)));
  return { main, receivers: added.map(({ delegate }) => delegate), sound: isSound(next) };
}
