import { describe, expect, it } from 'vitest';
import { COMMANDS } from '#pipeline/commands/table.ts';

describe('the table of commands', () => {
  it.each(Object.entries(COMMANDS))(
    '%s loads, says in the list what it says of itself, and has a way to be used',
    async (name, { summary, load }) => {
      const command = await load();
      expect(command.summary).toBe(summary);
      expect(command.usage.startsWith(name)).toBe(true);
      expect(command.formats.length).toBeGreaterThan(0);
      for (const { help } of Object.values(command.options)) expect(help).toMatch(/\p{Script=Han}/u);
    },
  );
});
