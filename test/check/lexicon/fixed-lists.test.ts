import { expect, it } from 'vitest';
import { brokenLists } from '#pipeline/check/lexicon/fixed-lists.ts';

const blockOf = (text: string) => ({ paragraph: 1, label: '第1段', text, span: () => ({ line: 1, column: 1, endLine: 1, endColumn: 1 }) });
const listsIn = (text: string) => brokenLists([blockOf(text)]).map(({ words }) => words.expected);

it.each([
  ['a member is another', '坚定道路自信、理论自信、体制自信、文化自信。'],
  ['the last is another', '坚定道路自信、理论自信、制度自信、文明自信。'],
  ['the first is another', '“富裕、民主、文明、和谐”是目标。'],
  ['two have changed places', '坚定理论自信、道路自信、制度自信、文化自信。'],
  ['the last of many is another', '严守政治纪律、组织纪律、廉洁纪律、群众纪律、工作纪律、学习纪律。'],
  ['a member of long ones alike is another', '提高政治判断力、政治理解力、政治执行力。'],
  ['the second of two is another, beside what follows', '不怕牺牲、英勇战斗，对党忠诚、不负人民。'],
  ['the last but one is another, and the last stands behind 和', '严守政治纪律、组织纪律、廉洁纪律、民众纪律、工作纪律和生活纪律。'],
  ['the last behind 和 is another', '统筹经济建设、政治建设、文化建设、社会建设和生态环保建设。'],
  ['a member is like none, of what no other list has', '围绕爱国、爱岗、诚信、友善写春联。'],
  ['the posts are in another order', '国家主席、中共中央总书记、中央军委主席习近平。'],
])('a fixed list is told where %s', (_, text) => expect(listsIn(text)).toHaveLength(1));

it.each([
  '坚定道路自信、理论自信、制度自信、文化自信，增强政治意识、大局意识、核心意识、看齐意识。',
  '坚持创新、协调、绿色、开放和共享的新发展理念。',
  '发展民主、文明、和谐的乡风。',
  '弘扬富强、民主、文明、和谐、自由、平等、公正、法治、爱国、敬业、诚信、友善。',
  '加强政治建设、思想建设、作风建设。',
  '李强、赵乐际、王沪宁、蔡奇、丁薛祥、李希出席。',
  '坚决做到对党忠诚、服务人民、执法公正、纪律严明。',
  '自我净化、自我完善、自我革新。',
  '面对内战，不怕牺牲、英勇迎敌。',
  '实现德治、法治、自治“三治融合”。',
  '在“一国两制”、“港人治港”、高度自治方针下。',
  '投放其他垃圾、易腐垃圾、有害垃圾、可回收物。',
  '提倡爱国、敬业、诚信、守法、贡献，北京、上海、天津、河北等省、自治区、直辖市都已部署。',
  '认真履行政协协商、民主监督、参政议政职能。',
])('honest: %s', (text) => expect(listsIn(text)).toEqual([]));
