import { beijingDate, beijingMinute } from '../../beijing-time.ts';
import { commitSource } from '../../forge/content-source.ts';
import type { Channel } from '../../item/front-matter-schema.ts';
import { readItem } from '../../item/item.ts';
import { clockStart, freshness } from '../../organisation/freshness.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { personOfLogin } from '../../organisation/person.ts';
import type { Evidence } from '../../review/evidence.ts';
import type { ItemVerdict, Verdict } from '../../review/verdict.ts';
import { changesBetween } from './changes.ts';
import { named, sealsOf } from './seals.ts';
import type { DeskStage, ReleaseView } from './stage.ts';
import type { FindingView, PullRequestView, QueueRow, StepView } from './view.ts';

const CHANNEL_NAMES: Record<Channel, string> = { website: '网站', wechat: '微信', weibo: '微博' };
const ACTION_WORDS = {
  approve: '审核',
  revise: '修改',
  resubmit: '重新审核',
  ready: '送审',
  split: '分开提交',
  repair: '处理',
  appoint: '安排审核人',
} as const;
const REVIEW_WORDS = { APPROVED: '同意', CHANGES_REQUESTED: '退回', COMMENTED: '留言', DISMISSED: '审核已失效（稿件改过）' } as const;
const STATE_WORDS: Record<string, string> = {
  planned: '等待发布',
  intent: '正在发布',
  sent: '已送出，等平台答复',
  confirmed: '✓ 已发布，读回一致',
  unknown: '结果不明，先读回再说',
  failed: '没有发出，会再试',
  'needs-human': '要人处理',
  withdrawn: '已撤下',
  expired: '已过时效，未发布',
};

function nameOfLogin(evidence: Evidence, organisation: Organisation, login: string | null): string {
  const person = login === null ? null : personOfLogin(organisation, login, evidence.accounts);
  return person ? (organisation.people[person]?.name ?? person) : (login ?? '已注销的账号');
}

function stepsOf(evidence: Evidence, organisation: Organisation, releases: ReleaseView[]): StepView[] {
  const who = (login: string | null): string => nameOfLogin(evidence, organisation, login);
  const steps = [
    ...evidence.pushes.map((push, index) => ({
      at: push.at,
      who: who(push.actor),
      what: index === 0 ? '报送第一稿' : push.forced ? '改写了稿件（强制推送）' : '送来新的一版',
    })),
    ...evidence.reviews.map((review) => ({
      at: review.submittedAt,
      who: who(review.login),
      what: `${REVIEW_WORDS[review.state]}${review.body ? `：${review.body}` : ''}`,
    })),
    ...evidence.dismissals.map((dismissal) => ({
      at: dismissal.at,
      who: dismissal.commit ? '系统' : who(dismissal.by),
      what: dismissal.commit ? '稿件改过，原审核不再算数' : '撤销了一次审核',
    })),
    ...releases.flatMap(({ at, channel, state }) =>
      at === null ? [] : [{ at, who: '系统', what: `${CHANNEL_NAMES[channel]}：${(STATE_WORDS[state] ?? state).replace('✓ ', '')}` }],
    ),
  ];
  return steps.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).map((step) => ({ ...step, at: beijingMinute(step.at).slice(5) }));
}

function nextOf(item: ItemVerdict, verdict: Verdict, organisation: Organisation, acting: string | null): { title: string; why: string } {
  if (verdict.verdict === 'passed') return { title: '三级审核已完成', why: '管理员合并后，系统再核对一遍，签好审核单，然后发布。' };
  const [first] = item.next;
  if (!first) return { title: '等系统处理', why: '稍后自动重试。' };
  const people = item.next.filter(({ action }) => action === first.action).map(({ person }) => person);
  const mine = acting !== null && people.includes(acting);
  const you = organisation.people[acting ?? '']?.name ?? '';
  const title = mine
    ? `下一步：请您（${you}）${ACTION_WORDS[first.action]}`
    : `下一步：请 ${named(organisation, people)} ${ACTION_WORDS[first.action]}`;
  const why = {
    passed: '',
    waiting: '批准后系统自动请下一级。',
    rejected: '稿件已退回，改好后重新送审。',
    refused: '这一件现在不能发布，原因见下。',
  }[verdict.verdict];
  return { title, why };
}

async function textAt(stage: DeskStage, commit: string | undefined, path: string): Promise<string> {
  const bytes = commit && !/^0+$/.test(commit) ? await stage.git.readAt(commit, `${path}/index.md`).catch(() => null) : null;
  return bytes?.toString('utf8') ?? '';
}

/** What stands in the way, but for a secrecy review that the due signature itself will give. */
function blockersOf(verdict: Verdict, item: ItemVerdict, secrecyReviewer: string | undefined): string[] {
  const sameHand = item.next.some(({ person }) => person === secrecyReviewer);
  const standing = [...verdict.blockers, ...item.blockers].filter(({ code }) => !(sameHand && code === 'secrecy-review'));
  return standing.map(({ message }) => message);
}

/** What the check says of the newest version, and below it what earlier versions had that this one hasn't any more. */
function findingsOf(stage: DeskStage, versions: string[], head: string): FindingView[] {
  const present = stage.findingsOf(head) ?? [];
  const key = ({ rule, problem }: FindingView): string => `${rule} ${problem}`;
  const seen = new Set(present.map(key));
  const mended = versions.flatMap((sha, index) => (stage.findingsOf(sha) ?? []).map((finding) => ({ ...finding, sha, index })));
  const gone = mended.filter((finding) => finding.sha !== head && !seen.has(key(finding)) && seen.add(key(finding)));
  return [
    ...present,
    ...gone.map(({ index, sha: _, ...finding }) => ({
      ...finding,
      severity: 'mended' as const,
      expected: '',
      remedy: `第 ${index + 2} 次送来时已改正。`,
    })),
  ];
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
  const now = evidence.now;
  const versions = evidence.pushes.map(({ after }) => after).filter((sha, index, all) => sha !== all[index - 1]);
  const text = await textAt(stage, head, item.path);
  const previous = versions.length > 1 ? await textAt(stage, versions.at(-2), item.path) : '';
  const unit = organisation.units[item.path.split('/')[2] ?? '']?.name ?? '';
  const firstPush = evidence.pushes[0]?.at ?? null;
  const left = frontMatter
    ? freshness(clockStart(frontMatter, policy.freshness, firstPush), policy.freshness, evidence.holidays ?? [], now)
    : null;
  const isAuthor = pullRequest.author?.toLowerCase() === acting.toLowerCase();
  const administrator = organisation.duties.some(({ duty, person: holder }) => duty === 'administrator' && holder === person);
  const open = !summary.merged && summary.open;
  const releases = (await stage.releases()).filter((release) => release.item === item.id);
  return {
    number,
    title: frontMatter?.title ?? summary.title,
    meta: [
      `第 ${number} 号`,
      `${unit} · ${nameOfLogin(evidence, organisation, pullRequest.author)}报送`,
      firstPush ? beijingMinute(firstPush) : '',
      frontMatter ? `拟发：${frontMatter.channels.map((channel) => CHANNEL_NAMES[channel]).join('、')}` : '',
      frontMatter ? `信息日期 ${frontMatter.event_date.slice(5)}` : '',
    ]
      .filter(Boolean)
      .join('　'),
    head,
    state: summary.merged ? 'merged' : summary.open ? 'open' : 'closed',
    draft: pullRequest.draft,
    seals: sealsOf(item, organisation, now),
    next: summary.merged ? publishedNext(releases) : nextOf(item, verdict, organisation, person),
    left:
      left && left.left >= 0 && open
        ? {
            days: left.left,
            text: left.left === 0 ? '今天是最后一日' : '',
            lastDay: `${Number(left.lastDay.slice(5, 7))} 月 ${Number(left.lastDay.slice(8))} 日 24:00 截止`,
          }
        : null,
    findings: findingsOf(stage, versions, head),
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
    acts: {
      review: open && !isAuthor && !pullRequest.draft,
      merge: open && administrator && verdict.verdict === 'passed',
      edit: open && (isAuthor || organisation.posts.some((post) => post.person === person && post.level === 2)),
      ready: open && isAuthor,
      barred: open && isAuthor ? '您是报送人，不能审核自己的稿件。' : '',
    },
    text,
  };
}

function publishedNext(releases: { state: string }[]): { title: string; why: string } {
  if (!releases.length) return { title: '已合并，正在核对', why: '系统从主干重新核对三级审核，通过后才发布。' };
  const open = releases.filter(({ state }) => state !== 'confirmed').length;
  return open === 0
    ? { title: '已发布', why: '每个渠道都读回核对过，内容一致。' }
    : { title: `还有 ${open} 个渠道没有发完`, why: '系统会自动接着做；不会重发。' };
}

/** How the queue groups an open pull request for the acting person. */
export async function queueRowOf(
  stage: DeskStage,
  number: number,
  acting: string,
): Promise<{ row: QueueRow; mine: boolean; lastDay: boolean; returned: boolean } | null> {
  const view = await gatherPullRequest(stage, number, acting);
  if (!view) return null;
  const unit = /　(\S+) · /.exec(view.meta)?.[1] ?? '';
  const row = {
    number,
    title: view.title,
    unit,
    seals: view.seals.map(({ mark }) => mark),
    left:
      view.state === 'merged' ? beijingDate(stage.now()).slice(5) : view.left ? view.left.text || `还剩 ${view.left.days} 日` : '已过时效',
    urgent: view.state !== 'merged' && (view.left?.days ?? 0) <= 1,
  };
  return {
    row,
    mine: view.next.title.includes('请您'),
    lastDay: view.left?.days === 0,
    returned: view.seals.some(({ mark }) => mark === 'returned'),
  };
}
