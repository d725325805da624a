import { isPrivate, isTrusted, linksOf } from '../links.ts';
import type { Rule } from '../rule.ts';

/** Links lead to official sites, or to those that the Office allows: the site answers for what it links to (检查指标 单项否决 3). */
export const externalHost: Rule = {
  id: 'link/external-host',
  asks: '链接只去政府网站和办公室认可的网站。',
  severity: 'warning',
  article: '第六条',
  waivable: true,
  check: (subject, { policy }) => {
    const reposted = subject.frontMatter?.category === '转发';
    return linksOf(subject)
      .filter(({ host, where }) => !isTrusted(host, policy) && !isPrivate(host) && !(reposted && where === '来源网址'))
      .map(({ host, span, where }) => ({
        flagged: host,
        span,
        where,
        words: {
          problem: `链接去的是 ${host}，不在认可的网站之列。`,
          expected: '政府网站（gov.cn）或 policy.yml 里 allow.hosts 认可的网站。',
          fix: '换成官方网址；确需链接的，核对内容后写豁免，match 写这个域名。',
        },
      }));
  },
  good: [
    { title: '政府网站', body: '依据[条例](https://flk.npc.gov.cn/a)。\n' },
    { title: '名单里的网站', body: '见[报道](https://news.people.example/a)。\n', policy: { allow: { hosts: ['people.example'] } } },
    { title: '本网站的页面', body: '见[前文](https://city.example/a/)。\n', policy: { site: { url: 'https://city.example' } } },
    { title: '没有链接的网址是代码', body: '访问`https://evil.example`。\n' },
    {
      title: '转发的来源另有规则',
      frontMatter: { category: '转发', source: { name: '示例网', url: 'https://people.example/a', published_at: '2026-11-23' } },
    },
    {
      title: '写明理由的豁免',
      body: '见[报道](https://people.example/a)。\n',
      frontMatter: { waivers: [{ rule: 'link/external-host', match: 'people.example', reason: '中央媒体的原文，已核对内容' }] },
    },
  ],
  bad: [
    {
      title: '中文标点后面不写 http 的网址',
      body: '网址：www.evil.example\n',
      finds: { line: 13, column: 4, flagged: 'www.evil.example', count: 1 },
    },
    { title: '别的网站', body: '见[报道](https://people.example/a)。\n', finds: { flagged: 'people.example', line: 13, column: 2 } },
    { title: '裸写的网址', body: '见 https://people.example/a 。\n', finds: { flagged: 'people.example' } },
    { title: '引用式链接', body: '见[报道][a]。\n\n[a]: https://people.example/a\n', finds: { flagged: 'people.example', line: 15 } },
    { title: '名字像而不在名单里', body: '见[报道](https://evilpeople.example/a)。\n', policy: { allow: { hosts: ['people.example'] } } },
  ],
};
