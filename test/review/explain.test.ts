import { describe, expect, it } from 'vitest';
import { explain } from '#pipeline/review/explain.ts';
import { story } from './evidence-builder.ts';
import { judged } from './judged.ts';

describe('the verdict in plain words', () => {
  it('says each level, what isn’t counted, and who acts next', () => {
    const told = story().approves('zhouyi', '10:02').approves('fengliu', '10:05');
    expect(explain(told.evidence, judged(told).full)).toBe(
      [
        '结论　等待：还差审核或手续',
        '依据　第 12 号合并请求，推送 1 次，审核记录 2 条，核对时间 2026-11-24 12:00',
        '',
        'wucheng/2026-11-23-street　等待：还差审核或手续',
        '  1 报送单位/部门负责人审核　已同意　周一 11-24 10:02 已同意',
        '  2 办公室审核　待审　请 郑四 或 王五 审核',
        '  3 分管领导签发　先于上一级，未计入　冯六 11-24 10:05 同意：先于上一级，未计入；请 郑四 或 王五 先审，审完会再请本人点一次。',
        '  未计入　冯六 11-24 10:05 同意：先于上一级，未计入；请 郑四 或 王五 先审，审完会再请本人点一次。',
        '  下一步　请 郑四 或 王五 审核',
        '',
      ].join('\n'),
    );
  });

  it('says so where nothing needs three reviews', () => {
    const told = story().with((evidence) => Object.assign(evidence, { files: [], items: [] }));
    expect(explain(told.evidence, judged(told).full)).toContain('没有改动稿件和名单，不需要三级审核。');
  });

  it('names the problem and whose it is', () => {
    const told = story().signed().at('2026-12-01 08:00');
    const text = explain(told.evidence, judged(told).full);
    expect(text).toContain('信息日期 11 月 23 日，已于 11 月 30 日 24:00 过期');
    expect(text).toContain('下一步　请 李四 修改');
  });
});
