import { canonicalJson } from '../canonical-json.ts';
import { CHANNEL_NAMES } from '../item/front-matter/front-matter-words.ts';
import type { Policy } from './policy.ts';
import { listWords, NOTHING, type SettingsChange } from './settings-change.ts';

/** How a switch of the policy is called, how its values are, and when a change of it needs a second look. */
interface Topic {
  name: string;
  values?: Readonly<Record<string, string>>;
  grave?: (before: unknown, after: unknown) => boolean;
  /** A list or table of entries: the fields that tell one from another (in a table its key does), and how the others are called. */
  entries?: { keys?: readonly string[]; fields?: Readonly<Record<string, string>> };
}

const YES_NO = { true: '是', false: '否' };
const ON_OFF = { true: '开', false: '关' };
const SEVERITIES = { error: '须改', warning: '提醒', info: '供参考', off: '关闭' };

const always = (): boolean => true;
const rises = (before: unknown, after: unknown): boolean => Number(after) > Number(before);
const becomes =
  (value: unknown) =>
  (_: unknown, after: unknown): boolean =>
    after === value;
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const gains = (before: unknown, after: unknown): boolean => listOf(after).some((entry) => !listOf(before).includes(entry));
const lowered = (_: unknown, after: unknown): boolean => after !== 'error';
/** A pause that goes, or leaves a channel or a category out. */
const unpauses = (before: unknown, after: unknown): boolean => {
  const { channels, except } = (before ?? {}) as Record<string, unknown>;
  const now = (after ?? {}) as Record<string, unknown>;
  return gains(now.channels, channels) || gains(except, now.except);
};

/** Every switch of policy.yml by its path. What isn't listed is shown by its path. */
export const POLICY_WORDS: Readonly<Record<string, Topic>> = {
  branch: { name: '主分支', grave: always },
  demo: { name: '演示标记', values: ON_OFF, grave: always },
  'freshness.days': { name: '七日时效：天数', grave: rises },
  'freshness.from': {
    name: '七日时效：起算',
    values: { information: '从信息日期', submission: '从报送时间' },
    grave: becomes('submission'),
  },
  'freshness.first_day': {
    name: '七日时效：当天',
    values: { excluded: '不算', counted: '算第 1 天' },
    grave: becomes('excluded'),
  },
  'freshness.holidays': { name: '七日时效：节假日', values: { counted: '照算', extended: '顺延' }, grave: becomes('extended') },
  'freshness.remind': { name: '七日时效：还剩几天时提醒' },
  'freshness.submit_within': { name: '七日时效：几天内报送（只提醒）' },
  'freshness.statutory.channels': { name: '法定公开：渠道', values: CHANNEL_NAMES, grave: gains },
  'freshness.statutory.bases': {
    name: '法定公开：依据',
    values: { allowed: '仍公开', refused: '不再发布' },
    grave: (before) => before === undefined,
    entries: { keys: ['law'], fields: { working_days: '工作日数', id: '代号', name: '名称', late: '超过法定期限' } },
  },
  order: { name: '审核次序', values: { strict: '逐级审核', any: '不分先后' }, grave: becomes('any') },
  distinct_persons: { name: '三级由三个不同的人审', values: YES_NO, grave: becomes(false) },
  main_leader_signs: { name: '由主要领导签发的信息类别', grave: (before, after) => gains(after, before) },
  items_per_pull_request: { name: '一次最多报送几件', grave: rises },
  files_per_pull_request: { name: '一次最多几个文件', grave: rises },
  machines: { name: '系统账号', grave: gains },
  'delegation.enabled': { name: '代签', values: ON_OFF, grave: becomes(true) },
  'emergency.enabled': { name: '紧急发布', values: ON_OFF, grave: becomes(true) },
  'emergency.review_hours': { name: '紧急发布：几小时内补审', grave: rises },
  merge: { name: '审完后合并', values: { administrator: '由管理员', auto: '由平台自动' }, grave: becomes('auto') },
  'corrections.resend': { name: '更正时微信、微博也重发', values: YES_NO },
  'breaker.sends': { name: '一次运行最多发几条', grave: rises },
  'breaker.withdrawals': { name: '一次运行撤几条以上要提醒', grave: rises },
  pauses: {
    name: '暂停发布',
    values: CHANNEL_NAMES,
    grave: unpauses,
    entries: { keys: ['from', 'to'], fields: { channels: '渠道', except: '不停的信息', reason: '原因' } },
  },
  sending_hours: { name: '发送时段', values: CHANNEL_NAMES, entries: { fields: { from: '从', to: '到' } } },
  columns: {
    name: '网站栏目',
    entries: {
      keys: ['id'],
      fields: { name: '名称', type: '类别', description: '说明', keywords: '关键词', categories: '收哪些信息' },
    },
  },
  'site.url': { name: '网站：网址' },
  'site.name': { name: '网站：名称' },
  'site.domain': { name: '网站：域名' },
  'site.id_code': { name: '网站：标识码' },
  'site.icp': { name: '网站：ICP备案号' },
  'site.police': { name: '网站：公安备案号' },
  'site.contact': { name: '网站：联系电话' },
  'site.address': { name: '网站：地址' },
  'site.organ_mark': { name: '网站：党政机关标识的证明页' },
  'site.editor': { name: '网站：责任编辑', values: { shown: '显示', hidden: '不显示' } },
  'site.wechat': { name: '网站：微信公众号' },
  'site.wechat.name': { name: '网站：微信公众号的名称' },
  'site.wechat.code': { name: '网站：微信公众号二维码里的网址' },
  'site.weibo': { name: '网站：微博' },
  'site.weibo.name': { name: '网站：微博的名称' },
  'site.weibo.url': { name: '网站：微博的网址' },
  'site.mourning': { name: '网站：哀悼日', entries: { keys: ['from', 'to'] } },
  'channels.website.address': { name: '渠道 网站：集约化平台上的页面地址' },
  'channels.website.folder': { name: '渠道 网站：生成到服务器的哪个文件夹', grave: always },
  'channels.website.rsync': { name: '渠道 网站：传送到别的服务器', grave: always },
  'channels.website.rsync.to': { name: '渠道 网站：传送到哪台服务器', grave: always },
  'channels.website.rsync.host_key': { name: '渠道 网站：服务器的主机公钥', grave: always },
  'channels.website.mode': { name: '渠道 网站', values: { build: '本系统生成', package: '打包交集约化平台', manual: '手工' } },
  'channels.wechat.mode': {
    name: '渠道 微信',
    values: { manual: '手工', draft: '建草稿，由人发表', publish: '自动发布', mass: '自动群发' },
  },
  'channels.wechat.app_id': { name: '渠道 微信：公众号', grave: always },
  'channels.wechat.relay': { name: '渠道 微信：接口经哪台主机中转', grave: always },
  'channels.wechat.settle_seconds': { name: '渠道 微信：几秒后再核对' },
  'channels.wechat.comments': { name: '渠道 微信：留言', values: { off: '关闭', all: '所有人可以留言', fans: '粉丝可以留言' } },
  'channels.wechat.mass.tag_id': { name: '渠道 微信：只群发给哪个标签的粉丝' },
  'channels.wechat.preview.towxname': { name: '渠道 微信：草稿预览发给谁（微信号）' },
  'channels.wechat.collect': { name: '渠道 微信：当天的信息合并发布' },
  'channels.wechat.collect.at': { name: '渠道 微信：合并发布的时间' },
  'channels.wechat.collect.max': { name: '渠道 微信：一条消息最多几篇' },
  'channels.weibo.mode': { name: '渠道 微博', values: { manual: '手工', open: '自动发布（开放接口）', biz: '自动发布（商业接口）' } },
  'channels.weibo.uid': { name: '渠道 微博：账号', grave: always },
  'channels.weibo.relay': { name: '渠道 微博：接口经哪台主机中转', grave: always },
  'channels.weibo.settle_seconds': { name: '渠道 微博：几秒后再核对' },
  severities: { name: '检查规则', values: SEVERITIES, grave: lowered, entries: {} },
  'allow.hosts': { name: '可以转发的网站' },
  'allow.phones': { name: '可以公开的电话' },
  mail: { name: '发邮件', grave: always },
  'mail.host': { name: '发邮件：经哪台服务器', grave: always },
  'mail.port': { name: '发邮件：服务器的端口' },
  'mail.from': { name: '发邮件：发件邮箱' },
  'intake.mailbox': { name: '报送邮箱', grave: always },
  'intake.mailbox.authenticated_by': { name: '报送邮箱：由哪台服务器验证发件人', values: { nobody: '不验证' }, grave: always },
  'links.nightly': { name: '每夜看已发布信息里的链接还打不打得开', values: YES_NO },
  'watch.since': { name: '账号对账：从哪天起的内容应在台账里', grave: always },
  'watch.known': { name: '账号对账：台账以外允许保留的内容', grave: always, entries: { keys: ['url'], fields: { reason: '理由' } } },
  'report.ranking': { name: '统计：按发布条数排名', values: YES_NO },
  archive: { name: '归档' },
  'archive.fonds': { name: '归档：全宗号' },
  'archive.number': { name: '归档：档号的写法' },
  'archive.retention': {
    name: '归档：保管期限',
    entries: { keys: ['clause'], fields: { categories: '哪些信息', period: '期限' } },
  },
  signing_keys: {
    name: '签名公钥',
    grave: always,
    entries: { keys: ['id'], fields: { public_key: '公钥', from: '从', to: '到' } },
  },
  'github.integration_id': { name: '平台上的检查程序编号' },
  'github.teams.office': { name: '平台上的办公室团队' },
  'github.teams.leaders': { name: '平台上的领导团队' },
  'github.teams.publisher': { name: '平台上写台账的团队', grave: always },
  program: { name: '程序', grave: always },
  'program.repository': { name: '程序：产品仓库', grave: always },
  'program.tag': { name: '程序：版本', grave: always },
  'program.commit': { name: '程序：提交', grave: always },
  'program.checksums': { name: '程序：校验值', grave: always },
};

type Entry = Record<string, unknown>;

const isTable = (value: unknown): value is Entry => value !== null && typeof value === 'object' && !Array.isArray(value);
const same = (before: unknown, after: unknown): boolean => canonicalJson(before) === canonicalJson(after);

function wordOf({ values }: Topic, value: unknown): string {
  const text = String(value);
  return values && Object.hasOwn(values, text) ? (values[text] as string) : text;
}

const wordsOf = (topic: Topic, list: unknown): string[] => (Array.isArray(list) ? list.map((value) => wordOf(topic, value)) : []);

/** `渠道 微信、微博；原因 哀悼日`: every field of an entry but those that it is called by. */
function entryWords(topic: Topic, entry: unknown): string {
  if (!isTable(entry)) return entry === undefined ? NOTHING : wordOf(topic, entry);
  const { keys = [], fields: labels = {} } = topic.entries ?? {};
  const fields = Object.entries(entry).filter(([field, value]) => value !== undefined && !keys.includes(field));
  const words = (value: unknown): string => (Array.isArray(value) ? wordsOf(topic, value).join('、') : wordOf(topic, value));
  return fields.map(([field, value]) => `${labels[field] ?? field} ${words(value)}`).join('；') || '有';
}

/** Entries by what tells one from another; where that is written twice, the place in the list tells. */
function byKey({ entries }: Topic, value: unknown): Map<string, unknown> {
  const nameOf = (entry: Entry): string => (entries?.keys ?? []).map((key) => entry[key]).join(' 至 ');
  const list = Array.isArray(value)
    ? value.map((entry): [string, unknown] => [nameOf(entry as Entry), entry])
    : Object.entries(value as Entry);
  const found = new Map<string, unknown>();
  for (const [key, entry] of list) found.set(found.has(key) ? `${key}（第 ${found.size + 1} 条）` : key, entry);
  return found;
}

function entryChanges(topic: Topic, before: unknown, after: unknown): SettingsChange[] {
  const [old, present] = [byKey(topic, before), byKey(topic, after)];
  const changes = [...new Set([...old.keys(), ...present.keys()])].flatMap((key): SettingsChange[] => {
    const [was, is] = [old.get(key), present.get(key)];
    if (same(was, is)) return [];
    const name = topic.values && Object.hasOwn(topic.values, key) ? (topic.values[key] as string) : key;
    const grave = topic.grave?.(was, is) ?? false;
    return [{ what: `${topic.name} ${name}`, before: entryWords(topic, was), after: entryWords(topic, is), grave }];
  });
  if (changes.length > 0) return changes;
  return [{ what: `${topic.name}：次序`, before: [...old.keys()].join('、'), after: [...present.keys()].join('、'), grave: false }];
}

function changesAt(path: string, before: unknown, after: unknown): SettingsChange[] {
  if (same(before, after)) return [];
  const topic = POLICY_WORDS[path] ?? { name: path };
  if (topic.entries) return entryChanges(topic, before, after);
  if (isTable(before) && isTable(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => changesAt(path === '' ? key : `${path}.${key}`, before[key], after[key]));
  }
  const word = (value: unknown): string => (value === undefined ? NOTHING : wordOf(topic, value));
  const lists = Array.isArray(before) || Array.isArray(after);
  const [was, is] = lists ? listWords(wordsOf(topic, before), wordsOf(topic, after)) : [word(before), word(after)];
  return [{ what: topic.name, before: was, after: is, grave: topic.grave?.(before, after) ?? false }];
}

/** What differs between two policies, switch by switch, in the order of policy.yml. */
export function policyChanges(before: Policy, after: Policy): SettingsChange[] {
  return changesAt('', before, after);
}
