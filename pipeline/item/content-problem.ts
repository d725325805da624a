/** What is wrong, what it should be, how to mend it (问题—应为—怎么改); each ends with a full stop. */
export interface Words {
  problem: string;
  expected: string;
  fix: string;
}

/** A stretch of a file. Lines and columns count from 1, columns in UTF-16 units, as editors and GitHub do; the end is exclusive. */
export interface Span {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** Something that keeps an item from being read at all. `file` is relative to the item's folder. */
export interface ContentProblem extends Span {
  code: string;
  words: Words;
  /** The words as one sentence. */
  message: string;
  file: string;
}

/** Where a problem of a whole file is shown. */
export const FILE_START: Span = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/** The words as one sentence. */
export function sentence({ problem, expected, fix }: Words): string {
  return `${problem}应为：${expected}怎么改：${fix}`;
}

/** A problem with its sentence. */
export function contentProblem(code: string, words: Words, span: Span = FILE_START, file = 'index.md'): ContentProblem {
  const { line, column, endLine, endColumn } = span;
  return { code, words, message: sentence(words), file, line, column, endLine, endColumn };
}
