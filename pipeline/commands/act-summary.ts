import { Problem } from '../problem.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { summarised } from './publish-report.ts';

/** Runs a person's act; what came of it, or the sentence that refuses it, also stands on the page of the workflow's run. */
export async function acted(context: CommandContext, act: () => Promise<CommandResult>): Promise<CommandResult> {
  try {
    return summarised(context, await act());
  } catch (error) {
    if (error instanceof Problem) {
      summarised(context, { exitCode: 1, json: null, text: `✗ ${error.message}（${error.code}）` });
    }
    throw error;
  }
}
