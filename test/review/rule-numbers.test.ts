import { expect, it } from 'vitest';
import { cited, rulesCitedIn, withRule } from '#pipeline/review/gate/rule-numbers.ts';

it('every rule of the gate has a name, told once and in order of number', () => {
  const all = Array.from({ length: 25 }, (_, index) => cited(25 - index));
  expect(rulesCitedIn([...all, cited(9)].join('。'))).toEqual([
    '1 一事一稿',
    '2 文件夹不移不删，已发布的用撤稿收回',
    '3 名单与规则的变更由第二、三级审核',
    '4 没有读全、分不清的不放行',
    '5 按名单认人，名单外的账号和系统账号不作数',
    '6 回避：报送、改稿、推送的人不审自己的稿件',
    '7 报送和改过稿件的人须认得出；没有改动稿件的，不因此回避',
    '8 审核当天在任，管得到这个单位',
    '9 所见即所批：看的须是现在这一版',
    '10 稿件没有变，签批照旧；平台自动撤销不算',
    '11 只认审核的状态，留言和标签不算',
    '12 三人三级，逐级审核',
    '13 多签、重签无妨；先于上一级的须再签',
    '14 联合报送的，各单位都审第一级',
    '15 单位自审以文首的声明为准',
    '16 退回的，由本人或上一级再同意才解除',
    '17 撤销审核只会取消同意，不会解除退回',
    '18 时效：信息日期起七日内',
    '19 保密审查由指定的人亲自审核现在这一版',
    '20 主分支上的须是审过的那一版',
    '21 不能发布先于退回，退回先于等待；草稿和无人可审的等待',
    '22 每一级显示首先成立的状态',
    '23 代签',
    '24 紧急签发',
    '25 放宽的选项',
  ]);
});

it('a sentence cites its rule before its full stop, and what cites none names none', () => {
  expect(withRule('未计入；请重审。', 'stale')).toBe('未计入；请重审（规则 9）');
  expect(withRule('第一句。第二句', 'draft')).toBe('第一句。第二句（规则 21）');
  expect(rulesCitedIn('规则 9')).toEqual([]);
});
