import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Problem } from '../problem.ts';
import { evaluate } from '../review/evaluate.ts';
import type { Evidence } from '../review/evidence.ts';
import { explain } from '../review/explain.ts';
import { parseEvidence } from '../review/read-evidence.ts';
import type { Verdict } from '../review/verdict.ts';
import type { Command, CommandContext, CommandResult } from './command.ts';

/**
 * The verdict of recorded evidence, offline: 0 passed, 1 otherwise.
 * @param text the evidence as JSON
 * @throws Problem (exit 2) `evidence/…`, `organisation/…` or `policy/…` if it is malformed
 */
export function gateFromEvidence(text: string, place = 'evidence'): { evidence: Evidence; verdict: Verdict; exitCode: 0 | 1 } {
  let json: unknown;
  try {
    json = JSON.parse(text);
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

async function run({ root, options }: CommandContext): Promise<CommandResult> {
  if (typeof options.evidence !== 'string') {
    throw new Problem('usage/gate', '没有说核对什么；应为 --evidence 文件；请补上。', { place: '--evidence' });
  }
  const { evidence, verdict, exitCode } = gateFromEvidence(read(root, options.evidence), options.evidence);
  return { exitCode, json: verdict, text: explain(evidence, verdict) };
}

export const command: Command = {
  summary: '三级审核到了哪一步，能不能发',
  usage: 'gate --evidence 文件',
  options: { evidence: { type: 'string', help: '记录下来的证据（JSON），离线核对' } },
  formats: ['text', 'json'],
  run,
};
