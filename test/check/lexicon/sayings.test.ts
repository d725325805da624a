import { describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { sayingReports } from '#pipeline/check/lexicon/sayings.ts';
import { contextFor, folderFor } from '../example-item.ts';

const blockOf = (text: string) => ({
  paragraph: 1,
  label: '第1段',
  text,
  span: (column: number, endColumn: number) => ({ line: 1, column, endLine: 1, endColumn }),
});
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
    ['城乡供水，人人无责。', '人人无责', 'a part alone'],
    ['把困难留给群众、把方便留给自己。', '把困难留给群众、把方便留给自己', 'two words in each other’s place'],
    ['坦白从严，抗拒从宽。', '坦白从严，抗拒从宽', 'two opposites in each other’s place'],
    ['好男儿当兵去，报家卫国。', '好男儿当兵去，报家卫国', 'a long one but for a character'],
    ['踏石无印、抓铁有痕。', '踏石无印、抓铁有痕', 'an opposite'],
    ['有法必依、执法不严、违法必究。', '有法必依、执法不严', 'denied'],
    ['全心全意为人名服务。', '全心全意为人名服务', 'a slip'],
    ['坚持打虎怕蝇。', '打虎怕蝇', 'a short one'],
    ['抓铁有痕、踏石无印。', '抓铁有痕、踏石无印', 'in the other order of its parts'],
    ['守住底线，拿群众一针一线。', '拿群众一针一线', 'without its own denial'],
    ['喝酒不开车，开车才喝酒。', '喝酒不开车，开车才喝酒', 'another word for its denial'],
    ['把制度关进权力的笼子。', '把制度关进权力的笼子', 'two nouns in each other’s place'],
    ['牢记科学立法、严格执法、公正枉法、全民守法。', '科学立法、严格执法、公正枉法、全民守法', 'one of the phrases of several parts'],
    ['忘记初心、牢记使命。', '忘记初心、牢记使命', 'an opposite at its beginning'],
    ['全心全意为老板服务。', '全心全意为老板服务', 'two characters'],
    ['常态化扫黑护恶斗争。', '扫黑护恶', 'a short one within a sentence'],
    ['真心实意为群众排忧添难。', '排忧添难', 'a short one at its last but one'],
    ['他大私无公。', '大私无公', 'a short one with two opposites in each other’s place'],
    ['健康人生，绿色有毒。', '健康人生，绿色有毒', 'no longer denied'],
    ['让群众满意，来信必复、来访必堵。', '来信必复、来访必堵', 'something bad at the end'],
    ['喇叭里喊着：进山多带火，入林不吸烟。', '进山多带火，入林不吸烟', 'behind a colon'],
    ['打鐵必須自身軟。', '打鐵必須自身軟', 'in traditional characters'],
    ['台牌上印着“平时看得出来、关键时刻跑得出来”。', '平时看得出来、关键时刻跑得出来', 'any other character of a slogan that is shown'],
    [
      '他说，司机一杯酒，亲人两行血。司机齐声念：“司机一杯酒，亲人两行笑。”',
      '司机一杯酒，亲人两行笑',
      'a word that is bad in no other place',
    ],
    ['大家牢记汛期不过、人不溜岗。', '汛期不过、人不溜岗', 'a character that is bad'],
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
    '为群众排忧解难，执法大公无私，常思贪欲之害。',
    '严禁拿群众一针一线，不能让英雄流血又流泪。',
    '拆除占用消防通道的建筑，形式主义、官僚主义仍较突出。',
    '涉及群众利益的“小事”，也要办好。',
    '让制度在阳光下运行，件件有着落、事事有回应。',
    '有呼必应、无事不扰，一张蓝图干到底，人民城市为人民。',
    '不忘初心、牢记使命。',
    '横幅写着“打铁必须先自身硬”，“件件有回复、事事有着落”。',
    '标语写着：带走垃圾，留下美景。',
    '防止忘记初心、牢记使命的要求落空。',
    '有的干部忘记初心，受到处分。',
    '经查，他忘记初心使命，目无法纪。',
    '反对人治，弘扬社会主义法治精神。',
    '依法行政，严肃查处违法行政行为。',
    '敢于担当、善于斗争，破坏生态环境的依法追究。',
    '着力破解发展不平衡不充分问题。',
    '整治形式主义为基层减负，坚决反对官僚主义。',
    '喝酒开车害人害己；民警提醒驾驶人切勿喝酒开车。',
    '局机关开展反腐败教育，推进反腐败文化建设。',
    '主要负责人为第一责任人，分管负责人为第二责任人。',
    '来信必回、来访必接，高高兴兴出行，平平安安回家，人民城市为人民、人民城市人民治。',
    '会议第二议题审议了部门预算。',
    '部分干部存在不敢斗争、怕得罪人的思想。',
    '我们从未忘记使命，全县没有发生规模性返贫致贫现象。',
    '对漠视生命、恶化营商环境、突破安全底线的行为依法追究。',
    '共同富裕不是共同贫穷，乡村衰落是不少国家遇到的难题。',
    '破解阻碍高质量发展的堵点，打通阻碍乡村全面振兴的“最后一公里”。',
    '中国式现代化不走以资本为中心的老路，低质量发展没有出路。',
    '文明交通从你做起、从我做起。',
    '企业老板反映强烈的用工问题已经解决。',
    '中国人民领导着自己的国家，我国从人治社会走向法治社会。',
    '全局上下都说，安全第一、质量为先。',
    '标语很多，群众说“要依法办案”，大家都赞成。',
    '告示写着“请勿践踏草坪”“严禁携带火种进山”。',
    '有的人把“为官避事平生耻”当成“为官避事平生喜”。',
    '横幅上写着：反对腐败，从我做起。',
    '标语是“珍爱青春，远离毒品”“众志成城，抗击台风”。',
    '宣传车播放“拒绝高息诱惑，远离非法集资”。',
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
