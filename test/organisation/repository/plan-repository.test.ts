import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LABELS } from '#pipeline/organisation/generated/labels.ts';
import { ledgerRuleset, ledgerWriterRuleset, mainRuleset, type Ruleset } from '#pipeline/organisation/generated/ruleset.ts';
import { type Organisation, organisationSchema } from '#pipeline/organisation/organisation.ts';
import { type Policy, policySchema } from '#pipeline/organisation/policy.ts';
import { readOrganisation, readPolicy } from '#pipeline/organisation/read-settings.ts';
import { planRepository } from '#pipeline/organisation/repository/plan-repository.ts';
import { holdBackRemovals } from '#pipeline/organisation/repository/repository-plan.ts';
import type { RepositoryState, StoredRuleset, TeamState } from '#pipeline/organisation/repository/repository-state.ts';
import { holdBackWithoutRights } from '#pipeline/organisation/repository/unread-settings.ts';

const organisation = readOrganisation(readFileSync('content/organisation.yml', 'utf8'), 'content/organisation.yml');
const policy: Policy = { ...readPolicy(readFileSync('content/policy.yml', 'utf8'), 'content/policy.yml'), machines: ['sanshen-bot'] };
const WRITER = ledgerWriterRuleset(policy) as Ruleset;
const DAY = '2026-11-24';

/** A stored ruleset as GitHub gives it: more keys, defaults filled in, lists in an order of its own. */
function asGitHubGives(ruleset: Ruleset, id: number): StoredRuleset {
  const filled: Record<string, object> = {
    pull_request: {
      automatic_copilot_code_review_enabled: false,
      dismissal_restriction: { enabled: false, allowed_actors: [] },
    },
    required_status_checks: { do_not_enforce_on_create: false },
    update: { update_allows_fetch_and_merge: false },
  };
  const rules = ruleset.rules.map((rule) => {
    const parameters = structuredClone({ ...filled[rule.type], ...rule.parameters }) as Record<string, unknown>;
    if (Array.isArray(parameters.required_reviewers)) parameters.required_reviewers.reverse();
    if (Array.isArray(parameters.required_status_checks)) parameters.required_status_checks.reverse();
    return Object.keys(parameters).length > 0 ? { ...rule, parameters } : rule;
  });
  return {
    ...{ id, name: ruleset.name, target: 'branch', source_type: 'Repository', source: 'shili/xinxi', enforcement: 'active' },
    ...{
      bypass_actors: ruleset.bypass_actors,
      current_user_can_bypass: 'never',
      node_id: 'RRS_x',
      created_at: DAY,
      updated_at: DAY,
      _links: {},
    },
    conditions: { ref_name: { exclude: [], include: ruleset.conditions.ref_name.include } },
    rules: rules.reverse(),
  };
}

const ID = new Map(
  Object.values(organisation.people)
    .flatMap(({ logins }) => logins)
    .map((login, index) => [login, 101 + index]),
);
const account = (login: string) => ({ login, id: ID.get(login) ?? 999 });
const team = (slug: string, ...logins: string[]): TeamState => ({ slug, members: logins.map(account), invited: [], canWrite: true });

/** A repository that has what the sample settings want. */
function settled(change: Partial<RepositoryState> = {}): RepositoryState {
  return {
    ...{ repository: 'shili/xinxi', webUrl: 'https://git.example.gov.cn/shili/xinxi', ownedByOrganisation: true, defaultBranch: 'main' },
    merging: {
      ...{ allow_squash_merge: true, allow_merge_commit: false, allow_rebase_merge: false },
      ...{ allow_auto_merge: false, delete_branch_on_merge: false },
    },
    rulesets: [
      asGitHubGives(mainRuleset(policy), 1),
      asGitHubGives(ledgerRuleset(), 2),
      asGitHubGives(WRITER, 3),
      { id: 4, name: '别的规则', bypass_actors: [], rules: [] },
    ],
    labels: [...LABELS].reverse(),
    environment: {
      kept: { wait_timer: 0, prevent_self_review: false, reviewers: [] },
      from: [{ id: 7, name: 'main', type: 'branch' }],
    },
    teams: {
      office: team('office', 'zhengsi', 'wangwu', 'wangwu-office'),
      leaders: team('leaders', 'fengliu', 'zhaoshiqi'),
      publisher: team('publisher', 'sanshen-bot'),
    },
    access: [...ID.keys()].filter((login) => login !== 'qianer').map((login) => ({ ...account(login), canWrite: true })),
    codeowners: [],
    actions: { enabled: true, allowed: 'all', token: 'read', mayApprove: false },
    pages: 'workflow',
    intakeEnvironment: {
      kept: { wait_timer: 0, prevent_self_review: false, reviewers: [] },
      from: [{ id: 8, name: 'main', type: 'branch' }],
    },
    pagesEnvironment: {
      kept: { wait_timer: 0, prevent_self_review: false, reviewers: [] },
      from: [{ id: 8, name: 'main', type: 'branch' }],
    },
    ...change,
  };
}

const planned = (state: RepositoryState, more: { policy?: Policy; organisation?: Organisation } = {}) =>
  planRepository(more.organisation ?? organisation, more.policy ?? policy, state, DAY);
const told = (state: RepositoryState, more: Parameters<typeof planned>[1] = {}) =>
  planned(state, more).entries.map(({ action, id }) => `${action} ${id}`);

/** The stored ruleset of main with something changed by hand. */
function weakened(change: (ruleset: StoredRuleset, parameters: (type: string) => Record<string, unknown>) => void): RepositoryState {
  const state = settled();
  const main = state.rulesets?.[0] as StoredRuleset;
  const rules = main.rules as { type: string; parameters: Record<string, unknown> }[];
  change(main, (type) => rules.find((rule) => rule.type === type)?.parameters ?? {});
  return state;
}

describe('the plan of setup', () => {
  it('is empty where GitHub has what the settings want, whatever it adds, fills in and reorders', () =>
    expect(planned(settled())).toEqual({ entries: [], hints: [] }));

  it.each<[string, RepositoryState, string[]]>([
    [
      'somebody who may pass by',
      weakened((main) => {
        main.bypass_actors = [{ actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' }];
      }),
      ['可以绕过的人（bypass_actors）：RepositoryRole 5 → 无'],
    ],
    [
      'a ruleset that is switched off',
      weakened((main) => {
        main.enforcement = 'disabled';
      }),
      ['状态（enforcement）：disabled → active'],
    ],
    [
      'one approval',
      weakened((_, of) => {
        of('pull_request').required_approving_review_count = 1;
      }),
      ['至少几人审核（required_approving_review_count）：1 → 2'],
    ],
    [
      'stale reviews that stand',
      weakened((_, of) => {
        of('pull_request').dismiss_stale_reviews_on_push = false;
      }),
      ['改稿后原审核作废（dismiss_stale_reviews_on_push）：否 → 是'],
    ],
    [
      'a last push that nobody else approves',
      weakened((_, of) => {
        of('pull_request').require_last_push_approval = false;
      }),
      ['最后的推送须由他人审核（require_last_push_approval）：否 → 是'],
    ],
    [
      'other ways to merge',
      weakened((_, of) => {
        delete of('pull_request').allowed_merge_methods;
      }),
      ['合并方式（allowed_merge_methods）：merge、rebase、squash → squash'],
    ],
    [
      'a team that isn’t asked',
      weakened((_, of) => {
        (of('pull_request').required_reviewers as unknown[]).pop();
      }),
      [
        '须审核的团队（required_reviewers）：团队 1000002 至少 1 人（content/**） → 团队 1000001 至少 1 人（content/**）、团队 1000002 至少 1 人（content/**）',
      ],
    ],
    [
      'somebody who may dismiss reviews',
      weakened((_, of) => {
        of('pull_request').dismissal_restriction = { enabled: true, allowed_actors: [] };
      }),
      ['谁能撤销审核（dismissal_restriction）：{"allowed_actors":[],"enabled":true} → 无'],
    ],
    [
      'a check from anywhere',
      weakened((_, of) => {
        of('required_status_checks').required_status_checks = [
          { context: 'sanshen/check', integration_id: 15368 },
          { context: 'sanshen/gate' },
        ];
      }),
      [
        '须通过检查（required_status_checks）：sanshen/check（来源 15368）、sanshen/gate（不限来源） → sanshen/check（来源 15368）、sanshen/gate（来源 15368）',
      ],
    ],
    [
      'another branch',
      weakened((main) => {
        main.conditions = { ref_name: { include: ['refs/heads/other'], exclude: [] } };
      }),
      ['管的分支（include）：refs/heads/other → refs/heads/main'],
    ],
    [
      'main left out',
      weakened((main) => {
        main.conditions = { ref_name: { include: ['refs/heads/main'], exclude: ['refs/heads/main'] } };
      }),
      ['不管的分支（exclude）：refs/heads/main → 无'],
    ],
    [
      'a rule that is gone and one that nobody wanted',
      weakened((main) => {
        const rules = (main.rules as { type: string }[]).filter(({ type }) => type !== 'non_fast_forward');
        main.rules = [...rules, { type: 'required_signatures' }];
      }),
      ['不许强推（non_fast_forward）：没有 → 有', 'required_signatures：有 → 没有'],
    ],
  ])('mends the ruleset of main: %s', (_, state, differences) => {
    const { entries } = planned(state);
    expect(entries.map(({ id, action }) => [id, action])).toEqual([['ruleset/sanshen main', 'update']]);
    expect(entries[0]?.parts?.map(({ what, before, after }) => `${what}：${before ?? '没有'} → ${after ?? '没有'}`)).toEqual(differences);
    expect(entries[0]?.step).toEqual({ do: 'update-ruleset', id: 1, ruleset: mainRuleset(policy) });
  });

  it.each<[string, Partial<RepositoryState>, string[]]>([
    [
      'no rulesets',
      { rulesets: [] },
      ['create ruleset/sanshen main', 'create ruleset/sanshen ledger writer', 'create ruleset/sanshen ledger'],
    ],
    [
      'a ruleset of the branch’s old name',
      { rulesets: [...(settled().rulesets ?? []), { ...asGitHubGives(mainRuleset(policy), 9), name: 'sanshen master' }] },
      ['remove ruleset/sanshen master/9'],
    ],
    ['a label that is gone', { labels: LABELS.filter(({ name }) => name !== '退回') }, ['create label/退回']],
    [
      'a label that looks different',
      { labels: LABELS.map((label) => (label.name === '退回' ? { ...label, color: 'ffffff' } : label)) },
      ['update label/退回'],
    ],
    ['labels of one’s own', { labels: [...LABELS, { name: '自己的', color: '000000', description: '' }] }, []],
    ['no environment', { environment: 'none' }, ['create environment']],
    ['an environment for every branch', { environment: { kept: nothingKept(), from: 'anywhere' } }, ['update environment']],
    ['an environment for every protected branch', { environment: { kept: nothingKept(), from: 'protected' } }, ['update environment']],
    [
      'an environment for a tag called main',
      { environment: { kept: nothingKept(), from: [{ id: 1, name: 'main', type: 'tag' }] } },
      ['update environment'],
    ],
    [
      'an environment for another branch too',
      { environment: { kept: nothingKept(), from: ['main', 'release/*'].map((name, id) => ({ id, name, type: 'branch' as const })) } },
      ['update environment'],
    ],
    ['no environment of intake', { intakeEnvironment: 'none' }, ['create environment/intake']],
    ['no environment of Pages', { pagesEnvironment: 'none' }, ['create environment/github-pages']],
    [
      'Pages that every branch may deploy to',
      { pagesEnvironment: { kept: nothingKept(), from: 'anywhere' } },
      ['update environment/github-pages'],
    ],
    [
      'an Office reviewer who is missing in the team',
      { teams: { ...settled().teams, office: team('office', 'zhengsi', 'wangwu-office') } },
      ['create team/office/member/wangwu'],
    ],
    [
      'an Office reviewer who was asked and hasn’t accepted',
      { teams: { ...settled().teams, office: { ...team('office', 'zhengsi', 'wangwu-office'), invited: ['WangWu'] } } },
      ['person-must-do team/office/member/wangwu'],
    ],
    [
      'a leader’s team with somebody else in it',
      { teams: { ...settled().teams, leaders: team('leaders', 'fengliu', 'ZhaoShiqi', 'lisi') } },
      ['remove team/leaders/member/lisi'],
    ],
    [
      'a team that may not write',
      { teams: { ...settled().teams, office: { ...team('office', 'zhengsi', 'wangwu', 'wangwu-office'), canWrite: false } } },
      ['update team/office/access'],
    ],
    [
      'a second account that may write the ledger',
      { teams: { ...settled().teams, publisher: team('publisher', 'sanshen-bot', 'lisi') } },
      ['person-must-do team/publisher/member'],
    ],
    [
      'a ledger that a person’s account writes',
      { teams: { ...settled().teams, publisher: team('publisher', 'lisi') } },
      ['person-must-do team/publisher/member'],
    ],
    [
      'nobody who may write the ledger',
      { teams: { ...settled().teams, publisher: team('publisher') } },
      ['person-must-do team/publisher/member'],
    ],
    ['a team that isn’t there', { teams: { ...settled().teams, office: 'none' } }, ['person-must-do team/office']],
    [
      'a stranger who can write',
      { access: [...(settled().access ?? []), { login: 'mallory', id: 998, canWrite: true }] },
      ['person-must-do access/mallory'],
    ],
    ['a stranger who can read', { access: [...(settled().access ?? []), { login: 'mallory', id: 998, canWrite: false }] }, []],
    [
      'a head who can’t write',
      { access: (settled().access ?? []).map((one) => ({ ...one, canWrite: one.login !== 'wuba' })) },
      ['person-must-do access/wuba'],
    ],
    ['no CODEOWNERS', { codeowners: 'none' }, ['person-must-do codeowners']],
    [
      'an owner whom GitHub doesn’t know',
      { codeowners: [{ line: 9, kind: 'Unknown owner', source: '/content/items/wucheng/ @zhouyi' }] },
      ['person-must-do codeowners/9/Unknown owner'],
    ],
    ['Actions switched off', { actions: { enabled: false, allowed: null, token: 'read', mayApprove: false } }, ['update actions/enabled']],
    [
      'workflows that may write or approve',
      { actions: { enabled: true, allowed: 'all', token: 'read', mayApprove: true } },
      ['update actions/token'],
    ],
    ['a website without Pages', { pages: 'none' }, ['create pages']],
    ['Pages that GitHub makes from a branch', { pages: 'branch' }, ['update pages']],
    ['a server where Pages can’t be deployed', { pages: 'no-artifacts' }, ['person-must-do pages']],
    ['a website that goes elsewhere', { pages: 'unasked', pagesEnvironment: 'unasked' }, []],
    ['another default branch', { defaultBranch: 'master' }, ['person-must-do default-branch']],
    [
      'branches that go away with the merge',
      { merging: { ...(settled().merging as NonNullable<RepositoryState['merging']>), delete_branch_on_merge: true } },
      ['update merging'],
    ],
  ])('tells of %s', (_, change, entries) => {
    const state = settled(change);
    expect(told(state)).toEqual(entries);
    for (const { what, why, page, after, before } of planned(state).entries) {
      for (const words of [why, `${what}${before ?? ''}${after ?? ''}`]) expect(words).toMatch(/\p{Script=Han}/u);
      expect(page).toMatch(/^https:\/\/git\.example\.gov\.cn\//);
    }
  });

  it.each<[string, (writer: StoredRuleset) => void, string[]]>([
    [
      'somebody else may write the ledger',
      (writer) => {
        writer.bypass_actors = [
          ...(writer.bypass_actors as object[]),
          { actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' },
        ];
      },
      ['可以绕过的人（bypass_actors）：Team 1000003、RepositoryRole 5 → Team 1000003'],
    ],
    [
      'the publisher’s team passes only by pull request',
      (writer) => {
        writer.bypass_actors = [{ actor_id: 1000003, actor_type: 'Team', bypass_mode: 'pull_request' }];
      },
      ['可以绕过的人（bypass_actors）：Team 1000003（pull_request） → Team 1000003'],
    ],
    [
      'everybody may update it',
      (writer) => {
        writer.rules = [{ type: 'creation' }];
      },
      ['更新分支只限可以绕过的人（update）：没有 → 有'],
    ],
  ])('mends the ruleset of who writes the ledger: %s', (_, change, differences) => {
    const state = settled();
    change(state.rulesets?.find(({ name }) => name === WRITER.name) as StoredRuleset);
    const { entries } = planned(state);
    expect(entries.map(({ id, action }) => [id, action])).toEqual([['ruleset/sanshen ledger writer', 'update']]);
    expect(entries[0]?.parts?.map(({ what, before, after }) => `${what}：${before ?? '没有'} → ${after ?? '没有'}`)).toEqual(differences);
  });

  it('knows a renamed account by its number', () => {
    const people = { ...organisation.people, zhengsi: { ...organisation.people.zhengsi, name: '郑四', ids: [account('zhengsi').id] } };
    const renamed = (login: string) => (login === 'zhengsi' ? 'zheng-si' : login);
    const state = settled();
    const office = state.teams.office as TeamState;
    const changed = settled({
      teams: { ...state.teams, office: { ...office, members: office.members.map((one) => ({ ...one, login: renamed(one.login) })) } },
      access: (state.access ?? []).map((one) => ({ ...one, login: renamed(one.login) })),
    });
    expect(told(changed, { organisation: organisationSchema.parse({ ...organisation, people }) })).toEqual([]);
    const [first, ...others] = office.members;
    const taken = settled({
      teams: { ...state.teams, office: { ...office, members: [{ login: first?.login ?? '', id: 555 }, ...others] } },
    });
    expect(told(taken, { organisation: organisationSchema.parse({ ...organisation, people }) })).toEqual([
      'create team/office/member/zhengsi',
      'remove team/office/member/zhengsi',
    ]);
  });

  it('lets a delegate into the leaders’ team only while delegation is on', () => {
    const delegated = organisationSchema.parse({
      ...organisation,
      delegations: [{ principal: 'fengliu', delegate: 'sunqi', level: 3, from: DAY, to: DAY, document: '示执法办〔2026〕9号' }],
    });
    expect(told(settled(), { organisation: delegated })).toEqual([]);
    const on = { ...policy, delegation: { enabled: true } };
    expect(told(settled(), { organisation: delegated, policy: on })).toEqual(['create team/leaders/member/sunqi']);
  });

  it('leaves teams and sources out where the policy names none, and says what that means', () => {
    const bare = policySchema.parse({});
    const state = settled({
      rulesets: [asGitHubGives(mainRuleset(bare), 1), asGitHubGives(ledgerRuleset(), 2)],
      teams: { office: 'unnamed', leaders: 'unnamed', publisher: 'unnamed' },
      ownedByOrganisation: false,
    });
    const { entries, hints } = planned(state, { policy: bare });
    expect(entries).toEqual([]);
    expect(hints).toEqual([
      expect.stringContaining('integration_id'),
      expect.stringContaining('github.teams 没有写 office、leaders：'),
      expect.stringContaining('github.teams.publisher'),
    ]);
  });

  it('says what to do where the repository lies under a person: there are no teams', () => {
    const { entries } = planned(settled({ ownedByOrganisation: false, teams: { office: 'none', leaders: 'none', publisher: 'none' } }));
    expect(entries.map(({ after }) => after)).toEqual(
      Array(3).fill('仓库在个人账号下，没有团队；请把仓库移到组织里，或删去 policy.yml 的 github.teams'),
    );
  });
});

const nothingKept = (): { wait_timer: number; prevent_self_review: boolean; reviewers: [] } => ({
  wait_timer: 0,
  prevent_self_review: false,
  reviewers: [],
});

describe('what the token can’t read', () => {
  const hidden = settled().rulesets?.map(({ bypass_actors: _, ...rest }) => rest as StoredRuleset) ?? [];

  it.each<[string, Partial<RepositoryState>, boolean]>([
    ['merging', { merging: null }, true],
    ['rulesets', { rulesets: null }, true],
    ['bypass', { rulesets: hidden }, true],
    ['labels', { labels: null }, true],
    ['environment', { environment: null }, true],
    ['environment/intake', { intakeEnvironment: null }, true],
    ['environment/github-pages', { pagesEnvironment: null }, true],
    ['team/office', { teams: { ...settled().teams, office: null } }, true],
    ['team/leaders', { teams: { ...settled().teams, leaders: null } }, true],
    ['team/publisher', { teams: { ...settled().teams, publisher: null } }, true],
    ['access', { access: null }, true],
    ['codeowners', { codeowners: null }, false],
    ['pages', { pages: null }, true],
    ['actions', { actions: null }, false],
  ])('is never taken for fine: %s', (part, change, held) => {
    expect(told(settled(change))).toEqual([`person-must-do unreadable/${part}`]);
    const apply = () => holdBackWithoutRights(settled(change));
    if (held) expect(apply).toThrow(expect.objectContaining({ code: 'setup/not-administrator', exitCode: 1 }));
    else expect(apply).not.toThrow();
  });

  it('names the permissions, once each', () => {
    const state = settled({ merging: null, teams: { ...settled().teams, office: null, leaders: null } });
    expect(() => holdBackWithoutRights(state)).toThrow(
      '这个令牌读不到合并方式、办公室团队、分管领导团队，改不全；应为管理员的令牌，有仓库的 Contents 读写、组织的 Members 读写权限；请换一个令牌再运行。什么也没有改。',
    );
  });
});

describe('the circuit breaker', () => {
  /** The Office's team with its three accounts and some more, the leaders' with two. */
  const crowd = (strangers: number): RepositoryState => {
    const office = team('office', 'zhengsi', 'wangwu', 'wangwu-office', ...Array.from({ length: strangers }, (_, index) => `x${index}`));
    return settled({ teams: { ...settled().teams, office } });
  };
  const attempt = (state: RepositoryState, confirmed: number | null) => () => holdBackRemovals(planned(state), state, confirmed);

  it.each([
    ['a fifth without being asked', 1, null, null],
    ['exactly a quarter: two of eight would be more', 2, null, 'setup/too-many-removals'],
    ['more than a quarter once somebody has counted them', 2, 2, null],
    ['not another number than he has counted', 2, 3, 'setup/removals-differ'],
    ['not where he has counted and nobody goes', 0, 1, 'setup/removals-differ'],
    ['nobody', 0, null, null],
  ])('lets go %s', (_, strangers, confirmed, code) => {
    const state = crowd(strangers);
    if (code === null) expect(attempt(state, confirmed)).not.toThrow();
    else expect(attempt(state, confirmed)).toThrow(expect.objectContaining({ code, exitCode: 1 }));
  });

  it('says who would go, of how many, and what to do', () => {
    expect(attempt(crowd(2), null)).toThrow(
      '一次要把 7 位审核人中的 2 位移出团队（x0、x1）；一次最多移出四分之一；请核对名单，确实要移的加上 --confirm-removals 2。什么也没有改。',
    );
  });

  it('counts somebody who leaves both teams once', () => {
    const state = settled({
      teams: {
        ...settled().teams,
        office: team('office', 'zhengsi', 'wangwu', 'wangwu-office', 'lisi'),
        leaders: team('leaders', 'fengliu', 'zhaoshiqi', 'lisi'),
      },
    });
    expect(attempt(state, null)).not.toThrow();
    expect(attempt(state, 1)).not.toThrow();
  });
});
