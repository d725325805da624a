import { beijingDate, type Instant } from '../beijing-time.ts';
import { sha256 } from '../canonical-json.ts';
import { parseLedgerPath, sealPath } from './ledger-path.ts';
import { FAULTS, type KeysOn, openSigned, type Unsigned } from './signature.ts';

/**
 * 封账: what the publisher says under signature of a commit of the ledger that it has verified from end to end. The commit's id fixes every
 * byte before it. So a later run believes what lies before a seal by the same key as an approval. It reads what came since, and the
 * chains that the seal calls open.
 */
export interface Seal {
  version: 1;
  /** Where it lies. */
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

/** The file of a seal: it says all but where it lies, which its signature binds (contracts.md 5). */
export function sealFile({ path, ...value }: Seal): Unsigned<Omit<Seal, 'path'>> {
  return { path, value };
}

/** The place after a seal's, for one that is put at an instant. */
export function nextSealPath(last: string | null, at: Instant): string {
  const year = beijingDate(at).slice(0, 4);
  const name = last === null ? null : parseLedgerPath(last);
  return sealPath(year, name?.type === 'seal' && name.year === year ? name.seq + 1 : 1);
}

/** Reads a seal, if a key of its day has signed exactly these bytes for this place; else a sentence says what is wrong. */
export function openSeal(path: string, bytes: Uint8Array, keysOn: KeysOn): { seal: Seal; digest: string } | { fault: string } {
  const opened = openSigned(path, bytes, keysOn);
  if ('fault' in opened) return { fault: `封账 ${path} ${FAULTS[opened.fault]}` };
  return { seal: { ...(opened.value as Omit<Seal, 'path'>), path }, digest: sha256(bytes) };
}
