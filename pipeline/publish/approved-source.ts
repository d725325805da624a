import type { Git } from '../forge/git.ts';
import { readFrontMatter } from '../item/front-matter.ts';
import type { FrontMatter } from '../item/front-matter-schema.ts';
import type { LedgerEvent } from './event.ts';
import { folderOf } from './recorded-evidence.ts';

/**
 * Blobs of an approved text by path: in the commit that brought it to main; by its tree alone where that is gone since main was written anew.
 * `null` if the commit doesn't hold the tree that the approval names.
 */
export async function approvedBlobs(git: Git, { item, mergeSha, tree }: LedgerEvent): Promise<ReadonlyMap<string, string> | null> {
  const path = folderOf(item);
  const commit = mergeSha ?? '';
  if ((await git.resolve(commit)) === null) return new Map((await git.namesIn(tree)).map(({ name, id }) => [name, id]));
  if ((await git.idAt(commit, path)) !== tree) return null;
  return new Map((await git.list(commit, path)).map(({ path: full, id }) => [full.slice(path.length + 1), id]));
}

/** Front matter and Markdown of an approved text, as they lie in Git and read by no parser of Markdown; `null` if they can't be. */
export async function sourceIn(git: Git, blobs: ReadonlyMap<string, string>): Promise<{ frontMatter: FrontMatter; body: string } | null> {
  const index = blobs.get('index.md');
  const { frontMatter, body } = index === undefined ? { frontMatter: null, body: '' } : readFrontMatter(Buffer.from(await git.read(index)));
  return frontMatter === null ? null : { frontMatter, body };
}
