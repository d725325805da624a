import type { CommandContext } from '#pipeline/commands/shared/command.ts';

/** What a command gets to work with, as cli.ts would give it; a test says only what matters to it. */
export function commandContext(part: Partial<CommandContext> & Pick<CommandContext, 'root'>): CommandContext {
  return {
    at: null,
    format: 'json',
    operands: [],
    options: {},
    env: {},
    note: () => undefined,
    call: (name) => Promise.reject(new Error(`this test runs no other command (${name})`)),
    ...part,
  };
}
