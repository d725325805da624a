import type { Organisation } from '../../organisation/organisation.ts';
import { nameOfPerson } from '../../organisation/person.ts';
import type { ItemVerdict, Verdict } from '../../review/gate/verdict.ts';
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
function whyOf(verdict: Verdict['verdict'], action: keyof typeof ACTION_WORDS, isLast: boolean): string {
  if (verdict === 'refused') return '这一件现在不能发布，原因见下。';
  if (verdict === 'rejected') return action === 'approve' ? '退回以后稿件已改过，请再看一次。' : '稿件已退回，改好后重新送审。';
  if (action !== 'approve') return '';
  return isLast ? '签发以后审核完成，由管理员合并。' : '批准后系统自动请下一级。';
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
  /** What the check wants mended before anybody reviews, and by whom; absent: nothing. */
  mend?: { errors: number; person: string | null };
}

/** What comes of a merge. */
export const AFTER_MERGE = {
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

/** `请您（周一）`, `请 郑四 或 王五 `. */
function asking(organisation: Organisation, people: readonly string[], mine: boolean): string {
  if (mine) return `请您（${named(organisation, people)}）`;
  return people.length > 0 ? `请 ${named(organisation, people)} ` : '请报送人';
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
  if (standing.mend) {
    const { errors, person } = standing.mend;
    const mine = acting !== null && acting === person;
    return {
      title: `下一步：${asking(organisation, person === null ? [] : [person], mine)}修改`,
      why: `检查有 ${errors} 处须改，改好再审核。`,
      mine,
    };
  }
  const next = item?.next ?? [];
  const [first] = next;
  if (!first) return { title: '等系统处理', why: '稍后自动重试。', mine: false };
  const people = next.filter(({ action }) => action === first.action).map(({ person }) => person);
  const mine = acting !== null && people.includes(acting);
  const isLast = (item?.levels ?? []).every(({ level, state }) => level === 3 || state === 'approved');
  const act = first.action === 'approve' && isLast ? '签发' : ACTION_WORDS[first.action];
  return {
    title: `下一步：${asking(organisation, mine ? [acting] : people, mine)}${act}`,
    why: whyOf(verdict.verdict, first.action, isLast),
    mine,
  };
}
