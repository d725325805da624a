import type { BeijingDate } from '../beijing-time.ts';
import { canonicalJson } from '../canonical-json.ts';
import { webHost } from '../forge/github/octokit.ts';
import { administrators, hasMainLeader, holders, holdersFor, inForce, peopleWithoutAccount } from '../organisation/holders.ts';
import { LEVEL_NAMES, type Organisation } from '../organisation/organisation.ts';
import { nameOfPerson } from '../organisation/person.ts';
import type { Policy } from '../organisation/policy.ts';
import { policyOf } from '../organisation/read-settings.ts';
import { cell, docxOf, paragraph, tableOf, WIDTH } from '../review/form/docx.ts';
import { longDate } from '../review/words.ts';

/** What the letter is filled from. */
export interface LetterFacts {
  organisation: Organisation;
  policy: Policy;
  /** Beijing date: posts in force on it are listed. */
  today: BeijingDate;
  /** Address of GitHub's API; `null` if none was given, so that the trial one is meant. */
  apiUrl: string | null;
  /** Relays, where this machine's settings name them. */
  wechatBase: string | null;
  weiboBase: string | null;
}

const WECHAT_MODES = { manual: '', draft: '系统建草稿，由人点“发表”', publish: '审完自动发布', mass: '审完自动群发给粉丝' };
const WEBSITE_MODES = { build: '', package: '打包交集约化平台', manual: '手工发布后登记' };
/** Weibo's commercial interface has an address of its own; authorisations are asked about at the other. */
const WEIBO_HOSTS = { manual: '', open: 'api.weibo.com', biz: 'c.api.weibo.com、api.weibo.com' };

/** Host, with the port where it isn't the usual one. An address that can't be read stays as it was written. */
const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : address);
const orNobody = (names: readonly string[]): string => (names.length === 0 ? '（待定）' : names.join('、'));

/** Who signs what, who has which duty, and what only one person can do (Arts. 3, 5, 8, 10). */
function peopleWords({ organisation, policy, today }: LetterFacts): Record<string, string> {
  const name = (person: string): string => nameOfPerson(organisation, person);
  const without = peopleWithoutAccount(organisation, today).map(name);
  const units = Object.entries(organisation.units).map(([unit, entry]) => ({
    unit,
    name: entry.name,
    heads: holders(organisation, 1, unit, today),
  }));
  const above = ([2, 3] as const).map((level) =>
    holdersFor(organisation, level, 'any', today).map((person) => {
      const { post } = organisation.posts.find((each) => each.person === person && each.level === level && inForce(each, today)) ?? {};
      return post === undefined || post === LEVEL_NAMES[level] ? name(person) : `${name(person)}（${post}）`;
    }),
  );
  const [office = [], leaders = []] = above;
  const admins = administrators(organisation, today).map(name);
  const secrecy = units.flatMap(({ unit, name: title, heads }) => {
    const own = organisation.duties.filter((each) => each.duty === 'secrecy' && (each.unit ?? unit) === unit && inForce(each, today));
    const others = [...new Set(own.map(({ person }) => person))].filter((person) => !heads.includes(person));
    return others.length === 0 ? [] : [`${title} ${others.map(name).join('、')}`];
  });
  const rest = secrecy.length === units.length ? [] : [secrecy.length === 0 ? '各单位负责人兼任' : '其他单位由负责人兼任'];
  const alone = [
    ...units.filter(({ heads }) => heads.length < 2).map((each) => each.name),
    ...Object.entries({ 办公室审核: office, 分管领导签发: leaders, 管理员: admins }).flatMap(([what, who]) =>
      who.length < 2 ? [what] : [],
    ),
  ];
  return {
    without: without.join('、'),
    'without count': String(without.length),
    'all known': without.length === 0 ? 'true' : '',
    people: String(Object.keys(organisation.people).length),
    heads: units.map(({ name: title, heads }) => `${title} ${orNobody(heads.map(name))}`).join('；'),
    office: orNobody(office),
    leaders: orNobody(leaders),
    secrecy: [...secrecy, ...rest].join('；'),
    administrators: orNobody(admins),
    alone: alone.join('、'),
    'no delegation': policy.delegation.enabled || leaders.length < 2 ? '' : '代签不启用，领导出差由另一位签发人办理。',
    'main leader': hasMainLeader(organisation, today) ? '，其中调整签发人、代签的由主要领导签发' : '',
  };
}

/** Accounts and addresses, for the channels that are switched on. */
function channelWords({ policy, apiUrl, wechatBase, weiboBase }: LetterFacts): Record<string, string> {
  const { website, wechat, weibo } = policy.channels;
  const { program } = policy;
  const host = hostOf(apiUrl ?? 'https://api.github.com');
  const web = webHost(host);
  // What lies outside of the country is for trying out (个人信息保护法 Art. 36).
  const trial = web !== host;
  const other = policy.allow.hosts.filter((each) => !/(^|\.)gov\.cn$/.test(each));
  return {
    'own platform': apiUrl === null ? '；平台自建在境内（GitHub Enterprise Server）' : '',
    'platform hosts': trial ? `${host}、${web}` : host,
    trial: trial ? '（试用；正式的另报）' : '',
    wechat: wechat.mode === 'manual' ? '' : 'true',
    'app id': wechat.app_id ? `（${wechat.app_id}）` : '',
    mass: wechat.mode === 'mass' ? '、群发' : '',
    'wechat host': hostOf(wechatBase ?? 'https://api.weixin.qq.com'),
    'wechat relay': wechatBase === null ? '' : '经中转，',
    'wechat mode': WECHAT_MODES[wechat.mode],
    weibo: weibo.mode === 'manual' ? '' : 'true',
    domain: policy.site.domain ?? '（网站域名待定）',
    'weibo host': weiboBase === null ? WEIBO_HOSTS[weibo.mode] : hostOf(weiboBase),
    'weibo relay': weiboBase === null ? '' : '经中转，',
    'site host': website.mode === 'manual' || policy.site.url === undefined ? '' : hostOf(policy.site.url),
    'website mode': WEBSITE_MODES[website.mode],
    'other hosts': other.join('、'),
    // From the page of a release; a program that lies in the repository brings its packages from the registry.
    'own copy': program === undefined ? 'true' : '',
    release: program === undefined ? '' : `${web} 上 ${program.repository} 的发布页`,
  };
}

const valueAt = (policy: Policy, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], policy);

/**
 * The page of requests to the leaders as Markdown: what a bureau has to ask for before it starts (Arts. 3, 5, 8, 9, 10).
 * @param template `{name}` is filled in. `{?name}` keeps its line where there is something to say, `{≠switch}` where the policy differs
 *   from the strict default. A table without rows goes
 */
export function letterText(template: string, facts: LetterFacts): string {
  const { organisation, policy, today } = facts;
  const bases = policy.freshness.statutory.channels.length === 0 ? 0 : policy.freshness.statutory.bases.length;
  const words: Record<string, string> = {
    ...peopleWords(facts),
    ...channelWords(facts),
    declared: organisation.routes.A.level1 === 'declared' ? 'true' : '',
    statutory: bases === 0 ? '' : String(bases),
    'severity count': String(Object.keys(policy.severities).length),
    severities: Object.keys(policy.severities).join('、'),
    demo: policy.demo ? '试用期间每页标明“演示”，正式启用前取消。' : '',
    bureau: policy.site.name ?? organisation.bureau ?? '本局',
    date: longDate(today),
  };
  const strict = policyOf({});
  const differs = (path: string): boolean => canonicalJson(valueAt(policy, path)) !== canonicalJson(valueAt(strict, path));
  const lines = template.split('\n').flatMap((line) => {
    const [all = '', mark, name = ''] = /^\{([?≠])([^}]+)\}/.exec(line) ?? [];
    if (mark !== undefined && !(mark === '?' ? words[name] : differs(name))) return [];
    const value = (key: string): string => (words[key] ?? String(valueAt(policy, key))).replaceAll('|', '\\|').replaceAll('\n', ' ');
    return [line.slice(all.length).replace(/\{([^{}]+)\}/g, (_, key: string) => value(key))];
  });
  return lines
    .join('\n')
    .replace(/^\|.*\|\n\| ---.*\|\n(?!\|)/gm, '')
    .replace(/\n{3,}/g, '\n\n');
}

/** A table's lines as a table of Word; the second of them only rules it off. */
function tableXml(lines: readonly string[]): string {
  const rows = lines.filter((_, index) => index !== 1).map((line) => line.slice(2, -2).split(/(?<!\\) \| /));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => Math.min(40, [...(cells[column] ?? '')].length))) + 4);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const columns = widths.map((width) => Math.floor((WIDTH * width) / total));
  const cellOf = (text: string, index: number): string => cell(columns[index] ?? 0, paragraph(text.replaceAll('\\|', '|'), { size: 20 }));
  return tableOf(
    columns,
    rows.map((cells) => `<w:tr>${cells.map(cellOf).join('')}</w:tr>`),
  );
}

/** The letter's Markdown as a Word file, to be changed before it is handed in. The same letter gives the same bytes. */
export function letterDocx(markdown: string): Uint8Array {
  return docxOf(
    markdown
      .trim()
      .split('\n\n')
      .map((block) => {
        if (block.startsWith('# ')) return paragraph(block.slice(2), { size: 40, face: '方正小标宋简体', align: 'center' });
        if (block.startsWith('## ')) return paragraph(block.slice(3), { size: 24, face: '黑体' });
        return block.startsWith('|') ? tableXml(block.split('\n')) : paragraph(block, { size: 22, indent: true, align: 'both' });
      }),
  );
}
