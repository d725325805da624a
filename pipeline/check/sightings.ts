import { FILE_START } from '../item/content-problem.ts';
import { fold } from '../item/markdown/folded-text.ts';
import type { TextBlock } from '../item/markdown/readable-text.ts';
import { onceFor } from '../once-for.ts';
import type { Match } from './find.ts';
import type { Subject } from './rule.ts';

/** A match, and the file that it was found in. `asWritten`: only in the file as it is written, not in what people read. */
export type Sighting<M extends Match = Match> = M & { file: string; asWritten?: true };

type Find<M extends Match> = (blocks: readonly TextBlock[]) => M[];

const startOfFile = () => FILE_START;

/** The names of the folder and of all files but `index.md`, in their order. */
const namesOf = onceFor((subject: Subject): TextBlock[] => {
  const folder = subject.path.slice(subject.path.lastIndexOf('/') + 1);
  const files = subject.files.filter(({ path }) => path !== 'index.md');
  return [
    { paragraph: 0, label: '文件夹名', text: folder, span: startOfFile },
    ...files.map(({ path }) => ({ paragraph: 0, label: '文件名', text: path, span: startOfFile })),
  ];
});

function lineBlock(text: string, index: number): TextBlock {
  const line = index + 1;
  return {
    paragraph: 0,
    label: `第${line}行`,
    text,
    span: (start, end) => ({ line, column: start + 1, endLine: line, endColumn: end + 1 }),
  };
}

/** The lines of `index.md` as they are written: code, addresses and front matter too. */
const sourceLines = onceFor((subject: Subject): readonly TextBlock[] => subject.lines.map(lineBlock));

/** The whole of `index.md`, folded. */
const foldedSource = onceFor((subject: Subject): string => fold(subject.text).text);

/**
 * What readers see, and the names of folder and files, which become addresses.
 * @param any what finds something wherever `find` does, in many blocks together
 */
export function inTextAndNames<M extends Match>(subject: Subject, find: Find<M>, any: Find<Match> = find): Sighting<M>[] {
  const inText = find(subject.blocks).map((match) => ({ ...match, file: 'index.md' }));
  const named = namesOf(subject);
  if (any(named).length === 0) return inText;
  const inNames = named.flatMap((block) => {
    const file = block.label === '文件夹名' ? 'index.md' : block.text;
    return find([block]).map((match) => ({ ...match, file }));
  });
  return [...inText, ...inNames];
}

function overlaps({ span: a }: Match, { span: b }: Match): boolean {
  const before = (line: number, column: number, otherLine: number, otherColumn: number) =>
    line < otherLine || (line === otherLine && column <= otherColumn);
  return !before(a.endLine, a.endColumn, b.line, b.column) && !before(b.endLine, b.endColumn, a.line, a.column);
}

/**
 * The same and all else that the file holds, once each: what mustn't even lie in the repository.
 * @param hint without it in the file's folded text, only text and names are searched
 */
export function anywhere<M extends Match>(subject: Subject, find: Find<M>, hint: RegExp): Sighting<M>[] {
  const seen = inTextAndNames(subject, find);
  hint.lastIndex = 0;
  if (!hint.test(foldedSource(subject))) return seen;
  const inText = seen.filter(({ file, span }) => file === 'index.md' && span !== FILE_START);
  const more = find(sourceLines(subject)).filter((match) => !inText.some((other) => overlaps(other, match)));
  return [...seen, ...more.map((match) => ({ ...match, file: 'index.md', asWritten: true as const }))];
}
