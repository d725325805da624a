const HAN_DIGITS = '零一二三四五六七八九';
const LEGAL_DIGITS = '零壹贰叁肆伍陆柒捌玖';

/** A number below 10,000 in Han characters, as it is read: 十一, 一百零二. */
function han(value: number, digits = HAN_DIGITS, places = ['', '十', '百', '千']): string {
  const signs = [...String(value)].map(Number);
  const written = signs.map((digit, index) => (digit === 0 ? '零' : digits.charAt(digit) + places[signs.length - 1 - index])).join('');
  const plain = written.replace(/零{2,3}/g, '零').replace(/(?<=.)零$/, '');
  return digits === HAN_DIGITS && plain.startsWith('一十') ? plain.slice(1) : plain;
}

const hanDigits = (value: number): string => String(value).replace(/\d/g, (digit) => '〇一二三四五六七八九'.charAt(Number(digit)));

function letters(value: number): string {
  return String.fromCharCode(97 + ((value - 1) % 26)).repeat(Math.min(20, Math.ceil(value / 26)));
}

const ROMAN = 'm1000 cm900 d500 cd400 c100 xc90 l50 xl40 x10 ix9 v5 iv4 i1'.split(' ');

function roman(value: number): string {
  let [left, written] = [value, ''];
  for (const step of ROMAN) {
    const worth = Number(step.replace(/[a-z]+/, ''));
    const sign = step.replace(/\d+/, '');
    written += sign.repeat(Math.floor(left / worth));
    left %= worth;
  }
  return written;
}

/** A sign of a row of signs; `null` beyond its end. */
const ofRow =
  (row: string) =>
  (value: number): string | null =>
    [...row][value - 1] ?? null;

const CIRCLED = ofRow('①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿');
const STEMS = ofRow('甲乙丙丁戊己庚辛壬癸');
const BRANCHES = ofRow('子丑寅卯辰巳午未申酉戌亥');

/** How Word writes the number of a level, by the names of ISO/IEC 29500-1 17.18.59; what a row has no sign for is written in digits. */
const FORMATS: Record<string, (value: number) => string | null> = {
  none: () => '',
  decimalZero: (value) => String(value).padStart(2, '0'),
  decimalFullWidth: (value) => String(value).replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
  upperRoman: (value) => roman(value).toUpperCase(),
  lowerRoman: roman,
  upperLetter: (value) => letters(value).toUpperCase(),
  lowerLetter: letters,
  chineseCounting: (value) => han(value),
  chineseCountingThousand: (value) => han(value),
  japaneseCounting: (value) => han(value),
  taiwaneseCounting: (value) => han(value),
  taiwaneseCountingThousand: (value) => han(value),
  chineseLegalSimplified: (value) => han(value, LEGAL_DIGITS, ['', '拾', '佰', '仟']),
  ideographLegalTraditional: (value) => han(value, '零壹貳參肆伍陸柒捌玖', ['', '拾', '佰', '仟']),
  ideographDigital: hanDigits,
  japaneseDigitalTenThousand: hanDigits,
  taiwaneseDigital: hanDigits,
  ideographTraditional: STEMS,
  ideographZodiac: BRANCHES,
  decimalEnclosedCircle: CIRCLED,
  decimalEnclosedCircleChinese: CIRCLED,
  decimalEnclosedParen: ofRow('⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇'),
  decimalEnclosedFullstop: ofRow('⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛'),
  ideographEnclosedCircle: ofRow('㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉'),
};

/** The number of a level as Word shows it. */
export function numeral(value: number, format: string): string {
  if (value < 1 || value > 9999) return format === 'none' ? '' : String(value);
  return FORMATS[format]?.(value) ?? String(value);
}
