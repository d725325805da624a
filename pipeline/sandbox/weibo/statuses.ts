import type { Context, Hono } from 'hono';
import { type Account, type Post, refuse } from './state.ts';

type Fields = Record<string, unknown>;

const ADDRESS = /https?:\/\/[\x21-\x7e]+/g;
/** user_timeline of an ordinary app: the authorised user's newest five. */
const WINDOW = 5;
const PICTURE_BYTES = 5 * 1024 * 1024;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Tue Nov 24 10:00:00 +0800 2026`, in Beijing. */
function createdAt(at: number): string {
  const there = new Date(at + 8 * 3_600_000);
  const day = String(there.getUTCDate()).padStart(2, '0');
  return `${DAYS[there.getUTCDay()]} ${MONTHS[there.getUTCMonth()]} ${day} ${there.toISOString().slice(11, 19)} +0800 ${there.getUTCFullYear()}`;
}

export function statusOf(account: Account, post: Post, trimUser = false): Record<string, unknown> {
  const uid = Number(account.uid);
  const user = trimUser ? { uid } : { user: { id: uid, idstr: account.uid, screen_name: account.name } };
  const picture = post.pictures[0];
  return {
    created_at: createdAt(post.at),
    // Loses digits, as the real one does to whoever reads it as a number.
    id: Number(post.idstr),
    idstr: post.idstr,
    mid: post.idstr,
    text: post.text,
    source: '<a href="http://app.example.cn">示例应用</a>',
    ...(picture ? { original_pic: `${account.url()}/pictures/${picture}` } : {}),
    ...user,
  };
}

/** As the practice platform takes a post in. */
export function accept(account: Account, sent: Pick<Post, 'original' | 'pictures' | 'annotations' | 'long'>): Post {
  const { state } = account.saved;
  state.seq += 1;
  const idstr = String(51_000_000_000_000_003n + BigInt(state.seq) * 2_026n);
  const post: Post = { ...sent, idstr, text: shortened(account, sent.original), at: account.now().getTime(), deleted: false };
  state.posts.unshift(post);
  return post;
}

/** Wide characters count one, ASCII a half; an address costs what its t.cn form costs. */
function lengthOf(text: string): number {
  return Math.ceil([...text].reduce((sum, character) => sum + (character < '\u0080' ? 0.5 : 1), 0));
}

/** Addresses become t.cn; topic marks vanish without a word. */
function shortened(account: Account, text: string): string {
  return text.replace(/#([^#\s]+)#/g, '$1').replace(ADDRESS, (address) => {
    account.saved.state.seq += 1;
    const code = `A6${account.saved.state.seq.toString(36).padStart(5, '0')}`;
    account.saved.state.short[code] = address;
    return `http://t.cn/${code}`;
  });
}

function ownDomain(account: Account, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { host, hostname } = new URL(address);
  return account.domains.some((domain) => host === domain || hostname === domain || hostname.endsWith(`.${domain}`));
}

/** The errcode of a refused text, `null` if it may go out. */
export function refusal(account: Account, text: string, most = 140): number | null {
  if (text.trim() === '') return 20008;
  if (lengthOf(shortenedLength(text)) > most) return 20012;
  const addresses = text.match(ADDRESS) ?? [];
  if (!addresses.some((address) => ownDomain(account, address))) return 10017;
  const last = account.saved.state.posts.find(({ deleted }) => !deleted);
  return last?.original === text ? 20019 : null;
}

function shortenedLength(text: string): string {
  return text.replace(ADDRESS, 'http://t.cn/A600000');
}

/** The name of a picture that came with a call, `null` if there was none, or the errcode of one that isn't taken. */
export async function pictureOf(account: Account, fields: Fields): Promise<string | null | number> {
  const { pic } = fields;
  if (!(pic instanceof File)) return null;
  if (pic.size >= PICTURE_BYTES) return 20006;
  const bytes = new Uint8Array(await pic.arrayBuffer());
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? account.saved.keep(bytes) : 20005;
}

export function textOf(fields: Fields, name: string): string {
  return typeof fields[name] === 'string' ? fields[name] : '';
}

/** The fields of a form or of parts. */
export async function fieldsOf(context: Context): Promise<Fields> {
  return context.req.parseBody().catch((): Fields => ({}));
}

/** Whether a call names the operator's IP. */
export function hasRip(fields: Fields): boolean {
  return /^[0-9a-f.:]{3,45}$/i.test(textOf(fields, 'rip'));
}

async function share(account: Account, context: Context): Promise<Response> {
  const fields = await fieldsOf(context);
  const text = textOf(fields, 'status');
  if (!hasRip(fields)) return refuse(context, 10017, "Parameter (rip)'s value invalid, expect (ip)!");
  const code = refusal(account, text);
  if (code !== null) return refuse(context, code);
  const picture = await pictureOf(account, fields);
  if (typeof picture === 'number') return refuse(context, picture);
  const post = accept(account, { original: text, pictures: picture === null ? [] : [picture], annotations: null, long: false });
  return context.json(statusOf(account, post));
}

/** 微博: share, user_timeline, show, destroy, short_url/expand. */
export function statusRoutes(app: Hono, account: Account): void {
  const { state } = account.saved;
  const live = (id: string): Post | undefined => state.posts.find((post) => post.idstr === id && !post.deleted);
  app.post('/2/statuses/share.json', (context) => share(account, context));
  app.get('/2/statuses/user_timeline.json', (context) => {
    const posts = state.posts.filter(({ deleted }) => !deleted);
    const statuses = posts.slice(0, WINDOW).map((post) => statusOf(account, post, context.req.query('trim_user') === '1'));
    return context.json({ statuses, total_number: posts.length });
  });
  app.get('/2/statuses/show.json', (context) => {
    const post = live(context.req.query('id') ?? '');
    return post ? context.json(statusOf(account, post)) : refuse(context, 20101);
  });
  app.post('/2/statuses/destroy.json', async (context) => {
    const post = live(textOf(await fieldsOf(context), 'id'));
    if (!post) return refuse(context, 20101);
    post.deleted = true;
    return context.json(statusOf(account, post));
  });
  app.get('/2/short_url/expand.json', (context) => {
    const urls = (context.req.queries('url_short') ?? []).map((short) => {
      const long = state.short[short.replace('http://t.cn/', '')];
      return { result: long !== undefined, url_short: short, url_long: long ?? '' };
    });
    return context.json({ urls });
  });
}
