import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addDays } from '#pipeline/beijing-time.ts';
import { samplePicture } from '#pipeline/sandbox/sample-picture.ts';
import { numbered } from '../jpeg-fixture.ts';

/** The moment at which the corpus is news. */
export const CORPUS_AT = '2026-11-24T10:00:00+08:00';

const PLACES = ['人民东路', '解放西路', '八一南街', '宾虹路', '双龙南街', '新华街', '站前广场', '江滨公园', '中山路', '李渔路'];
const WHO = ['执法队员', '巡查人员', '值班人员', '窗口工作人员', '志愿者', '网格员', '养护人员', '社区干部'];
const DEEDS = [
  '整治占道经营',
  '清理乱堆物料',
  '检查餐饮油烟',
  '规范停车秩序',
  '修补破损路面',
  '清洗公共座椅',
  '劝导流动摊贩',
  '检查户外广告',
];
const MANNERS = ['逐户走访', '分组巡查', '错时值守', '现场讲解', '联合检查', '登记造册', '当面答复', '限期改正'];
const AIMS = [
  '方便市民通行',
  '保障出行安全',
  '改善街面环境',
  '减少群众投诉',
  '服务沿街经营户',
  '回应居民关切',
  '提升公园环境',
  '守护校园周边',
];
const UNITS = [
  ['wucheng', 'lisi', 'zhouyi', '婺城分局'],
  ['jindong', 'hejiu', 'wuba', '金东分局'],
] as const;

/** As many items as a busy bureau writes a day, going back from the newest: an archive grows by its days, never by what is news. */
const PER_DAY = 10;
/** To be checked whole, none of the items may be too old: more days than any corpus has. */
const DAYS = 2000;

/** Numbers from a seed, the same on every machine (mulberry32). */
export function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below;
  };
}

type Draw = <Value>(of: readonly Value[]) => Value;

/** Sentences of formal Chinese that claim nothing: what people of a bureau write, with other places and numbers each time. */
function sentences(draw: Draw, number: (below: number) => number): string {
  const some = (from: number, width: number) => from + Math.floor(number(width));
  const forms = [
    () => `${draw(WHO)}在${draw(PLACES)}一带${draw(MANNERS)}，${draw(DEEDS)}，共走访经营户${some(21, 60)}户，发放告知书${some(30, 90)}份。`,
    () => `针对${draw(PLACES)}路段反映较多的问题，${draw(WHO)}采取“先告知、再劝导、后查处”的方式，${draw(MANNERS)}，${draw(AIMS)}。`,
    () =>
      `活动当天出动${draw(WHO)}${some(12, 30)}人次，车辆${some(2, 8)}辆次，对${draw(PLACES)}、江滨步道等区域开展检查，现场整改${some(3, 20)}处。`,
    () => `${draw(WHO)}还向居民介绍了垃圾分类的做法，听取了对${draw(DEEDS)}的意见，并把意见交有关科室研究办理。`,
    () => `下一步，将继续${draw(DEEDS)}，安排${draw(WHO)}${draw(MANNERS)}，${draw(AIMS)}。`,
    () => `在${draw(PLACES)}，${draw(WHO)}对照清单逐项核对，对能够当场解决的${draw(MANNERS)}，对需要时间的约定了期限，${draw(AIMS)}。`,
  ];
  return draw(forms)();
}

/** A text source: the nth paragraph of an item. */
export type Paragraphs = (item: number, paragraph: number) => string;

/** Paragraphs of invented prose, about 150 characters each. */
export const inventedProse: Paragraphs = (item, paragraph) => {
  const number = numbers(item * 1000 + paragraph + 1);
  const draw: Draw = (of) => of[Math.floor(number(of.length))] as (typeof of)[number];
  return [0, 1, 2].map(() => sentences(draw, number)).join('');
};

/** One kind of fault: how it gets into a sound item, and the rule that must find it. */
interface Fault {
  rule: string;
  plant: (item: { head: string; body: string; event: string }) => { head: string; body: string };
}

const addText =
  (text: string) =>
  ({ head, body }: { head: string; body: string }) => ({ head, body: `${body}\n${text}\n` });
const inHead =
  (from: RegExp, to: string) =>
  ({ head, body }: { head: string; body: string }) => ({ head: head.replace(from, to), body });

const FAULTS: Record<string, Fault> = {
  'no title': { rule: 'meta/schema', plant: inHead(/^title: .*\n/m, '') },
  'an unknown channel': { rule: 'meta/schema', plant: inHead(/website/, 'websit') },
  'an unknown key': { rule: 'meta/schema', plant: inHead(/^category:/m, 'permalink: /a\ncategory:') },
  'broken YAML': { rule: 'meta/schema', plant: inHead(/^category: /m, 'category: [') },
  'stale news': { rule: 'time/seven-days', plant: inHead(/^event_date: .*$/m, 'event_date: 2019-11-02') },
  'news of the future': { rule: 'time/seven-days', plant: inHead(/^event_date: .*$/m, 'event_date: 2026-12-02') },
  'a picture that is missing': { rule: 'link/internal', plant: addText('![街面整治现场的情况](missing.jpg)') },
  'a link that leads nowhere': { rule: 'link/internal', plant: addText('详见[另一条](../2026-01-01-none/index.md)。') },
  'a mark of secrecy': { rule: 'secret/mark', plant: addText('机密★10年') },
  'an identity number': { rule: 'pii/id-card', plant: addText('当事人身份证号为11010519491231002X。') },
  'a mobile number': { rule: 'pii/phone', plant: addText('联系电话１３８０\u200B０１３８０００。') },
  'raw HTML': { rule: 'text/raw-html', plant: addText('<b>通知</b>如下。') },
  'an invisible character': { rule: 'text/invisible', plant: addText('整治\u202E现场。') },
};

const PICTURES = await Promise.all([1, 2, 3].map((seed) => samplePicture({ seed })));
const LOCATED = await samplePicture({ seed: 4, gps: true });

/** Written where the corpus lies: item's path → rule that must find its fault. */
export type Truth = Record<string, string>;

function write(root: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** The blocks of a body: its paragraphs and, in the shares of real news, bold words, links, headings, lists, seldom a table. */
export function blocksOf(index: number, event: string, paragraphs: Paragraphs = inventedProse): string[] {
  const number = numbers(index + 7);
  const chance = (share: number) => number(1) < share;
  const month = `${Number(event.slice(5, 7))}月${Number(event.slice(8))}日`;
  const blocks = [0, 1, 2, 3, 4, 5, 6, 7].map((paragraph) => paragraphs(index, paragraph));
  blocks[0] = `${month}，${blocks[0]}`;
  if (chance(0.3)) blocks[1] = `**整治现场**：${blocks[1]}`;
  if (chance(0.2)) blocks[2] = `依据[《城市市容和环境卫生管理条例》](https://flk.npc.gov.cn/detail.html?id=${index})，${blocks[2]}`;
  if (chance(0.25)) blocks.splice(3, 0, '## 主要做法');
  if (chance(0.25)) blocks.splice(4, 0, '- 逐户走访沿街经营户\n- 现场讲解有关规定\n- 登记需要改正的问题');
  if (chance(0.05)) blocks.splice(5, 0, '| 路段 | 劝导（起） |\n| --- | --- |\n| 人民东路 | 41 |\n| 解放西路 | 45 |');
  return blocks;
}

function bodyOf(index: number, event: string, paragraphs: Paragraphs): string {
  const blocks = blocksOf(index, event, paragraphs);
  blocks.splice(2, 0, '![执法队员向经营户说明要求](street.jpg)');
  return `${blocks.join('\n\n')}\n`;
}

/**
 * Writes a bureau's repository with items about 4 KB long, one picture each; every twentieth item has one fault.
 * The same arguments give the same bytes; an item doesn't depend on how many there are.
 */
export function writeCorpus(root: string, count: number, paragraphs: Paragraphs = inventedProse): Truth {
  const settings = (file: string) => readFileSync(join(import.meta.dirname, '../../content', file), 'utf8');
  write(root, 'content/organisation.yml', settings('organisation.yml'));
  write(root, 'content/policy.yml', settings('policy.yml').replace(/^ {2}days: 7$/m, `  days: ${DAYS}`));
  const kinds = Object.values(FAULTS);
  const truth: Truth = {};
  for (let index = 0; index < count; index += 1) {
    const [unit, submitter, head, name] = UNITS[index % UNITS.length] as (typeof UNITS)[number];
    const event = addDays('2026-11-24', -1 - Math.floor(index / PER_DAY));
    const path = `content/items/${unit}/${event}-item-${index}`;
    let item = {
      head: `title: ${name}在${PLACES[index % PLACES.length]}开展街面环境秩序整治
submitter: ${submitter}
submitted_at: 2026-11-24 09:00
event_date: ${event}
category: 工作动态
channels: [website, wechat, weibo]
summary: ${name}在辖区开展街面环境秩序整治，方便市民出行。（示例${index + 1}）
cover: street.jpg
secrecy_review: {by: ${head}, date: 2026-11-24, conclusion: 可公开}
images: {street.jpg: {kind: photo, credit: 示例}}
`,
      body: bodyOf(index, event, paragraphs),
    };
    let picture = numbered(PICTURES[index % PICTURES.length] as Uint8Array, index);
    if (index % 20 === 7) {
      const nth = (index - 7) / 20;
      const fault = kinds[nth % (kinds.length + 1)];
      if (fault) item = { ...fault.plant({ ...item, event }) };
      else picture = numbered(LOCATED, index);
      truth[path] = fault?.rule ?? 'img/exif-gps';
    }
    write(root, `${path}/index.md`, `---\n${item.head}---\n${item.body}`);
    write(root, `${path}/street.jpg`, picture);
  }
  return truth;
}
