import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Sandbox } from '#pipeline/sandbox/sandbox.ts';
import { VERSION } from '#pipeline/version.ts';
import { openHouse } from '../../end-to-end/house.ts';
import { submission } from '../../end-to-end/submission.ts';

/**
 * Keeps what this release writes: `node --import tsx test/verify/earlier-ledgers/write.ts`, once a release, before its tag. Main without its
 * pages and pictures, and the ledger, as a bundle of Git. What is kept is never made again.
 */
const file = join(import.meta.dirname, `${VERSION}.bundle`);
if (existsSync(file)) throw new RangeError(`${file} is there: an earlier release wrote it`);

/** Main begins without pictures for people: they would be nine tenths of what is kept. */
async function lighten({ github, administrator, folder, root }: Sandbox): Promise<void> {
  const clone = join(folder, 'light');
  const git = (...words: string[]) => promisify(execFile)('git', ['-C', clone, ...words]);
  await promisify(execFile)('git', ['clone', '--quiet', github.repositoryDir, clone]);
  await git('rm', '-r', '--quiet', '.github/pictures');
  const { name, email, login } = administrator;
  await git('-c', `user.name=${name}`, '-c', `user.email=${email}`, 'commit', '--quiet', '--amend', '--message', '示例名单与规则');
  const origin = new URL(github.gitUrl);
  Object.assign(origin, { username: 'x-access-token', password: github.tokenOf(login) });
  await git('push', '--quiet', '--force', origin.href, 'HEAD:refs/heads/main');
  await promisify(execFile)('git', ['-C', root, 'fetch', '--quiet', github.repositoryDir, '+refs/heads/main:refs/remotes/origin/main']);
}

const house = await openHouse(lighten);
try {
  const item = submission('pingcha', '法制处开展行政执法案卷评查，三十件案卷逐件讲评');
  await house.land(item);
  for (const _ of [1, 2]) await house.run('publish');
  const { repositoryDir } = house.sandbox.github;
  execFileSync('git', ['bundle', 'create', '--quiet', file, 'refs/heads/main', 'refs/heads/ledger'], { cwd: repositoryDir });
  console.log(file, await house.states(item.id));
} finally {
  await house.close();
}
