import { link, plain } from '../../item/markdown/markdown-text.ts';
import { administrators, holdersFor } from '../../organisation/holders.ts';
import { loginOf } from '../../organisation/person.ts';
import { monthDay } from '../words.ts';
import { type GateView, type Situation, situationOf } from './gate-view.ts';
import { mentions, type Reply } from './thread-comment.ts';

/** What is to happen about merging: GitHub's own auto-merge on or off, the administrator told, or nothing. */
export type MergeAct = 'enable' | 'disable' | 'tell' | 'none';

function isReady({ standing, context }: Situation, { check, settings }: GateView): boolean {
  return (
    standing.kind === 'passed' &&
    settings?.behind === undefined &&
    context.evidence.pullRequest?.merged === false &&
    (check?.errors ?? 0) + (check?.warnings ?? 0) === 0
  );
}

/**
 * What is to happen about merging now (design.md 3.4). Whether the check found something counts too, since it keeps from merging, and
 * whether settings would be merged into what nobody has seen.
 * @param autoMerge whether GitHub's auto-merge is on: `ours` by this program, `theirs` by a person, who is left alone
 */
export function mergeAct(view: GateView, autoMerge: 'off' | 'ours' | 'theirs'): MergeAct {
  const situation = situationOf(view);
  if (view.evidence.pullRequest?.merged) return 'none';
  if (!isReady(situation, view)) return autoMerge === 'ours' ? 'disable' : 'none';
  if (situation.context.policy.merge === 'administrator') return autoMerge === 'ours' ? 'disable' : 'tell';
  return autoMerge === 'off' ? 'enable' : 'none';
}

/** Why GitHub refuses auto-merge, as its GraphQL says it, and what that means here. */
const REFUSALS: readonly [RegExp, string][] = [
  [/clean status/i, '平台说现在就能合并，不用再等'],
  [/not allowed for this repository/i, '仓库没有打开“Allow auto-merge”'],
  [
    /not accessible by integration|forbidden|permission/i,
    '系统的令牌没有合并的权限，要它自动合并，请管理员把 gate.yml 里的 contents 改为 write',
  ],
  [/protected branch rules not configured/i, '主分支还没有设规则集'],
  [/dirty status|conflict/i, '稿件和主分支有冲突，先请报送人更新'],
  [/head branch was modified/i, '稿件刚刚又改过'],
];

function refusalWords(refusal: string): string {
  const known = REFUSALS.find(([pattern]) => pattern.test(refusal));
  return `没有自动合并：${known?.[1] ?? plain(refusal, 120)}。`;
}

/**
 * Tells the administrators, once for each head, that they may merge (Art. 3); where there are none, the Office.
 * @param refusal why GitHub didn't take it for auto-merge, where that was asked for
 */
export function mergeNotice(view: GateView, refusal: string | null): Reply[] {
  const situation = situationOf(view);
  const { context, subject, freshness } = situation;
  const { pullRequest } = context.evidence;
  if (!pullRequest) return [];
  const duty = administrators(context.organisation, context.today);
  const people = duty.length > 0 ? duty : holdersFor(context.organisation, 2, 'any', context.today);
  const logins = people.flatMap((person) => loginOf(context.organisation, person) ?? []);
  const names = plain(people.map(context.name).join('、')) || '管理员';
  const { title: name, withdraw, correction } = subject?.frontMatter ?? {};
  const title = name ? `《${plain(name, 60)}》${withdraw ? '的撤稿' : correction ? '的更正' : ''}` : '这次改动';
  const until = freshness ? `，${monthDay(freshness.lastDay)} 24:00 前有效` : '';
  const page = link('合并页', view.links?.changes?.replace(/\/files$/, ''))[0] ?? '合并页';
  const marker = `<!-- sanshen:merge ${pullRequest.head.sha} -->`;
  const why = refusal === null ? '' : refusalWords(refusal);
  const told = `${mentions(logins)}${names}您好，${title}审核已完成${until}。${why}请点 ${page} → **Squash and merge** 合并。`;
  return [{ marker, body: `${marker}\n${told}\n` }];
}
