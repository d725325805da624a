import type { Root, RootContent } from 'mdast';
import { wordsOf } from '../../item/markdown/markdown.ts';
import type { Look } from '../received.ts';

/** A paragraph or another block of a text, as the rules about fields see it. */
export interface Line {
  node: RootContent;
  /** Its words as they are, without spaces around them. */
  text: string;
  /** The same with full-width letters, digits and punctuation narrowed: what the rules' expressions are for. */
  folded: string;
  look: Look | null;
  /** 1 is the highest; `null` for what is no heading. */
  level: number | null;
  /** The key of the picture that it is, with no words beside. */
  picture: string | null;
  /** Ordinary text: a paragraph or heading with words. */
  plain: boolean;
}

const HEADING = /^(?:heading|标题) ?([1-9])$/i;
const TITLE = /^(?:title|标题|文章标题|大标题)$/i;

function levelOf(node: RootContent, look: Look | null): number | null {
  if (node.type === 'heading') return node.depth;
  const style = look?.style?.trim() ?? '';
  if (TITLE.test(style)) return 1;
  return look?.outline ?? (HEADING.exec(style)?.[1] ? Number(HEADING.exec(style)?.[1]) : null);
}

const trimmed = (text: string): string => text.replace(/^[\s\u3000]+/, '').replace(/(?<![\s\u3000])[\s\u3000]+$/, '');

/** A text's blocks in their order; empty ones are left out. */
export function linesOf({ children }: Root): Line[] {
  return children.flatMap((node): Line[] => {
    const text = trimmed(wordsOf(node));
    const images = node.type === 'paragraph' ? node.children.filter(({ type }) => type === 'image') : [];
    const [image] = images;
    const alone = text === '' && images.length === 1 && image?.type === 'image';
    const plain = (node.type === 'paragraph' || node.type === 'heading') && text !== '';
    if (node.type === 'paragraph' && text === '' && images.length === 0) return [];
    const look = (node.type === 'paragraph' && node.data?.look) || null;
    const folded = trimmed(text.normalize('NFKC'));
    return [{ node, text, folded, look, level: plain ? levelOf(node, look) : null, picture: alone ? image.url : null, plain }];
  });
}
