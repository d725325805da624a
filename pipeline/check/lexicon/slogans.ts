import type { PatternRow, PatternTable } from './patterns.ts';

/*
 * Slogans against the Party, the state and the system (Art. 6 no. 1 to 3), of cults and of riots. The expressions are written so that none
 * stands here whole. Examples of each row stand in test/check/lexicon/.
 */

const WORDS = {
  problem: '这里像是反动、煽动性的口号（不显示原文）。',
  expected: '不出现这类文字，查处、清除它的报道也不引用原文。',
  fix: '删去原文，改为“违法标语”等说法。法律条文、裁判文书、史料确需照录的，写豁免并说明理由（8 字以上）。',
};
/** Whoever speaks of it as of a crime. */
const CONDEMNED = /煽动|企图|妄图|阴谋|不得|禁止|严禁|颠覆|危害|分裂|组织|策划|取缔|邪教|反对|打击|图谋|防范|叫嚣|妄想/;
/** Laws quote it where they forbid it. */
const QUOTED = /有下列|处分|散布|诋毁|宪法/;
/** The same, and history. */
const OLD_ENEMIES = /有下列|处分|散布|诋毁|宪法|国民党|反动派|蒋介石|蒋军|日军|日寇|围剿|红军|八路军|新四军|解放军|游击/;

const row = (id: string, pattern: RegExp, beside: RegExp = QUOTED): PatternRow => ({
  id,
  pattern,
  behind: CONDEMNED,
  beside,
  words: WORDS,
});

const ROWS: readonly PatternRow[] = [
  row(
    '推翻',
    /(?:打倒|推翻|消灭|推倒|埋葬|铲除|干掉)(?:万恶的?|邪恶的?|腐败的?)?(?:中国)?(?:共产党|中共|共产主义|社会主义(?!者|市场|建设|事业)|人民民主专政|人民政府|党中央|国务院|某某|习)/g,
  ),
  row('颠覆', /颠覆(?:中国)?(?:共产党|中共|社会主义制度|人民政府|人民民主专政)/g),
  row('反对', /反对(?:中国)?(?:共产党|中共)(?![的中]?(?:敌人|势力))/g, OLD_ENEMIES),
  row(
    '下台',
    /(?:共产党|中共|党中央|总书记|国家主席|独裁者|某某|习[\u4e00-\u9fff]{2})(?:必须|应该|赶快|快|马上)?(?:下台|滚蛋|滚下台|滚出|去死|必亡|灭亡|完蛋)/g,
  ),
  row('人名下台', /(?:^|[“"‘!,。:\s])[\u4e00-\u9fff]{2,4}(?:下台|滚蛋|滚下台|去死)(?=!)/g),
  row('一党', /(?:结束|终结|推翻|反对)一党(?:专政|独裁|专制)/g),
  row('邪教', /天灭(?:中共|共党)|退[党团队]保(?:平安|命)|三退(?:保|自救|大潮)|法轮(?:大法|常转)|真善忍(?:好|国际)|九评共产/g),
  row('动乱', /光复(?:香港)|五大诉求[,、\s]?缺一不可|(?<![新个种该战色大年])时代革命(?=[!”"。,、]|$)/g, /有下列|处分|暴徒|黑暴|判处/),
  row('翻案', /平反(?:六四|8964|八九六四)|六四(?:屠杀|惨案|烈士|真相)|(?:勿忘|悼念|纪念)(?:八九)?六四(?![\d\u4e00-\u9fff])/g),
  row('诬蔑', /[共赤]匪|中共(?:邪党|匪帮|暴政)|(?:共产党|社会主义)就?是(?:邪教|魔鬼|骗局|骗子)/g, OLD_ENEMIES),
  row('自由某地', /自由(?:西藏|图博)|藏人治藏|(?:西藏|新疆|香港)(?:要|必须)(?:自由|解放)/g),
];

export const SLOGANS: PatternTable = {
  hint: /打倒|推翻|消灭|推倒|埋葬|铲除|干掉|颠覆|反对(?:中国)?共产|反对中共|一党|下台|滚蛋|滚出|去死|必亡|灭亡|完蛋|天灭|保平安|保命|三退|法轮|真善忍|九评|光复|诉求|时代革命|六四|8964|[共赤]匪|中共|邪教|魔鬼|骗局|骗子|自由[西图]|治藏|(?:西藏|新疆|香港)(?:要|必须)/,
  rows: ROWS,
};
