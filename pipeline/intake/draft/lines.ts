import type { Root, RootContent } from 'mdast';
import { unfinishedIn } from '../../check/rules/placeholder.ts';
import { wordsOf } from '../../item/markdown/markdown.ts';
import type { Look } from '../received.ts';
import { type ReportLine, reportLine } from '../report.ts';

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

const TITLE = /^(?:title|标题|文章标题|大标题)$/i;

function levelOf(node: RootContent, look: Look | null): number | null {
  if (node.type === 'heading') return node.depth;
  return TITLE.test(look?.style?.trim() ?? '') ? 1 : (look?.outline ?? null);
}

/** A text's blocks in their order; empty ones are left out. */
export function linesOf({ children }: Root): Line[] {
  return children.flatMap((node): Line[] => {
    const text = wordsOf(node).trim();
    const images = node.type === 'paragraph' ? node.children.filter(({ type }) => type === 'image') : [];
    const [image] = images;
    const alone = text === '' && images.length === 1 && image?.type === 'image';
    const plain = (node.type === 'paragraph' || node.type === 'heading') && text !== '';
    if (node.type === 'paragraph' && text === '' && images.length === 0) return [];
    const look = (node.type === 'paragraph' && node.data?.look) || null;
    const folded = text.normalize('NFKC').trim();
    return [{ node, text, folded, look, level: plain ? levelOf(node, look) : null, picture: alone ? image.url : null, plain }];
  });
}

/** What the checks let pass, as it may be meant so, and whoever sent it is asked about. */
const DOUBTFUL =
  /(?:×{2}|X{2})(?=(?:省|市|县|区|分?局|处|[大中支]队|科|镇|街道|社区|村|路|单位|公司|中心)(?!长))|(?:时间|地点|人员|名单|金额|数量)待定|(?<!\p{Script=Han})待定(?!\p{Script=Han})|\((?:此处|插入|插图|配图)[^()]{0,10}\)|[[【][^[\]【】]{0,12}(?:填写|插入|占位)[^[\]【】]{0,12}[\]】]|_{3,20}/gu;

/** The places of a text where something seems still to be written. */
export function unfinishedOf(lines: readonly Line[]): ReportLine[] {
  let paragraph = 0;
  return lines.flatMap(({ folded, plain }) => {
    if (plain) paragraph += 1;
    const found = [...unfinishedIn(folded), ...(folded.match(DOUBTFUL) ?? [])];
    return found.length === 0 ? [] : [reportLine('unfinished', `第${Math.max(1, paragraph)}段`, [...new Set(found)].join(' / '))];
  });
}
