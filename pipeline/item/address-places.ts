import type { Nodes, Root } from 'mdast';
import { wordsOf } from './markdown-node.ts';

type Place = { line: number; column: number; offset: number };

/** Line and column of an offset; calls in the order of the text cost nothing. */
function placesIn(source: string): (offset: number) => Place {
  let line = 1;
  let begins = 0;
  return (offset) => {
    if (offset < begins) [line, begins] = [1, 0];
    for (let end = source.indexOf('\n', begins); end >= 0 && end < offset; end = source.indexOf('\n', begins)) {
      line += 1;
      begins = end + 1;
    }
    return { line, column: offset - begins + 1, offset };
  };
}

/**
 * Gives places to addresses that the parser finds in a text only once it is read (www. behind Chinese punctuation), and to the pieces that
 * they leave of it: those come without any, and findings would be told at the start of the file.
 */
export function placeAddresses(tree: Root, source: string): void {
  const placeOf = placesIn(source);
  const visit = (node: Nodes, from: number, to: number): void => {
    if (!('children' in node)) return;
    let at = from;
    let next = from;
    for (const [index, child] of node.children.entries()) {
      if (child.position === undefined) {
        if (next <= at) next = node.children.slice(index).find(({ position }) => position)?.position?.start.offset ?? to;
        const words = wordsOf(child);
        const found = source.slice(at, next).indexOf(words);
        // Words with an entity or a backslash aren't found as they read: they reach as far as they can, and what follows is looked for again.
        const [start, end] = found >= 0 ? [at + found, at + found + words.length] : [at, next];
        child.position = { start: placeOf(start), end: placeOf(end) };
        visit(child, start, end);
        if (found >= 0) at = end;
      } else {
        visit(child, child.position.start.offset ?? at, child.position.end.offset ?? at);
        at = child.position.end.offset ?? at;
      }
    }
  };
  visit(tree, 0, source.length);
}
