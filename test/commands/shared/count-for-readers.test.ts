import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command as build } from '#pipeline/commands/build.ts';
import { command as check } from '#pipeline/commands/check.ts';
import { command as daily } from '#pipeline/commands/daily.ts';
import { command as form } from '#pipeline/commands/form.ts';
import { command as plan } from '#pipeline/commands/plan.ts';
import type { Command, CommandContext } from '#pipeline/commands/shared/command.ts';
import { command as status } from '#pipeline/commands/status.ts';
import { command as verify } from '#pipeline/commands/verify.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { COUNT_CONTEXT } from '#pipeline/ledger/ledger-count.ts';
import { type Bureau, environmentOf, ITEM, SITE } from '../../bureau.ts';
import { again, approvedAndCounted, freshClone, remove, reset } from '../../ledger/set-back.ts';
import { commandContext } from '../context.ts';

/** What a reader is given: a token, and neither the key nor the ledger's token. */
function reader(bureau: Bureau, root: string, part: Partial<CommandContext> = {}): CommandContext & { notes: string[] } {
  const { GITHUB_API_URL, GITHUB_TOKEN, GITHUB_REPOSITORY } = environmentOf(bureau, 'lisi');
  const notes: string[] = [];
  const note = (line: string): void => void notes.push(line);
  const env = { GITHUB_API_URL, GITHUB_TOKEN, GITHUB_REPOSITORY };
  return { ...commandContext({ root, env, note, sleep: async () => undefined, ...part }), notes };
}

const statuses = async ({ world }: Bureau): Promise<number> => {
  const { data } = await world.as('lisi').repos.listCommitStatusesForRef({ ...world.of, ref: 'main', per_page: 100 });
  return data.filter(({ context }) => context === COUNT_CONTEXT).length;
};

describe('who only reads the ledger', () => {
  it.each<[string, (bureau: Bureau, before: string, head: string) => Promise<unknown>]>([
    ['has fewer events than are counted', (bureau, before) => reset(bureau, before)],
    ['was set back and has grown again', async (bureau, _, head) => reset(bureau, await again(bureau, head))],
    ['is gone as a whole', (bureau) => remove(bureau)],
  ])('stops at a ledger that %s, and goes on once it is there again', async (_, attack) => {
    const { bureau, before, head } = await approvedAndCounted();
    const counted = await statuses(bureau);
    await attack(bureau, before, head);
    const root = await freshClone(bureau);
    const cut = { code: 'ledger/cut', message: expect.stringMatching(/台账有 \d 条.*3 条.*请管理员今天/) };
    await expect(build.run(reader(bureau, root))).rejects.toMatchObject(cut);
    expect(existsSync(join(root, '_site'))).toBe(false);
    await expect(status.run(reader(bureau, root))).rejects.toMatchObject(cut);
    expect(await verify.run(reader(bureau, root))).toMatchObject({ exitCode: 1, json: { verified: false, problems: [cut] } });

    await reset(bureau, head);
    await gitText(root, ['fetch', '--quiet', 'origin', '+refs/heads/ledger:refs/remotes/origin/ledger']);
    for (const [command, json] of [
      [build, { empty: false }],
      [status, { items: [{ id: ITEM }] }],
      [verify, { verified: true, head }],
    ] as const) {
      const context = reader(bureau, root);
      expect(await command.run(context)).toMatchObject({ exitCode: 0, json });
      expect(context.notes).toEqual([]);
    }
    expect(await statuses(bureau)).toBe(counted);
  });

  it('stops where this clone has seen more than is there now', async () => {
    const { bureau, before } = await approvedAndCounted();
    const root = await freshClone(bureau);
    await reset(bureau, before);
    const cut = { code: 'ledger/cut', message: expect.stringContaining('不是从本机上次看到的提交') };
    await expect(build.run(reader(bureau, root))).rejects.toMatchObject(cut);
    await expect(status.run(reader(bureau, root))).rejects.toMatchObject(cut);
    expect(await verify.run(reader(bureau, root))).toMatchObject({ exitCode: 1, json: { problems: [cut] } });
  });

  it('is given the newest ledger and main in a clone that was made before, also where a push is shown late', async () => {
    const { bureau, before, head } = await approvedAndCounted();
    await reset(bureau, before);
    const root = await freshClone(bureau);
    const late = reader(bureau, root, { sleep: async () => void (await reset(bureau, head)) });
    expect(await status.run(late)).toMatchObject({ json: { items: [{ id: ITEM }], ledger: { head } } });
    expect(await verify.run(reader(bureau, root))).toMatchObject({ json: { verified: true, head } });
  });
});

/** What else says what is out, or what would go. */
const OTHERS: [name: string, command: Command, part: Partial<CommandContext>][] = [
  ['the day’s summary', daily, { options: { post: true } }],
  ['the check of everything that is out', check, { options: { published: true } }],
  ['the form', form, { operands: [ITEM] }],
  ['the plan', plan, {}],
];

describe('who says what is out', () => {
  it('reports nothing by a ledger that was set back, and goes by it once it is there again', async () => {
    const { bureau, before, head } = await approvedAndCounted();
    await reset(bureau, before);
    const root = await freshClone(bureau);
    for (const [name, command, part] of OTHERS) {
      const context = reader(bureau, root, part);
      await expect(command.run(context), name).rejects.toMatchObject({ code: 'ledger/cut' });
      if (command === daily) expect(context.notes).toEqual([expect.stringMatching(/^检查指标没有自查：台账有/)]);
    }
    await reset(bureau, head);
    for (const [name, command, part] of OTHERS) {
      const context = reader(bureau, root, part);
      await command.run(context);
      expect([name, context.notes.filter((line) => line.includes('计数'))]).toEqual([name, []]);
    }
  });

  it('says in one line where no forge is named that the count wasn’t asked', async () => {
    const { bureau } = await approvedAndCounted();
    const root = await freshClone(bureau);
    for (const [name, command, part] of OTHERS) {
      const context = reader(bureau, root, { ...part, ...(command === daily ? { options: {} } : {}), env: {} });
      await command.run(context);
      expect([name, context.notes.filter((line) => line.includes('计数'))]).toEqual([
        name,
        [expect.stringContaining('没有核对台账的计数')],
      ]);
    }
  });
});

describe('where the count can’t be asked', () => {
  const NOBODY = { GITHUB_API_URL: SITE, GITHUB_TOKEN: 'x', GITHUB_REPOSITORY: 'jinhua/news' };

  it.each<[string, CommandContext['env'], RegExp]>([
    ['no forge is named', {}, /^没有核对台账的计数.*没有设置 GITHUB_TOKEN 和 GITHUB_REPOSITORY/],
    ['it doesn’t answer', NOBODY, /^没有核对台账的计数.*连不上/],
  ])('because %s, status and verify say so in one line and read what this clone has', async (_, env, words) => {
    const { bureau, head } = await approvedAndCounted();
    const root = await freshClone(bureau);
    for (const [command, json] of [
      [status, { items: [{ id: ITEM }] }],
      [verify, { verified: true, head }],
    ] as const) {
      const context = reader(bureau, root, { env });
      expect(await command.run(context)).toMatchObject({ exitCode: 0, json });
      expect(context.notes).toEqual([expect.stringMatching(words)]);
    }
  });

  it('build makes the site where no forge is named, and none where the one that is named doesn’t answer', async () => {
    const { bureau } = await approvedAndCounted();
    const root = await freshClone(bureau);
    await expect(build.run(reader(bureau, root, { env: NOBODY }))).rejects.toMatchObject({ code: 'github/unreachable' });
    expect(existsSync(join(root, '_site'))).toBe(false);
    const alone = reader(bureau, root, { env: {} });
    expect(await build.run(alone)).toMatchObject({ exitCode: 0 });
    expect(alone.notes).toHaveLength(1);
  });

  it('build says where main’s commits hold none, and stops nobody', async () => {
    const { bureau } = await approvedAndCounted();
    const { repositoryDir } = bureau.world.github;
    const who = ['-c', 'user.name=sanshen', '-c', 'user.email=sanshen@example.org'];
    const anew = await gitText(repositoryDir, [...who, 'commit-tree', 'main^{tree}', '-m', '改写']);
    await gitText(repositoryDir, ['update-ref', 'refs/heads/main', anew.trim()]);
    const context = reader(bureau, await freshClone(bureau));
    expect(await build.run(context)).toMatchObject({ exitCode: 0, json: { empty: false } });
    expect(context.notes).toEqual([expect.stringContaining('查不到台账的计数')]);
  });
});
