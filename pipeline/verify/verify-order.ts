import { type BeijingDate, beijingDate, type Instant, isInstant, later } from '../beijing-time.ts';
import { jsonOf } from '../ledger/event.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { parseLedgerPath } from '../ledger/ledger-path.ts';
import type { LedgerCommit, LedgerStore } from '../ledger/ledger-store.ts';
import type { KeysOn } from '../ledger/signature.ts';
import { keyIdOf } from '../review/form/envelope.ts';
import { problem, type VerifyProblem } from './verify-chain.ts';
import type { FoundSeal } from './verify-seal.ts';

/** When a file of the ledger says that it was written, and by which key. */
export interface Said {
  at: Instant;
  signature?: { keyid: string } | undefined;
}

type Signer = NonNullable<Said['signature']>;

/** No more of an event than is asked here: without a seal, those of a whole archive are held at once. @param signers one of each key */
function briefly({ at, signature }: Said, signers: Map<string, Signer>): Said {
  if (signature === undefined) return { at };
  const { keyid } = signature;
  const signer = signers.get(keyid) ?? { keyid };
  signers.set(keyid, signer);
  return { at, signature: signer };
}

/**
 * Files by a key that had ended before they came, whatever date they bear: what lay in the ledger by then was of a later day.
 * @param commits in their order
 * @param saidIn of what they added, by path; what isn't there isn't looked at
 * @param before the newest date of what lay there before the first of them
 */
export function lateProblems(
  commits: readonly LedgerCommit[],
  saidIn: ReadonlyMap<string, Said>,
  keysOn: KeysOn,
  before?: BeijingDate,
): VerifyProblem[] {
  const problems: VerifyProblem[] = [];
  let newest = before;
  for (const { changes } of commits) {
    const after = newest;
    for (const { path } of changes) {
      const said = saidIn.get(path);
      if (said === undefined) continue;
      const day = beijingDate(said.at);
      const held = keysOn(day).find((key) => keyIdOf(key) === said.signature?.keyid);
      // A key that doesn't hold on that day either is named where the signature is looked at.
      if (held && !keysOn(day, after).includes(held)) {
        const words = `${path} 是用已经停用的密钥签的，日期写在停用以前，写进台账却在 ${after} 的登记以后，不是发布程序写的`;
        problems.push(problem('ledger', path, 'signature/key-ended', words));
      }
      newest = later(newest, day);
    }
  }
  return problems;
}

/** The same of counts of months; of one that can't be read nothing. */
export async function saidInFigures(store: LedgerStore, head: string, paths: readonly string[]): Promise<Map<string, Said>> {
  const said = new Map<string, Said>();
  for (const path of paths) {
    const value = jsonOf((await store.readAt(head, path)) ?? new Uint8Array()) as Said | null | undefined;
    if (typeof value?.at === 'string' && isInstant(value.at)) said.set(path, value);
  }
  return said;
}

/**
 * The same of a whole ledger, from the newest seal on whose key goes on: its publisher had verified all before it.
 */
export async function orderSeen(
  store: LedgerStore,
  head: string,
  seals: readonly FoundSeal[],
  keysOn: KeysOn,
): Promise<{ see(part: Ledger): void; problems(): Promise<VerifyProblem[]> }> {
  const opened = seals.flatMap((seal) => ('fault' in seal.opened || seal.opened.ended ? [] : [seal.opened.seal])).at(-1);
  const commits = await store.history(head, opened?.commit);
  const added = new Set(commits.flatMap(({ changes }) => changes.map(({ path }) => path)));
  const said = new Map<string, Said>();
  const signers = new Map<string, Signer>();
  return {
    see({ chains }) {
      for (const chain of chains.values()) {
        for (const { path, event } of chain) if (added.has(path)) said.set(path, briefly(event, signers));
      }
    },
    async problems() {
      const figures = [...added].filter((path) => parseLedgerPath(path)?.type === 'figures');
      for (const [path, one] of await saidInFigures(store, head, figures)) said.set(path, one);
      return lateProblems(commits, said, keysOn, opened && beijingDate(opened.at));
    },
  };
}
