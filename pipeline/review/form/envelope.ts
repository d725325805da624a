import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson, sha256 } from '../../canonical-json.ts';
import { Problem } from '../../problem.ts';
import type { ReviewForm } from './review-form.ts';

/** An Ed25519 signature: base64, and the id of its key. */
export interface Signature {
  keyid: string;
  sig: string;
}

/** Signs bytes: all that who signs knows of the key. */
export type Sign = (bytes: Uint8Array) => Signature;

/** A DSSE envelope: `payload` is base64 of an in-toto statement, signed with Ed25519 over the pre-authentication encoding. */
export interface Envelope {
  payloadType: string;
  payload: string;
  signatures: Signature[];
}

/** An in-toto Statement v1: what is spoken of, and what is said of it. */
export interface Statement<Predicate> {
  _type: typeof STATEMENT_TYPE;
  subject: { name: string; digest: Record<string, string> }[];
  predicateType: string;
  predicate: Predicate;
}

/** A public key as `policy.signing_keys` holds it: its id, and the base64 of its SPKI DER (PEM is read too). */
export interface SigningKey {
  id: string;
  public_key: string;
}

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
/** in-toto has no predicate for a human review, so this is our own. */
export const FORM_PREDICATE = 'urn:sanshen:review-form:v1';

/** DSSE's pre-authentication encoding: lengths are of bytes (github.com/secure-systems-lab/dsse, protocol.md). */
function preAuthentication(type: string, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload]);
}

function ed25519(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError(`not an Ed25519 key: ${key.asymmetricKeyType}`);
  return key;
}

function privateKey(pem: string): KeyObject {
  try {
    return ed25519(createPrivateKey(pem));
  } catch (error) {
    // Never the key's own text, nor OpenSSL's message about it.
    const message = '签名密钥读不出来；应为 Ed25519 的 PKCS#8 PEM；请由管理员重新设置密钥。';
    throw new Problem('form/signing-key', message, { place: 'signing key', cause: error });
  }
}

function publicKey(text: string): KeyObject {
  const pem = text.includes('-----BEGIN');
  try {
    return ed25519(createPublicKey(pem ? text : { key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' }));
  } catch (error) {
    const message = 'signing_keys 里有读不出来的公钥；应为 sanshen setup --apply 提示的那一行；请改正。';
    throw new Problem('policy/signing-key', message, { place: 'content/policy.yml', cause: error });
  }
}

/** Public keys by their text: the few of a policy are asked for again with every signature. */
const known = new Map<string, { id: string; key: KeyObject }>();

/** A listed public key with the id that its own bytes give it. */
function listedKey(text: string): { id: string; key: KeyObject } {
  let found = known.get(text);
  if (found === undefined) {
    const key = publicKey(text);
    found = { id: keyOf(key).id, key };
    known.set(text, found);
  }
  return found;
}

function keyOf(key: KeyObject): SigningKey {
  const der = key.export({ format: 'der', type: 'spki' });
  return { id: sha256(der), public_key: der.toString('base64') };
}

/**
 * The public half of a PEM key (private or public): id = SHA-256 of its SPKI DER.
 * @throws Problem `form/signing-key`
 */
export function publicKeyOf(pem: string): SigningKey {
  return keyOf(pem.includes('PUBLIC KEY') ? publicKey(pem) : createPublicKey(privateKey(pem)));
}

/**
 * Signs with an Ed25519 key, PKCS#8 PEM. The same bytes and key give the same signature.
 * @throws Problem `form/signing-key`
 */
export function signerOf(privateKeyPem: string): Sign {
  const key = privateKey(privateKeyPem);
  const keyid = keyOf(createPublicKey(key)).id;
  return (bytes) => ({ keyid, sig: sign(null, bytes, key).toString('base64') });
}

/** True for a listed key that can be read: one that can't has signed nothing. */
export function isReadable({ public_key }: SigningKey): boolean {
  try {
    return listedKey(public_key) !== null;
  } catch {
    return false;
  }
}

/** The id by which signatures name a listed key. @throws Problem `policy/signing-key` */
export const keyIdOf = ({ public_key }: SigningKey): string => listedKey(public_key).id;

/** What is wrong with a signature over some bytes; `null` if one of the keys has made it. @throws Problem `policy/signing-key` */
export function signatureFault(
  bytes: Uint8Array,
  signature: Partial<Signature> | null | undefined,
  keys: readonly SigningKey[],
): 'unknown-key' | 'bad-signature' | null {
  const own = keys.map(({ public_key }) => listedKey(public_key)).find(({ id }) => id === signature?.keyid);
  if (own === undefined) return 'unknown-key';
  const sig = decoded(signature?.sig);
  return sig !== null && verify(null, bytes, own.key, sig) ? null : 'bad-signature';
}

/**
 * Signs a statement with an Ed25519 key. The same statement and key give the same bytes.
 * @throws Problem `form/signing-key`
 */
export function signStatement(statement: Statement<unknown>, privateKeyPem: string): Envelope {
  const payload = Buffer.from(canonicalJson(statement));
  return {
    payloadType: PAYLOAD_TYPE,
    payload: payload.toString('base64'),
    signatures: [signerOf(privateKeyPem)(preAuthentication(PAYLOAD_TYPE, payload))],
  };
}

const PROBLEMS = {
  'envelope/malformed': '审核单的信封格式不对；应为本系统签出的信封；请不要采用这份审核单。',
  'envelope/unknown-key': '审核单不是用名单上的密钥签的；应为 policy.yml 里 signing_keys 的密钥；请不要采用，并由管理员查明。',
  'envelope/bad-signature': '审核单的签名对不上，内容被改过或不是本系统签的；请不要采用，并由管理员查明。',
  'envelope/other-statement': '信封里装的不是这种记录；应为审核记录；请核对取的是不是这一条。',
} as const;

function problem(code: keyof typeof PROBLEMS): { problem: Problem } {
  return { problem: new Problem(code, PROBLEMS[code], { place: 'envelope', exitCode: 1 }) };
}

/** Base64 in its one canonical spelling; anything else could be told apart by bytes and not by meaning. */
function decoded(text: unknown): Buffer | null {
  if (typeof text !== 'string') return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

function signedBytes({ payloadType, payload, signatures }: Partial<Envelope>, keys: readonly SigningKey[]): Buffer | { problem: Problem } {
  const bytes = decoded(payload);
  if (payloadType !== PAYLOAD_TYPE || bytes === null || !Array.isArray(signatures) || signatures.length === 0)
    return problem('envelope/malformed');
  const signed = preAuthentication(PAYLOAD_TYPE, bytes);
  const faults = signatures.map((entry) => signatureFault(signed, entry, keys));
  if (faults.includes(null)) return bytes;
  return problem(faults.includes('bad-signature') ? 'envelope/bad-signature' : 'envelope/unknown-key');
}

/**
 * Opens an envelope and gives its statement, if one of the keys has signed exactly these bytes and they are canonical JSON.
 * A key is known by its own digest, whatever id it is listed under; which keys hold at the time is the caller's to choose.
 * @throws Problem `policy/signing-key` for a listed key that can't be read
 */
export function verifyStatement(
  envelope: Envelope,
  predicateType: string,
  keys: readonly SigningKey[],
): { statement: Statement<unknown> } | { problem: Problem } {
  const bytes = signedBytes(envelope ?? {}, keys);
  if ('problem' in bytes) return bytes;
  let statement: Statement<unknown>;
  try {
    statement = JSON.parse(bytes.toString('utf8'));
  } catch {
    return problem('envelope/malformed');
  }
  const canonical = Buffer.from(canonicalJson(statement)).equals(bytes);
  if (statement?._type !== STATEMENT_TYPE || !canonical) return problem('envelope/malformed');
  return statement.predicateType === predicateType ? { statement } : problem('envelope/other-statement');
}

/** The statement about a review form: its subject is the item's folder at the tree that was approved. */
export function formStatement(form: ReviewForm): Statement<ReviewForm> {
  const subject = [{ name: form.content.path, digest: { gitTree: form.content.tree } }];
  return { _type: STATEMENT_TYPE, subject, predicateType: FORM_PREDICATE, predicate: form };
}

/**
 * Signs a complete review form. It shows that the pipeline saw these reviews; it is no 电子签名 of the reviewers.
 * @throws Problem `form/not-passed` for a draft, `form/signing-key`
 */
export function signForm(form: ReviewForm, privateKeyPem: string): Envelope {
  if (form.verdict !== 'passed') {
    const message = `审核单 ${form.number} 的三级审核没有完成，不能签名；应先审完；请看审核进度。`;
    throw new Problem('form/not-passed', message, { place: form.content.path, exitCode: 1 });
  }
  return signStatement(formStatement(form), privateKeyPem);
}

/** Opens an envelope with a review form; a form that speaks of another text than its subject is a problem. */
export function verifyEnvelope(envelope: Envelope, publicKeys: readonly SigningKey[]): { form: ReviewForm } | { problem: Problem } {
  const opened = verifyStatement(envelope, FORM_PREDICATE, publicKeys);
  if ('problem' in opened) return opened;
  const { statement } = opened;
  const form = statement.predicate as ReviewForm | null;
  if (!form?.content || canonicalJson(formStatement(form)) !== canonicalJson(statement)) return problem('envelope/other-statement');
  return { form };
}
