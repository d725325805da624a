import type { BeijingDate } from '../../beijing-time.ts';
import { LABELS } from '../generated/labels.ts';
import { isOwnRuleset, type Ruleset, rulesets as wantedRulesets } from '../generated/ruleset.ts';
import type { Organisation } from '../organisation.ts';
import type { Policy } from '../policy.ts';
import { accessEntries, departed, teamEntries, type Wanted } from './repository-access.ts';
import type { PlanEntry, RepositoryPlan } from './repository-plan.ts';
import type { MergeSettings, PublishEnvironment, RepositoryState } from './repository-state.ts';
import { rulesetDifferences } from './ruleset-difference.ts';
import { unreadEntries } from './unread-settings.ts';

/** The environment that holds the secrets (design.md 3, "Where the trust lies"). */
export const PUBLISH_ENVIRONMENT = 'publish';
/** The environment that holds what intake needs: its account's token, the mailbox's password. */
export const INTAKE_ENVIRONMENT = 'intake';
/** The environment without which no job can deploy to GitHub Pages (README of actions/deploy-pages). */
export const PAGES_ENVIRONMENT = 'github-pages';

type Part = (wanted: Wanted, state: RepositoryState) => PlanEntry[];

const branch: Part = ({ policy }, { defaultBranch, webUrl }) =>
  defaultBranch === policy.branch
    ? []
    : [
        {
          id: 'default-branch',
          what: '默认分支',
          action: 'person-must-do',
          before: defaultBranch,
          after: `请改成 ${policy.branch}，或改 policy.yml 的 branch`,
          why: '第八条；检查、审核、发布都用默认分支上的程序',
          page: `${webUrl}/settings`,
        },
      ];

const MERGE_WORDS: Record<keyof MergeSettings, string> = {
  allow_squash_merge: '压缩合并',
  allow_merge_commit: '普通合并',
  allow_rebase_merge: '变基合并',
  allow_auto_merge: '自动合并',
  delete_branch_on_merge: '合并后自动删分支',
};

const merging: Part = ({ policy }, state) => {
  const wants: MergeSettings = {
    allow_squash_merge: true,
    allow_merge_commit: false,
    allow_rebase_merge: false,
    allow_auto_merge: policy.merge === 'auto',
    // The signatures are proved once more after the merge, by the activity of the branch and by heads that a force-push left behind.
    delete_branch_on_merge: false,
  };
  const keys = (Object.keys(wants) as (keyof MergeSettings)[]).filter((key) => state.merging && state.merging[key] !== wants[key]);
  if (keys.length === 0) return [];
  const told = (settings: MergeSettings): string => keys.map((key) => `${MERGE_WORDS[key]}：${settings[key] ? '开' : '关'}`).join('；');
  return [
    {
      id: 'merging',
      what: '合并方式',
      action: 'update',
      before: told(state.merging as MergeSettings),
      after: told(wants),
      why: '第八条；一件信息合成一个提交；发布前还要再核一遍分支的推送记录，所以合并后不删分支',
      page: `${state.webUrl}/settings`,
      step: { do: 'merging', fields: Object.fromEntries(keys.map((key) => [key, wants[key]])) },
    },
  ];
};

const RULESET_WHY: Record<string, string> = {
  'sanshen ledger': '第十一条；台账只增不减，追责才有依据',
  'sanshen ledger writer': '第十条；台账只由发布程序的账号写',
};
const MAIN_WHY = '第八条；平台上的第二道锁';

function rulesetEntry(ruleset: Ruleset, state: RepositoryState): PlanEntry[] {
  const stored = state.rulesets?.find(({ name }) => name === ruleset.name);
  const shared = {
    id: `ruleset/${ruleset.name}`,
    what: `分支规则 ${ruleset.name}`,
    why: RULESET_WHY[ruleset.name] ?? MAIN_WHY,
    page: `${state.webUrl}/settings/rules${stored ? `/${stored.id}` : ''}`,
  };
  if (!stored) {
    const after = `保护 ${ruleset.conditions.ref_name.include.join('、').replaceAll('refs/heads/', '')}，与 .github/rulesets/ 里的一致`;
    return [{ ...shared, action: 'create', before: null, after, step: { do: 'create-ruleset', ruleset } }];
  }
  const differences = rulesetDifferences(ruleset, stored);
  if (differences.length === 0) return [];
  const told = (side: 'before' | 'after'): string => differences.map((one) => `${one.what}：${one[side] ?? '没有'}`).join('；');
  const step = { do: 'update-ruleset', id: stored.id, ruleset } as const;
  return [{ ...shared, action: 'update', before: told('before'), after: told('after'), parts: differences, step }];
}

const rulesets: Part = ({ policy }, state) => {
  if (state.rulesets === null) return [];
  const wants = Object.values(wantedRulesets(policy)).reverse();
  const kept = new Set(wants.map(({ name }) => state.rulesets?.find((stored) => stored.name === name)?.id));
  const old = state.rulesets.filter(({ name, id }) => isOwnRuleset(name) && !kept.has(id));
  return [
    ...wants.flatMap((ruleset) => rulesetEntry(ruleset, state)),
    ...old.map(
      ({ id, name }): PlanEntry => ({
        id: `ruleset/${name}/${id}`,
        what: `分支规则 ${name}（编号 ${id}）`,
        action: 'remove',
        before: '多余的，或是改分支名以前的',
        after: null,
        why: MAIN_WHY,
        page: `${state.webUrl}/settings/rules/${id}`,
        step: { do: 'delete-ruleset', id },
      }),
    ),
  ];
};

const labels: Part = (_, state) =>
  LABELS.flatMap((label): PlanEntry[] => {
    if (state.labels === null) return [];
    const stored = state.labels.find(({ name }) => name.toLowerCase() === label.name.toLowerCase());
    const told = ({ color, description }: typeof label): string => `颜色 ${color}，说明“${description}”`;
    const why = '待办的队列，不起审核作用';
    const shared = { id: `label/${label.name}`, what: `标签 ${label.name}`, after: told(label), why, page: `${state.webUrl}/labels` };
    if (!stored) return [{ ...shared, action: 'create', before: null, step: { do: 'create-label', label } }];
    const same = stored.name === label.name && stored.color.toLowerCase() === label.color && stored.description === label.description;
    const step = { do: 'update-label', name: stored.name, label } as const;
    return same ? [] : [{ ...shared, action: 'update', before: told(stored), step }];
  });

const NOTHING_KEPT: PublishEnvironment['kept'] = { wait_timer: 0, prevent_self_review: false, reviewers: [] };

/** What a run of a branch could do, which holds another workflow, were an environment for every branch. */
const ENVIRONMENTS = [
  {
    ...{ id: 'environment', name: PUBLISH_ENVIRONMENT, of: ({ environment }: RepositoryState) => environment },
    why: '第十条；台账的令牌、签名私钥和平台的密钥只给主分支上的程序用',
  },
  {
    ...{ id: 'environment/intake', name: INTAKE_ENVIRONMENT, of: ({ intakeEnvironment }: RepositoryState) => intakeEnvironment },
    why: '第十条；收稿账号的令牌和报送邮箱的密码只给主分支上的程序用',
  },
  {
    ...{ id: 'environment/github-pages', name: PAGES_ENVIRONMENT, of: ({ pagesEnvironment }: RepositoryState) => pagesEnvironment },
    why: '第十条；谁也不能从自己的分支换掉网站（GitHub，Configuring a publishing source for your GitHub Pages site）',
  },
];

function environmentEntry({ id, name, of, why }: (typeof ENVIRONMENTS)[number], { policy }: Wanted, state: RepositoryState): PlanEntry[] {
  const has = of(state);
  if (has === null || has === 'unasked') return [];
  const from = has === 'none' ? 'none' : has.from;
  const listed = Array.isArray(from) ? from : [];
  const right = listed.filter(({ name, type }) => name === policy.branch && type === 'branch');
  if (listed.length === 1 && right.length === 1) return [];
  const before = {
    none: null,
    anywhere: '任何分支都能用',
    protected: '受保护的分支都能用',
    listed: `能用的分支：${listed.map(({ name }) => name).join('、') || '无'}`,
  }[typeof from === 'string' ? from : 'listed'];
  const remove = listed.filter((one) => one !== right[0]).map(({ id }) => id);
  return [
    {
      id,
      what: `环境 ${name}`,
      action: has === 'none' ? 'create' : 'update',
      before,
      after: `能用的分支：${policy.branch}`,
      why,
      page: `${state.webUrl}/settings/environments`,
      step: {
        do: 'environment',
        name,
        kept: has === 'none' ? NOTHING_KEPT : has.kept,
        branches: { add: right.length === 0 ? policy.branch : null, remove },
      },
    },
  ];
}

const codeowners: Part = ({ policy }, state) => {
  const page = `${state.webUrl}/blob/${policy.branch}/.github/CODEOWNERS`;
  const shared = { action: 'person-must-do', why: '第八条；CODEOWNERS 里错的一行平台不用（GitHub，About code owners）', page } as const;
  const mend = '请运行 sanshen generate，连同名单一起提交';
  if (state.codeowners === 'none') return [{ ...shared, id: 'codeowners', what: '.github/CODEOWNERS', before: null, after: mend }];
  return (state.codeowners ?? []).map(({ line, kind, source }) => ({
    ...shared,
    id: `codeowners/${line}/${kind}`,
    what: `.github/CODEOWNERS 第 ${line} 行`,
    before: `${/owner/i.test(kind) ? '有平台不认识或没有写权限的账号' : kind}：${source.trim()}`,
    after: `请给这些账号写权限，或改正名单；${mend}`,
  }));
};

const actions: Part = (_, state) => {
  const has = state.actions;
  const shared = { page: `${state.webUrl}/settings/actions` };
  const off: PlanEntry = {
    ...shared,
    id: 'actions/enabled',
    what: 'Actions',
    action: 'update',
    before: '停用',
    after: '启用',
    why: '第八条；检查、审核、发布由它运行',
    step: { do: 'enable-actions', allowed: has?.allowed ?? null },
  };
  const token: PlanEntry = {
    ...shared,
    id: 'actions/token',
    what: '工作流默认的令牌',
    action: 'update',
    before: `${has?.token === 'write' ? '能写' : '只读'}；${has?.mayApprove ? '能审核合并请求' : '不能审核合并请求'}`,
    after: '只读；不能审核合并请求',
    why: '第八条；审核的是人，不是程序；工作流要写的权限各自写明',
    step: { do: 'workflow-token' },
  };
  return [...(has && !has.enabled ? [off] : []), ...(has && (has.token !== 'read' || has.mayApprove) ? [token] : [])];
};

const PAGES_BEFORE = { none: null, branch: '由分支生成', 'no-artifacts': '自建平台没有部署 Pages 要用的附件' } as const;

const pages: Part = (_, { pages: has, webUrl }) => {
  if (has === null || has === 'workflow' || has === 'unasked') return [];
  const shared = { id: 'pages', what: 'Pages（网站）', before: PAGES_BEFORE[has], why: '第二条；网站由工作流 publish 部署' };
  const page = `${webUrl}/settings/pages`;
  if (has === 'no-artifacts') {
    const after = '请在 policy.yml 的 channels.website 写 folder 或 rsync，把网站放到自己的服务器上（管理员手册“网站放在自己的服务器上”）';
    return [{ ...shared, action: 'person-must-do', after, page }];
  }
  const step = { do: has === 'none' ? 'create-pages' : 'update-pages' } as const;
  return [{ ...shared, action: has === 'none' ? 'create' : 'update', after: '启用，由工作流部署', page, step }];
};

/** In the order in which setup makes them: people get their access before anything asks for their approval. */
const PARTS: Part[] = [
  (_, state) => unreadEntries(state),
  branch,
  (wanted, state) => teamEntries(wanted, state, 'office'),
  (wanted, state) => teamEntries(wanted, state, 'leaders'),
  (wanted, state) => teamEntries(wanted, state, 'publisher'),
  accessEntries,
  codeowners,
  labels,
  (wanted, state) => ENVIRONMENTS.flatMap((one) => environmentEntry(one, wanted, state)),
  actions,
  pages,
  merging,
  rulesets,
];

function hints(wanted: Wanted, state: RepositoryState): string[] {
  const { github } = wanted.policy;
  const gone = departed(wanted, state);
  const unnamed = (['office', 'leaders'] as const).filter((name) => state.teams[name] === 'unnamed');
  return [
    ...(github.integration_id === undefined
      ? ['policy.yml 没有写 github.integration_id：有写权限的人能自己写一个通过的检查。GitHub 上的 Actions 是 15368。']
      : []),
    ...(unnamed.length > 0
      ? [
          `policy.yml 的 github.teams 没有写 ${unnamed.join('、')}：平台只数审核人数，不分办公室和分管领导；三级由 sanshen/gate 把关，自建平台 3.22 以前没有“须审核的团队”，不用写。`,
        ]
      : []),
    ...(state.teams.publisher === 'unnamed'
      ? ['policy.yml 没有写 github.teams.publisher：有写权限的人都能往台账分支推。推上去的没有签名，骗不过发布，但会让发布停下，要人清理。']
      : []),
    ...(gone.length > 0 ? [`${gone.join('、')}的任职已经结束，还有写权限；请核对还要不要。`] : []),
  ];
}

/**
 * What has to change on GitHub so that it has what 名单与规则 want on a Beijing day. Nothing is read or written here.
 * @throws Problem `policy/team-not-numeric`
 */
export function planRepository(organisation: Organisation, policy: Policy, state: RepositoryState, today: BeijingDate): RepositoryPlan {
  const wanted = { organisation, policy, today };
  return { entries: PARTS.flatMap((part) => part(wanted, state)), hints: hints(wanted, state) };
}
