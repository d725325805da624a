import { once } from 'node:events';
import { openGit } from '#pipeline/forge/git/git.ts';
import { type Draft, readLedger, write } from '#pipeline/ledger/ledger.ts';
import { gitLedger } from '#pipeline/ledger/ledger-git.ts';
import type { LedgerStore } from '#pipeline/ledger/ledger-store.ts';
import { standIn } from './ledger-memory.ts';

const at = '2026-11-24T10:00:00+08:00';

/** An event that several writers want to be the next of the same chain, and one of a chain of their own beside it. */
function drafts(writer: number, entry: number): Draft[] {
  const event = {
    ...{ at, tree: '', digest: 'sha256:x', pullRequest: null, mergeSha: null, runId: `writer-${writer}`, attempt: entry, actor: 'sanshen' },
    revision: 0,
  };
  const own = `unit${writer}/2026-11-24-own`;
  return [
    { event: { ...event, kind: 'hold', item: 'settings', reason: `${writer} ${entry}` } },
    { event: { ...event, kind: 'failed', channel: 'website', item: own, revision: 1, reason: `${writer} ${entry}` } },
  ];
}

/**
 * Writes so many times into a ledger, reading it again and trying again whenever somebody else was first.
 * @param ready awaited between the first reading and the first writing
 * @returns how often somebody else was first
 */
export async function writeAgainAndAgain(
  store: LedgerStore,
  writer: number,
  entries: number,
  ready: () => Promise<unknown>,
): Promise<number> {
  let ledger = await readLedger(store);
  await ready();
  let rejected = 0;
  for (let entry = 1; entry <= entries; ) {
    const written = await write(store, ledger, drafts(writer, entry), '登记', at);
    if (written === null) rejected += 1;
    else entry += 1;
    ledger = await readLedger(store);
  }
  return rejected;
}

/** As a process of its own: folder, number, entries. Says `ready`, waits for a line, writes, says how often it was not the first. */
if (process.argv[1] === import.meta.filename) {
  const [dir = '', writer, entries] = process.argv.slice(2);
  const git = await openGit(dir);
  const line = once(process.stdin, 'data');
  const rejected = await writeAgainAndAgain(gitLedger(git, { fetch: true, sign: standIn }), Number(writer), Number(entries), () => {
    process.stdout.write('ready\n');
    return line;
  });
  process.stdout.write(`${rejected}\n`);
  process.stdin.destroy();
  git.close();
}
