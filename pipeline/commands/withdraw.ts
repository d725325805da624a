import { itemIn } from '../acts/find-item.ts';
import { beginWithdrawal } from '../acts/withdraw.ts';
import type { AlertCode } from '../alerts/catalogue.ts';
import { workTreeSource } from '../forge/git/content-source.ts';
import { readFrontMatter } from '../item/front-matter/front-matter.ts';
import { WITHDRAW_KINDS, type WithdrawKind } from '../item/front-matter/front-matter-schema.ts';
import { itemMeant, pathMeant, refuseHistory } from '../item/item-operand.ts';
import { unconfirmedRemoval } from '../ledger/fold.ts';
import { itemState } from '../ledger/ledger.ts';
import { Problem } from '../problem.ts';
import { openChannels } from '../release/adapters.ts';
import type { RenderingPublisher } from '../release/isolated/renderer.ts';
import { planRemovals } from '../release/plan.ts';
import { releasePlanned } from '../release/release.ts';
import type { Main, Publisher } from '../verify/publisher.ts';
import { lockedSettings } from '../verify/settings-lock.ts';
import { reasonOf } from './hold.ts';
import { operandOf } from './resolve.ts';
import type { Command, CommandContext, CommandResult } from './shared/command.ts';
import { oneOf } from './shared/command.ts';
import { acted, reported } from './shared/publish-report.ts';
import { withPublisher } from './shared/publisher-access.ts';
import { siteBuilder } from './shared/site-builder.ts';
import { writeOut } from './shared/write-out.ts';

const WEBSITE_FOLLOWS: AlertCode = 'website/still-there';

function kindOf(context: CommandContext): WithdrawKind {
  return oneOf(context, 'kind', '撤稿种类', WITHDRAW_KINDS);
}

/** What puts the site in place, in a process without secrets. On Actions another job does. */
function deployment({ env, root }: CommandContext, publisher: Publisher): (() => Promise<void>) | undefined {
  return env.GITHUB_RUN_ID ? undefined : siteBuilder(publisher, { root, env }).deploy;
}

/** Takes the item down on every channel, under the settings that the ledger names: a change of main can't stop it. */
async function atOnce(
  context: CommandContext,
  publisher: RenderingPublisher,
  item: string,
  kind: WithdrawKind,
  reason: string,
): Promise<CommandResult> {
  const { ledger, by, begun } = await beginWithdrawal(publisher, { item, kind, reason });
  const settings = await lockedSettings(publisher, ledger);
  const main: Main = { branch: settings.policy.branch, commit: settings.commit, settings };
  const { git, renderer, now } = publisher;
  const plan = { releases: (await planRemovals({ git, ledger, settings, now: await now(), renderer }, item)).releases, alerts: [] };
  const deploy = deployment(context, publisher);
  const done = await releasePlanned(publisher, main, ledger, { plan, adapters: openChannels(settings.policy, context.env, deploy) });
  // Where another job puts the website in place, it can't show the withdrawal yet. That is no failure of the act.
  const alerts = done.alerts.map((alert) => (alert.code === WEBSITE_FOLLOWS ? { ...alert, task: true } : alert));
  const report = reported({ approved: [], releases: done.releases, alerts });
  const after = [
    begun ? `${by}决定撤下 ${item}。` : `${item} 早已决定撤下，没有另记一次。`,
    ...(unconfirmedRemoval(itemState(ledger, item)) === null
      ? []
      : [`请在 1 个工作日内用合并请求补办确认（办公室审核、分管领导签发）：sanshen withdraw ${item} --kind ${kind} --reason …`]),
    ...(kind === 'secrecy' ? ['涉密的，请立即采取补救措施，并在 24 小时内报保密行政管理部门和上级机关（保密法实施条例第六十一条）。'] : []),
  ];
  return { ...report, text: [report.text, ...after].join('\n') };
}

/** What only the text says, which levels 2 and 3 confirm (行政处罚法 Art. 48). */
const LATER = ['since', 'decision'] as const;

/** Whether the front matter says this very withdrawal already; another one isn't written over. @throws Problem `withdraw/front-matter` */
function isWritten({ options }: CommandContext, file: string, text: string, kind: WithdrawKind, reason: string): boolean {
  const said = readFrontMatter(Buffer.from(text)).frontMatter?.withdraw;
  if (said === undefined) return false;
  if (said.kind === kind && said.reason === reason && LATER.every((key) => said[key] === options[key])) return true;
  const message = `${file} 的文首已有 withdraw（${said.kind}），没有改动；一条信息只撤一次；要改种类、理由或日期，请直接改文首那一行。`;
  throw new Problem('withdraw/front-matter', message, { place: file, exitCode: 1 });
}

/** Writes `withdraw` into the front matter of the work tree; what follows goes by a pull request. */
async function intoFrontMatter(context: CommandContext, operand: string, kind: WithdrawKind, reason: string): Promise<CommandResult> {
  const { root, options } = context;
  refuseHistory(pathMeant(root, operand));
  const { id: item, path } = itemMeant(root, operand);
  const file = `${path}/index.md`;
  const text = await workTreeSource(root).text(file);
  if (text === null) {
    throw new Problem('item/not-found', `工作区里没有信息 ${item}。应为工作区里已有的信息。请核对编号和 --root。`, { place: path });
  }
  const written = isWritten(context, file, text, kind, reason);
  const close = text.indexOf('\n---\n', 3);
  const more = LATER.flatMap((key) => (typeof options[key] === 'string' ? [`, ${key}: ${JSON.stringify(options[key])}`] : [])).join('');
  const changed = `${text.slice(0, close + 1)}withdraw: {kind: ${kind}, reason: ${JSON.stringify(reason)}${more}}\n${text.slice(close + 1)}`;
  const { problems } = readFrontMatter(Buffer.from(close < 0 ? text : changed));
  const [problem] = close < 0 ? [...problems, { message: '文首没有用 --- 围起来。' }] : problems;
  if (problem && !written) throw new Problem('withdraw/front-matter', `没有写成：${problem.message}`, { place: file, exitCode: 1 });
  if (!written) await writeOut(root, file, changed, 'withdraw/write');
  const lines = [
    `已在 ${file} 写入 withdraw，还没有撤下。`,
    '下一步：提交到新分支，开合并请求；办公室审核、分管领导签发并合并后，下一次运行撤下各渠道。',
    `须立即撤下的，由有权的人运行：sanshen withdraw ${item} --kind ${kind} --reason … --now`,
  ];
  return { exitCode: 0, json: { version: 1, item, file }, text: lines.join('\n') };
}

export const command: Command = {
  summary: '撤稿：写入文首送审；加 --now 立即撤下',
  usage:
    'withdraw <信息> --kind error|outdated|privacy|secrecy|order|other --reason 理由 [--since 日期] [--decision 变更|撤销|确认违法|确认无效] [--now]',
  options: {
    kind: { type: 'string', help: 'error 内容错误、outdated 过时、privacy 个人信息、secrecy 涉密、order 上级要求、other 其他' },
    reason: { type: 'string', help: '为什么撤' },
    since: { type: 'string', help: '问题从哪天起，如 2026-11-24；行政处罚决定的三个工作日从这天起算' },
    decision: { type: 'string', help: '行政处罚决定被 变更、撤销、确认违法、确认无效' },
    now: { type: 'boolean', help: '立即撤下各渠道（办公室审核人、分管领导、管理员），1 个工作日内补办确认' },
  },
  operands: 1,
  formats: ['text', 'json'],
  run: (context) =>
    acted(context, async () => {
      const operand = operandOf(context);
      const kind = kindOf(context);
      const reason = reasonOf(context);
      if (context.options.now !== true) return intoFrontMatter(context, operand, kind, reason);
      const early = LATER.find((key) => context.options[key] !== undefined);
      if (early) {
        const message = `--${early} 不与 --now 一起用；应在补办确认时写进文首；请去掉 --${early} 再运行。`;
        throw new Problem('usage/withdraw', message, { place: `--${early}` });
      }
      return withPublisher(context, async (publisher) => {
        const item = await itemIn(publisher.ledgers, context.root, operand);
        return atOnce(context, publisher, item, kind, reason);
      });
    }),
};
