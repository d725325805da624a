import { SIMPLIFIED } from './simplified.ts';

/**
 * A text as terms are looked for in it: width, case and script folded away, separators and invisible characters left out.
 * `starts[i]` is where the character of `units[i]` begins in the text.
 */
export interface TermText {
  units: Uint16Array;
  starts: Int32Array;
}

/** Letters of other scripts, and parts of characters that PDF files put in their place, each followed by what it passes for. */
const LOOKALIKES =
  'аaвbеeкkмmнhоoрpсcтtуyхxіiјjѕsһhԁdαaβbεeιiκkνvοoρpτtυuχx' +
  '⺒巳⺠民⺮竹⻁虎⻄西⻅见⻆角⻉贝⻋车⻑长⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙';

/**
 * What may stand between the characters of a word. Ends of lines, sentence marks, commas, brackets and quotation marks keep words apart, and
 * so does what stands for a picture or a lost character.
 */
const SEPARATORS =
  /(?![\n\v\f\r\u0085\u2028\u2029\uFFFD\u2E80-\u2FDF])[\p{Default_Ignorable_Code_Point}\p{Zs}\p{Cc}\p{Cf}\p{M}\p{Pc}\p{Pd}\p{S}·•‧・*#%&@/\\'"†‡※]/gu;

const passesFor = new Map(LOOKALIKES.match(/../gu)?.map((pair) => [pair.charAt(0), pair.charAt(1)] as const));
const LOOKALIKE = new RegExp(`[${[...passesFor.keys()].join('')}]`, 'gu');

const DIGIT = /^\p{Nd}$/u;

/** A digit of whatever script as its value; each script has its ten in a row. Other characters stay. */
export function withAsciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) as number;
    let first = point;
    while (DIGIT.test(String.fromCodePoint(first - 1))) first -= 1;
    return String((point - first) % 10);
  });
}

/** Folds all but traditional characters, of one character or of many at once. */
function plainOf(text: string): string {
  return withAsciiDigits(text.normalize('NFKD').toLowerCase().replace(SEPARATORS, '').normalize('NFC')).replace(
    LOOKALIKE,
    (character) => passesFor.get(character) ?? character,
  );
}

/** Ideographs, Hangul syllables, halves of pairs and private characters fold to themselves, but for the traditional ones. */
const isPlain = (unit: number): boolean => (unit >= 0x3400 && unit < 0xa000) || (unit >= 0xac00 && unit < 0xf900);

/** What the table says of a UTF-16 unit that no text had yet, is left out, or needs a closer look. All others fold to one unit. */
const NEW = 0;
const SKIPPED = 1;
const RARE = 2;

let table: Uint16Array | undefined;

/** What each UTF-16 unit folds to, worked out when a text first has it; ideographs and halves of pairs are known at once. */
function termForms(): Uint16Array {
  if (table === undefined) {
    table = new Uint16Array(0x10000).fill(RARE, 0xd800, 0xdc00);
    for (let unit = 0x3400; unit < 0xa000; unit += 1) table[unit] = unit;
    for (let pair = 0; pair < SIMPLIFIED.length; pair += 2) table[SIMPLIFIED.charCodeAt(pair)] = SIMPLIFIED.charCodeAt(pair + 1);
  }
  return table;
}

/** Enters a unit into the table that no text had yet. */
function entered(forms: Uint16Array, unit: number): number {
  const form = isPlain(unit) ? String.fromCharCode(unit) : plainOf(String.fromCharCode(unit));
  const only = form.charCodeAt(0);
  // A single ideograph may be a traditional one.
  if (form.length === 1) forms[unit] = isPlain(only) && forms[only] !== NEW ? (forms[only] as number) : only;
  else forms[unit] = form === '' ? SKIPPED : /[\p{L}\p{N}]/u.test(form) ? RARE : unit;
  return forms[unit] as number;
}

/** So many units of a folded text as a string. */
export function stringOf(units: Uint16Array, length = units.length): string {
  return Buffer.from(units.buffer, units.byteOffset, length * 2).toString('utf16le');
}

/** A text as its UTF-16 units: a loop over them is several times quicker than one over a text that was put together. */
function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  Buffer.from(units.buffer).write(text, 'utf16le');
  return units;
}

/** What a character folds to that needs a closer look, as it may fold to several (㎏, Ⅷ) or lie outside the first plane. */
function foldedAlone(character: string, forms: Uint16Array): string {
  return Array.from(plainOf(character), (part) => {
    const form = part.length === 1 ? forms[part.charCodeAt(0)] || entered(forms, part.charCodeAt(0)) : RARE;
    return form > RARE ? String.fromCharCode(form) : part;
  }).join('');
}

/** The same table with more room. */
function wider<Table extends Uint16Array | Int32Array>(table: Table, length: number): Table {
  const made = new (table.constructor as new (length: number) => Table)(length);
  made.set(table);
  return made;
}

/** Folds a text for the search of terms. */
export function termText(text: string): TermText {
  const forms = termForms();
  let units = new Uint16Array(text.length);
  let starts = new Int32Array(text.length);
  let length = 0;
  const written = unitsOf(text);
  for (let at = 0; at < text.length; at += 1) {
    const unit = written[at] as number;
    const form = forms[unit] || entered(forms, unit);
    if (form > RARE) {
      units[length] = form;
      starts[length] = at;
      length += 1;
    } else if (form === RARE) {
      const character = String.fromCodePoint(text.codePointAt(at) as number);
      const several = foldedAlone(character, forms);
      const needed = length + several.length + text.length - at;
      if (needed > units.length) [units, starts] = [wider(units, needed * 2), wider(starts, needed * 2)];
      for (let one = 0; one < several.length; one += 1) units[length + one] = several.charCodeAt(one);
      starts.fill(at, length, length + several.length);
      length += several.length;
      at += character.length - 1;
    }
  }
  return { units: units.subarray(0, length), starts: starts.subarray(0, length) };
}

/** A text with its traditional ideographs made simplified, each in its place. */
export function simplifiedHan(text: string): string {
  const forms = termForms();
  const units = new Uint16Array(text.length);
  let changed = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const known = forms[unit] as number;
    const form = isPlain(unit) && known > RARE ? known : unit;
    changed |= form ^ unit;
    units[at] = form;
  }
  return changed === 0 ? text : stringOf(units);
}

/** A word folded: two words are the same to the scanner where this is. */
export function foldedTerm(word: string): string {
  return stringOf(termText(word).units);
}
