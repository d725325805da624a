import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { decodePictures } from '#pipeline/item/picture/decode-pictures.ts';
import { readTerms } from '#pipeline/organisation/read-terms.ts';
import { TERM_FILES } from '#pipeline/organisation/terms.ts';
import { blocksOf, numbers } from '../bench/corpus.ts';
import { contextFor, folderFor } from './example-item.ts';

const ITEMS = 1000;
const EVENT = '2026-11-23';
const CHANNELS = [['website'], ['website', 'weibo'], ['website', 'wechat'], ['website', 'wechat', 'weibo']];
const TITLES = ['开展沿街店铺专项整治', '规范停车秩序', '走访沿街经营户', '检查户外广告设施', '清理公园乱堆物料', '回应居民关切的问题'];
/** What honest texts hold and what is like something that deceives: numbers, addresses, amounts, accents, signs. */
const ASIDES = [
  '咨询电话：0579-82400000，或拨打[12345](tel:12345)热线。',
  '邮箱：zfj@example.gov.cn，欢迎来信。',
  '办理流程见[政务服务网](https://www.zjzwfw.gov.cn/zjservice/item/detail.html?localInnerCode=a1b2#/guide)。',
  '依据[《浙江省城市市容和环境卫生管理条例》](https://flk.npc.gov.cn/detail.html?id=ff8081)第十二条。',
  '①清理乱堆物料41处；②规范停车86辆；③劝导流动摊贩12人次。',
  '投资额为US$100万至US$200万，折合人民币约700万元至1400万元。',
  '气温8～10℃，风力3至4级，能见度良好。',
  '“门前三包”签约率达98.6%，比上月提高2.3个百分点。',
  '合计壹仟叁佰捌拾元整，已全部缴清。',
  '社区的café开展垃圾分类宣传，志愿者讲解A、B、C三类垃圾。',
  '会议强调：一要摸清底数；二要压实责任；三要常态长效。',
  '本次行动共检查工地6个，发现问题9个，当场整改7个，限期整改2个。',
];

/** An item as one of a bureau's units writes it, other each time and the same on every machine. */
function cleanItem(index: number) {
  const number = numbers(index + 1);
  const draw = <Value>(of: readonly Value[]): Value => of[Math.floor(number(of.length))] as Value;
  const blocks = blocksOf(index, EVENT).slice(0, 3 + Math.floor(number(3)));
  blocks.splice(1 + Math.floor(number(2)), 0, draw(ASIDES));
  if (number(1) < 0.3) blocks.push(draw(ASIDES));
  if (number(1) < 0.4) blocks.splice(1, 0, '![执法队员向经营户说明要求](cover.jpg)');
  const channels = draw(CHANNELS);
  return {
    body: `${blocks.join('\n\n')}\n`,
    frontMatter: {
      title: `婺城分局${draw(TITLES)}`,
      channels,
      summary: `婺城分局三天劝导占道经营${20 + Math.floor(number(60))}起。`,
    },
  };
}

it('a thousand sound items in the manner of a bureau are let pass, every one', async () => {
  const pictures = await decodePictures(folderFor({}));
  const terms = readTerms(Object.fromEntries(Object.values(TERM_FILES).map(({ path }) => [path, readFileSync(path, 'utf8')])));
  const bodies = new Set<string>();
  const refused: unknown[] = [];
  for (let index = 0; index < ITEMS; index += 1) {
    const example = cleanItem(index);
    bodies.add(example.body);
    const { findings } = checkItem(folderFor(example), { ...contextFor(example), terms, pictures });
    const grave = findings.filter(({ severity, waived }) => severity !== 'info' && !waived);
    refused.push(...grave.map(({ rule, message }) => ({ index, rule, message })));
  }
  expect(bodies.size).toBe(ITEMS);
  expect(refused).toEqual([]);
});
