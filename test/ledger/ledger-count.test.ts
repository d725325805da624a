import { expect, it } from 'vitest';
import { openGit } from '#pipeline/forge/git/git.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { openGithub } from '#pipeline/forge/github/github.ts';
import { readLedger } from '#pipeline/ledger/ledger.ts';
import { COUNT_CONTEXT, type CountBoard, countStatus, type LedgerCount, ledgerCount } from '#pipeline/ledger/ledger-count.ts';
import { gitLedger } from '#pipeline/ledger/ledger-git.ts';
import { figuresOf } from '#pipeline/ledger/seal.ts';
import { signerOf } from '#pipeline/review/form/envelope.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { gitTrust, verifiedLedgers } from '#pipeline/verify/publisher.ts';
import type { Bureau } from '../bureau.ts';
import { memoryLedger } from './ledger-memory.ts';
import { again, approvedAndCounted, freshClone, remove, reset } from './set-back.ts';

const AT = '2026-11-24T10:00:00+08:00';

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
  [
    ', though two dozen newer commits have counts that nobody signed',
    async (bureau) => {
      for (let commit = 0; commit < 24; commit += 1) {
        await forge(bureau, await bureau.pushToMain({ 'README.md': `改 ${commit}` }), `1 ${'a'.repeat(40)} ${'A'.repeat(86)}==`);
      }
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

/** Main of 150 commits; statuses by the place of their commit. */
function boardOf(statuses: Map<number, string>): { board: CountBoard; asked: boolean[] } {
  const asked: boolean[] = [];
  const at = (place: number): string => String(place).padStart(40, 'c');
  const board: CountBoard = {
    repository: 'jinhua/news',
    async markedCommits(_, all = false) {
      asked.push(all);
      const marked = [...statuses.keys()].sort((one, other) => one - other);
      const newest = marked.filter((place) => place < 100);
      const whole = all || newest.length === 0;
      return { head: at(0), marked: (whole ? marked : newest).map(at), whole };
    },
    async statusesAt(commit) {
      const description = [...statuses].find(([place]) => at(place) === commit)?.[1];
      return description === undefined ? [] : [{ description, at: '2026-11-24T10:00:00+08:00' }];
    },
    setStatus: async () => undefined,
  };
  return { board, asked };
}

it.each<[what: string, genuine: number[], asked: boolean[], end: string]>([
  ['in one request where the newest hundred have two', [1, 99], [false], 'ledger/cut'],
  ['past a hundred forged ones', [120], [false, true], 'ledger/cut'],
  ['and stops where there are statuses and none counts', [], [false, true], 'ledger/uncounted'],
])('the count is looked for %s', async (_, genuine, asked, end) => {
  const key = newSigningKey();
  const sign = signerOf(key.privateKeyPem);
  const forged = `1 ${'a'.repeat(40)} ${'A'.repeat(86)}==`;
  const statuses = new Map(Array.from({ length: 100 }, (__, place) => [place, forged]));
  for (const place of genuine) {
    const commit = String(place).padStart(40, 'c');
    statuses.set(place, countStatus('jinhua/news', commit, { count: 5, ledger: 'b'.repeat(40) }, sign));
  }
  const found = boardOf(statuses);
  const store = memoryLedger();
  const options = { sign: undefined, note: () => undefined, sleep: async () => undefined };
  const read = (count: LedgerCount) =>
    count.read(
      () => readLedger(store),
      () => [key.publicKey],
    );
  await expect(read(ledgerCount(found.board, store, options))).rejects.toMatchObject({ code: end });
  expect(found.asked).toEqual(asked);
  if (genuine.length > 0) return;
  const count = ledgerCount(found.board, store, options);
  count.accept();
  await read(count);
  expect(count.vouched()).toBe(false);
});

it('where somebody has filled main’s newest commit with statuses, no intent is written that nothing would come of', async () => {
  const key = newSigningKey();
  const sign = signerOf(key.privateKeyPem);
  const store = memoryLedger(sign);
  await store.append(null, [{ path: 'seals/2026/0001.json', bytes: Buffer.from('{}') }], '登记', AT);
  const head = await store.head();
  const commit = '0'.padStart(40, 'c');
  const genuine = countStatus('jinhua/news', commit, { count: 0, ledger: head as string }, sign);
  const written = async (most: number): Promise<string> => {
    const { board } = boardOf(new Map([[0, genuine]]));
    const statuses = Array.from({ length: most }, () => ({ description: genuine, at: AT }));
    const options = { sign, note: () => undefined, sleep: async () => undefined };
    const count = ledgerCount({ ...board, statusesAt: async () => statuses }, store, options);
    await count.read(
      () => readLedger(store),
      () => [key.publicKey],
    );
    const path = `2026/11/wucheng/2026-11-23-a/000${most === 1000 ? 1 : 2}-intent-weibo.json`;
    return count.store.append(await store.head(), [{ path, bytes: Buffer.from('{}') }], '登记', AT).then(
      ({ kind }) => kind,
      ({ code }) => code,
    );
  };
  expect([await written(1000), (await store.head()) === head, await written(999)]).toEqual(['ledger/uncounted', true, 'appended']);
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
