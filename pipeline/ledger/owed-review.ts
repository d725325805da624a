import type { ReviewForm } from '../review/form/review-form.ts';
import type { LedgerEvent } from './event.ts';
import type { ItemState } from './fold.ts';

/**
 * The approval that stands by a leader's emergency signature alone, whose other levels review afterwards (contracts.md 4, rule 24).
 * @returns `null` where all reviewed the newest text, or an approved withdrawal takes it back
 */
export function owedReview({ approval, text }: Pick<ItemState, 'approval' | 'text'>): LedgerEvent | null {
  if (approval?.removal || !text?.form) return null;
  const { levels } = JSON.parse(Buffer.from(text.form.payload, 'base64').toString('utf8')).predicate as ReviewForm;
  return levels.some(({ decision }) => decision !== 'approved') ? text : null;
}
