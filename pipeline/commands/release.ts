import { CHANNELS, type Channel } from '../item/front-matter/front-matter-schema.ts';
import { Problem } from '../problem.ts';
import { openChannels, refuseUnfenced } from '../release/adapters.ts';
import { type ReleaseInput, release } from '../release/release.ts';
import type { Command, Environment } from './shared/command.ts';
import { onRunPage, reported, summarised } from './shared/publish-report.ts';
import { tellingStops, withPublisher } from './shared/publisher-access.ts';
import { runPage } from './shared/run-page.ts';
import { withPrivateTerms } from './shared/settings-at.ts';

/** The channel that `--channel` names; `null` = all. @throws Problem `usage/channel` */
function channelOf(given: unknown): Channel | null {
  if (given === undefined) return null;
  const channel = CHANNELS.find((name) => name === given);
  if (channel) return channel;
  throw new Problem('usage/channel', `没有渠道“${String(given)}”；应为 ${CHANNELS.join('、')} 之一；请核对 --channel。`, {
    place: '--channel',
  });
}

/**
 * What a run sends with: the channels of the policy, and the private list of terms where the environment names one.
 * @param deploy puts the built site in place; left out where another step has done so
 */
export function toSend(env: Environment, deploy?: () => Promise<void>): Pick<ReleaseInput, 'channels' | 'terms'> {
  return {
    channels: ({ settings: { policy } }, fenced) => {
      refuseUnfenced(policy, env, fenced);
      return openChannels(policy, env, deploy);
    },
    terms: (terms) => withPrivateTerms(terms, env.SANSHEN_PRIVATE_TERMS),
  };
}

export const command: Command = onRunPage({
  summary: '发送：把审定的内容发到各渠道，每个渠道只发一次',
  usage: 'release [--channel 渠道]',
  options: {
    channel: { type: 'string', help: '只发这个渠道：website、wechat、weibo' },
  },
  formats: ['text', 'json'],
  run: async (context) => {
    const only = channelOf(context.options.channel);
    const send = () => withPublisher(context, (publisher) => release(publisher, { ...toSend(context.env), only }));
    const report = await tellingStops(context, 'release', send);
    return summarised(context, reported({ approved: [], ...report }), runPage('发送', { approved: [], ...report }));
  },
});
