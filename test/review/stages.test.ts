import { describe, expect, it } from 'vitest';
import type { CheckResult } from '#pipeline/check/finding.ts';
import { stickyComment } from '#pipeline/review/comment/comment.ts';
import { type GateView, lastSeen, type PublishedView, situationOf } from '#pipeline/review/comment/gate-view.ts';
import { statusLine } from '#pipeline/review/comment/status-line.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import { ITEM, ruleStory, type Story, story } from './evidence-builder.ts';
import { formOf } from './form-builder.ts';
import { bySecrecyDuty, delegated, emergency } from './stories.ts';

const viewOf = (told: Story, more: Partial<GateView> = {}): GateView => ({
  ...{ evidence: told.evidence, verdict: evaluate(told.evidence), check: null },
  ...more,
});
const linesOf = (told: Story, more: Partial<GateView> = {}): string[] => stickyComment(viewOf(told, more)).split('\n');
const headlineOf = (told: Story, more: Partial<GateView> = {}): string => linesOf(told, more)[1]?.replace(/^### /, '') ?? '';

const finding = (problem: string, fix = ''): object => ({
  ...{ rule: 'x', severity: 'error', waived: false, article: '第五条', file: `${ITEM}/street.jpg`, line: 1 },
  words: { problem, expected: '', fix },
});
const broken = (...findings: object[]): CheckResult =>
  ({ version: 1, errors: findings.length, warnings: 0, infos: 0, waived: 0, items: [{ id: null, path: 'x', findings }] }) as never;

const merged = (told: Story): Story => told.pullRequest({ merged: true, mergeSha: 'm1' }).text('m1', 'text1');
const settings = (): Story => ruleStory('content/policy.yml').approves('zhengsi', '10:00').approves('fengliu', '10:10');
const withdrawn = (): Story =>
  story()
    .text('main0', 'text0')
    .frontMatter({ withdraw: { kind: 'error', reason: '示例' } })
    .approves('zhengsi', '10:00')
    .approves('fengliu', '10:10');
const urgent = (): Story => emergency().approves('fengliu', '10:00', { body: '紧急：台风预警' });
const joint = (): Story => story().frontMatter({ joint_units: ['jindong'] });
const out = (more: Partial<PublishedView> = {}): { published: PublishedView } => ({
  published: { number: '2026-0113', releases: [{ channel: 'website', url: 'https://www.example.org/a' }], ...more },
});

/** Where a pull request stands, and what is said of it: first line of the comment, and the commit status. */
const stages: [where: string, given: Story, more: Partial<GateView>, headline: string, status: string][] = [
  [
    'nothing needs three reviews',
    story().with((evidence) => Object.assign(evidence, { files: [], items: [] })),
    {},
    '没有改动稿件和名单，不需要三级审核。',
    'success 没有改动稿件和名单，不需要三级审核',
  ],
  [
    'nothing needs three reviews, and it is a draft',
    story()
      .pullRequest({ draft: true })
      .with((evidence) => Object.assign(evidence, { files: [], items: [] })),
    {},
    '改稿中，未送审。改好后请报送人点 Ready for review 送审。',
    'pending 改稿中，未送审',
  ],
  [
    'nothing needs three reviews, and another has the same head',
    story()
      .pullRequest({ siblings: [13] })
      .with((evidence) => Object.assign(evidence, { files: [], items: [] })),
    {},
    '这一版同时用在第 13 号合并请求里，分不清审核的是哪一件；请报送人关闭其中一个。',
    'failure 这一版同时用在第 13 号合并请求里，分不清审核的是哪一件',
  ],
  [
    'its records can’t be read',
    story().with((evidence) => Object.assign(evidence, { incomplete: ['reviews'] })),
    {},
    '暂时核对不了审核记录，先不放行；稍后自动重试。',
    'error 暂时核对不了审核记录，先不放行；稍后自动重试',
  ],
  [
    'it is a draft',
    story().pullRequest({ draft: true }),
    {},
    '改稿中，未送审。改好后点 **Ready for review** 送审。',
    'pending 改稿中，未送审',
  ],
  [
    'it was returned',
    story().asks('zhengsi', '10:00', { body: '数据不一致。' }),
    {},
    '**郑四** 已退回：数据不一致。请 **李四** 修改。',
    'failure 郑四 已退回，请 李四 修改',
  ],
  [
    'it was returned without a word, and has changed since',
    story().asks('zhengsi', '10:00').pushes('lisi', 'c2', '10:05'),
    {},
    '稿件已改，请 **郑四** 重新审核（上次退回：没有写明原因，请直接问退回的人）。',
    'failure 郑四 已退回，稿件已改，请 郑四 重新审核',
  ],
  [
    'the check finds something',
    story(),
    { check: broken(finding('标题太长。'), finding('没有日期：请补。')) },
    '请 **李四** 修改 2 处后再送审（见检查）。',
    'failure 须改 2 处：标题太长、没有日期；改后自动重查',
  ],
  [
    'nobody is left',
    story()
      .organisation(({ posts }) => void posts.splice(7, 2))
      .approves('zhouyi', '10:00')
      .approves('zhengsi', '10:10'),
    {},
    '没有还能签发的人（分管领导），请办公室安排。',
    'pending 没有人能签发，请办公室安排（3/3 分管领导）',
  ],
  [
    'the text has changed in two places',
    story().approves('zhouyi', '10:00').pushes('lisi', 'c2', '10:05'),
    { changed: 2 },
    '稿件改过 2 处，请 **周一** 重新审核（原审核只对旧稿）。',
    'pending 稿件改过，请 周一 重新审核（1/3）',
  ],
  [
    'the text has changed on the last day',
    story().approves('zhouyi', '10:00').pushes('lisi', 'c2', '10:05').at('2026-11-30 09:00'),
    {},
    '稿件改过，请 **周一** 重新审核（原审核只对旧稿）。',
    'pending 今天最后一日！稿件改过，请 周一 重新审核（1/3）',
  ],
  [
    'a leader came too early',
    story().approves('zhouyi', '10:00').approves('fengliu', '10:05'),
    {},
    '下一步：请 **郑四** 或 **王五**（办公室）审核',
    'pending 冯六已签但办公室未审，暂不计入；请 郑四 或 王五 先审（2/3）',
  ],
  [
    'the first unit is due',
    story(),
    {},
    '下一步：请 **周一** 或 **吴九**（婺城分局）审核',
    'pending 待 周一 或 吴九 审核（1/3 报送单位）；还剩 6 日',
  ],
  [
    'the second unit of a joint item is due, on the last day',
    joint().approves('zhouyi', '10:00').at('2026-11-30 09:00'),
    {},
    '下一步：请 **钱二**（金东分局）审核',
    'pending 今天最后一日！待 钱二 审核（1/3），24:00 截止',
  ],
  [
    'a unit is due that nobody knows',
    joint()
      .frontMatter({ joint_units: ['nowhere'] })
      .approves('zhouyi', '10:00'),
    {},
    '没有还能审核的人（nowhere），请办公室安排。',
    'pending 没有人能审核，请办公室安排（1/3 nowhere）',
  ],
  [
    'the secrecy review is missing',
    bySecrecyDuty(),
    {},
    '保密审查人 保八 还没有审核现在这一版；请 保八 看过全文和图片后点 Approve。',
    'pending 待 保八 保密审查；还剩 6 日',
  ],
  [
    'the secrecy review can’t be had of whom the item names',
    bySecrecyDuty().secrecyBy('qianer'),
    {},
    '保密审查人 钱二 不能审查这一件（参与过改稿，或今天没有这项职责）；请报送人改写另一位。',
    'pending 保密审查人 钱二 不能审查这一件（参与过改稿，或今天没有这项职责）',
  ],
  ['all have signed', story().signed(), {}, '三级审核已完成，合并后发布。', 'success 三级审核已完成，合并后发布；11 月 30 日 24:00 前有效'],
  [
    'all have signed, but the check finds something',
    story().signed(),
    { check: broken(finding('标题太长。')) },
    '三级审核已完成，但检查还有 1 处要改，改好并重新审核后才能合并（见检查）。',
    'success 三级审核已完成，合并后发布；11 月 30 日 24:00 前有效',
  ],
  ['it lies on main', merged(story().signed()), {}, '三级审核已完成，正在发布。', 'success 三级审核已完成，正在发布'],
  ['settings are signed', settings(), {}, '规则变更已审核，合并后生效。', 'success 规则变更已审核，合并后生效'],
  [
    'settings are signed, but main has changed the same file',
    settings(),
    { settings: { changes: [], behind: ['content/policy.yml'] } },
    '规则变更已审核，但还不能合并：请先更新分支并重新审核（见下）。',
    'success 规则变更已审核，但主分支改过，请先更新分支再重新审核',
  ],
  [
    'settings lie on main, which had changed the same file',
    settings().pullRequest({ merged: true, mergeSha: 'm1' }).text('m1', 'new'),
    { settings: { changes: [], behind: ['content/policy.yml'] } },
    '规则变更已审核，台账记下后生效。',
    'success 规则变更已审核，台账记下后生效',
  ],
  [
    'the check finds something and nobody submitted it',
    ruleStory('content/policy.yml'),
    { check: broken(finding('不认识的键。')) },
    '请 报送人 修改 1 处后再送审（见检查）。',
    'failure 须改 1 处：不认识的键；改后自动重查',
  ],
  [
    'settings lie on main',
    settings().pullRequest({ merged: true, mergeSha: 'm1' }).text('m1', 'new'),
    {},
    '规则变更已审核，台账记下后生效。',
    'success 规则变更已审核，台账记下后生效',
  ],
  ['a withdrawal is signed', withdrawn(), {}, '撤稿审核已完成，合并后撤下。', 'success 撤稿审核已完成，合并后撤下'],
  ['a withdrawal lies on main', merged(withdrawn()), {}, '撤稿审核已完成，正在撤下。', 'success 撤稿审核已完成，正在撤下'],
  [
    'an emergency has passed',
    urgent(),
    {},
    '**冯六** 紧急签发，合并后发布；其余审核须补办。',
    'success 紧急签发已完成，合并后发布；其余审核须补办',
  ],
  [
    'an emergency lies on main',
    merged(urgent()),
    {},
    '**冯六** 紧急签发，正在发布；其余审核须补办。',
    'success 紧急签发已完成，合并后发布；其余审核须补办',
  ],
  [
    'it is out',
    merged(story().signed()),
    out({ form: 'https://www.example.org/form' }),
    '已发布：[网站](https://www.example.org/a)。编号 2026-0113，[审核单](https://www.example.org/form)。',
    'success 已发布，审核单 2026-0113',
  ],
  [
    'it is out in part',
    merged(story().signed()),
    out({ releases: [{ channel: 'weibo', url: '' }], open: ['website'], dropped: ['wechat'] }),
    '已发布：微博。还没有发完：网站。不再发：微信。编号 2026-0113。',
    'success 已发布，审核单 2026-0113',
  ],
  [
    'it is out in an emergency, and taken back from a channel',
    merged(urgent()),
    out({ releases: [], withdrawn: ['website', 'weibo'] }),
    '已撤下：网站、微博。编号 2026-0113。其余审核须补办。',
    'success 已发布，审核单 2026-0113',
  ],
];

/** What refuses, as the commit status says it. */
const refusals: [why: string, given: Story, status: string][] = [
  ['seven days', story().at('2026-12-01 08:00'), '已过 7 日（11 月 30 日 24:00），不能发布'],
  ['a fork', story().pullRequest({ fromFork: true }), '不接受从复刻仓库报送'],
  [
    'an item with settings',
    story().with(({ files }) => void files.push({ path: 'content/policy.yml', status: 'modified' })),
    '同时改了稿件和名单，请分开提交',
  ],
  [
    'an item with a program',
    story().with(({ files }) => void files.push({ path: 'a.ts', status: 'added' })),
    '同时改了稿件和别的文件，请分开提交',
  ],
  [
    'two items',
    story().with(({ files }) => void files.push({ path: `${ITEM.replace('street', 'park')}/index.md`, status: 'added' })),
    '一次只报送一件，请分开提交',
  ],
  ['a folder that is gone', story().text('main0', 'text0').text('c1', null), '信息的文件夹被移走或删去，请恢复；撤回请用撤稿'],
  ['a front matter that can’t be read', story().frontMatter({ unit: 'x' }), '文首写得不合规定，请照检查结果改正'],
  [
    'a published item without a correction',
    story()
      .text('main0', 'text0')
      .with((evidence) => Object.assign(evidence, { released: [ITEM] })),
    '已发布的信息改动要写明更正或撤稿',
  ],
  ['a date to come', story().frontMatter({ event_date: '2026-11-25' }), '信息日期晚于报送当天，请改正'],
  ['another text on main', merged(story().signed()).text('m1', 'another'), '合并后的内容和审核的不一样，不能发布'],
  ['a commit without a pull request', story().with((evidence) => Object.assign(evidence, { pullRequest: null })), '没有审核记录，不能发布'],
  [
    'anything else by its own first words',
    story().pullRequest({ siblings: [13] }),
    '这一版同时用在第 13 号合并请求里，分不清审核的是哪一件',
  ],
];

describe('of a pull request', () => {
  it.each(stages)('where %s', (_where, told, more, headline, status) => {
    const line = statusLine(viewOf(told, more));
    expect([headlineOf(told, more), `${line.state} ${line.description}`]).toEqual([headline, status]);
  });

  it('with names that no list can show, cut where the forge would refuse them', () => {
    const named = (length: number) =>
      statusLine(viewOf(story().organisation(({ people }) => Object.assign(people.zhouyi, { name: '周'.repeat(length) })))).description;
    expect(named(50)).toBe(`待 ${'周'.repeat(50)} 等 2 人 审核（1/3 报送单位）；还剩 6 日`);
    const { evidence } = story().pullRequest({ siblings: Array.from({ length: 60 }, (_, other) => 100 + other) });
    const cut = statusLine({ evidence, verdict: evaluate(evidence), check: null }).description;
    expect([[...cut].length, cut.at(-1)]).toEqual([140, '…']);
  });

  it.each(refusals)('that is refused for %s', (_why, told, status) =>
    expect(statusLine(viewOf(told))).toEqual({ state: 'failure', description: status }),
  );
});

describe('whoever is asked again', () => {
  it.each<[string, Story, string | null]>([
    ['saw the commit that he signed', story().approves('zhouyi', '10:00').pushes('lisi', 'c2', '10:05'), 'c1'],
    ['saw the commit that he returned', story().asks('zhengsi', '10:00').pushes('lisi', 'c2', '10:05'), 'c1'],
    ['saw what nobody knows', story().approves('zhouyi', '10:00', { commit: null }), null],
    [
      'saw another commit than the forge shows, which has become the head’s',
      story().approves('zhouyi', '10:00', { commit: 'c2' }).pushes('lisi', 'c2', '10:05', { forced: true }),
      null,
    ],
    ['isn’t asked yet after a return', story().asks('zhengsi', '10:00'), null],
    ['is nobody', story(), null],
  ])('%s', (_what, told, commit) => expect(lastSeen(situationOf(viewOf(told)))).toBe(commit));
});

describe('the comment shows', () => {
  it('the annex’s fields in its order, as a draft and with its number', () => {
    const told = delegated()
      .frontMatter({ channels: ['website', 'wechat'], remarks: '附图一张。' })
      .approves('zhouyi', '10:00')
      .approves('zhengsi', '10:10', { body: '数据已核。' })
      .approves('baomi', '10:20');
    const form = formOf(told, { number: '' });
    const text = linesOf(told, { form, links: { text: 'https://git.example/text' } });
    const start = text.indexOf('<details><summary>审核单草稿</summary>');
    expect(text.slice(start + 2, start + 13)).toEqual([
      `| ${form.bureau} | “两微一站”信息发布审核单 |`,
      '|---|---|',
      '| 报送时间 | 2026 年 11 月 24 日 |',
      '| 报送人 | 李四 |',
      '| 报送单位 | 婺城分局 |',
      '| 标题 | 示例：沿街店铺专项整治 |',
      '| 信息内容 | [看全文和图片](https://git.example/text)，图片 1 张。信息日期 11 月 23 日，时效至 11 月 30 日 24 时。 |',
      '| 拟发布渠道 | 微信☑　微博☐　网站☑ |',
      '| 报送单位/部门负责人审核 | 同意。 周一（分局负责人） 2026 年 11 月 24 日 10:00 |',
      '| 办公室审核 | 数据已核。 郑四（办公室审核） 2026 年 11 月 24 日 10:10 |',
      '| 分管领导签发 | 同意。 保八（受冯六委托，授权 1 号） 2026 年 11 月 24 日 10:20 |',
    ]);
    expect(linesOf(told, { form: { ...form, number: '2026-0113' } })).toContain('<details><summary>审核单 2026-0113</summary>');
  });

  it('a form that is returned, of two units, without a first push or a last day', () => {
    const told = joint().approves('qianer', '10:00').asks('zhouyi', '10:10', { body: '缺少数据' });
    const form = { ...formOf(told, { number: '' }), submittedAt: null, lastDay: null };
    const bare = { ...form, levels: form.levels.map((level) => ({ ...level, post: null, person: null, at: null })) };
    const cell = (shown: typeof form, label: string) => linesOf(told, { form: shown }).find((line) => line.startsWith(`| ${label} |`));
    expect(cell(form, '报送时间')).toBe('| 报送时间 |  |');
    expect(cell(form, '信息内容')).toBe('| 信息内容 | 图片 1 张。信息日期 11 月 23 日，不受七日限制。 |');
    expect(cell(form, '报送单位/部门负责人审核')).toBe(
      '| 报送单位/部门负责人审核 | 婺城分局：退回：缺少数据 周一（分局负责人） 2026 年 11 月 24 日 10:10<br>金东分局：同意。 钱二（分局负责人） 2026 年 11 月 24 日 10:00 |',
    );
    expect(cell(bare as typeof form, '报送单位/部门负责人审核')).toMatch(/金东分局：同意。 \|$/);
  });

  it('a delegate without a document', () => {
    const told = delegated().approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('baomi', '10:20');
    const form = formOf(told);
    const levels = form.levels.map((level) => ({
      ...level,
      ...(level.delegation ? { delegation: { ...level.delegation, document: null } } : {}),
    }));
    expect(linesOf(told, { form: { ...form, levels } }).join('\n')).toContain('保八（受冯六委托）');
  });

  it('what changes in the settings, what needs a second look marked, and how many more there are', () => {
    const told = ruleStory('content/policy.yml');
    const change = (number: number, grave = false) => ({ what: `事项 ${number}`, before: '关', after: '开', grave });
    const many = Array.from({ length: 42 }, (_, number) => change(number, number === 1));
    const text = linesOf(told, { settings: { changes: many } });
    expect(text).toEqual(
      expect.arrayContaining([
        '**改了什么**（42 处，其中 1 处标 ▲：给人更大的权，或放宽了规则，请先看）',
        '| 事项 0 | 关 | 开 |',
        '| ▲ 事项 1 | 关 | 开 |',
        '另有 2 处，见改动页。',
      ]),
    );
    expect(text).not.toContain('| 事项 40 | 关 | 开 |');
    expect(linesOf(told, { settings: { changes: [change(1)] } })).toContain('**改了什么**（1 处）');
    expect(linesOf(told, { settings: { changes: [] } })).toContain('**改了什么**：名单与规则的内容没有变，只动了说明、次序或排版。');
    expect(linesOf(told, { settings: { problem: '读不出来' } })).toContain('**改了什么**：读不出来');
    expect(linesOf(told, { settings: { changes: [], behind: ['content/policy.yml'] } }).join('\n')).toContain(
      '**先更新分支**：主分支上的 content/policy.yml 在此期间改过',
    );
    expect(linesOf(told).join('\n')).not.toContain('改了什么');
  });

  it('where it knows no addresses, what there is to press all the same', () => {
    const text = linesOf(story(), { form: formOf(story()) });
    expect(text).toContain('**看**：审核单草稿（见下）  ');
    expect(text.join('\n')).toContain('**审**：打开改动页（Files changed） → 右上角');
    expect(linesOf(story()).join('\n')).not.toContain('**看**');
    const draft = linesOf(story().pullRequest({ draft: true }), { links: { preview: { url: 'https://desk.example/p' } } });
    expect(draft).toContain('**看**：[三面预览](https://desk.example/p)');
  });

  it('what a change of a published item is for', () => {
    expect(linesOf(withdrawn()).join('\n')).toContain('**撤稿**（');
    const corrected = story()
      .text('main0', 'text0')
      .frontMatter({ correction: { kind: '文字', note: '改正错字' } });
    expect(linesOf(corrected).join('\n')).toContain('**更正**（文字）：改正错字');
    expect(linesOf(withdrawn()).at(-2)).toContain('拟撤：网站');
  });

  it('places of findings as well as they are known, twenty at most', () => {
    const place = { file: 'index.md', line: 7 };
    const some = broken(
      finding('图片太大。', '请缩小。'),
      { ...finding('标题太长。'), ...place },
      { ...finding('缺日期。'), where: '第 2 段' },
    );
    expect(linesOf(story(), { check: some, links: { findings: 'https://desk.example/c' } })).toEqual(
      expect.arrayContaining([
        '**检查**：须改 3　提醒 0　供参考 0　[详情](https://desk.example/c)',
        '- 须改　street.jpg　图片太大。请缩小。（第五条）',
        '- 须改　index.md 第 7 行　标题太长。（第五条）',
        '- 须改　第 2 段　缺日期。（第五条）',
      ]),
    );
    const many = broken(...Array.from({ length: 22 }, () => finding('太大。')));
    expect(linesOf(story(), { check: { ...many, waived: 2 } })).toEqual(
      expect.arrayContaining(['**检查**：须改 22　提醒 0　供参考 0　已豁免 2', '- 另有 2 条，见详情。']),
    );
  });

  it('the other items or files of the same pull request', () => {
    const paths = Array.from({ length: 23 }, (_, number) => `content/terms/${String(number).padStart(2, '0')}.yml`);
    expect(linesOf(ruleStory(...paths)).find((line) => line.startsWith('同时改动'))).toMatch(/`content\/terms\/01\.yml`.* 等 22 处$/);
    expect(linesOf(ruleStory(...paths.slice(0, 2)))).toContain('同时改动：`content/terms/01.yml`');
  });
});
