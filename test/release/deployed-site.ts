import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Command, CommandResult } from '#pipeline/commands/shared/command.ts';
import { COMMANDS } from '#pipeline/commands/table.ts';
import { startStaticSite } from '#pipeline/sandbox/static-site.ts';
import { type Bureau, environmentOf, startBureau } from '../bureau.ts';
import { commandContext } from '../commands/context.ts';
import { folderOf } from '../folder.ts';

/** A bureau whose site is built by one job and put in place by another, as on Actions. */
export interface DeployedBureau {
  bureau: Bureau;
  /** The folder that readers see. */
  shown: string;
  run(name: string, options?: Record<string, string | boolean>, actor?: string): Promise<CommandResult>;
  /** approve, build, deploy, release: one run of publishing. */
  publish(): Promise<CommandResult>;
}

export async function deployedBureau(policy = ''): Promise<DeployedBureau> {
  const shown = folderOf({});
  const site = await startStaticSite({ folder: shown, port: 0 });
  onTestFinished(() => site.close());
  const bureau = await startBureau({ policy: `demo: true\n${policy}`, site: site.url });
  const run = async (name: string, options: Record<string, string | boolean> = {}, actor = 'sanshen-bot'): Promise<CommandResult> => {
    const command = (await COMMANDS[name]?.load()) as Command;
    return command.run(commandContext({ root: bureau.root, options, env: environmentOf(bureau, actor) }));
  };
  const publish = async (): Promise<CommandResult> => {
    await run('approve');
    await run('build');
    rmSync(shown, { recursive: true });
    cpSync(join(bureau.root, '_site'), shown, { recursive: true });
    return run('release');
  };
  return { bureau, shown, run, publish };
}
