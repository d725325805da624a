import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gitText, runGit } from '#pipeline/forge/git/git-process.ts';
import type { Bureau } from '../bureau.ts';
import { connect } from '../sandbox/github-world.ts';

/** Main written anew on the server without some items, and a clone that has never seen the old one: as a runner has it. */
export async function rewrite({ world, root }: Bureau, change: (bytes: Buffer) => Buffer, ...excluded: string[]): Promise<void> {
  const dir = world.github.repositoryDir;
  const all = (await gitText(dir, ['ls-tree', '-r', '--name-only', 'main'])).split('\n');
  const kept = all.filter((path) => !excluded.some((item) => path.startsWith(`content/items/${item}/`)));
  const { stdout } = await runGit(dir, ['fast-export', '--', 'refs/heads/main', '--', ...kept]);
  await runGit(dir, ['fast-import', '--quiet', '--force'], { input: change(stdout) });
  await rm(join(root, '.git'), { recursive: true });
  await gitText(root, ['init', '--quiet', '--initial-branch=main']);
  connect(join(root, '.git/config'), world);
}

/** Everything that only the old history holds is gone from the server, the heads of its pull requests with it. */
export async function forgetOldHistory({ world }: Bureau): Promise<void> {
  const dir = world.github.repositoryDir;
  const refs = (await gitText(dir, ['for-each-ref', '--format=%(refname)'])).split('\n');
  for (const ref of refs) if (!/^refs\/heads\/(?:main|ledger)$/.test(ref)) await gitText(dir, ['update-ref', '-d', ref]);
  await gitText(dir, ['-c', 'gc.reflogExpire=now', 'gc', '--prune=now', '--quiet']);
}
