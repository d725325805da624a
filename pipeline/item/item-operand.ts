import { isAbsolute, relative } from 'node:path';
import { Problem } from '../problem.ts';
import { parseHistoryPath } from './history/history.ts';
import { type ItemPath, parseItemId, parseItemPath } from './item-path.ts';

/** The path that a person means: a folder's, its `index.md` or an id. */
export function pathMeant(root: string, operand: string): string {
  const inRoot = isAbsolute(operand) ? relative(root, operand) : operand;
  return inRoot
    .replaceAll('\\', '/')
    .replace(/^\.\//, '')
    .replace(/\/index\.md$|(?<!\/)\/+$/, '');
}

/** The item that an id, a folder or its `index.md` means. @throws Problem `usage/item` */
export function itemMeant(root: string, operand: string): ItemPath {
  const path = pathMeant(root, operand);
  const place = parseItemPath(path) ?? parseItemId(path);
  if (place) return place;
  const message = `“${operand}”不是一条信息；应为编号或文件夹，如 wucheng/2026-11-23-street；请核对后重试。`;
  throw new Problem('usage/item', message, { place: operand });
}

/** Says how 历史信息 is taken down, which has no releases of its own. @param path its folder or the path of its page @throws Problem `item/history` (exit 1) */
export function refuseHistory(path: string): void {
  const history = parseHistoryPath(`content/${path.replace(/^\/?(content\/)?/, '')}`);
  if (history === null) return;
  const message = `${history.id} 是迁入的历史信息，没有审核单，这条命令不办它；应删去（或改）文件夹 ${history.path}，用合并请求送办公室审核、分管领导签发，合并登记以后网站就不再有；要马上拿掉的，先请网站管理员在服务器上删掉那一页，要从仓库历史里清除的，删去以后再运行 sanshen purge --kind 种类 --decision 文号（不写信息）。`;
  throw new Problem('item/history', message, { place: history.path, exitCode: 1 });
}
