import { describe, expect, it } from 'vitest';
import type { WechatSandbox } from '#pipeline/sandbox/wechat/server.ts';
import { articleOn, ask, type Body, open } from './account.ts';

const draftOn = async (server: WechatSandbox, change: Body = {}): Promise<unknown> =>
  (await ask(server, 'draft/add', { articles: [await articleOn(server, change)] })).media_id;

const message = (media_id: unknown, clientmsgid = 'k'.repeat(32)): Body => ({
  filter: { is_to_all: true },
  mpnews: { media_id },
  msgtype: 'mpnews',
  send_ignore_reprint: 0,
  clientmsgid,
});

function clockAt(instant: string): { clock: () => Date; pass: (seconds: number) => void } {
  let now = Date.parse(instant);
  return {
    clock: () => new Date(now),
    pass: (seconds) => {
      now += seconds * 1000;
    },
  };
}

describe('a mass message of the practice WeChat', () => {
  it('is accepted, sent later, takes its draft along, and is in no list', async () => {
    const server = await open({ publishPolls: 1 });
    const { msg_id } = await ask(server, 'message/mass/sendall', message(await draftOn(server)));
    const statuses = [];
    for (let n = 0; n < 2; n += 1) statuses.push((await ask(server, 'message/mass/get', { msg_id })).msg_status);
    expect(statuses).toEqual(['SENDING', 'SEND_SUCCESS']);
    expect(server.articles()).toMatchObject([{ mass: true, title: '标题' }]);
    expect((await fetch(server.articles()[0]?.url ?? '')).status).toBe(200);
    expect(server.drafts()).toEqual([]);
    expect(await ask(server, 'freepublish/batchget', { offset: 0, count: 20 })).toMatchObject({ total_count: 0 });
  });

  it('is known by its clientmsgid for a day: a minute later it answers with the first message, sooner it asks to wait', async () => {
    const { clock, pass } = clockAt('2026-11-24T10:00:00+08:00');
    const server = await open({ clock });
    const media = await draftOn(server);
    const { msg_id } = await ask(server, 'message/mass/sendall', message(media));
    expect(await ask(server, 'message/mass/sendall', message(media))).toMatchObject({ errcode: 45066 });
    pass(61);
    expect(await ask(server, 'message/mass/sendall', message(media))).toMatchObject({ errcode: 45065, msg_id });
    expect(await ask(server, 'message/mass/sendall', message('gone'))).toMatchObject({ errcode: 45066 });
    pass(86_400);
    expect(await ask(server, 'message/mass/sendall', message(await draftOn(server)))).toMatchObject({ errcode: 0 });
  });

  it('refuses a number of 36 characters, another kind of message, a draft that is gone and the second message of a day', async () => {
    const server = await open();
    const media = await draftOn(server);
    const refused = [
      message(media, 'k'.repeat(36)),
      { ...message(media), msgtype: 'text' },
      message('gone'),
      message(media, 'first'),
      message(media, 'second'),
    ];
    const answers = [];
    for (const body of refused) answers.push((await ask(server, 'message/mass/sendall', body)).errcode);
    expect(answers).toEqual([45067, 40008, 40007, 0, 45028]);
  });

  it('waits half an hour for the administrator, and then fails', async () => {
    const { clock, pass } = clockAt('2026-11-24T10:00:00+08:00');
    const server = await open({ clock, massConfirm: true, massesADay: 9 });
    const send = async (id: string): Promise<unknown> =>
      (await ask(server, 'message/mass/sendall', message(await draftOn(server), id))).msg_id;
    const status = async (msg_id: unknown): Promise<unknown> => (await ask(server, 'message/mass/get', { msg_id })).msg_status;
    const confirmed = await send('a');
    pass(1700);
    expect(await status(confirmed)).toBe('SENDING');
    server.confirmMass(true);
    const refused = await send('b');
    server.confirmMass(false);
    const forgotten = await send('c');
    pass(1800);
    expect([await status(confirmed), await status(refused), await status(forgotten)]).toEqual(['SEND_SUCCESS', 'SEND_FAIL', 'SEND_FAIL']);
    expect(server.articles()).toHaveLength(1);
  });

  it('can be deleted once it is sent: its page is gone for everybody who opens the card', async () => {
    const server = await open({ publishPolls: 0 });
    const { msg_id } = await ask(server, 'message/mass/sendall', message(await draftOn(server)));
    expect(await ask(server, 'message/mass/delete', { msg_id })).toMatchObject({ errcode: 40059 });
    await ask(server, 'message/mass/get', { msg_id });
    const url = server.articles()[0]?.url ?? '';
    expect(await ask(server, 'message/mass/delete', { msg_id })).toMatchObject({ errcode: 0 });
    expect(await ask(server, 'message/mass/get', { msg_id })).toMatchObject({ msg_status: 'DELETE' });
    expect(await (await fetch(url)).text()).toContain('该内容已被发布者删除');
  });
});

describe('what else a draft of the practice WeChat can do', () => {
  it('is shown on one follower’s telephone, and nothing becomes public', async () => {
    const server = await open({ followers: ['shili-leader'] });
    const media_id = await draftOn(server);
    const preview = (towxname: string): Promise<Body> =>
      ask(server, 'message/mass/preview', { towxname, mpnews: { media_id }, msgtype: 'mpnews' });
    expect(await preview('shili-leader')).toMatchObject({ errcode: 0 });
    expect(await preview('stranger')).toMatchObject({ errcode: 43004 });
    expect(server.previews()).toEqual([{ to: 'shili-leader', title: '标题' }]);
    expect(server.articles()).toEqual([]);
  });

  it.each([
    ['0_0.1_1_0.9', 0],
    ['0.123456_0_0.876544_1', 0],
    ['0_0_1', 40097],
    ['0_0_1_2', 40097],
    ['0.5_0_0.5_1', 40097],
    ['0.1234567_0_1_1', 40097],
  ])('is cut to %s, or refused (%i)', async (pic_crop_235_1, errcode) => {
    const server = await open({ publishPolls: 0 });
    const answer = await ask(server, 'draft/add', { articles: [await articleOn(server, { pic_crop_235_1 })] });
    expect(answer.errcode ?? 0).toBe(errcode);
    if (errcode !== 0) return;
    const page = await (await fetch(`${server.url}/draft/${String(answer.media_id)}`)).text();
    expect(page).toContain('消息列表里的封面');
    expect(page).toMatch(/width:1\d\d\.\d+%;left:-\d/);
  });

  it('has comments only where the account may have them', async () => {
    const server = await open({ comments: false });
    expect(await ask(server, 'draft/add', { articles: [await articleOn(server, { need_open_comment: 1 })] })).toMatchObject({
      errcode: 88000,
    });
  });
});
