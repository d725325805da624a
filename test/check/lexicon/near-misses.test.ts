import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { severityOf } from '#pipeline/check/lexicon/near-miss-hits.ts';
import { nearMissesIn } from '#pipeline/check/lexicon/near-misses.ts';
import { lexiconWith } from './fixture-lexicon.ts';

const CORE = ['中华人民共和国', '全国人民代表大会', '国务院办公厅', '习近平总书记'].map((text) => ({ text, core: true }));
const LEXICON = lexiconWith(
  {
    国家: CORE,
    机构: ['人民检察院', '检察院', '示例市综合行政执法局', '政法委员会', '纪律检查委员会', '人民日报'],
    提法: [
      '四个意识',
      '四个自信',
      '党委和政府',
      { text: '党和政府', honest: true },
      '党史学习教育',
      '党的二十大精神',
      '新时代“枫桥经验”',
      '食品安全',
    ],
    城管: ['综合行政执法', '全国文明城市', '占道经营'],
    地名: ['乌兰察布市', '齐齐哈尔市', '示例自治县'],
    法律: ['行政处罚法', '治安管理处罚法', '示例江市容管理条例', '民法典', '示例国道条例'],
    姓名: ['赵十七', '陈建国'],
  },
  {
    confusables: [
      '公功',
      '察查',
      '信新',
      '罚罪',
      '法发',
      '市时是',
      '日曰',
      '政执整',
      '执治',
      '尔而',
      '典点',
      '国围',
      '建健',
      '委尾',
      '平乎',
      '十十',
      '意义',
      '会汇',
    ],
    words: ['政治', '全党', '学习', '执法', '报刊', '院内', '会议', '全链条', '学习近期', '国徽'],
    seen: ['食品安', '综合行政执'],
  },
);

/** What is found, as `form→phrase(slip)`. */
const found = (text: string, day?: string): string[] =>
  nearMissesIn(text, LEXICON, day).map(({ form, phrase, slip }) => `${form}→${phrase.text}(${slip})`);

describe('one slip in a phrase', () => {
  it.each([
    ['a character for another that sounds like it', '国务院办功厅发文', '国务院办功厅→国务院办公厅(replaced)'],
    ['in the first half', '人民检查院提起公诉', '人民检查院→人民检察院(replaced)'],
    ['the first character', '曾任国务院', null],
    ['one of three', '区检查院提起公诉', '检查院→检察院(replaced)'],
    ['one left out', '出席全国人民代大会', '全国人民代大会→全国人民代表大会(left-out)'],
    ['one twice', '出席全国人民代表表大会', '全国人民代表表大会→全国人民代表大会(doubled)'],
    ['the last one twice, before a stop', '示例市综合行政执法局局。', '示例市综合行政执法局局→示例市综合行政执法局(doubled)'],
    ['the last one twice, before another word', '示例市综合行政执法局局长讲话', null],
    ['the last one of a body twice', '示例市综合行政执法局局发布', '示例市综合行政执法局局→示例市综合行政执法局(doubled)'],
    ['one too many before the last one', '《行政处罚罚法》', '行政处罚罚法→行政处罚法(doubled)'],
    ['one left out before a word that begins as the phrase ends', '悬挂中华人民共国国徽', '中华人民共国→中华人民共和国(left-out)'],
    ['one that stands outside GB 2312', '综合行歬执法', '综合行歬执法→综合行政执法(replaced)'],
    ['one left out of four, beside a stop', '整治占道营。', '占道营→占道经营(left-out)'],
    ['one left out of four, among other words', '整治占道营业户', '占道营→占道经营(left-out)'],
    ['two that changed places', '综行合政执法', '综行合政执法→综合行政执法(swapped)'],
    ['two over the seam of the halves', '综合政行执法', '综合政行执法→综合行政执法(swapped)'],
    ['two in the middle', '综合行执政法', '综合行执政法→综合行政执法(swapped)'],
    ['two of three', '区检院察提起公诉', '检院察→检察院(swapped)'],
    ['the right form', '国务院办公厅、人民检察院、四个意识', null],
    ['two slips', '综合政行执发', null],
    ['any character in the core', '中华人民大和国成立', '中华人民大和国→中华人民共和国(replaced)'],
    ['the longest phrase of those that it is near to', '向习近乎总书记汇报', '习近乎总书记→习近平总书记(replaced)'],
  ])('%s: %s', (_what, text, expected) => expect(found(text)).toEqual(expected === null ? [] : [expected]));

  it.each([
    ['quotation marks within', '坚定四个“自”新', '四个“自”新'],
    ['quotation marks that the phrase has', '新时代枫桥验经', '新时代枫桥验经'],
    ['spaces', '国务院 办功厅', '国务院 办功厅'],
    ['traditional characters', '國務院辦功廳', '國務院辦功廳'],
    ['full-width and invisible characters', '国务\u200B院办功厅', '国务\u200B院办功厅'],
  ])('is found through %s, at its place', (_what, form, flagged) => {
    const text = `今天，${form}。`;
    expect(nearMissesIn(text, LEXICON).map(({ start, end }) => text.slice(start, end))).toEqual([flagged]);
  });

  it('is one of the phrase whose character is easily taken for what stands there, of several that are equally long', () => {
    const lexicon = lexiconWith({ 法律: ['监狱法', '监察法'] }, { confusables: ['察查'] });
    expect(nearMissesIn('《中华人民共和国监查法》', lexicon).map(({ phrase }) => phrase.text)).toEqual(['监察法']);
  });

  it('is told with the character that slipped', () =>
    expect(nearMissesIn('国务院办功厅', LEXICON)).toMatchObject([{ right: '公', wrong: '功' }]));
});

describe('a character left out of a leader’s post and name', () => {
  const lexicon = lexiconWith({
    领导: ['国务院总理赵十七', '示例省委书记赵十七', '示例省代省长赵十七', '外交部部长赵七'],
    国家: [{ text: '国务总理', honest: true }],
  });
  it.each([
    ['that leaves a short phrase of others', '会见国务总理赵十七', '国务总理赵十七'],
    ['that short phrase by itself', '会见国务总理钱十八', null],
    ['the division of a committee', '示例委书记赵十七', '示例委书记赵十七'],
    ['a name between the body and the post, as it is often said', '外交部赵七部长', null],
    ['the division of another post, which goes without saying', '示例代省长赵十七', null],
  ])('%s: %s', (_what, text, expected) =>
    expect(nearMissesIn(text, lexicon).map(({ form }) => form)).toEqual(expected === null ? [] : [expected]),
  );
});

describe('what is honest all the same', () => {
  it.each<[test: string, honest: string, slip: string]>([
    ['1: a character that nobody takes for the right one', '四个自然村', '四个自新'],
    ['1: a county or province in the core', '全市人民代表大会', '全囯人民代表大会'],
    ['2: a word that reaches over the left edge to the slip', '全党学习教育', '开展党学习教育'],
    ['2: a word that reaches over the right edge, not to the slip', '人民日报刊发', '人民曰报刊发'],
    ['2: of three characters any word over the edge', '到检查院内', '到检查院了'],
    ['2: a word that begins where the phrase ends', '政法委员会议', '政法尾员会'],
    ['3: a form that honest texts have', '食品安生产', '四个自新'],
    ['4: both are numerals', '陈建国和赵十一', '赵十七和陈健国'],
    ['5: another phrase that ends one character sooner', '创建全国文明城是大家的事', '创建全国明文城市'],
    ['5: the end of a place became a word of its own', '乌兰察布时值盛夏', '乌兰察不市'],
    ['6: the first or last character is missing', '务院办公厅和齐齐哈尔', '齐齐哈市'],
    ['6: a character behind a phrase, as it ends, that begins another word', '食品安全全链条监管', '食品安安全'],
    ['another phrase', '人民检察院', '人民检查院'],
  ])('%s: %s, but not %s', (_test, honest, slip) => {
    expect(found(honest)).toEqual([]);
    expect(found(slip)).toHaveLength(slip.startsWith('乌兰') ? 0 : 1);
  });

  it('is a phrase listed as honest, which is not looked for itself', () => {
    expect(['党和政府', '党和政政府', '党委和政政府'].map((text) => found(text).length)).toEqual([0, 0, 1]);
  });

  it('is a phrase of another time', () => {
    const lexicon = lexiconWith({ 提法: [{ text: '示例江堤巡查', since: '2022-10', until: '2026-03' }] });
    const on = (day: string) => nearMissesIn('示例江堤查巡', lexicon, day).length;
    expect(['2022-09-30', '2022-10-01', '2026-03-31', '2026-04-01'].map(on)).toEqual([0, 1, 1, 0]);
  });
});

describe('more than a single slip of an easily mistaken character', () => {
  const long = lexiconWith(
    { 国家: [{ text: '中国特色社会主义', core: true }], 机构: ['交通运输主管部门'], 提法: ['全面从严治党责任'], 成语: ['默默无闻'] },
    { confusables: ['主注', '义意', '闻蚊文', '输榆'] },
  );
  it.each([
    ['two together, both easily mistaken', '建设中国特色社会注意事业', '中国特色社会注意 主义'],
    ['two together that are no mistake', '建设中国特色社会活动', null],
    ['two pairs in each other’s place', '建设特色中国社会主义', '特色中国社会主义 中国特色'],
    ['two that stand twice', '全面从严从严治党责任', '全面从严从严治党责任 从严'],
    ['one too many that isn’t its neighbour, which texts put in', '交通运输主管理部门', null],
    ['the same in the name of the state’s system', '中国特色的优社会主义和中国特色优社会主义', '中国特色优社会主义 色'],
    ['what honest texts put in', '交通运输等主管部门', null],
    ['any character within six and more', '县交通运花主管部门', '交通运花主管部门 输'],
    ['the last character of a core phrase, which may begin another word', '中国特色社会主张', null],
    ['a rare character', '县交通运瀚主管部门', '交通运瀚主管部门 输'],
    ['a rare character in an idiom, which has such', '默雯无闻奉献', null],
    ['an idiom without a character', '默无闻地', null],
  ])('%s', (_what, text, told) =>
    expect(nearMissesIn(text, long).map(({ form, right }) => `${form} ${right}`)).toEqual(told === null ? [] : [told]),
  );
});

describe('phrases that nothing else is called like', () => {
  const sure = lexiconWith(
    {
      领导: [{ text: '示例政协副主席赵厚铧', sure: true }, '示例总书记重要讲话精神'],
      机构: [{ text: '农业农村局', sure: true }, '农业服务局', '示例江堤综合管理服务局', '示例江堤综合管理服务局局长'],
      城管: ['占用江堤盲道'],
      提法: ['第二个百年奋斗目标', { text: '共建江堤命运共同体', alike: true }],
    },
    { confusables: ['道到'], words: ['农业', '战斗', '业农业', '服务', '政治', '谈话'] },
  );
  it.each([
    ['an ordinary word in a body’s name, of which an editor is told by the way', '县农业农业局', '农业农业局 村'],
    ['no ordinary word in wording, which may be meant', '第二个百年战斗目标', null],
    ['the last character of a long one', '第二个百年奋斗目的是', null],
    ['what is put into long ones', '第二个百年还斗目标', null],
    ['a character that goes on', '占用江堤盲到处都是', null],
    ['the same where the clause ends', '占用江堤盲到，', '占用江堤盲到 道'],
    ['what others are coined like', '共构江堤命运共同体', null],
    ['the last character of a body, whose people and units are named so', '示例江堤综合管理服务局局属', null],
    ['a character of a leader’s name behind the post', '示例政协副主席赵厚华', '示例政协副主席赵厚华 铧'],
    ['who else holds the post', '示例政协副主席钱厚华', null],
    ['what else is said of leaders', '示例总书记重要谈话精神', null],
  ])('%s: %s', (_what, text, told) =>
    expect(nearMissesIn(text, sure).map(({ form, right }) => `${form} ${right}`)).toEqual(told === null ? [] : [told]),
  );
});

describe('places that are taken for each other, and quoted phrases', () => {
  const counted = lexiconWith(
    {
      提法: ['一带一路', '三重一大', '八八战略', '以习近平同志为核心'],
      城管: ['失职渎职'],
      机构: ['消防救援大队', '国家发展和改革委员会'],
    },
    { confusables: ['队对'] },
  );
  it.each([
    ['pairs of words, which are said in any order', '严查渎职失职', null],
    ['two parts, one longer than the other', '以习近平为同志核心的党中央', '以习近平为同志核心'],
    ['another word in quotation marks, which is another coinage', '推动“八大战略”走深走实', null],
    ['the half of a word left over', '消防救援大对出动', '消防救援大对'],
    ['another word for and in a name', '国家发展与改革委员会', '国家发展与改革委员会'],
  ])('%s', (_what, text, told) => expect(nearMissesIn(text, counted).map(({ form }) => form)).toEqual(told === null ? [] : [told]));
});

describe('how grave a slip is', () => {
  const graveOf = (text: string) => nearMissesIn(text, LEXICON).map((miss) => severityOf(miss, text.includes('中华人民共和国')));
  it.each([
    ['any slip in the core', '中华人民大和国', 'error'],
    ['one inside a long phrase', '示例市综合行整执法局', 'error'],
    ['one in a short phrase', '四个自新', 'warning'],
    ['one that makes an ordinary word', '示例市综合行政治法局', 'warning'],
    ['what is left out', '示例市综合行政执局', 'warning'],
    ['a place', '齐齐哈而市', 'warning'],
    ['a short title of a law', '《行政处罪法》', 'warning'],
    ['such a title behind the state’s name', '《中华人民共和国行政处罪法》', 'error'],
    ['a long title', '《治安管理处罪法》', 'error'],
  ])('%s: %s', (_what, text, severity) => expect(graveOf(text)).toEqual([severity]));
});

describe('titles of laws', () => {
  it.each([
    ['依据《行政处罪法》', '行政处罪法→行政处罚法(replaced)'],
    ['依据《中华人民共和国行政处罪法（2021年修订）》', '行政处罪法→行政处罚法(replaced)'],
    ['依据《政处罚法》处理', '政处罚法→行政处罚法(left-out)'],
    ['宣传治安管理处罪法', '治安管理处罪法→治安管理处罚法(replaced)'],
    ['《中华人民共和国民法点》', '民法点→民法典(replaced)'],
    ['宣传民法点', null],
    ['《民法点》', '民法点→民法典(replaced)'],
    ['宣传行政处罪法', null],
    ['《示例江容管理条例》', null],
    ['《示例道条例》', null],
    ['《行政处罚法》和《民法典》', null],
  ])('%s', (text, expected) => expect(found(text)).toEqual(expected === null ? [] : [expected]));
});

describe('any text', () => {
  const piece = fc.constantFrom(
    '国务院',
    '办',
    '公',
    '厅',
    '功',
    '综合',
    '行政',
    '政',
    '执法',
    '法',
    '“',
    ' ',
    '《',
    '》',
    '\n',
    '𠮷',
    '綜',
    '',
    '检',
    '察院',
  );

  it('gives places that lie in it, in order and apart, each with a form that isn’t the phrase', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const text = pieces.join('');
        let last = 0;
        for (const { start, end, form, phrase } of nearMissesIn(text, LEXICON)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(form).not.toBe(phrase.text);
          last = end;
        }
      }),
    );
  });

  it('has every single swap, doubling and omission within a long phrase found', () => {
    const phrase = '示例市综合行政执法局';
    const missed: string[] = [];
    for (let at = 1; at < phrase.length - 1; at += 1) {
      const [before, one, after] = [phrase.slice(0, at), phrase.charAt(at), phrase.slice(at + 1)];
      const forms = [before + after, before + one + one + after, before + after.charAt(0) + one + after.slice(1)];
      for (const form of forms) if (found(`，${form}，`).length !== 1) missed.push(form);
    }
    expect(missed).toEqual(['示例综合行政执法局']);
  });
});
