import { isDate } from '../beijing-time.ts';
import { type ContentProblem, contentProblem } from './content-problem.ts';

/** Where items live, from the root of the repository. */
export const ITEMS_FOLDER = 'content/items';

/** An item's place: `content/items/<unit>/<yyyy-mm-dd>-<slug>`; its id is the part below `content/items/`, never reused, never moved. */
export interface ItemPath {
  id: string;
  path: string;
  unit: string;
  date: string;
  slug: string;
}

const ID = /^([a-z][a-z0-9-]{0,39})\/(\d{4}-\d{2}-\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)$/;
const PICTURE = /^[a-z0-9][a-z0-9._-]{0,99}\.jpe?g$/;
/** Names that Windows keeps for devices, whatever their extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)\./;
const MAX_PATH_BYTES = 200;

/** Reads an id `<unit>/<yyyy-mm-dd>-<slug>`; `null` if it isn't one. */
export function parseItemId(id: string): ItemPath | null {
  const match = ID.exec(id);
  if (!match) return null;
  const [, unit, date, slug] = match as unknown as [string, string, string, string];
  const path = `${ITEMS_FOLDER}/${id}`;
  return isDate(date) && path.length <= MAX_PATH_BYTES ? { id, path, unit, date, slug } : null;
}

/** Reads the path of an item's folder; `null` if it isn't exactly one (no trailing slash, no `..`, no other case). */
export function parseItemPath(path: string): ItemPath | null {
  return path.startsWith(`${ITEMS_FOLDER}/`) ? parseItemId(path.slice(ITEMS_FOLDER.length + 1)) : null;
}

/** The folder `content/items/<unit>/<name>` that a file of the repository lies in, well named or not; `null` outside the items. */
export function itemFolderOf(file: string): string | null {
  const parts = file.split('/');
  return parts.length >= 5 && file.startsWith(`${ITEMS_FOLDER}/`) ? parts.slice(0, 4).join('/') : null;
}

/** The path and mode of every file of an item: `index.md` and JPEGs, plain files only (A6 14-17). `null` if it may lie there. */
export function fileProblem(path: string, mode: string): ContentProblem | null {
  if (mode !== '100644') return contentProblem('E_MODE', MODE_WORDS[mode] ?? MODE_WORDS.other, undefined, path);
  if (path === 'index.md' || (PICTURE.test(path) && !path.includes('..') && !DEVICE.test(path))) return null;
  const typed = /\.(md|jpe?g)$/i.test(path);
  return contentProblem(typed ? 'E_PATH' : 'E_PATH_TYPE', typed ? NAME_WORDS : TYPE_WORDS, undefined, path);
}

/** The problem of a folder that isn't named like an item. */
export function folderProblem(isHistory = false): ContentProblem {
  return contentProblem('E_PATH', {
    problem: '信息的文件夹名不合规定。',
    expected: isHistory
      ? 'content/history/年/日期-英文短名，如 content/history/2019/2019-03-14-a1。'
      : 'content/items/单位/日期-英文短名，如 content/items/wucheng/2026-11-23-street。',
    fix: '改文件夹名：日期要存在，短名只用小写字母、数字和连字符。',
  });
}

const plain = '放普通文件。';
const MODE_WORDS: Record<string, ContentProblem['words']> & { other: ContentProblem['words'] } = {
  '120000': { problem: '这是一个指向别处的链接，不是文件。', expected: plain, fix: '换成文件本身。' },
  '160000': { problem: '这是另一个仓库，不是文件。', expected: plain, fix: '删去它。' },
  '100755': { problem: '这个文件被标成了可执行的程序。', expected: plain, fix: '去掉可执行标记（git update-index --chmod=-x）。' },
  other: { problem: '这不是普通文件。', expected: plain, fix: '换成普通文件。' },
};
const NAME_WORDS: ContentProblem['words'] = {
  problem: '文件名不合规定。',
  expected: '正文叫 index.md；图片名只用小写字母、数字、点、连字符，如 street-1.jpg，直接放在信息的文件夹里。',
  fix: '改文件名。',
};
const TYPE_WORDS: ContentProblem['words'] = {
  problem: '信息的文件夹里有不收的文件。',
  expected: '只放 index.md 和 JPG 图片（第五条）。',
  fix: '图片另存为 JPG；其他文件删去。',
};
