import { hostOf, isAmong } from '../links.ts';
import type { Report, Rule } from '../rule.ts';

const FIX = '补上 source: {name: 来源名称, url: 原文网址, published_at: 原文发布时间}。';

/** A repost names its source, and the source is a party or government site or one that the bureau allows (国办发〔2018〕123号). */
export const repostSource: Rule = {
  id: 'meta/repost-source',
  asks: '转发写明来源、网址和发布日期。',
  severity: 'error',
  article: '第七条',
  waivable: true,
  check: ({ frontMatter, locate }, { policy }) => {
    if (frontMatter?.category !== '转发') return [];
    const { source } = frontMatter;
    const missing = [
      source?.name === undefined && '来源名称',
      source?.url === undefined && '原文网址',
      source?.published_at === undefined && '原文发布时间',
    ];
    const list = missing.filter((name) => name !== false);
    if (!source?.url || list.length > 0) {
      const words = { problem: `转发的信息没有写明${list.join('、')}。`, expected: '写明来源、原文网址和原文发布时间。', fix: FIX };
      return [{ span: locate(source ? ['source'] : ['category']), where: '来源', waivable: false, words } satisfies Report];
    }
    const host = hostOf(source.url);
    if (host !== null && isAmong(host, ['gov.cn', ...policy.allow.hosts])) return [];
    return [
      {
        span: locate(['source', 'url']),
        where: '来源网址',
        flagged: host ?? source.url,
        words: {
          problem: `转发来源 ${host ?? ''} 不在允许的网站之列。`,
          expected: '转发党政机关网站（gov.cn）或办公室认可的网站。',
          fix: '改用官方来源；确需转发的，写豁免并说明理由（8 字以上），match 写这个域名。',
        },
      },
    ];
  },
  good: [
    { title: '不是转发' },
    {
      title: '转发省政府网站',
      frontMatter: {
        category: '转发',
        source: { name: '浙江省人民政府', url: 'https://www.zj.gov.cn/a.html', published_at: '2026-11-23' },
      },
    },
    {
      title: '转发办公室认可的网站',
      policy: { allow: { hosts: ['people.example'] } },
      frontMatter: { category: '转发', source: { name: '示例网', url: 'https://www.people.example/a', published_at: '2026-11-23' } },
    },
  ],
  bad: [
    { title: '没有来源', frontMatter: { category: '转发' }, finds: { line: 6 } },
    { title: '没有网址', frontMatter: { category: '转发', source: { name: '省政府', published_at: '2026-11-23' } } },
    { title: '没有原文发布时间', frontMatter: { category: '转发', source: { name: '省政府', url: 'https://www.zj.gov.cn/a' } } },
    {
      title: '假冒的政府域名',
      frontMatter: { category: '转发', source: { name: '省政府', url: 'https://zj-gov.cn/a', published_at: '2026-11-23' } },
      finds: { flagged: 'zj-gov.cn' },
    },
    {
      title: '域名藏在用户名之后',
      frontMatter: {
        category: '转发',
        source: { name: '省政府', url: 'https://www.zj.gov.cn@evil.example/a', published_at: '2026-11-23' },
      },
      finds: { flagged: 'evil.example' },
    },
  ],
};
