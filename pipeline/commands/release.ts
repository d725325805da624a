import { CHANNELS, type Channel } from '../item/front-matter-schema.ts';
import { Problem } from '../problem.ts';
import { openChannels } from '../publish/adapters.ts';
import { release } from '../publish/release.ts';
import { onRunPage } from './act-summary.ts';
import type { Command } from './command.ts';
import { planAt } from './plan-file.ts';
import { reported, summarised } from './publish-report.ts';
import { withPublisher } from './publisher-access.ts';
import { runPage } from './run-page.ts';

/** The channel that `--channel` names; `null` = all. @throws Problem `usage/channel` */
export function channelOf(given: unknown): Channel | null {
  if (given === undefined) return null;
  const channel = CHANNELS.find((name) => name === given);
  if (channel) return channel;
  throw new Problem('usage/channel', `没有渠道“${String(given)}”；应为 ${CHANNELS.join('、')} 之一；请核对 --channel。`, {
    place: '--channel',
  });
}

export const command: Command = onRunPage({
  summary: '发送：把计划里的内容发到各渠道，每个渠道只发一次',
  usage: 'release --plan 文件 [--channel 渠道]',
  options: {
    plan: { type: 'string', help: 'plan 写出的文件' },
    channel: { type: 'string', help: '只发这个渠道：website、wechat、weibo' },
  },
  formats: ['text', 'json'],
  run: async (context) => {
    const { root, env, options } = context;
    const only = channelOf(options.channel);
    const plan = planAt(root, options.plan);
    const report = await withPublisher(context, (publisher) =>
      release(publisher, { plan, channels: ({ settings }) => openChannels(settings.policy, env), only, elsewhere: true }),
    );
    return summarised(context, reported({ approved: [], ...report }), runPage('发送', { approved: [], ...report }));
  },
});
