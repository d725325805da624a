import { describe, expect, it } from 'vitest';
import { nearMissesIn } from '#pipeline/check/lexicon/near-misses.ts';
import { lexiconWith } from './fixture-lexicon.ts';

describe('names and wording that are made like a phrase', () => {
  const likely = lexiconWith(
    {
      提法: [{ text: '四港联动', alike: true }, '海上丝绸之路'],
      成语: ['不幸遇难', '明辨是非'],
      机构: ['社区党总支书记', '街道人大工委', '义乌市人民政府', '公安局治安大队', '街道党工委'],
    },
    { confusables: ['港巷'], words: ['不幸', '罹难', '辨明', '是非', '冰上', '丝绸之路'] },
  );
  it.each([
    ['what is coined like it', '完善“四社联动”机制', null],
    ['what is easily taken for it', '完善“四巷联动”机制', '四巷联动'],
    ['words that mean something by themselves', '共建冰上丝绸之路，向不幸罹难者默哀', null],
    ['somebody’s surname before the post', '社区党总支秦书记介绍', null],
    ['another town', '巩义市人民政府发布公告', null],
    ['the same town without a character', '，义市人民政府发布公告', '义市人民政府'],
    ['a unit of another level', '公安局治安支队到场', null],
    ['another street', '嘉陵道街党工委牵头', null],
    ['a quotation mark where a character would be missing', '推行街道“大工委”制', null],
  ])('%s', (_what, text, told) => expect(nearMissesIn(text, likely).map(({ form }) => form)).toEqual(told === null ? [] : [told]));
});
