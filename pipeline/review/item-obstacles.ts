import type { Bars } from './bars.ts';
import type { Context } from './context.ts';
import { type Obstacle, obstacle } from './obstacle.ts';
import type { Subject } from './subject.ts';
import type { TextHistory } from './text-history.ts';

/** True if the item was on main before: then this pull request changes it. A file that came from elsewhere says nothing of that. */
function wasThere({ evidence }: Context, subject: Subject, history: TextHistory): boolean {
  const before = evidence.files.flatMap(({ path, status, previousPath }) => {
    if (status === 'added') return [];
    return status === 'renamed' ? (previousPath ?? []) : path;
  });
  return history.base !== null || before.some((path) => path.startsWith(`${subject.path}/`));
}

/** A released item is changed only with a correction or a withdrawal that says so (rule 4). */
function correctionObstacles(context: Context, subject: Subject, history: TextHistory): Obstacle[] {
  const { correction, withdraw } = subject.frontMatter;
  const released = context.evidence.released?.includes(subject.path) ?? false;
  return released && !correction && !withdraw && wasThere(context, subject, history) ? [obstacle('correction-missing')] : [];
}

/** What lies on main, or in the merge queue, must be the present text (rule 20). */
function mergeObstacles({ evidence }: Context, history: TextHistory): Obstacle[] {
  const { merged = false, mergeSha } = evidence.pullRequest ?? {};
  if (!mergeSha) return merged ? [obstacle('merge-unknown')] : [];
  const there = history.at(mergeSha);
  if (there === undefined) return [obstacle('merge-unknown')];
  return there === history.present ? [] : [obstacle('merged-text')];
}

/** What is wrong with a text itself, whoever signs it (rules 2, 4, 7, 20). */
export function textObstacles(context: Context, subject: Subject, history: TextHistory, bars: Bars): Obstacle[] {
  const isItem = subject.kind === 'item';
  const removed = isItem && history.present === null;
  return [
    ...(removed ? [obstacle('item-removed', subject.path)] : []),
    ...(history.present === undefined ? [obstacle('text-unread', subject.path)] : []),
    ...(isItem && !removed && !subject.complete ? [obstacle('front-matter')] : []),
    ...(isItem && !removed ? correctionObstacles(context, subject, history) : []),
    ...(bars.unknownHands.length > 0 ? [obstacle('unknown-hand', bars.unknownHands.join('、'))] : []),
    ...mergeObstacles(context, history),
  ];
}

/** What the lists are called of which there is more than was read. */
const LIST_WORDS: Record<string, string> = { commits: '提交', files: '文件', pushes: '推送', reviews: '审核', dismissals: '撤销' };

/** What is wrong with the pull request as a whole (rules 4, 9, 21). */
export function pullRequestObstacles({ evidence }: Context, hasContent: boolean): Obstacle[] {
  const { pullRequest, incomplete = [], pushes } = evidence;
  if (!pullRequest) return [obstacle('no-pull-request')];
  return [
    ...(incomplete.length > 0 ? [obstacle('records-incomplete', incomplete.map((list) => LIST_WORDS[list] ?? list).join('、'))] : []),
    ...(pullRequest.siblings?.length ? [obstacle('shared-head', pullRequest.siblings.join('、'))] : []),
    ...(hasContent && pushes.length === 0 ? [obstacle('activity-unreadable')] : []),
    ...(pullRequest.draft ? [obstacle('draft')] : []),
  ];
}
