import type { Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { parseItemPath } from '../../item/item-path.ts';
import { personOfLogin } from '../../organisation/person.ts';
import { printable } from '../../printable.ts';
import { Problem } from '../../problem.ts';
import { RETURN_OPENINGS } from '../../review/comment/return-sentence.ts';
import type { Account } from '../people.ts';
import { mergeAs, openPullRequestAs, pushAs, reviewAs, setDraftAs } from '../people.ts';
import { approvalTold } from './own-approval.ts';
import type { DeskStage } from './stage.ts';
import { type Filled, submissionOf } from './submission.ts';

/** Who acts at this desk: the cookie's login, else the first account. */
export function actingAccount(stage: DeskStage, context: Context): Account {
  const login = getCookie(context, 'acting');
  return (stage.accounts.find((account) => account.login === login) ?? stage.accounts[0]) as Account;
}

/** What an act came to, said to the person, and the page that shows it. */
interface Done {
  notice: string;
  target?: string;
  /** Nothing was done: what was typed is shown again. */
  failed?: boolean;
}

/** Pages that show again what was typed for an act that failed; `null` where there is no such page. */
export interface ShownAgain {
  submission(context: Context, filled: Filled, notice: string): Promise<Response>;
  pullRequest(
    context: Context,
    number: number,
    tab: string,
    typed: { text?: string; opinion?: string },
    notice: string,
  ): Promise<Response | null>;
}

const REFUSALS: Record<number, string> = {
  403: '这个账号没有做这件事的权限，请换人。',
  404: '没有找到这一件，请回到审核台重新打开。',
  405: '现在还不能合并：三级审核或检查没有完成。',
  409: '稿件刚刚改过，请重新看过再操作。',
};

/** Why an act failed, in words for people; GitHub's own English text only where we know no better. */
function refusal(error: unknown): string {
  if (error instanceof Problem) return error.code === 'github/not-found' ? (REFUSALS[404] as string) : error.message;
  const { status = 0, message = '' } = error as { status?: number; message?: string };
  if (status === 422 && /own pull request/i.test(message)) return '您是报送人，不能审核自己的稿件。';
  if (status === 422 && /not part of the pull request/i.test(message)) return '您看的不是这一件现在的稿件，请重新打开再操作。';
  return REFUSALS[status] ?? `没有做成，请再试一次；仍不行请告诉管理员（${message.split('\n')[0]}）。`;
}

/** A cookie holds 4 KiB, and each Chinese character takes nine bytes of it. */
const MOST_NOTICE = 300;

/**
 * Runs a person's act and shows the page it leads to, with a notice of what happened. A failure shows `again`, if there is anything to
 * keep.
 */
async function act(
  stage: DeskStage,
  context: Context,
  back: string,
  work: () => Promise<Done>,
  again: (notice: string) => Promise<Response | null> = async () => null,
): Promise<Response> {
  const done = await work()
    .then(async (done) => {
      await stage.settled();
      return done;
    })
    .catch((error: unknown): Done => ({ notice: refusal(error), failed: true }));
  const notice = [...printable(done.notice)].slice(0, MOST_NOTICE).join('');
  const kept = done.failed ? await again(notice) : null;
  if (kept) return kept;
  setCookie(context, 'notice', notice, { path: '/', httpOnly: true, sameSite: 'Strict' });
  return context.redirect(done.target ?? back, 303);
}

/** The form that was sent; none is an empty one. */
const formOf = (context: Context): Promise<FormData> => context.req.formData().catch(() => new FormData());

const fieldOf = (form: FormData, name: string): string => String(form.get(name) ?? '').replaceAll('\r\n', '\n');

/** The page to go back to: one of the desk's own, however the address is written. */
function ownPage(address: string): string {
  const desk = 'http://desk.invalid';
  if (!URL.canParse(address, desk)) return '/';
  const { origin, pathname, search } = new URL(address, desk);
  // Two strokes at the beginning would name another host.
  return origin === desk ? pathname.replace(/^\/+/, '/') + search : '/';
}

/** A new item from the contributor's form: folder, sample picture, branch and pull request, all with his own account. */
async function submit(stage: DeskStage, account: Account, filled: Filled): Promise<Done> {
  const { organisation } = await stage.settings();
  const person = personOfLogin(organisation, account.login) ?? account.login;
  const { title, branch, files } = await submissionOf(filled, { organisation, person, now: stage.now() });
  await pushAs(stage.workplace, account, { branch, from: 'main', files, message: `报送：${title}` });
  const pullRequest = { branch, base: 'main', title, body: '报送一件，请审核。', draft: false };
  const number = await openPullRequestAs(stage.workplace, account, pullRequest);
  return { notice: `已报送，第 ${number} 号。`, target: `/pr/${number}?tab=check` };
}

/** A new version of an item's text, on its pull request's branch. */
async function edit(stage: DeskStage, account: Account, number: number, text: string): Promise<Done> {
  const { items, pullRequest } = await stage.evidenceOf(number);
  const place = parseItemPath(items[0]?.path ?? '');
  if (!place || !pullRequest) throw new Problem('practice/no-item', '这一件不是一条信息，不能在这里改。', { exitCode: 1 });
  const branch = pullRequest.head.ref;
  await pushAs(stage.workplace, account, {
    branch,
    from: branch,
    files: [{ path: `${place.path}/index.md`, bytes: text }],
    message: '修改稿件',
  });
  return { notice: '已保存为新的一版。改过的稿件要重新审核。' };
}

/** Nobody can mend what was returned without a word (office.md B6). */
const NO_SENTENCE = `还没有退回：退回要写明怎么改，报送人才好动手。请在“审核意见”里写一句，再点“退回修改”；可以这样开头：${RETURN_OPENINGS.join('；')}。`;

async function review(stage: DeskStage, account: Account, number: number, form: FormData): Promise<Done> {
  const event = fieldOf(form, 'event') === 'APPROVE' ? 'APPROVE' : 'REQUEST_CHANGES';
  const body = fieldOf(form, 'opinion').trim();
  if (event === 'REQUEST_CHANGES' && body === '') return { notice: NO_SENTENCE, failed: true };
  const id = await reviewAs(stage.workplace, account, { number, head: fieldOf(form, 'head'), event, body });
  if (event === 'REQUEST_CHANGES') return { notice: '已退回，系统会请报送人修改。' };
  const [item = null] = stage.verdictOf(await stage.evidenceOf(number)).items;
  return { notice: approvalTold(item, id).words };
}

async function changeDraft(stage: DeskStage, account: Account, number: number): Promise<Done> {
  const { draft } = await stage.github.pullRequest(number);
  await setDraftAs(stage.workplace, account, number, !draft);
  return { notice: draft ? '已送审。' : '已转为草稿，可以继续改。' };
}

async function merge(stage: DeskStage, account: Account, number: number): Promise<Done> {
  const { head } = await stage.github.pullRequest(number);
  await mergeAs(stage.workplace, account, number, head.sha);
  return { notice: '已合并。系统从主干重新核对后发布。' };
}

/** What one may do with a pull request, by the last part of the address. Each names the page it comes back to if not the first tab. */
const PULL_REQUEST_ACTS: Record<
  string,
  { tab?: string; work: (stage: DeskStage, account: Account, number: number, form: FormData) => Promise<Done> }
> = {
  review: { work: review },
  ready: { work: changeDraft },
  merge: { work: merge },
  edit: { tab: 'changes', work: (stage, account, number, form) => edit(stage, account, number, fieldOf(form, 'text')) },
};

/** All acts of the desk. Each goes through the local GitHub with the acting person's own account. */
export function addActs(app: Hono, stage: DeskStage, shown: ShownAgain): void {
  app.post('/acting', async (context) => {
    const form = await formOf(context);
    const account = stage.accounts.find(({ login }) => login === fieldOf(form, 'login'));
    if (account) setCookie(context, 'acting', account.login, { path: '/', httpOnly: true, sameSite: 'Strict' });
    return context.redirect(ownPage(fieldOf(form, 'back')), 303);
  });
  for (const [name, { tab, work }] of Object.entries(PULL_REQUEST_ACTS)) {
    app.post(`/pr/:number{[0-9]+}/${name}`, async (context) => {
      const number = Number(context.req.param('number'));
      const form = await formOf(context);
      const back = `/pr/${number}${tab ? `?tab=${tab}` : ''}`;
      const typed = Object.fromEntries(['text', 'opinion'].flatMap((field) => (form.has(field) ? [[field, fieldOf(form, field)]] : [])));
      const hasTyped = Object.values(typed).some((text) => text.trim() !== '');
      return act(
        stage,
        context,
        back,
        () => work(stage, actingAccount(stage, context), number, form),
        (notice) => (hasTyped ? shown.pullRequest(context, number, tab ?? '', typed, notice) : Promise.resolve(null)),
      );
    });
  }
  app.post('/new', async (context) => {
    const form = await formOf(context);
    const filled: Filled = { field: (name) => fieldOf(form, name), channels: form.getAll('channels').map(String) };
    const work = (): Promise<Done> => submit(stage, actingAccount(stage, context), filled);
    return act(stage, context, '/new', work, (notice) => shown.submission(context, filled, notice));
  });
  app.post('/services/:id{wechat|weibo}', (context) =>
    act(stage, context, '/', async () => {
      await stage.toggle(context.req.param('id') as 'wechat' | 'weibo');
      return { notice: '已切换。' };
    }),
  );
  app.post('/publish', (context) =>
    act(stage, context, '/', async () => {
      await stage.publish();
      return { notice: '已对照台账核对一遍，该做的都做了。' };
    }),
  );
}
