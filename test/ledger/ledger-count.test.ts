import { expect, it } from 'vitest';
import { openGit } from '#pipeline/forge/git/git.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { openGithub } from '#pipeline/forge/github/github.ts';
import { COUNT_CONTEXT, countStatus, ledgerCount } from '#pipeline/ledger/ledger-count.ts';
import { gitLedger } from '#pipeline/ledger/ledger-git.ts';
import { figuresOf } from '#pipeline/ledger/seal.ts';
import { signerOf } from '#pipeline/review/form/envelope.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { gitTrust, verifiedLedgers } from '#pipeline/verify/publisher.ts';
import type { Bureau } from '../bureau.ts';
import { again, approvedAndCounted, freshClone, remove, reset } from './set-back.ts';

/** The ledger as a run in a fresh clone gets it, and whether its count was found. */
async function inFreshClone(bureau: Bureau): Promise<{ events: number; vouched: boolean }> {
  const { world, key } = bureau;
  const git = await openGit(await freshClone(bureau));
  const github = openGithub({ apiUrl: world.github.url, token: world.github.tokenOf('sanshen-bot'), repository: world.github.repository });
  const sign = signerOf(key);
  const count = ledgerCount(github, gitLedger(git, { fetch: true, sign }), { sign, note: () => undefined, sleep: async () => undefined });
  const ledgers = verifiedLedgers(count.store, gitTrust(git), count);
  try {
    return { events: figuresOf(await ledgers.open()).events, vouched: ledgers.vouched() };
  } finally {
    git.close();
  }
}

const said = async ({ world }: Bureau, commit: string): Promise<string[]> =>
  (await world.as('lisi').repos.listCommitStatusesForRef({ ...world.of, ref: commit, per_page: 100 })).data.flatMap(
    ({ context, description }) => (context === COUNT_CONTEXT ? [description ?? ''] : []),
  );

const forge = (bureau: Bureau, sha: string, description: string) =>
  bureau.world.as('lisi').repos.createCommitStatus({ ...bureau.world.of, sha, context: COUNT_CONTEXT, state: 'success', description });

it('main’s head says under signature how many events the ledger has; who reads the same writes nothing', async () => {
  const { bureau } = await approvedAndCounted();
  const main = await bureau.world.tip('main');
  const counts = await said(bureau, main);
  expect(counts.map((line) => line.split(' ')[0])).toEqual(['3', '1']);
  expect(counts[0]?.length).toBeLessThanOrEqual(140);
  expect(await inFreshClone(bureau)).toEqual({ events: 3, vouched: true });
  expect(await said(bureau, main)).toEqual(counts);
});

it.each<[string, (bureau: Bureau, main: string, first: string, head: string) => Promise<unknown>]>([
  ['', async () => undefined],
  [', though a later status says less without a signature', (bureau, main) => forge(bureau, main, '1 abc')],
  [
    ', though another key says less',
    (bureau, main) =>
      forge(bureau, main, countStatus('jinhua/news', main, { count: 1, ledger: 'a'.repeat(40) }, signerOf(newSigningKey().privateKeyPem))),
  ],
  [
    ', though the count of an earlier commit is put at the newest',
    async (bureau, main, first) => forge(bureau, main, (await said(bureau, first)).at(-1) ?? ''),
  ],
  [
    ', though main has gone on and an earlier count was put there',
    async (bureau, _, first) => forge(bureau, await bureau.pushToMain({ 'README.md': '改' }), (await said(bureau, first)).at(-1) ?? ''),
  ],
  [
    ', though a slower run has counted less at a newer commit of main',
    async (bureau, _, __, head) => {
      const ledger = await gitText(bureau.world.github.repositoryDir, ['rev-parse', `${head}^`]);
      const newest = await bureau.pushToMain({ 'README.md': '改' });
      await forge(bureau, newest, countStatus('jinhua/news', newest, { count: 1, ledger: ledger.trim() }, signerOf(bureau.key)));
    },
  ],
  [', though it has grown again to as many events', async (bureau, _, __, head) => reset(bureau, await again(bureau, head))],
])('a ledger that was set back stops whoever reads it, in a fresh clone too%s', async (_, attack) => {
  const { bureau, before, head } = await approvedAndCounted();
  const main = await bureau.world.tip('main');
  const first = await gitText(bureau.world.github.repositoryDir, ['rev-list', '--max-parents=0', 'main']);
  await reset(bureau, before);
  await attack(bureau, main, first, head);
  await expect(inFreshClone(bureau)).rejects.toMatchObject({
    code: 'ledger/cut',
    message: expect.stringMatching(/台账有 \d 条.*3 条.*请管理员今天/),
  });
  await reset(bureau, head);
  expect(await inFreshClone(bureau)).toEqual({ events: 3, vouched: true });
});

it('a count that nobody signed stops nothing', async () => {
  const { bureau } = await approvedAndCounted();
  await forge(bureau, await bureau.world.tip('main'), `999 ${'A'.repeat(86)}==`);
  expect(await inFreshClone(bureau)).toEqual({ events: 3, vouched: true });
});

it('a ledger that was deleted as a whole can’t be begun anew', async () => {
  const { bureau } = await approvedAndCounted();
  await remove(bureau);
  const { signFirstSettings } = await import('#pipeline/setup/first-settings.ts');
  const publisher = await bureau.publisher('wangwu');
  await gitText(bureau.root, ['update-ref', '-d', 'refs/remotes/origin/ledger']);
  await expect(signFirstSettings(publisher, bureau.key, true)).rejects.toMatchObject({
    code: expect.stringMatching(/^(ledger\/cut|git\/)/),
  });
});
