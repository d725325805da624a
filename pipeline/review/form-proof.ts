import type { ReviewForm } from './review-form.ts';
import { LEVEL_ORDINALS, longMinute } from './words.ts';

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
