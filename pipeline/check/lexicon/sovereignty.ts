import type { PatternRow, PatternTable } from './patterns.ts';

/*
 * Wording about Taiwan, Hong Kong, Macao, Tibet and Xinjiang (关于正确使用涉台宣传用语的意见, 2016; 新华社禁用词和慎用词). What only a reader can
 * tell (a state that is implied) isn't here. Examples of each row stand in test/check/lexicon/.
 */

const WAIVER = '引文、史料、裁判文书等确需照录的，写豁免并说明理由（8 字以上）。';
const OPPOSED = /反对|不支持|不承认|遏制|分裂|所谓|搞|鼓吹|打击|图谋|挫败|粉碎|抵制|顽固/;
const SPLITTING = /分裂|势力|反对|遏制|图谋|行径|谬论|挫败|打击/;
const NAMED_SO = /(?:所谓的?|伪|不存在|[“"‘'])$/;
/** The Republic until 1949, and what is kept of it. */
const HISTORY =
  /孙中山|孙文|袁世凯|黎元洪|段祺瑞|黄兴|蔡锷|北洋|南京|临时|武昌|辛亥|抗战|抗日|蒋介石|国民革命|国民政府|18\d\d|19[0-4]\d|解放前|旧中国|史料|文物|档案|民国初|元年|清末|清朝/;

const asStates = {
  problem: '把台湾、香港、澳门或自治区列进了国家里。',
  expected: '“国家和地区”。',
  fix: `改为“国家和地区”，或把国家与地区分开写。${WAIVER}`,
};
const bodies = {
  problem: '把台湾、香港、澳门写成有国家机构或国家标志。',
  expected: '“台湾地区领导人”“台湾当局”“台湾有关方面”等规范说法。',
  fix: `改成规范说法；非引用不可的，加引号或写“所谓”。${WAIVER}`,
};
const republic = {
  problem: '使用了只属于 1949 年 10 月 1 日以前的国号或年号。',
  expected: '1949 年 10 月 1 日以后称“台湾地区”“台湾当局”，用公元纪年。',
  fix: `改称呼、改年份。写的是 1949 年以前的历史的，写明年代。${WAIVER}`,
};
const sideBySide = {
  problem: '把中国与台湾、香港、澳门并列。',
  expected: '“大陆（内地）与台湾”“内地与香港（澳门）”。',
  fix: `把“中国”“中”改为“大陆”或“内地”。${WAIVER}`,
};
const separatist = {
  problem: '出现分裂国家的说法。',
  expected: '不出现这类说法；批驳时写明反对，并加引号。',
  fix: `删去；确是批驳的，写明“反对”“分裂”，加引号。${WAIVER}`,
};
const names = {
  problem: '使用了损害我国主权的地名或称呼。',
  expected: '我国公布的标准地名和规范称呼。',
  fix: `换成标准地名，如“钓鱼岛及其附属岛屿”“台湾海峡”。${WAIVER}`,
};

const ROWS: readonly PatternRow[] = [
  {
    id: '列为国家',
    pattern:
      /(?:台湾|香港|澳门|台港澳|港澳台?|港台)(?:省|地区|特区|特别行政区)?(?:[、和及][^、,。;:和及\n]{1,10}){0,6}等等?[数多几两一二三四五六七八九十百余\d]{0,4}个?(?:国家|各国|国外|外国)(?!(?:和|与|及|或|以及|、|\(|\/)?(?:其他)?地区|级|公园|战略|重点|队|标准|机关|安全|利益|部委|有关|规定|法律)/g,
    words: asStates,
  },
  {
    id: '自治区列为国家',
    pattern:
      /(?:西藏|新疆|内蒙古)(?:[、和及][^、,。;:和及\n]{1,10}){0,6}等[数多几]?个?(?:国家|各国)(?=[,。;、)]|参|代|的(?!重点|重大|战略)|$)/g,
    words: asStates,
  },
  {
    id: '等国',
    pattern:
      /(?:台湾|香港|澳门|港澳台?)(?:[、和及][^、,。;:和及\n]{1,10}){0,6}等[数多几两一二三四五六七八九十\d]{0,3}国(?=[,。;、)的]|游客|代表|选手|客商|专家|学者|来宾|$)/g,
    words: asStates,
  },
  {
    id: '几国',
    pattern:
      /(?:台湾|香港|澳门)(?:[、和及与][^、,。;:和及与\n]{1,8}){0,4}(?:[两二三四五六七八九十]国(?=[,。;:、)”的之间政代参选媒均都联共首元]|人[^民]|$)|(?:这|等)?[两二三四五六七八九十\d]{1,2}个国家(?!(?:和|与|及|或|、|\()?地区|级))/g,
    words: asStates,
  },
  {
    id: '港澳台国家',
    pattern: /(?:港澳台|台港澳|海峡两岸|两岸)(?:两国|国家(?!(?:和|与|及|或|、|\()地区)(?=[、,。;)的和及与游客留进招]|$))/g,
    words: asStates,
  },
  {
    id: '国家包括',
    pattern: /国家\(?(?:包括|例如|比如|分别是|分别为)[^。,;\n]{0,16}?(?:台湾|香港|澳门)(?!地区|特区|特别行政区|问题|事务|同胞)/g,
    severity: 'warning',
    words: asStates,
  },
  {
    id: '出国',
    pattern:
      /(?:赴|到|去|前往)(?:台湾|香港|澳门|港澳台?)[^。,;、(\n]{0,6}出国(?!留学)|出国[^。,;、(\n]{0,3}(?:赴|到|去|前往)(?:台湾|香港|澳门|港澳)/g,
    words: {
      problem: '去台湾、香港、澳门写成了“出国”。',
      expected: '“赴台”“赴港澳”“出境”。',
      fix: `把“出国”改为“出境”或“出国（境）”。${WAIVER}`,
    },
  },
  {
    id: '国家机构',
    pattern:
      /台湾(?:地区)?(?:总统|副总统|中央政府|政府|国旗|国歌|国徽|国防部|外交部|立法院|行政院|监察院|司法院|考试院|护照|大使|国籍|国庆|国会|首都|国都|内阁|建国|独立日|邦交国|国(?=[,。;、)的人]|$))|(?:香港|澳门)(?:国籍|总统|总理|首都|国都|建国|国(?=[,。;、)人]|$))|(?:西藏|新疆|内蒙古)国(?=[,。;、)的人]|$)/g,
    behind: NAMED_SO,
    words: bodies,
  },
  {
    id: '首都',
    pattern: /(?:台湾|香港|澳门)的(?:首都|国都)|首都[是为:]?台北|台北[是为][^。,;\n]{0,6}首都/g,
    words: bodies,
  },
  { id: '国籍', pattern: /国籍[:为是]?(?:台湾|香港|澳门)/g, words: bodies },
  { id: '一府五院', pattern: /一府五院/g, behind: NAMED_SO, severity: 'warning', words: bodies },
  {
    id: '国号',
    pattern:
      /中华民国(?:总统|副总统|国旗|国歌|国徽|护照|国庆|政府[与和]|\(?台湾|(?:3[89]|[4-9]\d|1\d\d)年|三十[八九]年|[四五六七八九]十[一二三四五六七八九]?年|一百)/g,
    behind: NAMED_SO,
    beside: HISTORY,
    words: republic,
  },
  { id: '旧国号', pattern: /中华民国/g, behind: NAMED_SO, beside: HISTORY, severity: 'info', words: republic },
  {
    id: '是国家',
    pattern: /(?:台湾|香港|澳门)是(?:一个)?(?:主权)?(?:独立)?的?(?:主权)?国家(?=[,。;!”")]|$)/g,
    behind: OPPOSED,
    words: separatist,
  },
  {
    id: '建交',
    pattern: /(?:我国|中国|大陆|内地)[和与同跟](?:台湾|香港|澳门)(?:地区)?[^。,;\n]{0,4}(?:建交|断交|外交关系|邦交)/g,
    words: sideBySide,
  },
  {
    id: '与中国并列',
    pattern: /中国[和与跟](?:台湾|香港|澳门)(?!地区|特别行政区|特区|同胞|当局|省|方面|问题|居民|各界|同属)/g,
    words: sideBySide,
  },
  {
    id: '中港',
    pattern: /(?:^|[^\u4e00-\u9fff]|[的对在进强展动化])中(?:港|台)(?:两国|关系|贸易|经贸|合资|合作|两地)/g,
    severity: 'warning',
    words: sideBySide,
  },
  {
    id: '两岸三地',
    pattern: /两岸[三四]地/g,
    severity: 'warning',
    words: {
      problem: '使用了不规范的合称。',
      expected: '“大陆和港澳台”“内地与港澳”。',
      fix: `按实际说到的地方分开写。活动、机构名称里本来就有的，写豁免并说明理由（8 字以上）。`,
    },
  },
  {
    id: '来华',
    pattern: /(?:港澳台?|台港澳|台湾|香港|澳门)(?:地区|特区)?(?:游客|旅客|同胞|居民|客商|商人|学生|人士|人员|青年)?[来访]华/g,
    severity: 'warning',
    words: {
      problem: '台湾、香港、澳门的来客写成了“来华”“访华”。',
      expected: '“来大陆（内地）”“访问大陆（内地）”。',
      fix: `把“华”改为“大陆”或“内地”。${WAIVER}`,
    },
  },
  {
    id: '独立',
    pattern:
      /(?:台湾|香港|澳门|西藏|新疆|内蒙古)独立(?!学院|核算|关税|开展|自主|设|董事|承|完成|运|存在|成|法人|调|检|审|监|的?单独|研|品牌|书店|乐队|举|办|建站|行使)/g,
    behind: OPPOSED,
    beside: SPLITTING,
    words: separatist,
  },
  {
    id: '支持分裂',
    pattern: /(?:支持|赞成|拥护|声援|主张|实现|赞同)[“"‘]?[台藏疆港]独/g,
    behind: /不|反对|严禁|禁止|从未|打击/,
    beside: SPLITTING,
    words: separatist,
  },
  {
    id: '分裂简称',
    pattern: /(?<![“"‘'])[台藏疆港]独(?![”"’'家特立资有创自])/g,
    behind: OPPOSED,
    beside: SPLITTING,
    severity: 'info',
    words: separatist,
  },
  {
    id: '两个中国',
    pattern: /一中一台|两个中国|一边一国|一国两府/g,
    behind: /反对|制造|所谓|反|遏制|图谋|搞|推行|炮制|鼓吹|主张|叫嚣/,
    beside: SPLITTING,
    severity: 'warning',
    words: separatist,
  },
  {
    id: '地名',
    pattern:
      /尖阁[群诸列]岛|钓鱼台列屿|阿鲁纳恰尔邦|斯普拉特利群岛|帕拉塞尔群岛|斯卡伯勒(?:浅滩|礁)|福摩萨|福尔摩沙|(?:台湾|台海|海峡)中线|东(?:突厥|土耳其)斯坦(?!伊斯兰|解放|新闻|教育)/g,
    behind: /(?:所谓的?|不存在.{0,8}|[“"‘'])$/,
    words: names,
  },
  { id: '满洲国', pattern: /满洲国/g, behind: /(?:所谓的?|伪|[“"‘'])$/, severity: 'warning', words: names },
  { id: '外籍', pattern: /外籍(?:台湾|香港|澳门|港澳台?)(?:人|居民|同胞|学生)/g, severity: 'warning', words: asStates },
];

export const SOVEREIGNTY: PatternTable = {
  hint: /台湾|香港|澳门|港澳|台港|港台|中[港台]|两岸|西藏|新疆|内蒙古|中华民国|[台藏疆港]独|台北|一府五院|一边一国|一国两府|一中一台|两个中国|满洲国|尖阁|钓鱼台|阿鲁纳恰尔|斯普拉特利|帕拉塞尔|斯卡伯勒|福摩萨|福尔摩沙|台海|海峡|斯坦/,
  rows: ROWS,
};
