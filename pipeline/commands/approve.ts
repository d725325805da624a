import { parseItemId, parseItemPath } from '../item/item-path.ts';
import { Problem } from '../problem.ts';
import { approve } from '../publish/approve.ts';
import type { Command } from './command.ts';
import { reported, summarised } from './publish-report.ts';
import { signingKey, withPublisher } from './publisher-access.ts';

/** The item that `--item` names; `null` = all. */
function itemOf(given: unknown): string | null {
  if (given === undefined) return null;
  const path = String(given)
    .replace(/^\.\//, '')
    .replace(/(\/index\.md|\/+)$/, '');
  const place = parseItemPath(path) ?? parseItemId(path);
  if (place) return place.id;
  throw new Problem('usage/item', `“${String(given)}”不是一条信息的编号；应如 wucheng/2026-11-23-street；请核对 --item。`, {
    place: '--item',
  });
}

export const command: Command = {
  summary: '审定入账：重新核对主分支上的稿件，审完的签名记入台账',
  usage: 'approve [--item 信息]',
  options: { item: { type: 'string', help: '只核对这一条' } },
  formats: ['text', 'json'],
  run: async (context) => {
    const only = itemOf(context.options.item);
    const key = signingKey(context.env);
    const report = await withPublisher(context, (publisher) => approve(publisher, key, only));
    const result = reported({ ...report, releases: [] });
    // One refused item must not keep the steps after this one from serving the others; without valid settings they have nothing to do.
    return summarised(context, { ...result, exitCode: report.settingsUnverified ? 1 : 0 });
  },
};
