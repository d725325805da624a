import { describe, expect, it } from 'vitest';
import { areApproved } from '#pipeline/publish/believed-correction.ts';
import type { ChannelAdapter } from '#pipeline/publish/channels/channel.ts';
import { handCorrection } from '#pipeline/publish/correction-steps.ts';
import { makePlan, type Plan } from '#pipeline/publish/plan.ts';
import { newestMain } from '#pipeline/publish/publisher.ts';
import { readPlan } from '#pipeline/publish/read-plan.ts';
import { release } from '#pipeline/publish/release.ts';
import type { HandCorrection } from '#pipeline/publish/release-round.ts';
import { renderItem } from '#pipeline/render/render-item.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { CONTEXT, itemOf, PICTURE } from '../render/sample-item.ts';
import { type Bureau, FOLDER, itemText, startBureau } from './bureau.ts';
import { practice } from './practice-channel.ts';

const INDEX = `${FOLDER}/index.md`;
const CORRECTION = 'correction: {kind: 事实, note: 改一处}';
const UNSURE = /1\. 改动的地方没有核对成：打开预览，与平台上的原文从头到尾对照/;

/** An item that is out on Weibo, and a correction of it that is approved and planned. */
async function corrected(
  lines: string[],
  more: Parameters<typeof itemText>[0] = {},
): Promise<{ bureau: Bureau; plan: Plan; adapters: { website: ChannelAdapter; weibo: ChannelAdapter } }> {
  const bureau = await startBureau({ policy: 'channels: {weibo: {mode: open}}' });
  const adapters = { website: practice('website', []), weibo: practice('weibo', []) };
  const channels = ['website', 'weibo'] as const;
  await bureau.publish({ [INDEX]: itemText({ channels: [...channels] }) });
  await bureau.approve();
  await bureau.release(adapters);
  await bureau.publish({ [INDEX]: itemText({ channels: [...channels], ...more, lines }) });
  await bureau.approve();
  const own = await bureau.publisher();
  const { settings } = await newestMain(own.git, { fetch: true });
  return { bureau, adapters, plan: await makePlan({ git: own.git, ledger: await own.ledgers.load(), settings, now: await own.now() }) };
}

/** Releases by a plan that another job has made, with what somebody has it say of the correction. */
async function told({ bureau, adapters, plan }: Awaited<ReturnType<typeof corrected>>, said?: HandCorrection): Promise<string> {
  const releases = plan.releases.map((one) => (said && one.channel === 'weibo' ? { ...one, correction: said } : one));
  const read = readPlan(JSON.stringify({ ...plan, releases }), 'plan.json');
  const report = await release(await bureau.publisher(), { plan: read, channels: () => adapters, elsewhere: true });
  return report.alerts.flatMap(({ code, message }) => (code === 'correct-by-hand' ? [message] : [])).join('\n');
}

describe('what a plan of another job says of a correction by hand', () => {
  const body = '婺城分局共查处违法行为八十八起，见[通告](https://mp.weixin.qq.com/s/a)。\n\n- 一是 *查*\n- 二是改\n\n欢迎监督。\n';
  const old = itemOf(body, { summary: '共查处八十八起。' });
  const many = (word: string): string => Array.from({ length: 60 }, (_, at) => `第 ${at} 处${word}，没有变化的一段话。`).join('\n\n');
  const pictures = { ...PICTURE, 'corner.jpg': smallJpeg() };

  it.each<[string, ReturnType<typeof itemOf>, ReturnType<typeof itemOf>, boolean?]>([
    ['another number', old, itemOf(body.replace('八十八', '八十六'), { summary: '共查处八十六起。' })],
    [
      'words beside a link and marks',
      old,
      itemOf(body.replace('通告', '公告').replace('*查*', '**查**清楚 *5* @lisi'), { summary: '共查处九起。' }),
    ],
    ['a text that was changed once before', old, itemOf(body.replace('八十八', '八十六')), true],
    ['a title, an author, a summary', old, itemOf(body, { title: '另一个标题', submitter: 'zhouyi', summary: '别的摘要。' })],
    ['more than anybody works through', itemOf(many('甲')), itemOf(many('乙'))],
    ['another text altogether', old, itemOf('一'.repeat(900))],
    [
      'pictures',
      itemOf(`${body}\n![街景](street.jpg)\n`, {}, PICTURE),
      itemOf(`${body}\n![街景](street.jpg)\n\n![街角](corner.jpg)\n`, {}, pictures),
    ],
  ])('is believed as the program writes it: %s', (_, before, after, edited = false) => {
    for (const channel of ['wechat', 'weibo'] as const) {
      const { unchanged, steps } = handCorrection(channel, before, after, CONTEXT, edited);
      expect({ channel, steps, unchanged, believed: areApproved(steps, renderItem(after, channel, CONTEXT).content) }).toMatchObject({
        believed: true,
      });
    }
  });

  it('is told where its words are the approved ones, and asks for a look where they aren’t', async () => {
    const made = await corrected([CORRECTION], { title: '另一个标题' });
    const own = made.plan.releases.find(({ channel }) => channel === 'weibo')?.correction as HandCorrection;
    expect(own).toMatchObject({ unchanged: false });
    expect(await told(made)).toContain('在微博客户端打开这一条');
    const [first = '', ...rest] = own.steps;
    for (const step of [
      '把“示例摘要”改为“示例摘要，详询 138”',
      '请加一句：欢迎投资',
      '不能在原文上改（把结论改掉）：在公众号后台删除原文，照预览重新发表更正稿',
    ])
      expect(await told(made, { unchanged: false, steps: [first, step, ...rest] })).toMatch(UNSURE);
  });

  it('ends no correction that changes the post', async () => {
    const made = await corrected([CORRECTION], { title: '另一个标题' });
    expect(await told(made, { unchanged: true, steps: [] })).toMatch(UNSURE);
    expect(await made.bureau.states()).toContain('weibo 2 needs-human');
  });

  it('ends the one that doesn’t', async () => {
    const made = await corrected([CORRECTION], { body: '正文改过的一段。' });
    expect(await told(made)).toBe('');
    expect(await made.bureau.states()).toContain('weibo 2 abandoned');
  });
});
