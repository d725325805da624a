import type { Words } from '../../item/content-problem.ts';
import { scansOf } from '../../item/front-matter/front-matter-schema.ts';
import { nodesOf, spanOf } from '../../item/markdown/markdown.ts';
import { hostOf, isPrivate, runsOn, seen } from '../links.ts';
import type { Report, Rule, Subject } from '../rule.ts';

type Verdict = { code: string; words: Words } | null;

const inFolder: Omit<Words, 'problem'> = { expected: '本文件夹里的 JPG 文件名，如 street.jpg。', fix: '把图片放进本文件夹，只写文件名。' };
const address: Omit<Words, 'problem'> = { expected: '以 https:// 开头的完整网址。', fix: '改成完整网址，或去掉链接。' };

function schemeOf(url: string): string | null {
  return /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? null;
}

/** People write `./` before a name: it means the same. */
const isNamed = (url: string, names: ReadonlySet<string>) => names.has(url.replace(/^\.\//, ''));

function ofPicture(url: string, names: ReadonlySet<string>): Verdict {
  const scheme = schemeOf(url);
  if (scheme === 'http' || scheme === 'https' || url.startsWith('//') || url.startsWith('\\')) {
    return { code: 'E_REMOTE_IMAGE', words: { problem: '图片在别的网站上。', ...inFolder } };
  }
  if (scheme === 'data') return { code: 'E_IMAGE_TYPE', words: { problem: '图片写成了一串代码。', ...inFolder } };
  if (isNamed(url, names)) return null;
  if (/\.(svg|png|gif|webp|heic|bmp)$/i.test(url)) return { code: 'E_IMAGE_TYPE', words: { problem: '图片不是 JPG。', ...inFolder } };
  return { code: 'E_IMAGE_REF', words: { problem: '图片不在本文件夹里。', ...inFolder } };
}

/** `https:\\\\user@host` is read by browsers like `https://user@host`. */
function hasUserName(url: string): boolean {
  const { username, password } = new URL(url);
  return username !== '' || password !== '' || /^https?:[/\\]*[^/\\?#]*@/i.test(url);
}

function ofLink(url: string, names: ReadonlySet<string>): Verdict {
  if (url === '') return { code: 'E_LINK_EMPTY', words: { problem: '链接没有地址。', ...address } };
  const scheme = schemeOf(url);
  if (scheme === 'tel' || scheme === 'mailto') return null;
  if (scheme !== null && scheme !== 'http' && scheme !== 'https')
    return { code: 'E_LINK_SCHEME', words: { problem: `链接的种类 ${scheme}: 不能用。`, ...address } };
  if (scheme === null) {
    return isNamed(url, names) ? null : { code: 'E_LINK_TARGET', words: { problem: '链接指向的内容不在本文件夹里。', ...address } };
  }
  const host = hostOf(url);
  if (host === null) return { code: 'E_LINK_HOST', words: { problem: '链接的网址写得不对。', ...address } };
  if (hasUserName(url)) return { code: 'E_LINK_HOST', words: { problem: '链接的网址里夹着用户名（@）。', ...address } };
  return isPrivate(host) ? { code: 'E_LINK_HOST', words: { problem: '链接指向内部网络，读者打不开。', ...address } } : null;
}

const RUNS_ON: Verdict = {
  code: 'E_LINK_HOST',
  words: {
    problem: '网址把后面的文字连进了网站的名字，点开去的不是这个网站。',
    expected: '网址写在尖括号里，如 <https://www.zj.gov.cn/>。',
    fix: '给网址加上 < >，后面的文字放在外面。',
  },
};

function inBody({ tree, lines }: Subject, names: ReadonlySet<string>): Report[] {
  const reports: Report[] = [];
  const pictured = new Set<string>();
  nodesOf(tree).forEach((node) => {
    if (node.type === 'imageReference') pictured.add(node.identifier);
  });
  nodesOf(tree).forEach((node) => {
    if (node.type !== 'link' && node.type !== 'image' && node.type !== 'definition') return;
    const picture = node.type === 'image' || (node.type === 'definition' && pictured.has(node.identifier));
    const verdict = node.type === 'link' && runsOn(node, lines) ? RUNS_ON : (picture ? ofPicture : ofLink)(seen(node.url), names);
    if (verdict) reports.push({ ...verdict, span: spanOf(node) });
  });
  return reports;
}

const SCAN: Words = {
  problem: '这里用了审核单的扫描件，它不对外发布。',
  expected: '扫描件只写在 unit_review、offline_review 的 scan 里。',
  fix: '换成另一张图片。',
};

/** The scan of a unit's own review form goes to no channel (contracts.md 2): neither as cover nor in the text. */
function scanShown({ frontMatter, tree, locate }: Subject): Report[] {
  const scans = frontMatter ? scansOf(frontMatter) : [];
  const reports: Report[] = [];
  if (frontMatter?.cover !== undefined && scans.includes(frontMatter.cover))
    reports.push({ code: 'E_IMAGE_SCAN', span: locate(['cover']), where: '封面', words: SCAN });
  nodesOf(tree).forEach((node) => {
    if ((node.type === 'image' || node.type === 'definition') && scans.includes(node.url.replace(/^\.\//, '')))
      reports.push({ code: 'E_IMAGE_SCAN', span: spanOf(node), words: SCAN });
  });
  return reports;
}

/** Pictures that the front matter names lie in the folder. */
function inFrontMatter({ frontMatter, locate }: Subject, names: ReadonlySet<string>): Report[] {
  if (!frontMatter) return [];
  const named: [place: string[], name: string | undefined, label: string][] = [
    [['cover'], frontMatter.cover, '封面'],
    [['unit_review', 'scan'], frontMatter.unit_review?.scan, '审核单扫描件'],
    [['offline_review', 'scan'], frontMatter.offline_review?.scan, '纸质审核单扫描件'],
    ...Object.keys(frontMatter.images ?? {}).map((name): [string[], string, string] => [['images', name], name, '图片说明']),
  ];
  return named
    .filter(([, name]) => name !== undefined && !names.has(name))
    .map(([place, , label]) => ({
      code: 'E_IMAGE_REF',
      span: locate(place, place[0] === 'images' ? 'key' : 'value'),
      where: label,
      words: { problem: `${label}写的图片不在本文件夹里。`, ...inFolder },
    }));
}

/** Links and pictures lead somewhere that readers may go: pictures in the folder, links by http(s) (检查指标 on dead links; A6 23-28). */
export const internalLink: Rule = {
  id: 'link/internal',
  asks: '链接和图片的地址，读者都打得开。',
  severity: 'error',
  article: '第九条',
  waivable: false,
  check: (subject) => {
    const names = new Set(subject.files.map(({ path }) => path).filter((path) => /\.jpe?g$/.test(path)));
    return [...inFrontMatter(subject, names), ...inBody(subject, names), ...scanShown(subject)];
  },
  good: [
    { title: '本文件夹里的图片', body: '![街道](street.jpg)\n', files: { 'street.jpg': 'jpeg' } },
    { title: '文件名前写了 ./', body: '![街道](./street.jpg)\n', files: { 'street.jpg': 'jpeg' } },
    { title: '政府网站的链接', body: '依据[条例](https://www.gov.cn/zhengce/a.html)。\n' },
    { title: '引用式图片', body: '![街道][a]\n\n[a]: street.jpg\n', files: { 'street.jpg': 'jpeg' } },
    { title: '热线电话', body: '请[来电](tel:12345)。\n' },
    { title: '网址后面的文字在尖括号外面', body: '登录<https://www.zj.gov.cn>查看。\n' },
    { title: '网址里的中文', body: '见 https://www.zj.gov.cn/搜索?q=城管 。\n' },
  ],
  bad: [
    { title: '图片不存在', body: '![街道](absent.jpg)\n', finds: { code: 'E_IMAGE_REF', line: 13, column: 1 } },
    { title: '别的网站的图片', body: '![街道](http://169.254.169.254/a.jpg)\n', finds: { code: 'E_REMOTE_IMAGE' } },
    { title: '省去协议的图片', body: '![街道](//evil.example/a.jpg)\n', finds: { code: 'E_REMOTE_IMAGE' } },
    { title: '上级文件夹的文件', body: '![x](../../.git/config)\n', finds: { code: 'E_IMAGE_REF' } },
    { title: '编码过的上级文件夹', body: '![x](%2e%2e/x.jpg)\n', finds: { code: 'E_IMAGE_REF' } },
    { title: '本机文件', body: '![x](file:///etc/passwd)\n', finds: { code: 'E_IMAGE_REF' } },
    { title: 'SVG 图片', body: '![x](x.svg)\n', finds: { code: 'E_IMAGE_TYPE' } },
    { title: '写成代码的图片', body: '![x](data:image/png;base64,AAAA)\n', finds: { code: 'E_IMAGE_TYPE' } },
    { title: '引用式的远程图片', body: '![x][a]\n\n[a]: https://evil.example/a.jpg\n', finds: { code: 'E_REMOTE_IMAGE', line: 15 } },
    { title: 'javascript 链接', body: '[x](javascript:alert(1))\n', finds: { code: 'E_LINK_SCHEME' } },
    { title: '用实体遮住的 javascript', body: '[x](java&#x73;cript:alert)\n', finds: { code: 'E_LINK_SCHEME' } },
    { title: '大小写混写', body: '[x](JaVaScRiPt:alert)\n', finds: { code: 'E_LINK_SCHEME' } },
    { title: '用制表符隔开', body: '[x](<java&Tab;script:alert>)\n', finds: { code: 'E_LINK_SCHEME' } },
    { title: 'file 链接', body: '[x](file:///etc/passwd)\n', finds: { code: 'E_LINK_SCHEME' } },
    { title: '内部网络', body: '[x](http://192.168.1.1/)\n', finds: { code: 'E_LINK_HOST' } },
    { title: '写成数字的本机地址', body: '[x](http://2130706433/)\n', finds: { code: 'E_LINK_HOST' } },
    { title: '夹着用户名', body: '[x](https://www.gov.cn@evil.example/)\n', finds: { code: 'E_LINK_HOST' } },
    { title: '反斜线后夹着用户名', body: '[x](<https:\\\\www.gov.cn@evil.example/>)\n', finds: { code: 'E_LINK_HOST' } },
    { title: '网站名后面紧跟汉字', body: '登录 www.zj.gov.cn查看。\n', finds: { code: 'E_LINK_HOST', line: 13, column: 4, count: 1 } },
    { title: '网站名后面的括号和文字', body: '信用中国网站（www.creditchina.gov.cn）上无不良记录。\n', finds: { column: 8, count: 1 } },
    { title: '网站名后面的冒号', body: '见 https://www.zj.gov.cn：首页。\n', finds: { code: 'E_LINK_HOST', count: 1 } },
    {
      title: '文字连成了别的网站',
      body: '见 https://www.gov.cn详情.evil.example/a\n',
      finds: { code: 'E_LINK_HOST', line: 13, column: 3, count: 1 },
    },
    { title: 'data 链接', body: '[x](data:text/html,1)\n', finds: { code: 'E_LINK_SCHEME' } },
    { title: '别的信息的图片', body: '![x](/wucheng/2026-11-01-other/a.jpg)\n', finds: { code: 'E_IMAGE_REF' } },
    { title: '没有地址', body: '[x]()\n', finds: { code: 'E_LINK_EMPTY' } },
    { title: '相对地址', body: '[x](../other/)\n', finds: { code: 'E_LINK_TARGET' } },
    { title: '封面不存在', frontMatter: { cover: 'absent.jpg' }, finds: { code: 'E_IMAGE_REF', line: 9, column: 8 } },
    {
      title: '扫描件作封面',
      frontMatter: { cover: 'scan.jpg', unit_review: { by: 'zhouyi', at: '2026-11-23 10:00', scan: 'scan.jpg' } },
      files: { 'scan.jpg': 'jpeg' },
      finds: { code: 'E_IMAGE_SCAN' },
    },
    {
      title: '正文里的扫描件',
      frontMatter: { unit_review: { by: 'zhouyi', at: '2026-11-23 10:00', scan: 'scan.jpg' } },
      body: '![审核单](./scan.jpg)\n',
      files: { 'scan.jpg': 'jpeg' },
      finds: { code: 'E_IMAGE_SCAN' },
    },
    { title: '说明了不存在的图片', frontMatter: { images: { 'absent.jpg': { credit: '示例' } } }, finds: { code: 'E_IMAGE_REF' } },
  ],
};
