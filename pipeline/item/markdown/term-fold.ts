import { SIMPLIFIED } from './simplified.ts';

/**
 * A text as terms are looked for in it: width, case and script folded away, separators and invisible characters left out.
 * `starts[i]` is where the character of `units[i]` begins in the text; only the first `length` entries count.
 */
export interface TermText {
  units: Uint16Array;
  starts: Int32Array;
  length: number;
}

/** What the table says of a UTF-16 unit that is left out, and of one that needs a closer look. All others fold to one unit. */
export const SKIPPED = 0;
export const RARE = 1;

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
/** A private character that no text of the table has. */
const BETWEEN = '\uE000';

/** What each UTF-16 unit folds to. */
function makeTable(): Uint16Array {
  const made = Uint16Array.from({ length: 0x10000 }, (_, unit) => unit);
  const others = made.filter((unit) => !isPlain(unit));
  const forms = plainOf(Array.from(others, (unit) => String.fromCharCode(unit)).join(BETWEEN)).split(BETWEEN);
  for (let pair = 0; pair < SIMPLIFIED.length; pair += 2) made[SIMPLIFIED.charCodeAt(pair)] = SIMPLIFIED.charCodeAt(pair + 1);
  for (let index = 0; index < others.length; index += 1) {
    const unit = others[index] as number;
    const form = forms[index] as string;
    // A single ideograph may be a traditional one.
    if (form.length === 1) made[unit] = isPlain(form.charCodeAt(0)) ? (made[form.charCodeAt(0)] as number) : form.charCodeAt(0);
    else if (form === '') made[unit] = SKIPPED;
    else if (/[\p{L}\p{N}]/u.test(form)) made[unit] = RARE;
  }
  made.fill(RARE, 0xd800, 0xdc00);
  return made;
}

let table: Uint16Array | undefined;

/** What each UTF-16 unit folds to: another unit, `SKIPPED`, or `RARE` where that takes a closer look. */
export function foldTable(): Uint16Array {
  table ??= makeTable();
  return table;
}

/** A folded text as a string. */
export function stringOf({ units, length }: Pick<TermText, 'units' | 'length'>): string {
  return Buffer.from(units.buffer, units.byteOffset, length * 2).toString('utf16le');
}

/** Memory for texts of `size` UTF-16 units; the few characters that fold to several (㎏, Ⅷ) make it grow. */
function space(size: number): TermText {
  return { units: new Uint16Array(size), starts: new Int32Array(size), length: 0 };
}

/** Folds texts one after the other into the same memory: what it gives is good until it is called again. */
export function termFolder(): (text: string) => TermText {
  const forms = foldTable();
  const simplified = (part: string): string => {
    const form = part.length === 1 ? (forms[part.charCodeAt(0)] as number) : RARE;
    return form > RARE ? String.fromCharCode(form) : part;
  };
  const folded = (character: string): string => [...plainOf(character)].map(simplified).join('');
  let memory = space(1024);
  const add = (character: string, at: number, left: number): void => {
    const form = folded(character);
    const needed = memory.length + form.length + left;
    if (needed > memory.units.length) {
      const wider = space(needed * 2);
      wider.units.set(memory.units);
      wider.starts.set(memory.starts);
      memory = { ...wider, length: memory.length };
    }
    for (let unit = 0; unit < form.length; unit += 1) {
      memory.units[memory.length] = form.charCodeAt(unit);
      memory.starts[memory.length] = at;
      memory.length += 1;
    }
  };
  return (text) => {
    if (memory.units.length < text.length) memory = space(text.length * 2);
    let { units, starts } = memory;
    let length = 0;
    for (let at = 0; at < text.length; at += 1) {
      const form = forms[text.charCodeAt(at)] as number;
      if (form > RARE) {
        units[length] = form;
        starts[length] = at;
        length += 1;
      } else if (form === RARE) {
        const character = String.fromCodePoint(text.codePointAt(at) as number);
        memory.length = length;
        add(character, at, text.length - at);
        ({ units, starts, length } = memory);
        at += character.length - 1;
      }
    }
    memory.length = length;
    return memory;
  };
}

/** A text with its traditional ideographs made simplified, each in its place. */
export function simplifiedHan(text: string): string {
  const forms = foldTable();
  const units = new Uint16Array(text.length);
  let changed = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const form = isPlain(unit) ? (forms[unit] as number) : unit;
    changed |= form ^ unit;
    units[at] = form;
  }
  return changed === 0 ? text : stringOf({ units, length: text.length });
}

let folder: ReturnType<typeof termFolder> | undefined;

/** A word folded: two words are the same to the scanner where this is. */
export function foldedTerm(word: string): string {
  folder ??= termFolder();
  return stringOf(folder(word));
}
