import { isLikeIdCard } from './personal-data.ts';

/*
 * Names of people in running text. A word and a name look alike, so a name is only looked for where somebody is spoken of (person-roles.ts).
 * It begins with a common surname, and not like an ordinary word. 某 is never part of one.
 */

/** Surnames that begin hardly any words. */
const PLAIN =
  '李刘赵郭冯曹袁傅彭吕卢蒋贾魏薛阎潘姜姚谭廖邹郝崔邱侯邵尹龚翟倪俞伍韦聂詹靳裴鲍覃翁阮闵冉丁萧裘褚仝邝邬阙瞿鄢匡冼纽佴於逄姬贲羿汲璩臧狄佘隋滕虞缪喻郦竺蔺娄敖胥亓邸厍宓卞卜晏冼巫岑荀嵇蒯郏郎殳郗苟邰郇晁';
/** Other surnames, each with the second characters of the words that it begins (高速, 高考; from the dictionary of cppjieba, MIT). */
const WITH_WORDS = [
  '肖像 王位者牌 张湾掖口牙贴望扬力开弛罗挂榜 陈述列设旧规词诉情年酿醋 杨树絮桃',
  '黄牛手冈河金石色州土陂昏家标连山陵花沙埔安海原鳝豆骅纸牌道瓜褐浦鼠疸岛水袍包酒淮壤帝马门泥线灯斑芩历粱',
  '周围期边年末岁到二身六日一家五代转三四易朝口遭济颠游而全详密知遍增 吴县国 徐州徐 孙女辈子 胡说乱须思言萝作扯诌同闹 朱红砂',
  '高潮速级度水等中校考于温出层低效呼压分血尚声高举涨产档空粱位亢端程地处利职能贵额铁家一台检法价楼官歌炮射频深龄性下发危烧钙热脂糖蛋强科达质峰薪难配架炉管估息要标精墙喊筑筒原手山矮耸昂傲',
  '林区业地场产带间下里农权木草果长火副缘 何况必处以等时不在故人事种尝用苦方如者为止妨来物地其乐去年足须谓至',
  '马上来蹄路头力车里铃鞍到场口达耳关脚桶不六萨拉戏队嘶丁山灯步厩蜂甲匹术松 罗马列得干嗦网布盘 梁柱 宋代朝 郑州重克 谢罪绝意谢',
  '韩国语 唐代朝宋初古山 董事家 萧条 程度序志式控 邓州 许多久许配都下愿可诺 沈阳 曾租接出受对向与因到参担经任是被在有获多祖遭居支发供告',
  '苏联维州格丹门区打北共南伊俄中醒 蔡甸 丁卯 叶片酸县腋面绿子 余人名种万地家下额年脉处平亩米部公孽个暇篇座沧次者架首款量件波震粮',
  '杜绝鹃撰 戴上口好着帽头手罪 夏天季秋日至代朝历令粮收种衣装 钟头表情鼓点爱楼 汪洋 田地径间亩里产租野园头边埂',
  '任何务期免职命意教用性由内情凭 范围例本畴式生 方舱面法式存向案针便言程才丈位形略可解城圆始剂砖方阵证桌士寸子术格差块军巾生能进实',
  '石油柱头灰膏化桥门窟器碑壁湖板榴墨子块刻雕棉牌华安室料炭匠棺像屋栏经河墙人帮材蜡质堆制匣凳砌破磨台狮英家 熊猫市',
  '金融属银额钱丝牌代色箔锣针华元蛇门冠牛字矿发奖币田边质箍铺鱼枪蝶盆条榜石根杯库领秋环塔点钥 陆续地上军战路相海陆运配 孔隙洞子雀',
  '白色沙衣族鳍人嫩纸垩带血夜日酒细菜骨头白面眼蚁花河圭脸金浪费粉须茫热内蜡城袍沟种沫地令斑发糖描矮区瓷鹿癜领银鹭板天 康复养居泰',
  '毛病笔细皮纺骨色毯衣线钱茸囊孔毡织巾重利坯 秦腔国家代淮河朝岭 江南苏陵西湖北淮水面河岸中豚东流城段浙底海道猪家阴边州都心户口宁津',
  '史料学书记册籍事家论迹无地上前诗 顾不虑及得准客问全此 孟加买津 龙头门大袍船井舟骨眼脉潭口服尾椅城灯虾卷',
  '万达元例儿吨公平亩岁多美历一千余年万立辆分物人股尾事名头个户斤台亿镑线学方无块众国死丈种般英有米州份山两宝难象古状圭家件 段落位时',
  '雷电击州厉管暴雨锋区达 钱币包袋物款财 汤姆杯药匙汁水 黎族明 易于趣如筋事名县发燃爆腐地涝感制积堵返受',
  '常委常务主见用规设有绿年住数识人言驻州任态熟量温理事例备压患抓出同据怀 武汉器装当士力陵警艺官术将大备夷穴麻职学侠人师行都断川汉昌 乔装迁',
  '贺海信卡电岁词 赖以账',
  '文创化学章物字件艺库献理书华人集教武革官责科凭体本汇史工坛职臣帝言盲联档明说笔风稿摘采秘具才房法身士告案山辞治丑墨旅员义 庞大然杂',
  '樊城笼 兰州湖花 殷墟切实 施工行展主加用放肥压以救教暴划策 陶器瓷片土冶艺 洪山涝流都湖水峰灾',
  '安全排徽装陆定慰置乡心宁理放庆第息稳葬邦顿内居阳七歇南史安身上分详西乐好生设家睡国插眠于然大东盟布源静康检保抚 颜色料面值',
  '严重规控管格肃厉峻密谨禁寒守惩刑整酷加义严明家防查把打 牛肉奶车皮筋市津角头仔棚鬼犊蛙股羊 温度暖和带柔差州饱热室水情存润格病厚湿馨泉',
  '芦花苇荟 季节度风梁报刊军 章程节法 鲁国西 葛洲 毕业竟生升恭达加 柳州条树絮 邢台 骆驼 岳家 齐名心达整集发射刷全聚抓备',
  '梅毒州雨花 莫非名大不过桑斯高嫁 庄严稼重家上院园 辛亥苦辛辣酸劳格勤 祝愿贺福全大您 涂料层改抹写鸦 谷地物子底主口氨类雨 祁连山',
  '舒服适畅展张坦缓舒心 耿耿 牟取利 苗族条头木圃 凌晨乱空 费用力时城解心劲事尽尔率 纪念录律要检委年事实及元法大',
  '盛产行大开名会京情况唐装宴事润誉典极传气夏世放 童工年话装心车声趣 欧洲盟元阳亚几拉共罗美文里式安 甄别 屈原服辱指从居光 霍都乱',
  '甘肃泉蔗心愿薯地油草露州于南宁拜 景点观区象色物致山气颇仰泰况 柏油 宁夏波愿海为都国死城可静 柯尔 桂林花 柴油草火达米',
  '包括含围装袋裹庇容揽干车机子厢间扎办夜向 项目链圈检 游客学人览泳戏艺船园乐行玩商说去',
  '于是忧此上下今昨当本每一二三四五六七八九十年月日这该其各近同去全我他她它法心情理民党国人事无死时蹭',
  '仇恨视敌家人富怨 池塘子水州沼边壁底鱼 沙子土石滩县场发漠龙丘画洲坪尘包坑拉特俄哑盘堆池浆粒田眼袋滤 华人侨丽夏语商裔为东北南中西文润灯美尔而诞章表服盖盛发佗贵府数电能 楼中进房上下梯道层宇顶盘市群台面栋幢间村门主长 储备存藏量蓄户罐物能值运气水 卓越有著识见然 蓝色鸟天图海领牙光皮田莓绿 桑树拿叶蚕田葚 茅台草屋房 屠宰杀户夫 励志精 凤凰尾 宗旨教族地派亲祠祖',
  '鞠躬 申请报诉领办述购遗明时冤 宣传布告教读讲扬言誓判称读 左右侧手边转方前后拐岸 解放决除释答读说散困救剖析开 燕山京窝麦子赵郊尾园 沃土尔野 荆州门棘楚江襄 薄弱膜利片荷',
];
const COMPOUND =
  /^(?:欧阳|上官|司马|诸葛|司徒|夏侯|皇甫|尉迟|令狐|申屠|公孙|南宫|钟离|慕容|端木|轩辕|长孙|宇文|呼延|独孤|东方(?!白)|西门|东郭|淳于|澹台|濮阳|鲜于|闾丘|赫连|拓跋|完颜|万俟|宗政|闻人|太史|单于|公冶|巫马|司空(?!见))/;
/** Of these, what is a word itself or begins one with almost anything: all behind it must be what names are made of. */
const DOUBTFUL = new Set(
  '于曾安江金包楼高段游孔岳常齐方易石白毛华文万任沙池费陶洪钱康温庄祝景章童舒甘龙雷史宗桑茅凤盛谷苗耿季时全向何牛项申宣左解燕沃荆薄',
);
/** Rarer surnames and what begins many words: only with two characters behind them that names are made of. */
const RARE =
  '戚支符计芦穆乐柏席路佟幸丰郁车巫封麻谈古祝单杭曲米艾边冀房班仲隆云尚宫师晋束栗宿井危雍廉刁勾巩郜闻闫冷寿楚糜蒙鹿昝靖麦弓门练简帅苑芮荣蔚银尧浦浮涂暨仉禹贝向丘慎巢召乜禤撒朴奚钮仰漆干应关管焦尤付卫窦皮湛诸栾厉蒲索莘濮扈慕茹戈庾衡訾阚饶逯盖桓隗邴钭蓟酆海乌池商党习吉伊戎祖阴连劳谌揭原牧滑蓬韶鄂宦寇库谯缑况庹';
const RARE_WORD =
  /^(?:幸福|朴素|应谨|应建(?=立)|谈(?:立志|理想|心|感[想受])|向(?:阳花|日葵)|应征(?=[入者稿青])|应承(?=[诺办担接包])|衡水|单日|关[爱依怀]|召开|劳力|原[创生微]|商业(?!成)|商和|古老|房源|房东(?=[和的也都,。被了])|单克隆|师生(?=[们的发进,。、])|向阳生(?=长)|房子(?=[里的是被了在都和不也])|支柱|封建(?=[社迷思残意王礼制统主势余阶割等家])|廉洁|班子(?=[成建里内在的中和])|计民|云亦|库尔)/;
/** What given names are made of. */
const GIVEN = new Set(
  '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文永海波春荣凤莲珍珠琴琳玲燕丹萍云霄飞鹏龙虎豪浩宇轩泽涵梓子欣怡雨桐思雅诗梦琪瑶佳嘉俊熙晨曦阳晓东小天诺依婷婉莹雪倩颖蓉美巧翠花香根土水火木金银生发财富贵福禄寿喜庆祥瑞安康宁泰和顺利兴旺昌达友才德仁义礼智信忠孝勤良善廷耀祖宗光先成业胜武斌彬力坚毅恒峰岭川江河湖洲源润泓洁淑贤惠慧芬芝芸菊菲萱蕾蓓薇茜莉茂林森松柏树枝杏桃桑榆楠柳青绿蓝紫彩虹星辰月旭日昊晶亮辉煌炜烨灿炎煜熠鑫铭锋钢铁钧钰锦锐卫民爱新革跃保家招娣阿妹弟囡毛马骏驰腾翔翼凡帆航舟远征健乐悦欢然若如意念恩慈雁鸣鹤鹃莺玫瑰瑜璐琦瑾珊玥琼瑛珺妍姗娥媛嫣娴媚姝妙冰寒霜雷露沁淇渊淼澜灏宏弘博学书墨庭启承继绍裔维卿士韵童希伊晗琰璇可彤皓尧舜禹汉雄伦岩石山冬秋夏满仙夫大仓仲伯叔季元亨贞法尚淳骄凯群潇茹莎芹彦宸奕逸睿硕哲霖沐妮娇欧曼碧冉丰滢洪绪培正同开鲁宝一扬语昕守占存言越振震峻坤乾巍威朋庚岚翰瀚鸿溪浪泉添增升艺芯茵苏誉豫迪遥邦麟黛姣姿婕宜宽寅少延影微怀恬悠敬昀昆昂昱晖朗朝柔标栋楚毓汐沙津渝湘滔灵照献玮珂琛琨畅盈盼真眉祺禾秉竹筱素纯绣缘羽翎耘聪舒芙荷蕊衡谊谦迎逢钊钦铃锁锡长闯阔隆韬颂颜骁魁黎齐传佑梁芽宾亭亦原妞妤立清亚世兵君剑进克全双吉奇非宪盛兆帅卓爽万景章理勋婧奎政晋焱冠起菁澄岳佩裕尔凌迅笑圣伶捷雯男斐玺葆蔚普猛定歆劲仕炳铮柱烁召萌霁千晴育映咏竞沛竹谨湛慎杭杨麒挺桦韶罡曙枫柯懿烈赫艾隽昭珏均锟鼎晟璋皖稼铎侠廉果田根四北广益臣诚厚潮壮崇丕俭殿佐锴岐炯策旗巨肇凝漪幼潜汝芊颢璞曜蕙恺峥珣彪焘亢宥甫馨翀璟倬甜睦霏榕楫彰序焰荔晏菡霆祎垚匡暄耕丝根贝喆善巧列社桥焕登儒治恭环令豆丫衿苒芷朵麦野仪茗苑蕴筠笙瑄菀蔓荞葵蓁茱薏槐杉樱岑汀沅沣洛淅渔滟澈瀛祯筝粲纾绮绫羲翊翎聆莘薰虔蝶蝉觅赟翡闻靓馥骐骞鹂鹭麓默龄',
);
/** What no given name is made of. */
const NEVER = new Set(
  '的了是在不给于及或但即都也还又再很更最被把使从却曾能会要得着那其此各每些个们车吗呢吧哪什么怎谁您你我他她它说述认签诉载贩购处带卖买拿找见问答叫喊打骂偷抢器砂楼内述比跟毕直仅岁砖病药者患危险倒存款物品质量件号室院所部局厅镇村县区市省队组队班级岗特卡肯授',
);
/** What looks like one and is a word. */
const NO_NAME =
  /^(?:凌晨|国家|国建|军思|爱保|爱护|家长|大家|人家|文明|平安|健康|成立|新家|安康|美丽|阳光|生平|家庭|明天|春天|和平|大学|文学|医学|海洋|河湖|东海|信心|平台|新增|言巧|家中|水中|业[生保银]|政[建军]|和国|河水|念日|[安生]健|生保|爱[力家照]|理|军士|[法英美德泰全]国|水火|福生活|广[东安元]|北[海京川]|缘|全[国市县省长]|国[土内]|均[成承]|硕成|发[生银展季]|增长|业季|念章|福语|木均|意[义蕴]|学生|福梦|律师|传普|鲁木|满洲|依法)/;

const wordsBySurname = new Map<string, string>([
  ...[...PLAIN].map((surname) => [surname, ''] as const),
  ...WITH_WORDS.flatMap((line) => line.split(' ')).map((entry) => [entry.charAt(0), entry.slice(1)] as const),
]);

/** Behind a surname: what isn't a name, or one that is hidden (周乙). */
const NO_GIVEN =
  /^(?:小姐|大家|[博硕]士|教授|同志|爹爹|伯伯|恩来|克龙|白纸|亲情|学爱|学易懂|[姐嫂某甲乙丙的了被因患及是不等将已也到把让很就都而或者这那其之在]|有(?![福根才财德贵良法林金水生为])|妈妈|爸爸|律师|记者|主任|经理|总[^\u4E00-\u9FFF]|书记|队长|局长|女士|先生|同学|老师|医生|护士|大[爷妈娘叔伯姐哥]|阿姨|师傅|奶奶|爷爷|老[汉人伯太]|婆婆|阿[婆公姨伯叔]|叔|.籍|家[口港界庄人]|姓|氏|村|县|镇|庄|某|斯图|[您你我他她它])/;
/** What follows on a name of two characters; behind one of three it may be anything. */
const FOLLOWS =
  /^(?:[^\u4E00-\u9FFF]|$|[的因患在被称住到说表反映接受申请今现系于与和及已未曾将正为代名向来年等男女时涉擅驾骑遭罹死受伤病身电户提告自不没所私违经翻摔坠溺走回躲躺坐站领所拍摆带出逃昏偷捐失喝吸哭]|家[住里属中境庭人]|举办|办理|送[上去来达]|[老女]人|先生|女士|同志|大[爷妈娘伯]|老[汉师]|婆婆|奶奶|爷爷|夫妇|夫妻|一家|母[亲子女]|父[亲子女])/;
const PLACE = /^(?:[镇乡县市区路巷们楼]|村(?!民)|街道|社区)/;
/** Of these, what tells a short name from a word where the surname is one itself. */
const ENDS_SHORT = /^(?:[^\u4E00-\u9FFF]|$|[的因患被称说]|家[里中]|重[新返]|主动|积极|通过|收到|拿到|终于|目前|再次|开始|坚持|顺利|已经)/;
/** Words of which the first character could be a name's last (邵童|入住, 郭俊|博士). */
const WORD_BEHIND =
  /^(?:看[到见]|博士|硕士|院士|学者|多[次年]|共[计同有]|[入居]住|均[在已未被]|入[院狱伙职]|发[生现病出起]|同[意居时]|超[速载]|康复|建[议档]|存[在款]|永[远久]|立[即刻案]|成[为功]|清[醒晨]|安[全然]|生[前活下病]|先[后行]|文化|平[时日均]|注[册意]|学[会习生校]|清楚|就[被医是已]|明[知确白]|延误|展[开示]|重[新返]|主动|积极|通过|收到|拿到|终于|目前|再次|开始|坚持|顺利|已经|至今|民族)/;
/** Signs of a name from elsewhere, of which only the beginning looks like one of ours (谢伦伯格). */
const FOREIGN = /^(?:[·勒尔]|格(?!外)|斯(?!文))/;
/** Of these, what names end with (王福来, 李有为). */
const ENDS_NAME = /^(?:[年和为申向正现映]|来(?![电信访函到自]))/;
const HAN = /^[\u4E00-\u9FFF]/;

/** A name with a dot is of people of China's west where it is made of these; of others the news of the world tells. */
const OURS =
  /^[阿卜布杜艾买麦提吐图尔逊热合曼迪丽努古力江木依拉海哈萨孜卡巴帕沙塔库尼牙亚森克里叶达托玉素甫赛乌苏吾加娜扎西别汗坎居马胡瓦帝夏肯苗祖如那再伊斯义米吉列穆]{2,6}·[阿卜布杜艾买麦提吐图尔逊热合曼迪丽努古力江木依拉海哈萨孜卡巴帕沙塔库尼牙亚森克里叶达托玉素甫赛乌苏吾加娜扎西别汗坎居马胡瓦帝夏肯苗祖如那再伊斯义米吉列穆]{2,6}/;

/** True for two characters of which names are made. */
const isGiven = (text: string): boolean =>
  (GIVEN.has(text.charAt(0)) || /^[有老]/.test(text)) && (GIVEN.has(text.charAt(1)) || /^永年/.test(text)) && !NO_NAME.test(text);

/** The surname that a text begins with; empty where it begins with none, or with a word that begins like one. */
function surnameAt(text: string): string {
  const compound = COMPOUND.exec(text);
  if (compound) return compound[0];
  const surname = text.charAt(0);
  if (RARE.includes(surname) && isGiven(text.slice(1)) && !RARE_WORD.test(text)) return surname;
  const words = wordsBySurname.get(surname);
  return words === undefined ||
    (text.length > 1 &&
      words.includes(text.charAt(1)) &&
      !(/^[^孙孔庄]子|^.国[华庆良栋梁荣祥忠芳珍]/.test(text) && GIVEN.has(text.charAt(2))) &&
      !(isGiven(text.slice(1)) && text.charAt(2) !== '和' && (FOLLOWS.test(text.slice(3)) || WORD_BEHIND.test(text.slice(3)))))
    ? ''
    : surname;
}

/**
 * How long the name is that stands at a place of a folded text; 0 for none.
 * @param strict something must follow that ends it, however long it is
 */
export function nameAt(text: string, start: number, strict = false): number {
  if (/[\d·]/.test(text.charAt(start - 1)) || /^(?:师傅|工程)/.test(text.slice(start - 1, start + 1))) return 0;
  const here = text.slice(start, start + 12);
  const ours = OURS.exec(here);
  if (ours) return ours[0].length;
  const surname = surnameAt(here);
  const given = here.slice(surname.length);
  if (surname === '' || !HAN.test(given) || NO_GIVEN.test(given) || NEVER.has(given.charAt(0))) return 0;
  const isSure = !DOUBTFUL.has(surname);
  const [behindOne, behindTwo] = [given.slice(1), given.slice(2)];
  if (FOREIGN.test(behindTwo) || behindOne.startsWith('·')) return 0;
  const isShort =
    NEVER.has(given.charAt(1)) ||
    WORD_BEHIND.test(behindOne) ||
    (FOLLOWS.test(behindOne) && !(ENDS_NAME.test(behindOne) && FOLLOWS.test(behindTwo)));
  if (isShort) {
    if (PLACE.test(behindOne)) return 0;
    const isPet = surname === given.charAt(0);
    const isName = !RARE.includes(surname) && (isSure || (GIVEN.has(given.charAt(0)) && ENDS_SHORT.test(behindOne)));
    return given.startsWith('家') || isPet || !isName ? 0 : surname.length + 1;
  }
  if (!isSure && !isGiven(given)) return 0;
  return behindOne.startsWith('某') ||
    PLACE.test(behindTwo) ||
    given.charAt(2) === '某' ||
    (strict && !/^[是就仍也还又多每能会把给让用]/.test(behindTwo) && !FOLLOWS.test(behindTwo) && !isGiven(given))
    ? 0
    : surname.length + 2;
}

/** Where a name begins that ends at a place, behind a stop or a word for people; -1 for none. */
export function nameEndingAt(text: string, end: number): number {
  for (const length of [3, 2, 4]) {
    const start = end - length;
    if (
      start < 0 ||
      !/(?:^|[^\u4E00-\u9FFF\d·]|[的是叫名为和对将把给让据由经到接助民众工员生妻夫子女儿父母亲友人户主者娘嫂姐妹弟兄婆爷奶伯叔孩居事客童少邻师贩部警计匠板医东班司中请厨手机组兵]|[班组楼]长)$/.test(
        text.slice(Math.max(0, start - 2), start),
      )
    )
      continue;
    const name = text.slice(start, end);
    if (/[男女]方|儿童|工程|[租出]房/.test(text.slice(start - 1, start + 1))) continue;
    if (nameAt(`${name}，`, 0) === length) return start;
  }
  return -1;
}

/** True for a name that is hardly a word: a surname and two characters of which names are made. */
export const isFullName = (name: string): boolean =>
  name.length > 3 || (name.length === 3 && isGiven(name.slice(1)) && !/^(?:习近平|[向于])/.test(name));

/** True for a number that looks like an identity's right behind a name: 王小明(男,…). */
export function isNamedIdCard(number: string, text: string, at: number): boolean {
  const before = text.slice(0, at).replace(/[,(:](?:[男女],)?$/, '');
  return isLikeIdCard(number) && nameEndingAt(before, before.length) >= 0;
}
