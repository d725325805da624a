import { join } from 'node:path';
import { shown, shownPath } from '../check/finding.ts';
import { fixItem } from '../check/fix.ts';
import type { CheckContext } from '../check/rule.ts';
import type { ItemFolder } from '../item/item.ts';
import { replaceFile } from './replace-file.ts';

/**
 * Mends in the work tree what the rules offer to mend in an item's text, and says each change. Gives true if the file changed.
 * @throws Problem `fix/not-written`
 */
export async function fixText(
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
