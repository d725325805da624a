import { html, raw } from 'hono/html';
import type { Player } from './view.ts';

export type Html = ReturnType<typeof html>;

/** The frame of every page of the desk: bar, name of the bureau, and whose part one plays. */
export function deskPage(options: {
  title: string;
  bureau: string;
  players: Player[];
  acting: string;
  back: string;
  notice?: string;
  body: Html;
}): Html {
  const { title, bureau, players, acting, back, notice, body } = options;
  return html`${raw('<!doctype html>')}<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} · 三审审核台（练习）</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='%23b3211d'%3E%3Cpath d='M1 6h4v4H1zM6 6h4v4H6zM11 6h4v4h-4z'/%3E%3C/svg%3E">
<link rel="stylesheet" href="/assets/tokens.css">
<link rel="stylesheet" href="/assets/desk.css">
<script src="/assets/desk.js" defer></script>
</head>
<body>
<a class="skip" href="#main">跳到正文</a>
<header class="bar"><div class="frame">
<a class="wordmark" href="/">三审</a><a class="place" href="/">审核台</a><span class="bureau">${bureau} · 练习库</span>
<nav class="elsewhere" aria-label="别处"><a href="/new">报送一件</a><a href="/phone">手机上</a></nav>
<form class="acting" method="post" action="/acting"><input type="hidden" name="back" value="${back}">
<label for="acting">以谁的身份操作</label>
<select id="acting" name="login" data-submit>${players.map(
    (player) =>
      html`<option value="${player.login}"${player.login === acting ? raw(' selected') : ''}>${player.name}${player.post ? `（${player.post}）` : ''}</option>`,
  )}</select><button class="quiet" type="submit">换人</button></form>
</div></header>
<main id="main" class="frame">
${notice ? html`<p class="notice" role="status">${notice}</p>` : ''}
${body}
</main>
</body></html>`;
}
