import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import { AFTER_MERGE, type NextStep } from './next-step.ts';
import type { ApprovedAs, ReleaseView } from './stage.ts';
import type { PullRequestView } from './view.ts';

/** What becomes of a release in each state: the program goes on, a person has to, readers see it, or it is over. */
type Fate = 'running' | 'human' | 'removing' | 'out' | 'replaced' | 'removed' | 'dropped';

/** What a release's state means to people, and what becomes of it. */
const STATES: Readonly<Record<string, readonly [words: string, fate: Fate]>> = {
  planned: ['等待发布', 'running'],
  offline: ['线下审签，已手工发布，待补审', 'running'],
  intent: ['正在发布', 'running'],
  sent: ['已送出，等平台答复', 'running'],
  confirmed: ['✓ 已发布，读回一致', 'out'],
  unknown: ['结果不明，先读回再说', 'running'],
  failed: ['没有发出，会再试', 'running'],
  'needs-human': ['要人处理', 'human'],
  'withdraw-intent': ['正在撤下', 'removing'],
  withdrawn: ['已撤下', 'removed'],
  superseded: ['已由更正的一版代替', 'replaced'],
  abandoned: ['不再发', 'dropped'],
  expired: ['已过时效，未发布', 'dropped'],
};

/** The same where the newest event has a code: what a person registered isn't what the program read back. */
const CODES: typeof STATES = {
  'confirmed differs': ['已发布，与审定稿不同', 'human'],
  'confirmed offline': ['已发布（线下审签，已补审）', 'out'],
  'confirmed not-read': ['已登记，没有读回', 'out'],
  'confirmed resolved': ['已登记为已发布', 'out'],
  'abandoned unchanged': ['内容没有变，原来的不用改', 'dropped'],
};

function stateOf({ state, code }: Pick<ReleaseView, 'state' | 'code'>): readonly [words: string, fate: Fate] {
  return CODES[`${state} ${code}`] ?? STATES[state] ?? [state, 'running'];
}

/** Of an item's releases those that a pull request speaks of: its own revision's, or those that it takes back. */
export function releasesOf({ revision, removal }: ApprovedAs, releases: readonly ReleaseView[]): ReleaseView[] {
  return releases.filter((release) =>
    removal ? release.state === 'withdrawn' || release.state === 'withdraw-intent' : release.revision === revision,
  );
}

/** A release as the card shows it. */
export function publishedView(release: ReleaseView): PullRequestView['published'][number] {
  const { channel, url } = release;
  return { channel, name: CHANNEL_NAMES[channel], state: stateOf(release)[0], url };
}

const SEE = '各渠道的情况见“发布”一栏。';

/** What is left to do once the ledger holds the approval: a person's part first. */
function afterApproval(releases: readonly ReleaseView[]): NextStep {
  const having = (...fates: Fate[]): ReleaseView[] => releases.filter((release) => fates.includes(stateOf(release)[1]));
  const [first, ...others] = having('human');
  if (first) {
    const names = [first, ...others].map(({ channel }) => CHANNEL_NAMES[channel]).join('、');
    return { title: `还有 ${others.length + 1} 个渠道要人处理：${names}`, why: `${first.next}。`, mine: false };
  }
  const removing = having('removing').length;
  if (removing > 0) return { title: `还有 ${removing} 个渠道没有撤下`, why: '系统会自动接着做。', mine: false };
  const running = having('running').length;
  if (running > 0) return { title: `还有 ${running} 个渠道没有发完`, why: '系统会自动接着做；不会重发。', mine: false };
  if (releases.length > 0 && releases.every(({ state, code }) => state === 'confirmed' && (code === null || code === 'by-hand')))
    return { title: '已发布', why: '每个渠道都读回核对过，内容一致。', mine: false };
  if (having('out').length > 0) return { title: '已发布', why: SEE, mine: false };
  const replaced = having('replaced').length > 0;
  if (having('removed').length > 0 || releases.length === 0)
    return { title: '已撤下', why: replaced ? SEE : '各渠道都已撤下；网站原来的地址上写明已撤回。', mine: false };
  if (replaced) return { title: '已由更正的一版代替', why: '读者现在看到的是更正的一版。', mine: false };
  return { title: '不再发布', why: SEE, mine: false };
}

/** What comes after the merge; `releases` is `null` while the ledger holds no approval of what was merged. */
export function nextAfterMerge(kind: PullRequestView['kind'], releases: readonly ReleaseView[] | null, withdrawal: boolean): NextStep {
  if (kind !== 'item') return { title: '已合并', why: AFTER_MERGE[kind].replace('合并后，', '').replace('合并后', ''), mine: false };
  if (releases !== null) return afterApproval(releases);
  const why = withdrawal ? '系统从主干重新核对办公室审核和分管领导签发，通过后撤下。' : '系统从主干重新核对三级审核，通过后才发布。';
  return { title: '已合并，正在核对', why, mine: false };
}
