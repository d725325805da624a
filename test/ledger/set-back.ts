import { gitText } from '#pipeline/forge/git/git-process.ts';
import { type Bureau, FOLDER, grownBureau, itemText } from '../bureau.ts';
import { folderOf } from '../folder.ts';

/** A bureau with an approved item, and the ledger as it was before. */
export async function approvedAndCounted(): Promise<{ bureau: Bureau; before: string; head: string }> {
  const bureau = await grownBureau('approved and counted', { policy: 'demo: true' }, async (begun) => {
    await begun.publish({ [`${FOLDER}/index.md`]: itemText() });
    await begun.approve();
  });
  const { store } = await bureau.publisher();
  const commits = await store.history((await store.head()) ?? '');
  return { bureau, before: commits.at(-2)?.sha ?? '', head: commits.at(-1)?.sha ?? '' };
}

/** Whoever may force it sets the ledger's branch back on its server. */
export const reset = ({ world }: Bureau, commit: string): Promise<string> =>
  gitText(world.github.repositoryDir, ['update-ref', 'refs/heads/ledger', commit]);

/** The same with the whole branch. */
export const remove = ({ world }: Bureau): Promise<string> =>
  gitText(world.github.repositoryDir, ['update-ref', '-d', 'refs/heads/ledger']);

/** The ledger's last commit written once more, as by a publisher who stood still until the branch was set back. */
export const again = ({ world }: Bureau, commit: string): Promise<string> =>
  gitText(world.github.repositoryDir, [
    ...['-c', 'user.name=sanshen', '-c', 'user.email=sanshen@example.org'],
    ...['commit-tree', `${commit}^{tree}`, '-p', `${commit}^`, '-m', '登记审定'],
  ]);

/** A clone that knows no earlier state. */
export async function freshClone({ world }: Bureau): Promise<string> {
  const root = folderOf({});
  await gitText(root, ['clone', '--quiet', '--', world.github.repositoryDir, '.']);
  return root;
}
