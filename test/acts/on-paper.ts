import { command as recordCommand } from '#pipeline/commands/record.ts';
import { command as withdrawCommand } from '#pipeline/commands/withdraw.ts';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { eventsOf } from '#pipeline/ledger/ledger.ts';
import { type Bureau, environmentOf, FOLDER, grownBureau, ITEM, itemText } from '../bureau.ts';
import { commandContext } from '../commands/context.ts';
import { smallJpeg as jpeg } from '../jpeg-fixture.ts';

/* What was signed on paper and published by hand, in the bureau of the tests. */

const INDEX = `${FOLDER}/index.md`;
const SCAN = `${FOLDER}/paper.jpg`;
export const URL = 'https://mp.weixin.qq.com/s/AbCdEf0123456789';
export const POLICY =
  'demo: true\nchannels: {wechat: {mode: publish, app_id: wx0000000000000000}, weibo: {mode: manual, uid: "1000000001"}}';
export const DAY = 86_400;

export const PAPER = {
  scan: 'paper.jpg',
  signed:
    '[{level: 1, by: zhouyi, at: 2026-11-23 09:00}, {level: 2, by: zhengsi, at: 2026-11-23 10:00}, {level: 3, by: fengliu, at: 2026-11-23 11:00}]',
  posted: '{wechat: 2026-11-23 12:00}',
};

/** An item that was signed on paper, with its scan. */
export function paper(
  more: Partial<typeof PAPER> = {},
  channels: Channel[] = ['website', 'wechat'],
  body = '正文一段。',
): Record<string, string | Uint8Array> {
  const { scan, signed, posted } = { ...PAPER, ...more };
  const lines = ['cover: cover.jpg', `offline_review: {scan: ${scan}, signed: ${signed}, posted: ${posted}}`];
  return { [INDEX]: itemText({ channels, lines, body }), [SCAN]: jpeg(), [`${FOLDER}/cover.jpg`]: jpeg() };
}

interface Done {
  exitCode: number;
  text: string;
  json: { releases: { state: string; url: string }[] };
}

export async function register(bureau: Bureau, more: Record<string, unknown> = {}, actor = 'wangwu', item = ITEM): Promise<Done> {
  const options = { channel: 'wechat', url: URL, offline: 'paper.jpg', ...more };
  const context = commandContext({ root: bureau.root, operands: [item], options, env: environmentOf(bureau, actor) });
  return (await recordCommand.run(context)) as Done;
}

/** The network is back: the text lies in a pull request, and nobody has reviewed it. */
export const reported = (): Promise<Bureau> =>
  grownBureau('reported on paper', { policy: POLICY }, (bureau) => bureau.publish(paper(), { reviewers: [], merge: false }));

export const kinds = async (bureau: Bureau): Promise<string[]> =>
  eventsOf(await bureau.ledger(), ITEM).map(({ kind, channel, code }) =>
    [kind, channel, code].filter((part) => part !== undefined).join(' '),
  );

export async function reviewAndMerge(bureau: Bureau, number = 1): Promise<void> {
  for (const reviewer of ['zhouyi', 'zhengsi', 'fengliu']) await bureau.world.review(reviewer, number);
  const { data } = await bureau.world.as('lisi').pulls.get({ ...bureau.world.of, pull_number: number });
  await bureau.merge(number, data.head.sha);
}

export async function alerts(bureau: Bureau): Promise<{ state: string; body: string }[]> {
  const { data } = await bureau.world.as('lisi').issues.listForRepo({ ...bureau.world.of, labels: 'publish-alert', state: 'all' });
  return data.filter(({ body }) => body?.includes('<!-- sanshen:offline-')).map(({ state, body }) => ({ state, body: body ?? '' }));
}

/** Takes the item down at once. */
export async function withdraw(bureau: Bureau, item = ITEM): Promise<Done> {
  const options = { kind: 'error', reason: '数字不对', now: true };
  const context = commandContext({ root: bureau.root, operands: [item], options, env: environmentOf(bureau, 'fengliu') });
  return (await withdrawCommand.run(context)) as Done;
}
