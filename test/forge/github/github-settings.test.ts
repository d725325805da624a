import { describe, expect, it } from 'vitest';
import { makeChange } from '#pipeline/forge/github/github-changes.ts';
import { githubProblem } from '#pipeline/forge/github/github-problem.ts';
import { readRepositoryState } from '#pipeline/forge/github/github-settings.ts';
import type { Octokit } from '#pipeline/forge/github/octokit.ts';
import type { Policy } from '#pipeline/organisation/policy.ts';
import { readOrganisation, readPolicy } from '#pipeline/organisation/read-settings.ts';
import { planRepository } from '#pipeline/organisation/repository/plan-repository.ts';
import type { RepositoryPlan } from '#pipeline/organisation/repository/repository-plan.ts';
import { ORGANISATION } from '../../bureau.ts';
import { PUBLISHER, startWorld, type World } from '../../sandbox/github-world.ts';

const POLICY = `github: {integration_id: 15368, teams: {office: '11', leaders: '12', publisher: '13'}}\nmachines: [sanshen-publisher]\n`;
const TEAMS = [
  { id: 11, slug: 'office' },
  { id: 12, slug: 'leaders' },
  { id: 13, slug: 'publisher', members: [PUBLISHER] },
];
const organisation = readOrganisation(ORGANISATION, 'content/organisation.yml');
const policy = readPolicy(POLICY, 'content/policy.yml');

/** What setup does of one bureau, each request and each answer held against GitHub's own description. */
class Setup {
  readonly world: World;
  readonly policy: Policy;
  constructor(world: World, used = policy) {
    this.world = world;
    this.policy = used;
  }
  get options() {
    return { apiUrl: this.world.github.url, token: '', repository: this.world.github.repository };
  }
  /** An Octokit of somebody's, its refusals put as those of `openOctokit` are. */
  as(login: string): Octokit {
    const octokit = this.world.as(login);
    octokit.hook.error('request', (error) => {
      throw githubProblem(error, this.options.repository);
    });
    return octokit;
  }
  state(login = 'wangwu') {
    return readRepositoryState(this.options, this.policy, this.as(login));
  }
  async plan(login = 'wangwu'): Promise<RepositoryPlan> {
    return planRepository(organisation, this.policy, await this.state(login), '2026-11-24');
  }
  /** `action id` of the plan. */
  async told(login = 'wangwu'): Promise<string[]> {
    return (await this.plan(login)).entries.map(({ action, id }) => `${action} ${id}`);
  }
  async apply(): Promise<void> {
    for (const { step } of (await this.plan()).entries) if (step) await makeChange(this.options, step, this.as('wangwu'));
  }
}

async function adopted(edition: 'github.com' | 'ghes' = 'github.com'): Promise<Setup> {
  const world = await startWorld({ '.github/CODEOWNERS': '* @zhengsi @wangwu\n' }, { teams: TEAMS, edition, publisher: true });
  const setup = new Setup(world);
  await setup.apply();
  expect(await setup.told()).toEqual(edition === 'ghes' ? ['person-must-do pages'] : []);
  return setup;
}

describe('setup on a GitHub', () => {
  it('makes everything that a fresh repository lacks, and then finds nothing to do', async () => {
    const world = await startWorld({ '.github/CODEOWNERS': '* @zhengsi @wangwu\n' }, { teams: TEAMS, publisher: true });
    const setup = new Setup(world);
    const before = await setup.told();
    expect(before.filter((line) => !line.includes('label/'))).toEqual([
      'update team/office/access',
      'create team/office/member/zhengsi',
      'update team/leaders/access',
      'create team/leaders/member/fengliu',
      'update team/publisher/access',
      'create environment',
      'create environment/intake',
      'create environment/github-pages',
      'create pages',
      'update merging',
      'create ruleset/sanshen main',
      'create ruleset/sanshen ledger writer',
      'create ruleset/sanshen ledger',
    ]);
    expect(before).toContain('create label/退回');
    await setup.apply();
    expect(await setup.told()).toEqual([]);
    const { environment, teams } = await setup.state();
    expect(environment).toMatchObject({ from: [{ name: 'main', type: 'branch' }] });
    expect(teams).toMatchObject({
      office: { canWrite: true, members: [{ login: 'zhengsi' }] },
      leaders: { members: [{ login: 'fengliu' }] },
    });
  });

  it('mends what somebody changed by hand, one thing after the other', async () => {
    const setup = await adopted();
    const { world } = setup;
    const admin = world.as('wangwu');
    const { of } = world;
    const main = async () => (await admin.repos.getRepoRulesets(of)).data.find(({ name }) => name === 'sanshen main')?.id ?? 0;
    const environment = { ...of, environment_name: 'publish' };
    const drifts: [string, () => Promise<unknown>][] = [
      [
        'update ruleset/sanshen main',
        async () =>
          admin.repos.updateRepoRuleset({
            ...of,
            ruleset_id: await main(),
            bypass_actors: [{ actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' }],
          }),
      ],
      [
        'update ruleset/sanshen main',
        async () => admin.repos.updateRepoRuleset({ ...of, ruleset_id: await main(), enforcement: 'disabled' }),
      ],
      [
        'update ruleset/sanshen main',
        async () => admin.repos.updateRepoRuleset({ ...of, ruleset_id: await main(), rules: [{ type: 'deletion' }] }),
      ],
      ['create ruleset/sanshen main', async () => admin.repos.deleteRepoRuleset({ ...of, ruleset_id: await main() })],
      ['create label/退回', () => admin.issues.deleteLabel({ ...of, name: '退回' })],
      ['update label/退回', () => admin.issues.updateLabel({ ...of, name: '退回', color: '000000' })],
      [
        'create team/office/member/zhengsi',
        () => admin.teams.removeMembershipForUserInOrg({ org: of.owner, team_slug: 'office', username: 'zhengsi' }),
      ],
      [
        'remove team/leaders/member/lisi',
        () => admin.teams.addOrUpdateMembershipForUserInOrg({ org: of.owner, team_slug: 'leaders', username: 'lisi' }),
      ],
      ['update environment', () => admin.repos.createDeploymentBranchPolicy({ ...environment, name: 'release/*' })],
      ['update environment', () => admin.repos.createOrUpdateEnvironment({ ...environment, deployment_branch_policy: null })],
      [
        'update environment/github-pages',
        () => admin.repos.createDeploymentBranchPolicy({ ...of, environment_name: 'github-pages', name: '**' }),
      ],
      ['update merging', () => admin.repos.update({ ...of, allow_merge_commit: true, delete_branch_on_merge: true })],
      [
        'update actions/token',
        () => admin.actions.setGithubActionsDefaultWorkflowPermissionsRepository({ ...of, default_workflow_permissions: 'write' }),
      ],
      ['update actions/enabled', () => admin.actions.setGithubActionsPermissionsRepository({ ...of, enabled: false })],
    ];
    for (const [entry, change] of drifts) {
      await change();
      expect(await setup.told()).toEqual([entry]);
      await setup.apply();
      expect(await setup.told()).toEqual([]);
    }
  });

  it('leaves alone what the settings have no say in: other rulesets and labels, who approves a deployment, its waiting time', async () => {
    const setup = await adopted();
    const { world } = setup;
    const admin = world.as('wangwu');
    const { of } = world;
    await admin.repos.createRepoRuleset({ ...of, name: '别的', enforcement: 'active', rules: [{ type: 'non_fast_forward' }] });
    await admin.issues.createLabel({ ...of, name: '别的', color: '000000' });
    const environment = { ...of, environment_name: 'publish' };
    const reviewers = [{ type: 'User' as const, id: 105 }];
    await admin.repos.createOrUpdateEnvironment({ ...environment, wait_timer: 5, reviewers, deployment_branch_policy: null });
    expect(await setup.told()).toEqual(['update environment']);
    await setup.apply();
    expect(await setup.told()).toEqual([]);
    expect((await setup.state()).environment).toMatchObject({ kept: { wait_timer: 5, reviewers } });
    expect((await admin.repos.getRepoRulesets(of)).data.map(({ name }) => name)).toContain('别的');
  });

  it('is applied on a server of one’s own as well, which has no invitations to teams', async () => {
    const setup = await adopted('ghes');
    expect((await setup.state()).teams.office).toMatchObject({ invited: [] });
  });

  it('never takes for absent what a token may not read', async () => {
    const setup = await adopted();
    expect(await setup.told('lisi')).toEqual(
      ['bypass', 'team/office', 'team/leaders', 'team/publisher', 'actions'].map((part) => `person-must-do unreadable/${part}`),
    );
  });

  it('tells of teams that aren’t there, and of a file of owners with mistakes', async () => {
    const world = await startWorld({ '.github/CODEOWNERS': '* @zhengsi @nobody\n' }, {});
    const told = await new Setup(world).told();
    expect(told).toEqual(expect.arrayContaining(['person-must-do team/office', 'person-must-do team/leaders']));
    expect(told).toContain('person-must-do codeowners/1/Unknown owner');
  });
});
