import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Problem } from '../problem.ts';
import { readPlan } from '../publish/read-plan.ts';

/** Reads the plan that `--plan` names. @throws Problem `usage/plan`, `plan/…` (exit 2) */
export function planAt(root: string, file: unknown): ReturnType<typeof readPlan> {
  if (typeof file !== 'string')
    throw new Problem('usage/plan', '没有写明要发什么；应为 plan 写出的文件；请补上 --plan。', { place: '--plan' });
  let text: string;
  try {
    text = readFileSync(resolve(root, file), 'utf8');
  } catch (cause) {
    throw new Problem('plan/no-file', `读不到 ${file}；应为 sanshen plan --out 写出的文件；请核对文件名。`, { place: file, cause });
  }
  return readPlan(text, file);
}
