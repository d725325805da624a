import type { Look } from '../received.ts';
import { type Fill, fillIn } from './colours.ts';
import { below, descendants, type Element, elementsOf, settingOf, switchOf } from './xml.ts';

/** How a run looks; what isn't said comes from styles. */
export interface RunLook {
  bold?: boolean | undefined;
  italic?: boolean | undefined;
  struck?: boolean | undefined;
  hidden?: boolean | undefined;
  /** Its own colour, and what the run or its paragraph puts behind it. */
  color?: string | undefined;
  fill?: Fill;
  /** Half points. */
  size?: number | undefined;
  raised?: 'super' | 'sub' | undefined;
  /** The face of letters and signs that aren't Chinese, in small letters. */
  face?: string | undefined;
}

/** The place of a paragraph in a numbered or bulleted list. */
export interface NumberPlace {
  list: string;
  level: number;
}

interface ParagraphLook {
  align?: Look['align'] | undefined;
  outline?: number | undefined;
  list?: string | undefined;
  level?: number | undefined;
  fill?: Fill;
}

interface Style {
  name: string | null;
  run: RunLook;
  paragraph: ParagraphLook;
}

/** What a file's styles say of its paragraphs and runs. */
export interface Styles {
  paragraph: (properties: Element | undefined) => {
    look: Pick<Look, 'style' | 'outline' | 'align'>;
    number: NumberPlace | null;
    style: string;
    fill: Fill;
  };
  /** The look of a run of a paragraph of a style: its own, else what styles and the file's beginning say. */
  run: (properties: Element | undefined, paragraphStyle: string) => RunLook;
  /** What a table's style puts behind its cells; one that colours some of them alone is unknown. */
  table: (id: string | undefined) => Fill;
}

const ALIGN: Record<string, Look['align']> = { right: 'right', end: 'right', center: 'center' };
const SWITCHES = ['bold', 'italic', 'struck', 'hidden'] as const;

function numberOf(text: string | undefined): number | undefined {
  const value = Number.parseFloat(text ?? '');
  return Number.isFinite(value) ? value : undefined;
}

function runLook(properties: Element | undefined): RunLook {
  const raised = settingOf(properties, 'w:vertAlign');
  const faces = below(properties, 'w:rFonts')?.attributes ?? {};
  const struck = switchOf(properties, 'w:strike') ?? switchOf(properties, 'w:dstrike');
  return {
    bold: switchOf(properties, 'w:b'),
    italic: switchOf(properties, 'w:i'),
    struck,
    hidden: switchOf(properties, 'w:vanish'),
    color: settingOf(properties, 'w:color'),
    fill: fillIn(properties),
    size: numberOf(settingOf(properties, 'w:sz')),
    face: (faces['w:ascii'] ?? faces['w:hAnsi'])?.toLowerCase(),
    raised: raised === 'superscript' ? 'super' : raised === 'subscript' ? 'sub' : undefined,
  };
}

function paragraphLook(properties: Element | undefined): ParagraphLook {
  const align = settingOf(properties, 'w:jc');
  const numbering = below(properties, 'w:numPr');
  return {
    align: align === undefined ? undefined : (ALIGN[align] ?? 'left'),
    outline: numberOf(settingOf(properties, 'w:outlineLvl')),
    list: settingOf(numbering, 'w:numId'),
    level: numberOf(settingOf(numbering, 'w:ilvl')),
    fill: fillIn(properties),
  };
}

/** What the nearer says, else what the farther does. */
function over<T extends object>(nearer: T, farther: T): T {
  const said = Object.entries(nearer).filter(([, value]) => value !== undefined);
  return { ...farther, ...Object.fromEntries(said) };
}

const MAX_BASES = 30;

/** A style with all that it is based on. */
function resolve(styles: ReadonlyMap<string, Element>, id: string | undefined): Style {
  let found: Style = { name: null, run: {}, paragraph: {} };
  let at = id === undefined ? undefined : styles.get(id);
  found.name = at === undefined ? (id ?? null) : (settingOf(at, 'w:name') ?? id ?? null);
  for (let count = 0; at !== undefined && count < MAX_BASES; count += 1) {
    const { name, run, paragraph } = found;
    found = { name, run: over(run, runLook(below(at, 'w:rPr'))), paragraph: over(paragraph, paragraphLook(below(at, 'w:pPr'))) };
    at = styles.get(settingOf(at, 'w:basedOn') ?? '');
  }
  return found;
}

/** Levels of outline by a style's name, where the style doesn't say its level itself. */
function outlineOf(level: number | undefined, name: string | null): number | null {
  if (level !== undefined) return level >= 0 && level < 9 ? level + 1 : null;
  const named = /^(?:heading|标题) ?([1-9])$/i.exec(name ?? '')?.[1];
  return named === undefined ? null : Number(named);
}

/** Reads the styles of a file; without any, everything is ordinary text. */
export function stylesOf(tree: Element | undefined): Styles {
  const styles = new Map(
    elementsOf(tree)
      .filter(({ name, attributes }) => name === 'w:style' && attributes['w:styleId'])
      .map((style) => [style.attributes['w:styleId'] ?? '', style] as const),
  );
  const ordinary = [...styles].find(
    ([, { attributes }]) => attributes['w:type'] === 'paragraph' && /^(?:1|true|on)$/.test(attributes['w:default'] ?? ''),
  )?.[0];
  const defaults = below(tree, 'w:docDefaults');
  const runDefault = runLook(below(defaults, 'w:rPrDefault', 'w:rPr'));
  const paragraphDefault = paragraphLook(below(defaults, 'w:pPrDefault', 'w:pPr'));
  const known = new Map<string, Style>();
  const styleOf = (id: string | undefined): Style => {
    const style = known.get(id ?? '') ?? resolve(styles, id);
    known.set(id ?? '', style);
    return style;
  };
  return {
    paragraph: (properties) => {
      const id = settingOf(properties, 'w:pStyle') ?? ordinary;
      const style = styleOf(id);
      const own = paragraphLook(properties);
      const { align = 'left', outline, list, level = 0, fill } = over(own, over(style.paragraph, paragraphDefault));
      const name = id === ordinary ? null : style.name;
      return {
        look: { style: name, outline: outlineOf(outline, name), align },
        number: list === undefined || list === '0' ? null : { list, level },
        style: id ?? '',
        fill,
      };
    },
    run: (properties, paragraphStyle) => {
      const own = runLook(properties);
      const ofParagraph = styleOf(paragraphStyle === '' ? undefined : paragraphStyle).run;
      const ofRun = styleOf(settingOf(properties, 'w:rStyle')).run;
      const found = over(own, over(ofRun, over(ofParagraph, runDefault)));
      // What two styles both switch on is off again (ISO/IEC 29500-1 17.7.3).
      for (const name of SWITCHES)
        found[name] = own[name] ?? (runDefault[name] === true || (ofParagraph[name] === true) !== (ofRun[name] === true));
      return found;
    },
    table: (id) => {
      let at = styles.get(id ?? '');
      for (let count = 0; at !== undefined && count < MAX_BASES; count += 1) {
        const [part] = descendants(at, 'w:tblStylePr').filter((one) => below(one, 'w:tcPr', 'w:shd') !== undefined);
        const fill = part === undefined ? fillIn(below(at, 'w:tcPr')) : null;
        if (fill !== undefined) return fill;
        at = styles.get(settingOf(at, 'w:basedOn') ?? '');
      }
      return undefined;
    },
  };
}
