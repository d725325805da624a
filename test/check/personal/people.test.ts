import { describe, expect, it } from 'vitest';
import { ADDRESSES } from '#pipeline/check/personal/addresses.ts';
import { maskEvidence, maskedPath } from '#pipeline/check/personal/masking.ts';
import { namedPeople } from '#pipeline/check/personal/person-roles.ts';
import { fold } from '#pipeline/item/markdown/folded-text.ts';

/** What is told of a sentence that stands alone. */
const told = (sentence: string, inCase = false): string[] => {
  const { text } = fold(sentence);
  return namedPeople(text, inCase).map(({ start, end }) => text.slice(start, end));
};

it.each(['患者“王小明”住院', '患者“王小明、李某某”', '患者“王小明，男，50岁”', '患者：“王小明”', '患者「王小明」', '确诊患者名叫“王小明”'])(
  'a name in quotation marks is one: %s',
  (sentence) => expect(told(sentence)).toEqual(['王小明']),
);

it.each(['患者李澍住院', '举报人张髦反映店外经营', '低保户陈彧，今年七十岁'])('a short name may be of a rare character: %s', (sentence) =>
  expect(told(sentence)).toEqual([/(?<=[者人户])../.exec(sentence)?.[0]]),
);

describe('who isn’t told of', () => {
  it.each([
    '秋季是哮喘等疾病的高发季。',
    '艾滋病的高增长率',
    '被害单位被砍伐的林木均为国家重点保护植物，肇事者已查明',
    '受助人雷波民族中学来信',
    '低保户张爹爹说',
    '患者李博士复诊',
    '流浪乞讨人员毕节籍返乡',
    '他被确诊患有罕见的庞贝病',
    '艾滋病毒毒株的单克隆抗体',
    '走失的房东和他的父母均被确诊',
    '学生易学爱学的内容，帮扶深入',
    '重症监护室里的“爷孙亲情”',
    '受伤害的学生是张白纸',
    '为感染新冠肺炎的师生发放慰问金',
    '受助少年向阳生长',
    '牵手留守儿童“谈立志，话未来”',
    '校车服务提供者应建立健全制度',
  ])('a word that begins like a name: %s', (sentence) => expect(told(sentence)).toEqual([]));

  it.each([
    '村民梁习全11亩脆李年收入40万元',
    '定向队员魏源、夏梦娟取得优异成绩',
    '沉迷科研的李仕贵下定决心',
    '离休干部宋育先生因病逝世',
    '女排主攻手朱婷因手腕伤病缺席',
    '4名被害人为孙波送来锦旗',
    '三甲医院重症ICU的医护人员彭冰说',
    '美国流浪汉吉迪恩被误判入狱',
    '1949年前后，该村农民于德水因贫困卖掉田地',
    '四（3）班张迅宁同学朗诵作品',
    '五年级陈淏岩同学在课程结束时说',
    '程强，12岁时高举横幅',
    '包括少年殷鸿福在内，众多学子来到北京',
    '顾永忠的学生郝春莉，她曾为人辩护，案件已结',
    '中医师陆炜青是第一批进舱收治患者的医生',
    '重症监护专科的赵健华是名护士',
    '负责ICU医疗组统筹工作的徐远达参与讨论',
    '来自刑事司法学院的王子豪问道',
    '接到举报的傅敏超当机立断',
    '讲授《刑事诉讼法》的郭倍倍到会',
    '攻读肿瘤学的洪嘉欣表示',
    '《肿瘤杂志》的熊钰芬到会',
    '村民王希泽如今年收入数十万元',
    '电气学院大四年级的张冠林以26分51秒的成绩夺得第一',
  ])('whom it is no harm to name, or who helps: %s', (sentence) => expect(told(sentence)).toEqual([]));

  it.each([
    '应上传本人身份证正、反面清晰图片',
    '龙先生（店铺老板）',
    '旅客头面部、胸背部可见红色斑丘疹',
    '发现孕妇患有梅毒时，应采取措施',
    '将此告诉其丈夫张某（已判刑）',
    '王某率先捐出退休金一万元',
    '王某把退休金一半共十万元捐给研究所',
    '王某可获得湿地生态补偿1万余元',
    '寻亲中人脸不够清晰的难题',
  ])('nobody, or what is none of theirs: %s', (sentence) => expect(told(sentence)).toEqual([]));
});

describe('who is told of', () => {
  it.each([
    ['举报人梁国碧反映企业违规', '梁国碧'],
    ['局办公室会计罗敏实名举报副局长收受礼金', '罗敏'],
    ['村民王芳因举报村干部腐败被打伤', '王芳'],
    ['来电人王晔反映电梯困人', '王晔'],
    ['网友“山里人”（真名刘志刚）发帖反映', '刘志刚'],
    ['被拐儿童杨小宝与父母团聚', '杨小宝'],
    ['陈小宝，5岁时被拐，如今找到父母', '陈小宝'],
    ['热心少年沈雨桐（13岁，城北中学初一）表现突出', '沈雨桐'],
    ['走失少年冯子豪被找到', '冯子豪'],
    ['学生王小明成绩优异，却因患白血病休学', '王小明'],
    ['学生马浩，曾多次逃学，被民警送回', '马浩'],
    ['五年级学生陈晨在被打后说，不敢上学', '陈晨'],
    ['看望慰问患病的环卫工人蒋美兰', '蒋美兰'],
    ['农户赵四喜家有5亩茶园，年收入不足两千元，因病致贫', '赵四喜'],
    ['村民王大山种10亩地，妻子瘫痪在床', '王大山'],
    ['社区矫正对象张髦，已报到', '张髦'],
    ['受骗老人冯桂芝被诈骗12万元', '冯桂芝'],
    ['乙肝阳性的医生李强被调离岗位', '李强'],
    ['县剧团演员何秀莲查出乳腺癌', '何秀莲'],
    ['沉迷网络赌博的会计李静，挪用公款', '李静'],
    ['低保户高建国家房屋漏雨', '高建国'],
    ['贫困户贾强至今后悔', '贾强'],
    ['死者为李明，系本县外卖员', '李明'],
    ['患者党建国住院治疗', '党建国'],
    ['受害人为李明，送上救护车', '李明'],
    ['患者封建国住院治疗', '封建国'],
    ['低保户房子轩领到补贴', '房子轩'],
    ['农户赵四喜有3亩地，年收入仅3000元，被列为低保户', '赵四喜'],
    ['六年级学生张浩，9岁时开始自残', '张浩'],
    ['初三学生马超，他曾任班长，因盗窃被拘留', '马超'],
    ['初二学生王小明被同学殴打', '王小明'],
    ['王小明是我院收治的患者', '王小明'],
    ['患者王小明病逝', '王小明'],
    ['患者王小明病情好转', '王小明'],
    ['患者王小明病史长达十年', '王小明'],
    ['患者王小明症状缓解', '王小明'],
    ['王小明是白血病患者的情况专家组已掌握', '王小明'],
    ['确诊肺结核后转入专科的王小明', '王小明'],
    ['因刑事司法程序被羁押的王小明', '王小明'],
    ['多次举报的王小明', '王小明'],
    ['低保对象王小明年收入不足3万元', '王小明'],
    ['低保户房东明领到补贴', '房东明'],
    ['患者张白雪住院', '张白雪'],
    ['因刑事案件被捕的王小明', '王小明'],
  ])('%s', (sentence, name) => expect(told(sentence)).toContain(name));
});

describe('a door', () => {
  it.each([
    ['被告人柯某在花桥镇吴都村一片97号被民警抓获', false],
    ['被告人张某在黄河路四季果岭小区26号楼门口打人', false],
    ['被告人张某在黄河路四季果岭小区26号楼1单元门口打人', true],
    ['嫌疑人尾随下班女工至幸福小区5栋2单元402室楼道', true],
    ['被告人王某在新碶街道星阳村陈徐家221号仙乐书店内', false],
    ['被告人赵某在其居住的幸福小区5栋2单元302室被抓获', true],
    ['被告人孙某在城中区园树村131号被害人葵某的出租房内', true],
    ['投诉人王某在幸福小区5栋2单元302室门口堆物', true],
  ])('is no home where somebody was caught: %s', (sentence, isHome) => {
    const { text } = fold(sentence);
    const homes = ADDRESSES.flatMap(({ pattern, isHome }) => [...text.matchAll(pattern)].filter(({ index }) => isHome(text, index)));
    expect(homes.length > 0).toBe(isHome);
  });
});

describe('what is nobody’s business', () => {
  it.each([
    '他名下3辆车',
    '她体重160斤',
    '他血型为AB型',
    '老伯账户余额3000元',
    '照片人脸清晰可见',
    '照片未打码',
    '儿童长相不打码清晰可见',
    '接受捐助的刘某退休金1200元',
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
