import { Hono } from 'hono';
import { describe, expect, it, onTestFinished } from 'vitest';
import { call, callable, callJson, classifyFailure } from '#pipeline/release/channels/call.ts';
import { htmlKey, tagsOf, textKey } from '#pipeline/release/channels/text-compare.ts';
import { listen } from '#pipeline/sandbox/platform/listener.ts';

async function server(app: Hono): Promise<URL> {
  const listener = await listen(app);
  onTestFinished(() => listener.stop());
  return new URL(listener.url);
}

describe('a call', () => {
  it('is asked once and follows no redirect', async () => {
    const asked: string[] = [];
    const app = new Hono();
    app.all('*', (context) => {
      asked.push(context.req.path);
      return context.redirect('/elsewhere', 307);
    });
    expect(await call({ method: 'POST', url: await server(app), body: '{}' })).toEqual({ kind: 'unknown', code: 'UNKNOWN' });
    expect(asked).toEqual(['/']);
  });

  it.each([
    [200, '{"a":1}', { kind: 'answer', status: 200, body: { a: 1 } }],
    [400, '{"error_code":1}', { kind: 'answer', status: 400, body: { error_code: 1 } }],
    [429, 'slow down', { kind: 'answer', status: 429, body: {} }],
    [200, '<html>login</html>', { kind: 'unknown', code: 'NOT_JSON_200' }],
    [200, '[1]', { kind: 'unknown', code: 'NOT_JSON_200' }],
    [200, '{"a":', { kind: 'unknown', code: 'NOT_JSON_200' }],
    [502, '{"a":1}', { kind: 'unknown', code: 'HTTP_502' }],
  ])('that is answered %i %s comes to this', async (status, body, expected) => {
    const app = new Hono();
    app.all('*', () => new Response(body, { status }));
    expect(await callJson({ method: 'GET', url: await server(app) })).toEqual(expected);
  });

  it('to a closed port, to a port that speaks no TLS, or in the clear to another machine was not sent', async () => {
    const app = new Hono();
    const listener = await listen(app);
    expect(await call({ method: 'POST', url: new URL(listener.url.replace('http:', 'https:')) })).toMatchObject({ kind: 'not-sent' });
    await listener.stop();
    expect(await call({ method: 'POST', url: new URL(listener.url) })).toEqual({ kind: 'not-sent', code: 'ECONNREFUSED' });
    expect(await call({ method: 'POST', url: new URL('http://192.0.2.1/') })).toEqual({ kind: 'not-sent', code: 'INSECURE_ADDRESS' });
  });

  it.each([
    ['text/html; charset=gbk', ''],
    ['text/html', '<meta charset="GB2312">'],
    ['text/html', '<meta http-equiv="Content-Type" content="text/html; charset=gb18030">'],
  ])('to a page reads it in the characters that it says it is written in (%s %s)', async (type, meta) => {
    // 劝导 in GBK.
    const body = Buffer.concat([Buffer.from(meta), Buffer.from([0xc8, 0xb0, 0xb5, 0xbc])]);
    const app = new Hono();
    app.all('*', () => new Response(body, { headers: { 'content-type': type } }));
    expect(await call({ method: 'GET', url: await server(app) }, 'text/html')).toMatchObject({ body: `${meta}劝导` });
  });

  it.each(['text/html; charset=none-such', 'text/html', 'text/html; charset=utf-8'])(
    'to a page takes anything else for UTF-8 (%s)',
    async (type) => {
      const app = new Hono();
      app.all('*', () => new Response('劝导', { headers: { 'content-type': type } }));
      expect(await call({ method: 'GET', url: await server(app) }, 'text/html')).toMatchObject({ body: '劝导' });
    },
  );

  const failure = (name: string, cause: object): Error =>
    Object.assign(new Error('fetch failed'), { name, cause: Object.assign(new Error('x'), cause) });
  it.each([
    ['ENOTFOUND', 'not-sent'],
    ['EAI_AGAIN', 'not-sent'],
    ['ECONNREFUSED', 'not-sent'],
    ['UND_ERR_CONNECT_TIMEOUT', 'not-sent'],
    ['CERT_HAS_EXPIRED', 'not-sent'],
    ['ECONNRESET', 'unknown'],
    ['EPIPE', 'unknown'],
    ['ETIMEDOUT', 'unknown'],
    ['UND_ERR_SOCKET', 'unknown'],
    ['UND_ERR_BODY_TIMEOUT', 'unknown'],
    ['HPE_INVALID_CONSTANT', 'unknown'],
    ['SOMETHING_NEW', 'unknown'],
  ])('that fails with %s is %s', (code, kind) => expect(classifyFailure(failure('TypeError', { code }))).toEqual({ kind, code }));

  it('that times out while connecting was not sent; later nobody knows', () => {
    expect(classifyFailure(failure('TypeError', { code: 'ETIMEDOUT', syscall: 'connect' })).kind).toBe('not-sent');
    expect(classifyFailure(failure('TimeoutError', { code: 'ECONNREFUSED' }))).toEqual({ kind: 'unknown', code: 'TIMEOUT' });
  });

  it.each([
    ['https://api.example.cn/', true],
    ['http://127.0.0.1:1/', true],
    ['http://localhost:1/', true],
    ['http://127.0.0.1.example.cn/', false],
    ['http://api.example.cn/', false],
    ['https://a:b@api.example.cn/', false],
    ['file:///etc/passwd', false],
    ['', false],
  ])('may go to %s: %s', (address, allowed) => expect(callable(address) !== null).toBe(allowed));
});

describe('texts compared', () => {
  it('are the same whatever happened to tags, entities, widths, spaces and invisible characters', () => {
    expect(htmlKey('<p title="a > b">劝导&nbsp;８６ 家，R&amp;D</p>')).toBe(htmlKey('<section>劝导 86\u200b家,R&#38;D</section>'));
    expect(textKey('86 家')).not.toBe(textKey('68 家'));
  });

  it.each([
    ['a tag that never ends', `<${'a'.repeat(12_000_000)}`],
    ['a tag of quotations', `<${'""'.repeat(6_000_000)}>家`],
    ['tags in quotations that never end', `${'<"<""<'.repeat(40_000)}"家`],
    ['nothing but beginnings', `${'<'.repeat(1_000_000)}家`],
  ])('may be one very long line: %s', (_what, html) => {
    expect(htmlKey(html).endsWith(html.endsWith('家') ? '家' : 'a')).toBe(true);
    expect(tagsOf(html, 'img')).toEqual([]);
  });

  it.each(['<b', '<b "', '<b "<i>', '<b>', "<b '>'>", '<b "\'"><i>', '<<b>', '"<b>"', '<b ""\'\'>', '<b "> <i \'>'])(
    'ends a tag where a browser does: %s',
    (html) => expect(htmlKey(`甲${html}乙`)).toBe(textKey(`甲${html}乙`.replace(/<(?:[^"'<>]|"[^"]*"|'[^']*')*>/g, ''))),
  );

  it('have as many pictures as they show', () =>
    expect(tagsOf('<img src="a"><IMG src="b"/><p>&lt;img&gt;<imgx></p>', 'img')).toEqual(['<img src="a">', '<IMG src="b"/>']));
});
