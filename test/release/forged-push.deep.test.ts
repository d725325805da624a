import { expect, it } from 'vitest';
import { command as approve } from '#pipeline/commands/approve.ts';
import { command as build } from '#pipeline/commands/build.ts';
import { command as status } from '#pipeline/commands/status.ts';
import { command as verify } from '#pipeline/commands/verify.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { ledgerBytes } from '#pipeline/ledger/event.ts';
import { gitLedger } from '#pipeline/ledger/ledger-git.ts';
import type { ChannelAdapter } from '#pipeline/release/channels/channel.ts';
import { environmentOf, FOLDER, itemText, startBureau } from '../bureau.ts';
import { commandContext } from '../commands/context.ts';
import { folderOf } from '../folder.ts';
import { FORGED, forged } from '../ledger/forged.ts';
import { fullLedger } from '../ledger/full-ledger.ts';
import { standIn } from '../ledger/ledger-memory.ts';

/** A channel that only counts what it is asked for. */
function counting(channel: ChannelAdapter['channel'], asked: string[]): ChannelAdapter {
  const never = (what: string) => async () => {
    asked.push(`${channel} ${what}`);
    throw new Error(what);
  };
  return { channel, send: never('send'), readBack: never('look'), withdraw: never('withdraw') };
}

it('whatever somebody pushes with the publisher’s token and without its key: everything stops and names it, nothing is sent or taken down', async () => {
  const bureau = await fullLedger();
  // Something is due, so that there would be something to sign and to send.
  await bureau.publish({
    'content/items/wucheng/2026-11-23-third/index.md': itemText({ title: '第三条', channels: ['website', 'weibo'] }),
  });
  const { git, ledgers } = await bureau.publisher();
  const branch = gitLedger(git, { fetch: true });
  const ledger = await ledgers.load();
  const head = ledger.head as string;
  const asked: string[] = [];
  const adapters = { website: counting('website', asked), weibo: counting('weibo', asked) };
  const context = commandContext({ root: bureau.root });
  const names = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      (done) => JSON.stringify((done as { json?: unknown })?.json ?? done),
      (error: { code?: string; place?: string }) => `${error.code} ${error.place}`,
    );
  for (const kind of FORGED) {
    const { path, bytes } = forged(kind, ledger, standIn);
    const { signature: _, ...said } = JSON.parse(Buffer.from(bytes).toString('utf8'));
    expect(await branch.append(head, [{ path, bytes: ledgerBytes(said) }], '登记', '2026-11-24T12:00:00+08:00')).toMatchObject({
      kind: 'appended',
    });
    await git.fetch(['+refs/heads/ledger:refs/remotes/origin/ledger']);
    const stopped = `ledger/unverified ${path}`;
    expect([kind, await names(bureau.approve()), await names(bureau.release(adapters))]).toEqual([kind, stopped, stopped]);
    expect([kind, await names(build.run(context)), await names(status.run(context))]).toEqual([kind, stopped, stopped]);
    expect(await names(verify.run(context))).toContain(path);
    await gitText(bureau.world.github.repositoryDir, ['update-ref', 'refs/heads/ledger', head]);
    await gitText(bureau.root, ['update-ref', 'refs/remotes/origin/ledger', head]);
  }
  expect(asked).toEqual([]);
  expect((await bureau.approve()).approved).toEqual(['wucheng/2026-11-23-third']);
});

it('a ledger of another key, with a text of a branch, put in the place of ours where no rule holds the branch: a fresh clone believes none of it', async () => {
  const [bureau, other] = [await startBureau(), await startBureau({ policy: 'demo: true' })];
  await other.publish({ [`${FOLDER}/index.md`]: itemText({ title: '没有审过的' }) });
  await other.approve();
  const [ours, theirs] = [bureau, other].map(({ world }) => world.github.repositoryDir) as [string, string];
  await gitText(ours, ['fetch', '--quiet', theirs, '+refs/heads/main:refs/heads/other', '+refs/heads/ledger:refs/heads/ledger']);
  const root = folderOf({});
  await gitText(root, ['clone', '--quiet', '--', ours, '.']);
  const context = commandContext({ root, env: environmentOf(bureau, 'sanshen-bot') });
  const refused = {
    code: 'ledger/unverified',
    message: expect.stringContaining('主分支也从来没有过'),
    place: expect.stringMatching(/^settings\/0001-/),
  };
  for (const command of [approve, build, status]) await expect(command.run(context)).rejects.toMatchObject(refused);
  expect(JSON.stringify(await verify.run(context))).toContain('settings-not-on-main');
});
