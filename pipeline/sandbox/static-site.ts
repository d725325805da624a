import { readFile, stat } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
};

const NOT_BUILT =
  '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>网站还没有生成</title><p>网站还没有生成。第一条信息审核发布后，这里就会出现网站。</p></html>';

/** The file that an address means, or null if it means none below the folder (`..`, NUL, broken escapes, hidden files). */
function fileOf(folder: string, address: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(address.split(/[?#]/, 1)[0] as string);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\') || path.split('/').some((part) => part.startsWith('.'))) return null;
  const file = resolve(folder, `.${path}`, path.endsWith('/') ? 'index.html' : '');
  return file.startsWith(resolve(folder) + sep) ? file : null;
}

async function answer(folder: string, address: string, send: (status: number, headers: Record<string, string>, body: Uint8Array) => void) {
  const headers = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' };
  const file = fileOf(folder, address);
  const bytes = file === null ? null : await readFile(file).catch(() => null);
  if (file !== null && bytes !== null) {
    return send(200, { ...headers, 'content-type': TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream' }, bytes);
  }
  if (file !== null && (await stat(join(file, 'index.html')).catch(() => null))) {
    const [path = '', query] = address.split('?', 2);
    return send(301, { ...headers, location: `${path.replace(/^\/+/, '/')}/${query === undefined ? '' : `?${query}`}` }, Buffer.of());
  }
  const html = { ...headers, 'content-type': TYPES['.html'] as string };
  const built = await stat(folder).catch(() => null);
  if (built === null) return send(503, html, Buffer.from(NOT_BUILT));
  return send(404, html, await readFile(join(folder, '404.html')).catch(() => Buffer.from('没有这个页面。')));
}

/**
 * Serves a folder as a website on 127.0.0.1, reading each file when it is asked for: the folder may be swapped at any time. Where there
 * is no folder yet it says so (503). `port` 0 (the default) takes any free one.
 */
export async function startStaticSite(options: { folder: string; port?: number }): Promise<{ url: string; close: () => Promise<void> }> {
  const folder = resolve(options.folder);
  const server = createServer({ keepAliveTimeout: 0 }, (request, response: ServerResponse) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const send = (status: number, headers: Record<string, string>, body: Uint8Array): void => {
      response.writeHead(status, { ...headers, 'content-length': String(body.length) });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    answer(folder, request.url ?? '/', send).catch(() => response.destroy());
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(options.port ?? 0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** The wanted port on 127.0.0.1, or the next free one after it; 0 stays 0 (the system picks any). */
export async function portFrom(wanted: number): Promise<number> {
  if (wanted === 0) return 0;
  for (let port = wanted; port < Math.min(wanted + 50, 65_536); port++) if (await isFree(port)) return port;
  return 0;
}
