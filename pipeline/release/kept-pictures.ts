import { type Ledger, readValue } from '../ledger/ledger.ts';
import { mediaPath } from '../ledger/ledger-path.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import type { Payload } from '../render/payload.ts';
import type { Upload } from './channels/channel.ts';

/** How often a picture may have been uploaded anew. */
export const MOST_TIMES = 9;

/**
 * The newest of what is remembered of one picture. Nothing in the ledger is ever changed, so a picture that was removed from the platform and
 * uploaded again has one more file.
 */
async function newest(store: LedgerStore, ledger: Ledger, pathOf: (again: number) => string): Promise<Upload | null> {
  let upload: Upload | null = null;
  for (let again = 1; again <= MOST_TIMES; again += 1) {
    const found = await readValue(store, ledger, pathOf(again));
    if (found === null) break;
    upload = (found.value as Upload | undefined) ?? upload;
  }
  return upload;
}

/** What WeChat already holds of a payload's pictures, by the account that the policy names: what one account holds, another doesn't. */
export async function keptUploads(store: LedgerStore, account: string, ledger: Ledger, { channel, images }: Payload): Promise<Upload[]> {
  if (channel !== 'wechat') return [];
  const kept = images.flatMap(({ sha256 }) =>
    (['body', 'cover'] as const).map((use) => newest(store, ledger, (again) => mediaPath(account, sha256, use, again))),
  );
  return (await Promise.all(kept)).filter((upload) => upload !== null);
}

/** Where a new upload is to be remembered; `null` if the ledger has these very bytes already, or too many files of the picture. */
export async function placeFor(
  store: LedgerStore,
  ledger: Ledger,
  pathOf: (again: number) => string,
  bytes: Uint8Array,
): Promise<string | null> {
  for (let again = 1; again <= MOST_TIMES; again += 1) {
    const there = ledger.head === null ? null : await store.readAt(ledger.head, pathOf(again));
    if (there === null) return pathOf(again);
    if (Buffer.compare(there, bytes) === 0) return null;
  }
  return null;
}
