import type { Github } from '../../forge/github/github.ts';
import { type IssueOutcome, takeIssue } from '../../intake/form/take-issue.ts';
import { takeUploads, type UploadOutcome } from '../../intake/upload/uploads.ts';
import { Problem } from '../../problem.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { tellWhatLiesAside, withIntakeAccount } from './intake-account.ts';

const json = (items: unknown, refused: unknown): unknown => ({ version: 1, items, refused });

function issueResult(number: number, outcome: IssueOutcome | null): CommandResult {
  const file = `#${number}`;
  if (outcome === null) return { exitCode: 0, json: json([], []), text: `${file} 已关闭，或者不是报送，没有改动。` };
  if (outcome.kind === 'refused') {
    const { code, message } = outcome;
    return { exitCode: 1, json: json([], [{ file, code, message }]), text: `✗ ${file}：${message}（${code}）` };
  }
  const { draft, pull, kind } = outcome;
  const { id, path, missing, report } = draft;
  const did = {
    draft: '已建稿或更新',
    unchanged: '没有变化',
    closed: '已有人审核同意或已办结，没有改动',
    edited: '稿件里已有人改过，没有改动',
  }[kind];
  return {
    exitCode: missing.length + report.length === 0 && kind !== 'closed' && kind !== 'edited' ? 0 : 1,
    json: json([{ id, path, missing, report, pullRequest: pull.number }], []),
    text: `✓ ${file}：${did}，稿件 #${pull.number}（${id}）${missing.length === 0 ? '' : `，还缺 ${missing.length} 项，已在 ${file} 里答复`}。`,
  };
}

/** Takes the issue that the form 信息报送 made. @throws Problem `usage/issue`, and whatever the forge refuses (exit 2) */
export async function intakeOfIssue(context: CommandContext): Promise<CommandResult> {
  const given = context.options.issue as string;
  if (!/^[1-9]\d{0,8}$/.test(given))
    throw new Problem('usage/issue', `“${given}”不是编号；应为报送的编号，如 12；请改正 --issue。`, { place: '--issue' });
  const number = Number(given);
  return withIntakeAccount(context, async ({ webUrl, ...account }) => {
    const uploadPage = (branch: string, folder: string): string => `${webUrl}/upload/${branch}/${folder}`;
    return issueResult(number, await takeIssue(number, { ...account, uploadPage }));
  });
}

/** A branch whose name may bear a mark isn't named. */
const nameOf = ({ branch, secret }: UploadOutcome): string => (secret ? '一个上传' : branch);

/** One alert for the Office while uploads wait. */
function tellWaiting(github: Github, note: (line: string) => void, waiting: readonly UploadOutcome[]): Promise<void> {
  const named = waiting.slice(0, 20).map(({ branch, message, secret }) => (secret ? '一个上传需要打电话联系；' : `${branch}：${message}`));
  const message = `有 ${waiting.length} 个上传的分支没有做成稿件；应由上传的人补好；${named.join('')}`;
  const alert = { item: 'uploads', code: 'upload-waits', message, task: true } as const;
  return tellWhatLiesAside(github, note, waiting.length > 0 ? alert : null, alert.code, '没有等着的上传了');
}

/** Takes what was uploaded into the inbox. @throws Problem whatever the forge refuses (exit 2) */
export async function intakeOfUploads(context: CommandContext): Promise<CommandResult> {
  return withIntakeAccount(context, async ({ policy, ...account }) => {
    const outcomes = await takeUploads({ ...account, main: policy.branch });
    const waiting = outcomes.filter(({ state }) => state === 'waits');
    await tellWaiting(account.github, context.note, waiting);
    const refused = waiting.map((one) => ({
      file: nameOf(one),
      code: one.secret ? 'intake/secret' : 'intake/upload-waits',
      message: one.message,
    }));
    const items = outcomes.flatMap(({ items: ids }) => ids.map((id) => ({ id, path: `content/items/${id}` })));
    const lines = outcomes.map((one) => `${one.state === 'taken' ? '✓' : '✗'} ${nameOf(one)}：${one.message}`);
    return { exitCode: waiting.length > 0 ? 1 : 0, json: json(items, refused), text: lines.join('\n') || '没有新上传的文件。' };
  });
}
