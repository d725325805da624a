import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { itemIn } from '../acts/find-item.ts';
import { sha256 } from '../canonical-json.ts';
import { commitSource } from '../forge/git/content-source.ts';
import { type Item, readItem } from '../item/item.ts';
import { gitLedger } from '../ledger/ledger-git.ts';
import { Problem } from '../problem.ts';
import { signedFormOf } from '../published/form-of-item.ts';
import { formMaterial } from '../render/pictures.ts';
import { buildForm } from '../review/form/form.ts';
import { formDocx } from '../review/form/form-docx.ts';
import { type FormPageOptions, formPage } from '../review/form/form-page.ts';
import type { ReviewForm } from '../review/form/review-form.ts';
import { evaluate } from '../review/gate/evaluate.ts';
import { longMinute } from '../review/words.ts';
import { gitTrust, verifiedLedgers } from '../verify/publisher.ts';
import { operandOf } from './resolve.ts';
import type { Command, CommandContext, CommandResult } from './shared/command.ts';
import { withCount } from './shared/count-for-readers.ts';
import { openForge } from './shared/environment.ts';
import { pullRequestEvidence, pullRequestNumber } from './shared/pull-request-evidence.ts';

const TOKENS = join(import.meta.dirname, '../../site/assets/tokens.css');

function readable(form: ReviewForm): string {
  const levels = form.levels.map(
    ({ label, person, post, opinion, at }) =>
      `${label}　${person ?? '未到'}${post ? `（${post}）` : ''}　${opinion || (person ? '同意。' : '')}${at ? `　${longMinute(at)}` : ''}`,
  );
  return [
    `审核单 ${form.number || '（草稿）'}　${form.bureau}`,
    `标题　${form.title}`,
    `报送　${form.unit.name} ${form.submitter.name}`,
    ...levels,
    `备注　${form.remarks.join(' ')}`,
  ].join('\n');
}

async function result(
  context: CommandContext,
  form: ReviewForm,
  item: Item | null,
  page: Omit<FormPageOptions, 'css' | 'paragraphs' | 'pictures'>,
): Promise<CommandResult> {
  const whole = { ...page, ...(item ? formMaterial(item) : {}) };
  const done = { exitCode: 0, json: form } as const;
  if (context.format === 'html') return { ...done, text: formPage(form, { ...whole, css: await readFile(TOKENS, 'utf8') }) };
  if (context.format === 'docx') return { ...done, text: '', bytes: formDocx(form, whole) };
  return { ...done, text: readable(form) };
}

/** The form as it would be signed now, from a pull request's evidence. */
async function draft(context: CommandContext): Promise<CommandResult> {
  const number = pullRequestNumber(context.options.pr);
  const access = await openForge(context.root, context.env);
  try {
    const evidence = await pullRequestEvidence(access, number, context.at);
    const [item] = evaluate(evidence).items;
    const head = evidence.pullRequest?.head.sha ?? '';
    const folder = item ? await commitSource(access.git, head).folder(item.path) : null;
    if (!item || !folder)
      throw new Problem('form/none', '这个合并请求里没有信息，没有审核单；应为报送信息的合并请求；请核对 --pr。', {
        place: '--pr',
        exitCode: 1,
      });
    const files = folder.files.map(({ path, id, bytes }) => ({ path, bytes: bytes.length, sha256: sha256(bytes), blob: id }));
    const form = buildForm({ evidence, item, files, number: '', mergeSha: null, settings: '', gate: '' });
    return await result(context, form, readItem(folder).item, { draft: item.verdict !== 'passed', verifyCommand: '' });
  } finally {
    access.git.close();
  }
}

export const command: Command = {
  summary: '审核单：附件的样式，可打印、可核验',
  usage: 'form <信息或发布地址> [--format html|json|docx] | form --pr 编号',
  options: { pr: { type: 'string', help: '合并请求的编号：还没入账的草稿' } },
  operands: 1,
  formats: ['text', 'json', 'html', 'docx'],
  run: (context) => {
    const { operands, options } = context;
    if (operands.length === 0 && options.pr !== undefined) return draft(context);
    if (options.pr !== undefined)
      throw new Problem('usage/form', '写了信息又写了 --pr；审核单只能是其中一件的；请去掉一个。', { place: '--pr' });
    const operand = operandOf(context);
    return withCount(context, { strict: false }, async (git, count) => {
      const ledgers = verifiedLedgers(gitLedger(git, { fetch: false }), gitTrust(git), count);
      const id = await itemIn(ledgers, context.root, operand);
      const { form, approval, item, publicUrl } = await signedFormOf(git, await ledgers.open([id]), id);
      return result(context, form, item, {
        draft: false,
        verifyCommand: `npx --no-install sanshen verify ${form.content.item}`,
        ledgerNumber: String(approval.seq).padStart(4, '0'),
        ...(publicUrl === null ? {} : { publicUrl }),
      });
    });
  },
};
