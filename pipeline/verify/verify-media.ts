import { sha256 } from '../canonical-json.ts';
import type { Ledger, StoredEvent } from '../ledger/ledger.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import { unsealedEvents } from '../ledger/seal.ts';
import { type KeysOn, openSigned } from '../ledger/signature.ts';
import { problem, unbelieved, type VerifyProblem } from './verify-chain.ts';

function missing(path: string): VerifyProblem {
  return problem('ledger', path, 'media-missing', `台账里登记过的图片 ${path} 不见了`);
}

function changed(path: string): VerifyProblem {
  return problem('ledger', path, 'media-changed', `图片登记 ${path} 不是发布时写下的那一份`);
}

/** Pictures by path, with the digests of their files, as events name them. */
export function uploadsNamed(events: readonly StoredEvent[]): Map<string, string> {
  return new Map(events.flatMap(({ event }) => Object.entries(event.uploads ?? {})));
}

/**
 * Uploaded pictures. The ledger's memory of them decides what WeChat is told to show, so each record must be signed, and the one that its event
 * names.
 * @param named every picture that an event names
 * @param there every picture's path in the ledger
 */
export async function mediaProblems(
  store: LedgerStore,
  head: string,
  named: ReadonlyMap<string, string>,
  there: readonly string[],
  keysOn: KeysOn,
): Promise<VerifyProblem[]> {
  const known = new Set(there);
  const found = await Promise.all(
    there.map(async (path) => {
      const bytes = (await store.readAt(head, path)) ?? new Uint8Array();
      const opened = openSigned(path, bytes, keysOn);
      if ('fault' in opened) return [unbelieved('ledger', path, opened.fault)];
      return sha256(bytes) === named.get(path) ? [] : [changed(path)];
    }),
  );
  return [...[...named.keys()].filter((path) => !known.has(path)).map(missing), ...found.flat()];
}

/** The same of what came since the seal: each new picture is named by a new event, and what a new event names is there. */
export async function addedMediaProblems(
  store: LedgerStore,
  ledger: Ledger,
  there: readonly string[],
  keysOn: KeysOn,
): Promise<VerifyProblem[]> {
  const head = ledger.head ?? '';
  const named = uploadsNamed(unsealedEvents(ledger));
  const older = await Promise.all(
    [...named.keys()]
      .filter((path) => !there.includes(path))
      .map(async (path) => ((await store.readAt(head, path)) === null ? [] : [path])),
  );
  return mediaProblems(store, head, named, [...there, ...older.flat()], keysOn);
}
