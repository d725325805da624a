import { Problem } from '../../problem.ts';
import type { Label, MergeSettings, PublishEnvironment, RepositoryState, TeamName } from './repository-state.ts';
import type { RulesetDifference } from './ruleset-difference.ts';

/** One change, as the edge makes it (forge/github/github-settings.ts). */
export type Step =
  | { do: 'merging'; fields: Partial<MergeSettings> }
  | { do: 'create-ruleset'; ruleset: object }
  | { do: 'update-ruleset'; id: number; ruleset: object }
  | { do: 'delete-ruleset'; id: number }
  | { do: 'create-label'; label: Label }
  | { do: 'update-label'; name: string; label: Label }
  | { do: 'environment'; name: string; kept: PublishEnvironment['kept']; branches: { add: string | null; remove: number[] } }
  | { do: 'team-access'; slug: string }
  | { do: 'add-member'; slug: string; login: string }
  | { do: 'remove-member'; slug: string; login: string }
  | { do: 'enable-actions'; allowed: string | null }
  | { do: 'workflow-token' }
  | { do: 'create-pages' }
  | { do: 'update-pages' };

/** One difference between what 名单与规则 want and what GitHub has. */
export interface PlanEntry {
  /** The same difference has the same id in every run. */
  id: string;
  /** What it is about, in words. */
  what: string;
  action: 'create' | 'update' | 'remove' | 'person-must-do';
  /** What GitHub has; `null`: nothing. */
  before: string | null;
  /** What it is to be, or what the person is to do; `null`: nothing. */
  after: string | null;
  /** The same one by one, where several things of it differ. */
  parts?: RulesetDifference[];
  /** Article, contract or GitHub's document. */
  why: string;
  /** The page on GitHub where a person sees or does it. */
  page: string;
  /** What `setup --apply` does; a person's entry has none. */
  step?: Step;
  /** A member of a managed team that loses it: what the circuit breaker counts. */
  removes?: { team: TeamName; login: string };
}

export interface RepositoryPlan {
  /** Nothing in it: GitHub has what 名单与规则 want. */
  entries: PlanEntry[];
  /** What a person may want to look at; nothing that has to be done. */
  hints: string[];
}

/** The logins that a plan takes a reviewer's team from. */
function removedReviewers({ entries }: RepositoryPlan): string[] {
  return [...new Set(entries.flatMap(({ removes }) => (removes ? [removes.login] : [])))];
}

function reviewersNow({ teams }: RepositoryState): Set<string> {
  const members = [teams.office, teams.leaders].flatMap((team) => (team !== null && typeof team === 'object' ? team.members : []));
  return new Set(members.map(({ login }) => login.toLowerCase()));
}

/**
 * The circuit breaker: a mistake in the list must not take the review away from many at once. More than a quarter of those who are in the
 * two teams now are removed only if somebody has counted them.
 * @param confirmed the number that `--confirm-removals` gives, `null` without
 * @throws Problem `setup/too-many-removals`, `setup/removals-differ` (exit 1)
 */
export function holdBackRemovals(plan: RepositoryPlan, state: RepositoryState, confirmed: number | null): void {
  const removed = removedReviewers(plan);
  const all = reviewersNow(state).size;
  if (confirmed !== null && confirmed !== removed.length) {
    const message = `--confirm-removals 写的是 ${confirmed}，计划要移出 ${removed.length} 人；两个数应当相同；请先不加 --apply 运行，逐个核对后写上这个数。什么也没有改。`;
    throw new Problem('setup/removals-differ', message, { place: '--confirm-removals', exitCode: 1 });
  }
  if (confirmed !== null || removed.length * 4 <= all) return;
  const message = `一次要把 ${all} 位审核人中的 ${removed.length} 位移出团队（${removed.join('、')}）；一次最多移出四分之一；请核对名单，确实要移的加上 --confirm-removals ${removed.length}。什么也没有改。`;
  throw new Problem('setup/too-many-removals', message, { place: 'content/organisation.yml', exitCode: 1 });
}
