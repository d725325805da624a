import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { contactsOf } from '../links.ts';
import { ACCOUNTS, calledIn, type Named } from '../personal/called-numbers.ts';
import { masked } from '../personal/personal-data.ts';
import type { Rule, Subject } from '../rule.ts';
import { inTextAndNames, type Sighting } from '../sightings.ts';

const accountsIn = (blocks: readonly TextBlock[]): Named[] => calledIn(blocks, ACCOUNTS);

/** Addresses that readers see only when they press a link. */
function inLinks(subject: Subject): Sighting<Named>[] {
  return contactsOf(subject)
    .filter(({ kind }) => kind === 'mailto')
    .flatMap(({ url, words, span, where }) => {
      const block = { paragraph: 0, label: where, text: url.slice('mailto:'.length), span: () => span };
      return accountsIn([block])
        .filter(({ flagged }) => !words.includes(flagged))
        .map((match) => ({ ...match, where, file: 'index.md' }));
    });
}

/** No mail addresses, WeChat and QQ accounts of a person. */
export const contact: Rule = {
  id: 'pii/contact',
  asks: '不公开个人邮箱、微信号和 QQ 号。',
  severity: 'warning',
  article: '第五条',
  group: '个人信息',
  waivable: true,
  check: (subject) =>
    [...inTextAndNames(subject, accountsIn), ...inLinks(subject)].map((match) => ({
      ...match,
      words: {
        problem: `出现${match.name} ${masked(match.flagged)}。`,
        expected: '不公开个人通信方式；对外联系用 12345、单位座机或 gov.cn 邮箱。',
        fix: '换成单位的联系方式。这就是单位对外使用的账号的，写豁免并说明理由（8 字以上）。',
      },
    })),
  good: [
    { title: '单位的邮箱', body: '邮箱：zfj@jinhua.gov.cn，zfj@example.org。\n' },
    { title: '公众号', body: '微信公众号：jhzhzf，官方微信号jhzhzf01，公众号（微信号：jhzhzf02），可用WeChat扫码，微信小程序。\n' },
    { title: '媒体的账号', body: '示例新闻（微信号：shilinews）记者了解到，据《示例》（微信ID：shilizazhi）报道。\n' },
    { title: '群号和用量', body: 'QQ群123456789，QQ用户2026年增长。\n' },
    { title: '别的域名的一部分', body: '邮箱zfj@qq.com.example.gov.cn，zfj@163.example.cn。\n' },
    {
      title: '写明理由的豁免',
      body: '报送邮箱zfj2026@163.com。\n',
      frontMatter: { waivers: [{ rule: 'pii/contact', match: 'zfj2026@163.com', reason: '办公室对外公布的报送邮箱' }] },
    },
  ],
  bad: [
    {
      title: '个人邮箱',
      body: '请发至wang.example@163.com。\n',
      finds: { flagged: 'wang.example@163.com', line: 13, column: 4, count: 1 },
    },
    { title: '全角字符', body: '请发至ｗａｎｇ＠ｑｑ.ｃｏｍ。\n', finds: { count: 1 } },
    {
      title: '只在链接里的邮箱',
      body: '请[来信](mailto:wang.example@foxmail.com)。\n',
      finds: { flagged: 'wang.example@foxmail.com', count: 1 },
    },
    { title: '微信号', body: '微信号：wang_example01。\n', finds: { flagged: 'wang_example01', count: 1 } },
    { title: '加微信', body: '有意者加微信wangexample1。\n', finds: { flagged: 'wangexample1' } },
    { title: 'QQ 号', body: '联系QQ：123456789。\n', finds: { flagged: '123456789', count: 1 } },
    { title: '摘要里', frontMatter: { summary: '请发至wang.example@sina.com' }, finds: { line: 8, count: 1 } },
  ],
};
