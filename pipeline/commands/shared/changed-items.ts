import type { Git } from '../../forge/git/git.ts';
import { historyFolderOf } from '../../item/history/history.ts';
import { itemFolderOf } from '../../item/item-path.ts';
import { Problem } from '../../problem.ts';

/**
 * The commit that a revision means. Branches of `origin` come first: git itself would take a tag called `origin/main`, which any contributor
 * can push, before the branch.
 * @throws Problem `git/no-revision` (exit 2)
 */
export async function commitOf(git: Git, revision: string, option: string): Promise<string> {
  const commit = (await git.resolve(`refs/remotes/${revision}`)) ?? (await git.resolve(revision));
  if (commit !== null) return commit;
  throw new Problem('git/no-revision', `仓库里没有版本“${revision}”。应为分支名或提交号。请核对 ${option}，或先取回那个分支。`, {
    place: option,
  });
}

/** The folder of an item or of 历史信息 that a file lies in; `null` for any other. */
export function folderOf(file: string): string | null {
  return itemFolderOf(file) ?? historyFolderOf(file);
}

/**
 * Folders of items and of 历史信息 that differ between a commit and its merge base with another.
 * @throws Problem `git/no-revision`, `git/no-merge-base` (exit 2)
 */
export async function changedItems(git: Git, base: string, head: string): Promise<Set<string>> {
  const tip = await commitOf(git, base, '--base');
  if (tip === head) return new Set();
  // Most branches are one commit on top of the base, or GitHub's own merge with it.
  const { parents } = await git.commitInfo(head);
  const from = parents.includes(tip) ? tip : await git.mergeBase(tip, head);
  if (from === null) {
    throw new Problem('git/no-merge-base', `${base} 和当前版本没有共同的历史。应为同一仓库的分支。请取回完整的历史（不要浅克隆）再重试。`, {
      place: '--base',
    });
  }
  const paths = (await git.diff(from, head)).flatMap(({ path, previousPath }) => [path, previousPath ?? path]);
  return new Set(paths.flatMap((path) => folderOf(path) ?? []));
}
