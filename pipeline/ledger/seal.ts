import { beijingDate, type Instant, isInstant } from '../beijing-time.ts';
import { sha256 } from '../canonical-json.ts';
import type { Policy } from '../organisation/policy.ts';
import { type Envelope, STATEMENT_TYPE, signStatement, verifyStatement } from '../review/form/envelope.ts';
import { ledgerBytes } from './event.ts';
import { parseLedgerPath, sealPath } from './ledger-path.ts';
import type { LedgerFile } from './ledger-store.ts';

/** in-toto has no predicate for this, so it is our own. */
const PREDICATE = 'urn:sanshen:seal:v1';

/**
 * 封账: what the publisher says under signature of a commit of the ledger that it has verified from end to end. The commit's id fixes every
 * byte before it. So a later run believes what lies before a seal by the same key as an approval. It reads what came since, and the
 * chains that the seal calls open.
 */
export interface Seal {
  version: 1;
  /** Where it lies, so that no seal can stand in another's place. */
  path: string;
  at: Instant;
  /** The commit of the ledger that was verified. */
  commit: string;
  /** SHA-256 of the seal before it; `null` for the first. */
  previous: string | null;
  /** The commit of main that was compared with it. */
  main: string;
  items: number;
  events: number;
  /** The last number of a review form, by year. */
  numbers: Record<string, number>;
  /** Items that a run may still have something to do for. */
  open: string[];
  /** Folders of main that no approval named at the time. */
  due: string[];
}

/** A seal as it lies in the ledger. `at` is repeated outside the envelope: it says which keys may have signed. */
interface SealFile {
  version: 1;
  at: Instant;
  form: Envelope;
}

/** The file of a seal, signed. @throws Problem `form/signing-key` */
export function sealFile(seal: Seal, key: string): LedgerFile {
  const subject = [{ name: 'ledger', digest: { gitCommit: seal.commit } }];
  const form = signStatement({ _type: STATEMENT_TYPE, subject, predicateType: PREDICATE, predicate: seal }, key);
  return { path: seal.path, bytes: ledgerBytes({ version: 1, at: seal.at, form } satisfies SealFile) };
}

/** The place after a seal's, for one that is put at an instant. */
export function nextSealPath(last: string | null, at: Instant): string {
  const year = beijingDate(at).slice(0, 4);
  const name = last === null ? null : parseLedgerPath(last);
  return sealPath(year, name?.type === 'seal' && name.year === year ? name.seq + 1 : 1);
}

/**
 * Reads a seal, if a key has signed exactly these bytes for this place; else a sentence says what is wrong.
 * @param keysOn the keys that may sign on a Beijing date
 */
export function openSeal(
  path: string,
  bytes: Uint8Array,
  keysOn: (day: string) => Policy['signing_keys'],
): { seal: Seal; digest: string } | { fault: string } {
  let file: Partial<SealFile>;
  try {
    file = JSON.parse(Buffer.from(bytes).toString('utf8')) as Partial<SealFile>;
  } catch {
    return { fault: `封账 ${path} 读不出来` };
  }
  const { at, form } = file ?? {};
  const exact = typeof at === 'string' && isInstant(at) && form !== undefined && ledgerBytes({ version: 1, at, form }).equals(bytes);
  if (!exact) return { fault: `封账 ${path} 不是写入时的样子` };
  const opened = verifyStatement(form, PREDICATE, keysOn(beijingDate(at)));
  if ('problem' in opened) return { fault: `封账 ${path} 的签名不成立（${opened.problem.code}）` };
  const seal = opened.statement.predicate as Seal | null;
  return seal?.at === at && seal.path === path ? { seal, digest: sha256(bytes) } : { fault: `封账 ${path} 与它的签名内容不一致` };
}
