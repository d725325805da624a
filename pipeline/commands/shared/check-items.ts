import { rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { BeijingDate } from '../../beijing-time.ts';
import { checkItem } from '../../check/engine.ts';
import { type ItemFindings, shown, shownPath } from '../../check/finding.ts';
import { fixItem, type Offer, offersOf } from '../../check/fix.ts';
import type { CheckContext } from '../../check/rule.ts';
import type { ContentSource } from '../../forge/git/content-source.ts';
import { treeId } from '../../item/git-ids.ts';
import type { ItemFolder } from '../../item/item.ts';
import { ITEMS_FOLDER } from '../../item/item-path.ts';
import { decodePictures } from '../../item/picture/decode-pictures.ts';
import { readJpeg, stripMetadata } from '../../item/picture/jpeg.ts';
import type { Published } from '../../ledger/published.ts';
import { Problem } from '../../problem.ts';

/** With an archive to check, the engine gives memory back sooner: half of the memory for a fifth more time (`npm run bench -- check`). */
const ARCHIVE = 500;

/** Which items are checked, and how. */
export interface ItemsToCheck {
  root: string;
  source: ContentSource;
  context: Omit<CheckContext, 'released'>;
  published: Published;
  /** 信息日期 of an item's text that is out. */
  dateOut: (id: string) => Promise<BeijingDate | null | undefined>;
  paths: readonly string[];
  /** They are all there are: what is published as it lies there is left out. */
  all: boolean;
  fix: boolean;
  note: (line: string) => void;
  /** Asks a person for a yes; not there where nobody is. */
  confirm?: ((question: string) => Promise<boolean>) | undefined;
}

async function folderAt(source: ContentSource, path: string): Promise<ItemFolder> {
  const folder = await source.folder(path);
  if (folder) return folder;
  throw new Problem('item/not-found', `没有信息 ${path}。应为仓库里已有的文件夹。请核对名称和 --root。`, { place: path });
}

/**
 * Writes a file beside the old one and then puts it in its place, so that there is never half a file.
 * @throws Problem `fix/not-written`; the old file is as it was
 */
async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(beside, bytes, { flag: 'wx', mode: 0o644 });
    await rename(beside, file);
  } catch (cause) {
    await unlink(beside).catch(() => {});
    throw new Problem('fix/not-written', `${file} 写不进去，原文件没有动。应为：可写的文件夹。请检查权限和磁盘后重试。`, {
      place: file,
      cause,
    });
  }
}

/**
 * Clears what an item's pictures carry beside the picture, in the work tree. Gives true if any file changed.
 * @throws Problem `fix/not-written`
 */
async function clearPictures(root: string, folder: ItemFolder, note: (line: string) => void): Promise<boolean> {
  let changed = false;
  for (const { path, mode, bytes } of folder.files) {
    if (mode !== '100644' || !/\.jpe?g$/i.test(path) || readJpeg(bytes).problem !== null) continue;
    const plain = stripMetadata(bytes);
    if (Buffer.compare(plain, bytes) === 0) continue;
    await replaceFile(join(root, folder.path, path), plain);
    note(`已清除拍摄信息，画面不变：${folder.path}/${path}`);
    changed = true;
  }
  return changed;
}

/**
 * Mends in the work tree what the rules offer to mend in an item's text, and says each change. Gives true if the file changed.
 * @throws Problem `fix/not-written`
 */
async function fixText(
  { root, note }: { root: string; note: (line: string) => void },
  folder: ItemFolder,
  context: CheckContext,
): Promise<boolean> {
  const index = folder.files.find(({ path }) => path === 'index.md');
  const fixed = index?.mode === '100644' ? fixItem(folder, context) : null;
  const bytes = fixed?.folder.files.find(({ path }) => path === 'index.md')?.bytes;
  if (!fixed || !bytes) return false;
  await replaceFile(join(root, folder.path, 'index.md'), bytes);
  for (const { line, column, problem } of fixed.changes) {
    note(`已改正：${shownPath(`${folder.path}/index.md`)} 第 ${line} 行第 ${column} 列，原来${shown(problem)}`);
  }
  return true;
}

/**
 * Mends in the work tree what a person says yes to, one place after the other; without anybody to ask it says how many there are.
 * @throws Problem `fix/not-written`
 */
async function fixConfirmed({ root, note, confirm }: ItemsToCheck, folder: ItemFolder, context: CheckContext): Promise<void> {
  const index = folder.files.find(({ path }) => path === 'index.md');
  if (index?.mode !== '100644') return;
  const file = shownPath(`${folder.path}/index.md`);
  let current = folder;
  const refused = new Set<string>();
  const left = () => offersOf(current, context).filter(({ line, column, flagged }) => !refused.has(`${line}:${column} ${flagged}`));
  for (let offers = left(); offers[0] !== undefined; offers = left()) {
    const [{ line, column, problem, flagged, replacement, folder: after }] = offers as [Offer];
    if (confirm === undefined) {
      note(`${file} 有 ${offers.length} 处政治表述要逐条确认后改：请在终端里运行 check --fix，或照检查结果自己改。`);
      return;
    }
    const place = `第 ${line} 行第 ${column} 列`;
    if (!(await confirm(`${file} ${place}：${shown(problem)}把“${shown(flagged)}”改为“${shown(replacement)}”吗？`))) {
      refused.add(`${line}:${column} ${flagged}`);
      continue;
    }
    await replaceFile(join(root, folder.path, 'index.md'), after.files.find(({ path }) => path === 'index.md')?.bytes as Uint8Array);
    note(`已改正：${file} ${place}，原来${shown(problem)}`);
    current = after;
  }
}

/** The folder as it lies there once all that has one right form only is mended. */
async function mended(folder: ItemFolder, options: ItemsToCheck, context: CheckContext): Promise<ItemFolder> {
  const { root, source, note } = options;
  const cleared = (await clearPictures(root, folder, note)) ? await folderAt(source, folder.path) : folder;
  const plain = (await fixText(options, cleared, context)) ? await folderAt(source, folder.path) : cleared;
  await fixConfirmed(options, plain, context);
  return folderAt(source, folder.path);
}

/** One item's findings; `null` where it is left out. */
async function checked(path: string, options: ItemsToCheck): Promise<ItemFindings | null> {
  const { source, published, dateOut, all, fix } = options;
  const id = path.slice(ITEMS_FOLDER.length + 1);
  const released = published.released.has(id);
  const isApproved = (tree: string): boolean => published.trees.has(`${id} ${tree}`);
  let folder = await folderAt(source, path);
  // Without anything published no id has to be worked out: pictures are long.
  const tree = published.trees.size > 0 ? treeId(folder.files) : '';
  if (all && isApproved(tree)) return null;
  const context = { ...options.context, released, ...(released && !isApproved(tree) ? { dateOut: await dateOut(id) } : {}) };
  if (fix) folder = await mended(folder, options, context);
  const approved = isApproved(fix && tree !== '' ? treeId(folder.files) : tree);
  return checkItem(folder, { ...context, approved, pictures: await decodePictures(folder) });
}

/** Checks items one after the other and keeps nothing of them but what was found. @throws Problem `item/not-found` */
export async function checkItems(options: ItemsToCheck): Promise<ItemFindings[]> {
  const { paths } = options;
  if (paths.length >= ARCHIVE) setFlagsFromString('--optimize-for-size');
  const items: ItemFindings[] = [];
  for (const path of paths) {
    const result = await checked(path, options);
    if (result !== null) items.push(result);
  }
  return items;
}
