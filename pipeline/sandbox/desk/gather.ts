import { beijingMinute } from '../../beijing-time.ts';
import { commitSource } from '../../forge/content-source.ts';
import { CHANNEL_NAMES } from '../../item/channel-names.ts';
import type { FrontMatter } from '../../item/front-matter-schema.ts';
import { readItem } from '../../item/item.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { personOfLogin } from '../../organisation/person.ts';
import type { Evidence } from '../../review/evidence.ts';
import { situationOf } from '../../review/gate-view.ts';
import { changesBetween } from '../../review/text-changes.ts';
import type { Verdict } from '../../review/verdict.ts';
import { daysLeft, deadline } from '../../review/words.ts';
import { nameOfLogin, STATE_WORDS, stepsOf } from './history.ts';
import { findingsWithMended } from './mended.ts';
import { blockersOf, nextAfterMerge, nextStep } from './next-step.ts';
import { sealsOf } from './seals.ts';
import type { DeskStage } from './stage.ts';
import type { PullRequestView } from './view.ts';

/** States of what readers have seen; releases come with the website first. */
const SEEN = new Set(['confirmed', 'withdraw-intent', 'withdrawn', 'superseded']);

async function textAt(stage: DeskStage, commit: string | undefined, path: string): Promise<string> {
  const bytes = commit && !/^0+$/.test(commit) ? await stage.git.readAt(commit, `${path}/index.md`).catch(() => null) : null;
  return bytes?.toString('utf8') ?? '';
}

function metaOf(evidence: Evidence, organisation: Organisation, unit: string, frontMatter: FrontMatter | null): string {
  const { pullRequest, pushes } = evidence;
  const author = nameOfLogin(evidence, organisation, pullRequest?.author ?? null);
  const [first] = pushes;
  const parts = [`第 ${pullRequest?.number} 号`, `${unit || '名单与规则'} · ${author}报送`, ...(first ? [beijingMinute(first.at)] : [])];
  if (!frontMatter) return parts.join('　');
  const channels = frontMatter.channels.map((channel) => CHANNEL_NAMES[channel]).join('、');
  return [...parts, `拟发：${channels}`, `信息日期 ${frontMatter.event_date.slice(5)}`].join('　');
}

/** Days left of the seven (Art. 9); `null` where they bind nothing or can't be counted. */
function leftOf(evidence: Evidence, verdict: Verdict): PullRequestView['left'] {
  const { freshness } = situationOf({ evidence, verdict, check: null });
  if (!freshness) return null;
  return { days: freshness.left, text: freshness.left > 0 ? '' : daysLeft(freshness), lastDay: deadline(freshness) };
}

/** What the acting person may do; GitHub decides in the end. */
function actsOf(
  { open, draft, mergeable, isAuthor }: { open: boolean; draft: boolean; mergeable: boolean; isAuthor: boolean },
  organisation: Organisation,
  person: string | null,
): PullRequestView['acts'] {
  const administrator = organisation.duties.some(({ duty, person: holder }) => duty === 'administrator' && holder === person);
  const office = organisation.posts.some((post) => post.person === person && post.level === 2);
  return {
    review: open && !isAuthor && !draft,
    merge: open && administrator && mergeable,
    edit: open && (isAuthor || office),
    ready: open && isAuthor,
    barred: !open ? '' : isAuthor ? '您是报送人，不能审核自己的稿件。' : draft ? '改稿中，还没有送审；送审后再审核。' : '',
  };
}

/** Everything about one pull request as the desk shows it to the person who acts. */
export async function gatherPullRequest(stage: DeskStage, number: number, acting: string): Promise<PullRequestView | null> {
  const evidence = await stage.evidenceOf(number);
  const { pullRequest } = evidence;
  const verdict = stage.verdictOf(evidence);
  const [item] = verdict.items;
  if (!pullRequest || !item) return null;
  const { organisation } = await stage.settings();
  const summary = await stage.github.pullRequest(number);
  const head = pullRequest.head.sha;
  const folder = await commitSource(stage.git, head).folder(item.path);
  const frontMatter = folder ? (readItem(folder).item?.frontMatter ?? null) : null;
  const person = personOfLogin(organisation, acting, evidence.accounts);
  const versions = evidence.pushes.map(({ after }) => after).filter((sha, index, all) => sha !== all[index - 1]);
  const text = await textAt(stage, head, item.path);
  const previous = versions.length > 1 ? await textAt(stage, versions.at(-2), item.path) : '';
  const unit = organisation.units[item.path.split('/')[2] ?? '']?.name ?? '';
  const isAuthor = pullRequest.author?.toLowerCase() === acting.toLowerCase();
  const open = !summary.merged && summary.open;
  const releases = (await stage.releases()).filter((release) => release.item === item.id);
  const findings = findingsWithMended(stage, versions, head);
  const toMend = findings.filter(({ severity }) => severity === 'error' || severity === 'warning').length;
  const mergeable = verdict.verdict === 'passed' && toMend === 0;
  const acts = actsOf({ open, draft: pullRequest.draft, mergeable, isAuthor }, organisation, person);
  return {
    number,
    title: frontMatter?.title ?? summary.title,
    unit,
    meta: metaOf(evidence, organisation, unit, frontMatter),
    head,
    state: summary.merged ? 'merged' : summary.open ? 'open' : 'closed',
    draft: pullRequest.draft,
    seals: sealsOf(item, organisation, evidence.now),
    next: summary.merged ? nextAfterMerge(releases) : nextStep(item, verdict, organisation, person, { toMend, mayMerge: acts.merge }),
    left: open ? leftOf(evidence, verdict) : null,
    findings,
    checked: stage.findingsOf(head) !== null,
    changes: previous ? changesBetween(previous, text) : [],
    steps: stepsOf(evidence, organisation, releases),
    ignored: item.ignored.map(({ reason }) => reason),
    blockers: summary.merged ? [] : blockersOf(verdict, item, frontMatter?.secrecy_review.by),
    published: releases.map((release) => ({
      channel: release.channel,
      name: CHANNEL_NAMES[release.channel],
      state: STATE_WORDS[release.state] ?? release.state,
      url: release.url,
    })),
    publishedAt: releases.find(({ state }) => SEEN.has(state))?.at ?? null,
    formNumber: await stage.formNumberOf(item.id),
    acts,
    text,
  };
}
