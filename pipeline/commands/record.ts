import { Problem } from '../problem.ts';
import { lockedSettings } from '../publish/acts.ts';
import { openChannels } from '../publish/adapters.ts';
import { record } from '../publish/by-hand.ts';
import { itemIn } from '../publish/find-item.ts';
import { type Release, releaseKey } from '../publish/fold.ts';
import { makePlan } from '../publish/plan.ts';
import type { Publisher } from '../publish/publisher.ts';
import type { Command, Environment } from './command.ts';
import { reported } from './publish-report.ts';
import { withPublisher } from './publisher-access.ts';
import { neededChannel, operandOf, urlOf } from './resolve.ts';

/** Looks for a release on its platform, where this channel can be read; what it is called there, or `null`. */
async function readBack(publisher: Publisher, env: Environment, release: Release): Promise<{ id: string; url: string } | null> {
  const { git, ledgers, now } = publisher;
  const ledger = await ledgers.open([release.item]);
  const settings = await lockedSettings(publisher, ledger);
  const adapter = openChannels(settings.policy, env)[release.channel];
  const { releases } = await makePlan({ git, ledger, settings, now: await now() }, release.item);
  const planned = releases.find(({ channel, revision }) => channel === release.channel && revision === release.revision);
  if (!adapter || !planned) return null;
  const found = await adapter.readBack({
    item: release.item,
    revision: release.revision,
    key: releaseKey(release.item, release.channel, release.revision),
    payload: planned.payload,
    image: (blob) => git.read(blob),
    steps: release.steps,
    intentAt: release.intent?.at ?? (await now()),
    now: await now(),
    uploads: [],
  });
  return found.kind === 'present' ? found.remote : null;
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
  run: async (context) => {
    const operand = operandOf(context);
    const channel = neededChannel(context);
    const url = urlOf(context);
    if (url === null)
      throw new Problem('usage/url', '没有写明发布地址；应为 http:// 或 https:// 开头的网址；请补上 --url。', { place: '--url' });
    const { release } = await withPublisher(context, async (publisher) => {
      const item = await itemIn(publisher.ledgers, context.root, operand);
      return record(publisher, { item, channel, url }, (_, found) => readBack(publisher, context.env, found));
    });
    const { item, revision, state, remote } = release;
    return reported({ approved: [], releases: [{ item, channel, revision, state, url: remote?.url || null }], alerts: [] });
  },
};
