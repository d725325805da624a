import type { Expected } from './received-text.ts';

/**
 * Texts that the rules weren't made from: written before them in the forms that bureaus send, and never tuned on. Places and people are
 * invented. A line of `^` is centred and large, one of `>` stands at the right, `![name]` is a picture.
 */
export const HOLDOUT: readonly { name: string; text: string; expected: Expected }[] = [
  {
    name: 'a story with title, byline in brackets and a day',
    text: `婺城分局“夜巡”行动护航示例夜市

　　本报讯（通讯员 章示例）11月22日晚，婺城分局组织执法队员20余人，对示例路夜市开展专项巡查，劝导占道经营35起，清运垃圾2吨。
　　巡查中，队员们边走边看，逐摊提醒经营者收好垃圾、压低音量。
　　“摊位整齐了，逛起来也舒心。”市民陈女士说。`,
    expected: { title: '婺城分局“夜巡”行动护航示例夜市', authors: ['章示例'], event_date: '2026-11-22', unit: 'wucheng' },
  },
  {
    name: 'a two-line title in large letters and the author under it',
    text: `^金东分局多措并举
^筑牢冬季燃气安全防线
^吴示一
11月20日，金东分局联合示例街道，对辖区42家餐饮店的燃气使用情况进行检查，发现隐患9处，当场整改7处，其余两处限期整改。
检查组还向店主讲解了报警器的使用方法。`,
    expected: { title: '金东分局多措并举筑牢冬季燃气安全防线', authors: ['吴示一'], event_date: '2026-11-20', unit: 'jindong' },
  },
  {
    name: 'labels for everything',
    text: `标题：站前管理中心开展文明候车劝导活动
报送单位：站前管理中心
作者：林示例、何示例
时间：2026年11月19日

11月19日上午，站前管理中心志愿者来到示例火车站南广场，引导旅客有序排队，发放文明出行手册300份。
活动受到旅客欢迎。`,
    expected: {
      title: '站前管理中心开展文明候车劝导活动',
      authors: ['林示例', '何示例'],
      event_date: '2026-11-19',
      unit: 'zhanqian',
    },
  },
  {
    name: 'a report with salutation, signature and date at the end',
    text: `关于开展犬只管理宣传月活动的情况

局办公室：

　　为进一步规范养犬行为，城管服务中心自11月起开展犬只管理宣传月活动，现将有关情况报告如下。

　　一、加强宣传。在示例广场设点3处，解答咨询210人次。
　　二、优化服务。上门办证86件。

>城管服务中心
>2026年11月23日`,
    expected: { title: '关于开展犬只管理宣传月活动的情况', authors: null, event_date: null, unit: 'chengguan' },
  },
  {
    name: 'the author at the end, with his unit',
    text: `示例街道背街小巷换新颜
近日，走进示例街道杏花巷，平整的路面、整洁的墙面让人眼前一亮。婺城分局把背街小巷整治作为民生实事，累计修补路面1200平方米，清理小广告460处。
下一步，婺城分局将健全长效管护机制。
（婺城分局 方示例）`,
    expected: { title: '示例街道背街小巷换新颜', authors: ['方示例'], event_date: null, unit: 'wucheng' },
  },
  {
    name: 'pictures with captions and a credit',
    text: `法制处送法进企业 助力营商环境优化
11月18日下午，法制处组织普法讲师走进示例工业园，为36家企业负责人讲解行政处罚法和优化营商环境条例。
![讲课]
图为普法讲师为企业负责人答疑
讲座结束后，讲师还现场解答了9个问题。
![合影]
企业负责人领取普法手册。郑示例 摄
通讯员 郑示例`,
    expected: {
      title: '法制处送法进企业 助力营商环境优化',
      authors: ['郑示例'],
      event_date: '2026-11-18',
      unit: 'fazhi',
      captions: { 讲课: '图为普法讲师为企业负责人答疑', 合影: '企业负责人领取普法手册。郑示例 摄' },
    },
  },
  {
    name: 'a notice with its own date at the end and a coming event',
    text: `^关于示例路临时交通管制的通告
因示例路路面整治施工需要，定于2026年12月1日至12月15日对示例路（东街至西街段）实行临时交通管制，请过往车辆绕行。
特此通告。
>金东分局
>2026年11月21日`,
    expected: { title: '关于示例路临时交通管制的通告', authors: null, event_date: null, unit: 'jindong' },
  },
  {
    name: 'an event of the year before',
    text: `站前广场迎来返程客流高峰
（站前管理中心 许示例 吕示例）
12月30日，站前广场迎来返程客流高峰，站前管理中心增派执法队员18名，劝离违停车辆52辆，帮助旅客130余人次。
队员们分三班值守，直到末班车驶离。`,
    expected: { title: '站前广场迎来返程客流高峰', authors: ['许示例', '吕示例'], event_date: '2025-12-30', unit: 'zhanqian' },
  },
  {
    name: 'reviewers at the end, who are no authors',
    text: `城管服务中心“红色驿站”温暖一线工人
11月17日清晨，城管服务中心在示例公园设立“红色驿站”，为环卫工人免费供应早餐120份、热饮200杯，并开展义诊。
“喝上一口热豆浆，身上暖和多了。”环卫工人老周说。
文字：钟示例
图片：唐示例
审核：秦示例
编辑：朱示例`,
    expected: { title: '城管服务中心“红色驿站”温暖一线工人', authors: ['钟示例'], event_date: '2026-11-17', unit: 'chengguan' },
  },
  {
    name: 'an issue number and a document header before the title',
    text: `工作信息
第37期
婺城分局
^婺城分局“三个一”破解共享单车乱停难题
今年以来，婺城分局聚焦共享单车乱停放问题，推出“一图、一群、一机制”，停放投诉量同比下降41%。
一是绘制一张停车图。在示例商圈等8处施划停车框126个。
二是建立一个联络群，企业10分钟内响应。`,
    expected: { title: '婺城分局“三个一”破解共享单车乱停难题', authors: null, event_date: null, unit: 'wucheng' },
  },
  {
    name: 'an organisation alone on the first line of a title',
    text: `^金东分局
^开展校园周边环境整治
11月23日，金东分局执法队员对示例小学、示例中学周边开展环境整治，清理流动摊贩11个，规范停放非机动车260辆。
撰稿人：傅示例`,
    expected: { title: '金东分局开展校园周边环境整治', authors: ['傅示例'], event_date: '2026-11-23', unit: 'jindong' },
  },
  {
    name: 'an event of several days, told by its last',
    text: `示例区市容秩序百日攻坚收官
　　11月15日至21日，婺城分局在全区开展市容秩序攻坚行动，共出动执法队员560人次，整治占道经营1203起，拆除破损广告牌88块。
　　行动期间，群众满意率达97%。
　　供稿：婺城分局综合科 蒋示例`,
    expected: { title: '示例区市容秩序百日攻坚收官', authors: ['蒋示例'], event_date: '2026-11-21', unit: 'wucheng' },
  },
  {
    name: 'dates that are no event: a law in force, a meeting to come',
    text: `法制处组织学习新修订的《示例市市容管理条例》
《示例市市容管理条例》自2026年11月1日起施行。为确保条例落地见效，法制处昨天组织全体执法骨干开展专题学习，逐条解读新旧条文的变化。
法制处还将于11月28日组织闭卷测试。
（记者 夏示例 通讯员 沈示例）`,
    expected: {
      title: '法制处组织学习新修订的《示例市市容管理条例》',
      authors: ['夏示例', '沈示例'],
      event_date: null,
      unit: 'fazhi',
    },
  },
  {
    name: 'full-width digits, spaces in names, the title in book-like quotes',
    text: `小小微心愿　浓浓为民情——城管服务中心“微心愿”认领活动侧记

文／图　马　示　　齐示例

　　１１月２１日，城管服务中心党支部走进示例社区，认领居民“微心愿”１６个，其中修剪树木５处、更换路灯３盏。
　　居民李大爷竖起大拇指：“说办就办！”`,
    expected: {
      title: '小小微心愿　浓浓为民情——城管服务中心“微心愿”认领活动侧记',
      authors: ['马示', '齐示例'],
      event_date: '2026-11-21',
      unit: 'chengguan',
    },
  },
];
