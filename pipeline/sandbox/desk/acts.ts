import type { Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { stringify } from 'yaml';
import { beijingDate, beijingMinute } from '../../beijing-time.ts';
import { personOfLogin } from '../../organisation/person.ts';
import type { Account } from '../people.ts';
import { mergeAs, openPullRequestAs, pushAs, reviewAs, setDraftAs } from '../people.ts';
import { samplePicture } from '../sample-picture.ts';
import type { DeskStage } from './stage.ts';

/** Who acts at this desk: the cookie's login, else the first account. */
export function actingAccount(stage: DeskStage, context: Context): Account {
  const login = getCookie(context, 'acting');
  return (stage.accounts.find((account) => account.login === login) ?? stage.accounts[0]) as Account;
}

/** What GitHub answered, in words for people; its own English text only where we know no better. */
function refusal(error: unknown): string {
  const { status, message = '' } = error as { status?: number; message?: string };
  if (status === 422 && /own pull request/i.test(message)) return '您是报送人，不能审核自己的稿件。';
  if (status === 405) return '现在还不能合并：三级审核或检查没有完成。';
  if (status === 409) return '稿件刚刚改过，请重新看过再操作。';
  if (status === 403) return '这个账号没有做这件事的权限，请换人。';
  return `没有做成，什么也没有改变：${message.split('\n')[0]}`;
}

/** Runs a person's act and shows the page it leads to, with a notice of what happened. */
async function act(stage: DeskStage, context: Context, back: string, work: () => Promise<string>): Promise<Response> {
  let notice: string;
  let target = back;
  try {
    const done = await work();
    const [text = '', where = back] = done.split('→');
    notice = text;
    target = where;
    await stage.settled();
  } catch (error) {
    notice = refusal(error);
  }
  setCookie(context, 'notice', encodeURIComponent(notice), { path: '/', httpOnly: true, sameSite: 'Strict' });
  return context.redirect(target, 303);
}

const text = (form: FormData, name: string): string => String(form.get(name) ?? '').replaceAll('\r\n', '\n');

async function pathAndBranch(stage: DeskStage, number: number): Promise<{ path: string; branch: string }> {
  const evidence = await stage.evidenceOf(number);
  return { path: evidence.items[0]?.path ?? '', branch: evidence.pullRequest?.head.ref ?? '' };
}

/** A new item from the contributor's form: folder, sample picture, branch and pull request, all with his own account. */
async function submit(stage: DeskStage, account: Account, form: FormData): Promise<string> {
  const { organisation } = await stage.settings();
  const person = personOfLogin(organisation, account.login) ?? account.login;
  const [unit = '', reviewer = ''] = text(form, 'secrecy').split('/');
  const date = text(form, 'event_date');
  const slug = `item-${beijingMinute(stage.now()).replace(/\D/g, '').slice(4)}${String(Math.floor(Date.parse(stage.now()) / 1000) % 60).padStart(2, '0')}`;
  const path = `content/items/${unit}/${date}-${slug}`;
  const front = {
    title: text(form, 'title').trim(),
    submitter: person,
    submitted_at: beijingMinute(stage.now()),
    event_date: date,
    category: text(form, 'category'),
    channels: form.getAll('channels').map(String),
    summary: text(form, 'summary').trim(),
    cover: 'cover.jpg',
    secrecy_review: { by: reviewer, date: beijingDate(stage.now()), conclusion: '可公开' },
    images: { 'cover.jpg': { kind: 'photo', credit: '示例' } },
  };
  const body = `${text(form, 'text').trim()}\n\n![示例配图](cover.jpg)\n`;
  const files = [
    { path: `${path}/index.md`, bytes: `---\n${stringify(front, { lineWidth: 0 })}---\n${body}` },
    { path: `${path}/cover.jpg`, bytes: samplePicture({ seed: slug.length + Number(slug.slice(-4)), gps: false }) },
  ];
  const branch = `${unit}/${date}-${slug}`;
  await pushAs(stage.workplace, account, { branch, from: 'main', files, message: `报送：${front.title}` });
  const number = await openPullRequestAs(stage.workplace, account, {
    branch,
    base: 'main',
    title: front.title,
    body: '报送一件，请审核。',
    draft: false,
  });
  return `已报送，第 ${number} 号。→/pr/${number}?tab=check`;
}

/** All acts of the desk. Each goes through the local GitHub with the acting person's own account. */
export function addActs(app: Hono, stage: DeskStage): void {
  app.post('/acting', async (context) => {
    const form = await context.req.formData();
    setCookie(context, 'acting', text(form, 'login'), { path: '/', httpOnly: true, sameSite: 'Strict' });
    const back = text(form, 'back');
    return context.redirect(back.startsWith('/') && !back.startsWith('//') ? back : '/', 303);
  });
  app.post('/pr/:number/review', async (context) => {
    const number = Number(context.req.param('number'));
    const form = await context.req.formData();
    const event = text(form, 'event') === 'APPROVE' ? 'APPROVE' : 'REQUEST_CHANGES';
    const body = text(form, 'opinion').trim();
    return act(stage, context, `/pr/${number}`, async () => {
      if (event === 'REQUEST_CHANGES' && body === '') return '退回要写明怎么改。请在“审核意见”里写一句，再点“退回修改”。';
      await reviewAs(stage.workplace, actingAccount(stage, context), { number, head: text(form, 'head'), event, body });
      return event === 'APPROVE' ? '已记下您的同意。' : '已退回，系统会请报送人修改。';
    });
  });
  app.post('/pr/:number/ready', (context) => {
    const number = Number(context.req.param('number'));
    return act(stage, context, `/pr/${number}`, async () => {
      const { draft } = await stage.github.pullRequest(number);
      await setDraftAs(stage.workplace, actingAccount(stage, context), number, !draft);
      return draft ? '已送审。' : '已退回草稿，可以继续改。';
    });
  });
  app.post('/pr/:number/merge', (context) => {
    const number = Number(context.req.param('number'));
    return act(stage, context, `/pr/${number}`, async () => {
      const { head } = await stage.github.pullRequest(number);
      await mergeAs(stage.workplace, actingAccount(stage, context), number, head.sha);
      return '已合并。系统从主干重新核对后发布。';
    });
  });
  app.post('/pr/:number/edit', async (context) => {
    const number = Number(context.req.param('number'));
    const form = await context.req.formData();
    return act(stage, context, `/pr/${number}?tab=changes`, async () => {
      const { path, branch } = await pathAndBranch(stage, number);
      const files = [{ path: `${path}/index.md`, bytes: text(form, 'text') }];
      await pushAs(stage.workplace, actingAccount(stage, context), { branch, from: branch, files, message: '修改稿件' });
      return '已保存为新的一版。改过的稿件要重新审核。';
    });
  });
  app.post('/new', async (context) => {
    const form = await context.req.formData();
    return act(stage, context, '/new', () => submit(stage, actingAccount(stage, context), form));
  });
  app.post('/services/:id', (context) => {
    const id = context.req.param('id') === 'wechat' ? 'wechat' : 'weibo';
    return act(stage, context, '/', async () => {
      await stage.toggle(id);
      return '已切换。';
    });
  });
  app.post('/publish', (context) =>
    act(stage, context, '/', async () => {
      await stage.publish();
      return '已对照台账核对一遍，该做的都做了。';
    }),
  );
}
