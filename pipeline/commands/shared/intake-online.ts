import { type Alert, alertIn } from '../../alerts/alert.ts';
import { namingNothing } from '../../intake/answer.ts';
import { digestOf } from '../../intake/drafts.ts';
import { type IssueOutcome, takeIssue } from '../../intake/form/take-issue.ts';
import { CALL, callUs, type Marked, type Post, tellSecrecyDuty } from '../../intake/secrecy.ts';
import { takeUploads, type UploadOutcome } from '../../intake/upload/uploads.ts';
import { Problem } from '../../problem.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { type IntakeAccount, tellUntold, tellWhatLiesAside, withIntakeAccount } from './intake-account.ts';

/** Everybody reads the logs of a run: what bears a mark is neither named nor said to bear one. */
const CALL_CODE = 'intake/call';
const CALLED = '一件来稿';

const json = (items: unknown, refused: unknown): unknown => ({ version: 1, items, refused });

function issueResult(number: number, outcome: IssueOutcome | null): CommandResult {
  const file = `#${number}`;
  if (outcome === null) return { exitCode: 0, json: json([], []), text: `${file} 已关闭，或者不是报送，没有改动。` };
  if (outcome.kind === 'refused') {
    const { message } = outcome;
    if (outcome.code === 'intake/secret')
      return { exitCode: 1, json: json([], [{ file: CALLED, code: CALL_CODE, message: CALL }]), text: `✗ ${CALL}` };
    const { code } = outcome;
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
  return withIntakeAccount(context, async ({ policy, post, ...account }) => {
    const outcome = await takeIssue(number, {
      ...account,
      main: policy.branch,
      tellSecrecy: async (marked) => (post === null ? 0 : tellSecrecyDuty(post, marked)),
    });
    if (outcome?.kind === 'refused' && outcome.untold) await tellUntold(account.github, context.note);
    return issueResult(number, outcome);
  });
}

/** A branch whose name may bear a mark isn't named. */
const nameOf = ({ branch, secret }: UploadOutcome): string => (secret ? '一个上传' : branch);

/** One alert for the Office while uploads wait. */
function tellWaiting({ github }: IntakeAccount, note: (line: string) => void, waiting: readonly UploadOutcome[]): Promise<void> {
  const named = waiting.slice(0, 20).map(({ branch, message, login }) => {
    const by = login ? `（${login} 上传）` : '';
    return `${namingNothing(branch)}${by}：${namingNothing(message)}`;
  });
  const message = `有 ${waiting.length} 个上传的分支没有做成稿件；应由上传的人补好；${named.join('')}`;
  const alert = { item: 'uploads', code: 'upload-waits', message, task: true } as const;
  return tellWhatLiesAside(github, note, waiting.length > 0 ? alert : null, alert.code, '没有等着的上传了');
}

/** Names an upload's state without saying which it is. */
const nameIn = (commit: string): string => digestOf(`upload:${commit}`).slice(-20);

/** Tells those with the secrecy duty of an upload that bears a mark, and asks its sender to call. @returns how many of the first a letter has reached */
async function tellOfMark(
  post: Post,
  { mark, commit, unit, at }: NonNullable<UploadOutcome['secret']>,
  login: string | null,
  account: IntakeAccount,
) {
  const name = nameIn(commit);
  const person = login === null ? null : await account.personOf(login);
  const { name: called = '', emails: [address] = [] } = person === null ? {} : (account.organisation.people[person] ?? {});
  const id = `<sanshen.call.${name}@${post.address.split('@').at(-1)}>`;
  if (address !== undefined) await post.letters.send({ id, answers: null, to: { name: called, address }, ...callUs(called) });
  const lies = `文件原样留在 ${account.webUrl}/commit/${commit}，能看仓库的人都看得到，请尽快按规定处理`;
  const marked: Marked = { mark, name, way: '上传的文件夹', from: ` ${login ?? '看不出是谁'} `, unit, at, lies };
  return tellSecrecyDuty(post, marked);
}

/**
 * One alert while uploads lie there that bear a mark. It says how many and nothing more; by the letters' numbers in it a later run sees of
 * which it has told.
 */
async function tellSecret(account: IntakeAccount, note: (line: string) => void, secret: readonly UploadOutcome[]): Promise<void> {
  const { github, post } = account;
  const open = secret.length === 0 ? [] : await github.alerts();
  const known = open.flatMap(({ body }) => (alertIn(body)?.code === 'secrecy-call' ? [body] : [])).join('\n');
  const states: string[] = [];
  let untold = false;
  for (const { secret: found, login = null } of secret) {
    if (found === undefined) continue;
    const name = nameIn(found.commit);
    const told = known.includes(`已告诉（${name}）`) || (post !== null && (await tellOfMark(post, found, login, account)) > 0);
    states.push(`${told ? '已告诉' : '没有告诉到'}（${name}）`);
    untold ||= !told && !known.includes(name);
  }
  const message = `有 ${secret.length} 个上传要请报送人打电话联系办公室；应由负责保密的同志处理；他收到的信：${states.join('、')}。`;
  const alert: Alert = { item: 'uploads', code: 'secrecy-call', message, task: true };
  await tellWhatLiesAside(github, note, secret.length > 0 ? alert : null, alert.code, '没有这样的上传了');
  if (untold) await tellUntold(github, note);
}

/** Takes what was uploaded into the inbox. @throws Problem whatever the forge refuses (exit 2) */
export async function intakeOfUploads(context: CommandContext): Promise<CommandResult> {
  return withIntakeAccount(context, async (account) => {
    const outcomes = await takeUploads({ ...account, main: account.policy.branch });
    const waiting = outcomes.filter(({ state }) => state === 'waits');
    const isSecret = ({ secret }: UploadOutcome): boolean => secret !== undefined;
    await tellWaiting(
      account,
      context.note,
      waiting.filter((one) => !isSecret(one)),
    );
    await tellSecret(account, context.note, waiting.filter(isSecret));
    const refused = waiting.map((one) => ({
      file: nameOf(one),
      code: one.secret ? CALL_CODE : 'intake/upload-waits',
      message: one.message,
    }));
    const items = outcomes.flatMap(({ items: ids }) => ids.map((id) => ({ id, path: `content/items/${id}` })));
    const lines = outcomes.map((one) => `${one.state === 'taken' ? '✓' : '✗'} ${nameOf(one)}：${one.message}`);
    return { exitCode: waiting.length > 0 ? 1 : 0, json: json(items, refused), text: lines.join('\n') || '没有新上传的文件。' };
  });
}
