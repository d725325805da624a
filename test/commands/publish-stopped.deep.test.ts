import { describe, expect, it } from 'vitest';
import { command as approve } from '#pipeline/commands/approve.ts';
import type { CommandContext } from '#pipeline/commands/shared/command.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { COUNT_CONTEXT } from '#pipeline/ledger/ledger-count.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { newestCommit } from '#pipeline/verify/publisher.ts';
import { type Bureau, environmentOf, FOLDER, itemText, startBureau } from '../bureau.ts';
import { approvedAndCounted, freshClone, remove, reset } from '../ledger/set-back.ts';
import { commandContext } from './context.ts';

/** A run of the workflow: a clone of its own, and what it is given there. */
async function runOf(bureau: Bureau, more: Record<string, string> = {}): Promise<CommandContext> {
  const { world } = bureau;
  const env = { ...environmentOf(bureau, 'sanshen-bot'), GITHUB_RUN_ID: world.github.startRun({ workflow: 'publish' }), ...more };
  const root = await freshClone(bureau);
  await gitText(root, ['remote', 'set-url', 'origin', world.github.gitUrl]);
  return commandContext({ root, env, sleep: async () => undefined });
}

async function alertsOf({ world }: Bureau): Promise<string[]> {
  const { data } = await world.as('lisi').issues.listForRepo({ ...world.of, labels: 'publish-alert', state: 'open' });
  return data.map(({ body }) => body ?? '');
}

/** Pushes a file with the ledger's token, without the key. */
async function forge({ world }: Bureau): Promise<void> {
  const commit = await world.commit('sanshen-bot', await world.tip('ledger'), { 'settings/0009-hold.json': '{}\n' });
  await world.push('sanshen-bot', commit, 'ledger');
}

/** Whoever may write statuses fills main's newest commits with counts of his own. */
async function forgeCounts({ world }: Bureau): Promise<void> {
  const sha = await world.commit('wangwu', await world.tip('main'), { 'README.md': '新的一页' });
  await world.push('wangwu', sha, 'main');
  const description = `9 ${sha} ${'A'.repeat(86)}==`;
  await world.as('lisi').repos.createCommitStatus({ ...world.of, sha, state: 'success', context: COUNT_CONTEXT, description });
}

const damages: unknown[] = [reset, remove, forge];

describe('what stops publishing altogether is told in an issue that says who must do what, and that closes once it runs again:', () => {
  it.each<[what: string, spoil: (bureau: Bureau, before: string) => Promise<unknown>, env: Record<string, string>, told: RegExp]>([
    ['a ledger that was set back', reset, {}, /台账被回退、换掉或删过.*请管理员今天查明/],
    ['a ledger that is gone', remove, {}, /台账被回退、换掉或删过.*请管理员今天查明/],
    ['a file that the ledger’s token pushed without the key', forge, {}, /台账核验没有通过[\s\S]*管理员照提醒写的查明/],
    ['a key that is gone', async () => undefined, { SANSHEN_SIGNING_KEY: '' }, /没有设置 SANSHEN_SIGNING_KEY/],
    [
      'a key that isn’t listed',
      (bureau) => bureau.publish({ [`${FOLDER}-b/index.md`]: itemText({ title: '另一条' }) }),
      { SANSHEN_SIGNING_KEY: newSigningKey().privateKeyPem },
      /签名密钥不在 policy\.yml 的 signing_keys 里.*请管理员核对/,
    ],
  ])('%s', async (_, spoil, env, told) => {
    const { bureau, before, head } = await approvedAndCounted();
    await spoil(bureau, before);
    await expect(approve.run(await runOf(bureau, env))).rejects.toThrow();
    expect(await alertsOf(bureau)).toEqual([expect.stringMatching(told)]);
    if (damages.includes(spoil)) await reset(bureau, head);
    expect(await approve.run(await runOf(bureau))).toMatchObject({ exitCode: 0 });
    expect(await alertsOf(bureau)).toEqual([]);
  });

  it('counts that somebody forged hide none that is signed, and stop nothing', async () => {
    const { bureau } = await approvedAndCounted();
    await forgeCounts(bureau);
    expect(await approve.run(await runOf(bureau))).toMatchObject({ exitCode: 0 });
  });
});

it('a main that has another name now isn’t taken for what this clone saw of it last', async () => {
  const bureau = await startBureau();
  const { git } = await bureau.publisher();
  await newestCommit(git, { fetch: true });
  await gitText(bureau.world.github.repositoryDir, ['update-ref', '-d', 'refs/heads/main']);
  await expect(newestCommit(git, { fetch: true })).rejects.toMatchObject({
    code: 'main/missing',
    message: expect.stringMatching(/请管理员/),
  });
});
