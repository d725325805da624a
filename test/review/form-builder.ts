import { buildForm } from '#pipeline/review/form/form.ts';
import type { FormFile, ReviewForm } from '#pipeline/review/form/review-form.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import type { Story } from './evidence-builder.ts';

export const FILES: FormFile[] = [
  { path: 'street.jpg', bytes: 20, sha256: 'b'.repeat(64), blob: 'b'.repeat(40) },
  { path: 'index.md', bytes: 10, sha256: 'a'.repeat(64), blob: 'a'.repeat(40) },
];

/** The form of a story's item, with the verdict that the gate itself gives. */
export function formOf(told: Story, change: { mergeSha?: string | null; number?: string } = {}): ReviewForm {
  const { evidence } = told;
  const [item] = evaluate(evidence).items;
  if (!item) throw new Error('the story has no item');
  return buildForm({
    evidence,
    item,
    files: FILES,
    number: change.number ?? '2026-0113',
    mergeSha: change.mergeSha ?? null,
    settings: `sha256:${'c'.repeat(64)}`,
    prompts: `sha256:${'d'.repeat(64)}`,
    gate: '0.1.0',
  });
}
