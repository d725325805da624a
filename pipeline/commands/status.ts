import { itemIn } from '../acts/find-item.ts';
import { CHANNEL_NAMES } from '../alerts/alert.ts';
import { beijingMinute } from '../beijing-time.ts';
import type { Git } from '../forge/git/git.ts';
import { heldReason } from '../ledger/held.ts';
import { gitLedger } from '../ledger/ledger-git.ts';
import { policyAt } from '../ledger/settings-version.ts';
import type { Policy } from '../organisation/policy.ts';
import { printable } from '../printable.ts';
import { type ItemStatus, recentTable, STATE_NAMES, type StatusTable, status, wholeTable } from '../reports/status.ts';
import { type ItemStory, storyOf } from '../reports/timeline.ts';
import { gitTrust, verifiedLedgers } from '../verify/publisher.ts';
import type { Command, CommandResult } from './shared/command.ts';
import { withCount } from './shared/count-for-readers.ts';
import { clockOf } from './shared/publisher-access.ts';

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
    ...releases.map(({ channel, revision, state, since, url, next, mark }) => {
      const version = revision > 1 ? `（第 ${revision} 版）` : '';
      const from = since === null ? '' : `（${beijingMinute(since)} 起）`;
      return `  ${CHANNEL_NAMES[channel]}${version}　${STATE_NAMES[state]}${mark && state !== 'offline' ? `（${mark}）` : ''}${from}${url ? `　${url}` : ''}${next ? `　${next}` : ''}`;
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

/** Many items: what isn't done first. */
function tableLines({ items, rest }: StatusTable): string[] {
  const [open, done] = [items.filter((item) => item.open), items.filter((item) => !item.open)];
  const more = `另有 ${rest} 条早已办完，没有列出；全部列出用 sanshen status --all，只看一条用 sanshen status 编号或任一发布地址`;
  return [
    ...(items.length === 0 && rest === 0 ? ['没有审定入账的信息。'] : []),
    ...(open.length > 0 ? [`没有办完的（${open.length} 条）`, ...open.flatMap(releaseLines)] : []),
    ...(done.length > 0 ? [`${rest > 0 ? '近来办完的' : '办完的'}（${done.length} 条）`, ...done.flatMap(releaseLines)] : []),
    ...(rest > 0 ? [`${more}。`] : []),
  ];
}

/** Which ledger was read: the one that was fetched last. */
async function ledgerRead(git: Git, head: string | null): Promise<{ head: string | null; at: string | null; line: string }> {
  if (head === null) return { head, at: null, line: '这里没有台账：刚启用的还没有；从平台克隆来的，请先运行 git fetch origin。' };
  const { at } = await git.commitInfo(head);
  return { head, at, line: `以上按本机取来的台账，最新一次登记是 ${beijingMinute(at)}；要最新的，先运行 git fetch origin。` };
}

async function tell(git: Git, table: StatusTable, head: string | null, lines: readonly string[]): Promise<CommandResult> {
  const { line, ...ledger } = await ledgerRead(git, head);
  const hold = table.held === null ? [] : [`全部发布已暂停：${table.held}`];
  return { exitCode: 0, json: { version: 1, ...table, ledger }, text: [...hold, ...lines, line].join('\n') };
}

export const command: Command = {
  summary: '各条信息发到哪一步，下一步谁来做；写明一条信息的，还有它的全部经过',
  usage: 'status [信息] [--all]',
  options: { all: { type: 'boolean', help: '连早已办完的也列出（默认：没有办完的和近来有动静的）' } },
  operands: 1,
  formats: ['text', 'json'],
  run: (context) =>
    withCount(context, { strict: false }, async (git, count) => {
      const { root, operands, options } = context;
      const store = gitLedger(git, { fetch: false });
      const ledgers = verifiedLedgers(store, gitTrust(git), count);
      const collect = await collectOf(git);
      if (operands[0] === undefined) {
        const ledger = await ledgers.open();
        const table = options.all === true ? await wholeTable(store, ledger, collect) : recentTable(ledger, collect);
        return tell(git, table, ledger.head, tableLines(table));
      }
      const item = await itemIn(ledgers, root, operands[0]);
      const ledger = await ledgers.open([item]);
      const story = await storyOf(git, store, ledger, item, clockOf(context));
      const items = status(ledger, item, collect).map((one) => ({ ...one, ...story }));
      return tell(git, { held: heldReason(ledger), items, rest: 0 }, ledger.head, [...items.flatMap(releaseLines), ...storyLines(story)]);
    }),
};
