import { beijingMinute } from '../beijing-time.ts';
import type { Git } from '../forge/git.ts';
import type { Policy } from '../organisation/policy.ts';
import { printable } from '../printable.ts';
import { CHANNEL_NAMES } from '../publish/alert.ts';
import { itemIn } from '../publish/find-item.ts';
import { heldReason } from '../publish/held.ts';
import { type ItemStory, storyOf } from '../publish/item-story.ts';
import { holds } from '../publish/ledger.ts';
import { gitLedger } from '../publish/ledger-git.ts';
import { unverifiedLedgers } from '../publish/publisher.ts';
import { policyAt } from '../publish/settings-version.ts';
import { STATE_NAMES } from '../publish/state-names.ts';
import { type ItemStatus, status } from '../publish/status.ts';
import type { Command } from './command.ts';
import { clockOf, withGit } from './publisher-access.ts';

/** When the present settings collect WeChat items; settings that can't be read are told by others. */
async function collectOf(git: Git): Promise<Policy['channels']['wechat']['collect']> {
  const head = await git.resolve('HEAD');
  const policy = head === null ? null : await policyAt(git, head).catch(() => null);
  return policy?.channels.wechat.mode === 'manual' ? undefined : policy?.channels.wechat.collect;
}

/** One item's releases, as lines. */
function releaseLines({ id, number, releases }: ItemStatus): string[] {
  return [
    `${id}　审核单 ${number ?? '—'}`,
    ...releases.map(({ channel, revision, state, since, url, next }) => {
      const version = revision > 1 ? `（第 ${revision} 版）` : '';
      const from = since === null ? '' : `（${beijingMinute(since)} 起）`;
      return `  ${CHANNEL_NAMES[channel]}${version}　${STATE_NAMES[state]}${from}${url ? `　${url}` : ''}${next ? `　${next}` : ''}`;
    }),
  ];
}

/** An item's story, as lines. */
function storyLines({ timeline, until }: ItemStory): string[] {
  return [
    ...(until === null ? [] : [`  最迟 ${until} 发出，过期不再发布（第九条）`]),
    '经过',
    ...timeline.map(({ at, who, what, url }) => `  ${beijingMinute(at)}　${printable(who)}　${printable(what)}${url ? `　${url}` : ''}`),
  ];
}

export const command: Command = {
  summary: '各条信息发到哪一步，下一步谁来做；写明一条信息的，还有它的全部经过',
  usage: 'status [信息]',
  options: {},
  operands: 1,
  formats: ['text', 'json'],
  run: (context) =>
    withGit(context.root, async (git) => {
      const { root, operands } = context;
      const store = gitLedger(git, { fetch: false });
      const ledgers = unverifiedLedgers(store);
      const item = operands[0] === undefined ? null : await itemIn(ledgers, root, operands[0]);
      const ledger = item === null ? await ledgers.load() : await ledgers.open([item]);
      const story = item === null || !holds(ledger, item) ? null : await storyOf(git, store, ledger, item, clockOf(context));
      const items = status(ledger, item, await collectOf(git));
      const held = heldReason(ledger);
      const lines = [...items.flatMap(releaseLines), ...(story === null ? [] : storyLines(story))];
      const hold = held === null ? [] : [`全部发布已暂停：${held}`];
      return {
        exitCode: 0,
        json: { version: 1, held, items: story === null ? items : items.map((one) => ({ ...one, ...story })) },
        text: [...hold, ...(lines.length === 0 ? ['台账里还没有信息。'] : lines)].join('\n'),
      };
    }),
};
