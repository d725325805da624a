import { isAbsolute, relative } from 'node:path';
import { parseItemId, parseItemPath } from '../item/item-path.ts';
import { Problem } from '../problem.ts';
import { itemState, itemsOf, type Ledger } from './ledger.ts';

/** An address without what people's programs add to it. */
function bare(address: string): string {
  const url = new URL(address);
  return `${url.host}${decodeURIComponent(url.pathname)}`.replace(/\/(index\.html)?$/, '');
}

function isAddress(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text);
}

/** The item behind a published address: a page of the site, or what a platform called it. WeChat's address lives in its query. */
function itemAt(ledger: Ledger, address: string): string | null {
  const wanted = bare(address);
  for (const item of itemsOf(ledger)) {
    if (wanted.endsWith(`/${item}`)) return item;
    for (const { remote } of itemState(ledger, item).releases) {
      if (!remote || !isAddress(remote.url)) continue;
      const query = new URL(address).search;
      if (remote.url === address || (bare(remote.url) === wanted && (query === '' || new URL(remote.url).search === query))) return item;
    }
  }
  return null;
}

/**
 * The item that an id, a folder, its `index.md` or any published address means.
 * @throws Problem `item/not-found` (exit 1) if the ledger doesn't know it, `usage/item` if it can't be one
 */
export function findItem(ledger: Ledger, root: string, operand: string): string {
  const inRoot = isAbsolute(operand) ? relative(root, operand) : operand;
  const path = inRoot
    .replaceAll('\\', '/')
    .replace(/^\.\//, '')
    .replace(/(\/index\.md|\/+)$/, '');
  const place = isAddress(operand) ? null : (parseItemPath(path) ?? parseItemId(path));
  if (!isAddress(operand) && place === null) {
    const message = `“${operand}”不是一条信息；应为编号、文件夹或任一发布地址，如 wucheng/2026-11-23-street；请核对后重试。`;
    throw new Problem('usage/item', message, { place: operand });
  }
  const item = place?.id ?? itemAt(ledger, operand);
  if (item !== null && ledger.chains.has(item)) return item;
  throw new Problem('item/not-found', `台账里没有“${operand}”；应为审定过的信息；请核对编号或地址。`, { place: operand, exitCode: 1 });
}
