import { beijingDate } from '../../beijing-time.ts';
import { hasSecrecyDuty, holds } from '../../organisation/holders.ts';
import type { Report, Rule } from '../rule.ts';

/** Each item is reviewed for secrecy before it is published, by someone else than its submitter (保密法实施条例 Art. 42; Art. 5). */
export const secrecyReview: Rule = {
  id: 'meta/secrecy-review',
  asks: '每条信息发布前都做过保密审查，结论是可公开。',
  severity: 'error',
  article: '第五条',
  waivable: false,
  check: ({ frontMatter, locate, place }, { organisation, now }) => {
    if (!frontMatter || frontMatter.withdraw) return [];
    const { by, date, conclusion } = frontMatter.secrecy_review;
    const reports: Report[] = [];
    const add = (key: string, where: string, problem: string, expected: string, fix: string) =>
      reports.push({ span: locate(['secrecy_review', key]), where, words: { problem, expected, fix } });
    if (conclusion !== '可公开') {
      add(
        'conclusion',
        '保密审查结论',
        `保密审查的结论是“${conclusion}”。`,
        '结论为“可公开”的才能发布。',
        '不发布；情况有变的，请保密审查人重新审查。',
      );
    }
    if (date > beijingDate(now)) add('date', '保密审查日期', '保密审查日期还没有到。', '审查当天的日期。', '改成实际审查的日期。');
    if (by === frontMatter.submitter) {
      add('by', '保密审查人', '保密审查人就是报送人。', '由报送人以外的人审查。', '请单位负责人或本单位的保密审查员审查。');
    } else if (!Object.hasOwn(organisation.people, by)) {
      add('by', '保密审查人', `保密审查人 ${by} 不在名单里。`, '名单（content/organisation.yml）里的人员代号。', '改正代号。');
    } else if (place && !holds(organisation, by, 1, [place.unit], date) && !hasSecrecyDuty(organisation, by, place.unit, date)) {
      add(
        'by',
        '保密审查人',
        `${organisation.people[by]?.name}当天不是本单位的一级审核人或保密审查员。`,
        '由单位负责人或本单位的保密审查员审查。',
        '改由有此职责的人审查。',
      );
    }
    return reports;
  },
  good: [
    { title: '分局负责人审查，可公开' },
    { title: '保密审查员审查', frontMatter: { secrecy_review: { by: 'wangwu', date: '2026-11-23', conclusion: '可公开' } } },
    {
      title: '撤稿不需要审查结论',
      frontMatter: {
        withdraw: { kind: 'error', reason: '数据有误' },
        secrecy_review: { by: 'zhouyi', date: '2026-11-23', conclusion: '不公开' },
      },
    },
  ],
  bad: [
    { title: '结论是不公开', frontMatter: { secrecy_review: { by: 'zhouyi', date: '2026-11-23', conclusion: '不公开' } } },
    { title: '结论是依申请公开', frontMatter: { secrecy_review: { by: 'zhouyi', date: '2026-11-23', conclusion: '依申请公开' } } },
    {
      title: '报送人自己审查',
      frontMatter: { secrecy_review: { by: 'lisi', date: '2026-11-23', conclusion: '可公开' } },
      finds: { count: 1 },
    },
    { title: '审查人不在名单', frontMatter: { secrecy_review: { by: 'nobody', date: '2026-11-23', conclusion: '可公开' } } },
    { title: '审查人是别的单位的', frontMatter: { secrecy_review: { by: 'wuba', date: '2026-11-23', conclusion: '可公开' } } },
    { title: '审查人那天还没有任职', frontMatter: { secrecy_review: { by: 'zhouyi', date: '2024-12-31', conclusion: '可公开' } } },
    { title: '审查日期在将来', frontMatter: { secrecy_review: { by: 'zhouyi', date: '2026-11-30', conclusion: '可公开' } } },
  ],
};
