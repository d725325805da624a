import { sha256 } from '../canonical-json.ts';
import type { Ledger } from './ledger.ts';
import { parseLedgerPath } from './ledger-path.ts';
import type { LedgerStore } from './ledger-store.ts';
import { problem, type VerifyProblem } from './verify-chain.ts';

/**
 * Uploaded pictures: what the ledger remembers of them decides what WeChat is told to show, so each file must be the one that the event
 * written with it names.
 */
export async function mediaProblems(store: LedgerStore, ledger: Ledger): Promise<VerifyProblem[]> {
  const named = new Map([...ledger.chains.values()].flat().flatMap(({ event }) => Object.entries(event.uploads ?? {})));
  const there = ledger.paths.filter((path) => parseLedgerPath(path)?.type === 'media');
  const known = new Set(there);
  const missing = [...named.keys()].filter((path) => !known.has(path));
  const found = await Promise.all(
    there.map(async (path) => {
      const bytes = await store.readAt(ledger.head ?? '', path);
      return { path, changed: bytes === null || sha256(bytes) !== named.get(path) };
    }),
  );
  return [
    ...missing.map((path) => problem('ledger', path, 'media-missing', `台账里登记过的图片 ${path} 不见了`)),
    ...found
      .filter(({ changed }) => changed)
      .map(({ path }) => problem('ledger', path, 'media-changed', `图片登记 ${path} 不是发布时写下的那一份`)),
  ];
}
