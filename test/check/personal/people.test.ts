import { describe, expect, it } from 'vitest';
import { maskEvidence, maskedPath } from '#pipeline/check/personal/masking.ts';
import { namedPeople } from '#pipeline/check/personal/person-roles.ts';
import { fold } from '#pipeline/item/markdown/folded-text.ts';

/** What is told of a sentence that stands alone. */
const told = (sentence: string, inCase = false): string[] => {
  const { text } = fold(sentence);
  return namedPeople(text, inCase).map(({ start, end }) => text.slice(start, end));
};

it.each(['患者李澍住院', '举报人张髦反映店外经营', '低保户陈彧，今年七十岁'])('a short name may be of a rare character: %s', (sentence) =>
  expect(told(sentence)).toEqual([/(?<=[者人户])../.exec(sentence)?.[0]]),
);

describe('what is nobody’s business', () => {
  it.each([
    '他名下3辆车',
    '她体重160斤',
    '他血型为AB型',
    '老伯账户余额3000元',
    '照片人脸清晰可见',
    '照片未打码',
    '他退休金4200元',
    '他坐过牢',
    '北纬30.27151是他的住处',
    '摊主韩某年纪大了，曾因盗窃服刑',
    '公司员工鲁某乙肝表面抗原阳性',
    '党员李某离过两次婚',
    '保洁公司的张某被检出梅毒',
  ])('is told and hidden where it stands alone: %s', (sentence) => {
    expect(told(sentence)).not.toEqual([]);
    expect(maskEvidence(sentence)).not.toBe(sentence);
  });

  it.each([
    '其他对象每人每月低保金820元',
    '其他困难家庭月工资不足2000元的，纳入救助',
    '老人月养老金不足200元的，由街道补助',
    '孕妇怀孕12周前建册',
    '婚后多年不孕的可申请补助',
    '未打码的图片不得上传',
    '面部清晰，照片已打码处理',
    '预防性侵讲座上，主讲人是城南小学教师，女童和家长听讲',
    '老人低保金9.5亿元',
  ])('isn’t told by a rule for everybody: %s', (sentence) => expect(told(sentence)).toEqual([]));

  it.each([
    ['困难职工丈夫患重病后当事人王小明占道', ['丈夫患重病', '王小明']],
    ['困难职工丈夫患重病当事人王小明占道', ['王小明']],
    ['资助学生，母亲瘫痪由邻居钱小红照料', ['母亲瘫痪', '钱小红']],
  ])('doesn’t cut a name: %s', (sentence, stretches) => expect(told(sentence, true)).toEqual(stretches));

  it('ends before who else is told of', () => expect(told('困难职工丈夫患癌，由张某照料')).toEqual(['丈夫患癌']));
});

describe('a number in an address', () => {
  it.each(['文件(202611230012345678).pdf', '公告:330702202611230012.html'])('leads to the file: %s', (path) =>
    expect(maskedPath(path)).toBe(path),
  );
  it('is hidden behind a name', () => expect(maskedPath('白雪（330702199002211234）.docx')).not.toContain('19900221'));
});
