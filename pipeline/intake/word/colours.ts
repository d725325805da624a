import { below, type Element, elementsOf } from './xml.ts';

/** A colour behind words, as RRGGBB; `null`: there is one, and nobody knows which; `undefined`: what lies farther behind shows through. */
export type Fill = string | null | undefined;

const HEX = /^#?([0-9a-f]{6})\b/i;
const hex = (text: string | undefined): string | undefined => HEX.exec(text ?? '')?.[1]?.toUpperCase();

/** The colours of Word's marker, by their names. */
const HIGHLIGHTS: Readonly<Record<string, string>> = {
  ...{ black: '000000', blue: '0000FF', cyan: '00FFFF', green: '00FF00', magenta: 'FF00FF', red: 'FF0000', yellow: 'FFFF00' },
  ...{ white: 'FFFFFF', darkBlue: '000080', darkCyan: '008080', darkGreen: '008000', darkMagenta: '800080', darkRed: '800000' },
  ...{ darkYellow: '808000', darkGray: '808080', lightGray: 'C0C0C0' },
};

/** What shading (`w:shd`) or a marker in some properties puts behind words; a pattern of two colours is none that is known. */
export function fillIn(properties: Element | undefined): Fill {
  const marker = HIGHLIGHTS[below(properties, 'w:highlight')?.attributes['w:val'] ?? ''];
  const { 'w:val': pattern = 'clear', 'w:fill': fill, 'w:color': color } = below(properties, 'w:shd')?.attributes ?? {};
  if (marker !== undefined) return marker;
  if (pattern === 'solid') return hex(color) ?? '000000';
  return /^(?:clear|nil)$/.test(pattern) ? hex(fill) : null;
}

/**
 * What lies behind the words of a text box: its shape's own colour, in either of the two languages for drawings.
 * @param before the drawing's elements up to the box, its own shape last
 */
export function fillOfShape(before: readonly Element[]): Fill {
  let ofTheme: Fill;
  for (const element of before.toReversed()) {
    const { name, attributes } = element;
    if (name.endsWith(':spPr')) {
      const own = elementsOf(element).find((child) => child.name.endsWith('Fill'));
      return own === undefined ? ofTheme : own.name === 'a:noFill' ? undefined : (hex(below(own, 'a:srgbClr')?.attributes.val) ?? null);
    }
    if (name.startsWith('v:') && attributes.fillcolor !== undefined && !/^f/.test(attributes.filled ?? ''))
      return hex(attributes.fillcolor) ?? (/^white\b/.test(attributes.fillcolor) ? 'FFFFFF' : null);
    if (name.endsWith(':style') && below(element, 'a:fillRef', 'a:schemeClr') !== undefined) ofTheme = null;
  }
  return ofTheme;
}

/** Of 255: nobody tells these two apart on paper. */
const NEAR = 32;

/** Whether words of a colour can't be told from what lies behind them. */
export function isUnseen(color: string | undefined, behind: string | null): boolean {
  const own = hex(color);
  if (own === undefined || behind === null) return false;
  return [0, 2, 4].every(
    (at) => Math.abs(Number.parseInt(own.slice(at, at + 2), 16) - Number.parseInt(behind.slice(at, at + 2), 16)) <= NEAR,
  );
}
