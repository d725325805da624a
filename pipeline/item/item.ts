import type { Root } from 'mdast';
import type { BeijingDate } from '../beijing-time.ts';
import { type ContentProblem, contentProblem, type Words } from './content-problem.ts';
import { bytesIn, MAX_FILE_BYTES, MAX_FILES, MAX_FOLDER_BYTES } from './folder-size.ts';
import { type FrontMatterReading, readFrontMatter, readFrontMatterAs } from './front-matter/front-matter.ts';
import type { FrontMatter } from './front-matter/front-matter-schema.ts';
import {
  asFrontMatter,
  HISTORY_FIELDS,
  HISTORY_FOLDER,
  type HistoryFrontMatter,
  historySchema,
  parseHistoryPath,
} from './history/history.ts';
import { fileProblem, folderProblem, type ItemPath, parseItemPath } from './item-path.ts';
import { parseMarkdown } from './markdown/markdown.ts';

/** One file of an item: its path relative to the folder, Git mode, blob id and bytes. */
export interface ItemFile {
  path: string;
  mode: string;
  id: string;
  bytes: Uint8Array;
}

/** A folder of a commit or of the work tree: its path from the repository's root, and all files below it. */
export interface ItemFolder {
  path: string;
  files: ItemFile[];
}

/** An item that could be read. What its rules say about it is another matter. */
export interface Item extends ItemPath {
  frontMatter: FrontMatter;
  body: string;
  /** The file's line that the body begins on. */
  bodyLine: number;
  /** The body's Markdown tree; its lines are the file's. */
  tree: Root;
  files: ItemFile[];
  locate: FrontMatterReading['locate'];
  /** Set for 历史信息: what an old site said of it. */
  history?: HistoryFrontMatter;
}

/** What could be read of a folder; `item` only when nothing is wrong. */
export interface ItemReading {
  item: Item | null;
  /** The folder's name, `null` if it isn't one of an item. */
  place: ItemPath | null;
  front: FrontMatterReading;
  tree: Root;
  problems: ContentProblem[];
}

const size = (problem: string, expected: string, fix: string): Words => ({ problem, expected, fix });

function fileProblems(files: ItemFile[]): ContentProblem[] {
  const problems = files.flatMap(({ path, mode }) => fileProblem(path, mode) ?? []);
  if (files.length > MAX_FILES) {
    problems.push(contentProblem('E_SIZE', size('文件太多。', `一条信息不超过 ${MAX_FILES} 个文件。`, '只留正文用到的图片。')));
  }
  if (bytesIn(files) > MAX_FOLDER_BYTES) {
    problems.push(
      contentProblem('E_SIZE', size('文件加起来太大。', '一条信息不超过 40 MiB。', '把图片缩小到宽 1920 像素以内，或减少图片。')),
    );
  }
  for (const { path } of files.filter((file) => file.bytes.length > MAX_FILE_BYTES)) {
    problems.push(contentProblem('E_SIZE', size('文件太大。', '不超过 10 MiB。', '把图片缩小到宽 1920 像素以内再放入。'), undefined, path));
  }
  return problems;
}

function missingIndex(): FrontMatterReading {
  const words = { problem: '信息的文件夹里没有 index.md。', expected: '正文写在 index.md 里。', fix: '补上 index.md。' };
  const span = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return {
    frontMatter: null,
    raw: null,
    text: null,
    body: '',
    bodyLine: 1,
    problems: [contentProblem('E_PATH', words)],
    locate: () => span,
  };
}

/** The front matter of 历史信息, and in the shape of an item's. It names the pictures that lie beside it, no more and no fewer. */
function readHistory(bytes: Uint8Array, files: readonly ItemFile[]): { front: FrontMatterReading; history?: HistoryFrontMatter } {
  const { frontMatter: history, ...read } = readFrontMatterAs(bytes, historySchema, HISTORY_FIELDS);
  if (history === null) return { front: { ...read, frontMatter: null } };
  const named = [...(history.pictures ?? [])].sort().join('、');
  const there = files.flatMap(({ path }) => (path === 'index.md' ? [] : [path])).sort();
  if (named === there.join('、')) return { front: { ...read, frontMatter: asFrontMatter(history) }, history };
  const words = { problem: '文首列的图片和文件夹里的不一样。', expected: '列出全部图片，不多不少。', fix: '改正文首的 pictures。' };
  return { front: { ...read, frontMatter: null, problems: [contentProblem('E_IMAGE_REF', words, read.locate(['pictures']))] } };
}

/** Reads a folder: name, files, front matter, Markdown. Never throws for what it holds and never executes any of it. */
export function readItem(folder: ItemFolder): ItemReading {
  const isHistory = folder.path.startsWith(`${HISTORY_FOLDER}/`);
  const place = isHistory ? parseHistoryPath(folder.path) : parseItemPath(folder.path);
  const index = folder.files.find(({ path, mode }) => path === 'index.md' && mode !== '120000' && mode !== '160000');
  const { front, history }: ReturnType<typeof readHistory> = !index
    ? { front: missingIndex() }
    : isHistory
      ? readHistory(index.bytes, folder.files)
      : { front: readFrontMatter(index.bytes) };
  const { tree, problem } = parseMarkdown(front.body, front.bodyLine);
  const problems = [
    ...(place ? [] : [folderProblem(isHistory)]),
    ...fileProblems(folder.files),
    ...front.problems,
    ...(problem ? [problem] : []),
  ];
  const { frontMatter, body, bodyLine, locate } = front;
  const item =
    place && frontMatter && problems.length === 0
      ? { ...place, frontMatter, body, bodyLine, tree, files: folder.files, locate, ...(history && { history }) }
      : null;
  return { item, place, front, tree, problems };
}

/** 信息日期: the day that the seven days of Art. 9 start from. */
export function informationDate(item: Pick<Item, 'frontMatter'>): BeijingDate {
  return item.frontMatter.event_date;
}
