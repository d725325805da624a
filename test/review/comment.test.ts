import { describe, expect, it } from 'vitest';
import type { Finding } from '#pipeline/check/finding.ts';
import { COMMENT_MARKER, saysTheSame } from '#pipeline/review/comment/comment.ts';
import { historyTable } from '#pipeline/review/comment/comment-table.ts';
import type { GateView } from '#pipeline/review/comment/gate-view.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import { checkOf, comment, finding } from './comment-builder.ts';
import { ruleStory, type Story, story } from './evidence-builder.ts';
import { published } from './stories.ts';

const headline = (told: Story, change: Partial<GateView> = {}): string => comment(told, change).split('\n')[1]?.replace(/^### /, '') ?? '';

describe('the list of an old site’s items', () => {
  const one = (name: string, findings: Finding[] | null, title: string | null = `示例旧闻 ${name}`) => ({
    path: `content/history/2019/2019-03-14-${name}/index.md`,
    title,
    date: '2019-03-14',
    findings,
  });
  const head = (count: number): string[] => [
    '',
    `**历史信息清单**（${count} 条，有问题的在前；批准即对清单里每一条负责；只上网站，标明原日期）`,
    '',
    '| 标题 | 原日期 | 检查 |',
    '|---|---|---|',
  ];

  it('has what is taken away first, then what has findings, each in its order', () => {
    const { where: _, ...nowhere } = finding('warning', '日期写得含糊。');
    const history = [
      one('a', []),
      one('b', [finding('info', '可以更好。')]),
      one('c', [nowhere as Finding]),
      one('d', null, null),
      one('e', [finding('info', '可以更好。'), finding('error', '有身份证号。'), finding('warning', '有电话。')]),
      one('f', null, '示例 | 旧闻'),
    ];
    expect(historyTable(history)).toEqual([
      ...head(6),
      '| 2019/2019-03-14-d/index.md | 2019-03-14 | 移除 |',
      '| 示例 \\| 旧闻 | 2019-03-14 | 移除 |',
      '| 示例旧闻 c | 2019-03-14 | 提醒 ：日期写得含糊。 |',
      '| 示例旧闻 e | 2019-03-14 | 须改 第 3 段：有身份证号。 提醒 第 3 段：有电话。 |',
      '| 示例旧闻 a | 2019-03-14 | 没有问题 |',
      '| 示例旧闻 b | 2019-03-14 | 没有问题 |',
    ]);
    expect([historyTable(), historyTable([])]).toEqual([[], []]);
  });

  it('ends where the comment would be full, and says how many are left out', () => {
    const title = 'x'.repeat(55);
    const rows = (count: number): string[] => historyTable(Array.from({ length: count }, () => one('a', [], title)));
    // A row and its line's end are 80 characters: 375 of them are 30,000.
    expect([rows(375).length, rows(375).at(-1)]).toEqual([5 + 375, `| ${title} | 2019-03-14 | 没有问题 |`]);
    expect(rows(376).slice(-2)).toEqual(['', '另有 1 条没有问题或列不下，见改动页，或本机运行 sanshen check 看全部。']);
    expect(rows(400).length).toBe(5 + 375 + 2);
    const cut = historyTable([one('a', [finding('error', '长'.repeat(150))], 'x'.repeat(70))]).at(-1);
    expect(cut).toBe(`| ${'x'.repeat(59)}… | 2019-03-14 | 须改 第 3 段：${'长'.repeat(110)}… |`);
  });

  it('stands in the comment of who signs for it', () => {
    const text = comment(ruleStory('content/history/2019'), { history: [one('a', [])] });
    expect(text).toContain(head(1).join('\n'));
    expect(text).toContain(
      '> 选 Approve 即表示：我已看过历史信息清单和改动页里的正文、图片，原日期属实，不涉密、可公开，同意只在网站发布。',
    );
    expect(comment(ruleStory('content/policy.yml'))).not.toContain('历史信息');
  });
});

describe('a text that was published by hand', () => {
  const signed = ([1, 2, 3] as const).map((level) => ({ level, by: 'zhouyi', at: '2026-11-23 09:00' }));
  const offline_review = { scan: 'paper.jpg', signed, posted: { wechat: '2026-11-23 12:00' } };
  const NOTICE = '**线下审签**：已手工发布（微信 2026-11-23 12:00），现在是补审：请对照纸质审核单的扫描件 paper.jpg；退回的，要立即撤下。';

  it('is reviewed against the paper', () => {
    expect(comment(story().frontMatter({ offline_review }))).toContain(`\n${NOTICE}\n`);
    expect(comment(story())).not.toContain('线下审签');
  });

  it('is not, once it is published as approved, nor where it is corrected or taken back', () => {
    for (const told of [
      published().frontMatter({ offline_review, correction: { kind: '文字', note: '改正' } }),
      published().frontMatter({ offline_review, withdraw: { kind: 'privacy', reason: '写了当事人姓名' } }),
    ])
      expect(comment(told)).not.toContain('现在是补审');
    expect(comment(story().frontMatter({ offline_review }), { published: { number: '2026-0113', releases: [] } })).not.toContain(
      '现在是补审',
    );
  });
});

describe('the comment on a pull request', () => {
  const prompts = [1, 2, 3].map((level) => ({
    level: level as 1 | 2 | 3,
    gate: '保密关',
    article: '第五条',
    ask: `第 ${level} 级看 *什么*`,
  }));
  const asks = (level: number, desk: string): string =>
    `\n\n**这一级看什么**（${desk}）\n- 保密关：第 ${level} 级看 \\*什么\\*（第五条）\n\n> 选 Approve`;

  it('asks the level that is due what it has to look at, above what approving attests, and no other level', () => {
    for (const [text, level, desk] of [
      [comment(story(), { prompts }), 1, '报送单位'],
      [comment(story().approves('zhouyi', '10:00'), { prompts }), 2, '办公室'],
      [comment(story().approves('zhouyi', '10:00').approves('zhengsi', '10:10'), { prompts }), 3, '分管领导'],
      [comment(story().approves('zhouyi', '09:40').pushes('lisi', 'c2', '09:50'), { prompts }), 1, '报送单位'],
      [comment(story().approves('fengliu', '09:58'), { prompts }), 1, '报送单位'],
    ] as const) {
      expect(text).toContain(asks(level, desk));
      expect(text.match(/\*\*这一级看什么/g)).toHaveLength(1);
    }
  });

  it('shows whoever signs what stands below the pictures, as plain text, and no more than fits', () => {
    const captions = Array.from({ length: 22 }, (_, index) => ({ picture: `${index}.jpg`, words: `第 ${index} 图 **经省厅批准** <b>` }));
    const text = comment(story(), { captions });
    expect(text).toContain('**图片说明**');
    expect(text).toContain('- `0.jpg`　第 0 图 \\*\\*经省厅批准\\*\\* \\<b\\>\n');
    expect([text.match(/^- `\d+\.jpg`/gm)?.length, text.includes('- 另有 2 条，见预览。')]).toEqual([20, true]);
    for (const other of [
      comment(story()),
      comment(story().signed(), { captions }),
      comment(story().pullRequest({ draft: true }), { captions }),
    ])
      expect(other).not.toContain('图片说明');
  });

  it('asks nobody anything about a text where none is to be signed, or where the level has no prompt of its own', () => {
    for (const text of [
      comment(published().frontMatter({ withdraw: { kind: 'privacy', reason: '写了当事人姓名' }, channels: ['website'] }), { prompts }),
      comment(ruleStory('content/policy.yml'), { prompts }),
      comment(story().signed(), { prompts }),
      comment(story().pullRequest({ draft: true }), { prompts }),
      comment(story(), { prompts: prompts.slice(1) }),
      comment(story()),
    ])
      expect(text).not.toContain('这一级看什么');
  });

  it('says of a signature that came too early, and was given again, why it isn’t counted', () => {
    const text = comment(story().approves('fengliu', '09:58').signed());
    expect(text).toContain('- 冯六 11-24 09:58 同意：当时上一级还没有审核，未计入；本人后来已再审，不必再办。');
    const twice = comment(story().signed().approves('fengliu', '10:40'));
    expect(twice).toContain('- 冯六 11-24 10:40 同意：已在另一级计入，或这一级已有人审核，不必再签。');
  });

  it('asks nobody for anything more about a signature that others have made good', () => {
    const again = comment(story().approves('zhouyi', '09:40').pushes('lisi', 'c2', '09:50').signed());
    expect(again).toContain('- 周一 11-24 09:40 同意：此后稿件改过，这次审核只对旧稿；本人后来已再审，不必再办。');
    const filled = comment(story().approves('sunqi', '09:40').approves('stranger', '09:41').pushes('lisi', 'c2', '09:50').signed());
    expect(filled).toContain('- 孙七 11-24 09:40 同意：此后稿件改过，这次审核只对旧稿；这一级已有人审核，不必再办。');
    expect(filled).toContain('- stranger 11-24 09:41 同意：账号不在名单里，未计入；这一级已有人审核，不必再办。');
    const open = comment(story().approves('sunqi', '09:40').pushes('lisi', 'c2', '09:50').approves('zhouyi', '10:00'));
    expect(open).toContain('- 孙七 11-24 09:40 同意：此后稿件改过，这次审核只对旧稿；请重审现在这一版。');
  });

  it('names whoever is asked in the row of a level that somebody else signed in vain', () => {
    const told = ruleStory('content/organisation.yml')
      .with((evidence) => void delete evidence.organisationHead)
      .organisation(
        ({ posts }) => void posts.push({ unit: 'leaders', post: '主要领导', level: 3, person: 'sunqi', from: '2024-01-01', covers: '*' }),
      )
      .approves('zhengsi', '10:10')
      .approves('fengliu', '10:20', { body: '同意' });
    expect(comment(told)).toContain('| 三、分管领导签发 | 孙七 | ● 请签发（冯六的审核未计入） | 已等 1 小时 |  |');
  });

  it('says of a withdrawal and of a correction what they are for, and lets nobody attest what a withdrawal may deny', () => {
    const withdrawal = comment(published().frontMatter({ withdraw: { kind: 'privacy', reason: '写了当事人姓名' }, channels: ['website'] }));
    expect(withdrawal).toContain('**撤稿**（个人信息）：写了当事人姓名\n');
    expect(withdrawal).toContain('> 选 Approve 即表示：我已看过这条信息和撤稿的理由，理由属实，同意从各渠道撤下。');
    expect(withdrawal).toContain('拟撤：网站');
    expect(withdrawal).not.toContain('不涉密');
    const correction = comment(story().frontMatter({ correction: { kind: '文字', note: '改正一处 | 用词' } }));
    expect(correction).toContain('**更正**（文字）：改正一处 \\| 用词\n');
    expect(correction).toContain('不涉密');
    expect(comment(story())).not.toMatch(/\*\*(撤稿|更正)/);
  });

  it('says the law’s last day for a penalty notice that is to be taken back, and nothing of it for another', () => {
    const notice = (withdraw: object, at: string): string =>
      comment(
        published()
          .frontMatter({ title: '示例：行政处罚决定公示', withdraw: { kind: 'error', reason: '已撤销', ...withdraw } })
          .with((evidence) => Object.assign(evidence, { holidays: ['2026-11-28', '2026-11-29'] }))
          .at(at),
      );
    const known = { since: '2026-11-26', decision: '撤销' };
    expect(notice(known, '2026-11-27 09:00')).toContain(
      '**法定期限**：三个工作日内撤回行政处罚决定信息并公开说明理由（行政处罚法第四十八条、第八十五条），从 11 月 26 日 起算，最后一日 12 月 1 日。',
    );
    expect(notice(known, '2026-12-01 23:59')).not.toContain('已逾期');
    expect(notice(known, '2026-12-02 00:00')).toContain('最后一日 12 月 1 日，**已逾期，请立即办**');
    expect(notice({}, '2026-11-27 09:00')).toContain('；请在 withdraw 写明 decision 和 since，网页上公开说明理由。');
    expect(comment(published().frontMatter({ withdraw: { kind: 'error', reason: '有误' } }))).not.toContain('法定期限');
  });

  it('tells of the secrecy review where it isn’t given with the signature that is due, and when its turn has come', () => {
    const words = '保密审查人';
    const separate = { secrecy_review: { by: 'baomi', date: '2026-11-23', conclusion: '可公开' } };
    const problem = { check: checkOf(finding('error', '出现手机号。')) };
    expect(comment(story())).not.toContain(words);
    expect(comment(story().frontMatter(separate))).toContain(`${words} 保八`);
    for (const early of [
      comment(story().frontMatter(separate), problem),
      comment(story().frontMatter(separate).pullRequest({ draft: true })),
      comment(story().frontMatter(separate).approves('zhouyi', '10:00').asks('zhengsi', '10:10')),
      comment(story().frontMatter({ ...separate, event_date: '2026-11-16' })),
    ])
      expect(early).not.toContain(words);
  });

  it('gives the line of a text’s finding, and of a picture only its name', () => {
    const place = { file: 'content/items/wucheng/2026-11-23-street/a.jpg', line: 1 };
    const unplaced = ({ where: _, ...rest }: Finding): Finding => rest;
    const check = checkOf(...[finding('error', '照片太大。', place), finding('error', '出现手机号。')].map(unplaced));
    expect(comment(story(), { check })).toContain('- 须改　a.jpg　照片太大。');
    expect(comment(story(), { check })).toContain('- 须改　index.md 第 12 行　出现手机号。');
  });

  it('says the same at another time as long as nothing has changed but the clock', () => {
    const draft = () => story().pullRequest({ draft: true });
    expect(saysTheSame(comment(draft().at('10:18')), comment(draft().at('11:18')))).toBe(true);
    expect(saysTheSame(comment(story().at('10:18')), comment(story().at('11:18')))).toBe(false);
    expect(saysTheSame(comment(draft().at('10:18')), comment(draft().at('2026-11-25 10:18')))).toBe(false);
  });

  it('shows whoever returned it how to look again, once it is mended', () => {
    const returned = () => story().approves('zhouyi', '10:00').asks('zhengsi', '10:10', { body: '数据不一致' });
    expect(comment(returned())).not.toContain('**审**');
    expect(comment(returned().pushes('lisi', 'c2', '10:20'))).toContain('**审**：[打开改动页]');
  });

  it('lists what was found gravest first, under headings where it is about more than one thing', () => {
    const check = checkOf(
      finding('warning', '标点重复。', { group: '文字' }),
      finding('error', '出现手机号。', { group: '个人信息' }),
      finding('error', '机构名称差一个字。', { group: '单位名称' }),
      finding('warning', '出现邮箱。', { group: '个人信息' }),
      finding('info', '用语较旧。', { group: '文字' }),
      finding('error', '出现身份证号。', { group: '个人信息' }),
      finding('error', '已说明的。', { group: '政治表述', waived: true }),
    );
    expect(comment(story(), { check })).toContain(`[详情](https://desk.example/12/check)

**须改 · 单位名称**
- 第 3 段　机构名称差一个字。怎么改。（第五条）

**须改 · 个人信息**
- 第 3 段　出现手机号。怎么改。（第五条）
- 第 3 段　出现身份证号。怎么改。（第五条）

**提醒 · 个人信息**
- 第 3 段　出现邮箱。（第五条）

**提醒 · 文字**
- 第 3 段　标点重复。（第五条）

<details><summary>供参考 1 条</summary>

- 第 3 段　用语较旧。（第五条）

</details>
`);
  });

  it('doesn’t promise a merge that the check still keeps back', () => {
    const told = story().signed();
    expect(headline(told, { check: checkOf(finding('error', '标题太长。')) })).toBe(
      '三级审核已完成，但检查还有 1 处要改，改好并重新审核后才能合并（见检查）。',
    );
    expect(headline(told, { check: checkOf(finding('info', '供参考。')) })).toBe('三级审核已完成，合并后发布。');
  });

  it('reads as the Office wrote it, when level 2 is due', () => {
    const told = story()
      .frontMatter({ channels: ['website', 'wechat'] })
      .approves('fengliu', '09:58')
      .approves('zhouyi', '10:02', { body: '数据已核' })
      .at('10:18');
    const check = checkOf(
      finding('info', '出现人名。'),
      finding('warning', '“近日”没有写明日期。'),
      finding('info', '图片较暗。', { where: 'street.jpg' }),
    );
    expect(comment(told, { check })).toBe(`<!-- sanshen -->
### 下一步：请 **郑四** 或 **王五**（办公室）审核
**第 1 日 / 共 7 日**，11 月 30 日 24:00 截止（信息日期 11 月 23 日）

| 环节 | 审核人 | 状态 | 时间 | 意见 |
|---|---|---|---|---|
| 一、报送单位/部门负责人审核 | 周一 | ✓ 已同意 | 11-24 10:02 | 数据已核 |
| 二、办公室审核 | 郑四 或 王五 | ● 请审核 | 已等 16 分钟 |  |
| 三、分管领导签发 | 冯六 | ○ 先于上一级，未计入 | 11-24 09:58 |  |

**看**：[三面预览](https://desk.example/12/preview)　[审核单草稿](https://desk.example/12/form)　[与您上次看过的版本对照](https://desk.example/12/compare)  
**审**：[打开改动页](https://git.example/pull/12/files) → 右上角 **Review changes** → 选 **Approve**（同意）或 **Request changes**（退回，请写明怎么改） → **Submit review**

> 选 Approve 即表示：我已看过当前版本全文和图片；信息不涉密、不属敏感领域；按第六条逐项核对，未发现所列内容；信息日期属实。

**检查**：须改 0　提醒 1　供参考 2　[详情](https://desk.example/12/check)
- 提醒　第 3 段　“近日”没有写明日期。（第五条）

<details><summary>供参考 2 条</summary>

- 第 3 段　出现人名。（第五条）
- street.jpg　图片较暗。（第五条）

</details>

<details><summary>未计入的审核 1 条</summary>

- ${evaluate(told.evidence).items[0]?.ignored[0]?.reason}
</details>

<sub>报送：婺城分局 李四　拟发：微信、网站　本条由系统更新，最近 11-24 10:18　[这是什么](https://desk.example/about)</sub>
`);
  });

  it.each<[string, () => Story, string]>([
    ['a draft', () => story().pullRequest({ draft: true }), '改稿中，未送审。改好后点 **Ready for review** 送审。'],
    ['level 1', () => story(), '下一步：请 **周一** 或 **吴九**（婺城分局）审核'],
    ['level 3', () => story().approves('zhouyi', '10:00').approves('zhengsi', '10:10'), '下一步：请 **冯六** 或 **孙七**（分管领导）签发'],
    [
      'a return',
      () => story().approves('zhouyi', '10:00').asks('zhengsi', '10:10', { body: '第二段数据与标题不一致。' }),
      '**郑四** 已退回：第二段数据与标题不一致。请 **李四** 修改。',
    ],
    [
      'a return after the text has changed',
      () =>
        story()
          .approves('zhouyi', '10:00')
          .asks('zhengsi', '10:10', { body: '数据不一致' })
          .pushes('lisi', 'c2', '10:20')
          .approves('zhouyi', '10:30'),
      '稿件已改，请 **郑四** 重新审核（上次退回：数据不一致）。',
    ],
    [
      'a changed text',
      () => story().approves('zhouyi', '10:00').pushes('lisi', 'c2', '10:20'),
      '稿件改过，请 **周一** 重新审核（原审核只对旧稿）。',
    ],
    ['three signatures', () => story().signed(), '三级审核已完成，合并后发布。'],
    [
      'three signatures and a merge',
      () => story().signed().pullRequest({ merged: true, mergeSha: 'm1' }).text('m1', 'text1'),
      '三级审核已完成，正在发布。',
    ],
    [
      'seven days gone',
      () => story().frontMatter({ event_date: '2026-11-16' }),
      '不能发布：信息日期 11 月 16 日，已于 11 月 23 日 24:00 过期。日期写错的请报送人改正；确属法定公开的，请补 basis 并重新送审。',
    ],
    ['a change of the settings', () => ruleStory('content/policy.yml'), '下一步：请 **郑四** 或 **王五**（办公室）审核'],
    [
      'a signed change of the settings',
      () => ruleStory('content/policy.yml').approves('zhengsi', '10:10').approves('fengliu', '10:20'),
      '规则变更已审核，合并后生效。',
    ],
    [
      'a withdrawal',
      () =>
        published()
          .frontMatter({ withdraw: { kind: 'error', reason: '有误' } })
          .approves('zhengsi', '10:10')
          .approves('fengliu', '10:20'),
      '撤稿审核已完成，合并后撤下。',
    ],
  ])('begins with who must do what: %s', (_, told, words) => expect(headline(told())).toBe(words));

  it('asks the submitter first when the check found something to mend', () => {
    const check = checkOf(
      finding('error', '出现手机号。'),
      finding('error', '照片里带有拍摄地点。'),
      finding('error', '旧问题。', { waived: true }),
    );
    expect(headline(story(), { check })).toBe('请 **李四** 修改 2 处后再送审（见检查）。');
    const text = comment(story(), { check });
    expect(text).toContain('**检查**：须改 2　提醒 0　供参考 0　已豁免 1');
    expect(text).not.toContain('旧问题');
    expect(text).not.toContain('Review changes');
  });

  it("tells where it is out, with the form's number", () => {
    const published = {
      number: '2026-0113',
      form: 'https://git.example/form/1',
      releases: [
        { channel: 'website', url: 'https://www.example/1' },
        { channel: 'wechat', url: 'https://mp.example/1' },
      ],
    } as const;
    const told = story().signed().pullRequest({ merged: true, mergeSha: 'm1' }).text('m1', 'text1');
    expect(headline(told, { published })).toBe(
      '已发布：[网站](https://www.example/1)　[微信](https://mp.example/1)。编号 2026-0113，[审核单](https://git.example/form/1)。',
    );
  });

  it("says that today is the last day, and leaves the clock out where Art. 9 doesn't bind", () => {
    expect(comment(story().at('2026-11-30 09:00'))).toContain(
      '**第 7 日 / 共 7 日**，11 月 30 日 24:00 截止，**今天是最后一日**（信息日期 11 月 23 日）',
    );
    expect(comment(story().frontMatter({ event_date: '2026-11-24' }))).toContain('**当日不计 / 共 7 日**，12 月 1 日 24:00 截止（');
    expect(comment(published().frontMatter({ withdraw: { kind: 'error', reason: '有误' } }))).not.toContain('截止');
  });

  it('has a row for each unit of a joint item', () => {
    const text = comment(
      story()
        .frontMatter({ joint_units: ['jindong'] })
        .approves('zhouyi', '10:00'),
    );
    expect(text).toContain('| 一、报送单位/部门负责人审核（婺城分局） | 周一 | ✓ 已同意 | 11-24 10:00 |  |');
    expect(text).toContain('| 一、报送单位/部门负责人审核（金东分局） | 钱二 | ● 请审核 | 已等');
    expect(text).toContain('### 下一步：请 **钱二**（金东分局）审核');
  });

  it('offers only what has an address', () => {
    const text = comment(story(), { links: {} });
    expect(text).not.toContain('](');
    expect(text).toContain('**审**：打开改动页（Files changed） →');
  });

  it('is found again by its marker, and is the same text for the same evidence', () => {
    expect(comment(story()).startsWith(`${COMMENT_MARKER}\n`)).toBe(true);
    expect(comment(story())).toBe(comment(story()));
  });

  it('shows what people wrote as plain text: no table cells, HTML, marks or mentions of their own', () => {
    const evil = 'x | y\n\n<!-- sanshen --><img src=x> **郑四** @zhengsi [l](javascript:1) `c`';
    const told = story()
      .frontMatter({ channels: ['website'] })
      .approves('zhouyi', '10:00', { body: evil });
    const text = comment(told);
    const row = text.split('\n').find((line) => line.startsWith('| 一'));
    expect(row?.match(/(?<!\\)\|/g)).toHaveLength(6);
    expect(text.match(/(?<!\\)<!-- sanshen -->/g)).toHaveLength(1);
    expect(text).not.toMatch(/@zhengsi|(?<!\\)<img|(?<!\\)\]\(javascript/);
  });

  it("stays far below GitHub's limit whatever there is to tell", () => {
    const told = story();
    for (let minute = 10; minute < 60; minute += 1) told.approves('lisi', `09:${minute}`, { body: '同'.repeat(5000) });
    const check = checkOf(...Array.from({ length: 500 }, () => finding('error', '很长的问题'.repeat(100))));
    expect(comment(told, { check }).length).toBeLessThan(32_768);
  });
});
