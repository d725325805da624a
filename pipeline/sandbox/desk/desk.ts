import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { beijingDate } from '../../beijing-time.ts';
import { inForce } from '../../organisation/holders.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { personOfLogin } from '../../organisation/person.ts';
import { Problem } from '../../problem.ts';
import { listen } from '../platform/listener.ts';
import { actingAccount, addActs } from './acts.ts';
import { ownPagesOnly, smallEnough, strictHeaders } from './door.ts';
import { gatherPullRequest } from './gather.ts';
import { newPage } from './new-page.ts';
import { forOnePage } from './one-page.ts';
import { deskPage, type Html } from './page.ts';
import { phonePage } from './phone-page.ts';
import { previewOf } from './preview.ts';
import { pullRequestPage } from './pull-request-page.ts';
import { queuePage } from './queue-page.ts';
import { queueRowOf } from './queue-row.ts';
import type { DeskStage } from './stage.ts';
import { offered } from './submission.ts';
import type { Player, QueueRow } from './view.ts';

const asset = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

function postOf(organisation: Organisation, person: string | null, today: string): string {
  const post = organisation.posts.find((entry) => entry.person === person && inForce(entry, today));
  const duty = organisation.duties.some((entry) => entry.person === person && entry.duty === 'administrator' && inForce(entry, today));
  return post?.post ?? (duty ? '管理员' : '报送人');
}

/** Everybody with an account; who has two is told apart by them. */
async function playersOf(stage: DeskStage): Promise<Player[]> {
  const { organisation } = await stage.settings();
  const today = beijingDate(stage.now());
  return stage.accounts.map(({ login, name }) => {
    const person = personOfLogin(organisation, login);
    const another = (person === null ? 0 : (organisation.people[person]?.logins.length ?? 0)) > 1 ? `，账号 ${login}` : '';
    return { login, name, post: postOf(organisation, person, today) + another };
  });
}

async function show(stage: DeskStage, context: Context, title: string, body: Html, status: 200 | 404 | 500 = 200): Promise<Response> {
  const notice = getCookie(context, 'notice');
  if (notice) deleteCookie(context, 'notice', { path: '/' });
  const url = new URL(context.req.url);
  const page = deskPage({
    title,
    bureau: stage.bureau,
    // A page that tells of settings that can't be read must not need them.
    players: await playersOf(stage).catch(() => stage.accounts.map(({ login, name }) => ({ login, name, post: '' }))),
    acting: actingAccount(stage, context).login,
    back: context.req.method === 'GET' ? url.pathname + url.search : '/',
    ...(notice ? { notice } : {}),
    body,
  });
  return context.html(page, status);
}

/** A page that isn't there or can't be shown: what is the matter, and the way on. */
function plainPage(title: string, sentence: string): Html {
  return html`<h1>${title}</h1><p>${sentence}</p><p><a href="/">回到审核台</a></p>`;
}

function notFound(stage: DeskStage, context: Context): Promise<Response> {
  const title = '没有这个页面';
  return show(stage, context, title, plainPage(title, '地址可能写错了，或这一件不在练习库里。'), 404);
}

/** What went wrong in words; a fault of the program is told on the terminal, by its first line. */
function troubled(stage: DeskStage, context: Context, error: Error): Promise<Response> {
  if (error instanceof Problem && error.code === 'github/not-found') return notFound(stage, context);
  if (!(error instanceof Problem)) stage.failed(`审核台：${error.message}`);
  const sentence = error instanceof Problem ? error.message : '程序出错，什么也没有改变；请再试一次。';
  return show(stage, context, '这一页没有打开', plainPage('这一页没有打开', sentence), 500);
}

async function queue(whole: DeskStage, acting: string): Promise<Html> {
  const stage = forOnePage(whole);
  const open = await Promise.all((await stage.github.openPullRequests()).map(({ number }) => queueRowOf(stage, number, acting)));
  const merged = await Promise.all((await stage.merged()).slice(0, 10).map((number) => queueRowOf(stage, number, acting)));
  const rows = open.filter((entry) => entry !== null);
  const done = merged.filter((entry) => entry !== null);
  const pick = (test: (entry: (typeof rows)[number]) => boolean): QueueRow[] => rows.filter(test).map(({ row }) => row);
  return queuePage({
    groups: [
      { name: '待我审', rows: pick(({ mine }) => mine) },
      { name: '今天到期', rows: pick(({ lastDay }) => lastDay) },
      { name: '已退回', rows: pick(({ returned }) => returned) },
      { name: '等别人', rows: pick(({ mine, returned }) => !mine && !returned) },
      { name: '已合并，还没有发布', rows: done.filter(({ isItem, out }) => isItem && !out).map(({ row }) => row) },
      { name: '刚发布', rows: done.filter(({ out }) => out).map(({ row }) => row) },
      { name: '名单、规则和程序，刚合并', rows: done.filter(({ isItem }) => !isItem).map(({ row }) => row) },
    ],
    services: stage.services(),
    alerts: stage.alerts(),
  });
}

async function newSubmission(stage: DeskStage, acting: string): Promise<Html> {
  const { organisation } = await stage.settings();
  return newPage(offered(organisation, personOfLogin(organisation, acting), beijingDate(stage.now())));
}

/** A sentence in the place of a frame's page. */
function frameSaying(sentence: string): Html {
  return html`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>还看不了</title><link rel="stylesheet" href="/assets/tokens.css"><link rel="stylesheet" href="/assets/desk.css"></head><body><p class="pad">${sentence}</p></body></html>`;
}

function addPages(app: Hono, stage: DeskStage): void {
  const numberOf = (context: Context): number => Number(context.req.param('number'));
  app.get('/', async (context) => show(stage, context, '待办', await queue(stage, actingAccount(stage, context).login)));
  app.get('/phone', (context) => show(stage, context, '手机上', phonePage(stage.phone())));
  app.get('/new', async (context) => show(stage, context, '报送一件', await newSubmission(stage, actingAccount(stage, context).login)));
  app.get('/pr/:number{[0-9]+}', async (context) => {
    const view = await gatherPullRequest(forOnePage(stage), numberOf(context), actingAccount(stage, context).login);
    if (!view) return context.notFound();
    return show(stage, context, view.title, pullRequestPage(view, context.req.query('tab') ?? ''));
  });
  app.get('/pr/:number{[0-9]+}/preview', async (context) =>
    context.html(
      (await previewOf(stage, numberOf(context), actingAccount(stage, context).login)) ?? frameSaying('稿件有须改的问题，改好后才能预览。'),
    ),
  );
  app.get('/pr/:number{[0-9]+}/form', async (context) =>
    context.html((await stage.formPage(numberOf(context))) ?? frameSaying('稿件有须改的问题，还没有审核单。')),
  );
  const signedForm = async (context: Context, name: string): Promise<Response> => {
    const page = await stage.signedFormPage(name);
    return page ? context.html(page) : context.notFound();
  };
  app.get('/form/:number', (context) => signedForm(context, context.req.param('number')));
  app.get('/form/:unit/:item', (context) => signedForm(context, `${context.req.param('unit')}/${context.req.param('item')}`));
}

function addAssets(app: Hono, stage: DeskStage): void {
  const files = { 'tokens.css': stage.tokens, 'desk.css': asset('desk.css'), 'desk.js': asset('desk.js') };
  for (const [name, text] of Object.entries(files)) {
    const type = name.endsWith('.css') ? 'text/css' : 'text/javascript';
    app.get(`/assets/${name}`, (context) => context.body(text, 200, { 'content-type': `${type}; charset=utf-8` }));
  }
}

/** Starts the desk on 127.0.0.1; `port` 0 takes any free one. Closing it leaves no browser holding on. */
export async function startDesk(stage: DeskStage, port: number): Promise<{ url: string; close: () => Promise<void> }> {
  const app = new Hono();
  app.use(strictHeaders, ownPagesOnly, smallEnough);
  addAssets(app, stage);
  addPages(app, stage);
  addActs(app, stage);
  app.notFound((context) => notFound(stage, context));
  app.onError((error, context) => troubled(stage, context, error));
  const { url, stop } = await listen(app, port);
  return { url, close: stop };
}
