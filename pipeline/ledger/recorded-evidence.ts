import { filesBelow, folderIn } from '../forge/git/content-source.ts';
import type { Git } from '../forge/git/git.ts';
import { type FrontMatter, frontMatterSchema } from '../item/front-matter/front-matter-schema.ts';
import type { ItemFolder } from '../item/item.ts';
import { ITEMS_FOLDER } from '../item/item-path.ts';
import { Problem } from '../problem.ts';
import type { Evidence } from '../review/gate/evidence.ts';
import { parseEvidence } from '../review/gate/read-evidence.ts';
import type { LedgerEvent } from './event.ts';
import { type Ledger, readValue } from './ledger.ts';
import { evidencePath } from './ledger-path.ts';
import type { LedgerStore } from './ledger-store.ts';

/** The folder of an item. */
export function folderOf(item: string): string {
  return `${ITEMS_FOLDER}/${item}`;
}

/** The evidence that an approval was given on. @throws Problem `ledger/evidence` if it is missing */
export async function recordedEvidence(store: LedgerStore, ledger: Ledger, approval: LedgerEvent): Promise<Evidence> {
  const path = evidencePath(approval.item, approval.seq);
  const found = await readValue(store, ledger, path);
  if (found === null) {
    throw new Problem('ledger/evidence', `台账里没有 ${path}；应与审定登记在一起；请管理员查明，这一条不会发送。`, { place: path });
  }
  return parseEvidence(found.value);
}

/** The front matter of an item as the evidence holds it. @throws Problem `ledger/evidence` */
export function frontMatterOf(evidence: Evidence, item: string): FrontMatter {
  const entry = evidence.items.find(({ path }) => path === folderOf(item));
  const parsed = frontMatterSchema.safeParse(entry?.frontMatter);
  if (parsed.success) return parsed.data;
  throw new Problem('ledger/evidence', `审核记录里读不出 ${item} 的文首；请重新送审，这一条不会发送。`, { place: folderOf(item) });
}

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
