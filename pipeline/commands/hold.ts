import { setHold } from '../acts/hold.ts';
import { Problem } from '../problem.ts';
import type { Command, CommandContext } from './shared/command.ts';
import { acted } from './shared/publish-report.ts';
import { withPublisher } from './shared/publisher-access.ts';

/** `--reason`, which everybody who acts by hand has to give. @throws Problem `usage/reason` */
export function reasonOf({ options }: Pick<CommandContext, 'options'>): string {
  const reason = typeof options.reason === 'string' ? options.reason.trim() : '';
  if (reason !== '') return reason;
  throw new Problem('usage/reason', '没有写明理由；应为一句话；请补上 --reason。', { place: '--reason' });
}

export const command: Command = {
  summary: '立即暂停全部发布',
  usage: 'hold --reason 理由',
  options: { reason: { type: 'string', help: '为什么暂停' } },
  formats: ['text', 'json'],
  run: (context) =>
    acted(context, async () => {
      const reason = reasonOf(context);
      const done = await withPublisher(context, (publisher) => setHold(publisher, 'hold', reason));
      return {
        exitCode: 0,
        json: { version: 1, ...done },
        text: done.changed
          ? `${done.by}已暂停全部发布：${reason}。由办公室审核人用 sanshen resume 恢复。`
          : `全部发布早已暂停（${done.reason}），没有另记一次。由办公室审核人用 sanshen resume 恢复。`,
      };
    }),
};
