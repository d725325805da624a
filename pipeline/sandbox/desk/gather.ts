import { beijingMinute } from '../../beijing-time.ts';
import type { CheckResult } from '../../check/finding.ts';
import { findingPlace } from '../../check/reporters/finding-words.ts';
import { settingsShown } from '../../forge/evidence/settings-shown.ts';
import { commitSource } from '../../forge/git/content-source.ts';
import type { FrontMatter } from '../../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import { readItem } from '../../item/item.ts';
import { ITEMS_FOLDER } from '../../item/item-path.ts';
import { administrators } from '../../organisation/holders.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { personOfLogin } from '../../organisation/person.ts';
import { behindSentence } from '../../organisation/settings-change.ts';
import type { Prompt, Terms } from '../../organisation/terms.ts';
import { promptsFor, promptsOf } from '../../organisation/terms.ts';
import { type Situation, situationOf } from '../../review/comment/gate-view.ts';
import type { Evidence } from '../../review/gate/evidence.ts';
import { toldBlockers } from '../../review/gate/verdict.ts';
import { nameOfLogin, reviewSteps, type Step } from '../../review/review-steps.ts';
import { changesBetween } from '../../review/text-changes.ts';
import { daysLeft, deadline, offlineNotice } from '../../review/words.ts';
import { nextAfterMerge, publishedView, releasesOf } from './after-merge.ts';
import { nextStep } from './next-step.ts';
import { ownApproval } from './own-approval.ts';
import { reviewOffered } from './review-offered.ts';
import { sealsOf } from './seals.ts';
import type { DeskStage } from './stage.ts';
import type { FindingView, PullRequestView, StepView } from './view.ts';

type Kind = PullRequestView['kind'];

/** States of what readers have seen; releases come with the website first. */
const SEEN = new Set(['confirmed', 'withdraw-intent', 'withdrawn', 'superseded']);

const ABOUT = { item: '', rules: '名单与规则', code: '程序和其他文件' } as const;

async function textAt(stage: DeskStage, commit: string | undefined, file: string): Promise<string> {
  const bytes = commit && !/^0+$/.test(commit) ? await stage.git.readAt(commit, file).catch(() => null) : null;
  return bytes?.toString('utf8') ?? '';
}

/** Findings that hold, as the desk shows them. */
function findingViews(result: CheckResult | null): FindingView[] {
  const holding = (result?.items ?? []).flatMap(({ findings }) => findings.filter(({ waived }) => !waived));
  return holding.map((finding) => {
    const { severity, words, rule, article, group } = finding;
    return {
      severity,
      place: findingPlace(finding),
      problem: words.problem,
      expected: words.expected,
      remedy: words.fix,
      rule,
      article,
      group,
    };
  });
}

/** What the check says of the newest version, and below it what earlier versions had that this one hasn't any more. */
function findingsWithMended(checkOf: (head: string) => CheckResult | null, versions: readonly string[], head: string): FindingView[] {
  const present = findingViews(checkOf(head));
  const key = ({ rule, problem }: FindingView): string => `${rule} ${problem}`;
  const seen = new Set(present.map(key));
  const earlier = versions.flatMap((sha, index) => (sha === head ? [] : findingViews(checkOf(sha)).map((finding) => ({ finding, index }))));
  const gone = earlier.filter(({ finding }) => !seen.has(key(finding)) && seen.add(key(finding)));
  return [
    ...present,
    ...gone.map(({ finding, index }) => ({
      ...finding,
      severity: 'mended' as const,
      expected: '',
      remedy: `第 ${index + 2} 次送来时已改正。`,
    })),
  ];
}

/** What has changed: the item's text since the version before, or each file of the settings since main's. */
async function changesOf(
  stage: DeskStage,
  evidence: Evidence,
  kind: Kind,
  versions: readonly string[],
): Promise<PullRequestView['changes']> {
  const { items, pullRequest } = evidence;
  const head = pullRequest?.head.sha;
  const base = kind === 'item' ? versions.at(-2) : pullRequest?.base.sha;
  const files = kind === 'item' ? items.slice(0, 1).map(({ path }) => `${path}/index.md`) : items.map(({ path }) => path);
  const changes = await Promise.all(
    files.map(async (file) => {
      const before = await textAt(stage, base, file);
      const rows = kind === 'item' && before === '' ? [] : changesBetween(before, await textAt(stage, head, file));
      return { file: kind === 'item' ? '' : file, rows };
    }),
  );
  return changes.filter(({ rows }) => rows.length > 0);
}

function metaOf(evidence: Evidence, organisation: Organisation, unit: string, frontMatter: FrontMatter | null): string {
  const { pullRequest, pushes } = evidence;
  const author = nameOfLogin(evidence, organisation, pullRequest?.author ?? null);
  const [first] = pushes;
  const parts = [
    `第 ${pullRequest?.number} 号`,
    `${unit} · ${author}${frontMatter ? '报送' : '提交'}`,
    ...(first ? [beijingMinute(first.at)] : []),
  ];
  if (!frontMatter) return parts.join('　');
  const channels = frontMatter.channels.map((channel) => CHANNEL_NAMES[channel]).join('、');
  return [...parts, `${frontMatter.withdraw ? '拟撤' : '拟发'}：${channels}`, `信息日期 ${frontMatter.event_date.slice(5)}`].join('　');
}

/** What a change of a published item is, before its title: nobody signs a taking back for an ordinary item. */
function purposeOf({ withdraw, correction, offline_review }: FrontMatter): string {
  return withdraw ? '撤稿：' : correction ? '更正：' : offline_review ? '线下审签：' : '';
}

/** Days left of the seven (Art. 9); `null` where they bind nothing or can't be counted. */
function leftOf({ freshness }: Situation): PullRequestView['left'] {
  if (!freshness) return null;
  return { days: freshness.left, text: freshness.left > 0 ? '' : daysLeft(freshness), lastDay: deadline(freshness) };
}

/** What the level that is due asks itself before it approves. */
function promptsDue({ standing }: Situation, terms: Terms): readonly Prompt[] {
  return 'level' in standing ? promptsFor(promptsOf(terms), standing.level.level) : [];
}

/** What the acting person may do; GitHub decides in the end. */
function actsOf(
  { open, draft, mergeable, isAuthor, kind }: { open: boolean; draft: boolean; mergeable: boolean; isAuthor: boolean; kind: Kind },
  organisation: Organisation,
  situation: Situation,
  person: string | null,
  acting: string,
): Omit<PullRequestView['acts'], 'warning'> {
  const today = situation.context.today;
  const administrator = person !== null && administrators(organisation, today).includes(person);
  const office = organisation.posts.some((post) => post.person === person && post.level === 2);
  const own = {
    merge: open && administrator && mergeable,
    edit: kind === 'item' && open && (isAuthor || office),
    ready: open && isAuthor,
  };
  const none = { approve: false, returns: false, signed: null };
  if (!open) return { ...own, ...none, told: '' };
  if (isAuthor)
    return { ...own, ...none, told: kind === 'item' ? '您是报送人，不能审核自己的稿件。' : '您是提交的人，不能审核自己的改动。' };
  if (draft) return { ...own, ...none, told: '改稿中，还没有送审；送审后再审核。' };
  return { ...own, ...reviewOffered(situation, person, acting, kind), signed: ownApproval(situation, person, acting) };
}

/** What whoever reviews should know first: a text that will be changed has to be reviewed again. */
function warningOf(findings: readonly FindingView[], frontMatter: FrontMatter | null): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const again = `检查还有 ${errors} 处须改（见“检查”）：现在批准，稿件一改就要重新审核；可以先退回修改。`;
  return [offlineNotice(frontMatter ?? {}) ?? '', errors === 0 ? '' : again].join('');
}

/** Steps as the desk shows them, oldest first. */
function shownSteps(steps: readonly (Step & { url?: string })[]): StepView[] {
  return steps
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map(({ at, who, what, url }) => ({ at: beijingMinute(at).slice(5), who, what, ...(url ? { url } : {}) }));
}

/** Everything about one pull request as the desk shows it to the person who acts. */
export async function gatherPullRequest(stage: DeskStage, number: number, acting: string): Promise<PullRequestView | null> {
  const evidence = await stage.evidenceOf(number);
  const { pullRequest } = evidence;
  const verdict = stage.verdictOf(evidence);
  if (!pullRequest) return null;
  const item = verdict.items[0] ?? null;
  const kind: Kind = item === null ? 'code' : item.path.startsWith(`${ITEMS_FOLDER}/`) ? 'item' : 'rules';
  const { organisation, terms } = await stage.settings();
  const summary = await stage.github.pullRequest(number);
  const head = pullRequest.head.sha;
  const folder = kind === 'item' && item ? await commitSource(stage.git, head).folder(item.path) : null;
  const frontMatter = folder ? (readItem(folder).item?.frontMatter ?? null) : null;
  const person = personOfLogin(organisation, acting, evidence.accounts);
  const versions = evidence.pushes.map(({ after }) => after).filter((sha, index, all) => sha !== all[index - 1]);
  const unit = (kind === 'item' ? organisation.units[item?.path.split('/')[2] ?? '']?.name : '') || ABOUT[kind];
  const isAuthor = pullRequest.author?.toLowerCase() === acting.toLowerCase();
  const open = !summary.merged && summary.open;
  // What is out of an item says nothing about a correction or a withdrawal of it that hasn't been approved yet.
  const approved = item !== null && summary.merged ? await stage.approvedAs(item.id, number) : null;
  const releases =
    approved &&
    releasesOf(
      approved,
      (await stage.releases()).filter((release) => release.item === item?.id),
    );
  const situation = situationOf({ evidence, verdict, check: stage.checkOf(head) });
  const { standing } = situation;
  const mend = standing.kind === 'mend' ? { errors: standing.errors.length, person: standing.person } : null;
  const findings = findingsWithMended(stage.checkOf, versions, head);
  const toMend = findings.filter(({ severity }) => severity === 'error' || severity === 'warning').length;
  const settings = await settingsShown(stage.git, evidence);
  const behind = settings?.behind ? [behindSentence(settings.behind)] : [];
  const mergeable = verdict.verdict === 'passed' && toMend === 0 && behind.length === 0;
  const acts = actsOf({ open, draft: pullRequest.draft, mergeable, isAuthor, kind }, organisation, situation, person, acting);
  return {
    number,
    kind,
    title: frontMatter ? purposeOf(frontMatter) + frontMatter.title : summary.title,
    withdrawal: frontMatter?.withdraw !== undefined,
    unit,
    meta: metaOf(evidence, organisation, unit, frontMatter),
    head,
    state: summary.merged ? 'merged' : summary.open ? 'open' : 'closed',
    draft: pullRequest.draft,
    seals: item ? sealsOf(item, organisation, evidence.now, mend !== null) : [],
    next: summary.merged
      ? nextAfterMerge(kind, releases, frontMatter?.withdraw !== undefined)
      : nextStep(item, verdict, organisation, person, { toMend, mayMerge: acts.merge, kind, ...(mend ? { mend } : {}) }),
    left: open ? leftOf(situation) : null,
    findings,
    checked: stage.checkOf(head) !== null,
    changes: await changesOf(stage, evidence, kind, versions),
    settings,
    files: evidence.files.map(({ path, status }) => ({ path, status })),
    steps: shownSteps(item && approved ? await stage.timeline(item.id) : reviewSteps(evidence, organisation)),
    ignored: item?.ignored.map(({ reason }) => reason) ?? [],
    blockers: summary.merged
      ? []
      : [...behind, ...toldBlockers(verdict, item, frontMatter?.secrecy_review.by).map(({ message }) => message)],
    published: (releases ?? []).map(publishedView),
    publishedAt: releases?.find(({ state }) => SEEN.has(state))?.at ?? null,
    formNumber: kind === 'item' ? await stage.formNumberOf(item?.id ?? '') : null,
    prompts: kind === 'item' && !frontMatter?.withdraw ? promptsDue(situation, terms) : [],
    acts: { ...acts, warning: warningOf(findings, frontMatter) },
    text: kind === 'item' ? await textAt(stage, head, `${item?.path}/index.md`) : '',
  };
}
