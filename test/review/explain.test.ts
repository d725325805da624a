import { describe, expect, it } from 'vitest';
import { explain } from '#pipeline/review/comment/explain.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import { ITEM, ruleStory, type Story, story } from './evidence-builder.ts';
import { declared, delegated, delegation, emergency } from './stories.ts';

const explained = ({ evidence }: Story): string => explain(evidence, evaluate(evidence));

/** The lines of a part, without what stands before its first word. */
const linesWith = (told: Story, word: RegExp): string[] => {
  const lines = explained(told).split('\n');
  return lines.map((line) => line.trim()).filter((line) => word.test(line));
};

/** What happened, without the day. */
const happened = (told: Story): string[] => linesWith(told, /^2026-/).map((line) => line.replace(/^\S+ /, ''));

describe('the verdict in plain words', () => {
  it('tells a whole history, and by which rule each thing counts', () => {
    expect(explained(story().approves('zhouyi', '10:02').approves('fengliu', '10:05').approves('zhengsi', '10:10:30'))).toBe(
      `结论　等待：还差审核或手续
依据　第 12 号合并请求，提交 1 个，推送 1 次，审核记录 3 条，撤销 0 次，各项记录都已读全；核对时间 2026-11-24 12:00（北京时间），名单与规则以当时主分支上的为准
选项　没有放宽

wucheng/2026-11-23-street　等待：还差审核或手续
  内容　text1（分支 wucheng/street 的 c1）
  经过（北京时间）
    2026-11-24 09:00:00　推送 c1　李四（lisi）　内容有改动（规则 6）
    2026-11-24 10:02:00　审核 1　周一（zhouyi）　周一 11-24 10:02 已同意；看的是现在这一版（规则 9），当天任分局负责人（规则 8）；计入第一级（规则 12）
    2026-11-24 10:05:00　审核 2　冯六（fengliu）　冯六 11-24 10:05 同意：先于上一级，未计入；上一级现已审核，请本人再审一次（规则 12）
    2026-11-24 10:10:30　审核 3　郑四（zhengsi）　郑四 11-24 10:10 已同意；看的是现在这一版（规则 9），当天任办公室审核（规则 8）；计入第二级（规则 12）
  改动　提交 c1　作者 李四（lisi），提交人 李四（lisi）
  回避　李四（报送人）（规则 6）
  时效　信息日期 2026-11-23，第 1 日 / 共 7 日，11 月 30 日 24:00 截止（规则 18）
  保密　周一 已亲自审核现在这一版（规则 19）
  1 报送单位/部门负责人审核　已同意　周一 11-24 10:02 已同意
  2 办公室审核　已同意　郑四 11-24 10:10 已同意
  3 分管领导签发　先于上一级，未计入　冯六 11-24 10:05 同意：先于上一级，未计入；上一级现已审核，请本人再审一次。
  下一步　请 冯六 或 孙七 审核

所引规则
  规则 6 回避：报送、改稿、推送的人不审自己的稿件
  规则 8 审核当天在任，管得到这个单位
  规则 9 所见即所批：看的须是现在这一版
  规则 12 三人三级，逐级审核
  规则 18 时效：信息日期起七日内
  规则 19 保密审查由指定的人亲自审核现在这一版
`,
    );
  });

  it.each<[string, Story, RegExp, string[]]>([
    [
      'what every push did to the text',
      story()
        .pushes('lisi', 'c2', '09:10', { forced: true })
        .pushes('zhengsi', 'c3', '09:20', { text: 'text of c2' })
        .pushes('helper[bot]', 'c4', '09:30')
        .pushes(null, 'c5', '09:40'),
      /推送/,
      [
        '09:00:00　推送 c1　李四（lisi）　内容有改动（规则 6）',
        '09:10:00　推送 c2　李四（lisi） 强制推送　内容有改动（规则 6）',
        '09:20:00　推送 c3　郑四（zhengsi）　内容没有变（规则 7）',
        '09:30:00　推送 c4　系统账号 helper[bot]　内容有改动（规则 6）',
        '09:40:00　推送 c5　认不出的账号　内容有改动（规则 6）',
      ],
    ],
    [
      'what dismissing did, by hand and by the platform',
      story()
        .approves('zhouyi', '10:00')
        .dismissed('zhouyi', '10:05', 'lisi', 'APPROVED')
        .approves('zhouyi', '10:10')
        .dismissed('zhouyi', '10:15', 'sanshen[bot]', 'APPROVED', 'c1')
        .asks('zhengsi', '10:20')
        .dismissed('zhengsi', '10:25', 'lisi', 'CHANGES_REQUESTED')
        .approves('wangwu', '10:30')
        .dismissed('wangwu', '10:35', 'stranger')
        .reviews('fengliu', '10:40', 'COMMENTED')
        .dismissed('fengliu', '10:45', 'lisi', 'COMMENTED'),
      /撤销审核/,
      [
        '10:05:00　撤销审核 1　李四（lisi） 撤销了这次同意；本人到那时为止的同意一并取消（规则 17）',
        '10:15:00　撤销审核 2　平台因推送 c1 自动撤销；签批算不算只看内容（规则 10）',
        '10:25:00　撤销审核 3　李四（lisi） 撤销了这次退回；退回照样算数（规则 17）',
        '10:35:00　撤销审核 4　名单外的账号 stranger 撤销了这次审核，原来是什么查不到；按退回看（规则 17）',
        '10:45:00　撤销审核 5　李四（lisi） 撤销了这次留言；不改变什么（规则 11）',
      ],
    ],
    [
      'what a request and a comment did',
      story()
        .asks('zhengsi', '10:00')
        .pushes('lisi', 'c2', '10:05')
        .asks('wangwu', '10:10')
        .asks('fengliu', '10:15', { commit: null })
        .reviews('zhouyi', '10:20', 'COMMENTED', { body: '同意' }),
      /审核 \d/,
      [
        '10:00:00　审核 1　郑四（zhengsi）　退回，看的是另一版；停住这一件，等本人或上一级再同意（规则 16）',
        '10:10:00　审核 2　王五（wangwu）　退回，看的是现在这一版；停住这一件，等本人或上一级再同意（规则 16）',
        '10:15:00　审核 3　冯六（fengliu）　退回，看的是核对不出的一版；停住这一件，等本人或上一级再同意（规则 16）',
        '10:20:00　审核 4　周一（zhouyi）　留言，不改变什么（规则 11）',
      ],
    ],
    [
      'for whom a delegate signed, and by which document',
      delegated().approves('baomi', '10:20').approves('zhouyi', '10:30').approves('zhengsi', '10:40').approves('baomi', '10:50'),
      /代签）.*已同意/,
      [
        '10:50:00　审核 4　保八（baomi）　冯六（保八代签） 11-24 10:50 已同意（授权：授权 1 号）；看的是现在这一版（规则 9），凭授权代签（规则 23），委托人当天任分管领导（规则 8）；计入第三级（规则 12）',
      ],
    ],
    [
      'what the unit declared before the first push',
      declared(),
      /文首声明/,
      ['08:00:00　文首声明　周一 11-24 08:00 已在单位审核（随稿件声明）；计入第一级（规则 15）'],
    ],
    [
      'that an emergency counts by itself',
      emergency().approves('fengliu', '10:00', { body: '紧急：台风预警' }),
      /已同意/,
      [
        '10:00:00　审核 2　冯六（fengliu）　冯六 11-24 10:00 已同意；看的是现在这一版（规则 9），当天任分管领导（规则 8）；计入第三级（规则 24）',
      ],
    ],
    [
      'each post of somebody with several',
      story()
        .organisation(({ posts }) => void posts.push({ ...posts[0], post: '值班负责人' } as (typeof posts)[0]))
        .organisation(({ posts }) => void posts.push({ ...posts[0], post: '前任', to: '2024-12-31' } as unknown as (typeof posts)[0]))
        .approves('zhouyi', '10:00'),
      /已同意/,
      [
        '10:00:00　审核 1　周一（zhouyi）　周一 11-24 10:00 已同意；看的是现在这一版（规则 9），当天任分局负责人、值班负责人（规则 8）；计入第一级（规则 12）',
      ],
    ],
  ])('tells %s', (_what, told, part, lines) => expect(happened(told).filter((line) => part.test(line))).toEqual(lines));

  it('names whose hands are in the text, and who doesn’t sign it therefore', () => {
    const told = story()
      .pullRequest({ author: 'guanli', issueAuthor: 'qianer' })
      .pushes('wangwu', 'c2', '09:10')
      .with(({ commits, pushes }) => {
        commits[0]?.coAuthors.push('zhouyi', 'stranger');
        Object.assign(pushes[0] as object, { actor: 'wujiu' });
      });
    expect(linesWith(told, /^(改动|回避)/)).toEqual([
      '改动　提交 c1　作者 李四（lisi），提交人 李四（lisi），同署 周一（zhouyi）、名单外的账号 stranger',
      '改动　提交 c2　作者 王五（wangwu），提交人 王五（wangwu）',
      '回避　李四（报送人）、周一（参与改过，只可审第二级）、吴九（推送过改动）、钱二（提交报送单的人）、王五（改过稿件）、关理（送审的人）（规则 6）',
    ]);
    const machines = story()
      .pullRequest({ author: 'intake[bot]' })
      .frontMatter({ submitter: 'nobody' })
      .with(({ commits, pushes }) => {
        Object.assign(commits[0] as object, { author: 'intake[bot]', committer: 'web-flow' });
        Object.assign(pushes[0] as object, { actor: 'intake[bot]' });
      });
    expect(linesWith(machines, /^(改动|回避)/)).toEqual(['改动　提交 c1　作者 系统账号 intake[bot]，提交人 系统账号 web-flow']);
  });

  it.each<[string, Story, RegExp, string[]]>([
    [
      'that the text on main is the text that was signed',
      story().signed().pullRequest({ merged: true, mergeSha: 'squashed-commit' }).text('squashed-commit', 'text1'),
      /^内容/,
      ['内容　text1（分支 wucheng/street 的 c1）；合并后的 squashe 与它相同（规则 20）'],
    ],
    [
      'nothing of the kind where it isn’t',
      story().signed().pullRequest({ merged: true, mergeSha: 'm1' }).text('m1', 'another'),
      /^(内容|问题)/,
      [
        '内容　text1（分支 wucheng/street 的 c1）',
        '问题　合并后的内容和审核的不一样；发布的应是审核过的原文；请报送人重新报送现在的内容（规则 20）',
      ],
    ],
    [
      'that a text couldn’t be read',
      story().with(({ items }) => void Reflect.deleteProperty(items[0]?.trees ?? {}, 'c1')),
      /^内容/,
      ['内容　读不到（分支 wucheng/street 的 c1）'],
    ],
    [
      'that the days bind no withdrawal',
      story()
        .text('main0', 'text0')
        .frontMatter({ withdraw: { kind: 'error', reason: '示例' } }),
      /^(时效|保密)/,
      ['时效　信息日期 2026-11-23，撤稿、更正和名单列明的法定公开不受七日限制（规则 18）'],
    ],
    ['no days of what can’t be read', story().frontMatter({ unit: 'wucheng' }), /^时效/, []],
    [
      'which switches let more through',
      story().policy({ delegation: { enabled: true }, order: 'any', channels: { wechat: { app_id: 'wx1' } } }),
      /^选项/,
      ['选项　比默认放宽：审核次序：逐级审核 → 不分先后；代签：关 → 开'],
    ],
    [
      'the emergency and what is still due',
      emergency().approves('fengliu', '10:00', { body: '紧急：台风预警' }),
      /^(结论|紧急)/,
      ['结论　通过：紧急签发，其余审核须补办', '紧急签发：冯六；前两级由其他人在 2026-11-25 10:00 前补审（规则 24）'],
    ],
    [
      'the units of a joint item, known or not',
      story().frontMatter({ joint_units: ['jindong', 'nowhere'] }),
      /^1 /,
      [
        '1 报送单位/部门负责人审核（婺城分局）　待审　请 周一 或 吴九 审核',
        '1 报送单位/部门负责人审核（金东分局）　待审　请 钱二 审核',
        '1 报送单位/部门负责人审核（nowhere）　待审　请 办公室安排的审核人 审核',
      ],
    ],
    [
      'why nothing was weighed',
      story().pullRequest({ fromFork: true }).signed(),
      /^(问题|审核)/,
      ['问题　不接受从复刻仓库报送；稿件应从本仓库的分支报送；请报送人在本仓库重新报送（规则 1）', '审核没有逐条核对（见上面的问题）'],
    ],
    [
      'that there is no pull request, and that nobody says whether all was read',
      story().with((evidence) => {
        evidence.pullRequest = null;
        Reflect.deleteProperty(evidence, 'incomplete');
      }),
      /^(依据|问题|审核)/,
      [
        '依据　没有合并请求，提交 1 个，推送 1 次，审核记录 0 条，撤销 0 次；核对时间 2026-11-24 12:00（北京时间），名单与规则以当时主分支上的为准',
        '问题　这一版不属于任何合并请求，没有审核记录；请报送人用合并请求重新报送（规则 4）',
        '审核没有逐条核对（见上面的问题）',
      ],
    ],
    [
      'where nothing needs three reviews',
      story().with((evidence) => Object.assign(evidence, { files: [], items: [] })),
      /^结论|规则 /,
      ['结论　通过：没有改动稿件和名单，不需要三级审核'],
    ],
    [
      'the problem and whose it is',
      story().signed().at('2026-12-01 08:00'),
      /^(问题|下一步)/,
      [
        '问题　不能发布：信息日期 11 月 23 日，已于 11 月 30 日 24:00 过期。日期写错的请报送人改正；确属法定公开的，请补 basis 并重新送审（规则 18）',
        '下一步　请 李四 修改',
      ],
    ],
    [
      'who doesn’t sign a delegation to himself',
      ruleStory('content/organisation.yml').with((evidence) => {
        evidence.organisationHead = { ...(evidence.organisation as object), delegations: [delegation({ delegate: 'zhengsi' })] };
      }),
      /^(回避|时效|保密)/,
      ['回避　郑四（这次改动把代签交给本人）、关理（送审的人）（规则 6）'],
    ],
  ])('says %s', (_what, told, part, lines) => expect(linesWith(told, part)).toEqual(lines));

  it('names the Office where nobody else is left, and an item whatever its branch is called', () => {
    const told = story()
      .organisation((organisation) => Object.assign(organisation, { posts: [], duties: [] }))
      .pullRequest({ head: { ref: 'a\u202Eb', sha: 'c1' } });
    expect(linesWith(told, /^(下一步|内容)/)).toEqual(['内容　text1（分支 a\uFFFDb 的 c1）', '下一步　请 办公室 安排审核人；请 李四 修改']);
  });

  it('shows what a change of settings changes, what needs a second look first marked', () => {
    const { evidence } = ruleStory('content/policy.yml');
    const said = (settings: Parameters<typeof explain>[2]) => explain(evidence, evaluate(evidence), settings).split('\n').slice(14, 17);
    const change = { what: '代签', before: '关', after: '开', grave: true };
    expect(said({ changes: [change] })).toEqual(['改了什么（▲ 给人更大的权，或放宽了规则）', '  ▲ 代签：关 → 开', '']);
    expect(said({ changes: [] })[0]).toBe('改了什么　名单与规则的内容没有变，只动了说明、次序或排版。');
    expect(said({ problem: '读不出来' })[0]).toBe('改了什么　读不出来');
    expect(said({ changes: [], behind: ['content/policy.yml'] })[0]).toMatch(/^先更新分支　主分支上的 content\/policy\.yml 在此期间改过/);
  });

  it('speaks of each of several items by itself', () => {
    const park = ITEM.replace('street', 'park');
    const told = story()
      .policy({ items_per_pull_request: 2 })
      .with((evidence) => {
        evidence.files.push({ path: `${park}/index.md`, status: 'added' });
        evidence.items.push({ path: park, trees: { main0: null, c1: 'park1' }, frontMatter: evidence.items[0]?.frontMatter ?? null });
      })
      .signed();
    expect(linesWith(told, /^内容/)).toEqual(['内容　park1（分支 wucheng/street 的 c1）', '内容　text1（分支 wucheng/street 的 c1）']);
  });
});
