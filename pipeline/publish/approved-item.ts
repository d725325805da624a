import type { Git } from '../forge/git.ts';
import { type Item, readItem } from '../item/item.ts';
import { Problem } from '../problem.ts';
import { approvedFolder } from './approved-text.ts';
import type { LedgerEvent } from './event.ts';
import { folderOf } from './recorded-evidence.ts';

/** The item of an approved text. @throws Problem for a text that can't be read as an item */
export async function approvedItem(git: Git, approval: LedgerEvent): Promise<Item> {
  const { item, problems } = readItem(await approvedFolder(git, approval));
  if (item) return item;
  throw new Problem(problems[0]?.code ?? 'E_ITEM', problems[0]?.message ?? '这条信息读不出来。', { place: folderOf(approval.item) });
}
