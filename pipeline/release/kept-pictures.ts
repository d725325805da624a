import type { Instant } from '../beijing-time.ts';
import { canonicalJson } from '../canonical-json.ts';
import { type Ledger, readValue } from '../ledger/ledger.ts';
import { mediaPath } from '../ledger/ledger-path.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import type { Payload } from '../render/payload.ts';
import type { Upload } from './channels/channel.ts';

/** How often a picture may have been uploaded anew. */
export const MOST_TIMES = 9;

/** What the ledger remembers of an upload, before it is signed. */
export function pictureRecord({ sha256, use, url, mediaId }: Upload, at: Instant): Upload & { version: 1; at: Instant } {
  return { version: 1, at, sha256, use, url, mediaId };
}

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

/** Where a new upload is to be remembered; `null` if the ledger remembers just this already, or too much of the picture. */
export async function placeFor(
  store: LedgerStore,
  ledger: Ledger,
  pathOf: (again: number) => string,
  upload: Upload,
): Promise<string | null> {
  const said = ({ sha256, use, url, mediaId }: Upload): string => canonicalJson({ sha256, use, url, mediaId });
  for (let again = 1; again <= MOST_TIMES; again += 1) {
    const there = await readValue(store, ledger, pathOf(again));
    if (there === null) return pathOf(again);
    if (said((there.value ?? {}) as Upload) === said(upload)) return null;
  }
  return null;
}
