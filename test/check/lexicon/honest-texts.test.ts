import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { lexiconOf } from '#pipeline/check/lexicon/lexicon.ts';
import { severityOf } from '#pipeline/check/lexicon/near-miss-hits.ts';
import { nearMissesIn } from '#pipeline/check/lexicon/near-misses.ts';
import { readTerms } from '#pipeline/organisation/read-terms.ts';
import { TERM_FILES } from '#pipeline/organisation/terms.ts';
import { ORGANISATION } from '../example-item.ts';

const terms = readTerms(Object.fromEntries(Object.values(TERM_FILES).map(({ path }) => [path, readFileSync(path, 'utf8')])));
const lexicon = lexiconOf({ terms, organisation: ORGANISATION });

/** Honest wording that is nearly something else, with what it is nearly. */
it.each([
  ['推进食品安全全链条监管。', '食品安全'],
  ['全市人民代表大会常务委员会主任会议。', '全国人民代表大会常务委员会'],
  ['民建十二届四中全会在京召开。', '二十届四中全会'],
  ['靖江市民积极参与。', '靖江市'],
  ['争做新时代革命军人。', '时代革命'],
  ['拉萨市市容环境明显改善。', '拉萨市'],
  ['中国人民银行发布公告。', '中国人民'],
  ['市人大常委会听取报告。', '人大常委会'],
  ['党的纪律检查机关和检察委员会。', '党的纪律检查委员会'],
  ['重点用能单位节能管理。', '用人单位'],
  ['中澳关系稳定发展。', '中共关系'],
  ['台湾等国家和地区的客商。', '国家和地区'],
  ['全党学习教育扎实开展。', '党史学习教育'],
  ['中国共产党二十届三中全会。', '党的二十届三中全会'],
  ['市市场监督管理局、市市政设施中心。', '市场监督管理局'],
  ['设区的市人民政府和县人民政府。', '市级人民政府'],
  ['习近平同吉尔吉斯斯坦总统会谈。', '习近平同志'],
  ['人民日报刊发评论。', '人民日报'],
  ['人民检察院检察长、检察员和检察委员会委员。', '人民检察院检察委员会'],
  ['综合行政执法局局长、综合行政执法队队员。', '综合行政执法局'],
  ['综合行政执法局局属单位和局机关，农业农村局局党组。', '综合行政执法局'],
  ['依据《浙江省城市绿化管理办法》和《城市绿化条例》。', '城市绿化条例'],
  ['法官、检察官和监察官。', '检察官'],
  ['在检查院内外环境卫生时。', '检察院'],
  ['学习近期文件，练习近百次。', '习近平'],
  ['推进“万村千乡”工程。', '千万工程'],
  ['实行污水处理“按效付费”。', '污水处理厂'],
  ['助力“智”造强国战略。', '制造强国'],
  ['在行动中以共产党员标准要求自己。', '中国共产党'],
  ['健全向人大常委会报告制度。', '全国人大常委会'],
  ['《遂宁市文明行为促进条例》施行。', '宁波市文明行为促进条例'],
  ['加强团的政治建设。', '加强党的政治建设'],
  ['和美湘村建设提速。', '乡村建设'],
  ['涉及国家安全及关键核心技术。', '国家安全机关'],
  ['美丽圩镇创建达标。', '美丽城镇创建'],
  ['推行邻长制。', '林长制'],
  ['汝城城管执法局开展巡查。', '城管执法局'],
  ['常务副乡长到场。', '常务副县长'],
  ['转基因食品安全吗？', '食品安全法'],
  ['教育科学研究院院友到场。', '教育科学研究院'],
  ['人口规模巨大、全体人民共同富裕等现代化特征。', '全体人民共同富裕的现代化'],
  ['研究生王懋宁说，习近平总书记的讲话鼓舞人心。', '王沪宁'],
  ['局党组书记李赋春传达党中央的部署。', '李富春'],
  ['罗荣还先后讲党史。', '罗荣桓'],
  ['市工商联副主席杨敬宇讲革命精神。', '杨靖宇'],
  ['中国气象局局校合作会议。', '中国气象局'],
  ['基层人民法院院庭长办案。', '基层人民法院'],
  ['多来做志愿服务啊！', '志愿服务队'],
  ['为实现中华民族之伟大复兴而努力。', '中华民族伟大复兴'],
  ['坚持人才第一资源。', '人才是第一资源'],
  ['行百里半九十，走在前列谋新篇。', '行百里者半九十'],
  ['坚持把权力关进制度的笼子。', '把权力关进制度的笼子里'],
  ['贯彻市委经济工作会、两会精神。', '市委经济工作会议'],
])('%s isn’t taken for a slip of %s', (text) => {
  expect(nearMissesIn(text, lexicon, '2026-11-23').map(({ form, phrase }) => `${form} ${phrase.text}`)).toEqual([]);
});

const gravesOf = (text: string) => nearMissesIn(text, lexicon, '2026-11-23').map((miss) => severityOf(miss, false));

it.each([
  ['one left out of a short name', '县人政府印发通知。'],
  ['one left out of wording', '完善一心四平台一网格。'],
  ['one left out of wording of four', '增强政治觉。'],
  ['one left out of wording that goes on before it', '有序化过剩产能。'],
  ['what stands before a short name', '佛堂中央的立柱。'],
  ['an end that looks like another word', '八路冠进了村。'],
  ['another word in everyday wording', '应对二次洪水。'],
  ['another word at the end of a body', '走进社区党支部书籍角。'],
  ['what is said of whom all know', '习近平总书记浙江工作期间的实践。'],
  ['the end of wording, twice', '发挥先锋模范作用用在平时。'],
  ['two words of a body in each other’s place', '中共市委金华办公室印发通知。'],
  ['a quoted idiom', '栏目叫“喜气海洋”。'],
  ['two characters of wording', '坚持三不腐二兵推进。'],
  ['another word in wording of eight', '经济长期向好的根本面没有变。'],
  ['another word in a body of seven', '原中央政治研究室的材料。'],
  ['one left out of wording that nothing is said like', '实施婴儿照护服务。'],
  ['a first character that belongs to the word before it', '瑞金经济技术开发区揭牌。'],
  ['the first of wording that only looks alike', '家住东来社区。'],
  ['the first of a short body that only looks alike', '自己去人民医院看病。'],
  ['the first two of everyday wording turned round', '对照责权清单。'],
  ['everyday wording of three', '安装汽车充电柱。'],
  ['what 和 joins', '城市美和乡村美相辉映。'],
])('is told by the way alone: %s', (_what, text) => expect(gravesOf(text)).toEqual(['info']));

it.each([
  ['the state’s name without a character', '中华人共和国成立。', 'error'],
  ['the last of a long name of the core that sounds alike', '国家主席习近苹发表讲话。', 'error'],
  ['a rare character in the core, which is like nothing', '国务院办骉厅印发通知。', 'warning'],
  ['two of a short name of the state in each other’s place', '国院务通过。', 'warning'],
  ['another word in wording of eleven', '到2035年基层实现社会主义现代化。', 'warning'],
  ['another word for and in a body', '工业与信息化部印发通知。', 'warning'],
  ['one left out of long wording', '以中国式现代化全面推中华民族伟大复兴。', 'warning'],
  ['one left out of wording of seven', '坚持以人为中心的发展思想。', 'warning'],
  ['one left out of wording of five', '建设高标农田。', 'warning'],
  ['what sounds alike within wording of five', '建设创新性国家。', 'error'],
  ['one of wording twice', '提高党的执政能能力。', 'error'],
  ['one of a body twice', '联合国工业发发展组织发布报告。', 'error'],
  ['the last of long wording before a stop', '贯彻习近平法治思，推进工作。', 'warning'],
  ['one left out of a place', '来到临安区太湖镇指南村。', 'warning'],
  ['another word for and in wording', '坚持严管加厚爱。', 'warning'],
  ['what sounds like and in wording', '坚持严管合厚爱。', 'error'],
  ['a pun', '建设社会智理共同体。', 'warning'],
  ['what ends a word and begins another', '发展壮大农村村集体经济。', 'warning'],
  ['one of a body of five twice', '农业农农村局印发通知。', 'error'],
  ['what a unit ends with, twice', '教育部部党组巡视。', 'warning'],
  ['the last of wording twice before a stop', '坚持两个毫不动摇摇。', 'warning'],
  ['a word that sounds alike in long wording', '加强党的整治建设。', 'error'],
  ['one left out of the general demands', '深入贯彻新时代的建设总要求。', 'warning'],
  ['one left out of wording that nothing is said like', '保障京津协同发展。', 'warning'],
  ['the first of everyday wording that sounds alike', '自愿服务队上街。', 'warning'],
  ['a martyr’s name behind 这', '这就是焦裕录的先进事迹。', 'warning'],
  ['a martyr’s name before 还', '罗荣还的革命故事。', 'warning'],
  ['等 within wording', '中央八等规定精神。', 'warning'],
  ['之 within a body', '国家监察之委员会。', 'warning'],
])('is told to the editor: %s', (_what, text, severity) => expect(gravesOf(text)).toEqual([severity]));
