import { type Recorded, record } from '../acts/by-hand.ts';
import { itemIn } from '../acts/find-item.ts';
import { readByHand } from '../acts/read-by-hand.ts';
import { Problem } from '../problem.ts';
import { openChannels } from '../release/adapters.ts';
import { neededChannel, operandOf, urlOf } from './resolve.ts';
import type { Command, CommandResult } from './shared/command.ts';
import { basesOf } from './shared/environment.ts';
import { acted, reported } from './shared/publish-report.ts';
import { withPublisher } from './shared/publisher-access.ts';

function reportOf({ release, seen, words, alerts }: Recorded): CommandResult {
  const { item, channel, revision, state, remote } = release;
  const report = reported({ approved: [], releases: [{ item, channel, revision, state, url: remote?.url || null }], alerts });
  return { ...report, json: { ...(report.json as object), seen }, text: `${report.text}\n${words}。` };
}

export const command: Command = {
  summary: '登记人工发布或人工修改的地址，能读回的先读回',
  usage: 'record <信息> --channel 渠道 --url 网址',
  options: {
    channel: { type: 'string', help: '渠道：website（网站）、wechat（微信）、weibo（微博）' },
    url: { type: 'string', help: '发布地址' },
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
