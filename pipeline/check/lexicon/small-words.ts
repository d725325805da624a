/** 省, 市 and the like come and go in honest names. */
export const DIVISIONS = '省市区县乡镇村州';
/** What often stands behind a phrase and looks or sounds like its end: 创建文明城是. */
export const ALONE = '往我可驻是时已以于由又有与和及在将为对向从到也就等或把被让并但而且因如所其不据至之的地得';
/** What counts what stands behind, or says how it is done: 政务服务|两大平台. */
export const BEFORE_WORDS = '一两二三四五六七八九十仍自各';
/** Words for and: a name has its own. */
export const AND = '和与及';
/** What comes and goes between the parts of a phrase. */
export const LOOSE = '的和与及、';
/** What often stands before a phrase and may take the place of its first character. */
export const BEFORE = `${LOOSE}不在从对为向将于被把让使由内是但而因若如才`;
/** What honest texts put into a phrase. */
export const PUT_IN =
  '等其条副原代老新了过着好是为在到从给对以就曾已将要会更都也还由把用设该各一两十上中内下后前出主总正大小第同按被冰委名参分作任自经暨';
/** What a sentence goes on with behind somebody's name: 罗荣还先后到场. */
export const BEHIND_NAMES = '还也都已曾';
/** What ends a question or a call. */
export const PARTICLES = '吗呢吧啊呀';
/** What an end may do without: 笼子(里), 工作会(议), 专项债(券), 戒毒(所), 示范村(镇), 服务中(心), 湖草(沙). */
export const SPARE_ENDS = '里议券所镇心沙';
/** What stands for a character that sounds alike on purpose: 社会智理, 全民悦读. */
export const PUNS = '智慧悦益艺汇享趣食真笑';
/** What a unit ends with, behind which a word may begin likewise: 党建办|办公室. */
export const UNITS = '局部院处科室会办队所站委厅';
