import { domainToUnicode } from 'node:url';
import type { Words } from '../../item/content-problem.ts';
import { fold } from '../../item/markdown/folded-text.ts';
import type { Policy } from '../../organisation/policy.ts';
import { type ContactLink, contactsOf, decoded, hostOf, type ItemLink, isAmong, isTrusted, linksOf } from '../links.ts';
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
/** A host in the words of a link: names with dots between, the last of letters; right behind the commonest ends Han words may follow. */
const NAMED =
  /(?<![a-z0-9\p{Script=Han}.-])(?:[a-z0-9\p{Script=Han}-]{1,63}\.){1,10}(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59}|中国|公司|网络|政务|公益|网址|网站|在线|中文网|集团|商城|网店|商店|企业|信息|手机)(?:(?<=\.(?:cn|com|net|org))(?=\p{Script=Han})|(?![a-z0-9\p{Script=Han}-]))/gu;
/** Ends of names of files; those of the second list are top-level domains, too. */
const FILES = new Set(
  'html htm shtml jsp php asp aspx pdf doc docx xls xlsx ppt pptx txt csv rar jpg jpeg png gif ofd wps dps rtf dwg tif tiff bmp avi wmv exe apk'.split(
    ' ',
  ),
);
const FILES_OR_HOSTS = new Set(['zip', 'md', 'mov', 'app', 'et']);
/** What people shorten with a dot (Mr.Wang), and what so short a name is a host's under. */
const SHORTENED = new Set('mr ms mrs dr prof st no vol fig inc ltd co'.split(' '));
const UNDER = new Set('cn com net org co io me cc tv'.split(' '));
const ADDRESS = /(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,253}/g;
/** What stands before the @ of an e-mail address, and is no host. */
const LOCAL_PART = /(?<![\w./%+-])(?!www\.)[a-z0-9._%+-]{1,64}@/g;
const TIMES = /(?<!\d)(?:\d{1,2}:\d\d(?!\d)|(?:19|20)\d\d年)/g;
const NUMBER = /\+?\d(?:[-\s().·/]?\d){2,30}/g;
/** An address within another: behind its path, its ? or its #. */
const INNER = /https?:[\\/]*([^\\/?#&\s]{1,253})|(?:\b[a-z]{2,8}:|[=#?&])[\\/]{2,9}([^\\/?#&\s]{1,253})/gi;
/** A host behind its scheme in the words of a link, whatever it looks like: a number, a bare name. */
const ADDRESSED = /https?:\/\/([a-z0-9.-]{1,253})/g;
/** Digits in Chinese that are a number to dial, not a year. */
const SPOKEN = /[〇零一二三四五六七八九]{3,12}(?![〇零一二三四五六七八九年])/g;
const SPOKEN_DIGITS = '零一二三四五六七八九';

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
  const { pathname, search, hash } = new URL(url);
  // What browsers overlook, sites that redirect often do, too.
  const rest = decoded(`${pathname}${search}${hash}`).replace(/[\t\r\n]/g, '');
  const packed = (rest.match(/aHR0c[\w+/-]{6,}/g) ?? []).map((code) => Buffer.from(code, 'base64').toString('utf8'));
  const inner = [rest, ...packed].flatMap((text) => [...text.matchAll(INNER)].map(([, whole, bare]) => hostOf(`https://${whole ?? bare}`)));
  return inner.find((host) => host?.includes('.') && !isTrusted(host, policy)) ?? null;
}

const without = (host: string) => host.replace(/^www\./, '');
/** Letters of other scripts as the Latin ones that they are read as. */
const read = (text: string) => [...text].map((letter) => (letter > '\x7f' ? (LOOKS_LIKE[letter] ?? letter) : letter)).join('');
/** The words of a link as they are read: 。 between Latin letters is a dot to a browser and to people. */
const readWords = (words: string) => read(fold(words).text.toLowerCase()).replace(/(?<=[a-z0-9])。(?=[a-z0-9])/g, '.');

/** True for what only looks like a host: the name of a file, a shortened word. */
function isNoHost(name: string, url: string): boolean {
  const labels = name.split('.');
  const [last = '', second = ''] = labels.toReversed();
  if (FILES.has(last)) return true;
  if (FILES_OR_HOSTS.has(last) && /\p{Script=Han}/u.test(name)) return true;
  if (FILES_OR_HOSTS.has(last)) return decoded(url).toLowerCase().split(/[?#]/)[0]?.endsWith(`/${name}`) === true;
  return (second.length < 2 && !UNDER.has(last)) || (labels.length === 2 && SHORTENED.has(second));
}

/** True where the words name the link's host, or the domain above it; www. names one host, and the one without it. */
function isSame(name: string, real: string): boolean {
  // Han words before a host run together with it.
  const own = [name, name.replace(/^\p{Script=Han}+(?=[a-z0-9])/u, '')];
  const isBehind = name.endsWith(real) && /^\p{Script=Han}+$/u.test(name.slice(0, -real.length));
  return isBehind || own.some((each) => without(each) === without(real) || isAmong(real, [each]));
}

/** The host that the words name, where it is another one than the link's. */
function named(words: string, url: string, host: string): string | null {
  const real = read(domainToUnicode(host));
  const plain = readWords(words).replace(LOCAL_PART, '@');
  const addressed = [...plain.matchAll(ADDRESSED)].map(([, name = '']) => name);
  const said = [...(plain.match(NAMED) ?? []).filter((name) => !isNoHost(name, url)), ...addressed];
  const names = said.map((name) => read(domainToUnicode(name) || name));
  return names.find((name) => !isSame(name, real)) ?? null;
}

/** A number as it is dialled within the country. */
const dialled = (number: string) =>
  number
    .replace(/\D/g, '')
    .replace(/^(?:00)?86(?=\d{7})/, '')
    .replace(/^0/, '');

/** Whether a telephone link calls the number that its words say; words without a number say none. */
function callsAsSaid(words: string, target: string): boolean {
  const spoken = words.replace(SPOKEN, (digits) =>
    [...digits.replaceAll('〇', '零')].map((digit) => SPOKEN_DIGITS.indexOf(digit)).join(''),
  );
  const said = (readWords(spoken).replace(TIMES, '；').match(NUMBER) ?? []).map(dialled);
  const real = dialled(target);
  // A local number, or a service line, behind the two or three digits of a city of this country.
  const isLocal = (number: string): boolean =>
    (number.length >= 7 || (/^(?:1[02]|9\d)\d{3}$/.test(number) && /^[0+]/.test(target))) &&
    real.endsWith(number) &&
    [2, 3].includes(real.length - number.length) &&
    !/^(?:\+|00)(?!86)/.test(target);
  return said.length === 0 || said.some((number) => number === real || isLocal(number));
}

/** Whether a letter goes where the words say; words without an address say nothing of one that isn't official. */
function writesAsSaid(words: string, target: string, policy: Policy): boolean {
  const said: readonly string[] = readWords(words).match(ADDRESS) ?? [];
  return said.length > 0 ? said.includes(target) : isTrusted(target.slice(target.indexOf('@') + 1), policy);
}

const mismatch = (problem: string): Verdict => ({
  code: 'E_LINK_MISMATCH',
  words: { problem, expected: '文字和去处是同一个号码或邮箱。', fix: '把号码或邮箱写在文字里，或去掉链接。' },
});

/** A link that calls or writes: to whom the words say, and nothing besides. */
function contactVerdict({ kind, url, words }: ContactLink, policy: Policy): Verdict {
  const target = decoded(url.slice(url.indexOf(':') + 1)).toLowerCase();
  const plain = kind === 'tel' ? /^\+?[\d().-]{3,30}$/ : /^[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,253}$/;
  if (!plain.test(target))
    return {
      code: 'E_LINK_CONTACT',
      words: { problem: '电话或邮箱的链接里夹带着别的内容。', expected: '只有一个号码，或一个邮箱。', fix: '只留号码或邮箱。' },
    };
  const host = kind === 'mailto' ? target.slice(target.indexOf('@') + 1) : 'tel';
  const said = named(words, '', host);
  if (said !== null) return mismatch(`链接的文字写着 ${said}，实际是${kind === 'tel' ? '打电话' : `写信给 ${target}`}。`);
  if (kind === 'tel') return callsAsSaid(words, target) ? null : mismatch('链接的文字写的号码，和实际拨打的不一样。');
  return writesAsSaid(words, target, policy) ? null : mismatch(`链接的文字没有写出收信的邮箱 ${target}。`);
}

function verdictOf(link: ItemLink, policy: Policy): Verdict {
  const { host, url } = link;
  const said = named(link.words, url, host);
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
    [
      ...linksOf(subject).map((link) => ({ link, verdict: verdictOf(link, policy) })),
      ...contactsOf(subject).map((link) => ({ link, verdict: contactVerdict(link, policy) })),
    ].flatMap(({ link: { span, where }, verdict }) => (verdict ? [{ ...verdict, span, where }] : [])),
  good: [
    { title: '政府网站', body: '见[通知](https://www.jinhua.gov.cn/art/1.html)。\n' },
    { title: '文字就是网址', body: '见[www.gov.cn](https://www.gov.cn/zhengce/)。\n' },
    { title: '文字写的是上一级域名', body: '见[gov.cn 的文件](https://flk.npc.gov.cn/)。\n' },
    { title: '中文域名的政府网站', body: '见[网站](https://示例.政务/)。\n' },
    { title: '名单里的网站', body: '见[视频](https://govcn.example.com/)。\n', policy: { allow: { hosts: ['example.com'] } } },
    { title: '转回本网站的登录页', body: '见[办事](https://www.zjzwfw.gov.cn/login?goto=https://www.gov.cn/a)。\n' },
    { title: '文字写的号码和邮箱就是去处', body: '拨打[0579-82400000](tel:+8657982400000)，邮箱：li.wang@163.com。\n' },
    { title: '文字没有写号码', body: '请[来电](tel:12345)，或[来信](mailto:zfj@jinhua.gov.cn)。\n' },
    { title: '文字里的缩写', body: '见[J.K.Rowling 和 Mr.Wang 的来信](https://www.gov.cn/a)。\n' },
    { title: '路径里的两道斜线', body: '见[通知](https://www.gov.cn/2026//a.html#/list?page=2)。\n' },
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
    { title: '藏在路径里的转走', body: '见[通知](https://www.gov.cn/go/https://evil.example/)。\n', finds: { code: 'E_LINK_HOST' } },
    { title: '藏在井号后面的转走', body: '见[通知](https://www.gov.cn/#/go?u=//evil.example)。\n', finds: { code: 'E_LINK_HOST' } },
    {
      title: '编码了两遍的转走',
      body: '见[通知](https://www.gov.cn/go?u=https%253A%252F%252Fevil.example)。\n',
      finds: { code: 'E_LINK_HOST' },
    },
    {
      title: '拨打的不是写的号码',
      body: '拨打[12345](tel:4001234567)。\n',
      finds: { code: 'E_LINK_MISMATCH', line: 13, column: 3, count: 1 },
    },
    {
      title: '写信给另一个邮箱',
      body: '邮箱[zfj@example.gov.cn](mailto:zfj@evil.example)。\n',
      finds: { code: 'E_LINK_MISMATCH', count: 1 },
    },
    {
      title: '邮箱后面夹带抄送',
      body: '[来信](mailto:zfj@jinhua.gov.cn?bcc=a@evil.example)。\n',
      finds: { code: 'E_LINK_CONTACT', count: 1 },
    },
    { title: '任何后缀的网站', body: '见[www.example.shop](https://www.gov.cn/)。\n', finds: { code: 'E_LINK_MISMATCH' } },
    { title: '图片上写的网站', body: '[![www.example.com](cover.jpg)](https://www.gov.cn/)\n', finds: { code: 'E_LINK_MISMATCH' } },
    { title: '文字写一个网站，去另一个', body: '见[www.gov.cn](https://evil.example/)。\n', finds: { code: 'E_LINK_MISMATCH' } },
    { title: '全角写的网址', body: '见[ｗｗｗ．ｇｏｖ．ｃｎ](https://www.example.com/)。\n', finds: { code: 'E_LINK_MISMATCH' } },
    { title: '引用式链接', body: '见[gov.cn][a]。\n\n[a]: https://evil.example/\n', finds: { code: 'E_LINK_MISMATCH', line: 15 } },
    { title: '来源网址', frontMatter: { source: { name: '示例', url: 'https://zj-gov.cn/a' } }, finds: { code: 'E_LINK_HOST' } },
  ],
};
