import type { PatternTable } from './patterns.ts';

/*
 * Posts of the state and the Party with the name of somebody who never held them. Those who hold a post, or held it, are let pass whatever the
 * day. Names that many bear are looked for only behind a post of the state. Examples stand in test/check/lexicon/.
 */

const WORDS = {
  problem: '领导人的姓名和职务对不上。',
  expected: '姓名和职务与权威发布一致。',
  fix: '对照新华社通稿改正。引文、史料确需照录的，写豁免并说明理由（8 字以上）。',
};
const BODY = '(?:国务院|国家|全国人大(?:常委会)?|全国人民代表大会常务委员会|全国政协|中央军委|中央纪委|中共中央|中央)';
const POST = '(?:副?总理|总统|副?主席|副?委员长|总书记|副?书记|总经理|部长|主任|秘书长)';
const NAME = '(?:习近平|李强|赵乐际|王沪宁|蔡奇|丁薛祥|李希|韩正)';
const HELD = [
  '(?:国家|中央军委)副?主席习近平',
  '(?:中共)?中央总书记习近平',
  '国务院总理李强',
  '全国人(?:大(?:常委会)?|民代表大会常务委员会)委员长赵乐际',
  '中央纪委书记(?:赵乐际|李希)',
  '全国政协主席王沪宁',
  '国务院副总理(?:丁薛祥|韩正)',
  '国家副主席韩正',
].join('|');

export const LEADERS: PatternTable = {
  hint: new RegExp(NAME),
  rows: [
    {
      id: '职务在前',
      pattern: new RegExp(`(?!${HELD})${BODY}${POST}${NAME}`, 'g'),
      words: WORDS,
    },
    {
      id: '职务在后',
      pattern:
        /习近平(?:总理|委员长|总统|总经理|主席总书记)|赵乐际(?:副?总理|副?主席|总书记|总统)|王沪宁(?:副?委员长|副?总理|总书记|总统)|丁薛祥(?:主席|副?委员长|总理|总书记|总统)|蔡奇(?:主席|副?总理|委员长|总书记|总统)|李强(?:委员长|总书记|总统)/g,
      words: WORDS,
    },
  ],
};
