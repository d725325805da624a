import type { LedgerStore } from '../ledger/ledger-store.ts';
import { type KeysOn, openSigned } from '../ledger/signature.ts';
import { unbelieved, type VerifyProblem } from './verify-chain.ts';

/**
 * Uploaded pictures. The ledger's memory of them decides what WeChat is told to show, so each record must be one that the publisher has signed.
 * @param paths of the records
 */
export async function mediaProblems(store: LedgerStore, head: string, paths: readonly string[], keysOn: KeysOn): Promise<VerifyProblem[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const opened = openSigned(path, (await store.readAt(head, path)) ?? new Uint8Array(), keysOn);
      return 'fault' in opened ? [unbelieved('ledger', path, opened.fault)] : [];
    }),
  );
  return found.flat();
}
