import { SUBMISSION_LABELS, type SubmissionQuestion } from '#pipeline/organisation/generated/submission-form.ts';

const FILLED: Record<SubmissionQuestion, string> = {
  submitter: '李四',
  unit: '婺城分局（wucheng）',
  title: '示例分局整治沿街店铺',
  event_date: '2026-11-23',
  category: '工作动态',
  text: '11月23日，示例分局开展整治。\n\n劝导占道经营6起。',
  pictures: '_No response_',
  channels: '- [X] 网站\n- [ ] 微信公众号\n- [x] 微博',
  source: '_No response_',
  secrecy: '周一',
  declarations: '- [x] 全文和图片不涉密，不属敏感领域（第五条）',
  remarks: '_No response_',
};

export type Filled = Partial<Record<SubmissionQuestion, string>>;

/** The body that GitHub makes of a filled-in form. */
export const filledForm = (answers: Filled = {}): string =>
  SUBMISSION_LABELS.map(({ id, label }) => `### ${label}\n\n${{ ...FILLED, ...answers }[id]}`).join('\n\n');
