import { isAbsolute, relative } from 'node:path';
import { type ItemPath, parseItemId, parseItemPath } from '../../item/item-path.ts';
import { Problem } from '../../problem.ts';

/** The item that an id, a folder or its `index.md` means. @throws Problem `usage/item` */
export function itemPathIn(root: string, operand: string): ItemPath {
  const inRoot = isAbsolute(operand) ? relative(root, operand) : operand;
  const path = inRoot
    .replaceAll('\\', '/')
    .replace(/^\.\//, '')
    .replace(/\/index\.md$|(?<!\/)\/+$/, '');
  const place = parseItemPath(path) ?? parseItemId(path);
  if (!place) {
    const message = `“${operand}”不是一条信息。应为编号或文件夹，如 wucheng/2026-11-23-street。请核对后重试。`;
    throw new Problem('usage/item', message, { place: operand });
  }
  return place;
}
