import { sha256 } from '#pipeline/canonical-json.ts';
import { jsonOf, type Seal } from '#pipeline/ledger/event.ts';
import { itemsOf, readLedger, type Sealed } from '#pipeline/ledger/ledger.ts';
import { SEALS_FOLDER } from '#pipeline/ledger/ledger-path.ts';
import type { LedgerStore } from '#pipeline/ledger/ledger-store.ts';
import { changedIn, figuresOf, nextSealPath, sealFile } from '#pipeline/ledger/seal.ts';
import { signedFile } from '#pipeline/ledger/signature.ts';
import type { Sign } from '#pipeline/review/form/envelope.ts';

const AT = '2026-12-31T23:30:00+08:00';

/** The newest seal of a store, with what came since. */
async function newest(store: LedgerStore, head: string): Promise<Sealed | undefined> {
  const entry = (await store.entries(head, SEALS_FOLDER)).at(-1);
  if (entry === undefined) return undefined;
  const bytes = await store.read(entry);
  const seal = { ...(jsonOf(bytes) as Seal), path: entry.path };
  const changes = (await store.history(head, seal.commit)).flatMap(({ changes }) => changes);
  return { seal, digest: sha256(bytes), added: new Set(changes.map(({ path }) => path)) };
}

/** Puts a seal on a ledger, however little it holds. @param lie what it says otherwise than is so */
export async function putSeal(store: LedgerStore, sign: Sign, lie: (seal: Seal) => Partial<Seal> = () => ({})): Promise<Seal> {
  const head = (await store.head()) as string;
  const sealed = await newest(store, head);
  const ledger = { ...(await readLedger(store)), ...(sealed ? { sealed } : {}) };
  const seal: Seal = {
    ...{ version: 1, path: nextSealPath(sealed?.seal.path ?? null, AT), at: AT, commit: head, previous: sealed?.digest ?? null },
    ...{ main: 'd'.repeat(40), ...figuresOf(ledger), open: itemsOf(ledger), due: [], changed: changedIn(ledger) },
  };
  const told: Seal = { ...seal, ...lie(seal) };
  const { path, bytes } = signedFile(sealFile(told), sign);
  await store.append(head, [{ path, bytes }], '封账', AT);
  return told;
}

/** The same of what a seal says of items. */
export const saying =
  (change: (changed: NonNullable<Seal['changed']>) => NonNullable<Seal['changed']>) =>
  ({ changed = {} }: Seal): Partial<Seal> => ({ changed: change(changed) });
