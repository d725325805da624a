import { describe, expect, it } from 'vitest';
import { octokitFor } from '#pipeline/forge/github/github.ts';
import type { Octokit } from '#pipeline/forge/github/octokit.ts';
import type { Grants } from '#pipeline/sandbox/github/permissions.ts';
import { conforming } from './github-schema.ts';
import { GUARDED, startWorld, type World } from './github-world.ts';

/** An Octokit with a token that may only what is named. */
const limited = ({ github }: World, login: string, grants: Grants): Octokit =>
  conforming(octokitFor({ apiUrl: github.url, token: github.limitedToken(login, grants), repository: github.repository }));

/** What came of a request, and the permission that the server names. */
async function outcome(asked: Promise<{ status: number }>): Promise<string> {
  return asked.then(
    ({ status }) => String(status),
    ({ status, response }) => `${status} ${response?.headers['x-accepted-github-permissions'] ?? ''}`.trim(),
  );
}

type Request = (octokit: Octokit, of: World['of'], sha: string) => Promise<{ status: number }>;

const REQUESTS: Record<string, Request> = {
  activity: (octokit, of) => octokit.repos.listActivities(of),
  branch: (octokit, of) => octokit.repos.getBranch({ ...of, branch: 'main' }),
  environment: (octokit, of) => octokit.repos.getEnvironment({ ...of, environment_name: 'publish' }),
  runs: (octokit, of) => octokit.actions.listArtifactsForRepo(of),
  teams: (octokit, { owner: org }) => octokit.teams.list({ org }),
  'repository’s teams': (octokit, of) => octokit.repos.listTeams(of),
  'switches of Actions': (octokit, of) => octokit.actions.getGithubActionsPermissionsRepository(of),
  collaborators: (octokit, of) => octokit.repos.listCollaborators(of),
  pulls: (octokit, of) => octokit.pulls.list(of),
  labels: (octokit, of) => octokit.issues.listLabelsForRepo(of),
  issues: (octokit, of) => octokit.issues.listForRepo(of),
  status: (octokit, of, sha) => octokit.repos.createCommitStatus({ ...of, sha, context: 'x', state: 'success' }),
  ruleset: (octokit, of) => octokit.repos.createRepoRuleset({ ...of, name: 'x', enforcement: 'active', rules: [] }),
  merging: (octokit, of) => octokit.repos.update({ ...of, allow_rebase_merge: true }),
};

describe('a token', () => {
  it.each<[string, string, Grants | null, Record<string, string>]>([
    [
      'of a workflow has what its permissions say and nothing else',
      'sanshen-bot',
      { contents: 'read', 'pull-requests': 'write' },
      {
        ...{ activity: '200', branch: '200', pulls: '200', labels: '200', collaborators: '200' },
        ...{ environment: '403 actions=read', runs: '403 actions=read', issues: '403 issues=read' },
        ...{ teams: '403 members=read', 'repository’s teams': '403 administration=read', status: '403 statuses=write' },
        ...{ 'switches of Actions': '403 administration=read', ruleset: '403 administration=write' },
      },
    ],
    [
      'of Actions has no administration, whatever it is given',
      'sanshen-bot',
      null,
      { teams: '403 members=read', merging: '403 administration=write' },
    ],
    [
      'of a person hides what it wasn’t given, be the person an administrator',
      'wangwu',
      { contents: 'write', metadata: 'read' },
      { activity: '200', environment: '403 actions=read', teams: '403 members=read', merging: '403 administration=write' },
    ],
    [
      'of an administrator that may change settings',
      'wangwu',
      { administration: 'write', members: 'read' },
      { teams: '200', ruleset: '201', merging: '200', activity: '403 contents=read' },
    ],
    [
      'gives nobody more than he may himself',
      'lisi',
      { administration: 'write', members: 'write', statuses: 'write' },
      { merging: '403 administration=write', teams: '403 members=read', status: '201' },
    ],
  ])('%s', async (_, login, grants, expected) => {
    const world = await startWorld();
    const octokit = grants === null ? world.as(login) : limited(world, login, grants);
    const sha = await world.tip('main');
    const told: Record<string, string> = {};
    for (const name of Object.keys(expected)) told[name] = await outcome((REQUESTS[name] as Request)(octokit, world.of, sha));
    expect(told).toEqual(expected);
  });

  it('shows the ways of merging to who may write contents, and who may pass by a ruleset to who may write it', async () => {
    const world = await startWorld();
    const shown = async (login: string, grants: Grants) => {
      const octokit = limited(world, login, grants);
      const { data: repository } = await octokit.repos.get(world.of);
      const { data: ruleset } = await octokit.repos.getRepoRuleset({ ...world.of, ruleset_id: 1 });
      return [repository.allow_squash_merge !== undefined, ruleset.bypass_actors !== undefined];
    };
    expect(await shown('wangwu', { contents: 'read', administration: 'write' })).toEqual([false, true]);
    expect(await shown('wangwu', { contents: 'write', administration: 'read' })).toEqual([true, false]);
    expect(await shown('lisi', { contents: 'write', administration: 'write' })).toEqual([true, false]);
    await world.as('wangwu').repos.removeCollaborator({ ...world.of, username: 'lisi' });
    await expect(shown('lisi', {})).rejects.toMatchObject({ status: 404 });
  });

  it('has GitHub merge only with the right to merge', async () => {
    const world = await startWorld({}, { allowAutoMerge: true });
    const { number } = await world.submit('lisi', 'wucheng/street', { a: '1' });
    const enable = (grants: Grants) =>
      limited(world, 'sanshen-bot', grants).graphql(
        `mutation { enablePullRequestAutoMerge(input: {pullRequestId: "PR_${number}"}) { clientMutationId } }`,
      );
    await expect(enable({ 'pull-requests': 'write', contents: 'read' })).rejects.toThrow('Resource not accessible by integration');
    await expect(enable({ 'pull-requests': 'write', contents: 'write' })).rejects.toThrow('in clean status');
  });

  it('pushes only with the right to write contents', async () => {
    const world = await startWorld();
    const asked = (grants: Grants, service: string) =>
      fetch(`${world.github.gitUrl}/info/refs?service=${service}`, {
        headers: { authorization: `Basic ${Buffer.from(`x:${world.github.limitedToken('lisi', grants)}`).toString('base64')}` },
      }).then(({ status }) => status);
    expect(await asked({ contents: 'write' }, 'git-receive-pack')).toBe(200);
    expect(await asked({ contents: 'read' }, 'git-receive-pack')).toBe(403);
    expect(await asked({ contents: 'read' }, 'git-upload-pack')).toBe(200);
    expect(await asked({ issues: 'write' }, 'git-upload-pack')).toBe(404);
    expect(() => world.github.limitedToken('nobody', {})).toThrow(RangeError);
    await world.as('wangwu').repos.addCollaborator({ ...world.of, username: 'zhouyi', permission: 'pull' });
    await expect(world.submit('zhouyi', 'wucheng/street', { a: '1' })).rejects.toThrow('denied to zhouyi');
  });
});

describe('required checks', () => {
  const CHECK = { context: 'sanshen/check', integration_id: 15368 };
  const rules = [{ type: 'required_status_checks', parameters: { required_status_checks: [CHECK] } }];

  /** A pull request, and ways to say something of its head. */
  async function submitted() {
    const world = await startWorld({}, { rulesets: [{ ...GUARDED, rules, bypass_actors: [] }] });
    const { number, head } = await world.submit('lisi', 'wucheng/street', { a: '1' });
    const said = async (): Promise<string> =>
      world
        .as('lisi')
        .pulls.merge({ ...world.of, pull_number: number })
        .then(
          () => 'merged',
          (error) => error.response.data.message.split('\n\n')[1],
        );
    const status = (login: string, state: 'success' | 'pending') =>
      world.as(login).repos.createCommitStatus({ ...world.of, sha: head, context: CHECK.context, state });
    const job = (run: string, conclusion: string | null) => world.github.reportJob(run, CHECK.context, conclusion);
    const run = () => world.github.startRun({ workflow: 'check', head });
    return { world, head, said, status, job, run };
  }

  it('are the newest of each suite: a cancelled one blocks beside a green twin, until it is run again', async () => {
    const { said, job, run } = await submitted();
    expect(await said()).toBe('Required status check "sanshen/check" is expected.');
    const [first, second] = [run(), run()];
    await job(first, null);
    expect(await said()).toBe('Required status check "sanshen/check" is pending.');
    await job(first, 'cancelled');
    await job(second, 'success');
    expect(await said()).toBe('Required status check "sanshen/check" is failing.');
    await job(first, 'success');
    expect(await said()).toBe('merged');
  });

  it('are none that another than the expected app says', async () => {
    const { said, status, job, run } = await submitted();
    await status('lisi', 'success');
    expect(await said()).toBe('Required status check "sanshen/check" was not set by the expected GitHub app.');
    await status('sanshen-bot', 'pending');
    await job(run(), 'skipped');
    expect(await said()).toBe('Required status check "sanshen/check" is pending.');
    await status('sanshen-bot', 'success');
    expect(await said()).toBe('merged');
  });
});

describe('an activity that lags', () => {
  it('shows a push only some seconds later', async () => {
    const world = await startWorld({}, { activityLag: 60 });
    await world.push('lisi', await world.tip('main'), 'wucheng/street');
    const shown = async () => (await world.as('lisi').repos.listActivities({ ...world.of, ref: 'wucheng/street' })).data.length;
    expect(await shown()).toBe(0);
    world.github.clock.advance(61);
    expect(await shown()).toBe(1);
  });
});

describe('a server of one’s own', () => {
  it('has its API under /api/v3, no invitations to teams, and no single user who passes by a ruleset', async () => {
    const world = await startWorld({}, { edition: 'ghes', teams: [{ id: 7, slug: 'office' }] });
    const admin = octokitFor({ apiUrl: world.github.url, token: world.github.tokenOf('wangwu'), repository: world.github.repository });
    const { data, headers } = await admin.repos.get(world.of);
    expect([data.url.includes('/api/v3/repos/'), data.html_url.includes('/api/'), headers['x-github-enterprise-version']]).toEqual([
      true,
      false,
      '3.17.0',
    ]);
    const team = { org: 'jinhua', team_slug: 'office' };
    await expect(admin.teams.listPendingInvitationsInOrg(team)).rejects.toMatchObject({ status: 404 });
    expect((await admin.teams.listMembersInOrg(team)).status).toBe(200);
    const written = (actor: object) =>
      outcome(
        admin.repos.createRepoRuleset({ ...world.of, name: 'x', enforcement: 'active', bypass_actors: [actor as { actor_type: 'Team' }] }),
      );
    expect(await written({ actor_id: 1, actor_type: 'User' })).toBe('422');
    expect(await written({ actor_id: 7, actor_type: 'Team', bypass_mode: 'exempt' })).toBe('422');
    expect(await written({ actor_id: 7, actor_type: 'Team', bypass_mode: 'always' })).toBe('201');
    expect(
      (
        await fetch(`${new URL(world.github.url).origin}/repos/jinhua/news`, {
          headers: { authorization: `token ${world.github.tokenOf('lisi')}` },
        })
      ).status,
    ).toBe(404);
    await expect(admin.graphql('{ viewer { login } }')).rejects.toMatchObject({ status: 400 });
  });
});
