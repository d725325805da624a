import { generateKeyPairSync } from 'node:crypto';
import type { BeijingDate } from '../beijing-time.ts';
import { publicKeyOf, type SigningKey } from '../review/form/envelope.ts';

/** Makes a new Ed25519 key: the private half as PKCS#8 PEM for the publishing environment's secret, the public half for `policy.signing_keys`. */
export function newSigningKey(): { privateKeyPem: string; publicKey: SigningKey } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const privateKeyPem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  return { privateKeyPem, publicKey: publicKeyOf(privateKeyPem) };
}

/** What `policy.signing_keys` lists for a key. Quoted, since an id of digits would be read as a number. */
export function policyEntry({ id, public_key }: SigningKey, from: BeijingDate): string {
  return `{id: '${id}', public_key: '${public_key}', from: ${from}}`;
}
