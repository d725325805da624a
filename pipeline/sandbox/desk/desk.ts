import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import { addDays, beijingDate } from '../../beijing-time.ts';
import { hasSecrecyDuty, holders } from '../../organisation/holders.ts';
import { nameOfPerson, personOfLogin } from '../../organisation/person.ts';
import { actingAccount, addActs } from './acts.ts';
import { gatherPullRequest } from './gather.ts';
import { newPage } from './new-page.ts';
import { deskPage, type Html } from './page.ts';
import { phonePage } from './phone-page.ts';
import { previewOf } from './preview.ts';
import { pullRequestPage, TABS, type Tab } from './pull-request-page.ts';
import { queuePage } from './queue-page.ts';
import { queueRowOf } from './queue-row.ts';
import type { DeskStage } from './stage.ts';
import type { Player, QueueRow } from './view.ts';

const asset = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

async function playersOf(stage: DeskStage): Promise<Player[]> {
  const { organisation } = await stage.settings();
  return stage.accounts.map(({ login, name }) => {
    const person = personOfLogin(organisation, login);
    const post = organisation.posts.find((entry) => entry.person === person && (entry.to ?? '9999') >= beijingDate(stage.now()));
    const duty = organisation.duties.some((entry) => entry.person === person && entry.duty === 'administrator');
    return { login, name, post: post?.post ?? (duty ? '管理员' : '报送人') };
  });
}

async function show(stage: DeskStage, context: Context, title: string, body: Html): Promise<Response> {
  const notice = getCookie(context, 'notice');
  if (notice) deleteCookie(context, 'notice', { path: '/' });
  const url = new URL(context.req.url);
  const page = deskPage({
    title,
    bureau: stage.bureau,
    players: await playersOf(stage),
    acting: actingAccount(stage, context).login,
    back: url.pathname + url.search,
    ...(notice ? { notice: decodeURIComponent(notice) } : {}),
    body,
  });
  return context.html(page);
}

async function queue(stage: DeskStage, acting: string): Promise<Html> {
  const open = await Promise.all((await stage.github.openPullRequests()).map(({ number }) => queueRowOf(stage, number, acting)));
  const merged = await Promise.all((await stage.merged()).slice(0, 10).map((number) => queueRowOf(stage, number, acting)));
  const rows = open.filter((entry) => entry !== null);
  const pick = (test: (entry: (typeof rows)[number]) => boolean): QueueRow[] => rows.filter(test).map(({ row }) => row);
  return queuePage({
    groups: [
      { name: '待我审', rows: pick(({ mine }) => mine) },
      { name: '今天到期', rows: pick(({ lastDay }) => lastDay) },
      { name: '已退回', rows: pick(({ returned }) => returned) },
      { name: '等别人', rows: pick(({ mine, returned }) => !mine && !returned) },
      { name: '刚发布', rows: merged.filter((entry) => entry !== null).map(({ row }) => row) },
    ],
    services: stage.services(),
    alerts: stage.alerts(),
  });
}

async function newSubmission(stage: DeskStage, acting: string): Promise<Html> {
  const { organisation } = await stage.settings();
  const person = personOfLogin(organisation, acting);
  const today = beijingDate(stage.now());
  const units = Object.entries(organisation.units).map(([id, { name }]) => {
    const heads = holders(organisation, 1, id, today);
    const secrecy = Object.keys(organisation.people).filter((other) => hasSecrecyDuty(organisation, other, id, today));
    const reviewers = [...new Set([...heads, ...secrecy])].filter((other) => other !== person);
    return { id, name, reviewers: reviewers.map((other) => ({ id: other, name: nameOfPerson(organisation, other) })) };
  });
  return newPage({ units, today, earliest: addDays(today, -7) });
}

function addPages(app: Hono, stage: DeskStage): void {
  app.get('/', async (context) => show(stage, context, '待办', await queue(stage, actingAccount(stage, context).login)));
  app.get('/phone', (context) => show(stage, context, '手机上', phonePage(stage.phone())));
  app.get('/new', async (context) => show(stage, context, '报送一件', await newSubmission(stage, actingAccount(stage, context).login)));
  app.get('/pr/:number', async (context) => {
    const view = await gatherPullRequest(stage, Number(context.req.param('number')), actingAccount(stage, context).login);
    if (!view) return context.notFound();
    const asked = context.req.query('tab') ?? 'preview';
    const tab = (Object.hasOwn(TABS, asked) ? asked : 'preview') as Tab;
    return show(stage, context, view.title, pullRequestPage(view, tab));
  });
  app.get('/pr/:number/preview', async (context) => {
    const page = await previewOf(stage, Number(context.req.param('number')));
    return page ? context.html(page) : context.html('<!doctype html><title>看不了</title><p>稿件有须改的问题，改好后才能预览。</p>');
  });
  app.get('/form/:number', async (context) => {
    const page = await stage.signedFormPage(context.req.param('number'));
    return page ? context.html(page) : context.notFound();
  });
  app.get('/pr/:number/form', async (context) => {
    const page = await stage.formPage(Number(context.req.param('number')));
    return page ? context.html(page) : context.html('<!doctype html><title>审核单</title><p>稿件有须改的问题，还没有审核单。</p>');
  });
}

/** Starts the desk on 127.0.0.1; `port` 0 takes any free one. */
export async function startDesk(stage: DeskStage, port: number): Promise<{ url: string; close: () => Promise<void> }> {
  const app = new Hono();
  app.use(csrf());
  app.use(async (context, next) => {
    await next();
    context.header(
      'content-security-policy',
      "default-src 'self'; img-src 'self' data: http://127.0.0.1:*; style-src 'self' 'unsafe-inline'; frame-src 'self' http://127.0.0.1:*; form-action 'self'; base-uri 'self'",
    );
    context.header('x-content-type-options', 'nosniff');
    context.header('cache-control', 'no-store');
  });
  app.get('/assets/tokens.css', (context) => context.body(stage.tokens, 200, { 'content-type': 'text/css; charset=utf-8' }));
  for (const [name, type] of [
    ['desk.css', 'text/css'],
    ['desk.js', 'text/javascript'],
  ] as const) {
    app.get(`/assets/${name}`, (context) => context.body(asset(name), 200, { 'content-type': `${type}; charset=utf-8` }));
  }
  addPages(app, stage);
  addActs(app, stage);
  app.notFound((context) => show(stage, context, '没有这个页面', `没有这个页面。` as unknown as Html));
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port });
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
  return { url, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
