import { html } from 'hono/html';
import type { Html } from './page.ts';

/** What one practice platform holds, newest first. */
export interface PhoneView {
  account: string;
  articles: { title: string; digest: string; at: string; url: string }[];
  posts: { text: string; at: string; url: string; picture: string | null }[];
  wechatOn: boolean;
  weiboOn: boolean;
}

function off(name: string): Html {
  return html`<p class="phone-off">${name}练习服务已关掉。</p>`;
}

/** What WeChat and Weibo received, in the shape of a phone. */
export function phonePage(view: PhoneView): Html {
  const newest = view.articles[0];
  return html`<h1>手机上</h1><p class="meta">微信公众号和微博收到的样子。都在本机，没有发到外面。</p>
<div class="phones">
<section><h2>微信文章</h2><div class="phone">${
    !view.wechatOn
      ? off('微信')
      : newest
        ? html`<iframe title="微信文章：${newest.title}" src="${newest.url}"></iframe>`
        : html`<p class="phone-off">还没有收到文章。</p>`
  }</div>
<ul class="received">${view.articles.map((article) => html`<li><a href="${article.url}">${article.title}</a><p>${article.at}　${article.digest}</p></li>`)}</ul></section>
<section><h2>微博</h2><div class="phone weibo"><p class="phone-head">${view.account}</p>${
    !view.weiboOn
      ? off('微博')
      : view.posts.length
        ? view.posts.map(
            (
              post,
            ) => html`<article class="post"><p class="post-name"><span class="avatar" aria-hidden="true">${view.account.slice(0, 1)}</span>${view.account}<small>${post.at}</small></p>
<p>${post.text}</p>${post.picture ? html`<img src="${post.picture}" alt="微博配图">` : ''}<p><a href="${post.url}">打开这条微博</a></p></article>`,
          )
        : html`<p class="phone-off">还没有收到微博。</p>`
  }</div></section></div>`;
}
