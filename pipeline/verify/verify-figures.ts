import type { LedgerStore } from '../ledger/ledger-store.ts';
import { openMonth } from '../ledger/month-file.ts';
import type { KeysOn } from '../ledger/signature.ts';
import { problem, type VerifyProblem } from './verify-chain.ts';

/** What is wrong with the counts of months: each is signed, for its own month. */
export async function figuresProblems(
  store: LedgerStore,
  head: string,
  paths: readonly string[],
  keysOn: KeysOn,
): Promise<VerifyProblem[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const opened = openMonth(path, (await store.readAt(head, path)) ?? new Uint8Array(), keysOn);
      return 'fault' in opened ? [problem('ledger', path, 'figures', opened.fault)] : [];
    }),
  );
  return found.flat();
}
