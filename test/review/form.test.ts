import { describe, expect, it } from 'vitest';
import { ITEM, Story, story } from './evidence-builder.ts';
import { FILES, formOf } from './form-builder.ts';

const signed = () =>
  story()
    .approves('zhouyi', '10:02', { body: '同意报送，数据已核。' })
    .approves('zhengsi', '10:18')
    .approves('fengliu', '10:31', { body: ' 同意发布。\n' });

describe('the review form (annex)', () => {
  it("holds the annex's fields: who, from where, what, to which channels, and three signatures", () => {
    const form = formOf(signed(), { mergeSha: 'merge1' });
    expect(form).toMatchObject({
      version: 1,
      number: '2026-0113',
      verdict: 'passed',
      submittedAt: '2026-11-24T09:00:00+08:00',
      submitter: { id: 'lisi', name: '李四' },
      unit: { id: 'wucheng', name: '婺城分局' },
      title: '示例：沿街店铺专项整治',
      channels: ['website'],
      informationDate: '2026-11-23',
      lastDay: '2026-11-30',
      pullRequest: 12,
      head: 'c1',
      mergeSha: 'merge1',
    });
    expect(form.levels.map(({ label, person, post, opinion, at, head }) => ({ label, person, post, opinion, at, head }))).toEqual([
      {
        label: '报送单位/部门负责人审核',
        person: '周一',
        post: '分局负责人',
        opinion: '同意报送，数据已核。',
        at: '2026-11-24T10:02:00+08:00',
        head: 'c1',
      },
      { label: '办公室审核', person: '郑四', post: '办公室审核', opinion: '', at: '2026-11-24T10:18:00+08:00', head: 'c1' },
      { label: '分管领导签发', person: '冯六', post: '分管领导', opinion: '同意发布。', at: '2026-11-24T10:31:00+08:00', head: 'c1' },
    ]);
  });

  it('names the text by digests, in a fixed order', () => {
    const form = formOf(signed());
    expect(form.content).toEqual({ item: 'wucheng/2026-11-23-street', path: ITEM, tree: 'text1', files: [FILES[1], FILES[0]] });
  });

  it('says what there is none of, when everything went the plain way', () => {
    expect(formOf(signed()).remarks).toEqual(['无更正、无代签、无豁免。']);
  });

  it('takes the time of the first push as 报送时间, and notes another day that the unit typed', () => {
    const late = formOf(signed().frontMatter({ submitted_at: '2026-11-23 23:50' }));
    expect(late.submittedAt).toBe('2026-11-24T09:00:00+08:00');
    expect(late.remarks).toContain('报送单位填写的报送时间：2026-11-23 23:50。');
    expect(formOf(signed().frontMatter({ submitted_at: '2026-11-24 23:50' })).remarks).toEqual(['无更正、无代签、无豁免。']);
  });

  it('is a draft before the last signature', () => {
    const form = formOf(story().approves('zhouyi', '10:02'));
    expect(form.verdict).toBe('waiting');
    expect(form.levels.map(({ decision, person }) => [decision, person])).toEqual([
      ['approved', '周一'],
      ['waiting', null],
      ['waiting', null],
    ]);
  });

  it('prints the post that was held on the day of signing', () => {
    const form = formOf(
      signed().organisation((organisation) => {
        organisation.posts.unshift({
          unit: 'wucheng',
          post: '分局副职',
          level: 1,
          person: 'zhouyi',
          from: '2023-01-01',
          to: '2023-12-31',
        } as never);
      }),
    );
    expect(form.levels[0]?.post).toBe('分局负责人');
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
      ['无更正、无代签、无豁免。', '法定公开：示例法第一条，网站不受七日限制。'],
    ],
    [
      'an order from above',
      { basis: { kind: '上级要求', document: '示〔2026〕1号', date: '2026-11-24' } },
      ['无更正、无代签、无豁免。', '上级要求：示〔2026〕1号，2026-11-24。'],
    ],
    ["the unit's own remark", { remarks: '附图由交警提供' }, ['无更正、无代签、无豁免。', '附图由交警提供。']],
  ])('notes %s', (_, change, remarks) => {
    const told = signed()
      .frontMatter(change)
      .policy({ freshness: { statutory: { bases: [{ law: '示例法第一条', working_days: 20 }] } } });
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

  it('notes who of the Office changed the text while it was a draft', () => {
    const told = new Story().pushes('lisi', 'c1', '09:00').pushes('wangwu', 'c2', '09:20').signed();
    expect(formOf(told).remarks).toContain('办公室修改：王五。');
    const moved = new Story().pushes('lisi', 'c1', '09:00', { text: 'same' }).pushes('wangwu', 'c2', '09:20', { text: 'same' }).signed();
    expect(formOf(moved).remarks).toEqual(['无更正、无代签、无豁免。']);
  });

  it("shows a delegate with his principal, the principal's post and the document", () => {
    const told = story()
      .policy({ delegation: { enabled: true } })
      .organisation((organisation) => {
        Object.assign(organisation.people, { zhaoliu: { name: '赵六', logins: ['zhaoliu'] } });
        Object.assign(organisation, {
          delegations: [
            { principal: 'fengliu', delegate: 'zhaoliu', level: 3, from: '2026-11-24', to: '2026-11-25', document: '示执法办〔2026〕9号' },
          ],
        });
      })
      .approves('zhouyi', '10:00')
      .approves('zhengsi', '10:10')
      .approves('zhaoliu', '10:20');
    const form = formOf(told);
    expect(form.levels[2]).toMatchObject({
      person: '赵六',
      post: '分管领导',
      delegation: { personId: 'fengliu', person: '冯六', document: '示执法办〔2026〕9号' },
    });
    expect(form.remarks).toEqual(['代签：分管领导签发由 赵六 受 冯六 委托签（示执法办〔2026〕9号）。', '无更正、无豁免。']);
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

  it("refuses an item whose text or front matter the evidence doesn't hold", () => {
    expect(() => formOf(signed().frontMatter({ title: '' }))).toThrow('填不了审核单');
  });
});
