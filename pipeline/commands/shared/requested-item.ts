import { type ContentSource, commitSource, workTreeSource } from '../../forge/git/content-source.ts';
import { openGit } from '../../forge/git/git.ts';
import { type Item, type ItemFolder, readItem } from '../../item/item.ts';
import { itemMeant } from '../../item/item-operand.ts';
import type { ItemPath } from '../../item/item-path.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { Policy } from '../../organisation/policy.ts';
import { Problem } from '../../problem.ts';
import { settingsAt } from './settings-at.ts';

/** An item with the settings of the same place. */
export interface ItemWithSettings {
  item: Item;
  organisation: Organisation;
  policy: Policy;
}

function itemOf(folder: ItemFolder | null, place: ItemPath): Item {
  if (folder === null) {
    throw new Problem('item/not-found', `没有信息 ${place.id}。应为仓库里已有的信息。请核对编号和 --root。`, { place: place.path });
  }
  const { item, problems } = readItem(folder);
  if (item) return item;
  const [first] = problems;
  const message = first?.message ?? '这条信息读不出来。请先运行 sanshen check。';
  throw new Problem(first?.code ?? 'E_ITEM', message, { place: `${place.path}/${first?.file ?? ''}:${first?.line ?? 1}`, exitCode: 1 });
}

async function read(source: ContentSource, place: ItemPath): Promise<ItemWithSettings> {
  return { ...(await settingsAt(source)), item: itemOf(await source.folder(place.path), place) };
}

/**
 * The one item that a command is about, from the work tree or from a commit; settings come from the same place.
 * @throws Problem exit 2 for a missing, unknown or second item, an unknown revision or broken settings. Exit 1 for an item that can't be
 *   read
 */
export async function requestedItem(root: string, operands: readonly string[], revision: string | undefined): Promise<ItemWithSettings> {
  const [operand, ...others] = operands;
  if (operand === undefined || others.length > 0) {
    const message = '要写明一条信息。应为编号或文件夹，如 wucheng/2026-11-23-street。请补上后重试。';
    throw new Problem('usage/item', message, { place: '信息' });
  }
  const place = itemMeant(root, operand);
  if (revision === undefined) return read(workTreeSource(root), place);
  const git = await openGit(root);
  try {
    const commit = await git.resolve(revision);
    if (commit !== null) return await read(commitSource(git, commit), place);
    throw new Problem('git/no-revision', `仓库里没有版本“${revision}”。应为分支名或提交号。请核对 --rev。`, { place: '--rev' });
  } finally {
    git.close();
  }
}
