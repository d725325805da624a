import { filesBelow, folderIn } from '../forge/git/content-source.ts';
import type { Git } from '../forge/git/git.ts';
import type { ItemFolder } from '../item/item.ts';
import { Problem } from '../problem.ts';
import type { LedgerEvent } from './event.ts';
import { folderOf } from './recorded-evidence.ts';

/** The folder of a tree, whatever commit holds it; `null` where the repository doesn't have it. */
async function folderOfTree(git: Git, path: string, tree: string): Promise<ItemFolder | null> {
  const names = await git.namesIn(tree).catch(() => null);
  return names === null ? null : { path, files: await filesBelow(git, names) };
}

/**
 * The folder of an approved text: from the commit that brought it to main, and only if it is the tree that the approval names. Where that
 * commit is gone since main was written anew (`purge`), the tree itself: verifying the ledger has found it on main.
 * @throws Problem `approved/other-tree`, `git/…`
 */
export async function approvedFolder(git: Git, approval: LedgerEvent): Promise<ItemFolder> {
  const path = folderOf(approval.item);
  const commit = approval.mergeSha ?? '';
  const known = (await git.resolve(commit)) !== null;
  const moved = known ? null : await folderOfTree(git, path, approval.tree);
  if (moved !== null) return moved;
  if (!known || (await git.idAt(commit, path)) !== approval.tree) {
    const message = `${approval.item} 审定的那一稿不在仓库里，或与台账不一致；应在提交 ${commit.slice(0, 7)}；请取回完整的仓库（不要浅克隆）再重试。`;
    throw new Problem('approved/other-tree', message, { place: path });
  }
  return folderIn(git, commit, path);
}
