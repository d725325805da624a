import type { Git } from '../forge/git/git.ts';
import { type Item, readItem } from '../item/item.ts';
import { approvedFolder } from '../ledger/approved-text.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { folderOf } from '../ledger/recorded-evidence.ts';
import { Problem } from '../problem.ts';

/** The item of an approved text. @throws Problem for a text that can't be read as an item */
export async function approvedItem(git: Git, approval: LedgerEvent): Promise<Item> {
  const { item, problems } = readItem(await approvedFolder(git, approval));
  if (item) return item;
  throw new Problem(problems[0]?.code ?? 'E_ITEM', problems[0]?.message ?? '这条信息读不出来。', { place: folderOf(approval.item) });
}
