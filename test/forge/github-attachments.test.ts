import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { attachmentBytes, isAttachment } from '#pipeline/forge/github/github-attachments.ts';
import { octokitFor } from '#pipeline/forge/github/octokit.ts';

const ASSET = '/user-attachments/assets/5b1c3c1e-0000-4000-8000-000000000001';
const TOKEN = 'token-of-intake';

type Answer = (request: IncomingMessage, response: ServerResponse, own: string) => void;

/** A forge that answers as told; `seen` holds each request with whether it carried the token. */
async function forge(answer: Answer) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}${request.headers.authorization?.includes(TOKEN) ? ' with the token' : ''}`);
    answer(request, response, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = { apiUrl, token: TOKEN, repository: 'shili/xinxi' };
  return {
    seen,
    bytes: async (path = ASSET) => attachmentBytes(octokitFor(options), options, path.startsWith('/') ? `${apiUrl}${path}` : path),
  };
}

const redirect = (response: ServerResponse, location: string): unknown => response.writeHead(302, { location }).end();

describe('a picture that an issue shows', () => {
  it('is asked for with the token, which no redirect carries on', async () => {
    const { seen, bytes } = await forge((request, response) =>
      request.url === ASSET ? redirect(response, '/stored?signed=1') : response.end('JPEG'),
    );
    expect(Buffer.from((await bytes()) ?? []).toString()).toBe('JPEG');
    expect(seen).toEqual([`GET ${ASSET} with the token`, 'GET /stored?signed=1']);
  });

  it('is found by the address that the forge shows it under, where the token gets none', async () => {
    const { seen, bytes } = await forge((request, response, own) => {
      if (request.method === 'POST') response.setHeader('content-type', 'text/html').end(`<p><img src="${own}/signed?jwt=a&amp;b=c"></p>`);
      else if (request.url?.startsWith('/signed')) response.end('JPEG');
      else response.writeHead(404).end();
    });
    expect(Buffer.from((await bytes()) ?? []).toString()).toBe('JPEG');
    expect(seen.at(-1)).toBe('GET /signed?jwt=a&b=c');
  });

  it.each<[string, Answer]>([
    [
      'leads to another host',
      (request, response) => (request.method === 'GET' ? redirect(response, 'http://localhost:1/stolen') : response.writeHead(404).end()),
    ],
    [
      'leads round in a circle',
      (request, response) => (request.method === 'GET' ? redirect(response, ASSET) : response.writeHead(404).end()),
    ],
    [
      'is shown under an address of another host',
      (request, response) => (request.method === 'POST' ? response.end('<img src="http://localhost:1/x">') : response.writeHead(404).end()),
    ],
    ['isn’t there', (_, response) => response.writeHead(404).end()],
    [
      'is larger than the forge takes',
      (request, response) => (request.method === 'GET' ? response.end(Buffer.alloc(26 * 1024 * 1024)) : response.writeHead(404).end()),
    ],
  ])('is none where it %s', async (_, answer) => {
    const { seen, bytes } = await forge(answer);
    expect(await bytes()).toBeNull();
    expect(seen.filter((line) => line.includes('stolen'))).toEqual([]);
  });

  it.each(['https://example.com/a.jpg', '/etc/passwd', '/shili/xinxi/settings', '/user-attachments/assets/..%2f..%2fx?y'])(
    'is never asked for at %s',
    async (address) => {
      const { seen, bytes } = await forge((_, response) => response.end('no'));
      expect(await bytes(address)).toBeNull();
      expect(seen).toEqual([]);
    },
  );

  it.each([
    [`https://github.com${ASSET}`, 'https://api.github.com', true],
    ['https://github.com/user-attachments/files/1/a.docx', 'https://api.github.com', true],
    [`https://github.com.example.com${ASSET}`, 'https://api.github.com', false],
    [`https://user@github.com${ASSET}`, 'https://api.github.com', false],
    [`http://github.com${ASSET}`, 'https://api.github.com', false],
    ['https://git.example.gov.cn/storage/user/3/files/abc', 'https://git.example.gov.cn/api/v3', true],
    ['https://media.git.example.gov.cn/user-attachments/assets/abc', 'https://git.example.gov.cn/api/v3', true],
  ])('%s of %s: %s', (address, api, own) => expect(isAttachment(address, api)).toBe(own));
});
