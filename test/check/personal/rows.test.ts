import { describe, expect, it } from 'vitest';
import { findIn } from '#pipeline/check/find.ts';
import { ACCOUNTS, type CalledNumber, DOCUMENTS } from '#pipeline/check/personal/called-numbers.ts';
import { namedPeople } from '#pipeline/check/personal/person-roles.ts';
import type { Subject } from '#pipeline/check/rule.ts';
import { doubled } from '#pipeline/check/rules/doubled.ts';
import { fold } from '#pipeline/item/markdown/folded-text.ts';
import { contextFor } from '../example-item.ts';

const blockOf = (text: string) => ({ paragraph: 1, label: '第1段', text, span: () => ({ line: 1, column: 1, endLine: 1, endColumn: 1 }) });
const numbersIn = (text: string, rows: readonly CalledNumber[]) =>
  rows.flatMap(({ name, pattern, hint }) => findIn([blockOf(text)], pattern, undefined, hint).map(({ flagged }) => [name, flagged]));

describe('numbers that the text says are of a person', () => {
  const rows: [string, bad: [text: string, flagged: string][], good: string[]][] = [
    [
      '护照号',
      [
        ['护照号：E12345678', 'E12345678'],
        ['护照（EA1234567）遗失', 'EA1234567'],
      ],
      ['护照办理咨询12367', '护照号E123'],
    ],
    [
      '社保卡号',
      [
        ['社保卡卡号A01234567', 'A01234567'],
        ['社会保障卡号：330700199001', '330700199001'],
      ],
      ['社保卡咨询电话12333', '社保2026年12月'],
    ],
    [
      '军人证件号',
      [
        ['军官证：军字第0012345号', '军字第0012345'],
        ['士兵证号1234567', '1234567'],
      ],
      ['凭军官证、士兵证优先', '军官证12本'],
    ],
    [
      '往来通行证号',
      [
        ['往来港澳通行证：C12345678', 'C12345678'],
        ['台胞证号12345678', '12345678'],
      ],
      ['车辆通行证12345678', '港澳通行证办理2026件'],
    ],
    [
      '残疾人证号',
      [
        ['残疾人证号11010519491231002X43', '11010519491231002X43'],
        ['残疾证：11010519491231002144', '11010519491231002144'],
      ],
      ['残疾人证12345本', '残疾人证号待补'],
    ],
    [
      '驾驶证档案号',
      [
        ['驾驶证档案编号：330700123456', '330700123456'],
        ['驾驶证号330700123456', '330700123456'],
      ],
      ['驾驶证换领12345本', '驾驶证编号规则'],
    ],
    [
      '出生证号',
      [
        ['出生医学证明编号：K330012345', 'K330012345'],
        ['出生证K330012345', 'K330012345'],
      ],
      ['出生人口12345人', '出生医学证明编号规则'],
    ],
    [
      '结婚证号',
      [
        ['结婚证字号为J330522-2019-003817', 'J330522-2019-003817'],
        ['离婚证号：L3305222019003817', 'L3305222019003817'],
      ],
      ['结婚证已发放330522份', '结婚证遗失'],
    ],
    [
      '学籍号',
      [
        ['学籍号：G330702201001011234', 'G330702201001011234'],
        ['准考证号20260612345', '20260612345'],
      ],
      ['考生12345人', '学籍管理'],
    ],
    [
      '车架号',
      [
        ['车架号LSVAA4182E2123456', 'LSVAA4182E2123456'],
        ['车辆识别代号：LFV2A21K8A3123456', 'LFV2A21K8A3123456'],
      ],
      ['车架号与登记不符', '识别代号共17位'],
    ],
    [
      '病历号',
      [
        ['住院号：20260123456', '20260123456'],
        ['病历号M00123456', 'M00123456'],
      ],
      ['住院号码已隐去', '门诊人次12345'],
    ],
    [
      '个人邮箱',
      [
        ['发至wang.example@163.com。', 'wang.example@163.com'],
        ['发至wang@vip.qq.com', 'wang@vip.qq.com'],
      ],
      ['发至zfj@jinhua.gov.cn', '发至a@qq.com.example.cn'],
    ],
    [
      '微信号',
      [
        ['微信号：wang_example01', 'wang_example01'],
        ['加微信wangexample1', 'wangexample1'],
      ],
      ['微信公众号：jhzhzf', '微信WeChat支付'],
    ],
    [
      'QQ号',
      [
        ['QQ：123456789', '123456789'],
        ['QQ号码 12345678', '12345678'],
      ],
      ['QQ群：123456789', 'QQ20260年会'],
    ],
  ];

  it('have their examples here', () => expect([...DOCUMENTS, ...ACCOUNTS].map(({ name }) => name)).toEqual(rows.map(([name]) => name)));

  it.each(rows)('%s', (name, bad, good) => {
    for (const [text, flagged] of bad) expect(numbersIn(text, [...DOCUMENTS, ...ACCOUNTS]), text).toEqual([[name, flagged]]);
    for (const text of good) expect(numbersIn(text, [...DOCUMENTS, ...ACCOUNTS]), text).toEqual([]);
  });
});

describe('people who aren’t named', () => {
  const namesIn = (written: string, inCase = false) => {
    const { text } = fold(written);
    return namedPeople(text, inCase).map(({ start, end, of }) => `${text.slice(start, end)} ${of}`);
  };

  it.each<[string, names: string[]]>([
    ['精神病患者韩冬擅自离家', ['韩冬 病人']],
    ['患者姓名：苏小妹', ['苏小妹 病人']],
    ['村民李秀兰患有肺结核', ['李秀兰 病人']],
    ['60岁的王建国确诊', ['王建国 病人']],
    ['感染新冠的王丽，已康复', ['王丽 病人']],
    ['居民张秀兰（女，72岁，患高血压）', ['张秀兰 病人']],
    ['村民刘长河系低保户', ['刘长河 困难群众']],
    ['张强系吸毒人员', ['张强 受矫正、戒毒等管理的人']],
    ['低保对象赵德福、孙玉梅两户', ['赵德福 困难群众', '孙玉梅 困难群众']],
    ['残疾人沈国荣申请轮椅通道', ['沈国荣 困难群众']],
    ['举报人周建平反映', ['周建平 反映情况的人']],
    ['投诉人欧阳明来电', ['欧阳明 反映情况的人']],
    ['受害人王丽娟，女', ['王丽娟 受害人']],
    ['被害人家属冯志强', ['冯志强 受害人']],
    ['社区矫正对象马小军参加', ['马小军 受矫正、戒毒等管理的人']],
    ['吸毒人员胡大海被送', ['胡大海 受矫正、戒毒等管理的人']],
    ['留守儿童杨小雨', ['杨小雨 未成年人']],
    ['李晓（女，9岁）', ['李晓 未成年人']],
    ['学生何佳怡因病休学', ['何佳怡 未成年人']],
    ['职工袁志刚因车祸致残', ['袁志刚 病人']],
    ['车主王强的车（浙G12345）', ['王强 车主']],
    ['驾驶员李福来，号牌浙G·A123B', ['李福来 车主']],
    ['患尿毒症的环卫工蒋国庆，送去', ['蒋国庆 病人']],
    ['被诊断为抑郁症的商户裘晓燕在劝说下', ['裘晓燕 病人']],
    ['葛建英两年前查出肝癌', ['葛建英 病人']],
    ['根据甘丽君的实名举报', ['甘丽君 反映情况的人']],
    ['报料人费长江拍下', ['费长江 反映情况的人']],
    ['初二学生凌俊杰翻越护栏受伤', ['凌俊杰 未成年人']],
  ])('are found: %s', (text, names) => expect(namesIn(text)).toEqual(names));

  it.each(['对当事人王大明，处罚', '店主李小红因占道'])('in a case alone: %s', (text) => {
    expect(namesIn(text)).toEqual([]);
    expect(namesIn(text, true)).toHaveLength(1);
  });

  it.each([
    '患者王某某和患者李女士',
    '由于您是匿名举报，市民投诉反映集中',
    '见证人何清高配合检查',
    '儿童讲座和少年宫活动，学生因比赛获奖',
    '患者王小芳（化名）和患者李强(化名)',
    '患有疾病的高校学生、感染新冠的康复者',
    '不满14周岁的童工，童工患病，残疾人文创作品，水利工程隐患为残疾人',
    '救助对象患儿童先天性心脏病',
    '被申请人曾出具悔过书，嫌疑人曾接受培训',
    '多名儿童成为孤儿，对儿童特别是孤儿',
    '他们都是低保户，这些商户为残疾人',
    '患者高血压、高水平救治',
    '病例任务和病人常规检查',
    '残疾人康复和残疾人文化活动',
    '低保户金额、低保户万元',
    '举报人方便，举报人任何时候',
    '投诉人陈述，投诉人何时',
    '受害人钱款，死者白色上衣',
    '吸毒人员管控，社区矫正对象严格管理',
    '儿童安全，少年宫，女童年龄',
    '学生王小明获奖',
    '职工张强获评先进',
    '车主张贴告示，浙G12345',
    '司机李强获评先进',
    '严防感染，女方又怀孕，曾经患病，任何感染',
    '王大明（男，36岁）',
    '35岁的李晓',
  ])('aren’t seen in: %s', (text) => expect(namesIn(text, false)).toEqual([]));
});

it('characters said twice are told from those of two words', () => {
  const rows: Record<string, [bad: string[], good: string[]]> = {
    的: [
      ['商户的的摊位', '反映的的问题'],
      ['目的的确', '坐的的士'],
    ],
    了: [
      ['清理了了杂物', '为了了进一步'],
      ['为了了解', '不了了之'],
    ],
    在: [
      ['队员在在路口', '正在在巡查'],
      ['存在在外', '我在在建工地'],
    ],
    对: [
      ['市民对对此', '我局对对此事'],
      ['针对对方', '队员对对象'],
    ],
    由: [
      ['由由城管局', '案件由由局里'],
      ['自由由来', '由由此'],
    ],
    为: [
      ['沦为为美国', '我们为为市民'],
      ['作为为民', '成为为期'],
    ],
    将: [
      ['我们将将继', '局里将将加'],
      ['即将将', '局里将将士'],
    ],
    和: [
      ['商户和和居民', '城管和和社区'],
      ['共和和', '商户和和平'],
    ],
    与: [
      ['城管与与社区', '居民与与商户'],
      ['参与与', '城管与与会'],
    ],
    是: [
      ['这是是我', '关键是是要'],
      ['于是是', '问题是是否'],
    ],
    把: [
      ['队员把把摊位', '我们把把垃圾'],
      ['一把把', '队员把把手'],
    ],
    被: [
      ['摊位被被清理', '车辆被被拖走'],
      ['植被被毁', '摊位被被告'],
    ],
    就: [
      ['队员就就去', '我们就就来'],
      ['成就就', '我们就就业'],
    ],
    也: [
      ['我们也也要', '商户也也去'],
      ['维也也', '商户也也许'],
    ],
    及: [
      ['街道及及社区', '商户及及居民'],
      ['以及及', '街道及及时'],
    ],
    向: [
      ['队员向向商户', '我局向向市民'],
      ['方向向左', '队员向向前'],
    ],
    从: [
      ['我们从从源头', '队员从从南门'],
      ['服从从', '我们从从前'],
    ],
    并: [
      ['登记并并清理', '检查并并整改'],
      ['合并并', '登记并并且'],
    ],
  };
  const found = (text: string) => doubled.check({ blocks: [blockOf(`${text}。`)] } as unknown as Subject, contextFor()).length;
  for (const [character, [bad, good]] of Object.entries(rows)) {
    expect([character, bad.map(found)]).toEqual([character, [1, 1]]);
    expect([character, good.map(found)]).toEqual([character, [0, 0]]);
  }
});
