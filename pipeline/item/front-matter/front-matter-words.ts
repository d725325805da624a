import { CATEGORIES, type Channel } from './front-matter-schema.ts';

/** How a key of the front matter is called in Chinese, and how its value is written. `*` stands for any one step (a list's index, a picture's name). */
export interface Field {
  name: string;
  expected: string;
  kind?: 'date';
}

const DAY = '存在的日期，写成 2026-11-23 这样。';
const MINUTE = '存在的时间，写成 2026-11-24 09:30 这样（北京时间）。';
const PERSON = '名单（content/organisation.yml）里的人员代号，如 lisi。';
const UNIT = '名单里的单位代号，如 wucheng。';
const PICTURE = '本文件夹里的 JPG 文件名，如 cover.jpg。';

const long = (max: number) => `文字，1 至 ${max} 字。`;

/** One row a key of contracts.md 2. */
export const FIELDS: Record<string, Field> = {
  title: { name: '标题', expected: '文字，1 至 100 字。' },
  submitter: { name: '报送人', expected: PERSON },
  authors: { name: '作者', expected: '作者、通讯员姓名的列表，不重复，如 [张三, 李四]；不写是单位。' },
  'authors.*': { name: '作者', expected: long(40) },
  submitted_at: { name: '报送时间', expected: MINUTE, kind: 'date' },
  event_date: { name: '信息日期', expected: DAY, kind: 'date' },
  category: { name: '信息类别', expected: `${CATEGORIES.join('、')}之一（第七条）。` },
  basis: { name: '依据', expected: '下分 kind、by、document、date、law。' },
  'basis.kind': { name: '依据种类', expected: '领导批准、上级要求、认定发布、法定公开之一。' },
  'basis.by': { name: '批准人或机关', expected: long(100) },
  'basis.document': { name: '依据文件', expected: long(200) },
  'basis.date': { name: '依据日期', expected: DAY, kind: 'date' },
  'basis.law': { name: '法律依据', expected: long(100) },
  channels: { name: '拟发布渠道', expected: 'website、wechat、weibo 中的一个或几个，不重复，如 [website, wechat]。' },
  'channels.*': { name: '拟发布渠道', expected: 'website、wechat、weibo 之一。' },
  summary: { name: '摘要', expected: long(400) },
  cover: { name: '封面', expected: PICTURE },
  source: { name: '来源', expected: '下分 name、url、published_at。' },
  'source.name': { name: '来源名称', expected: long(100) },
  'source.url': { name: '来源网址', expected: '完整网址，以 https:// 或 http:// 开头。' },
  'source.published_at': { name: '原文发布时间', expected: MINUTE, kind: 'date' },
  secrecy_review: { name: '保密审查', expected: '下分 by、date、conclusion，三项都要写（第五条）。' },
  'secrecy_review.by': { name: '保密审查人', expected: PERSON },
  'secrecy_review.date': { name: '保密审查日期', expected: DAY, kind: 'date' },
  'secrecy_review.conclusion': { name: '保密审查结论', expected: '可公开、依申请公开、不公开之一。' },
  unit_review: { name: '单位审核', expected: '下分 by、at、scan。' },
  'unit_review.by': { name: '单位审核人', expected: PERSON },
  'unit_review.at': { name: '单位审核时间', expected: MINUTE, kind: 'date' },
  'unit_review.scan': { name: '审核单扫描件', expected: PICTURE },
  offline_review: { name: '线下审签', expected: '下分 scan、signed、posted；只在网络不通、纸上签批后已经手工发布时写。' },
  'offline_review.scan': { name: '纸质审核单扫描件', expected: PICTURE },
  'offline_review.signed': { name: '纸上签批', expected: '三项，依次是一、二、三级，如 {level: 1, by: zhouyi, at: 2026-11-24 09:30}。' },
  'offline_review.signed.*': { name: '纸上签批', expected: '写 level、by、at 三项。' },
  'offline_review.signed.*.level': { name: '签批的级别', expected: '1、2、3 之一。' },
  'offline_review.signed.*.by': { name: '签批人', expected: PERSON },
  'offline_review.signed.*.at': { name: '签批时间', expected: MINUTE, kind: 'date' },
  'offline_review.posted': { name: '手工发布时间', expected: '已发布的渠道和时间，如 {wechat: 2026-11-24 11:00}。' },
  'offline_review.posted.website': { name: '网站手工发布时间', expected: MINUTE, kind: 'date' },
  'offline_review.posted.wechat': { name: '微信手工发布时间', expected: MINUTE, kind: 'date' },
  'offline_review.posted.weibo': { name: '微博手工发布时间', expected: MINUTE, kind: 'date' },
  joint_units: { name: '联合报送单位', expected: '单位代号的列表，不重复，如 [jindong]。' },
  'joint_units.*': { name: '联合报送单位', expected: UNIT },
  publish_after: { name: '最早发布时间', expected: MINUTE, kind: 'date' },
  publish_until: {
    name: '公示到哪天',
    expected: '存在的日期，写成 2026-12-31 这样，不早于信息日期和最早发布时间；过了这天自动撤下。',
    kind: 'date',
  },
  images: { name: '图片说明', expected: '每张图片一项，以文件名开头。' },
  'images.*': { name: '图片说明', expected: '以本文件夹里的 JPG 文件名开头，下分 kind、review_no、credit。' },
  'images.*.kind': { name: '图片种类', expected: 'photo、map、flag、ai、surveillance 之一。' },
  'images.*.review_no': { name: '审图号', expected: long(60) },
  'images.*.credit': { name: '图片署名', expected: long(60) },
  waivers: { name: '豁免', expected: '列表，每条写 rule、match、reason。' },
  'waivers.*': { name: '豁免', expected: '写 rule、match、reason 三项。' },
  'waivers.*.rule': { name: '豁免的规则', expected: '检查结果里的规则代号，如 pii/phone。' },
  'waivers.*.match': { name: '豁免的文字', expected: '与被指出的文字一模一样，至多 200 字。' },
  'waivers.*.reason': { name: '豁免理由', expected: '8 至 200 字。' },
  correction: { name: '更正', expected: '下分 kind、note，两项都要写。' },
  'correction.kind': { name: '更正种类', expected: '文字、事实、图片、格式之一。' },
  'correction.note': { name: '更正说明', expected: long(200) },
  withdraw: { name: '撤稿', expected: '下分 kind、reason、shown、since、decision。' },
  'withdraw.kind': { name: '撤稿种类', expected: 'error、outdated、privacy、secrecy、order、other 之一。' },
  'withdraw.reason': { name: '撤稿原因', expected: long(200) },
  'withdraw.shown': { name: '撤稿原因给读者看', expected: 'true 或 false。' },
  'withdraw.since': { name: '问题起始时间', expected: MINUTE, kind: 'date' },
  'withdraw.decision': { name: '行政处罚决定的变化', expected: '变更、撤销、确认违法、确认无效 之一。' },
  remarks: { name: '备注', expected: long(500) },
  unsettled: { name: '收稿时没有办完的事', expected: '没有这一项，或没有一条。' },
};

const KEYED: Readonly<Record<string, Field & { key: string }>> = Object.fromEntries(
  Object.entries(FIELDS).map(([key, field]) => [key, { ...field, key }]),
);

/** The row of a place such as `['images', 'map.jpg', 'kind']`; the nearest parent's where the place itself has none. */
export function fieldAt(place: readonly PropertyKey[], fields: Readonly<Record<string, Field>> = FIELDS): Field & { key: string } {
  const [first] = place;
  if (fields === FIELDS && place.length === 1 && typeof first === 'string' && Object.hasOwn(KEYED, first))
    return KEYED[first] as Field & { key: string };
  const steps = place.map(String);
  for (let length = steps.length; length > 0; length--) {
    const exact = steps.slice(0, length);
    const loose = exact.map((step, index) =>
      (index === 1 && ['images', 'authors', 'channels', 'waivers', 'joint_units'].includes(steps[0] ?? '')) ||
      (index === 2 && steps[1] === 'signed')
        ? '*'
        : step,
    );
    const field = fields[loose.join('.')];
    if (field) return { ...field, key: exact.join('.') };
  }
  return { name: '文首', expected: '照样稿填写。', key: '' };
}

/** The keys that may stand directly below a place. */
export function keysBelow(place: readonly PropertyKey[], fields: Readonly<Record<string, Field>> = FIELDS): string[] {
  const prefix = place.map((step, index) => (index === 1 ? '*' : String(step))).join('.');
  return Object.keys(fields)
    .filter((key) => (prefix === '' ? !key.includes('.') : key.startsWith(`${prefix}.`) && !key.slice(prefix.length + 1).includes('.')))
    .map((key) => key.slice(prefix === '' ? 0 : prefix.length + 1));
}

/** The channels as the annex calls them. */
export const CHANNEL_NAMES: Record<Channel, string> = { website: '网站', wechat: '微信', weibo: '微博' };
