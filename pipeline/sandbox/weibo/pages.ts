import type { Context, Hono } from 'hono';
import { html, raw } from 'hono/html';
import { beijingMinute } from '../../beijing-time.ts';
import { shortId } from '../../publish/channels/weibo-text.ts';
import type { Account, Post } from './state.ts';

const POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE = `
:root { color-scheme: light }
body { margin: 0; background: #f4f6f8; color: #191919; font: 17px/1.7 "PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", sans-serif }
.practice { margin: 0; padding: 6px 16px; font-size: 14px; color: #475467; text-align: center }
main { max-width: 600px; margin: 0 auto; padding: 16px; background: #fff; overflow-wrap: anywhere }
.who { display: flex; gap: 12px; align-items: center; margin: 0 0 12px }
.face { flex: none; width: 44px; height: 44px; border-radius: 50%; background: #e8f0f9; color: #0b4a8f; line-height: 44px; text-align: center }
.who b { display: block; font-weight: 600; line-height: 1.4 } .who small { font-size: 14px; color: #6b7280 }
p { margin: 0 0 12px } a { color: #0b4a8f } img { display: block; width: 100%; height: auto } .gone { padding: 80px 0; text-align: center; color: #6b7280 }`;

function sheet(context: Context, title: string, body: ReturnType<typeof html>, status: 200 | 404 = 200) {
  context.header('content-security-policy', POLICY);
  return context.html(
    html`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><style>${raw(STYLE)}</style></head><body><p class="practice">练习环境：本机收到的样子，没有发到外面</p><main>${body}</main></body></html>`,
    status,
  );
}

/** A post's address, as on the real site: author, then the short form of its number. */
export function addressOf(account: Account, post: Post): string {
  return `${account.url()}/${account.uid}/${shortId(post.idstr)}`;
}

function postPage(context: Context, account: Account, post: Post) {
  const words = post.text.split(/(http:\/\/t\.cn\/[A-Za-z0-9]+)/).map((part) => {
    const long = account.saved.state.short[part.replace('http://t.cn/', '')];
    return long === undefined ? part : html`<a href="${long}" target="_blank" rel="noopener">网页链接</a>`;
  });
  const pictures = post.pictures.map((name) => html`<img src="/pictures/${name}" alt="微博配图">`);
  const who = html`<p class="who"><span class="face" aria-hidden="true">${account.name.slice(0, 1)}</span><span><b>${account.name}</b><small>${beijingMinute(new Date(post.at))}</small></span></p>`;
  return sheet(context, `${account.name}的微博`, html`${who}<p>${words}</p>${pictures}`);
}

/** What the phone opens: posts at their addresses, t.cn, and the pictures. */
export function pageRoutes(app: Hono, account: Account): void {
  app.get('/pictures/:name', (context) => {
    const bytes = account.saved.picture(context.req.param('name'));
    if (bytes === null) return context.notFound();
    return context.body(new Uint8Array(bytes), 200, { 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff' });
  });
  app.get('/:uid{[0-9]+}/:post{[0-9A-Za-z]+}', (context) => {
    const found = account.saved.state.posts.find((post) => addressOf(account, post).endsWith(context.req.path));
    if (!found || found.deleted) return sheet(context, '微博不存在', html`<p class="gone">这条微博不存在或已被删除</p>`, 404);
    return postPage(context, account, found);
  });
}
