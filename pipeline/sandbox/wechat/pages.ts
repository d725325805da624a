import type { Context, Hono } from 'hono';
import { html, raw } from 'hono/html';
import { beijingMinute } from '../../beijing-time.ts';
import { settleMass } from './mass.ts';
import { settle } from './publication.ts';
import type { Account, Published } from './state.ts';

const POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE = `
:root { color-scheme: light }
body { margin: 0; background: #fff; color: #191919; font: 17px/1.6 "PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", sans-serif }
main { max-width: 677px; margin: 0 auto; padding: 20px 16px 40px; overflow-wrap: anywhere }
h1 { margin: 0 0 14px; font-size: 22px; line-height: 1.4; font-weight: 500; text-wrap: balance }
.meta { margin: 0 0 22px; font-size: 15px; color: #6b7280 } .meta b { margin-right: 8px; font-weight: 400; color: #3f5b8c }
#content { text-align: justify; letter-spacing: .578px } #content img { max-width: 100% !important; height: auto !important }
footer { margin-top: 28px; font-size: 15px; color: #6b7280 } footer a { color: #3f5b8c }
.practice { margin: 0; padding: 6px 16px; background: #f4f6f8; font-size: 14px; color: #475467; text-align: center }
.cover { margin: 28px 0 0; font-size: 14px; color: #475467 } .cover span { position: relative; display: block; overflow: hidden; aspect-ratio: 2.35; margin-top: 6px }
.cover img { position: absolute; max-width: none }
.gone { padding-top: 120px; text-align: center; color: #6b7280 }`;

function sheet(context: Context, title: string, body: ReturnType<typeof html>, status: 200 | 404 = 200) {
  context.header('content-security-policy', POLICY);
  return context.html(
    html`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><style>${raw(STYLE)}</style></head><body><p class="practice">练习环境：本机收到的样子，没有发到外面</p><main>${body}</main></body></html>`,
    status,
  );
}

/** The cover as the list of messages shows it, cut as the draft says. */
function coverOf(account: Account, { thumb_media_id, pic_crop_235_1: crop }: Published['article']) {
  const picture = account.saved.state.library.find(({ mediaId }) => mediaId === thumb_media_id)?.picture;
  if (picture === undefined) return '';
  const [left = 0, top = 0, right = 1, bottom = 1] = crop === '' ? [] : crop.split('_').map(Number);
  const part = (value: number, of: number): string => `${((100 * value) / of).toFixed(3)}%`;
  const place = `width:${part(1, right - left)};left:-${part(left, right - left)};top:-${part(top, bottom - top)}`;
  return html`<figure class="cover">练习环境：消息列表里的封面<span><img src="${account.url()}/mmbiz/${picture}" alt="" style="${place}"></span></figure>`;
}

function article(context: Context, account: Account, { article: shown, at }: Published) {
  const { title, author, content, content_source_url: source } = shown;
  // The text went through `sanitise`; the page's policy stops whatever might still be in it.
  const original = /^https?:\/\//.test(source)
    ? html`<footer><a href="${source}" target="_blank" rel="noopener">阅读原文</a></footer>`
    : '';
  const date = beijingMinute(new Date(at * 1000));
  return sheet(
    context,
    title,
    html`<h1>${title}</h1><p class="meta">${author ? `${author} ` : ''}<b>${account.name}</b>${date}</p><div id="content">${raw(content)}</div>${original}${coverOf(account, shown)}`,
  );
}

/** What the phone opens: articles at their addresses, and the pictures. */
export function pageRoutes(app: Hono, account: Account): void {
  app.get('/s/:page', (context) => {
    settle(account);
    settleMass(account);
    const found = account.saved.state.published.find(({ page }) => page === context.req.param('page'));
    if (!found) return sheet(context, '没有这篇文章', html`<p class="gone">没有这篇文章</p>`, 404);
    return found.deleted ? sheet(context, '内容已删除', html`<p class="gone">该内容已被发布者删除</p>`) : article(context, account, found);
  });
  app.get('/draft/:id/:place?', (context) => {
    const draft = account.saved.state.drafts.find(({ mediaId }) => mediaId === context.req.param('id'));
    const shown = draft?.articles[Number(context.req.param('place') ?? 1) - 1];
    if (!draft || !shown) return sheet(context, '草稿已不在', html`<p class="gone">草稿已发布或已删除</p>`, 404);
    return article(context, account, { articleId: '', place: 1, page: '', article: shown, at: draft.updateTime, deleted: false });
  });
  app.get('/mmbiz/:name', (context) => {
    const bytes = account.saved.picture(context.req.param('name'));
    if (bytes === null) return context.notFound();
    return context.body(new Uint8Array(bytes), 200, { 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff' });
  });
}
