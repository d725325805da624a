import type { Organisation } from '../../organisation/organisation.ts';
import { nameOfPerson } from '../../organisation/person.ts';
import type { ItemVerdict, Verdict } from '../../review/verdict.ts';
import { named } from './seals.ts';

const ACTION_WORDS = {
  approve: '审核',
  revise: '修改',
  resubmit: '重新审核',
  ready: '送审',
  split: '分开提交',
  repair: '处理',
  appoint: '安排审核人',
} as const;
function whyOf(verdict: Verdict['verdict'], action: keyof typeof ACTION_WORDS): string {
  if (verdict === 'refused') return '这一件现在不能发布，原因见下。';
  if (verdict === 'rejected') return action === 'approve' ? '退回以后稿件已改过，请再看一次。' : '稿件已退回，改好后重新送审。';
  return action === 'approve' ? '批准后系统自动请下一级。' : '';
}

/** What the box under the seals says; `mine`: the person at the desk is the one who must act. */
export interface NextStep {
  title: string;
  why: string;
  mine: boolean;
}

/** What the reviews don't say: findings that keep it from being merged, and whether the acting person may merge. */
interface Standing {
  toMend: number;
  mayMerge: boolean;
  kind: 'item' | 'rules' | 'code';
}

/** What comes of a merge. */
const AFTER_MERGE = {
  item: '合并后，系统再核对一遍，签好审核单，然后发布。',
  rules: '合并后，系统把这一版记入台账，从此照它办；记下以前什么也不发。',
  code: '合并后从下一次运行起用新的程序。',
} as const;
const DONE = { item: '三级审核已完成', rules: '办公室和分管领导已审核', code: '没有改动稿件和名单，不需要三级审核' } as const;

/** After three good signatures: what is left to do isn't a review's. */
function afterReviews({ toMend, mayMerge, kind }: Standing, you: string): NextStep {
  if (toMend > 0) {
    const why = '请报送人改好再送审；改过的稿件要重新审核，没有改好不能合并。';
    return { title: `三级审核已完成，但检查还有 ${toMend} 处要改`, why, mine: false };
  }
  const why = AFTER_MERGE[kind];
  const merge = kind === 'item' ? '合并并发布' : '合并';
  return mayMerge
    ? { title: `下一步：请您（${you}）${merge}`, why: `${DONE[kind]}。${why}`, mine: true }
    : { title: DONE[kind], why: `管理员${why}`, mine: false };
}

/** Who must do what next, said to the acting person (`null`: somebody whom the organisation doesn't know). */
export function nextStep(
  item: ItemVerdict | null,
  verdict: Verdict,
  organisation: Organisation,
  acting: string | null,
  standing: Standing,
): NextStep {
  if (verdict.verdict === 'passed') return afterReviews(standing, nameOfPerson(organisation, acting ?? ''));
  const next = item?.next ?? [];
  const [first] = next;
  if (!first) return { title: '等系统处理', why: '稍后自动重试。', mine: false };
  const people = next.filter(({ action }) => action === first.action).map(({ person }) => person);
  const mine = acting !== null && people.includes(acting);
  const whom = mine ? `请您（${nameOfPerson(organisation, acting)}）` : `请 ${named(organisation, people)} `;
  return { title: `下一步：${whom}${ACTION_WORDS[first.action]}`, why: whyOf(verdict.verdict, first.action), mine };
}

/** Once a withdrawal is merged: how many channels still show it. */
function afterWithdrawal(releases: readonly { state: string }[]): NextStep {
  const open = releases.filter(({ state }) => state === 'withdraw-intent').length;
  if (open > 0) return { title: `还有 ${open} 个渠道没有撤下`, why: '系统会自动接着做。', mine: false };
  return { title: '已撤下', why: '各渠道都已撤下；网站原来的地址上写明已撤回。', mine: false };
}

/** The same once it is merged, from the states of its releases; none while the ledger holds no approval of it. */
export function nextAfterMerge(releases: readonly { state: string }[], kind: Standing['kind'], withdrawal = false): NextStep {
  if (kind !== 'item') return { title: '已合并', why: AFTER_MERGE[kind].replace('合并后，', '').replace('合并后', ''), mine: false };
  const open = releases.filter(({ state }) => state !== 'confirmed').length;
  if (releases.length === 0) {
    const why = withdrawal ? '系统从主干重新核对办公室审核和分管领导签发，通过后撤下。' : '系统从主干重新核对三级审核，通过后才发布。';
    return { title: '已合并，正在核对', why, mine: false };
  }
  if (withdrawal) return afterWithdrawal(releases);
  if (open === 0) return { title: '已发布', why: '每个渠道都读回核对过，内容一致。', mine: false };
  return { title: `还有 ${open} 个渠道没有发完`, why: '系统会自动接着做；不会重发。', mine: false };
}
