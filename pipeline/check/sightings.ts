import { FILE_START } from '../item/content-problem.ts';
import type { TextBlock } from '../item/readable-text.ts';
import type { Match } from './find.ts';
import type { Subject } from './rule.ts';

/** A match, and the file that it was found in. `asWritten`: only in the file as it is written, not in what people read. */
export type Sighting<M extends Match = Match> = M & { file: string; asWritten?: true };

type Find<M extends Match> = (blocks: readonly TextBlock[]) => M[];

function block(label: string, text: string, span: TextBlock['span']): TextBlock {
  return { paragraph: 0, label, text, span };
}

const names = new WeakMap<Subject, { file: string; blocks: TextBlock[] }[]>();

function namesOf(subject: Subject): { file: string; blocks: TextBlock[] }[] {
  const known = names.get(subject);
  if (known) return known;
  const folder = subject.path.slice(subject.path.lastIndexOf('/') + 1);
  const start = () => FILE_START;
  const all = [
    { file: 'index.md', blocks: [block('文件夹名', folder, start)] },
    ...subject.files.filter(({ path }) => path !== 'index.md').map(({ path }) => ({ file: path, blocks: [block('文件名', path, start)] })),
  ];
  names.set(subject, all);
  return all;
}

const sources = new WeakMap<Subject, TextBlock[]>();

/** The lines of `index.md` as they are written: code, addresses and front matter too. */
export function sourceLines(subject: Subject): readonly TextBlock[] {
  const known = sources.get(subject);
  if (known) return known;
  const all = subject.lines.map((text, at) =>
    block(`第${at + 1}行`, text, (start, end) => ({ line: at + 1, column: start + 1, endLine: at + 1, endColumn: end + 1 })),
  );
  sources.set(subject, all);
  return all;
}

const texts = new WeakMap<Subject, TextBlock[]>();

/** Text and names in one, to find out in one go that there is nothing in any of them. */
function allOf(subject: Subject): TextBlock[] {
  let all = texts.get(subject);
  if (all === undefined) {
    all = [...subject.blocks, ...namesOf(subject).flatMap(({ blocks }) => blocks)];
    texts.set(subject, all);
  }
  return all;
}

/**
 * What readers see, and the names of folder and files, which become addresses.
 * @param any what finds something wherever `find` does, in all blocks together
 */
export function inTextAndNames<M extends Match>(subject: Subject, find: Find<M>, any: Find<Match> = find): Sighting<M>[] {
  if (any(allOf(subject)).length === 0) return [];
  return [
    ...find(subject.blocks).map((match) => ({ ...match, file: 'index.md' })),
    ...namesOf(subject).flatMap(({ file, blocks }) => find(blocks).map((match) => ({ ...match, file }))),
  ];
}

function overlaps({ span: a }: Match, { span: b }: Match): boolean {
  const before = (line: number, column: number, otherLine: number, otherColumn: number) =>
    line < otherLine || (line === otherLine && column <= otherColumn);
  return !before(a.endLine, a.endColumn, b.line, b.column) && !before(b.endLine, b.endColumn, a.line, a.column);
}

/**
 * The same and all else that the file holds, once each: what mustn't even lie in the repository.
 * @param hint without it in the file as it is written, only text and names are searched
 */
export function anywhere<M extends Match>(subject: Subject, find: Find<M>, hint: RegExp): Sighting<M>[] {
  const seen = inTextAndNames(subject, find);
  if (!subject.lines.some((line) => hint.test(line))) return seen;
  const inText = seen.filter(({ file, span }) => file === 'index.md' && span !== FILE_START);
  const more = find(sourceLines(subject)).filter((match) => !inText.some((other) => overlaps(other, match)));
  return [...seen, ...more.map((match) => ({ ...match, file: 'index.md', asWritten: true as const }))];
}
