import { Problem } from '../../problem.ts';
import type { PlanEntry } from './repository-plan.ts';
import type { RepositoryState } from './repository-state.ts';
import { showsBypass } from './ruleset-difference.ts';

interface Unread {
  id: string;
  of: (state: RepositoryState) => unknown;
  what: string;
  /** The permission of the token (docs.github.com, "Permissions required for fine-grained tokens"). */
  needs: string;
  page: string;
  /** Without it a token can't change what setup is there to change. */
  needed: boolean;
}

const ADMINISTRATION = '仓库的 Administration 读写';
const MEMBERS = '组织的 Members 读写';

/** What each part of the state needs to be read, for when the token couldn't. */
const PARTS: readonly Unread[] = [
  // GitHub shows them only to a token that may read and write contents (OpenAPI, "Get a repository").
  { id: 'merging', of: ({ merging }) => merging, what: '合并方式', needs: '仓库的 Contents 读写', page: '/settings', needed: true },
  { id: 'rulesets', of: ({ rulesets }) => rulesets, what: '分支规则', needs: ADMINISTRATION, page: '/settings/rules', needed: true },
  {
    id: 'bypass',
    of: ({ rulesets }) => (rulesets?.every(showsBypass) === false ? null : true),
    what: '谁能绕过分支规则',
    needs: ADMINISTRATION,
    page: '/settings/rules',
    needed: true,
  },
  { id: 'labels', of: ({ labels }) => labels, what: '标签', needs: '仓库的 Issues 读写', page: '/labels', needed: true },
  {
    id: 'environment',
    of: ({ environment }) => environment,
    what: '环境 publish',
    needs: '仓库的 Actions 只读',
    page: '/settings/environments',
    needed: true,
  },
  {
    id: 'environment/intake',
    of: ({ intakeEnvironment }) => intakeEnvironment,
    what: '环境 intake',
    needs: '仓库的 Actions 只读',
    page: '/settings/environments',
    needed: true,
  },
  {
    id: 'environment/github-pages',
    of: ({ pagesEnvironment }) => pagesEnvironment,
    what: '环境 github-pages',
    needs: '仓库的 Actions 只读',
    page: '/settings/environments',
    needed: true,
  },
  { id: 'team/office', of: ({ teams }) => teams.office, what: '办公室团队', needs: MEMBERS, page: '/settings/access', needed: true },
  { id: 'team/leaders', of: ({ teams }) => teams.leaders, what: '分管领导团队', needs: MEMBERS, page: '/settings/access', needed: true },
  {
    id: 'team/publisher',
    of: ({ teams }) => teams.publisher,
    what: '写台账的团队',
    needs: MEMBERS,
    page: '/settings/access',
    needed: true,
  },
  { id: 'access', of: ({ access }) => access, what: '谁有权限', needs: ADMINISTRATION, page: '/settings/access', needed: true },
  {
    id: 'codeowners',
    of: ({ codeowners }) => codeowners,
    what: 'CODEOWNERS 的错误',
    needs: '仓库的 Contents 只读',
    page: '/settings',
    needed: false,
  },
  { id: 'pages', of: ({ pages }) => pages, what: 'Pages', needs: '仓库的 Pages 读写', page: '/settings/pages', needed: true },
  // A server of one's own may have no Actions.
  { id: 'actions', of: ({ actions }) => actions, what: 'Actions 的权限', needs: ADMINISTRATION, page: '/settings/actions', needed: false },
];

const unreadIn = (state: RepositoryState): Unread[] => PARTS.filter(({ of }) => of(state) === null);

/** One entry for a person for each thing that the token couldn't read. */
export function unreadEntries(state: RepositoryState): PlanEntry[] {
  return unreadIn(state).map(({ id, what, needs, page }) => ({
    id: `unreadable/${id}`,
    what,
    action: 'person-must-do',
    before: '令牌读不到',
    after: `请换用管理员的令牌（要有${needs}权限）再运行；或自己打开页面核对`,
    why: '读不到的，不当作没有问题',
    page: `${state.webUrl}${page}`,
  }));
}

/**
 * Holds setup back before anything is changed where the token can't even read what has to be changed: half of the locks would be none.
 * @throws Problem `setup/not-administrator` (exit 1)
 */
export function holdBackWithoutRights(state: RepositoryState): void {
  const unread = unreadIn(state).filter(({ needed }) => needed);
  if (unread.length === 0) return;
  const needs = [...new Set(unread.map((part) => part.needs))].join('、');
  const message = `这个令牌读不到${unread.map(({ what }) => what).join('、')}，改不全；应为管理员的令牌，有${needs}权限；请换一个令牌再运行。什么也没有改。`;
  throw new Problem('setup/not-administrator', message, { place: 'GITHUB_TOKEN', exitCode: 1 });
}
