import { Problem } from '../../problem.ts';
import type { Command, CommandContext, CommandResult } from './command.ts';
import { summarised } from './publish-report.ts';

/** Runs a person's act; what came of it, or the sentence that refuses it, also stands on the page of the workflow's run. */
export async function acted(context: CommandContext, act: () => Promise<CommandResult>): Promise<CommandResult> {
  return refusalShown(context, async () => summarised(context, await act()));
}

/** Runs something; the sentence that ends it also stands on the page of the workflow's run. */
async function refusalShown(context: CommandContext, run: () => Promise<CommandResult>): Promise<CommandResult> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Problem) {
      summarised(context, { exitCode: 1, json: null, text: `✗ ${error.message}（${error.code}）` });
    }
    throw error;
  }
}

/** A command whose refusals stand on the page of the workflow's run, too: the Office sees there why a run is red. */
export function onRunPage(command: Command): Command {
  return { ...command, run: (context) => refusalShown(context, () => command.run(context)) };
}
