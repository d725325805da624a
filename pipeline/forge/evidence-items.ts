import { readFrontMatter } from '../item/front-matter.ts';
import { itemFolderOf } from '../item/item-path.ts';
import type { Evidence, EvidenceItem } from '../review/evidence.ts';
import type { Git } from './git.ts';

/** A branch that isn't there yet, or no longer. */
const NOTHING = /^0+$/;

/** What of a pull request is signed: item folders, and every other file of `content/` by itself (a rule change). */
function signedPaths(files: Evidence['files']): string[] {
  const paths = files.flatMap(({ path, previousPath }) => (previousPath === undefined ? [path] : [path, previousPath]));
  return [...new Set(paths.filter((path) => path.startsWith('content/')).map((path) => itemFolderOf(path) ?? path))].sort();
}

async function hasCommit(git: Git, sha: string): Promise<boolean> {
  try {
    return (await git.idAt(sha, '')) !== null;
  } catch {
    return false;
  }
}

/** Those of the commits that can be read, after fetching from `origin` what isn't here. */
async function readable(git: Git, shas: string[]): Promise<string[]> {
  const sorted = async (): Promise<[string[], string[]]> => {
    const there = await Promise.all(shas.map((sha) => hasCommit(git, sha)));
    return [shas.filter((_, index) => there[index]), shas.filter((_, index) => !there[index])];
  };
  const [here, missing] = await sorted();
  if (missing.length === 0 || !(await git.hasRemote())) return here;
  // One that the server has thrown away must not keep the others from being fetched.
  if (!(await git.fetch(missing))) for (const sha of missing) await git.fetch([sha]);
  return (await sorted())[0];
}

async function frontMatterAt(git: Git, commit: string, path: string): Promise<Record<string, unknown> | null> {
  const bytes = await git.readAt(commit, `${path}/index.md`);
  if (!bytes) return null;
  const { raw, problems } = readFrontMatter(bytes);
  return problems.length > 0 ? null : raw;
}

/** The text of every item at every commit that matters (contracts.md 4): `null` = not in that commit, no key = could not be read. */
export async function collectItems(git: Git, files: Evidence['files'], head: string, commits: string[]): Promise<EvidenceItem[]> {
  const paths = signedPaths(files);
  if (paths.length === 0) return [];
  const shas = await readable(git, [...new Set([head, ...commits].filter((sha) => !NOTHING.test(sha)))]);
  return Promise.all(
    paths.map(async (path): Promise<EvidenceItem> => {
      const ids = await Promise.all(shas.map((sha) => git.idAt(sha, path)));
      const isItem = itemFolderOf(`${path}/index.md`) === path;
      return {
        path,
        trees: Object.fromEntries(shas.map((sha, index) => [sha, ids[index] ?? null])),
        frontMatter: isItem && shas.includes(head) ? await frontMatterAt(git, head, path) : null,
      };
    }),
  );
}
