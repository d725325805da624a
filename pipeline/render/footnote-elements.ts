import type { Element, ElementContent } from 'hast';
import type { FootnoteReference } from 'mdast';
import { element, isElement, onLines, text } from './elements.ts';
import { encodedAddress } from './links.ts';

/** A footnote that the text names: its number, and how many marks it has. */
export interface Cited {
  n: number;
  marks: number;
}

/** The key of whatever a text defines: written in capitals or not, it is the same. */
export function keyOf({ identifier }: { identifier: string }): string {
  return identifier.toUpperCase();
}

const nameOf = (key: string): string => encodedAddress(key.toLowerCase());
const again = (mark: number): string => (mark > 1 ? `-${mark}` : '');

/**
 * The mark of a footnote, which leads to it.
 * @param cited footnotes by key, in the order of their first marks; this mark is counted there
 */
export function footnoteMark(reference: FootnoteReference, cited: Map<string, Cited>): Element {
  const key = keyOf(reference);
  const { n, marks } = cited.get(key) ?? { n: cited.size + 1, marks: 0 };
  cited.set(key, { n, marks: marks + 1 });
  const properties = {
    href: `#user-content-fn-${nameOf(key)}`,
    id: `user-content-fnref-${nameOf(key)}${again(marks + 1)}`,
    dataFootnoteRef: true,
    ariaDescribedBy: ['footnote-label'],
  };
  return element('sup', {}, element('a', properties, text(String(n))));
}

/** The ways back from a footnote to its marks. */
function waysBack(key: string, { n, marks }: Cited): ElementContent[] {
  return Array.from({ length: marks }, (_, index) => {
    const href = `#user-content-fnref-${nameOf(key)}${again(index + 1)}`;
    const arrow = [text('↩'), ...(index > 0 ? [element('sup', {}, text(String(index + 1)))] : [])];
    const way = element('a', { href, dataFootnoteBackref: '', ariaLabel: `回到正文中的注 ${n}` }, ...arrow);
    return index > 0 ? [text(' '), way] : [way];
  }).flat();
}

/** A footnote's blocks, with the ways back in its last paragraph. */
function withWaysBack(blocks: ElementContent[], ways: ElementContent[]): ElementContent[] {
  const last = blocks.at(-1);
  if (!isElement(last, 'p')) return [...blocks, ...ways];
  const end = last.children.at(-1);
  const words = end?.type === 'text' ? [...last.children.slice(0, -1), text(`${end.value} `)] : [...last.children, text(' ')];
  return [...blocks.slice(0, -1), { ...last, children: [...words, ...ways] }];
}

/**
 * The list of footnotes at the end of a text, `null` where it names none.
 * @param contentOf what stands in the footnote of a key; it may name further footnotes
 */
export function footnoteList(cited: Map<string, Cited>, contentOf: (key: string) => ElementContent[]): Element | null {
  const contents: [key: string, content: ElementContent[]][] = [];
  for (const key of cited.keys()) contents.push([key, contentOf(key)]);
  if (contents.length === 0) return null;
  const points = contents.map(([key, content]) => {
    const blocks = withWaysBack(content, waysBack(key, cited.get(key) as Cited));
    return element('li', { id: `user-content-fn-${nameOf(key)}` }, ...onLines(blocks));
  });
  const label = element('h2', { id: 'footnote-label' }, text('注释'));
  const properties = { dataFootnotes: true, className: ['footnotes'] };
  return element('section', properties, label, text('\n'), element('ol', {}, ...onLines(points)), text('\n'));
}
