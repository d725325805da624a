import { DECLARED_GRADE, gradeOf, LONE_GRADE, STARRED_MARK } from '../../check/personal/personal-data.ts';
import { fold } from '../../item/markdown/folded-text.ts';
import type { Problem } from '../../problem.ts';
import { refusal } from '../file-kind.ts';
import type { Aside, Received } from '../received.ts';
import { linesOf } from './lines.ts';

/** What a mark is called, and what it looks like in a folded line. Common words (商业秘密, 保守秘密, 内部管理) are none. */
const MARKS: readonly [kind: string, pattern: RegExp][] = [
  [
    '工作秘密标志',
    /^[\s[(【〔「]*工\s*作\s*秘\s*密(?:\s*[★☆*].{0,8})?[\s\])】〕」]*$|工作秘密\s*[★☆]|密\s?级\s?:\s?工作秘密|[[(【〔]\s*工作秘密\s*[\])】〕]/gu,
  ],
  ['密级标志', STARRED_MARK],
  ['密级标志', DECLARED_GRADE],
  ['内部标志', /密\s?级\s?:\s?内\s?部/gu],
  ['密级标志', /^\s*[[(【〔「]\s*(?:绝\s?密|机\s?密|秘\s?密)\s*(?:[★☆*].{0,8})?[\])】〕」]/gu],
  [
    '内部标志',
    /^[\s[(【〔「]*内\s*部(?:\s*[\])】〕」]|\s*(?:资\s*料|文\s*件|材\s*料|刊\s*物)(?=[\s,、!\])】〕」]*(?:$|注意|妥善|不得|请勿|严禁|切勿|编号)))/gu,
  ],
  ['内部标志', /[[(【〔]\s*内部(?:资料|文件|材料|刊物)[^\])】〕]{0,12}[\])】〕]/gu],
  ['内部标志', /^[\s[(【〔「]*(?:注意保[存密]|妥善保[存管])[\s!。\])】〕」]*$/gu],
];

/** What is a mark beside a text, where nobody writes sentences: also behind a name, and with whatever stands around it. */
const MARKS_BESIDE: readonly [kind: string, pattern: RegExp][] = [
  ['工作秘密标志', /(?<!保守|泄[露漏]|保护|涉及|属于|什么是|的)工\s{0,4}作\s{0,4}秘\s{0,4}密(?:事项)?(?!\p{Script=Han})/u],
  [
    '密级标志',
    /(?<!保守|泄[露漏]|保护|涉及|国家|商业|军事|个人|科技|工作|窃取|什么是|[的个种小大守])(?:[绝絕]\s{0,4}密|[机機]\s{0,4}密|[秘祕]\s{0,4}密)(?:级|文?件|资料|材料)?(?:长期|[\d一二三五十]{1,3}年)?(?!\p{Script=Han})/u,
  ],
  [
    '内部标志',
    /(?<!整理|清理|[传查翻借]阅|外传|泄[露漏]|归档)内\s{0,4}部\s{0,4}(?:资\s{0,4}料|文\s{0,4}件|材\s{0,4}料|刊\s{0,4}物)(?!(?!注意|妥善|不得|请勿|严禁|切勿|编号)\p{Script=Han})/u,
  ],
  ['密级标志', /密\s{0,4}级\s{0,4}:\s{0,4}(?!公开|无|非|不涉|普通|一般)[\p{Script=Han}]/u],
];
const CLAUSE = 24;
/** Grades that are counted up: they are spoken of. */
const COUNTED_UP = /(?:绝密|机密|秘密)(?:[、和或及与](?:绝密|机密|秘密))+/g;

const kindIn = (folded: string): string | null => MARKS.find(([, pattern]) => folded.search(pattern) >= 0)?.[0] ?? null;

function kindBeside(folded: string): string | null {
  if (folded.search(LONE_GRADE) >= 0) return '密级标志';
  const clauses = folded
    .replace(COUNTED_UP, '')
    .split(/[,。;!?/|]/)
    .filter((clause) => [...clause].length <= CLAUSE);
  return MARKS_BESIDE.find(([, pattern]) => clauses.some((clause) => pattern.test(clause)))?.[0] ?? null;
}

/** Where a mark stands and of which kind it is; nothing of the words themselves. */
export interface Mark {
  kind: string;
  place: string;
}

const linesIn = (texts: readonly Aside[]): { place: string; folded: string }[] =>
  texts.flatMap(({ place, text }) =>
    fold(text)
      .text.split('\n')
      .map((folded) => ({ place, folded })),
  );

/**
 * The first classification mark. A grade alone on its line of a text is one, unless several grades stand so in that text: then they are
 * explained.
 * @param texts lines of one text
 * @param beside headers, comments, properties, names: nothing is explained there
 */
export function markIn(texts: readonly Aside[], beside: readonly Aside[] = []): Mark | null {
  const lines = linesIn(texts);
  const around = linesIn(beside);
  for (const { place, folded } of [...lines, ...around]) {
    const kind = kindIn(folded);
    if (kind !== null) return { kind, place };
  }
  for (const { place, folded } of around) {
    const kind = kindBeside(folded);
    if (kind !== null) return { kind, place };
  }
  const lone = lines.filter(({ folded }) => folded.search(LONE_GRADE) >= 0);
  const [first] = lone;
  return first && new Set(lone.map(({ folded }) => gradeOf(folded))).size === 1 ? { kind: '密级标志', place: first.place } : null;
}

/** A file's name without its ending: a dot parts words. */
export const withoutExtension = (name: string): string => name.replace(/\.[A-Za-z0-9]{2,5}$/, '');

/**
 * The first classification mark of what was sent: in its text, beside it (header, comment, property, watermark), in names of files and
 * pictures and their captions.
 * @param names of files that lie beside the text
 */
export function markOf(
  received: Pick<Received, 'file' | 'text' | 'aside' | 'pictures' | 'report'>,
  names: readonly string[] = [],
): Mark | null {
  let paragraph = 0;
  const lines = linesOf(received.text).map(({ node, text, plain }): Aside => {
    if (plain) paragraph += 1;
    const said = 'children' in node && !plain ? deepTexts(node) : text;
    return { place: paragraph === 0 ? '正文开头' : `第${paragraph}段`, text: said };
  });
  const named = [received.file, ...names, ...[...received.pictures.values()].map(({ name }) => name)];
  return markIn(lines, [
    ...received.aside,
    ...received.report.map(({ place, quote }) => ({ place, text: quote })),
    ...named.map((name) => ({ place: '文件名', text: withoutExtension(name) })),
  ]);
}

/** The words of a table or list, each cell and point on a line of its own; descriptions of pictures too. */
function deepTexts(node: { type: string; children?: readonly unknown[] }): string {
  const children = (node.children ?? []) as { type: string; value?: string; alt?: string; children?: unknown[] }[];
  return children
    .map((child) => child.value ?? child.alt ?? deepTexts(child as { type: string; children?: readonly unknown[] }))
    .join(children.some(({ type }) => type === 'text' || type === 'strong' || type === 'emphasis') ? '' : '\n');
}

/** The refusal of what bears a mark: kind and place, and none of its words. */
export const secretProblem = (mark: Mark, file: string): Problem =>
  refusal(
    'secret',
    `${mark.place}有${mark.kind}，没有收，也没有转发；应为非涉密、可以公开的信息；请电话联系办公室，不要再从网上发送。`,
    mark.place === '文件名' ? '一个文件' : file,
    mark,
  );
