import type { Bars } from './bars.ts';
import type { Context } from './context.ts';
import { type Obstacle, obstacle } from './obstacle.ts';
import type { Subject } from './subject.ts';
import type { TextHistory } from './text-history.ts';

/** A released item is changed only with a correction or a withdrawal that says so, whether or not main still holds it (rule 4). */
function correctionObstacles({ evidence }: Context, { path, frontMatter }: Subject): Obstacle[] {
  const released = evidence.released?.includes(path) ?? false;
  return released && !frontMatter.correction && !frontMatter.withdraw ? [obstacle('correction-missing')] : [];
}

/** Only what main holds can be taken back (rule 2). */
function withdrawalObstacles({ path, frontMatter }: Subject, { base }: TextHistory): Obstacle[] {
  if (!frontMatter.withdraw || typeof base === 'string') return [];
  return [base === null ? obstacle('nothing-to-withdraw', path) : obstacle('text-unread', `主分支上的 ${path}`)];
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
    ...(isItem && !removed ? [...correctionObstacles(context, subject), ...withdrawalObstacles(subject, history)] : []),
    ...(bars.unknownHands.length > 0 ? [obstacle('unknown-hand', bars.unknownHands.join('、'))] : []),
    ...(bars.unknownAuthors.length > 0 ? [obstacle('unknown-author', bars.unknownAuthors.join('、'))] : []),
    ...mergeObstacles(context, history),
  ];
}

/** What the lists are called of which there is more than was read. */
const LIST_WORDS: Record<string, string> = {
  commits: '提交',
  files: '文件',
  pushes: '推送',
  reviews: '审核',
  dismissals: '撤销',
  issues: '报送单',
};

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
