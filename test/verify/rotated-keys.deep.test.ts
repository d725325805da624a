import { expect, it } from 'vitest';
import { command as approve } from '#pipeline/commands/approve.ts';
import { holdDraft } from '#pipeline/ledger/held.ts';
import { write } from '#pipeline/ledger/ledger.ts';
import { signerOf } from '#pipeline/review/form/envelope.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { environmentOf, FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';
import { commandContext } from '../commands/context.ts';

const OFFICE_AND_LEADER = { reviewers: ['zhengsi', 'fengliu'] };

it.each<[what: string, to: string | null, versions: number]>([
  ['ended the day before', '2026-11-23', 1],
  ['ended the day before, by one of two changes', '2026-11-23', 2],
  ['ends today', '2026-11-24', 1],
  ['is taken off by one of two changes', null, 2],
])(
  'a policy whose old key %s is registered with it, nothing that nobody would believe is written, and the new key goes on',
  async (_, to, versions) => {
    const bureau = await startBureau();
    const { privateKeyPem: next, publicKey } = newSigningKey();
    const key = `{id: ${publicKey.id}, public_key: '${publicKey.public_key}', from: 2026-11-24}`;
    const policy = bureau.policy.replace(/\{id: [^}]*from: 2026-01-01\}/, (old) =>
      to ? `${old.replace('}', `, to: ${to}}`)}, ${key}` : key,
    );
    await bureau.publish({ 'content/policy.yml': policy }, OFFICE_AND_LEADER);
    if (versions === 2) await bureau.publish({ 'content/policy.yml': `files_per_pull_request: 100\n${policy}` }, OFFICE_AND_LEADER);
    await bureau.publish({ [`${FOLDER}/index.md`]: itemText() });
    const run = async (signing: string): Promise<string> => {
      const env = { ...environmentOf(bureau, 'sanshen-bot'), SANSHEN_SIGNING_KEY: signing };
      const context = commandContext({ root: bureau.root, env, sleep: async () => undefined });
      return approve.run(context).then(
        ({ json }) => (json as { approved: string[] }).approved.join(),
        ({ code, message }) => `${code} ${message}`,
      );
    };
    expect(await run(next)).toMatch(/^form\/key-not-listed .*先用旧的私钥运行一次/);
    const old = await run(bureau.key);
    expect(old).toMatch(to === '2026-11-24' ? ITEM : /^form\/key-not-listed .*请管理员核对 SANSHEN_SIGNING_KEY/);
    expect((await bureau.verify()).problems).toEqual([]);
    const after = await run(next);
    expect([old, after]).toContain(ITEM);
    expect((await bureau.verify()).problems).toEqual([]);
  },
);

it.each<[what: string, rows: (old: string, next: string) => string]>([
  ['ended the day before', (old, next) => `${old.replace('}', ', to: 2026-11-23}')}, ${next}`],
  ['begins tomorrow', (old, next) => `${old.replace('2026-01-01', '2026-11-25')}, ${next}`],
])('what a key has signed stays believed under a policy that says it %s', async (_, rows) => {
  const bureau = await startBureau();
  const { privateKeyPem, publicKey } = newSigningKey();
  const next = `{id: ${publicKey.id}, public_key: '${publicKey.public_key}', from: 2026-11-24}`;
  await bureau.publish({ [`${FOLDER}/index.md`]: itemText() });
  await bureau.approve();
  const policy = bureau.policy.replace(/\{id: [^}]*from: 2026-01-01\}/, (old) => rows(old, next));
  await bureau.publish({ 'content/policy.yml': policy }, OFFICE_AND_LEADER);
  await bureau.approve();
  expect((await bureau.verify()).problems).toEqual([]);
  const { store, ledgers, now } = await bureau.publisher();
  const [ledger, at] = [await ledgers.open(), await now()];
  const hold = holdDraft(ledger, { id: '1', attempt: 1, actor: 'sanshen-bot' }, at, { kind: 'hold', reason: '示例' });
  await write({ ...store, sign: signerOf(privateKeyPem) }, ledger, [hold], '登记', at);
  expect((await bureau.verify()).problems).toEqual([]);
});
