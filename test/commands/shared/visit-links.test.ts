import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deadLinks, type Visit } from '#pipeline/check/site-rules.ts';
import { follower, isPublicAddress, type Visiting, visit, visitLinks } from '#pipeline/commands/shared/visit-links.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';

/** A website on this machine that many names lead to. */
let port = 0;
const asked: string[] = [];
const pages: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  '/here': (_, response) => response.end('here'),
  '/gone': (_, response) => response.writeHead(404).end(),
  '/busy': (_, response) => response.writeHead(503).end(),
  '/no-head': (request, response) => response.writeHead(request.method === 'HEAD' ? 404 : 200).end(),
  '/moved': (_, response) => response.writeHead(301, { location: '/here' }).end(),
  '/moved-away': (_, response) => response.writeHead(302, { location: '/gone' }).end(),
  '/round': (_, response) => response.writeHead(302, { location: '/round' }).end(),
  '/inside': (_, response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/secret` }).end(),
  '/inside-by-name': (_, response) => response.writeHead(302, { location: `http://inner.example:${port}/secret` }).end(),
  '/elsewhere': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/silent': () => {},
};
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.headers.host?.split(':')[0]}${request.url}`);
  const page = pages[request.url ?? ''];
  if (page) page(request, response);
  else response.writeHead(404).end();
});

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => void asked.splice(0));

/** Names of `site*.example` lead to this machine as if it were a public one; `inner.example` has an inner address besides. */
const visiting: Visiting = {
  resolve: async (host) => {
    if (/^site\d?\.example$/.test(host)) return ['127.0.0.1'];
    if (host === 'inner.example') return ['127.0.0.1', '10.0.0.1'];
    throw Object.assign(new Error('no such name'), { code: host === 'unsure.example' ? 'EAI_AGAIN' : 'ENOTFOUND' });
  },
  isPublic: (address) => address === '127.0.0.1',
  timeout: 60_000,
  patience: 60_000,
};
const at = (path: string, host = 'site.example') => `http://${host}:${port}${path}`;

describe('following a link', () => {
  it.each([
    ['a page', '/here', { status: 200 }],
    ['a page that is gone', '/gone', { status: 404 }],
    ['a page that answers GET alone', '/no-head', { status: 200 }],
    ['a page that moved', '/moved', { status: 200 }],
    ['a page that moved to one that is gone', '/moved-away', { status: 404 }],
    ['a busy site', '/busy', { status: 503 }],
    ['a page that leads to itself for ever', '/round', { failed: 'unknown' }],
    ['a page that leads to a file', '/elsewhere', { failed: 'unknown' }],
  ])('ends at %s', async (_, path, result) => expect(await visit(at(path), visiting)).toEqual(result));

  it('tells a name that nobody has from one that can’t be looked up now', async () => {
    expect(await visit('http://gone.example/', visiting)).toEqual({ failed: 'no-such-host' });
    expect(await visit('http://unsure.example/', visiting)).toEqual({ failed: 'unknown' });
  });

  it('waits no longer than it may', async () =>
    expect(await visit(at('/silent'), { ...visiting, timeout: 100 })).toEqual({ failed: 'unknown' }));

  it.each([
    ['this machine by number', '/secret', '127.0.0.1'],
    ['this machine by name', '/secret', 'localhost'],
    ['a name that has an inner address besides', '/secret', 'inner.example'],
    ['a page that leads to this machine', '/inside', 'site.example'],
    ['a page that leads to such a name', '/inside-by-name', 'site.example'],
  ])('never asks %s', async (_, path, host) => {
    expect(await visit(at(path, host), visiting)).toEqual({ failed: 'unknown' });
    expect(asked.filter((line) => line.includes('secret'))).toEqual([]);
  });

  it('takes no name and no word along', async () => {
    expect(await visit(`http://user:word@site.example:${port}/here`, visiting)).toEqual({ failed: 'unknown' });
    expect(asked).toEqual([]);
  });
});

describe('following links', () => {
  it('asks for each once, and a site for one after the other', async () => {
    const links = ['/here', '/gone', '/here'].flatMap((path) => [at(path), at(path, 'site2.example')]);
    const visits = await visitLinks(links, visiting);
    expect([...visits].sort()).toEqual(
      [
        [at('/here'), { status: 200 }],
        [at('/gone'), { status: 404 }],
        [at('/here', 'site2.example'), { status: 200 }],
        [at('/gone', 'site2.example'), { status: 404 }],
      ].sort(),
    );
    const ofOne = asked.filter((line) => line.includes('site.example'));
    expect(ofOne).toEqual(['HEAD site.example/here', 'HEAD site.example/gone', 'GET site.example/gone']);
  });
});

describe('the links of what is out', () => {
  const policy = (links?: { nightly: boolean }) => policySchema.parse(links === undefined ? {} : { links });
  const untold = () => undefined;

  it.each([
    ['nobody asks and the policy says nothing', false, policy(), false],
    ['nobody asks and the policy says no', false, policy({ nightly: false }), false],
    ['the policy says so', false, policy({ nightly: true }), true],
    ['somebody asks', true, policy(), true],
  ])('where %s: followed only then', async (_, given, settings, followed) => {
    const follow = follower(given, settings, untold, visiting);
    expect(follow !== null).toBe(followed);
    await follow?.([at('/here')]);
    expect(asked).toEqual(followed ? ['HEAD site.example/here'] : []);
  });

  it('are left for another time when there is no time for them, which is told', async () => {
    const notes: string[] = [];
    const follow = follower(true, policy(), (line) => notes.push(line), { ...visiting, patience: 0 });
    expect(await follow?.([at('/here'), at('/gone'), at('/here')])).toEqual(new Map());
    expect([asked, notes]).toEqual([[], ['还有 2 个链接没来得及看，留到下一次。']]);
  });
});

describe('the open internet', () => {
  it.each(['1.1.1.1', '8.8.8.8', '172.32.0.1', '223.5.5.5', '2400:3200::1'])('has %s', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.16.0.1', '192.0.0.8', '192.168.1.1', '198.18.0.1'],
    ...['224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', 'fe80::1', 'fc00::1', 'ff02::1'],
    ...['64:ff9b::a00:1', '2001:db8::1', '2002:a00:1::1', 'site.example', ''],
  ])('hasn’t %j', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('what a link’s answer means', () => {
  const span = { line: 14, column: 3, endLine: 14, endColumn: 9 };
  const link = (url: string) => ({ url, host: 'site.example', words: '条例', span, where: '链接' });
  const of = (visits: [string, Visit][], severities = {}) =>
    deadLinks(
      'content/items/a/2026-11-23-b',
      visits.map(([url]) => link(url)),
      new Map(visits),
      policySchema.parse({ severities }),
    );

  it.each([404, 410])('%i is a prompt with the place', (status) => {
    expect(of([['https://site.example/a', { status }]])).toMatchObject([
      { rule: 'link/dead', severity: 'info', line: 14, column: 3, where: '链接', waivable: false },
    ]);
  });

  it.each([
    [{ 'link/dead': 'warning' }, ['warning']],
    [{ 'link/dead': 'error' }, ['error']],
    [{ 'link/dead': 'off' }, []],
    [{ 'link/internal': 'warning' }, ['info']],
  ])('under %j is as grave as that says', (severities, found) =>
    expect(of([['https://site.example/a', { status: 404 }]], severities).map(({ severity }) => severity)).toEqual(found),
  );

  it('a name that nobody has is one, too', () =>
    expect(of([['https://gone.example/', { failed: 'no-such-host' }]])[0]?.message).toContain('没有这个网站'));

  it.each([200, 204, 304, 401, 403, 405, 418, 429, 500, 502, 503])('%i is none: it works, or may tomorrow', (status) =>
    expect(of([['https://site.example/a', { status }]])).toEqual([]),
  );

  it('no answer is none', () => {
    expect(of([['https://site.example/a', { failed: 'unknown' }]])).toEqual([]);
    expect(deadLinks('content/items/a/2026-11-23-b', [link('https://site.example/a')], new Map(), policySchema.parse({}))).toEqual([]);
  });
});
