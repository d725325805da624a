import { describe, expect, it } from 'vitest';
import { command as recordCommand } from '#pipeline/commands/record.ts';
import { type Bureau, environmentOf, FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';
import { commandContext } from '../commands/context.ts';
import { practice } from '../release/practice-channel.ts';
import { POLICY as ON_PAPER, paper, register, reported, reviewAndMerge, URL, withdraw } from './on-paper.ts';

const INDEX = `${FOLDER}/index.md`;
const POLICY = 'demo: true\nchannels: {weibo: {mode: manual, uid: "1000000001"}}';
const POST = 'https://weibo.com/1000000001/P1a2b3c4D';

const record = (bureau: Bureau) =>
  recordCommand.run(
    commandContext({ root: bureau.root, operands: [ITEM], options: { channel: 'weibo', url: POST }, env: environmentOf(bureau, 'wangwu') }),
  );

describe('a post by hand that is taken back', () => {
  it('once its text was corrected, goes as the text that it was registered for: the ledger verifies', async () => {
    const bureau = await startBureau({ policy: POLICY });
    await bureau.publish({ [INDEX]: itemText({ channels: ['weibo'] }) });
    await bureau.approve();
    await bureau.release({});
    await record(bureau);
    const lines = ['correction: {kind: 文字, note: 改正一处}'];
    await bureau.publish({ [INDEX]: itemText({ channels: ['weibo'], lines, body: '正文两段。' }) });
    expect((await bureau.approve()).approved).toEqual([ITEM]);
    await withdraw(bureau);
    expect((await bureau.verify()).problems).toEqual([]);
    expect(await bureau.states()).toEqual(['weibo 1 withdraw-intent', 'weibo 2 abandoned']);
  });

  it('of which the text alone says that it is there, isn’t given up: a person looks for it', async () => {
    const bureau = await reported();
    await reviewAndMerge(bureau);
    await bureau.approve();
    await withdraw(bureau);
    bureau.world.github.clock.advance(3_600);
    const { alerts } = await bureau.release({ website: practice('website', []), wechat: practice('wechat', []) });
    expect(alerts).toMatchObject([{ code: 'withdraw-by-hand', message: expect.stringContaining('发没发过没有登记') }]);
    expect(await bureau.states()).toContain('wechat 1 withdraw-intent');
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it('of which the text alone says so, on a platform of others, is no page to be put there once more', async () => {
    const bureau = await startBureau({ policy: ON_PAPER.replace('{wechat', '{website: {mode: package}, wechat') });
    await bureau.publish(paper({ posted: '{website: 2026-11-23 12:00}' }));
    await bureau.approve();
    await bureau.release({ website: practice('website', []), wechat: practice('wechat', []) });
    expect(await bureau.states()).toEqual(['website 1 needs-human']);
  });

  it('is no page of a site that is built here, whatever the text says: that one is put in place', async () => {
    const bureau = await startBureau({ policy: ON_PAPER });
    await bureau.publish(paper({ posted: '{website: 2026-11-23 12:00}' }));
    await bureau.approve();
    await bureau.release({ website: practice('website', []), wechat: practice('wechat', []) });
    expect(await bureau.states()).toEqual(['website 1 confirmed', 'wechat 1 confirmed']);
  });

  it('is one item’s alone, also before anybody has reviewed either', async () => {
    const bureau = await reported();
    await register(bureau);
    const files = Object.entries(paper()).map(([path, text]) => [path.replace(FOLDER, `${FOLDER}-other`), text] as const);
    await bureau.publish(Object.fromEntries(files), { reviewers: [], merge: false });
    await expect(register(bureau, { url: URL }, 'wangwu', `${ITEM}-other`)).rejects.toMatchObject({ code: 'record/other-item' });
  });

  it('while main’s policy can’t be read, is registered and taken back under the settings that the ledger names', async () => {
    const bureau = await reported();
    await bureau.pushToMain({ 'content/policy.yml': 'order: [' });
    expect((await register(bureau)).exitCode).toBe(0);
    const { world } = bureau;
    await world.as('zhengsi').pulls.createReview({ ...world.of, pull_number: 1, event: 'REQUEST_CHANGES', body: '数字不对。' });
    const { alerts } = await bureau.approve();
    expect(alerts.find(({ code }) => code === 'offline-unreviewed')?.message).toMatch(/审核退回了/);
    await withdraw(bureau);
    expect(await bureau.states()).toEqual(['wechat 1 withdraw-intent']);
    expect((await bureau.verify()).problems.filter(({ code }) => code !== 'settings-on-main')).toEqual([]);
  });
});
