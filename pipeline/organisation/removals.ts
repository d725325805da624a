import { Problem } from '../problem.ts';
import type { RepositoryPlan } from './repository-plan.ts';
import type { RepositoryState } from './repository-state.ts';

/** The logins that a plan takes a reviewer's team from. */
export function removedReviewers({ entries }: RepositoryPlan): string[] {
  return [...new Set(entries.flatMap(({ removes }) => (removes ? [removes.login] : [])))];
}

function reviewersNow({ teams }: RepositoryState): Set<string> {
  const members = Object.values(teams).flatMap((team) => (team !== null && typeof team === 'object' ? team.members : []));
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
