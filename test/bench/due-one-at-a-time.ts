import { setTimeout as wait } from 'node:timers/promises';
import type { Payload } from '#pipeline/render/payload.ts';
import { ACCOUNT, pictureAt } from './due-items.ts';

type Body = Record<string, unknown>;

/** What a client asks again first, in milliseconds, and then twice as long: ours waits as long. */
const FIRST_WAIT = 300;

async function answered(url: string, init: RequestInit): Promise<Body> {
  const body = (await (await fetch(url, { method: 'POST', ...init })).json()) as Body;
  if (Number(body.errcode ?? 0) !== 0) throw new Error(`expected ${new URL(url).pathname} to work, but: ${JSON.stringify(body)}`);
  return body;
}

/** A plain client as most are written: one request after the other, nothing kept, nothing looked at twice. */
export async function sendOneAtATime(base: string, articles: readonly Payload[]): Promise<void> {
  const post = (path: string, body: object): Promise<Body> => answered(base + path, { body: JSON.stringify(body) });
  const { appId: appid, secret } = ACCOUNT;
  const { access_token: token } = await post('/cgi-bin/stable_token', { grant_type: 'client_credential', appid, secret });
  const upload = (path: string, bytes: Uint8Array): Promise<Body> => {
    const parts = new FormData();
    parts.set('media', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'picture.jpg');
    return answered(`${base}${path}access_token=${token}`, { body: parts });
  };
  const call = (path: string, body: object): Promise<Body> => post(`${path}?access_token=${token}`, body);
  for (const { title, author, summary, content, sourceUrl, images, cover } of articles) {
    let text = content;
    let front = '';
    for (const { path, blob } of images) {
      const bytes = pictureAt(blob);
      if (path === cover) front = String((await upload('/cgi-bin/material/add_material?type=image&', bytes)).media_id);
      else text = text.replace(`sanshen-image:${path}`, String((await upload('/cgi-bin/media/uploadimg?', bytes)).url));
    }
    const article = { title, author, digest: summary, content: text, content_source_url: sourceUrl, thumb_media_id: front };
    const { media_id } = await call('/cgi-bin/draft/add', { articles: [article] });
    const { publish_id } = await call('/cgi-bin/freepublish/submit', { media_id });
    let state: Body = { publish_status: 1 };
    for (let pause = FIRST_WAIT; state.publish_status === 1; pause *= 2) {
      await wait(pause);
      state = await call('/cgi-bin/freepublish/get', { publish_id });
    }
    await call('/cgi-bin/freepublish/getarticle', { article_id: state.article_id });
  }
}
