import type { Instant } from '../../beijing-time.ts';
import { ATTESTATION_ON_FORM, LEVEL_ORDINALS, longMinute } from '../words.ts';
import type { FormLevel, ReviewForm } from './review-form.ts';

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

/** How a form is checked, as it stands on paper. */
export interface Proof {
  /** How anybody checks the form, e.g. `npx --no-install sanshen verify <id>`; empty on a draft. */
  verifyCommand: string;
  /** The approval's number in the item's ledger; absent on a draft. */
  ledgerNumber?: string | undefined;
}

/** Where the page lies that says how a form is checked without this program. */
const BY_HAND = '不用本系统也能核验，见信息仓库 .github/怎样自己验一遍.md';

/** Everything that a form is checked by, in full: digests of all files, the tree, the commits, the settings, the records, the program. */
export function proofOf(form: ReviewForm, { verifyCommand, ledgerNumber }: Proof): string[] {
  const { content, pullRequest, head, mergeSha, settings, prompts, gate, signedAt, evidence } = form;
  const signed = form.levels.filter(({ decision, reviewId }) => decision === 'approved' && reviewId !== null);
  return [
    `信息　${content.item}`,
    `目录树　gitTree ${content.tree}`,
    ...content.files.map(({ path, bytes, sha256 }) => `文件　${path}　${bytes} 字节\n　　　sha256 ${sha256}`),
    `报送　第 ${pullRequest} 号合并请求　提交 ${head}`,
    ...(mergeSha === null ? [] : [`主分支　提交 ${mergeSha}`]),
    ...signed.map(
      ({ level, person, reviewId, head: seen }) => `审核${LEVEL_ORDINALS[level]}　${person}　记录 ${reviewId}　所看提交 ${seen}`,
    ),
    ...(evidence === null ? [] : [`审核记录　sha256 ${evidence}`]),
    ...(settings === '' ? [] : [`名单与规则　${settings.replace(':', ' ')}`]),
    ...(prompts === undefined ? [] : [`审核提示　${prompts.replace(':', ' ')}`]),
    ...(gate === '' ? [] : [`程序　${gate}`]),
    ...(signedAt === null ? [] : [`签名时间　${longMinute(signedAt)}`]),
    ...(ledgerNumber === undefined ? [] : [`台账　本条信息第 ${ledgerNumber} 号登记`]),
    ...(verifyCommand === '' ? [] : [`验证　${verifyCommand}`, BY_HAND]),
  ];
}

/** The same in short, for the foot of page one. */
export function proofInShort(form: ReviewForm, { ledgerNumber }: Proof): string[] {
  const { content, pullRequest, head, mergeSha, settings, gate } = form;
  return [
    [`内容指纹 ${content.tree}`, `第 ${pullRequest} 号合并请求`, ...(ledgerNumber === undefined ? [] : [`台账第 ${ledgerNumber} 号`])],
    [
      `报送 ${head.slice(0, 10)}`,
      ...(mergeSha === null ? [] : [`合并 ${mergeSha.slice(0, 10)}`]),
      ...(settings === '' ? [] : [`名单与规则 ${settings.replace('sha256:', '').slice(0, 10)}`]),
      ...(gate === '' ? [] : [gate]),
    ],
  ].map((facts) => facts.join('　'));
}
