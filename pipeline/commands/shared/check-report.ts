import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../../beijing-time.ts';
import type { CheckResult } from '../../check/finding.ts';
import type { Policy } from '../../organisation/policy.ts';
import type { CommandContext } from './command.ts';

const TOKENS = join(import.meta.dirname, '../../../site/assets/tokens.css');

/** What a report says besides the findings. */
export interface Checked {
  result: CheckResult;
  policy: Policy;
  at: Instant;
  /** What was read: a revision, or 工作区. */
  version: string;
}

async function page({ result, policy, at, version }: Checked): Promise<string> {
  const [{ htmlReport }, { lookedAt }] = await Promise.all([
    import('../../check/reporters/report.ts'),
    import('../../check/site-rules.ts'),
  ]);
  return htmlReport(result, { at, version, css: await readFile(TOKENS, 'utf8'), rules: lookedAt(policy) });
}

/** How each format but `json` (which cli.ts prints) is written; loaded when it is asked for. */
const REPORTS: Record<string, (checked: Checked) => Promise<string>> = {
  text: async ({ result }) => (await import('../../check/reporters/text.ts')).textReport(result),
  github: async ({ result }) => (await import('../../check/reporters/github.ts')).githubReport(result),
  summary: async ({ result }) => (await import('../../check/reporters/summary.ts')).summaryReport(result),
  report: page,
};

export const FORMATS: readonly string[] = ['text', 'json', ...Object.keys(REPORTS).filter((name) => name !== 'text')];

/**
 * A check's text in the format asked for; JSON is no text. On GitHub (`--format github`) the run's page gets the summary too; `--out` gets the printable report,
 * whatever the format.
 * @throws Problem `check/write` (exit 2): a file that can't be written
 */
export async function reported(
  context: Pick<CommandContext, 'root' | 'format' | 'options' | 'env' | 'note'>,
  checked: Checked,
): Promise<string> {
  const { root, format, options, env, note } = context;
  if (format === 'github' && env.GITHUB_STEP_SUMMARY) {
    const { summaryReport } = await import('../../check/reporters/summary.ts');
    appendFileSync(env.GITHUB_STEP_SUMMARY, summaryReport(checked.result));
  }
  if (typeof options.out === 'string') {
    const { writeOut } = await import('./write-out.ts');
    const file = await writeOut(root, options.out, await page(checked), 'check/write');
    note(`检查报告在 ${file}，用浏览器打开，可以打印。`);
  }
  return (await REPORTS[format]?.(checked)) ?? '';
}
