import { beijingMinute } from '../../beijing-time.ts';
import { gatherPullRequest } from './gather.ts';
import type { DeskStage } from './stage.ts';
import type { PullRequestView, QueueRow } from './view.ts';

/** The last cell of a row: when it was published, or how long there is; empty where neither can be said. */
function lastCell({ state, left, publishedAt }: PullRequestView): string {
  if (state === 'merged') return publishedAt === null ? '' : beijingMinute(publishedAt).slice(5);
  return left === null ? '' : left.text || `还剩 ${left.days} 日`;
}

/** How the queue groups a pull request for the acting person. */
export async function queueRowOf(
  stage: DeskStage,
  number: number,
  acting: string,
): Promise<{ row: QueueRow; isItem: boolean; out: boolean; mine: boolean; lastDay: boolean; returned: boolean } | null> {
  const view = await gatherPullRequest(stage, number, acting);
  if (!view) return null;
  const row = {
    number,
    title: view.title,
    unit: view.unit,
    seals: view.seals.map(({ mark }) => mark),
    left: lastCell(view),
    urgent: view.left !== null && view.left.days <= 1,
  };
  return {
    row,
    isItem: view.kind === 'item',
    out: view.publishedAt !== null,
    mine: view.next.mine,
    lastDay: view.left?.days === 0,
    returned: view.seals.some(({ mark }) => mark === 'returned'),
  };
}
