import { beforeEach, describe, expect, it, vi } from 'vitest';

const SECRET = 'Geheim/+="<3>&x示例';
const PEM = `-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIPracticeLineOne\nSecondLineOfPractice==\n-----END PRIVATE KEY-----\n`;

/** A process of its own, which knows no secret yet. */
async function fresh(): Promise<typeof import('#pipeline/redaction.ts')> {
  vi.resetModules();
  return import('#pipeline/redaction.ts');
}

describe('a text without secrets', () => {
  let redaction: Awaited<ReturnType<typeof fresh>>;
  beforeEach(async () => {
    redaction = await fresh();
    redaction.keepSecret(SECRET);
    redaction.keepSecret(PEM);
  });

  it.each([
    ['as it is', SECRET],
    ['encoded for an address', encodeURIComponent(SECRET)],
    ['encoded for a form', new URLSearchParams({ a: SECRET }).toString().slice(2)],
    ['in base64', Buffer.from(SECRET).toString('base64')],
    ['in base64 for addresses', Buffer.from(SECRET).toString('base64url')],
    ['as Git sends it', Buffer.from(`x-access-token:${SECRET}`).toString('base64')],
    ['in JSON', JSON.stringify({ SECRET })],
    ['in HTML', 'Geheim/+=&quot;&lt;3&gt;&amp;x示例'],
    ['a whole key', PEM],
    ['one line of a key', 'SecondLineOfPractice=='],
    ['a key in JSON', JSON.stringify(PEM)],
  ])('holds none: %s', (_, written) => {
    const clean = redaction.withoutSecrets(`前${written}后${written}末`);
    expect(clean).toContain('***');
    for (const part of ['Geheim', 'R2VoZWlt', 'PracticeLineOne', 'SecondLine', written]) expect(clean).not.toContain(part);
    expect(clean.startsWith('前')).toBe(true);
    expect(clean.endsWith('末')).toBe(true);
  });

  it('is otherwise what it was, JSON stays JSON', () => {
    const honest = '三级审核通过，已发布。-----BEGIN PRIVATE KEY-----';
    expect(redaction.withoutSecrets(honest)).toBe(honest);
    expect(JSON.parse(redaction.withoutSecrets(JSON.stringify({ a: SECRET, b: 1 })))).toEqual({ a: '***', b: 1 });
  });

  it('isn’t shredded by what is too short to be a secret', () => {
    redaction.keepSecret('1234567');
    redaction.keepSecret('');
    redaction.keepSecret(undefined);
    expect(redaction.withoutSecrets('电话 1234567')).toBe('电话 1234567');
  });

  it('hides the longer of two secrets of which one holds the other', () => {
    redaction.keepSecret('practice-token');
    redaction.keepSecret('practice-token-of-the-ledger');
    expect(redaction.withoutSecrets('practice-token-of-the-ledger')).toBe('***');
  });
});

it('whoever listens is told of every line of a secret, once', async () => {
  const { keepSecret, tellSecrets } = await fresh();
  const told: string[] = [];
  tellSecrets((value) => told.push(value));
  keepSecret(PEM);
  keepSecret(PEM);
  keepSecret('practice-token');
  expect(told).toEqual(['MC4CAQAwBQYDK2VwBCIEIPracticeLineOne', 'SecondLineOfPractice==', 'practice-token']);
});
