import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Recorded, record } from '../acts/by-hand.ts';
import { itemIn, namedItem } from '../acts/find-item.ts';
import { recordOffline } from '../acts/offline.ts';
import { readByHand } from '../acts/read-by-hand.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import { Problem } from '../problem.ts';
import { openChannels } from '../release/adapters.ts';
import { neededChannel, operandOf, urlOf } from './resolve.ts';
import type { Command, CommandContext, CommandResult } from './shared/command.ts';
import { basesOf } from './shared/environment.ts';
import { acted, reported } from './shared/publish-report.ts';
import { withPublisher } from './shared/publisher-access.ts';

function reportOf({ release, seen, words, alerts }: Recorded): CommandResult {
  const { item, channel, revision, state, remote } = release;
  const report = reported({ approved: [], releases: [{ item, channel, revision, state, url: remote?.url || null }], alerts });
  return { ...report, json: { ...(report.json as object), seen }, text: `${report.text}\n${words}。` };
}

/** What was signed on paper while the network was down: its item needn't be in the ledger yet. */
async function registerOffline(
  context: CommandContext,
  { operand, channel, url, scan }: { operand: string; channel: Channel; url: string; scan: string },
): Promise<CommandResult> {
  const { env, root } = context;
  const item = namedItem(root, operand);
  const bytes = await readFile(resolve(root, scan)).catch(() => null);
  const given = { item, channel, url, bases: basesOf(env), scan: bytes === null ? { name: scan } : { bytes } };
  const { release, words } = await withPublisher(context, (publisher) => recordOffline(publisher, given));
  const { revision, state, remote } = release;
  const report = reported({ approved: [], releases: [{ item, channel, revision, state, url: remote?.url || null }], alerts: [] });
  return { ...report, text: `${report.text}\n${words}。` };
}

export const command: Command = {
  summary: '登记人工发布或人工修改的地址，能读回的先读回',
  usage: 'record <信息> --channel 渠道 --url 网址 [--offline 扫描件]',
  options: {
    channel: { type: 'string', help: '渠道：website（网站）、wechat（微信）、weibo（微博）' },
    url: { type: 'string', help: '发布地址' },
    offline: { type: 'string', help: '线下审签：签好的审核单扫描件，与稿件文件夹里的是同一份（文件，或它在稿件文件夹里的名字）' },
  },
  operands: 1,
  formats: ['text', 'json'],
  run: (context) =>
    acted(context, async () => {
      const { env, root } = context;
      const operand = operandOf(context);
      const channel = neededChannel(context);
      const url = urlOf(context);
      if (url === null)
        throw new Problem('usage/url', '没有写明发布地址；应为 http:// 或 https:// 开头的网址；请补上 --url。', { place: '--url' });
      const { offline } = context.options;
      if (typeof offline === 'string') return registerOffline(context, { operand, channel, url, scan: offline });
      return reportOf(
        await withPublisher(context, async (publisher) => {
          const item = await itemIn(publisher.ledgers, root, operand);
          return record(publisher, { item, channel, url, bases: basesOf(env) }, async (settings, publication, address) => {
            const { policy } = settings;
            const adapter = policy.channels[channel].mode === 'manual' ? undefined : openChannels(policy, env)[channel];
            return readByHand(
              { git: publisher.git, settings, adapter, renderer: publisher.renderer, now: await publisher.now() },
              publication,
              address,
            );
          });
        }),
      );
    }),
};
