import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { loadEncoder } from '../../../site/encoder.ts';
import { beijingDate } from '../../beijing-time.ts';
import { versionAt } from '../../forge/at-commit.ts';
import { commitSource } from '../../forge/git/content-source.ts';
import { readItem } from '../../item/item.ts';
import { inForce } from '../../organisation/holders.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { personOfLogin } from '../../organisation/person.ts';
import { Problem } from '../../problem.ts';
import { previewItem } from '../../render/preview/preview-item.ts';
import type { Evidence } from '../../review/gate/evidence.ts';
import { changedSince } from '../../review/text-changes.ts';
import { listen } from '../platform/listener.ts';
import { actingAccount, addActs, type ShownAgain } from './acts.ts';
import { ownPagesOnly, smallEnough, strictHeaders } from './door.ts';
import { gatherPullRequest } from './gather.ts';
import { deskPage, type Html } from './page.ts';
import { phonePage } from './phone-page.ts';
import { pullRequestPage } from './pull-request-page.ts';
import { queuePage } from './queue.ts';
import type { DeskStage } from './stage.ts';
import { type Filled, offered, submissionPage } from './submission.ts';
import type { Player } from './view.ts';

/** In how many places the text differs from the one that a person reviewed or remarked on last; `undefined` for who hasn't seen another one. */
async function newFor(stage: DeskStage, { reviews, pullRequest }: Evidence, path: string, login: string): Promise<number | undefined> {
  const seen = reviews.findLast((review) => review.login === login)?.commit;
  const head = pullRequest?.head.sha;
  if (!seen || !head || seen === head) return undefined;
  return changedSince(await versionAt(stage.git, seen, path), await versionAt(stage.git, head, path));
}

/** Who signed level 2 of what is shown; `''` while nobody has. */
function editorOf(stage: DeskStage, evidence: Evidence, { people }: Organisation): string {
  const levels = stage.verdictOf(evidence).items[0]?.levels ?? [];
  const person = levels.find(({ level, state }) => level === 2 && state === 'approved')?.person;
  return person ? (people[person]?.name ?? person) : '';
}

/** The three faces of a pull request's item at its head, as somebody who acts on the desk sees them; `null` while it can't be read. */
export async function previewOf(stage: DeskStage, number: number, login: string): Promise<string | null> {
  const evidence = await stage.evidenceOf(number);
  const { items, pullRequest } = evidence;
  const [entry] = items;
  if (!entry || !pullRequest) return null;
  const version = pullRequest.head.sha;
  const folder = await commitSource(stage.git, version).folder(entry.path);
  const item = folder && readItem(folder).item;
  if (!item) return null;
  const released = (await stage.releases()).some((release) => release.item === item.id && release.state === 'confirmed');
  const styles = { tokens: stage.tokens, site: stage.siteStyle };
  const changed = await newFor(stage, evidence, entry.path, login);
  const settings = await stage.settings();
  const known = { ...(changed === undefined ? {} : { changedSince: changed }), editor: editorOf(stage, evidence, settings.organisation) };
  return previewItem(item, settings, { styles, version, released, makeSmaller: await loadEncoder(), ...known });
}

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

/** @param said what the page says on top; absent: what the act before left in a cookie, once */
async function show(
  stage: DeskStage,
  context: Context,
  title: string,
  body: Html,
  { status = 200, said }: { status?: 200 | 404 | 422 | 500; said?: string } = {},
): Promise<Response> {
  const left = getCookie(context, 'notice');
  if (left) deleteCookie(context, 'notice', { path: '/' });
  const notice = said ?? left;
  const url = new URL(context.req.url);
  const page = deskPage({
    title,
    bureau: stage.bureau,
    // A page that tells of settings that can't be read must not need them.
    players: await playersOf(stage).catch(() => stage.accounts.map(({ login, name }) => ({ login, name, post: '' }))),
    acting: actingAccount(stage, context).login,
    back: context.req.method === 'GET' ? url.pathname + url.search : url.pathname.replace(/\/(edit|review)$/, ''),
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
  return show(stage, context, title, plainPage(title, '地址可能写错了，或这一件不在练习库里。'), { status: 404 });
}

/** What went wrong in words; a fault of the program is told on the terminal, by its first line. */
function troubled(stage: DeskStage, context: Context, error: Error): Promise<Response> {
  if (error instanceof Problem && error.code === 'github/not-found') return notFound(stage, context);
  if (!(error instanceof Problem)) stage.failed(`审核台：${error.message}`);
  const sentence = error instanceof Problem ? error.message : '程序出错，什么也没有改变；请再试一次。';
  return show(stage, context, '这一页没有打开', plainPage('这一页没有打开', sentence), { status: 500 });
}

/** The stage for one page: settings and books are asked for once, however many rows the page has, so that all rows say the same. */
function forOnePage(stage: DeskStage): DeskStage {
  let settings: ReturnType<DeskStage['settings']> | null = null;
  let releases: ReturnType<DeskStage['releases']> | null = null;
  return {
    ...stage,
    settings: () => {
      settings ??= stage.settings();
      return settings;
    },
    releases: () => {
      releases ??= stage.releases();
      return releases;
    },
    formNumberOf: async (item) => {
      releases ??= stage.releases();
      return (await releases).find((release) => release.item === item)?.formNumber ?? stage.formNumberOf(item);
    },
  };
}

async function submission(stage: DeskStage, context: Context, filled: Filled | null, said?: string): Promise<Response> {
  const { organisation } = await stage.settings();
  const person = personOfLogin(organisation, actingAccount(stage, context).login);
  const page = submissionPage(offered(organisation, person, beijingDate(stage.now())), filled);
  return show(stage, context, '报送一件', page, said === undefined ? {} : { status: 422, said });
}

/** What was typed stands in the form again. */
function shownAgain(stage: DeskStage): ShownAgain {
  return {
    submission: (context, filled, said) => submission(stage, context, filled, said),
    pullRequest: async (context, number, tab, typed, said) => {
      const view = await gatherPullRequest(forOnePage(stage), number, actingAccount(stage, context).login).catch(() => null);
      return view && show(stage, context, view.title, pullRequestPage({ ...view, ...typed }, tab), { status: 422, said });
    },
  };
}

/** A sentence in the place of a frame's page. */
function frameSaying(sentence: string): Html {
  return html`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>还看不了</title><link rel="stylesheet" href="/assets/tokens.css"><link rel="stylesheet" href="/assets/desk.css"></head><body><p class="pad">${sentence}</p></body></html>`;
}

function addPages(app: Hono, stage: DeskStage): void {
  const numberOf = (context: Context): number => Number(context.req.param('number'));
  app.get('/', async (context) => show(stage, context, '待办', await queuePage(forOnePage(stage), actingAccount(stage, context).login)));
  app.get('/phone', (context) => show(stage, context, '手机上', phonePage(stage.phone())));
  app.get('/new', (context) => submission(stage, context, null));
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
  addActs(app, stage, shownAgain(stage));
  app.notFound((context) => notFound(stage, context));
  app.onError((error, context) => troubled(stage, context, error));
  const { url, stop } = await listen(app, port);
  return { url, close: stop };
}
