import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Problem } from '#pipeline/problem.ts';
import {
  type Envelope,
  FORM_PREDICATE,
  publicKeyOf,
  type SigningKey,
  signForm,
  signStatement,
  verifyEnvelope,
  verifyStatement,
} from '#pipeline/review/form/envelope.ts';
import type { ReviewForm } from '#pipeline/review/form/review-form.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { story } from './evidence-builder.ts';
import { formOf } from './form-builder.ts';

// The key of RFC 8032, 7.1, test 1: known to everybody, so that the whole envelope below can be compared.
const SEED = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const SPKI = '302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const PEM = createPrivateKey({ key: Buffer.from(`302e020100300506032b657004220420${SEED}`, 'hex'), format: 'der', type: 'pkcs8' })
  .export({ format: 'pem', type: 'pkcs8' })
  .toString();
const key = (): SigningKey => publicKeyOf(PEM);

const form = (): ReviewForm => formOf(story().signed());
const envelope = (): Envelope => signForm(form(), PEM);
const statement = () => JSON.parse(Buffer.from(envelope().payload, 'base64').toString('utf8'));

function problemOf(changed: Envelope, keys = [key()]): string | undefined {
  const opened = verifyEnvelope(changed, keys);
  return 'problem' in opened ? opened.problem.code : undefined;
}

/** What a call throws, as a person meets it. */
function thrown(call: () => unknown): Partial<Problem> & { cause?: unknown } {
  try {
    call();
  } catch (error) {
    const { code, message, place, exitCode, cause } = error as Problem;
    return { code, message, place, exitCode, cause: (cause as Error | undefined)?.message };
  }
  throw new Error('nothing was thrown');
}

/** Bytes signed as they are, whether or not they are a statement. */
function signedText(text: string): Envelope {
  const body = Buffer.from(text);
  const encoded = Buffer.concat([Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${body.length} `), body]);
  return {
    ...envelope(),
    payload: body.toString('base64'),
    signatures: [{ keyid: key().id, sig: sign(null, encoded, PEM).toString('base64') }],
  };
}

describe('the signed form', () => {
  it("is an in-toto statement about the item's folder at the approved tree", () => {
    expect(statement()).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: form().content.path, digest: { gitTree: 'text1' } }],
      predicateType: 'urn:sanshen:review-form:v1',
      predicate: JSON.parse(JSON.stringify(form())),
    });
  });

  it('comes back as it went in', () => {
    expect(verifyEnvelope(envelope(), [key()])).toEqual({ form: form() });
    expect(verifyEnvelope(JSON.parse(JSON.stringify(envelope())), [publicKeyOf(newSigningKey().privateKeyPem), key()])).toEqual({
      form: form(),
    });
  });

  it("can be checked with nothing but Ed25519 and DSSE's encoding", () => {
    const body = Buffer.from(envelope().payload, 'base64');
    const encoded = Buffer.concat([Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${body.length} `), body]);
    const key = createPublicKey({
      key: Buffer.from(SPKI, 'hex'),
      format: 'der',
      type: 'spki',
    });
    expect(verify(null, encoded, key, Buffer.from(envelope().signatures[0]?.sig ?? '', 'base64'))).toBe(true);
  });

  it('is the same bytes every time', () => expect(signForm(structuredClone(form()), PEM)).toEqual(envelope()));

  it('knows a key by the SHA-256 of its SPKI, whatever it is called in the list', () => {
    expect(envelope().signatures[0]?.keyid).toBe(key().id);
    expect(key().id).toMatch(/^[0-9a-f]{64}$/);
    expect(verifyEnvelope(envelope(), [{ id: '2026', public_key: key().public_key }])).toEqual({ form: form() });
    const pem = createPublicKey(PEM).export({ format: 'pem', type: 'spki' }).toString();
    expect(publicKeyOf(pem)).toEqual(key());
    expect(verifyEnvelope(envelope(), [{ id: 'pem', public_key: pem }])).toEqual({ form: form() });
  });

  it('is refused after any change of any byte', () => {
    const signed = envelope();
    const body = Buffer.from(signed.payload, 'base64');
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (index, mask) => {
        const changed = Buffer.from(body);
        changed[index] = (changed[index] as number) ^ mask;
        expect(problemOf({ ...signed, payload: changed.toString('base64') })).toBe('envelope/bad-signature');
      }),
    );
  });

  it.each<[string, () => Envelope, string]>([
    [
      'another signature',
      () => ({ ...envelope(), signatures: [{ keyid: key().id, sig: Buffer.alloc(64).toString('base64') }] }),
      'envelope/bad-signature',
    ],
    ["a key that isn't listed", () => signForm(form(), newSigningKey().privateKeyPem), 'envelope/unknown-key'],
    [
      "a listed key's id over a stranger's signature",
      () => ({
        ...envelope(),
        signatures: [{ keyid: key().id, sig: signForm(form(), newSigningKey().privateKeyPem).signatures[0]?.sig ?? '' }],
      }),
      'envelope/bad-signature',
    ],
    ['no signature', () => ({ ...envelope(), signatures: [] }), 'envelope/malformed'],
    ['another type of payload', () => ({ ...envelope(), payloadType: 'text/plain' }), 'envelope/malformed'],
    ['base64 in another spelling', () => ({ ...envelope(), payload: `${envelope().payload}\n` }), 'envelope/malformed'],
    ['nothing at all', () => null as unknown as Envelope, 'envelope/malformed'],
    ['a statement of another kind', () => signStatement({ ...statement(), predicateType: 'urn:other' }, PEM), 'envelope/other-statement'],
    [
      "a subject that isn't the form's own text",
      () => signStatement({ ...statement(), subject: [{ name: form().content.path, digest: { gitTree: 'other' } }] }, PEM),
      'envelope/other-statement',
    ],
    [
      'a form for two subjects',
      () =>
        signStatement(
          { ...statement(), subject: [...statement().subject, { name: 'content/items/x', digest: { gitTree: 'other' } }] },
          PEM,
        ),
      'envelope/other-statement',
    ],
    ['signed bytes that are no JSON', () => signedText('sanshen'), 'envelope/malformed'],
    ['signed JSON that says nothing', () => signedText('null'), 'envelope/malformed'],
    [
      'a statement of another age',
      () => signStatement({ ...statement(), _type: 'https://in-toto.io/Statement/v0.1' as never }, PEM),
      'envelope/malformed',
    ],
    ['a statement in another spelling', () => signedText(JSON.stringify(statement(), null, 1)), 'envelope/malformed'],
    ['signatures that are no list', () => ({ ...envelope(), signatures: {} as never }), 'envelope/malformed'],
    ['an empty place for a signature', () => ({ ...envelope(), signatures: [null as never] }), 'envelope/unknown-key'],
    ['a signature that is no base64', () => ({ ...envelope(), signatures: [{ keyid: key().id, sig: '!' }] }), 'envelope/bad-signature'],
    ['a key without its signature', () => ({ ...envelope(), signatures: [{ keyid: key().id } as never] }), 'envelope/bad-signature'],
    ['a statement without a form', () => signStatement({ ...statement(), predicate: null as never }, PEM), 'envelope/other-statement'],
  ])('is refused with %s', (_, changed, code) => expect(problemOf(changed())).toBe(code));

  it('holds if one of several signatures with listed keys is good', () => {
    const [good] = envelope().signatures;
    const bad = { keyid: key().id, sig: Buffer.alloc(64).toString('base64') };
    expect(verifyEnvelope({ ...envelope(), signatures: [bad, good as never] }, [key()])).toEqual({ form: form() });
  });

  it.each<[string, () => Envelope, string]>([
    ['envelope/malformed', () => ({ ...envelope(), signatures: [] }), '审核单的信封格式不对；应为本系统签出的信封；请不要采用这份审核单。'],
    [
      'envelope/unknown-key',
      () => ({ ...envelope(), signatures: [{ keyid: 'other', sig: '' }] }),
      '审核单不是用名单上的密钥签的；应为 policy.yml 里 signing_keys 的密钥；请不要采用，并由管理员查明。',
    ],
    [
      'envelope/bad-signature',
      () => ({ ...envelope(), signatures: [{ keyid: key().id, sig: '' }] }),
      '审核单的签名对不上，内容被改过或不是本系统签的；请不要采用，并由管理员查明。',
    ],
    [
      'envelope/other-statement',
      () => signStatement({ ...statement(), predicateType: 'urn:other' }, PEM),
      '信封里装的不是这种记录；应为审核记录；请核对取的是不是这一条。',
    ],
  ])('that is refused is a finding, %s, and says what to do', (code, changed, message) => {
    const opened = verifyEnvelope(changed(), [key()]);
    if (!('problem' in opened)) throw new Error('it was taken');
    expect(opened.problem).toMatchObject({ code, message, place: 'envelope', exitCode: 1 });
  });

  it("isn't given to a draft", () => {
    expect(thrown(() => signForm(formOf(story().approves('zhouyi', '10:00')), PEM))).toEqual({
      code: 'form/not-passed',
      message: '审核单 2026-0113 的三级审核没有完成，不能签名；应先审完；请看审核进度。',
      place: form().content.path,
      exitCode: 1,
      cause: undefined,
    });
  });

  it("isn't made with a key that is no Ed25519 key, and the key isn't shown", () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const fault = {
      code: 'form/signing-key',
      message: '签名密钥读不出来；应为 Ed25519 的 PKCS#8 PEM；请由管理员重新设置密钥。',
      place: 'signing key',
      exitCode: 2,
    };
    expect(thrown(() => signForm(form(), other))).toEqual({ ...fault, cause: 'not an Ed25519 key: ec' });
    expect(thrown(() => publicKeyOf(other))).toMatchObject(fault);
    for (const pem of ['secret', '']) expect(thrown(() => signForm(form(), pem))).toMatchObject(fault);
  });

  it("stops at a listed key that can't be read, instead of passing it over", () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    for (const public_key of ['AAAA', other, '-----BEGIN PUBLIC KEY-----']) {
      expect(thrown(() => verifyEnvelope(envelope(), [{ id: 'broken', public_key }, key()]))).toMatchObject({
        code: 'policy/signing-key',
        message: 'signing_keys 里有读不出来的公钥；应为 sanshen setup --apply 提示的那一行；请改正。',
        place: 'content/policy.yml',
        exitCode: 2,
        cause: expect.any(String),
      });
    }
  });

  it('has a key of known bytes under a known id', () => {
    expect(key()).toEqual({
      id: createHash('sha256').update(Buffer.from(SPKI, 'hex')).digest('hex'),
      public_key: Buffer.from(SPKI, 'hex').toString('base64'),
    });
  });
});

describe('any other signed statement', () => {
  it('is opened only under its own name', () => {
    const settings = signStatement({ ...statement(), predicateType: 'urn:sanshen:settings:v1', predicate: { digest: 'x' } as never }, PEM);
    expect(verifyStatement(settings, 'urn:sanshen:settings:v1', [key()])).toMatchObject({ statement: { predicate: { digest: 'x' } } });
    expect(verifyStatement(settings, FORM_PREDICATE, [key()])).toMatchObject({ problem: { code: 'envelope/other-statement' } });
  });
});
