import { beijingDate } from '../../beijing-time.ts';
import { gatherPullRequest } from './gather.ts';
import type { DeskStage } from './stage.ts';
import type { QueueRow } from './view.ts';

/** How the queue groups an open pull request for the acting person. */
export async function queueRowOf(
  stage: DeskStage,
  number: number,
  acting: string,
): Promise<{ row: QueueRow; mine: boolean; lastDay: boolean; returned: boolean } | null> {
  const view = await gatherPullRequest(stage, number, acting);
  if (!view) return null;
  const row = {
    number,
    title: view.title,
    unit: view.unit,
    seals: view.seals.map(({ mark }) => mark),
    left:
      view.state === 'merged' ? beijingDate(stage.now()).slice(5) : view.left ? view.left.text || `还剩 ${view.left.days} 日` : '已过时效',
    urgent: view.state !== 'merged' && (view.left?.days ?? 0) <= 1,
  };
  return {
    row,
    mine: view.next.mine,
    lastDay: view.left?.days === 0,
    returned: view.seals.some(({ mark }) => mark === 'returned'),
  };
}
