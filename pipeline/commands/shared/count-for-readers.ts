import { type Git, openGit } from '../../forge/git/git.ts';
import { openGithub } from '../../forge/github/github.ts';
import { type LedgerCount, ledgerCount } from '../../ledger/ledger-count.ts';
import { gitLedger } from '../../ledger/ledger-git.ts';
import { clause } from '../../printable.ts';
import { Problem } from '../../problem.ts';
import { fetchMain } from '../../verify/settings-lock.ts';
import type { CommandContext } from './command.ts';
import { githubIn } from './environment.ts';

/** What a reader needs of the ledger's count. */
export type ReadCount = Pick<LedgerCount, 'read' | 'vouched'>;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const named = ({ env }: Pick<CommandContext, 'env'>): boolean =>
  ['GITHUB_TOKEN', 'GITHUB_REPOSITORY'].every((name) => (env[name] ?? '').trim() !== '');

/** Asks the forge for the count first, then fetches ledger and main: what is counted lies there by then. */
async function ask({ env, note, sleep = pause }: CommandContext, git: Git): Promise<LedgerCount> {
  const newest = gitLedger(git, { fetch: true });
  const fetched = (): Promise<void> => fetchMain(git, newest);
  const count = ledgerCount(openGithub(githubIn(env)), gitLedger(git, { fetch: false }), {
    sign: undefined,
    note,
    // A push may be shown late.
    sleep: async (milliseconds) => {
      await sleep(milliseconds);
      await fetched();
    },
  });
  await count.look();
  await fetched();
  return count;
}

/**
 * How much a ledger must hold that is only read, asked where the environment names a forge and before the ledger is first opened. Where it
 * can't be asked, one line says so and why, and the ledger of this clone is read as it lies.
 * @param how.strict a forge that is named must answer
 * @returns `null` where no forge is named
 */
function countForReaders(context: CommandContext, git: Git, { strict }: { strict: boolean }): ReadCount | null {
  const { note } = context;
  const unasked = (why: string): null => {
    note(`没有核对台账的计数，看不出台账有没有被退回：${clause(why)}；以下按本机的台账。`);
    return null;
  };
  if (!named(context)) return unasked('没有设置 GITHUB_TOKEN 和 GITHUB_REPOSITORY，问不到代码平台');
  const answered = async (): Promise<LedgerCount | null> => {
    try {
      return await ask(context, git);
    } catch (error) {
      if (strict || !(error instanceof Problem) || error.code === 'ledger/cut') throw error;
      return unasked(error.message);
    }
  };
  let asking: Promise<LedgerCount | null> | null = null;
  let vouched = false;
  return {
    vouched: () => vouched,
    async read(open) {
      const first = asking === null;
      asking ??= answered();
      const count = await asking;
      if (count === null) return open();
      const ledger = await count.read(open);
      vouched = count.vouched();
      if (first && !vouched) note('主分支最近的提交上查不到台账的计数，看不出台账有没有被退回；请管理员核对提醒 ledger-uncounted。');
      return ledger;
    },
  };
}

/** Runs something with the repository and the count of the ledger that it reads. */
export async function withCount<Value>(
  context: CommandContext,
  how: { strict: boolean },
  work: (git: Git, count: ReadCount | null) => Promise<Value>,
): Promise<Value> {
  const git = await openGit(context.root, named(context) ? { token: githubIn(context.env).token } : {});
  try {
    return await work(git, countForReaders(context, git, how));
  } finally {
    git.close();
  }
}
