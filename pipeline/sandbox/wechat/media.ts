import type { Context, Hono } from 'hono';
import { type Account, newId, refuse } from './state.ts';

const MB = 1024 * 1024;

async function upload(account: Account, context: Context, max: number): Promise<Uint8Array | Response> {
  const media = await context.req.parseBody().then(
    (body) => body.media,
    () => null,
  );
  if (!(media instanceof File) || media.size === 0) return refuse(account, context, 41005);
  if (media.size >= max) return refuse(account, context, max === MB ? 40009 : 45001);
  const bytes = new Uint8Array(await media.arrayBuffer());
  const jpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  const png = bytes[0] === 0x89 && bytes[1] === 0x50;
  return jpeg || png ? bytes : refuse(account, context, 40004);
}

/** Uploads: `media/uploadimg` for the text (JPG or PNG under 1 MB, no media id) and `material/add_material` for the library (10 MB). */
export function mediaRoutes(app: Hono, account: Account): void {
  app.post('/cgi-bin/media/uploadimg', async (context) => {
    const bytes = await upload(account, context, MB);
    if (bytes instanceof Response) return bytes;
    return context.json({ url: `${account.url()}/mmbiz/${account.saved.keep(bytes)}` });
  });
  app.post('/cgi-bin/material/add_material', async (context) => {
    if (context.req.query('type') !== 'image') return refuse(account, context, 40004);
    const bytes = await upload(account, context, 10 * MB);
    if (bytes instanceof Response) return bytes;
    const picture = account.saved.keep(bytes);
    const mediaId = newId(account, 'material');
    account.saved.state.library.push({ mediaId, picture });
    return context.json({ media_id: mediaId, url: `${account.url()}/mmbiz/${picture}` });
  });
}
