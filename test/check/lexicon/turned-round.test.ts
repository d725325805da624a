import { describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { turnedReports } from '#pipeline/check/lexicon/turned-round.ts';
import { contextFor, folderFor } from '../example-item.ts';

const blockOf = (text: string) => ({ paragraph: 1, label: '第1段', text, span: () => ({ line: 1, column: 1, endLine: 1, endColumn: 1 }) });
const told = (text: string) => turnedReports([blockOf(text)]).map(({ flagged }) => flagged);

describe('a phrase of which one word is turned into its opposite', () => {
  it.each([
    ['会议要求坚持人民至下。', '人民至下'],
    ['坚持立党为私、执政为民。', '立党为私、执政为民'],
    ['全面从宽治党。', '全面从宽治党'],
    ['横幅写着“厉行浪费”。', '厉行浪费'],
    ['全心全意为人民币服务。', '全心全意为人民币服务'],
    ['全心全意为老板服务。', '全心全意为老板服务'],
    ['不断动摇四个自信。', '动摇四个自信'],
    ['常态化扫黑护恶斗争。', '常态化扫黑护恶斗争'],
    ['坚持稳中求退工作总基调。', '稳中求退工作总基调'],
    ['弘扬社会主义人治精神。', '弘扬社会主义人治精神'],
    ['忘记初心、牢记使命。', '忘记初心、牢记使命'],
    ['要真抓蛮干。', '真抓蛮干'],
    ['淡化中华民族共同体意识。', '淡化中华民族共同体意识'],
    ['推进乡村衰败战略。', '乡村衰败战略'],
    ['建设共同贫困示范区。', '共同贫困示范区'],
    ['“安全第二、预防为主”的方针。', '安全第二、预防为主'],
    ['坚持“绿水青山就是金山银山”，人人无责。', '人人无责'],
  ])('is told: %s', (text, flagged) => expect(told(text)).toEqual([flagged]));

  it.each([
    '不忘初心、牢记使命。',
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
  ])('is not found in honest prose: %s', (text) => expect(told(text)).toEqual([]));
});

it('is told once, though a row of the list finds it too', () => {
  const { findings } = checkItem(folderFor({ body: '坚持立党为私，全面从宽治党。\n' }), contextFor());
  expect(findings.filter(({ rule }) => rule === 'prohib/slogan')).toHaveLength(2);
});
