import { canonicalJson } from '../canonical-json.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Policy } from '../organisation/policy.ts';
import { organisationOf, policyOf } from '../organisation/read-settings.ts';
import { Problem } from '../problem.ts';
import { buildForm, PROGRAM } from '../review/form/form.ts';
import type { ReviewForm } from '../review/form/review-form.ts';
import type { Evidence } from '../review/gate/evidence.ts';
import type { ItemVerdict } from '../review/gate/verdict.ts';

/** What the form calls its fields; those that are made of the program's own words are compared only where the same program made them. */
const FIELDS: { name: string; of: (form: ReviewForm) => unknown; words?: true }[] = [
  { name: '结论', of: ({ verdict }) => verdict },
  { name: '单位名称', of: ({ bureau }) => bureau },
  { name: '报送时间', of: ({ submittedAt }) => submittedAt },
  { name: '报送人', of: ({ submitter }) => submitter },
  { name: '报送单位', of: ({ unit }) => unit },
  { name: '标题', of: ({ title }) => title },
  { name: '信息内容', of: ({ content: { item, path, tree } }) => ({ item, path, tree }) },
  { name: '拟发布渠道', of: ({ channels }) => channels },
  { name: '三级审核', of: ({ levels }) => levels.map(({ label: _, ...level }) => level) },
  { name: '环节名称', of: ({ levels }) => levels.map(({ label }) => label), words: true },
  { name: '备注', of: ({ remarks }) => remarks, words: true },
  { name: '保密审查', of: ({ secrecyReview }) => secrecyReview },
  { name: '信息日期', of: ({ informationDate }) => informationDate },
  { name: '时效', of: ({ lastDay }) => lastDay },
  { name: '合并请求', of: ({ pullRequest }) => pullRequest },
  { name: '报送提交', of: ({ head }) => head },
];

/** The form made once more from the recorded evidence; a sentence if that can't be done. */
function madeAgain(form: ReviewForm, evidence: Evidence, item: ItemVerdict): ReviewForm | string {
  const { number, mergeSha, settings, prompts, gate } = form;
  try {
    return buildForm({ evidence, item, files: form.content.files, number, mergeSha, settings, prompts, gate });
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}

/** Fields of a signed form that the recorded evidence doesn't give again, in the form's own words. */
export function fieldsThatDiffer(form: ReviewForm, evidence: Evidence, item: ItemVerdict): string[] {
  const again = madeAgain(form, evidence, item);
  if (typeof again === 'string') return [again];
  const compared = FIELDS.filter(({ words }) => words !== true || form.gate === PROGRAM);
  return compared.filter(({ of }) => canonicalJson(of(form)) !== canonicalJson(of(again))).map(({ name }) => name);
}

/** What was held against registered settings before, by its text: thousands of approvals were judged under the same few. */
const answered = new WeakMap<object, Map<string, boolean>>();

function says<Settings extends object>(recorded: unknown, registered: Settings, read: (value: unknown) => Settings): boolean {
  const text = canonicalJson(recorded);
  const known = answered.get(registered) ?? new Map<string, boolean>();
  answered.set(registered, known);
  const same =
    known.get(text) ?? canonicalJson({ ...read(recorded), accounts: undefined }) === canonicalJson({ ...registered, accounts: undefined });
  known.set(text, same);
  return same;
}

/** True if the evidence was judged by exactly these settings; the accounts on the platforms decide nothing, and evidence leaves them out. */
export function judgedUnder({ organisation, policy }: Evidence, registered: { organisation: Organisation; policy: Policy }): boolean {
  return says(organisation, registered.organisation, organisationOf) && says(policy, registered.policy, policyOf);
}
