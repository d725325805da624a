import { generateKeyPairSync } from 'node:crypto';
import { publicKeyOf, type SigningKey } from '../review/envelope.ts';

/** Makes a new Ed25519 key: the private half as PKCS#8 PEM for the publishing environment's secret, the public half for `policy.signing_keys`. */
export function newSigningKey(): { privateKeyPem: string; publicKey: SigningKey } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const privateKeyPem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  return { privateKeyPem, publicKey: publicKeyOf(privateKeyPem) };
}
