import { setHold } from '../acts/hold.ts';
import type { Command } from './shared/command.ts';
import { acted } from './shared/publish-report.ts';
import { withPublisher } from './shared/publisher-access.ts';

export const command: Command = {
  summary: '恢复发布（由办公室审核人）',
  usage: 'resume [--reason 理由]',
  options: { reason: { type: 'string', help: '为什么恢复' } },
  formats: ['text', 'json'],
  run: (context) =>
    acted(context, async () => {
      const reason = typeof context.options.reason === 'string' ? context.options.reason : '';
      const done = await withPublisher(context, (publisher) => setHold(publisher, 'resume', reason));
      return {
        exitCode: 0,
        json: { version: 1, ...done },
        text: done.changed ? `${done.by}已恢复发布；下一次运行继续发送。` : '发布没有暂停，没有要恢复的。',
      };
    }),
};
