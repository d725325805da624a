import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Problem } from '../problem.ts';
import { explain } from '../review/comment/explain.ts';
import { evaluate } from '../review/gate/evaluate.ts';
import type { Evidence } from '../review/gate/evidence.ts';
import { parseEvidence } from '../review/gate/read-evidence.ts';
import type { Verdict } from '../review/gate/verdict.ts';
import type { Command, CommandContext, CommandResult } from './shared/command.ts';
import type { Swept } from './shared/gate-run.ts';
import { pullRequestNumber } from './shared/pull-request-evidence.ts';

/**
 * The verdict of recorded evidence, offline: 0 passed, 1 otherwise.
 * @param text the evidence as JSON
 * @throws Problem (exit 2) `evidence/…`, `organisation/…` or `policy/…` if it is malformed
 */
export function gateFromEvidence(text: string, place = 'evidence'): { evidence: Evidence; verdict: Verdict; exitCode: 0 | 1 } {
  let json: unknown;
  try {
    // PowerShell and Notepad put a mark before a file's first character.
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new Problem('evidence/malformed', `${place} 不是 JSON；应为 sanshen evidence 收集的证据；请重新收集。`, { place, cause });
  }
  const evidence = parseEvidence(json);
  const verdict = evaluate(evidence);
  return { evidence, verdict, exitCode: verdict.verdict === 'passed' ? 0 : 1 };
}

function read(root: string, file: string): string {
  try {
    return readFileSync(resolve(root, file), 'utf8');
  } catch (cause) {
    throw new Problem('evidence/no-file', `读不到证据文件 ${file}；应为 sanshen evidence 写出的文件；请核对文件名。`, {
      place: file,
      cause,
    });
  }
}

function errorOf({ code, message, place }: Problem): { error: Pick<Problem, 'code' | 'message' | 'place'> } {
  return { error: { code, message, place } };
}

/** A pull request that can't be read has an error in the place of its verdict. */
function sweptDocument(swept: Swept): unknown {
  if ('verdict' in swept) return { number: swept.number, ...swept.verdict };
  return { number: swept.number, ...errorOf(swept.problem) };
}

function sweptText(swept: Swept): string {
  return `第 ${swept.number} 号\n${'verdict' in swept ? swept.text : `核对不了　${swept.problem.message}`}`;
}

const MOST_SECONDS = 300;

/** @throws Problem `usage/wait` */
function secondsToWait(given: unknown, possible: boolean): number {
  if (given === undefined) return 0;
  const seconds = typeof given === 'string' && /^\d{1,3}$/.test(given) ? Number(given) : Number.NaN;
  if (possible && seconds <= MOST_SECONDS) return seconds;
  throw new Problem('usage/wait', `--wait 和 --pr、--post 一起写，是 0 到 ${MOST_SECONDS} 的秒数，如 --wait 120；请改正后重试。`, {
    place: '--wait',
  });
}

async function online({ root, env, at, options, note }: CommandContext): Promise<CommandResult> {
  const number = options.open === true ? null : pullRequestNumber(options.pr);
  const post = options.post === true;
  const seconds = secondsToWait(options.wait, number !== null && post);
  // What asks the forge and runs the rules takes longer to load than recorded evidence to judge.
  const [{ openForge }, { judgePullRequest, judgeAndShow, judgeOpen }, { watchPublisher }] = await Promise.all([
    import('./shared/environment.ts'),
    import('./shared/gate-run.ts'),
    import('../alerts/publisher-watch.ts'),
  ]);
  const access = await openForge(root, env);
  try {
    // Pull requests start the gate, whatever has become of the schedules.
    if (post) await watchPublisher({ github: access.github, note });
    if (number !== null) {
      const { verdict, text } =
        seconds > 0 ? await judgeAndShow(access, number, at, seconds) : await judgePullRequest(access, number, at, post);
      return { exitCode: verdict.verdict === 'passed' ? 0 : 1, json: verdict, text };
    }
    const swept = await judgeOpen(access, at, post);
    const unread = swept.flatMap((each) => ('problem' in each ? [each] : []))[0];
    return {
      exitCode: unread ? 2 : swept.every((each) => 'verdict' in each && each.verdict.verdict === 'passed') ? 0 : 1,
      json: { version: 1, ...(unread ? errorOf(unread.problem) : {}), pullRequests: swept.map(sweptDocument) },
      text: swept.map(sweptText).join('\n\n') || '没有打开的合并请求。',
    };
  } finally {
    access.git.close();
  }
}

async function run(context: CommandContext): Promise<CommandResult> {
  const { root, options } = context;
  const asked = [options.evidence !== undefined, options.pr !== undefined, options.open === true].filter(Boolean).length;
  if (asked !== 1) {
    throw new Problem('usage/gate', '没有说清核对什么；应为 --evidence 文件、--pr 编号、--open 三者之一；请补上或去掉多余的。', {
      place: 'gate',
    });
  }
  if (typeof options.evidence !== 'string') return online(context);
  if (options.post === true) {
    throw new Problem('usage/gate', '记录下来的证据只能离线核对，不能发到平台；请去掉 --post，或改用 --pr 编号。', { place: '--post' });
  }
  const { evidence, verdict, exitCode } = gateFromEvidence(read(root, options.evidence), options.evidence);
  return { exitCode, json: verdict, text: explain(evidence, verdict) };
}

export const command: Command = {
  summary: '三级审核到了哪一步，能不能发',
  usage: 'gate --pr 编号 [--post [--wait 秒]] | gate --open --post | gate --evidence 文件',
  options: {
    pr: { type: 'string', help: '合并请求的编号' },
    open: { type: 'boolean', help: '所有打开的合并请求' },
    evidence: { type: 'string', help: '记录下来的证据（JSON），离线核对' },
    wait: { type: 'string', help: '检查还在生成三面预览时，最多再等这么多秒，好了就把链接写进评论' },
    post: { type: 'boolean', help: '把结论写进平台：状态、一条评论、请下一级审核' },
  },
  formats: ['text', 'json'],
  run,
};
