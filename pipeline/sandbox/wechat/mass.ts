import type { Context, Hono } from 'hono';
import { beijingDate } from '../../beijing-time.ts';
import { fieldsOf } from './draft.ts';
import { publishedOf } from './publication.ts';
import { type Account, type Mass, refuse, seconds } from './state.ts';

type Fields = Record<string, unknown>;

/** A repeat of a `clientmsgid` within so many seconds is asked to wait (45066), and is known for a day. */
const TOO_FAST = 60;
const REMEMBERED = 86_400;
/** The administrator has half an hour to confirm. */
const CONFIRM = 1800;
/** A UUID of 36 characters has been refused, whatever the page says. */
const LONGEST_ID = 32;

function finish(account: Account, mass: Mass): void {
  const { state } = account.saved;
  const passed = mass.articles.every((article) => account.judge(article) === 0);
  mass.status = passed ? 'SEND_SUCCESS' : 'SEND_FAIL';
  if (!passed) return;
  state.published.unshift(...publishedOf(account, '', mass.articles).map((published) => ({ ...published, massId: mass.msgId })));
  // A draft leaves the draft box once it is sent (draft/add, note 1).
  state.drafts = state.drafts.filter(({ mediaId }) => mediaId !== mass.mediaId);
}

/** Ends the mass messages whose time has come; one that waits for the administrator fails after half an hour. */
export function settleMass(account: Account): void {
  const now = seconds(account.now());
  for (const mass of account.saved.state.masses) {
    if (mass.status !== 'SENDING') continue;
    if (mass.waits) {
      if (now - mass.at >= CONFIRM) mass.status = 'SEND_FAIL';
    } else if (now - mass.at >= account.publishSeconds) finish(account, mass);
  }
}

/** The administrator's answer on the telephone to the newest message that waits. */
export function confirmMass(account: Account, yes: boolean): void {
  settleMass(account);
  const waiting = account.saved.state.masses.findLast(({ status, waits }) => status === 'SENDING' && waits);
  if (!waiting) return;
  waiting.waits = false;
  if (yes) finish(account, waiting);
  else waiting.status = 'SEND_FAIL';
}

function known(account: Account, context: Context, clientmsgid: string): Response | null {
  const now = seconds(account.now());
  const found = account.saved.state.masses.find((mass) => mass.clientmsgid === clientmsgid && now - mass.at < REMEMBERED);
  if (!found) return null;
  const tooFast = now - found.asked < TOO_FAST;
  found.asked = now;
  return tooFast ? refuse(account, context, 45066) : refuse(account, context, 45065, { msg_id: found.msgId });
}

function sendAll(account: Account, fields: Fields, context: Context): Response {
  const { state } = account.saved;
  const clientmsgid = typeof fields.clientmsgid === 'string' ? fields.clientmsgid : '';
  if (clientmsgid.length > LONGEST_ID) return refuse(account, context, 45067);
  const mediaId = (fields.mpnews as Fields | undefined)?.media_id;
  const draft = state.drafts.find((candidate) => candidate.mediaId === mediaId);
  const again = (): Response | null => (clientmsgid === '' ? null : known(account, context, clientmsgid));
  if (fields.msgtype !== 'mpnews') return refuse(account, context, 40008);
  // Nobody says which is looked at first, the draft or the number.
  const first = account.massDraftFirst && !draft ? refuse(account, context, 40007) : again();
  if (first) return first;
  if (!draft) return refuse(account, context, 40007);
  const now = account.now();
  const today = state.masses.filter(({ at, status }) => status !== 'SEND_FAIL' && beijingDate(new Date(at * 1000)) === beijingDate(now));
  if (today.length >= account.massesADay) return refuse(account, context, 45028);
  state.seq += 1;
  const mass: Mass = {
    msgId: 1_000_000_000 + state.seq,
    clientmsgid,
    mediaId: draft.mediaId,
    articles: draft.articles,
    status: 'SENDING',
    waits: account.massConfirm,
    at: seconds(now),
    asked: seconds(now),
    polls: account.publishPolls,
  };
  state.masses.push(mass);
  return context.json({ errcode: 0, errmsg: 'send job submission success', msg_id: mass.msgId, msg_data_id: 2_247_483_647 + state.seq });
}

/** 群发: `sendall` accepts a task, known by its `clientmsgid` for a day; `get`, `delete`, and `preview` to one person. */
export function massRoutes(app: Hono, account: Account): void {
  const { state } = account.saved;
  const on = (path: string, answer: (fields: Fields, context: Context) => Response): void => {
    app.post(path, async (context) => {
      const fields = await fieldsOf(context);
      settleMass(account);
      return typeof fields === 'number' ? refuse(account, context, fields) : answer(fields, context);
    });
  };
  const find = (fields: Fields): Mass | undefined => state.masses.find(({ msgId }) => String(msgId) === String(fields.msg_id));

  on('/cgi-bin/message/mass/sendall', (fields, context) => sendAll(account, fields, context));
  on('/cgi-bin/message/mass/get', (fields, context) => {
    const mass = find(fields);
    if (!mass) return refuse(account, context, 40059);
    if (mass.status === 'SENDING' && !mass.waits && mass.polls <= 0) finish(account, mass);
    mass.polls -= 1;
    return context.json({ msg_id: mass.msgId, msg_status: mass.status });
  });
  on('/cgi-bin/message/mass/delete', (fields, context) => {
    const mass = find(fields);
    if (mass?.status !== 'SEND_SUCCESS' && mass?.status !== 'DELETE') return refuse(account, context, 40059);
    const index = Number(fields.article_idx ?? 0);
    const sent = state.published.filter(({ massId }) => massId === mass.msgId);
    for (const published of sent) if (index === 0 || published.place === index) published.deleted = true;
    if (sent.every(({ deleted }) => deleted)) mass.status = 'DELETE';
    return context.json({ errcode: 0, errmsg: 'ok' });
  });
  on('/cgi-bin/message/mass/preview', (fields, context) => {
    const mediaId = (fields.mpnews as Fields | undefined)?.media_id;
    const draft = state.drafts.find((candidate) => candidate.mediaId === mediaId);
    const to = typeof fields.towxname === 'string' ? fields.towxname : '';
    if (fields.msgtype !== 'mpnews') return refuse(account, context, 40008);
    if (!draft) return refuse(account, context, 40007);
    if (to === '' || (account.followers !== null && !account.followers.includes(to))) return refuse(account, context, 43004);
    state.previews.push({ to, title: draft.articles[0]?.title ?? '', at: seconds(account.now()) });
    return context.json({ errcode: 0, errmsg: 'preview success', msg_id: 1_000_000_000 + state.seq });
  });
}
