import { type PurgeDecision, purge, purgedAt } from '../acts/purge.ts';
import { WITHDRAW_KINDS } from '../item/front-matter/front-matter-schema.ts';
import { Problem } from '../problem.ts';
import { gitTrust } from '../verify/publisher.ts';
import { fetchMain } from '../verify/settings-lock.ts';
import type { Command, CommandContext } from './shared/command.ts';
import { oneOf } from './shared/command.ts';
import { acted } from './shared/publish-report.ts';
import { signingKey, withPublisher } from './shared/publisher-access.ts';

/** A document's number says why; a sentence might say again what had to go. */
const MOST = 60;

function kindOf(context: CommandContext): PurgeDecision['kind'] {
  return oneOf(context, 'kind', '清除种类', WITHDRAW_KINDS);
}

function decisionOf({ options }: CommandContext): string {
  const decision = typeof options.decision === 'string' ? options.decision.trim() : '';
  if (decision !== '' && decision.length <= MOST && !/[\r\n]/.test(decision)) return decision;
  const message = `没有写明依据，或太长；应为决定的文号（至多 ${MOST} 字，台账删不掉，不要写内容）；请补上 --decision。`;
  throw new Problem('usage/decision', message, { place: '--decision' });
}

export const command: Command = {
  summary: '登记清除：涉密、隐私内容从仓库历史中清除，台账照常核验',
  usage: 'purge [信息|信息/文件]… --kind error|outdated|privacy|secrecy|order|other --decision 文号',
  options: {
    kind: { type: 'string', help: 'error 内容错误、outdated 过时、privacy 个人信息、secrecy 涉密、order 上级要求、other 其他' },
    decision: { type: 'string', help: '决定清除的文号；不要写内容' },
  },
  operands: 20,
  formats: ['text', 'json'],
  run: (context) =>
    acted(context, async () => {
      const { operands, env } = context;
      const asked = { what: operands.map(purgedAt), kind: kindOf(context), decision: decisionOf(context) };
      const report = await withPublisher(context, async (publisher) => {
        const { git, store } = publisher;
        await fetchMain(git, store);
        return purge(publisher, gitTrust(git), asked, signingKey(env));
      });
      const lines = report.records.map(({ item, trees, blobs }) =>
        item === null
          ? '登记了主分支的历史改写；没有涉及审定过的稿件。'
          : `${item}：${trees.length} 稿、${blobs.length} 个文件登记为清除。`,
      );
      const after = [
        `${report.by}已登记清除，依据 ${asked.decision}。`,
        ...lines,
        ...(report.takenBack > 0 ? [`其中还公开着的 ${report.takenBack} 处已开始撤下，下一次运行完成。`] : []),
        '历史还没有改写的，照《管理员手册》“从历史里清除”改写；改写后运行 sanshen verify。',
      ];
      return { exitCode: 0, json: { version: 1, ...report, decision: asked.decision, kind: asked.kind }, text: after.join('\n') };
    }),
};
