import { describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { sayingReports } from '#pipeline/check/lexicon/sayings.ts';
import { contextFor, folderFor } from '../example-item.ts';

const blockOf = (text: string) => ({ paragraph: 1, label: '第1段', text, span: () => ({ line: 1, column: 1, endLine: 1, endColumn: 1 }) });
const told = (text: string) => sayingReports([blockOf(text)]).map(({ flagged }) => flagged);

describe('a saying of which one word is another', () => {
  it.each([
    ['把权力关进制度的龙子里。', '把权力关进制度的龙子', 'inside'],
    ['牢记“打铁必须自身软”。', '打铁必须自身软', 'at its end'],
    ['宪法面前人人不平等。', '面前人人不平等', 'a word added'],
    ['坚持从群众中来、不到群众中去。', '从群众中来、不到群众中去', 'a word added behind a mark'],
    ['坚持有黑扫黑、无黑除善。', '有黑扫黑、无黑除善', 'two parts of three'],
    ['开车要喝酒，喝酒不开车。', '开车要喝酒，喝酒不开车', 'a denial left out'],
    ['坚持“安全第二、预防为主”。', '安全第二、预防为主', 'a numeral'],
    ['消防安全，人人无责。', '消防安全，人人无责', 'denied at its end'],
    ['平安建设，人人无责。', '人人无责', 'a part alone'],
    ['把困难留给群众、把方便留给自己。', '把困难留给群众、把方便留给自己', 'two words in each other’s place'],
    ['坦白从严，抗拒从宽。', '坦白从严，抗拒从宽', 'two opposites in each other’s place'],
    ['好男儿当兵去，报家卫国。', '好男儿当兵去，报家卫国', 'a long one but for a character'],
    ['踏石无印、抓铁有痕。', '踏石无印、抓铁有痕', 'an opposite'],
    ['有法必依、执法不严、违法必究。', '有法必依、执法不严', 'denied'],
    ['全心全意为人名服务。', '全心全意为人名服务', 'a slip'],
    ['坚持打虎怕蝇。', '打虎怕蝇', 'a short one'],
    ['抓铁有痕、踏石无印。', '抓铁有痕、踏石无印', 'in the other order of its parts'],
    ['守住底线，拿群众一针一线。', '拿群众一针一线', 'without its own denial'],
    ['主题是“不让权力在阳光下运行”。', '不让权力在阳光下运行', 'with a denial before it'],
    ['喝酒不开车，开车才喝酒。', '喝酒不开车，开车才喝酒', 'another word for its denial'],
    ['把制度关进权力的笼子。', '把制度关进权力的笼子', 'two nouns in each other’s place'],
    ['牢记科学立法、严格执法、公正枉法、全民守法。', '科学立法、严格执法、公正枉法、全民守法', 'one of the phrases of several parts'],
    ['打鐵必須自身軟。', '打鐵必須自身軟', 'in traditional characters'],
  ])('is told: %s', (text, flagged) => expect(told(text)).toEqual([flagged]));

  it.each([
    '把权力关进制度的笼子里，打铁必须自身硬。',
    '公民在法律面前一律平等。',
    '发现一处、整改一处，民有所呼、我必有应。',
    '打铁必须自身过硬本领。',
    '安全生产负责人参加会议。',
    '踏石有印、抓铁有痕，有腐必惩，最多访一次，牢记初心、牢记使命。',
    '巩固脱贫成效，党面前人人平等，为党育才、为国育人。',
    '人民法院依法审理，减量化、无害化、资源化。',
    '病毒面前人人平等，食品安全、人人有责，安全责任重于生命。',
    '科学立法、严格执法、公正司法，数据多跑路、民警少跑腿。',
    '严禁拿群众一针一线，不能让英雄流血又流泪。',
    '拆除占用消防通道的建筑，形式主义、官僚主义仍较突出。',
    '涉及群众利益的“小事”，也要办好。',
    '让制度在阳光下运行，件件有着落、事事有回应。',
    '有的人把“为官避事平生耻”当成“为官避事平生喜”。',
  ])('is not found in honest prose: %s', (text) => expect(told(text)).toEqual([]));

  it('shows the right one', () => expect(sayingReports([blockOf('打铁必须自身软。')])[0]?.words.expected).toBe('“打铁必须自身硬”。'));

  it.each([
    ['坚持不忘初心、牢记使明。', 'prohib/near-miss'],
    ['坚定道路自信、理论自信、制度自信、道德自信。', 'prohib/near-miss'],
    ['坚持打虎怕蝇。', 'prohib/slogan'],
  ])('is told once, whatever finds it: %s', (body, rule) => {
    const { findings } = checkItem(folderFor({ body }), contextFor());
    expect(findings.flatMap((one) => (one.rule.startsWith('prohib/') ? [one.rule] : []))).toEqual([rule]);
  });
});
