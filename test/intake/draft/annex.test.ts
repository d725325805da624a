import type { Root, TableCell, TableRow } from 'mdast';
import { describe, expect, it } from 'vitest';
import { annexOf } from '#pipeline/intake/draft/annex.ts';
import { draftOf } from '#pipeline/intake/draft/draft.ts';
import { blocks } from '#pipeline/intake/report.ts';
import { wordsOf } from '#pipeline/item/markdown/markdown.ts';
import { ORGANISATION, receivedText } from './received-text.ts';

/** A cell with its paragraphs, as the reader of Word files keeps them beside its one line. */
const cellOf = (...paragraphs: string[]): TableCell => ({
  type: 'tableCell',
  data: { blocks: receivedText(paragraphs.join('\n')).text.children },
  children: [{ type: 'text', value: paragraphs.join(' ') }],
});

const row = (label: string, ...paragraphs: string[]): TableRow => ({ type: 'tableRow', children: [cellOf(label), cellOf(...paragraphs)] });

const TEXT = '11月23日，金东分局组织执法队员开展沿街店铺专项整治，劝导占道经营86起，回访商户120家。';
const ROWS = {
  submitter: row('报 送 人', '李四'),
  unit: row('报送单位', '金东分局'),
  title: row('标    题', '金东分局开展沿街店铺专项整治'),
  content: row('信息内容', TEXT, '商户表示支持。'),
  channels: row('拟发布渠道', '微信☑ 微博□ 网站√'),
  first: row('报送单位/部门 负责人审核', '同意。周一 11月24日'),
  second: row('办公室审核'),
  third: row('分管领导签发', '冯六'),
  remarks: row('备 注', '急'),
};

const form = (rows: Partial<typeof ROWS> = {}, after: string[] = []) => ({
  ...receivedText('示例市综合行政执法局“两微一站”信息发布审核单\n报送时间：2026年 11 月 24日'),
  text: {
    type: 'root',
    children: [
      ...receivedText('“两微一站”信息发布审核单\n报送时间：2026 年 11 月 24 日').text.children,
      { type: 'table', children: Object.values({ ...ROWS, ...rows }) },
      ...receivedText(after.join('\n')).text.children,
    ],
  } satisfies Root,
});

const material = { pictures: [], sender: { person: null, unit: null }, arrivedAt: '2026-11-24T15:00:00+08:00', organisation: ORGANISATION };

describe('the annex’s form, filled in', () => {
  it('is read as fields', () => {
    const { body, report, ...fields } = annexOf(form()) ?? { body: null, report: [] };
    expect(fields).toEqual({
      submittedAt: '2026-11-24',
      submitter: '李四',
      unit: '金东分局',
      title: '金东分局开展沿街店铺专项整治',
      channels: ['website', 'wechat'],
      remarks: '急',
      lines: [],
    });
    expect(body?.children.map(wordsOf)).toEqual([TEXT, '商户表示支持。']);
    expect(report.map(({ kind, place, quote }) => [kind, place, quote])).toEqual([
      ['opinion', '审核单“报送单位/部门负责人审核”', '同意。周一 11月24日'],
      ['opinion', '审核单“分管领导签发”', '冯六'],
    ]);
  });

  it('becomes an item, and signs nothing', () => {
    const { id, missing, files, report } = draftOf({ ...material, text: form() });
    const index = Buffer.from(files[0]?.bytes ?? []).toString();
    expect(id).toMatch(/^jindong\/2026-11-23-[0-9a-f]{8}$/);
    expect(missing).toEqual(['category', 'cover', 'secrecy_review']);
    expect(index).toContain('submitter: lisi\nsubmitted_at: 2026-11-24\n');
    expect(index).not.toMatch(/周一|冯六/);
    expect(report).toHaveLength(2);
  });

  it.each([
    ['another unit', {}, { person: 'lisi', unit: 'wucheng' }, ['单位 金东分局']],
    ['a unit that nobody knows', { unit: row('报送单位', '示例大队') }, { person: 'lisi', unit: 'wucheng' }, ['单位 示例大队']],
    ['another person', { submitter: row('报送人', '章示例') }, { person: 'lisi', unit: 'jindong' }, ['报送人 章示例']],
    ['a person that nobody knows', { submitter: row('报送人', '章示例') }, { person: null, unit: 'jindong' }, ['报送人 章示例']],
    ['the same ones', {}, { person: 'lisi', unit: 'jindong' }, []],
  ])('asks where it names %s', (_, rows, sender, words) => {
    const { report, files } = draftOf({ ...material, sender, text: form(rows) });
    const told = report.filter(({ kind }) => kind === 'other-sender');
    expect(told.map(({ quote }) => quote)).toEqual(words);
    expect(told.every(blocks)).toBe(true);
    for (const one of words) expect(Buffer.from(files[0]?.bytes ?? []).toString()).toContain(one);
  });

  it('may say the day in a row of its own', () => {
    const { text } = form();
    const rows = [row('报送时间', '2026年11月25日'), ...Object.values(ROWS)];
    const inside: Root = { type: 'root', children: [{ type: 'table', children: rows }] };
    expect(annexOf({ text: inside })).toMatchObject({ submittedAt: '2026-11-25', lines: [] });
    expect(annexOf({ text })?.submittedAt).toBe('2026-11-24');
  });

  it.each(['如上', '内容如上', '见上文', '同上', '（见上）'])('has its text above the table where it says %s', (words) => {
    const { text } = form({ content: row('信息内容', words) });
    const long = ['金东分局开展沿街店铺专项整治', TEXT, '商户表示支持。', `${TEXT}第二段。`];
    const above: Root = { type: 'root', children: [...receivedText(long.join('\n')).text.children, ...text.children] };
    expect(annexOf({ text: above })).toMatchObject({ title: '金东分局开展沿街店铺专项整治', lines: [] });
    expect(annexOf({ text: above })?.body.children.map(wordsOf)).toEqual(long);
  });

  it('has short lines above the table as its text where it says so', () => {
    const { text } = form({ content: row('信息内容', '内容如上') });
    const above: Root = { type: 'root', children: [...receivedText('金东分局开展整治\n劝导86起。').text.children, ...text.children] };
    expect(annexOf({ text: above })?.body.children.map(wordsOf)).toEqual(['金东分局开展整治', '劝导86起。']);
  });

  it('keeps a day that it can’t read', () => {
    const rows = [row('报送时间', '11月25日'), ...Object.values(ROWS)];
    const inside: Root = { type: 'root', children: [{ type: 'table', children: rows }] };
    expect(annexOf({ text: inside })).toMatchObject({ submittedAt: null, lines: ['报送时间：11月25日'] });
  });

  it('loses no long paragraph above the table, whatever it says', () => {
    const { text } = form();
    const above: Root = { type: 'root', children: [...receivedText(`${TEXT}。上文。`).text.children, ...text.children] };
    expect(annexOf({ text: above })?.body.children.map(wordsOf)).toEqual([`${TEXT}。上文。`, TEXT, '商户表示支持。']);
  });

  it('goes with a text of its own', () => {
    const text = receivedText(`金东分局开展沿街店铺专项整治\n${TEXT}`);
    const alone = form({ content: row('信息内容', '见附件') });
    const { id, files } = draftOf({ ...material, text, form: alone });
    expect(id).toMatch(/^jindong\/2026-11-23-/);
    expect(Buffer.from(files[0]?.bytes ?? []).toString()).toMatch(new RegExp(`channels: \\[website, wechat\\][\\s\\S]*---\n\n${TEXT}\n$`));
  });

  it('may have its text behind the table', () => {
    expect(annexOf(form({ content: row('信息内容', '（附后）') }, [TEXT]))?.body.children.map(wordsOf)).toEqual([TEXT]);
  });

  it('is no other table', () => {
    const table = { type: 'table' as const, children: [row('标题', '甲'), row('数量', '3'), row('备注', '')] };
    expect(annexOf({ text: { type: 'root', children: [table] } })).toBeNull();
  });
});

describe('a cell whose reader kept its paragraphs', () => {
  it('gives them as they are', () => {
    const blocks = receivedText(`${TEXT}\n商户表示支持。`).text.children;
    const kept = {
      ...ROWS.content,
      children: ROWS.content.children.map((cell, index) => (index === 1 ? { ...cell, data: { blocks } } : cell)),
    };
    expect(annexOf(form({ content: kept }))?.body.children).toEqual(blocks);
  });
});
