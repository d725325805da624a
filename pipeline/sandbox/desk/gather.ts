import { beijingMinute } from '../../beijing-time.ts';
import { commitSource } from '../../forge/content-source.ts';
import { CHANNEL_NAMES } from '../../item/channel-names.ts';
import type { FrontMatter } from '../../item/front-matter-schema.ts';
import { readItem } from '../../item/item.ts';
import { clockStart, freshness } from '../../organisation/freshness.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { personOfLogin } from '../../organisation/person.ts';
import type { Policy } from '../../organisation/policy.ts';
import type { Evidence } from '../../review/evidence.ts';
import { deadline } from '../../review/words.ts';
import { changesBetween } from './changes.ts';
import { nameOfLogin, STATE_WORDS, stepsOf } from './history.ts';
import { findingsWithMended } from './mended.ts';
import { blockersOf, nextAfterMerge, nextStep } from './next-step.ts';
import { sealsOf } from './seals.ts';
import type { DeskStage } from './stage.ts';
import type { PullRequestView } from './view.ts';

async function textAt(stage: DeskStage, commit: string | undefined, path: string): Promise<string> {
  const bytes = commit && !/^0+$/.test(commit) ? await stage.git.readAt(commit, `${path}/index.md`).catch(() => null) : null;
  return bytes?.toString('utf8') ?? '';
}

function metaOf(evidence: Evidence, organisation: Organisation, unit: string, frontMatter: FrontMatter | null): string {
  const { pullRequest, pushes } = evidence;
  const author = nameOfLogin(evidence, organisation, pullRequest?.author ?? null);
  const [first] = pushes;
  const parts = [`第 ${pullRequest?.number} 号`, `${unit} · ${author}报送`, ...(first ? [beijingMinute(first.at)] : [])];
  if (!frontMatter) return parts.join('　');
  const channels = frontMatter.channels.map((channel) => CHANNEL_NAMES[channel]).join('、');
  return [...parts, `拟发：${channels}`, `信息日期 ${frontMatter.event_date.slice(5)}`].join('　');
}

/** Days left of the seven (Art. 9), `null` when they are over or can't be counted. */
function leftOf(evidence: Evidence, policy: Policy, frontMatter: FrontMatter | null): PullRequestView['left'] {
  if (!frontMatter) return null;
  const start = clockStart(frontMatter, policy.freshness, evidence.pushes[0]?.at ?? null);
  const fresh = freshness(start, policy.freshness, evidence.holidays ?? [], evidence.now);
  if (fresh.left < 0) return null;
  return { days: fresh.left, text: fresh.left === 0 ? '今天是最后一日' : '', lastDay: deadline(fresh) };
}

/** What the acting person may do; GitHub decides in the end. */
function actsOf(
  { open, draft, passed, isAuthor }: { open: boolean; draft: boolean; passed: boolean; isAuthor: boolean },
  organisation: Organisation,
  person: string | null,
): PullRequestView['acts'] {
  const administrator = organisation.duties.some(({ duty, person: holder }) => duty === 'administrator' && holder === person);
  const office = organisation.posts.some((post) => post.person === person && post.level === 2);
  return {
    review: open && !isAuthor && !draft,
    merge: open && administrator && passed,
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
  const { organisation, policy } = await stage.settings();
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
  return {
    number,
    title: frontMatter?.title ?? summary.title,
    unit,
    meta: metaOf(evidence, organisation, unit, frontMatter),
    head,
    state: summary.merged ? 'merged' : summary.open ? 'open' : 'closed',
    draft: pullRequest.draft,
    seals: sealsOf(item, organisation, evidence.now),
    next: summary.merged ? nextAfterMerge(releases) : nextStep(item, verdict, organisation, person),
    left: open ? leftOf(evidence, policy, frontMatter) : null,
    findings: findingsWithMended(stage, versions, head),
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
    formNumber: await stage.formNumberOf(item.id),
    acts: actsOf({ open, draft: pullRequest.draft, passed: verdict.verdict === 'passed', isAuthor }, organisation, person),
    text,
  };
}
