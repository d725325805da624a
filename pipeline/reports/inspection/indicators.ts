import { type Limit, limitOf, newestDay, type Shown, TWO_WEEKS } from '../../alerts/freshness-watch.ts';
import { addDays, type BeijingDate } from '../../beijing-time.ts';
import type { Channel } from '../../item/front-matter/front-matter-schema.ts';
import type { Policy } from '../../organisation/policy.ts';

/** A page of the built site, as far as an inspection looks at it. */
export interface BuiltPage {
  address: string;
  /** Tags and the like that it must carry and doesn't. */
  lacks: readonly string[];
  /** `null`: no such tag. */
  pubDate: string | null;
  source: string | null;
  /** The HTML of its foot. */
  foot: string;
}

/** What couldn't be looked at, with the reason in words. */
type Unseen = { unseen: string };

/** What an inspection is made from. */
export interface InspectionFacts {
  today: BeijingDate;
  columns: Policy['columns'];
  site: Policy['site'];
  /** Everything that readers find; on the website since its PubDate, on the other channels since it is there. */
  shown: readonly Shown[];
  /** PubDate by the ledger, of each item's page. */
  published: ReadonlyMap<string, string>;
  pages: readonly BuiltPage[] | Unseen;
  /** Links of what is out: how many were followed, and which lead nowhere. */
  links: { followed: number; dead: readonly string[] } | Unseen;
}

export type Result = '好' | '三天内到期' | '不合格' | '没有看';

/** What one look found. */
export interface Look {
  what: string;
  result: Result;
  /** What is to be done; `null` where nothing is. */
  todo: string | null;
  /** The last day on which it is still good, where a limit runs. */
  until?: BeijingDate;
}

/** One indicator: its place in the document, how grave it is, who answers for it, and how it is looked at. */
export interface Indicator {
  number: string;
  name: string;
  kind: string;
  who: string;
  look: (facts: InspectionFacts) => Look[];
}

const VETO = '单项否决';
const OF_FIVE = '单项否决（满 5 个）';
const DEDUCTION = '扣分（门户网站）';
const NORM = '规范要求';
/** A limit that ends so soon is told of. */
const DAYS_AHEAD = 3;
const NAMED = 5;

const named = (all: readonly string[]): string => `${all.slice(0, NAMED).join('、')}${all.length > NAMED ? ` 等 ${all.length} 个` : ''}`;
const good = (what: string): Look => ({ what, result: '好', todo: null });
const bad = (what: string, todo: string): Look => ({ what, result: '不合格', todo });
const unseen = (what: string, todo: string): Look => ({ what, result: '没有看', todo });

/** How a column or channel stands against its limit. */
function keptUp(name: string, newest: BeijingDate, limit: Limit, today: BeijingDate, late: string): Look {
  const until = limit.lastDay(newest);
  const what = `${name}最近更新 ${newest}，应${limit.name}内有更新`;
  if (until < today) return { ...bad(what, late), until };
  if (addDays(today, DAYS_AHEAD) < until) return { ...good(what), until };
  return { what, result: '三天内到期', todo: '请在到期前约稿、发布一条。', until };
}

const onChannel = ({ shown }: InspectionFacts, channel: Channel): Shown[] => shown.filter((one) => one.channel === channel);

function channel(name: Channel, what: string): Indicator['look'] {
  return (facts) => {
    const newest = newestDay(onChannel(facts, name));
    if (newest === undefined) return [unseen(`台账里没有${what}上的信息`, '有账号而不经本系统发布的，请自行核对更新。')];
    return [keptUp(what, newest, TWO_WEEKS, facts.today, '请马上约稿、发布；两周没有更新即单项否决。')];
  };
}

/** The columns with what they show. */
function inColumns(facts: InspectionFacts): { column: InspectionFacts['columns'][number]; newest: BeijingDate | undefined }[] {
  const pages = onChannel(facts, 'website');
  return facts.columns.map((column) => ({
    column,
    newest: newestDay(pages.filter(({ category }) => column.categories.includes(category))),
  }));
}

function columns(facts: InspectionFacts): Look[] {
  const limited = inColumns(facts).flatMap(({ column, newest }) => {
    const limit = limitOf(column);
    return limit === null || newest === undefined ? [] : [{ name: `栏目“${column.name}”`, newest, limit }];
  });
  const late = limited.filter(({ newest, limit }) => limit.lastDay(newest) < facts.today).length;
  if (limited.length === 0) return [unseen('没有已有内容的动态、要闻、通知公告、政策文件类栏目', '请核对 policy.yml 里栏目的 type。')];
  const todo = `请马上约稿，或在 policy.yml 调整栏目；没有更新的共 ${late} 个，满 5 个即单项否决。`;
  return limited.map(({ name, newest, limit }) => keptUp(name, newest, limit, facts.today, todo));
}

/** Nobody says how long is long: people judge by the days that are listed. */
function otherColumns(facts: InspectionFacts): Look[] {
  const others = inColumns(facts).flatMap(({ column, newest }) =>
    limitOf(column) === null && newest !== undefined ? [`${column.name}（最近 ${newest}）`] : [],
  );
  if (others.length === 0) return [good('没有别的栏目')];
  return [unseen(`检查表没有写多久算长期：${named(others)}`, '请看这些栏目是不是该更新了；满 10 个即单项否决。')];
}

function emptyColumns(facts: InspectionFacts): Look[] {
  if (facts.columns.length === 0) return [unseen('policy.yml 里没有写栏目', '请自行核对网站上的栏目。')];
  if (onChannel(facts, 'website').length === 0) return [unseen('网站还没有发布信息', '发布以后再看。')];
  const empty = inColumns(facts).flatMap(({ column, newest }) => (newest === undefined ? [column.name] : []));
  if (empty.length === 0) return [good(`${facts.columns.length} 个栏目都有内容`)];
  return [bad(`空白栏目 ${empty.length} 个：${named(empty)}`, '请报送内容，或在 policy.yml 里撤掉、合并栏目。')];
}

/** A look at the built pages, where there are any. */
function pages(look: (built: readonly BuiltPage[], facts: InspectionFacts) => Look[]): Indicator['look'] {
  return (facts) => {
    const built = facts.pages;
    return 'unseen' in built
      ? [unseen(`${built.unseen}，网页没有看`, '请在生成网站的机器上先运行 sanshen build，再看。')]
      : look(built, facts);
  };
}

/** How many of the pages looked at are wrong, and which. */
function wrong(what: string, count: number, found: readonly string[], todo: string): Look[] {
  return [found.length === 0 ? good(`${count} 个网页，${what}`) : bad(`${count} 个网页里有 ${found.length} 个不对：${named(found)}`, todo)];
}

const forgedDates = pages((built, { published }) => {
  const dated = built.filter(({ address, pubDate }) => pubDate !== null || published.has(address));
  const found = dated.flatMap(({ address, pubDate }) => {
    const own = published.get(address);
    return pubDate === own ? [] : [`${address} 写 ${pubDate ?? '（没有）'}，台账 ${own ?? '没有这一条'}`];
  });
  return wrong('PubDate 与台账一致', dated.length, found, '请重新生成网站；还不一致的，查明是谁改了网页。');
});

const tags = pages((built) => {
  const found = built.filter(({ lacks }) => lacks.length > 0).map(({ address, lacks }) => `${address} 缺 ${lacks.join('、')}`);
  return wrong('标签齐全', built.length, found, '请补上 policy.yml 的 site、columns，重新生成网站。');
});

const sources = pages((built, { published }) => {
  const items = built.filter(({ address }) => published.has(address));
  const found = items.filter(({ source }) => source === null || source === '').map(({ address }) => address);
  return wrong('都有来源（ContentSource）', items.length, found, '请补上来源，按更正办理。');
});

/** A number or a mark that must stand at the foot of every page. */
function atFoot(value: (site: InspectionFacts['site']) => string | undefined, todo: string): Indicator['look'] {
  return pages((built, { site }) => {
    const sought = value(site)?.trim();
    if (!sought) return [bad('policy.yml 的 site 里没有写', todo)];
    const found = built.filter(({ foot }) => !foot.includes(sought)).map(({ address }) => address);
    return wrong('页脚都有', built.length, found, todo);
  });
}

/** The entry as the foot links it, which knows a site by its code. */
const faultEntry = ({ id_code: code }: InspectionFacts['site']): string | undefined => code && `jiucuo.html?site_code=${code}`;

function deadLinks({ links }: InspectionFacts): Look[] {
  if ('unseen' in links) return [unseen(links.unseen, '要看的，在 policy.yml 写 links: {nightly: true}，或逐个点开。')];
  const { followed, dead } = links;
  if (dead.length === 0) return [good(`信息里的 ${followed} 个链接，没有查出打不开的`)];
  return [bad(`信息里的 ${followed} 个链接，${dead.length} 处打不开：${named(dead)}`, '请换成现在的地址或去掉链接，按更正办理。')];
}

const CHECKED = '本表不重查；每夜的检查（check --published）用当天的规则和用语查';
const FOOT = '请在 policy.yml 的 site 写明';

/** A row of the table; what no program sees, or another command looks at, is given as what to say of it and what people do. */
function row(number: string, name: string, kind: string, who: string, look: Indicator['look'] | [what: string, todo: string]): Indicator {
  return { number, name, kind, who, look: Array.isArray(look) ? () => [unseen(...look)] : look };
}

/** What must stand at the foot of every page. */
const FEET: readonly [name: string, value: (site: InspectionFacts['site']) => string | undefined, todo: string][] = [
  ['网站标识码', ({ id_code: code }) => code, `${FOOT} id_code。`],
  ['ICP备案号', ({ icp }) => icp, `${FOOT} icp。`],
  ['公安备案号', ({ police }) => police, `${FOOT} police。`],
  ['我为政府网站找错', faultEntry, `入口要带网站标识码：${FOOT} id_code。`],
];

/** In the order of the inspectors' sheet: 政府网站, 政务新媒体, deductions, and what 国办发〔2017〕47号 asks of every page. */
export const INDICATORS: readonly Indicator[] = [
  row('网站 1.1', '严重表述错误', VETO, '办公室', [CHECKED, '请看检查报告，并人工再看。']),
  row('网站 1.2', '泄露国家秘密', VETO, '保密审查人', [CHECKED, '程序只查密级标志和提示词，内容由人审。']),
  row('网站 1.3', '发布或链接有害内容', VETO, '办公室', ['程序不判断链接里的内容', '请点开外部链接看。']),
  row('网站 1.4', '被挂马、篡改', VETO, '网站管理员', ['本表不看；doctor 每夜把网页与审定稿核对', '请看安全监测。']),
  row('网站 1.5', '伪造发稿日期', VETO, '管理员', forgedDates),
  row('网站 1.6', '引发严重负面舆情', VETO, '办公室', ['程序看不到舆情', '请看舆情监测。']),
  row('网站 2', '站点无法访问', VETO, '网站管理员', ['要一周里每天探测 20 次以上', '请用监测平台。']),
  row('网站 3', '首页不更新', VETO, '办公室', channel('website', '首页')),
  row('网站 4.1', '栏目不更新', OF_FIVE, '办公室', columns),
  row('网站 4.2', '栏目长期未更新', '单项否决（满 10 个）', '办公室', otherColumns),
  row('网站 4.3', '空白栏目', OF_FIVE, '办公室', emptyColumns),
  row('网站 5', '互动回应差', VETO, '办公室', ['本系统不收留言', '请看有没有咨询渠道、超过三个月没有回应的。']),
  row('网站 6', '服务不实用', VETO, '办公室', ['本系统不办事', '有办事服务的，请看办事指南。']),
  row('新媒体 1', '安全、泄密等严重问题', VETO, '办公室', [CHECKED, '请看检查报告，并人工再看。']),
  row('新媒体 2', '微信不更新', VETO, '办公室', channel('wechat', '微信')),
  row('新媒体 2', '微博不更新', VETO, '办公室', channel('weibo', '微博')),
  row('新媒体 3', '互动回应差', VETO, '办公室', ['程序不看留言', '请看留言、私信有没有回应。']),
  row('新媒体 4', '购买粉丝、强制点赞', VETO, '办公室', ['程序看不到', '请自查。']),
  row('扣分', '打不开的链接', DEDUCTION, '办公室', deadLinks),
  row('扣分', '信息没有来源', DEDUCTION, '报送单位', sources),
  row('47号文', '网页标签', NORM, '管理员', tags),
  ...FEET.map(([name, value, todo]) => row('47号文', name, NORM, '管理员', atFoot(value, todo))),
];
