import type { FaceView } from './view.ts';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);

/**
 * One face of an item as a page of its own, for the desk's frames. The content is what our renderer made (sanitised);
 * its pictures come from the pull request's own head.
 */
export function facePage(number: number, face: FaceView, account: string): string {
  const pictures = `/pr/${number}/picture/`;
  const title = escaped(face.title);
  const shell = (style: string, body: string): string =>
    `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><base href="${pictures}" target="_blank"><link rel="stylesheet" href="/assets/tokens.css"><style>body{margin:0;padding:20px;background:#fff;color:#16202e;color-scheme:light}img{max-width:100%;height:auto}figure{margin:1em 0}figcaption{text-align:center;font-size:14px;color:#475467}table{border-collapse:collapse;width:100%}td,th{border:1px solid #d5dbe3;padding:6px 10px}${style}</style><body>${body}</body></html>`;
  if (face.channel === 'wechat') {
    const content = face.content.replaceAll('src="sanshen-image:', `src="${pictures}`);
    return shell(
      'body{font:17px/1.6 system-ui,sans-serif;max-width:375px;margin:auto}h1{font-size:22px;line-height:1.4}.by{color:#6b7280;font-size:15px}',
      `<h1>${title}</h1><p class="by">${escaped(account)}</p>${content}`,
    );
  }
  if (face.channel === 'weibo')
    return shell(
      'body{font:16px/1.7 system-ui,sans-serif;overflow-wrap:anywhere}',
      `<p><b>${escaped(account)}</b></p><p>${escaped(face.content)}</p>`,
    );
  return shell(
    'body{font:18px/1.9 var(--sans)}h1{font:400 28px/1.4 var(--serif);text-align:center}p{text-indent:2em}',
    `<h1>${title}</h1>${face.content}`,
  );
}
