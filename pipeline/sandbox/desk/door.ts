import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

/** More than any text may have (256 KiB), each character in nine bytes as a form sends it. */
const MOST_BYTES = 4 * 1024 * 1024;

const POLICY = [
  "default-src 'self'",
  "img-src 'self' data: http://127.0.0.1:*",
  "style-src 'self' 'unsafe-inline'",
  "frame-src 'self' http://127.0.0.1:*",
  "form-action 'self'",
  "base-uri 'self'",
  "frame-ancestors 'self'",
].join('; ');

const LOOPBACK = /^(127\.0\.0\.1|localhost)(:\d+)?$/;

function refuse(context: Context, message: string, status: 403 | 413): Response {
  return context.text(`${message}\n`, status);
}

/**
 * Lets in only who comes by this machine's own address. A foreign web page reaches loopback through the visitor's browser, by a form or a
 * name that leads to 127.0.0.1. Whoever may act for anybody must not be moved by it.
 */
export const ownPagesOnly: MiddlewareHandler = async (context, next) => {
  const host = context.req.header('host') ?? '';
  if (!LOOPBACK.test(host)) return refuse(context, '审核台只在本机打开：请用 http://127.0.0.1 开头的地址。', 403);
  const reads = context.req.method === 'GET' || context.req.method === 'HEAD';
  if (!reads && context.req.header('origin') !== `http://${host}`)
    return refuse(context, '这个操作不是从审核台的页面发出的，没有执行。', 403);
  await next();
  return undefined;
};

export const smallEnough: MiddlewareHandler = bodyLimit({
  maxSize: MOST_BYTES,
  onError: (context) => refuse(context, '内容太长，没有保存；正文不超过 256 KiB。', 413),
});

/** What every answer says to the browser: nothing from elsewhere, nothing kept. */
export const strictHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  context.header('content-security-policy', POLICY);
  context.header('x-content-type-options', 'nosniff');
  context.header('referrer-policy', 'same-origin');
  context.header('cache-control', 'no-store');
};
