import type { Context, Hono } from 'hono';
import { type Account, type Post, refuse } from './state.ts';
import { accept, fieldsOf, hasRip, pictureOf, refusal, statusOf, textOf } from './statuses.ts';

const LONG = 2000;
const ORDINARY = 140;
const ANNOTATIONS = 512;
const PICTURES = 9;
const PAGE = 100;
/** How much of a long text lists show. */
const SHOWN = 140;

/** A post as the commercial interface shows it: with what the sender keeps with it, a long text cut off. */
function bizStatus(account: Account, post: Post, trimUser: boolean): Record<string, unknown> {
  const cut = post.long
    ? { isLongText: true, text: `${[...post.text].slice(0, SHOWN).join('')}...全文： http://m.weibo.cn/${post.idstr}` }
    : {};
  return {
    ...statusOf(account, post, trimUser),
    ...cut,
    annotations: post.annotations === null ? [] : JSON.parse(post.annotations),
    pic_ids: post.pictures,
  };
}

function isList(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

async function update(account: Account, context: Context, withPictures: boolean): Promise<Response> {
  const fields = await fieldsOf(context);
  const text = textOf(fields, 'status');
  const long = textOf(fields, 'is_longtext') === '1';
  const annotations = textOf(fields, 'annotations');
  if (!hasRip(fields)) return refuse(context, 10017, "Parameter (rip)'s value invalid, expect (ip)!");
  if (annotations !== '' && (annotations.length > ANNOTATIONS || !isList(annotations))) return refuse(context, 10017);
  const code = refusal(account, text, long ? LONG : ORDINARY);
  if (code !== null) return refuse(context, code);
  const names = textOf(fields, 'pic_id')
    .split(',')
    .filter((id) => id !== '');
  const pictures = names.flatMap((id) => account.saved.state.uploads[id] ?? []);
  if (withPictures && (pictures.length === 0 || names.length > PICTURES || pictures.length < names.length)) return refuse(context, 20007);
  const post = accept(account, { original: text, pictures, annotations: annotations || null, long });
  return context.json(bizStatus(account, post, false));
}

async function upload(account: Account, context: Context): Promise<Response> {
  const picture = await pictureOf(account, await fieldsOf(context));
  if (picture === null) return refuse(context, 20007);
  if (typeof picture === 'number') return refuse(context, picture);
  const { state } = account.saved;
  state.seq += 1;
  const id = `p${state.seq.toString(36).padStart(7, '0')}`;
  state.uploads[id] = picture;
  return context.json({ pic_id: id });
}

/** 商业接口: update, upload_pic, upload_url_text, user_timeline, show_batch, destroy, each as `…/biz.json`. */
export function bizRoutes(app: Hono, account: Account): void {
  const there = (): Post[] => account.saved.state.posts.filter(({ deleted }) => !deleted);
  app.use('/2/statuses/:operation/biz.json', async (context, next) => {
    if (!account.biz) return refuse(context, 10014);
    await next();
    return undefined;
  });
  app.post('/2/statuses/update/biz.json', (context) => update(account, context, false));
  app.post('/2/statuses/upload_url_text/biz.json', (context) => update(account, context, true));
  app.post('/2/statuses/upload_pic/biz.json', (context) => upload(account, context));
  app.get('/2/statuses/user_timeline/biz.json', (context) => {
    const count = Math.min(PAGE, Number(context.req.query('count') ?? 20) || 20);
    const trim = context.req.query('trim_user') === '1';
    const statuses = there().slice(0, count);
    return context.json({ statuses: statuses.map((post) => bizStatus(account, post, trim)), total_number: there().length });
  });
  app.get('/2/statuses/show_batch/biz.json', (context) => {
    const ids = (context.req.query('ids') ?? '').split(',');
    const statuses = there().filter(({ idstr }) => ids.includes(idstr));
    return context.json({ statuses: statuses.map((post) => bizStatus(account, post, false)), total_number: statuses.length });
  });
  app.post('/2/statuses/destroy/biz.json', async (context) => {
    const id = textOf(await fieldsOf(context), 'id');
    const post = there().find(({ idstr }) => idstr === id);
    if (!post) return refuse(context, 20101);
    post.deleted = true;
    return context.json(bizStatus(account, post, false));
  });
}
