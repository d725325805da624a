import { type Decision, resolve } from '../acts/by-hand.ts';
import { itemIn } from '../acts/find-item.ts';
import { CHANNELS, type Channel } from '../item/front-matter/front-matter-schema.ts';
import { Problem } from '../problem.ts';
import { reasonOf } from './hold.ts';
import type { Command, CommandContext } from './shared/command.ts';
import { oneOf } from './shared/command.ts';
import { basesOf } from './shared/environment.ts';
import { acted, reported } from './shared/publish-report.ts';
import { withPublisher } from './shared/publisher-access.ts';

const DECISIONS: readonly Decision[] = ['confirmed', 'failed', 'abandoned'];

/** The one item that the command is about. @throws Problem `usage/item` */
export function operandOf({ operands }: Pick<CommandContext, 'operands'>): string {
  const [operand, ...others] = operands;
  if (operand !== undefined && others.length === 0) return operand;
  throw new Problem('usage/item', '要写明一条信息；应为编号、文件夹或发布地址；请补上后重试。', { place: '信息' });
}

/** `--channel`, where the command can't do without. @throws Problem `usage/channel` */
export function neededChannel(context: Pick<CommandContext, 'options'>): Channel {
  return oneOf(context, 'channel', '渠道', CHANNELS);
}

/** The address that `--url` names; `null` = none. @throws Problem `usage/url` */
export function urlOf({ options }: Pick<CommandContext, 'options'>): string | null {
  const { url } = options;
  if (url === undefined) return null;
  if (typeof url === 'string' && /^https?:\/\//.test(url.trim()) && URL.canParse(url.trim())) return url;
  throw new Problem('usage/url', `“${String(url)}”不是网址；应以 http:// 或 https:// 开头；请核对 --url。`, { place: '--url' });
}

export const command: Command = {
  summary: '登记人工核对的结果：等人处理的发布由此了结',
  usage: 'resolve <信息> --channel 渠道 --as confirmed|failed|abandoned [--url 网址] --reason 理由',
  options: {
    channel: { type: 'string', help: '渠道：website（网站）、wechat（微信）、weibo（微博）' },
    as: { type: 'string', help: 'confirmed 已发布（撤下的：已撤下）；failed 没有发出，可再试；abandoned 不再发' },
    url: { type: 'string', help: '发布地址（confirmed 时）' },
    reason: { type: 'string', help: '怎样核对的' },
  },
  operands: 1,
  formats: ['text', 'json'],
  run: (context) =>
    acted(context, async () => {
      const { env, root } = context;
      const operand = operandOf(context);
      const channel = neededChannel(context);
      const reason = reasonOf(context);
      const as = oneOf(context, 'as', '结果', DECISIONS);
      const url = urlOf(context);
      const release = await withPublisher(context, async (publisher) => {
        const item = await itemIn(publisher.ledgers, root, operand);
        return resolve(publisher, { item, channel, as, url, reason, bases: basesOf(env) });
      });
      const { item, revision, state, remote } = release;
      return reported({ approved: [], releases: [{ item, channel, revision, state, url: remote?.url || null }], alerts: [] });
    }),
};
