import { describe, expect, it } from 'vitest';
import { buildForm } from '#pipeline/review/form/form.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import type { ItemVerdict } from '#pipeline/review/gate/verdict.ts';
import { frontMatter, ITEM, Story, story } from './evidence-builder.ts';
import { FILES, formOf } from './form-builder.ts';
import { declared, delegated, emergency } from './stories.ts';

const signed = () =>
  story()
    .approves('zhouyi', '10:02', { body: '同意报送，数据已核。' })
    .approves('zhengsi', '10:18')
    .approves('fengliu', '10:31', { body: ' 同意发布。\n' });

describe('the remarks on a text that was signed on paper first', () => {
  const told = (more: Record<string, unknown>): string[] => {
    const form = formOf(story().frontMatter(more).approves('zhouyi', '10:02').approves('zhengsi', '10:18').approves('fengliu', '10:31'));
    return form.remarks;
  };
  const paper = {
    scan: 'paper.jpg',
    signed: [
      { level: 1, by: 'zhouyi', at: '2026-11-23 09:00' },
      { level: 2, by: 'zhengsi', at: '2026-11-23 10:00' },
      { level: 3, by: 'stranger', at: '2026-11-23 11:00' },
    ],
    posted: { wechat: '2026-11-23 12:00' },
  };
  const OFFLINE =
    '线下审签（以上为补审）：一级 周一 11-23 09:00、二级 郑四 11-23 10:00、三级 stranger 11-23 11:00；手工发布：微信 2026-11-23 12:00。';

  it.each([
    ['say who signed, and when it was published by hand', { offline_review: paper }, ['无更正、无代签、无豁免。', OFFLINE]],
    [
      'come before where it is from and who wrote it',
      { offline_review: paper, authors: ['李四', '王五'], joint_units: ['jindong'], source: { name: '示例报' } },
      ['无更正、无代签、无豁免。', OFFLINE, expect.stringMatching(/^联合报送：/), '作者：李四、王五。', '来源：示例报。'],
    ],
  ])('%s', (_what, more, remarks) => expect(told(more)).toEqual(remarks));
});

describe('the review form (annex)', () => {
  it("holds the annex's fields: who, from where, what, to which channels, and three signatures", () => {
    const form = formOf(
      signed().organisation((organisation) => Object.assign(organisation, { bureau: '示例市综合行政执法局' })),
      {
        mergeSha: 'merge1',
      },
    );
    expect(form).toEqual({
      version: 1,
      number: '2026-0113',
      verdict: 'passed',
      bureau: '示例市综合行政执法局',
      submittedAt: '2026-11-24T09:00:00+08:00',
      submitter: { id: 'lisi', name: '李四' },
      unit: { id: 'wucheng', name: '婺城分局' },
      title: '示例：沿街店铺专项整治',
      content: { item: 'wucheng/2026-11-23-street', path: ITEM, tree: 'text1', files: [FILES[1], FILES[0]] },
      channels: ['website'],
      levels: [
        {
          level: 1,
          label: '报送单位/部门负责人审核',
          decision: 'approved',
          person: '周一',
          personId: 'zhouyi',
          login: 'zhouyi',
          post: '分局负责人',
          opinion: '同意报送，数据已核。',
          at: '2026-11-24T10:02:00+08:00',
          reviewId: 1,
          head: 'c1',
        },
        {
          level: 2,
          label: '办公室审核',
          decision: 'approved',
          person: '郑四',
          personId: 'zhengsi',
          login: 'zhengsi',
          post: '办公室审核',
          opinion: '',
          at: '2026-11-24T10:18:00+08:00',
          reviewId: 2,
          head: 'c1',
        },
        {
          level: 3,
          label: '分管领导签发',
          decision: 'approved',
          person: '冯六',
          personId: 'fengliu',
          login: 'fengliu',
          post: '分管领导',
          opinion: '同意发布。',
          at: '2026-11-24T10:31:00+08:00',
          reviewId: 3,
          head: 'c1',
        },
      ],
      remarks: ['无更正、无代签、无豁免。'],
      secrecyReview: { id: 'zhouyi', name: '周一', date: '2026-11-23', conclusion: '可公开' },
      informationDate: '2026-11-23',
      lastDay: '2026-11-30',
      pullRequest: 12,
      head: 'c1',
      mergeSha: 'merge1',
      settings: `sha256:${'c'.repeat(64)}`,
      prompts: `sha256:${'d'.repeat(64)}`,
      gate: '0.1.0',
      signedAt: null,
      evidence: null,
    });
  });

  it('names the files in a fixed order, whatever order they came in', () => {
    const { evidence } = signed();
    const [item] = evaluate(evidence).items;
    const files = ['index.md', 'c.jpg', 'a.jpg', 'b.jpg'].map((path) => ({ path, bytes: 1, sha256: '', blob: '' }));
    const given = { evidence, item: item as ItemVerdict, number: '2026-0113', mergeSha: null, settings: '', gate: '' };
    for (const order of [files, files.toReversed()])
      expect(buildForm({ ...given, files: order }).content.files.map(({ path }) => path)).toEqual(['a.jpg', 'b.jpg', 'c.jpg', 'index.md']);
  });

  it('says when it was signed and from which evidence, once it is', () => {
    const { evidence } = signed();
    const [item] = evaluate(evidence).items;
    const signing = { at: '2026-11-24T03:00:00Z', evidence: 'd'.repeat(64) };
    const given = { evidence, item: item as ItemVerdict, files: FILES, number: '2026-0113', mergeSha: null, settings: '', gate: '' };
    expect(buildForm({ ...given, signing })).toMatchObject({ signedAt: signing.at, evidence: signing.evidence });
  });

  it('says what there is none of, when everything went the plain way', () =>
    expect(formOf(signed()).remarks).toEqual(['无更正、无代签、无豁免。']));

  it('takes the time of the first push as 报送时间, and notes another day that the unit typed', () => {
    const late = formOf(signed().frontMatter({ submitted_at: '2026-11-23 23:50' }));
    expect(late.submittedAt).toBe('2026-11-24T09:00:00+08:00');
    expect(late.remarks).toContain('报送单位填写的报送时间：2026-11-23 23:50。');
    const unread = formOf(signed().with((evidence) => Object.assign(evidence, { pushes: [] })));
    expect([unread.submittedAt, unread.remarks]).toEqual([null, ['无更正、无代签、无豁免。']]);
    expect(formOf(signed().frontMatter({ submitted_at: '2026-11-24 23:50' })).remarks).toEqual(['无更正、无代签、无豁免。']);
  });

  it('is a draft before the last signature', () => {
    const form = formOf(story().approves('zhouyi', '10:02'));
    expect(form.verdict).toBe('waiting');
    expect(form.bureau).toBe('');
    expect(form.levels.map(({ decision, person }) => [decision, person])).toEqual([
      ['approved', '周一'],
      ['waiting', null],
      ['waiting', null],
    ]);
    expect(form.levels[1]).toEqual({
      level: 2,
      label: '办公室审核',
      decision: 'waiting',
      person: null,
      personId: null,
      login: null,
      post: null,
      opinion: '',
      at: null,
      reviewId: null,
      head: null,
    });
  });

  it.each<[string, { unit: string; post: string; level: 1 | 2 | 3; person: string; from: string; to?: string }]>([
    [
      'that was held on the day of signing',
      { unit: 'wucheng', post: '分局副职', level: 1, person: 'zhouyi', from: '2023-01-01', to: '2023-12-31' },
    ],
    ['of the level', { unit: 'wucheng', post: '分局代办', level: 3, person: 'zhouyi', from: '2023-01-01' }],
    ["of the person and nobody else's", { unit: 'wucheng', post: '分局副职', level: 1, person: 'baomi', from: '2023-01-01' }],
    ["of the item's unit", { unit: 'jindong', post: '金东副职', level: 1, person: 'zhouyi', from: '2023-01-01' }],
  ])('prints the post %s', (_, post) => {
    const form = formOf(signed().organisation(({ posts }) => void posts.unshift(post)));
    expect(form.levels.map((level) => level.post)).toEqual(['分局负责人', '办公室审核', '分管领导']);
  });

  it('prints no post of one who has none', () => {
    const { evidence } = signed();
    const [item] = evaluate(evidence).items;
    const levels = item?.levels.map((level) => ({ ...level, person: 'lisi' })) ?? [];
    const given = { evidence, files: FILES, number: '2026-0113', mergeSha: null, settings: '', gate: '' };
    expect(buildForm({ ...given, item: { ...(item as ItemVerdict), levels } }).levels.map(({ post }) => post)).toEqual([null, null, null]);
  });

  it.each([
    [
      'a correction',
      { correction: { kind: '文字', note: '“八十八起”更正为“八十六起”' } },
      ['更正（文字）：“八十八起”更正为“八十六起”。', '无代签、无豁免。'],
    ],
    [
      'a waiver, by its rule and reason and never by the words that it lets pass',
      { waivers: [{ rule: 'pii/phone', match: '13800138000', reason: '本人书面同意公开' }] },
      ['豁免（pii/phone）：本人书面同意公开。', '无更正、无代签。'],
    ],
    [
      'statutory disclosure',
      { basis: { kind: '法定公开', law: '示例法第一条' } },
      [
        '无更正、无代签、无豁免。',
        '法定公开：示例法第一条，网站不受七日限制，法定公开期限 20 个工作日，到 2026-12-21 24:00（节假日表还没有 2026 年，暂按周一至周五计）。',
      ],
    ],
    [
      'an order from above',
      { basis: { kind: '上级要求', document: '示〔2026〕1号', date: '2026-11-24' } },
      ['无更正、无代签、无豁免。', '上级要求：示〔2026〕1号，2026-11-24。'],
    ],
    ['an order without a document', { basis: { kind: '领导批准' } }, ['无更正、无代签、无豁免。', '领导批准。']],
    [
      'disclosure under a law that the policy does not list',
      { basis: { kind: '法定公开', law: '示例法第三条' } },
      ['无更正、无代签、无豁免。', '法定公开：示例法第三条。'],
    ],
    [
      'an order that quotes such a law as what it is',
      { basis: { kind: '认定发布', by: '示例局', law: '示例法第一条' } },
      ['无更正、无代签、无豁免。', '认定发布：示例局，示例法第一条。'],
    ],
    ['who wrote it', { authors: ['李小明', '王小红'] }, ['无更正、无代签、无豁免。', '作者：李小明、王小红。']],
    ['where it comes from', { source: { name: '示例日报' } }, ['无更正、无代签、无豁免。', '来源：示例日报。']],
    [
      'units that nobody knows, by what they are called there',
      { joint_units: ['jindong', 'nowhere'] },
      ['无更正、无代签、无豁免。', '联合报送：金东分局、nowhere。'],
    ],
    [
      'a correction with a waiver',
      { correction: { kind: '图片', note: '换图！' }, waivers: [{ rule: 'pii/phone', match: '1', reason: '本人书面同意公开' }] },
      ['更正（图片）：换图！', '豁免（pii/phone）：本人书面同意公开。', '无代签。'],
    ],
    ['a question as it was put', { remarks: '图是否清楚？' }, ['无更正、无代签、无豁免。', '图是否清楚？']],
    ['two sentences', { remarks: '附图两张。由交警提供' }, ['无更正、无代签、无豁免。', '附图两张。由交警提供。']],
    ["the unit's own remark", { remarks: '附图由交警提供' }, ['无更正、无代签、无豁免。', '附图由交警提供。']],
  ])('notes %s', (_, change, remarks) => {
    const told = signed()
      .frontMatter(change)
      .policy({
        freshness: {
          statutory: {
            bases: [
              { law: '示例法第一条', working_days: 20 },
              { law: '示例法第二条', working_days: 20 },
            ],
          },
        },
      });
    expect(formOf(told).remarks).toEqual(remarks);
    expect(JSON.stringify(formOf(told))).not.toContain('13800138000');
  });

  it("has no last day where Art. 9 doesn't bind any channel", () => {
    const told = signed()
      .frontMatter({ basis: { kind: '法定公开', law: '示例法第一条' } })
      .policy({ freshness: { statutory: { bases: [{ law: '示例法第一条', working_days: 20 }] } } });
    expect(formOf(told).lastDay).toBeNull();
    told.frontMatter({ channels: ['website', 'wechat'] });
    expect(formOf(told).lastDay).toBe('2026-11-30');
  });

  it('has no last day on the website for a correction of what is out already, and one for what never was', () => {
    const corrected = () => signed().frontMatter({ correction: { kind: '文字', note: '改一字' } });
    expect(formOf(corrected()).lastDay).toBe('2026-11-30');
    expect(formOf(corrected().with((evidence) => Object.assign(evidence, { released: ['content/items/wucheng/other'] }))).lastDay).toBe(
      '2026-11-30',
    );
    expect(formOf(corrected().with((evidence) => Object.assign(evidence, { released: [ITEM] }))).lastDay).toBeNull();
  });

  it('counts holidays and the day of submission where the policy does', () => {
    const extended = () => signed().policy({ freshness: { holidays: 'extended' } });
    expect(formOf(extended()).lastDay).toBe('2026-11-30');
    expect(formOf(extended().with((evidence) => Object.assign(evidence, { holidays: ['2026-11-30'] }))).lastDay).toBe('2026-12-01');
    expect(formOf(signed().policy({ freshness: { from: 'submission' } })).lastDay).toBe('2026-12-01');
  });

  it('notes an emergency, and until when the rest must be signed', () => {
    const told = emergency().approves('fengliu', '10:00', { body: '紧急：台风预警' });
    expect(formOf(told).remarks).toEqual([
      '无更正、无代签、无豁免。',
      '紧急发布：冯六 先行签发，其余审核须于 2026 年 11 月 25 日 10:00 前补办。',
    ]);
  });

  it('notes a review at level 1 that the unit declares, which has neither commit nor words', () => {
    const form = formOf(declared().approves('zhengsi', '10:10').approves('fengliu', '10:20'));
    expect(form.levels[0]).toMatchObject({ decision: 'approved', person: '周一', opinion: '', reviewId: null, head: null });
    expect(form.remarks).toContain('报送单位按本单位要求审核，由其申报。');
  });

  it('notes who of the Office changed the text while it was a draft', () => {
    const told = new Story().pushes('lisi', 'c1', '09:00').pushes('wangwu', 'c2', '09:20').signed();
    expect(formOf(told).remarks).toContain('办公室修改：王五。');
    const moved = new Story().pushes('lisi', 'c1', '09:00', { text: 'same' }).pushes('wangwu', 'c2', '09:20', { text: 'same' }).signed();
    expect(formOf(moved).remarks).toEqual(['无更正、无代签、无豁免。']);
    const both = new Story().pushes('wangwu', 'c1', '09:00').pushes('zhengsi', 'c2', '09:20').moves('wangwu', 'c1', '09:30');
    expect(formOf(both).remarks).toContain('办公室修改：王五、郑四。');
    const committed = story().with(({ commits }) => Object.assign(commits[0] ?? {}, { author: 'wangwu' }));
    expect(formOf(committed).remarks).toContain('办公室修改：王五。');
    const unknown = story().with(({ commits }) => Object.assign(commits[0] ?? {}, { committer: 'nobody-here' }));
    expect(formOf(unknown).remarks).toEqual(['无更正、无代签、无豁免。']);
    const own = new Story().frontMatter({ submitter: 'wangwu' }).pushes('wangwu', 'c1', '09:00');
    expect(formOf(own).remarks).toEqual(['无更正、无代签、无豁免。']);
  });

  describe('of a delegate', () => {
    const entry = {
      principal: 'fengliu',
      delegate: 'baomi',
      level: 3,
      from: '2026-11-24',
      to: '2026-11-25',
      document: '示执法办〔2026〕9号',
    };
    const signedFor = (...entries: object[]): Story =>
      delegated()
        .organisation((organisation) => Object.assign(organisation, { delegations: entries.map((each) => ({ ...entry, ...each })) }))
        .approves('zhouyi', '10:00')
        .approves('zhengsi', '10:10')
        .approves('baomi', '10:20');

    it("shows him with his principal, the principal's post and the document", () => {
      const form = formOf(signedFor({}));
      expect(form.levels[2]).toEqual({
        level: 3,
        label: '分管领导签发',
        decision: 'approved',
        person: '保八',
        personId: 'baomi',
        login: 'baomi',
        post: '分管领导',
        opinion: '',
        at: '2026-11-24T10:20:00+08:00',
        reviewId: 3,
        head: 'c1',
        delegation: { personId: 'fengliu', person: '冯六', document: '示执法办〔2026〕9号' },
      });
      expect(form.remarks).toEqual(['代签：分管领导签发由 保八 受 冯六 委托签（示执法办〔2026〕9号）。', '无更正、无豁免。']);
    });

    it.each([
      ['another level', { level: 2 }],
      ['another principal', { principal: 'wujiu' }],
      ['another delegate', { delegate: 'wujiu' }],
      ['earlier days', { from: '2026-11-20', to: '2026-11-23' }],
      ['later days', { from: '2026-11-25', to: '2026-11-30' }],
    ])('quotes the document of the day, not one of %s', (_, other) => {
      const form = formOf(signedFor({ ...other, document: '别的文件' }, {}));
      expect(form.levels[2]?.delegation?.document).toBe('示执法办〔2026〕9号');
    });

    it('says that there is no document where the settings no longer hold it', () => {
      const { evidence } = signedFor({});
      const [item] = evaluate(evidence).items;
      Object.assign(evidence.organisation as object, { delegations: [] });
      const form = buildForm({
        evidence,
        item: item as ItemVerdict,
        files: FILES,
        number: '2026-0113',
        mergeSha: null,
        settings: '',
        gate: '',
      });
      expect(form.levels[2]?.delegation).toEqual({ personId: 'fengliu', person: '冯六', document: null });
      expect(form.remarks[0]).toBe('代签：分管领导签发由 保八 受 冯六 委托签（无文件）。');
    });

    it('notes only a signature that counts', () => {
      const form = formOf(signedFor({}).pushes('lisi', 'c2', '10:30'));
      expect(form.levels[2]).toMatchObject({ decision: 'stale', delegation: { person: '冯六' } });
      expect(form.remarks).toEqual(['无更正、无代签、无豁免。']);
    });
  });

  it('has one signature of each unit for a joint item', () => {
    const told = story()
      .frontMatter({ joint_units: ['jindong'] })
      .approves('zhouyi', '10:00')
      .approves('qianer', '10:05')
      .approves('zhengsi', '10:10')
      .approves('fengliu', '10:20');
    const form = formOf(told);
    expect(form.levels.map(({ level, unit, person }) => [level, unit?.name, person])).toEqual([
      [1, '婺城分局', '周一'],
      [1, '金东分局', '钱二'],
      [2, undefined, '郑四'],
      [3, undefined, '冯六'],
    ]);
    expect(form.remarks).toEqual(['无更正、无代签、无豁免。', '联合报送：金东分局。']);
  });

  it('has levels 2 and 3 for a withdrawal, without a last day', () => {
    const form = formOf(
      story()
        .frontMatter({ withdraw: { kind: 'privacy', reason: '当事人要求' } })
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
    );
    expect(form.levels.map(({ level }) => level)).toEqual([2, 3]);
    expect(form.remarks[0]).toBe('撤稿（个人信息）：当事人要求。');
    expect(form.lastDay).toBeNull();
  });

  it.each<[string, object]>([
    ['error', ['撤稿（内容有误）：当事人要求。']],
    ['outdated', ['撤稿（已失效）：当事人要求。']],
    ['secrecy', ['撤稿（涉密或敏感）：当事人要求。']],
    ['order', ['撤稿（上级要求）：当事人要求。']],
    ['other', ['撤稿（其他）：当事人要求。']],
  ])('says in words why something is taken back: %s', (kind, remarks) =>
    expect(formOf(story().frontMatter({ withdraw: { kind, reason: '当事人要求' } })).remarks.slice(0, 1)).toEqual(remarks),
  );

  it('is of one item of several, with its own text', () => {
    const park = 'content/items/wucheng/2026-11-23-park';
    const told = signed().with((evidence) => {
      const [item] = evidence.items;
      evidence.items.unshift({ path: park, trees: { main0: null, c1: 'park1' }, frontMatter: { ...item?.frontMatter, title: '示例公园' } });
    });
    const { evidence } = told;
    const forms = evaluate(evidence).items.map((item) =>
      buildForm({ evidence, item, files: FILES, number: '', mergeSha: null, settings: '', gate: '' }),
    );
    expect(forms.map(({ content: { path, tree }, title }) => [path, tree, title])).toEqual([
      [park, 'park1', '示例公园'],
      [ITEM, 'text1', '示例：沿街店铺专项整治'],
    ]);
  });

  it.each<[string, (evidence: Evidence) => void]>([
    ['front matter', ({ items }) => Object.assign(items[0] ?? {}, { frontMatter: { ...frontMatter, title: '' } })],
    ['pull request', (evidence) => Object.assign(evidence, { pullRequest: null })],
    ['item', (evidence) => Object.assign(evidence, { items: [] })],
    ['text at the head', ({ items }) => Object.assign(items[0] ?? {}, { trees: { main0: null } })],
    ['text at the head, which was deleted', ({ items }) => Object.assign(items[0] ?? {}, { trees: { main0: null, c1: null } })],
  ])("refuses an item whose %s the evidence doesn't hold", (_, without) => {
    const { evidence } = signed();
    const [item] = evaluate(evidence).items;
    without(evidence);
    const build = () =>
      buildForm({ evidence, item: item as ItemVerdict, files: FILES, number: '', mergeSha: null, settings: '', gate: '' });
    expect(build).toThrow(
      expect.objectContaining({
        code: 'form/unreadable',
        place: ITEM,
        message: '审核记录里没有这件信息的全部内容，填不了审核单；应有合并请求、文首和正文的版本；请重新收集审核记录。',
      }),
    );
  });
});
