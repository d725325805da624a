import { approveAndWatch } from '../approve/approve-watch.ts';
import { itemMeant } from '../item/item-operand.ts';
import { keepMonth } from '../reports/statistics/month.ts';
import type { Command } from './shared/command.ts';
import { onRunPage, reported, summarised } from './shared/publish-report.ts';
import { ledgerTokenAlerts, signingKey, tellingStops, withPublisher } from './shared/publisher-access.ts';
import { runPage } from './shared/run-page.ts';

export const command: Command = onRunPage({
  summary: '审定入账：重新核对主分支上的稿件，审完的签名记入台账',
  usage: 'approve [--item 信息]',
  options: { item: { type: 'string', help: '只核对这一条' } },
  formats: ['text', 'json'],
  run: async (context) => {
    const { item } = context.options;
    const only = typeof item === 'string' ? itemMeant(context.root, item).id : null;
    const report = await tellingStops(context, 'approve', async () => {
      const key = signingKey(context.env);
      return withPublisher(context, async (publisher) => {
        const done = await approveAndWatch(publisher, key, only, await ledgerTokenAlerts(context, publisher));
        if (!done.settingsUnverified) await keepMonth(publisher);
        return done;
      });
    });
    return summarised(context, reported({ ...report, releases: [] }), runPage('审定入账', { ...report, releases: [] }));
  },
});
