import { Problem } from '../../problem.ts';
import type { PlanEntry } from './repository-plan.ts';
import type { RepositoryState } from './repository-state.ts';
import { showsBypass } from './ruleset-difference.ts';

const ADMINISTRATION = '仓库的 Administration 读写';
const MEMBERS = '组织的 Members 读写';
const ACTIONS = '仓库的 Actions 只读';

/**
 * What each part of the state needs to be read, for when the token couldn't: its page, and the permission
 * (docs.github.com, "Permissions required for fine-grained tokens").
 */
const PARTS: readonly [id: string, what: string, needs: string, page: string, of: (state: RepositoryState) => unknown][] = [
  // GitHub shows them only to a token that may read and write contents (OpenAPI, "Get a repository").
  ['merging', '合并方式', '仓库的 Contents 读写', '/settings', ({ merging }) => merging],
  ['rulesets', '分支规则', ADMINISTRATION, '/settings/rules', ({ rulesets }) => rulesets],
  [
    ...(['bypass', '谁能绕过分支规则', ADMINISTRATION, '/settings/rules'] as const),
    ({ rulesets }) => (rulesets?.every(showsBypass) === false ? null : true),
  ],
  ['labels', '标签', '仓库的 Issues 读写', '/labels', ({ labels }) => labels],
  ['environment', '环境 publish', ACTIONS, '/settings/environments', ({ environment }) => environment],
  ['environment/intake', '环境 intake', ACTIONS, '/settings/environments', ({ intakeEnvironment }) => intakeEnvironment],
  ['environment/github-pages', '环境 github-pages', ACTIONS, '/settings/environments', ({ pagesEnvironment }) => pagesEnvironment],
  ['team/office', '办公室团队', MEMBERS, '/settings/access', ({ teams }) => teams.office],
  ['team/leaders', '分管领导团队', MEMBERS, '/settings/access', ({ teams }) => teams.leaders],
  ['team/publisher', '写台账的团队', MEMBERS, '/settings/access', ({ teams }) => teams.publisher],
  ['access', '谁有权限', ADMINISTRATION, '/settings/access', ({ access }) => access],
  ['codeowners', 'CODEOWNERS 的错误', '仓库的 Contents 只读', '/settings', ({ codeowners }) => codeowners],
  ['pages', 'Pages', '仓库的 Pages 读写', '/settings/pages', ({ pages }) => pages],
  ['actions', 'Actions 的权限', ADMINISTRATION, '/settings/actions', ({ actions }) => actions],
];
/** Parts without which setup changes all that it is there to change; a server of one's own may have no Actions. */
const SPARED = ['codeowners', 'actions'];

const unreadIn = (state: RepositoryState) =>
  PARTS.flatMap(([id, what, needs, page, of]) => (of(state) === null ? [{ id, what, needs, page }] : []));

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
  const unread = unreadIn(state).filter(({ id }) => !SPARED.includes(id));
  if (unread.length === 0) return;
  const needs = [...new Set(unread.map((part) => part.needs))].join('、');
  const message = `这个令牌读不到${unread.map(({ what }) => what).join('、')}，改不全；应为管理员的令牌，有${needs}权限；请换一个令牌再运行。什么也没有改。`;
  throw new Problem('setup/not-administrator', message, { place: 'GITHUB_TOKEN', exitCode: 1 });
}
