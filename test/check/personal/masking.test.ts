import { describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import type { CheckResult } from '#pipeline/check/finding.ts';
import { resultOf } from '#pipeline/check/finding.ts';
import { maskEvidence, maskedPath } from '#pipeline/check/personal/masking.ts';
import { githubReport } from '#pipeline/check/reporters/github.ts';
import { htmlReport } from '#pipeline/check/reporters/report.ts';
import { summaryReport } from '#pipeline/check/reporters/summary.ts';
import { textReport } from '#pipeline/check/reporters/text.ts';
import type { Example } from '#pipeline/check/rule.ts';
import { contextFor, folderFor } from '../example-item.ts';

const SECRETS: Record<string, string> = {
  'an identity number': '11010519491231002X',
  'one in full-width digits': '１１０１０５１９４９１２３１００２Ｘ',
  'one in groups': '110105-19491231-002X',
  'one cut by commas': '110105，19491231，002X',
  'one in groups of any kind': '11010519,49123100,2X',
  'a telephone number in Chinese numerals': '一三八〇〇一三八〇〇〇',
  'a telephone number': '13800138000',
  'one in groups of 4-3-4': '1380 013 8000',
  'one cut by invisible characters': '138\u200B0013\u200B8000',
  'a bank card': '6222020200112233446',
  'a bank card in groups': '6222 0202 0011 2230',
  'a bank card cut by strokes': '622202/0200112233446',
  'a plate': '浙G·A123B',
  'a mail address': 'wang.example@163.com',
  'an account': '微信号wang_example01',
  'a passport': '护照号E12345678',
  'where somebody lives': '家住示例小区6幢1203',
  'a room beside a neighbour': '报警人是对门1203室的卓阿姨',
  'where a key lies': '家住示例巷，钥匙压在花盆下',
  'the end of an identity number': '冯某身份证末四位2218',
  'an electric bicycle': '电动车金华086127',
  'the password of a card': '银行卡（密码112233）',
  'a fingerprint': '指纹编号FP-33-00918',
  'an identity number behind a name': '录用：白雪（330702199002211234）',
  'a parcel': '快递单号YT8800123461975',
  'an income': '协管员薛某的月工资为三千八百元',
  'who told of it': '爆料者实为员工毛志强',
  'an illness beside a trade': '厨师苗师傅体检发现乙肝阳性',
  'a patient’s name': '患者王小明',
  'a child’s name': '留守儿童李小红',
  'a secrecy mark': '机密★10年',
  'a key of a cloud': 'AKIAIOSFODNN7EXAMPLE',
  'a token': `ghp_${'a1B2'.repeat(9)}`,
  'a word of the private list': '暗语示例',
  'a number behind such a word': '暗语示例13800138000',
};
const TERMS: Example['terms'] = { screen: [{ kind: 9, words: ['暗语示例'], allow: [], ask: '请核对', hidden: true }] };

const waiver = (match: string) => ({ rule: 'pii/phone', match, reason: `本人书面同意公开${match}` });
/** Wherever a person could put it: in what is read, in what is written, in values that are no such value, and in names. */
const PLACES: ((secret: string) => Omit<Example, 'title'>)[] = [
  (secret) => ({ frontMatter: { title: `关于${secret}的通知` } }),
  (secret) => ({ frontMatter: { summary: `现将${secret}通报如下` } }),
  (secret) => ({ body: `正文有${secret}一处。\n` }),
  (secret) => ({ body: `正文有[${secret}](javascript:${secret})和[${secret}](./${secret}.pdf)。\n` }),
  (secret) => ({ body: `正文有 \`${secret}\` 和 <b title="${secret}">。\n` }),
  (secret) => ({ body: `![${secret}](street.jpg)\n\n![${secret}](${secret}.jpg)\n` }),
  (secret) => ({ body: `正文,${secret},示例（${secret}。\n` }),
  (secret) => ({ files: { [`${secret}.jpg`]: 'png', [`${secret}/${secret}.txt`]: 'text' } }),
  (secret) => ({ frontMatter: { cover: `${secret}.jpg` } }),
  (secret) => ({ frontMatter: { category: secret } }),
  (secret) => ({ frontMatter: { submitter: secret } }),
  (secret) => ({ frontMatter: { event_date: secret } }),
  (secret) => ({ frontMatter: { remarks: secret, waivers: [waiver(secret), waiver(`${secret}号`)] } }),
  (secret) => ({ frontMatter: { images: { [`${secret}.jpg`]: { kind: 'photo', credit: secret } } } }),
  (secret) => ({ frontMatter: { source: { name: secret, url: `https://${secret}.example/${secret}` }, category: '转发' } }),
  (secret) => ({ frontMatter: { secrecy_review: { by: secret, date: secret, conclusion: secret } } }),
  (secret) => ({ frontMatter: { [secret]: 'x' } }),
];

const FORMATS: Record<string, (result: CheckResult) => string> = {
  text: textReport,
  json: (result) => JSON.stringify(result),
  github: githubReport,
  summary: summaryReport,
  report: (result) => htmlReport(result, { at: '2026-11-24T10:00:00+08:00', css: '', rules: [], version: '工作区' }),
};

describe.each(Object.entries(SECRETS))('%s', (_name, secret) => {
  const results = PLACES.map((place) => resultOf([checkItem(folderFor(place(secret)), contextFor({ terms: TERMS }))]));

  it('is found somewhere, so that there is something to hide', () =>
    expect(results.filter(({ items }) => (items[0]?.findings.length ?? 0) > 0).length).toBeGreaterThan(PLACES.length / 2));

  it.each(Object.entries(FORMATS))('isn’t in the report as %s, wherever it stands', (_format, write) => {
    const shown = results.map((result) =>
      write(result)
        .normalize('NFKC')
        .replace(/\p{Cf}/gu, ''),
    );
    const hidden = secret.normalize('NFKC').replace(/\p{Cf}/gu, '');
    expect(shown.flatMap((report, index) => (report.includes(hidden) ? [String(PLACES[index])] : []))).toEqual([]);
  });
});

describe('a name of somebody whom the item tells of', () => {
  it.each([
    ['before a number', '患者王小明和李秀兰（13800138000）已送医。'],
    ['before a plate', '经查，车主王小明的车辆浙G12345占用盲道。'],
    ['written twice', '走访患者王小明王小明，送去慰问金。'],
    ['in another paragraph', '走访患者王小明。\n\n王小明的的家属表示感谢，王小明手机号13800138000。'],
    ['cut in its middle', '走访患者王小明。\n\n王小明今天上（13800138000）午出院。'],
    ['cut by an invisible character', '走访患者王\u200B小明王\u200B小明。'],
    ['in a case', '对当事人王小明，（13800138000）作出行政处罚。王小明的的行为。'],
  ])('isn’t in any report: %s', (_place, body) => {
    const result = resultOf([checkItem(folderFor({ body: `${body}\n` }), contextFor({}))]);
    const reports = Object.values(FORMATS).map((write) => write(result).replace(/\p{Cf}/gu, ''));
    expect(result.errors + result.warnings + result.infos).toBeGreaterThan(1);
    expect(reports.filter((report) => /小明|秀兰|王小|李秀/.test(report))).toEqual([]);
  });
});

describe('masking', () => {
  it.each([
    ['应在 2026-11-23 至 2026-11-30 之间报送 86 起。'],
    ['信息日期 2026-11-16，已于 11 月 23 日 24:00 满 7 日。'],
    ['content/items/wucheng/2026-11-23-dianpu/index.md'],
    ['保守国家秘密，密级分为三级，获评★★★★★。'],
    ['残疾人高中生和孕妇常见问题，邮箱zfj@jinhua.gov.cn，办公地址人民东路128号。'],
    ['图片太大（30000×30000），不超过 10485760 字节。'],
  ])('leaves alone what is none: %s', (text) => {
    expect(maskEvidence(text)).toBe(text);
    expect(maskedPath(text)).toBe(text);
  });

  it.each([
    ['电话13800138000，证号11010519491231002X。', '电话138…（共 11 位），证号110…（共 18 位）。'],
    ['电话１３８００１３８０００。', '电话１３８…（共 11 位）。'],
    ['患者王小明、李红家住示例小区6幢1203。', '患者王某、李某家住示例小区6…（共 6 位）。'],
    ['标有机密★10年，车牌浙G12345。', '标有机…（共 6 位），车牌浙G1…（共 7 位）。'],
  ])('hides all but the beginning and the length: %s', (text, shown) => expect(maskEvidence(text)).toBe(shown));

  it('hides in an address only what surely is one, so that it leads to the file', () => {
    expect(maskedPath('a/b/13800138000.jpg')).toBe('a/b/138…（共 11 位）.jpg');
    expect(maskedPath('a/2026-11-23-12345678901/3307022026112309.jpg')).toBe('a/2026-11-23-12345678901/3307022026112309.jpg');
  });
});

it.each(['来人的配偶为李小明。', '被尾随李小明的人。', '张小明遭人贩子拐走。', '公租房配租结果：李小明，3号楼。'])(
  'hides whom a few words tell of: %s',
  (text) => expect(maskEvidence(text)).not.toMatch(/[李张]小明/),
);

it.each(['浙F·8K2L6', '浙Z·7K3M9'])('hides a plate that has no three digits in a row: %s', (plate) =>
  expect(maskEvidence(`队员拦下一辆${plate}的车。`)).not.toContain(plate),
);
