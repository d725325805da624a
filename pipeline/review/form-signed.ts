import type { Instant } from '../beijing-time.ts';
import type { FormLevel, ReviewForm } from './review-form.ts';
import { ATTESTATION_ON_FORM, longMinute } from './words.ts';

/** A level at which somebody has approved or asked for changes. */
export type SignedLevel = FormLevel & { person: string; at: Instant };

export function isSigned(level: FormLevel): level is SignedLevel {
  return (level.decision === 'approved' || level.decision === 'rejected') && level.person !== null && level.at !== null;
}

/** `冯六（分管领导）`, or for whom and by which document. */
export function signerOf({ person, post, delegation }: SignedLevel): string {
  if (delegation) return `${person}（受${[`${delegation.person}委托`, delegation.document].filter((part) => part !== null).join('，')}）`;
  return post === null ? person : `${person}（${post}）`;
}

/** The reviewer's own words, else 同意。; of a head who signed on paper the form knows only what his unit declares (rule 15). */
export function opinionOf({ decision, opinion, reviewId }: FormLevel): string {
  if (decision === 'rejected') return `退回：${opinion}`;
  return opinion || (reviewId === null ? '已审核，由本单位申报。' : '同意。');
}

/** What level 1 attests (Arts. 5, 6): by approving here; a head who signed on paper has not read that sentence. Empty before anybody has approved. */
export function attestationOf({ levels, secrecyReview }: ReviewForm): string {
  const approved = levels.filter(({ level, decision }) => level === 1 && decision === 'approved');
  if (approved.length === 0) return '';
  const here = approved.every(({ reviewId }) => reviewId !== null) ? [ATTESTATION_ON_FORM] : [];
  return [...here, `保密审查：${secrecyReview.name}，${secrecyReview.conclusion}`].join('。');
}

/** All signatures in full, a sentence each. */
export function opinionsOf(form: ReviewForm): string[] {
  return form.levels.filter(isSigned).map((level) => {
    const unit = level.unit ? `${level.unit.name}，` : '';
    return `${unit}${level.label}：${signerOf(level)}，${longMinute(level.at)}。${opinionOf(level)}`;
  });
}
