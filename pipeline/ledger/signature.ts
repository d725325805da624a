import { type BeijingDate, beijingDate, isInstant } from '../beijing-time.ts';
import { canonicalJson } from '../canonical-json.ts';
import { signatureFault as faultOf, type Sign, type Signature, type SigningKey } from '../review/form/envelope.ts';
import { jsonOf, ledgerBytes } from './event.ts';
import type { LedgerFile } from './ledger-store.ts';

/** What every signature of the ledger begins with, so that none made for something else can stand for one. */
const CONTEXT = 'sanshen-ledger-v1';
const SIGNATURE = 'signature';

/** The keys that may have signed on a Beijing date. `after`: the newest date of what lay in the ledger before. */
export type KeysOn = (day: BeijingDate, after?: BeijingDate) => readonly SigningKey[];

/** A file of the ledger before it is signed: an event, an uploaded picture's record, a seal. `at` says which keys may sign it. */
export interface Unsigned<Value extends { at: string } = { at: string }> {
  path: string;
  value: Value;
}

function signedBytes(path: string, canonical: string): Buffer {
  return Buffer.from(`${CONTEXT}\n${path}\n${canonical}`);
}

/** The bytes of a file with the publisher's signature over its path and all else that it says (contracts.md 5), written in one pass. */
export function signedFile({ path, value }: Unsigned, sign: Sign): LedgerFile & { signature: Signature } {
  const members = value as unknown as Record<string, unknown>;
  const written = (names: string[]): string[] =>
    names.flatMap((name) => (members[name] === undefined ? [] : [`${JSON.stringify(name)}:${canonicalJson(members[name])}`]));
  const names = Object.keys(members).sort();
  const before = written(names.filter((name) => name < SIGNATURE));
  const after = written(names.filter((name) => name > SIGNATURE));
  const signature = sign(signedBytes(path, `{${[...before, ...after].join(',')}}`));
  const text = [...before, `"${SIGNATURE}":${canonicalJson(signature)}`, ...after].join(',');
  return { path, bytes: Buffer.from(`{${text}}\n`), signature };
}

/** Why a file of the ledger isn't believed. */
export type SignatureFault = keyof typeof FAULTS;

/** The same in words, after the file's path. */
export const FAULTS = {
  unreadable: '不是写入时的样子',
  unsigned: '没有签名，不是发布程序写的',
  'unknown-key': '不是用名单上当天有效的密钥签的，不是发布程序写的',
  'bad-signature': '的签名对不上，内容或位置被改过',
} as const;

/** What is wrong with the signature of a file that says this at this path; `null` if a key of its day has made it. */
export function signatureFault(
  path: string,
  value: { at: string; signature?: Signature | undefined },
  keysOn: KeysOn,
): SignatureFault | null {
  const { signature, ...said } = value;
  if (signature === undefined) return 'unsigned';
  return faultOf(signedBytes(path, canonicalJson(said)), signature, keysOn(beijingDate(value.at)));
}

/** Reads a signed file that isn't an event: what it says, if its bytes are exactly those that were signed. */
export function openSigned(path: string, bytes: Uint8Array, keysOn: KeysOn): { value: { at: string } } | { fault: SignatureFault } {
  const value = jsonOf(bytes) as { at: string; signature?: Signature } | null | undefined;
  if (typeof value?.at !== 'string' || !isInstant(value.at) || !ledgerBytes(value).equals(bytes)) return { fault: 'unreadable' };
  const fault = signatureFault(path, value, keysOn);
  const { signature: _, ...said } = value;
  return fault === null ? { value: said } : { fault };
}
