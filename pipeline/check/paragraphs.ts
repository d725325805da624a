import type { TextBlock } from '../item/readable-text.ts';
import type { Subject } from './rule.ts';

/** The body's own paragraphs, headings and cells: neither the front matter nor what only describes a picture or a link. */
export function paragraphsOf({ blocks }: Pick<Subject, 'blocks'>): TextBlock[] {
  return blocks.filter(({ paragraph, label }) => paragraph > 0 && label.startsWith('第'));
}
