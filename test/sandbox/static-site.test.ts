import { renameSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startStaticSite } from '#pipeline/sandbox/static-site.ts';
import { folderOf } from '../folder.ts';

async function serve(folder: string): Promise<string> {
  const { url, close } = await startStaticSite({ folder });
  onTestFinished(close);
  return url;
}

/** The answer to a request line as it stands: `fetch` would tidy the address first. */
function rawStatus(url: string, target: string): Promise<number> {
  return new Promise((done, fail) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () =>
      socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
    );
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
    });
    socket.on('end', () => done(Number(text.split(' ')[1])));
    socket.on('error', fail);
  });
}

describe('the static site', () => {
  const files = {
    'site/index.html': '首页',
    'site/404.html': '没有这个页面。',
    'site/a/index.html': '甲',
    'site/a/cover.jpg': 'jpeg',
    'site/a/cover-480.webp': 'webp',
    'site/assets/site.css': 'p{}',
    'site/assets/site.js': '1',
    'site/feed.xml': '<feed/>',
    'site/.hidden': 'secret',
    'secret.txt': 'secret',
  };

  it.each([
    ['/', 200, 'text/html; charset=utf-8', '首页'],
    ['/a/', 200, 'text/html; charset=utf-8', '甲'],
    ['/a/?q=1', 200, 'text/html; charset=utf-8', '甲'],
    ['/a/cover.jpg', 200, 'image/jpeg', 'jpeg'],
    ['/a/cover-480.webp', 200, 'image/webp', 'webp'],
    ['/assets/site.css', 200, 'text/css; charset=utf-8', 'p{}'],
    ['/assets/site.js', 200, 'text/javascript; charset=utf-8', '1'],
    ['/feed.xml', 200, 'application/xml; charset=utf-8', '<feed/>'],
    ['/nothing', 404, 'text/html; charset=utf-8', '没有这个页面。'],
  ])('answers %s with %d, %s', async (address, status, type, text) => {
    const answer = await fetch((await serve(join(folderOf(files), 'site'))) + address);
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([status, type, text]);
  });

  it('leads from a folder without its slash to the page', async () => {
    const answer = await fetch(`${await serve(join(folderOf(files), 'site'))}/a?q=1`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([301, '/a/?q=1']);
  });

  it.each([
    '/../secret.txt',
    '/a/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/a/..%5c..%5csecret.txt',
    '/.hidden',
    '/%00',
    '/%E0%A4',
  ])('gives nothing for %s', async (target) => expect(await rawStatus(await serve(join(folderOf(files), 'site')), target)).toBe(404));

  it('never leads to another host', async () => {
    const url = await serve(join(folderOf(files), 'site'));
    const answer = await fetch(`${url}//a`, { redirect: 'manual' });
    expect(answer.headers.get('location') ?? '/').toMatch(/^\/(?!\/)/);
  });

  it('only reads', async () => {
    const answer = await fetch(await serve(join(folderOf(files), 'site')), { method: 'POST', body: 'x' });
    expect(answer.status).toBe(405);
  });

  it('says that there is no site yet, and shows a new one as soon as it is swapped in', async () => {
    const folder = folderOf({ 'next/index.html': '新' });
    const url = await serve(join(folder, 'site'));
    const before = await fetch(url);
    expect([before.status, await before.text()]).toEqual([503, expect.stringContaining('网站还没有生成')]);
    renameSync(join(folder, 'next'), join(folder, 'site'));
    expect(await (await fetch(url)).text()).toBe('新');
    rmSync(join(folder, 'site'), { recursive: true });
    expect((await fetch(url)).status).toBe(503);
  });
});
