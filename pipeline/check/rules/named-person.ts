import { peopleIn } from '../personal/person-roles.ts';
import type { Rule } from '../rule.ts';
import { inTextAndNames } from '../sightings.ts';

/**
 * Whoever is ill, poor, a victim, tells of a wrong or is put under supervision isn't named (个人信息保护法 Art. 28); who was punished only where
 * a law says so (浙江省行政处罚结果信息网上公开暂行办法 Art. 7; 浙江省公共信用信息管理条例 Art. 15).
 */
export const namedPerson: Rule = {
  id: 'pii/named-person',
  asks: '病人、困难群众、举报人、受害人等不写全名；处罚、案件类信息不写自然人的全名。',
  severity: 'warning',
  article: '第五条',
  group: '个人信息',
  waivable: true,
  check: (subject, { organisation }) => {
    const officials = new Set(Object.values(organisation.people).map(({ name }) => name));
    const people = inTextAndNames(subject, (blocks) => peopleIn(blocks).filter(({ of }) => of !== '未成年人'));
    return people
      .filter(({ folded }) => !officials.has(folded))
      .map((match) => ({
        ...match,
        ...(match.of === '当事人' ? { severity: 'info' as const } : {}),
        words: {
          problem:
            match.of === '能认出来的人'
              ? `可能写出了能认出一个人的情况（共 ${[...match.flagged].length} 个字）。`
              : `可能写出了${match.of}的全名（${match.flagged.slice(0, 1)}姓，${[...match.flagged].length} 个字）。`,
          expected: match.of === '能认出来的人' ? '不写能认出本人的细节。' : '写成“姓+某”，如王某。',
          fix:
            match.of === '当事人'
              ? '改为“姓+某”；法律规定公开姓名的，请审核人核对依据。'
              : match.of === '能认出来的人'
                ? '删去，或写得笼统些。本人书面同意公开的，或说的不是某一个人的，写豁免并说明理由（8 字以上）。'
                : '改为“姓+某”。宣传先进、本人书面同意等确需写全名的，或不是姓名的，写豁免并说明理由（8 字以上）。',
        },
      }));
  },
  good: [
    { title: '已经隐去姓名', body: '对当事人王某、李某某作出行政处罚，回访举报人张女士和患者小李。\n' },
    { title: '不是案件', body: '店主王大明，自家门前“三包”做得好。\n' },
    {
      title: '角色后面不是姓名',
      body: '行政处罚前，不得因当事人陈述、申辩加重处罚，债权人向业主主张债权，驾驶员戴头盔，车主应到窗口办理，当事人程序权利得到保障。\n',
    },
    {
      title: '词语的第一个字碰巧是姓',
      body: '患者高血压控制率提高，残疾人康复中心开放，举报人方便反映问题，低保户金额调整，严防感染，孕妇常规检查，投诉人任何时候可以查询，困难群众关爱力度加大，感染者管理政策调整，护士刘贝的妈妈突然晕倒，摇滚乐手阿兰·梅里尔因新冠肺炎病逝，确诊病例单日新增三例，残疾人花木艺术培训基地，残疾人感受到社会对他们的关爱和温暖，公费师范生因病离校，文化惠民工程取得的成绩来之不易。信访干部王小薇接听热线。腿部受伤的东方白鹳已放归，定点清除军事主管希沙尼，千户残疾人“幸福亮居”改造完成。\n',
    },
    { title: '受表扬的人', body: '队员何勇救起落水儿童，照顾患病老人的志愿者刘小燕被评为最美志愿者。\n' },
    {
      title: '帮助别人的人',
      body: '队员王磊、李强背起受伤老人，司机张建军救助晕倒乘客，干部张磊走访因病致贫家庭，队员徐亮被打伤仍坚持在岗，队员高飞因公受伤，局领导前往看望，刚忙完一台手术的李小霞赶来，这位患者还患有冠心病等多种疾病，王小华耐心地给她讲解，他是王大明家帮扶的贫困户，正处级干部林大海被开除公职。\n',
    },
    { title: '遮去一个字的姓名', body: '投诉人刘*翔和王*林反映。\n' },
    { title: '本单位的人员', body: '涉嫌占道的当事人周一、李四。\n' },
    {
      title: '写明理由的豁免',
      body: '残疾人王小明自强创业。\n',
      frontMatter: { waivers: [{ rule: 'pii/named-person', match: '王小明', reason: '自强模范，本人书面同意公开' }] },
    },
  ],
  bad: [
    { title: '病人的姓名', body: '走访患者王小明，送去慰问金。\n', finds: { flagged: '王小明', line: 13, column: 5, count: 1 } },
    { title: '姓名和病情', body: '村民李秀兰患有肺结核，已送医。\n', finds: { flagged: '李秀兰', count: 1 } },
    { title: '两个字的名字', body: '低保户张强，家住山区。\n', finds: { flagged: '张强', count: 1 } },
    { title: '举报人的姓名', body: '举报人：李小红反映夜间施工。\n', finds: { flagged: '李小红', count: 1 } },
    { title: '几个人的姓名', body: '慰问特困人员王小明、李红和张建国。\n', finds: { count: 3 } },
    { title: '少数民族的姓名', body: '社区矫正对象阿卜杜·买买提参加学习。\n', finds: { count: 1 } },
    { title: '先说事，后写姓名', body: '看望身患尿毒症的退休职工周水根。\n', finds: { flagged: '周水根', count: 1 } },
    { title: '名单里', body: '临时救助公示：蒋水生、申屠雨晨，各3000元。\n', finds: { count: 2 } },
    { title: '当事人的家人', body: '当事人赵某之妻尹巧珍到场。\n', finds: { flagged: '尹巧珍', count: 1 } },
    { title: '车主和号牌', body: '经查，车主李小红的车辆浙G12345占用盲道。\n', finds: { flagged: '李小红', count: 1 } },
    { title: '零宽字符隔开', body: '患者王\u200B小明。\n', finds: { count: 1 } },
    {
      title: '当事人的姓名',
      body: '对当事人王大明（男）作出行政处罚。\n',
      finds: { severity: 'info', flagged: '王大明', line: 13, column: 5, count: 1 },
    },
    { title: '店主的姓名', body: '店主：李小红，因占道经营被立案查处。\n', finds: { severity: 'info', flagged: '李小红' } },
    { title: '复姓', body: '违法行为人欧阳明，已接受行政处罚。\n', finds: { severity: 'info', flagged: '欧阳明' } },
  ],
};
