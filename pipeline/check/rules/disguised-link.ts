import { domainToUnicode } from 'node:url';
import type { Words } from '../../item/content-problem.ts';
import type { Policy } from '../../organisation/policy.ts';
import { hostOf, type ItemLink, isAmong, isTrusted, linksOf } from '../links.ts';
import type { Rule } from '../rule.ts';

/** Services whose addresses hide where they lead, and may lead elsewhere tomorrow. */
const SHORT = [
  ...['t.cn', 'url.cn', 'dwz.cn', 'suo.im', 'suo.nz', 'sina.lt', 'mrw.so', '985.so', 'urlify.cn', 'rrd.me', 'c7.gg', 'u.nu', '0x9.me'],
  ...['bit.ly', 'tinyurl.com', 't.co', 'goo.gl', 'is.gd', 'ow.ly', 'buff.ly', 'cutt.ly', 'rebrand.ly', 'shorturl.at', 't.ly', 'v.ht'],
];

/** Letters and digits that look like a Latin letter. */
const LOOKS_LIKE: Record<string, string> = {
  ...{ а: 'a', с: 'c', е: 'e', о: 'o', р: 'p', х: 'x', у: 'y', ѕ: 's', і: 'i', ј: 'j', п: 'n', ѵ: 'v' },
  ...{ ο: 'o', ν: 'v', ρ: 'p', α: 'a', ո: 'n', ց: 'g', օ: 'o', ɡ: 'g', '0': 'o', '1': 'l' },
};
const FOREIGN = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u;
const GOVERNMENT = /gov[.-]?cn/;
/** An address in the words of a link. */
const NAMED = /(?<![a-z0-9.-])((?:[a-z0-9-]{1,63}\.){1,10}(?:cn|com|net|org|info|top|xyz))(?![a-z0-9-])/i;

type Verdict = { code: string; words: Words } | null;

const whole: Omit<Words, 'problem'> = {
  expected: '写明最终去处的完整网址，读者一眼看得出是哪个网站。',
  fix: '打开看一看，换成最终的网址。',
};

function lookAlike(host: string): boolean {
  const name = domainToUnicode(host);
  const plain = [...name].map((letter) => LOOKS_LIKE[letter] ?? letter).join('');
  return FOREIGN.test(name) || GOVERNMENT.test(plain);
}

/** The host that a trusted address passes its reader on to, `null` if it stays where it says. */
function passedTo(url: string, policy: Policy): string | null {
  const inner = [...new URL(url).searchParams.values()].map((value) => hostOf(value.startsWith('//') ? `https:${value}` : value));
  return inner.find((host) => host !== null && !isTrusted(host, policy)) ?? null;
}

const without = (host: string) => host.replace(/^www\./, '');

/** The host that the words name, where it is another one than the link's. */
function named({ words, host }: ItemLink): string | null {
  const said = without((NAMED.exec(words.normalize('NFKC'))?.[1] ?? '').toLowerCase());
  const real = without(host);
  return said === '' || isAmong(real, [said]) || isAmong(said, [real]) ? null : said;
}

function verdictOf(link: ItemLink, policy: Policy): Verdict {
  const { host, url } = link;
  const said = named(link);
  if (said !== null) {
    const words = {
      problem: `链接的文字写着 ${said}，实际去的是 ${host}。`,
      expected: '文字和去处是同一个网站。',
      fix: '改正网址，或改写文字。',
    };
    return { code: 'E_LINK_MISMATCH', words };
  }
  if (isTrusted(host, policy)) {
    const to = passedTo(url, policy);
    return to === null ? null : { code: 'E_LINK_HOST', words: { problem: `链接经 ${host} 转到 ${to}。`, ...whole } };
  }
  if (isAmong(host, SHORT)) return { code: 'E_LINK_HOST', words: { problem: `${host} 是短网址，看不出去哪里。`, ...whole } };
  if (!lookAlike(host)) return null;
  return {
    code: 'E_LINK_HOST',
    words: {
      problem: `${domainToUnicode(host)}（${host}）像政府网站，其实不是。`,
      expected: '真正的政府网站以 .gov.cn 结尾。',
      fix: '换成官方网址，或去掉链接。',
    },
  };
}

/** A link leads where it seems to (检查指标 on links to bad sites; A6 28, 29): no short addresses, no look-alikes, no way round. */
export const disguisedLink: Rule = {
  id: 'link/disguised',
  asks: '链接去哪个网站，读者一眼看得出。',
  severity: 'error',
  article: '第六条',
  waivable: false,
  check: (subject, { policy }) =>
    linksOf(subject).flatMap((link) => {
      const verdict = verdictOf(link, policy);
      return verdict ? [{ ...verdict, span: link.span, where: link.where }] : [];
    }),
  good: [
    { title: '政府网站', body: '见[通知](https://www.jinhua.gov.cn/art/1.html)。\n' },
    { title: '文字就是网址', body: '见[www.gov.cn](https://www.gov.cn/zhengce/)。\n' },
    { title: '文字写的是上一级域名', body: '见[gov.cn 的文件](https://flk.npc.gov.cn/)。\n' },
    { title: '中文域名的政府网站', body: '见[网站](https://示例.政务/)。\n' },
    { title: '名单里的网站', body: '见[视频](https://govcn.example.com/)。\n', policy: { allow: { hosts: ['example.com'] } } },
    { title: '转回本网站的登录页', body: '见[办事](https://www.zjzwfw.gov.cn/login?goto=https://www.gov.cn/a)。\n' },
    { title: '文字里的小数和文件名', body: '见[第1.2版 index.html](https://www.gov.cn/a)。\n' },
  ],
  bad: [
    { title: '短网址', body: '见[通知](https://t.cn/A6abc)。\n', finds: { code: 'E_LINK_HOST', line: 13, column: 2 } },
    { title: '裸写的短网址', body: '见 <https://dwz.cn/abc>。\n', finds: { code: 'E_LINK_HOST' } },
    { title: '西里尔字母冒充', body: '见[通知](https://www.gоv.cn/)。\n', finds: { code: 'E_LINK_HOST' } },
    { title: '写成编码的冒充', body: '见[通知](https://www.xn--gv-fmc.cn/)。\n', finds: { code: 'E_LINK_HOST' } },
    { title: '数字冒充字母', body: '见[通知](https://www.g0v.cn/)。\n', finds: { code: 'E_LINK_HOST' } },
    { title: '政府域名只在前面', body: '见[通知](https://www.gov.cn.evil.example/)。\n', finds: { code: 'E_LINK_HOST' } },
    { title: '连字符冒充点', body: '见[通知](https://zj-gov.cn/)。\n', finds: { code: 'E_LINK_HOST' } },
    {
      title: '经政府网站转走',
      body: '见[通知](https://www.gov.cn/go?url=https%3A%2F%2Fevil.example%2F)。\n',
      finds: { code: 'E_LINK_HOST' },
    },
    { title: '文字写一个网站，去另一个', body: '见[www.gov.cn](https://evil.example/)。\n', finds: { code: 'E_LINK_MISMATCH' } },
    { title: '全角写的网址', body: '见[ｗｗｗ．ｇｏｖ．ｃｎ](https://www.example.com/)。\n', finds: { code: 'E_LINK_MISMATCH' } },
    { title: '引用式链接', body: '见[gov.cn][a]。\n\n[a]: https://evil.example/\n', finds: { code: 'E_LINK_MISMATCH', line: 15 } },
    { title: '来源网址', frontMatter: { source: { name: '示例', url: 'https://zj-gov.cn/a' } }, finds: { code: 'E_LINK_HOST' } },
  ],
};
