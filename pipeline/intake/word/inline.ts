import type { FootnoteDefinition, RootContent } from 'mdast';
import { isUnseen } from './colours.ts';
import { readDrawing } from './drawing.ts';
import { address, fieldCode, fieldMark, isShown, simpleField } from './fields.ts';
import { wordsOfBlock } from './phrasing.ts';
import { added, addText, BESIDE, dropped, newStory, type Story, tell } from './story.ts';
import { below, chosen, descendants, type Element, elementsOf, holds, switchOf, textOf } from './xml.ts';

/** Reads blocks within inline content: text boxes, notes, comments. */
export type ReadBlocks = (story: Story, elements: readonly Element[]) => RootContent[];

type Handler = (element: Element, story: Story, readBlocks: ReadBlocks) => void;

const readAll: Handler = (element, story, readBlocks) => {
  for (const child of elementsOf(element)) readInline(child, story, readBlocks);
};

const nothing: Handler = () => {};

/** Properties hold no words. Changes of them that nobody has accepted yet are told. */
export const properties = (element: Element, story: Story): void => {
  if (holds(element, FORMAT_CHANGES)) tell(story, 'format-revision', '');
};

const FORMAT_CHANGES = ['rPr', 'pPr', 'sectPr', 'tblPr', 'trPr', 'tcPr', 'tblGrid', 'tblPrEx', 'numbering']
  .map((name) => `w:${name}Change`)
  .concat('w:cellIns', 'w:cellDel', 'w:cellMerge');

/** Half points: a size that nobody reads. */
const TINY = 2;

const run: Handler = (element, story, readBlocks) => {
  const { look, reading, style } = story;
  const own = below(element, 'w:rPr');
  story.look = reading.styles.run(own, style);
  const { hidden, color, size = TINY + 1, fill = story.fill } = story.look;
  if (hidden || size <= TINY || isUnseen(color, fill === undefined ? story.behind : fill)) {
    const words = dropped(story, () => readAll(element, story, readBlocks));
    if (words.trim() !== '') tell(story, 'hidden', words);
  } else readAll(element, story, readBlocks);
  story.look = look;
};

/** Signs of faces that draw pictures in letters' places; others are told as unknown. */
const SIGNS: Record<string, ReadonlyMap<number, string>> = {
  wingdings: signs('28☎ 4a☺ 6c● 6d❍ 6e■ 6f□ 71❑ 75◆ 76❖ 77◆ 9f• a1○ a4◉ a7▪ a8☐ ab★ b6☆ d8➢ e0→ e8➔ fb✗ fc✓ fd☒ fe☑'),
  'wingdings 2': signs('2a□ 4f✗ 50✓ 51☒ 52☑ 53☒ 54☒ a3☐ eb★'),
  symbol: signs('a3≤ b0° b1± b3≥ b4× b7• b8÷ b9≠ bb≈ ae→ d6√ 61α 62β 67γ 6dμ 57Ω 44Δ 53Σ 70π 71θ'),
};

/** Places in hexadecimal, each with its sign. */
function signs(row: string): ReadonlyMap<number, string> {
  return new Map(row.split(' ').map((entry) => [Number.parseInt(entry.slice(0, 2), 16), entry.slice(2)]));
}

/** Whether a face draws pictures in letters' places. */
const isPictorial = (face: string | undefined): boolean => /^(?:wingdings|webdings|symbol$)/.test(face ?? '');

/** What people see of a character in such a face; `null` where nobody knows. Word writes them with and without 0xF000. */
function signOf(face: string, point: number): string | null {
  const place = point >= 0xf000 && point <= 0xf0ff ? point - 0xf000 : point;
  const sign = SIGNS[face]?.get(place);
  if (sign !== undefined || place > 0xff || place <= 0x20) return sign ?? String.fromCodePoint(point);
  return isPictorial(face) || place !== point ? null : String.fromCodePoint(point);
}

/** Signs that stand higher or lower by themselves. */
const RAISED = { super: raised('0123456789+-=()n', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ'), sub: raised('0123456789+-=()', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎') };

function raised(plain: string, signs: string): ReadonlyMap<string, string> {
  return new Map([...plain].map((sign, at) => [sign, [...signs][at] as string]));
}

const text: Handler = (element, story) => {
  if (!isShown(story)) return;
  const { face } = story.look;
  const plain = textOf(element).replace(/[\r\n\t]/g, ' ');
  const words = isPictorial(face) ? pictorial(story, plain, face as string) : plain;
  const signs = story.look.raised && [...words].map((sign) => RAISED[story.look.raised ?? 'sub'].get(sign));
  if (story.look.struck && words.trim() !== '') tell(story, 'struck', words);
  if (signs?.includes(undefined) && words.trim() !== '') tell(story, 'raised', words);
  addText(story, signs === undefined || signs.includes(undefined) ? words : signs.join(''));
};

/** Words that somebody put in stay until somebody refuses them, words that somebody took out go; both are told. */
const revision =
  (kind: 'insertion' | 'deletion' | 'move', read: typeof added): Handler =>
  (element, story, readBlocks) => {
    const words = read(story, () => readAll(element, story, readBlocks));
    if (elementsOf(element).length > 0) tell(story, kind, words);
  };

const hyperlink: Handler = (element, story, readBlocks) => {
  const { link, reading, path } = story;
  const id = element.attributes['r:id'];
  const relation = id === undefined ? undefined : reading.parts.relationsOf(path).get(id);
  if (relation?.external) story.link = address(story, relation.target);
  readAll(element, story, readBlocks);
  story.link = link;
};

const lineEnd: Handler = (element, story) => {
  const type = element.attributes['w:type'] ?? 'textWrapping';
  if (type === 'textWrapping') story.pieces.push({ text: '', look: story.look, link: null, node: { type: 'break' } });
  else addText(story, ' ');
};

const symbol: Handler = (element, story) => {
  const { 'w:font': font = '', 'w:char': char = '' } = element.attributes;
  const point = Number.parseInt(char, 16);
  const sign = (point >= 0x20 && point < 0xd800) || (point >= 0xe000 && point < 0xfffe) ? signOf(font.toLowerCase(), point) : null;
  if (sign === null) tell(story, 'sign', `${font} ${char}`);
  else addText(story, sign);
};

/** Words in a face that draws pictures for letters: an R in Wingdings 2 is a ticked box. */
function pictorial(story: Story, words: string, face: string): string {
  return words.replace(/[\u0021-\u00ff\uf021-\uf0ff]/g, (character) => {
    const sign = signOf(face, character.charCodeAt(0));
    if (sign === null) tell(story, 'sign', `${face} ${character}`);
    return sign ?? character;
  });
}

/** A note becomes Markdown's note; it is read where the text first calls it. */
const note =
  (kind: 'footnote' | 'endnote'): Handler =>
  (element, story, readBlocks) => {
    const { reading } = story;
    const key = `${kind} ${element.attributes['w:id'] ?? ''}`;
    const [path, found] = reading.beside.get(key) ?? [];
    if (path !== undefined && found !== undefined && !reading.called.has(key)) {
      reading.called.add(key);
      const identifier = String(reading.notes.size + 1);
      const definition: FootnoteDefinition = { type: 'footnoteDefinition', identifier, label: identifier, children: [] };
      reading.notes.set(key, definition);
      definition.children = readBlocks(newStory(reading, path, found, BESIDE[kind]), elementsOf(found)) as FootnoteDefinition['children'];
      tell(story, 'note', wordsOfBlock(definition));
    }
    const identifier = reading.notes.get(key)?.identifier;
    if (identifier === undefined || story.dropping > 0) return;
    story.pieces.push({ text: '', look: {}, link: null, node: { type: 'footnoteReference', identifier, label: identifier } });
  };

const comment: Handler = (element, story, readBlocks) => {
  const key = `comment ${element.attributes['w:id'] ?? ''}`;
  const [path, found] = story.reading.beside.get(key) ?? [];
  if (path === undefined || found === undefined || story.reading.called.has(key)) return;
  story.reading.called.add(key);
  tell(
    story,
    'comment',
    dropped(story, () => addText(story, wordsIn(found, { ...story, path }, readBlocks))),
  );
};

/** The words of blocks that lie within a paragraph that isn't kept. */
const wordsIn = (element: Element, story: Story, readBlocks: ReadBlocks): string =>
  readBlocks({ ...story, counted: false, fields: [], pieces: [] }, elementsOf(element))
    .map(wordsOfBlock)
    .join(' ');

const ruby: Handler = (element, story, readBlocks) => {
  const sound = dropped(story, () => readAll(below(element, 'w:rt') ?? NOTHING, story, readBlocks));
  tell(story, 'ruby', sound);
  readAll(below(element, 'w:rubyBase') ?? NOTHING, story, readBlocks);
};

const NOTHING: Element = { name: '', attributes: {}, children: [] };

const formula: Handler = (element, story) => {
  const words = descendants(element, 'm:t', 'w:t').map(textOf).join('');
  addText(story, words);
  tell(story, 'formula', words);
};

const drawing: Handler = (element, story, readBlocks) => {
  const isHidden = descendants(element, 'wp:docPr').some(({ attributes }) => /^(?:1|true)$/.test(attributes.hidden ?? ''));
  if (isHidden) tell(story, 'hidden', dropped(story, () => draw(element, story, readBlocks)) || '（图片）');
  else draw(element, story, readBlocks);
};

const draw: Handler = (element, story, readBlocks) =>
  readDrawing(story, element, (content, fill = story.behind) => {
    if (story.dropping === 0) story.boxes.push({ content, fill });
    else addText(story, ` ${wordsIn(content, { ...story, behind: fill }, readBlocks)}`);
  });

const control: Handler = (element, story, readBlocks) => {
  const isPlaceholder = switchOf(below(element, 'w:sdtPr'), 'w:showingPlcHdr') ?? false;
  const words = added(story, () => readAll(below(element, 'w:sdtContent') ?? NOTHING, story, readBlocks));
  if (isPlaceholder && words.trim() !== '') tell(story, 'placeholder', words);
};

const character =
  (sign: string): Handler =>
  (_, story) =>
    addText(story, sign);

/** What isn't named here is a wrapper, whose content counts. */
const HANDLERS: Record<string, Handler> = {
  'w:r': run,
  'w:t': text,
  'w:delText': (element, story) => addText(story, story.dropping > 0 ? textOf(element) : ''),
  'w:tab': character(' '),
  'w:ptab': character(' '),
  'w:br': lineEnd,
  'w:cr': lineEnd,
  'w:noBreakHyphen': character('-'),
  'w:sym': symbol,
  'w:instrText': (element, story) => fieldCode(story, textOf(element)),
  'w:fldChar': (element, story) => fieldMark(story, element),
  'w:fldSimple': (element, story, readBlocks) => simpleField(story, element, () => readAll(element, story, readBlocks)),
  'w:hyperlink': hyperlink,
  'w:ins': revision('insertion', added),
  'w:moveTo': revision('move', added),
  'w:del': revision('deletion', dropped),
  'w:moveFrom': revision('move', dropped),
  'w:ruby': ruby,
  'w:footnoteReference': note('footnote'),
  'w:endnoteReference': note('endnote'),
  'w:commentReference': comment,
  'w:drawing': drawing,
  'w:pict': drawing,
  'w:object': drawing,
  'm:oMath': formula,
  'w:sdt': control,
  'mc:AlternateContent': (element, story, readBlocks) => {
    for (const child of chosen(element)) readInline(child, story, readBlocks);
  },
  ...Object.fromEntries(['w:pPr', 'w:rPr', 'w:tblPr', 'w:trPr', 'w:tcPr', 'w:sectPr'].map((name) => [name, properties])),
  'w:sdtPr': nothing,
  'w:delInstrText': nothing,
};

/** Reads an element within a paragraph into the story's pieces. */
export function readInline(element: Element, story: Story, readBlocks: ReadBlocks): void {
  (HANDLERS[element.name] ?? readAll)(element, story, readBlocks);
}
