import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import { itemMeant, pathMeant, refuseHistory } from '../item/item-operand.ts';
import { parseItemId } from '../item/item-path.ts';
import { holds, itemState, type Ledger } from '../ledger/ledger.ts';
import { Problem } from '../problem.ts';
import { postNumber } from '../release/channels/addresses.ts';
import type { VerifiedLedgers } from '../verify/publisher.ts';

/** Host and path of an address, as people pass it on: with or without a slash, `index.html` or escapes. */
export function bare({ host, pathname }: URL): string {
  let path = pathname;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    // Half an escape: the path as it was typed.
  }
  return `${host}${path}`.replace(/\/(index\.html)?$/, '');
}

function isAddress(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text);
}

/** What WeChat's own address holds beside the article itself; links that people share leave it out. */
const BESIDE = new Set(['chksm', 'scene']);

/** True if an address is a published one, whatever programs that pass it on have added to its query. */
export function isPublishedAt(published: string, wanted: URL): boolean {
  if (!isAddress(published)) return false;
  const url = new URL(published);
  const needed = [...url.searchParams].filter(([name]) => !BESIDE.has(name));
  return bare(url) === bare(wanted) && needed.every(([name, value]) => wanted.searchParams.get(name) === value);
}

/** The item that an id, a folder or its `index.md` names, or an address of the site that ends with an id; `null` for another address. */
function named(root: string, operand: string): string | null {
  if (!isAddress(operand)) {
    refuseHistory(pathMeant(root, operand));
    return itemMeant(root, operand).id;
  }
  const parts = bare(new URL(operand)).split('/');
  refuseHistory(parts.slice(-3).join('/'));
  return parseItemId(parts.slice(-2).join('/'))?.id ?? null;
}

/** The item that a name means, whether or not the ledger knows it. @throws Problem `usage/item` for anything else */
export function namedItem(root: string, operand: string): string {
  const item = named(root, operand);
  if (item !== null) return item;
  const message = `“${operand}”不是信息的编号；应为编号或文件夹，如 wucheng/2026-11-23-street；请改写后重试。`;
  throw new Problem('usage/item', message, { place: operand });
}

function notFound(operand: string): Problem {
  return new Problem('item/not-found', `台账里没有“${operand}”；应为审定过的信息；请核对编号或地址。`, { place: operand, exitCode: 1 });
}

function noLedger(operand: string): Problem {
  const message = `这里没有台账，查不到“${operand}”；应先有审定入账的信息；从平台克隆来的，请先运行 git fetch origin 取来台账再查。`;
  return new Problem('item/not-found', message, { place: operand, exitCode: 1 });
}

/** The item whose release has an address, as its own chain confirms. */
async function itemFor(ledgers: Pick<VerifiedLedgers, 'open' | 'itemsAt'>, address: string): Promise<string | null> {
  const wanted = new URL(address);
  const isIt = (url: string): boolean => isPublishedAt(url, wanted);
  for await (const item of ledgers.itemsAt(isIt)) {
    const ledger = await ledgers.open([item]);
    if (holds(ledger, item) && itemState(ledger, item).releases.some(({ remote }) => remote !== null && isIt(remote.url))) return item;
  }
  return null;
}

/** True if two addresses are of the same publication; posts on Weibo have several, with one number. */
function isSame(channel: Channel, published: string, wanted: URL): boolean {
  const number = channel === 'weibo' ? postNumber(wanted) : null;
  if (number !== null && isAddress(published) && postNumber(new URL(published)) === number) return true;
  return isPublishedAt(published, wanted);
}

/** Another item that the ledger has at an address of a channel, reviewed or not, and that hasn't been taken back; `null` if there is none. */
export async function otherItemAt(
  { itemsAt, withMore }: Pick<VerifiedLedgers, 'itemsAt' | 'withMore'>,
  ledger: Ledger,
  { item, channel }: { item: string; channel: Channel },
  address: URL,
): Promise<string | null> {
  const isIt = (url: string): boolean => isSame(channel, url, address);
  for await (const other of itemsAt(isIt)) {
    if (other === item) continue;
    const { releases } = itemState(await withMore(ledger, [other]), other);
    const isOut = ({ channel: where, confirmedAt, state }: (typeof releases)[number]): boolean =>
      where === channel && (confirmedAt !== null || state === 'offline') && state !== 'withdrawn';
    if (releases.some((release) => isOut(release) && release.remote !== null && isIt(release.remote.url))) return other;
  }
  return null;
}

/**
 * The item that an id, a folder, its `index.md` or any published address means. An item's name costs reading that item; a platform's address
 * costs reading the seals since it was published.
 * @throws Problem `item/not-found` (exit 1) if the ledger doesn't know it, `usage/item` if it can't be one
 */
export async function itemIn(ledgers: Pick<VerifiedLedgers, 'open' | 'itemsAt'>, root: string, operand: string): Promise<string> {
  const byName = named(root, operand);
  const opened = await ledgers.open(byName === null ? [] : [byName]);
  if (opened.head === null) throw noLedger(operand);
  if (byName !== null && holds(opened, byName)) return byName;
  const item = isAddress(operand) ? await itemFor(ledgers, operand) : null;
  if (item === null) throw notFound(operand);
  return item;
}
