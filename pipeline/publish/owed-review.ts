import type { ReviewForm } from '../review/review-form.ts';
import type { LedgerEvent } from './event.ts';
import type { ItemState } from './fold.ts';

/**
 * The approval that stands by a leader's emergency signature alone, whose other levels review afterwards (contracts.md 4, rule 24); `null` where
 * the newest text was reviewed by all, or is taken back by an approved withdrawal. A passed form with an open level is such a one.
 */
export function owedReview({ approval, text }: Pick<ItemState, 'approval' | 'text'>): LedgerEvent | null {
  if (approval?.removal || !text?.form) return null;
  const { levels } = JSON.parse(Buffer.from(text.form.payload, 'base64').toString('utf8')).predicate as ReviewForm;
  return levels.some(({ decision }) => decision !== 'approved') ? text : null;
}
