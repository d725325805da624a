import { plannedText, type TextOf } from '../publish/compared-text.ts';
import type { CommandContext } from './command.ts';
import { planAt } from './plan-file.ts';

/**
 * The texts that what is out is compared with: those of the plan that `--plan` names. Without one they are rendered here, as `publish` does in
 * one process, but never on Actions: there they come from a job without secrets, and what renders isn't even loaded beside the platforms' secrets.
 * @returns `null` on Actions without a plan
 */
export async function comparedTexts({ root, env, options }: Pick<CommandContext, 'root' | 'env' | 'options'>): Promise<TextOf | null> {
  if (options.plan !== undefined) return plannedText(planAt(root, options.plan).releases);
  if (env.GITHUB_RUN_ID) return null;
  return (await import('../publish/rendered-text.ts')).renderedText;
}
