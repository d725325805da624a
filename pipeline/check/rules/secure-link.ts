import { isPrivate, linksOf } from '../links.ts';
import type { Rule } from '../rule.ts';

/** What is sent by http can be read and changed on the way; many official sites answer by https too. */
export const secureLink: Rule = {
  id: 'link/https',
  asks: '链接尽量用 https。',
  severity: 'info',
  article: '第九条',
  waivable: false,
  check: (subject) =>
    linksOf(subject)
      .filter(({ url, host }) => /^http:/i.test(url) && !isPrivate(host))
      .map(({ host, span, where }) => ({
        span,
        where,
        words: {
          problem: `${host} 的链接以 http:// 开头，途中可能被改。`,
          expected: '以 https:// 开头的网址。',
          fix: '改成 https:// 试一试，打不开的保留原样。',
        },
      })),
  good: [
    { title: '已是 https', body: '见[通知](https://www.gov.cn/a)。\n' },
    { title: '正文里写到 http', body: '网址以`http://`开头。\n' },
    { title: '内部网络另有规则', body: '见[通知](http://192.168.1.1/)。\n' },
  ],
  bad: [
    { title: '用 http 的链接', body: '见[通知](http://www.gov.cn/a)。\n', finds: { line: 13, column: 2, count: 1 } },
    { title: '大写的 HTTP', body: '见[通知](HTTP://www.gov.cn/a)。\n', finds: { count: 1 } },
    { title: '来源网址', frontMatter: { source: { name: '示例', url: 'http://www.gov.cn/a' } }, finds: { count: 1 } },
  ],
};
