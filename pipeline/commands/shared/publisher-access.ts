import { mailServerOf } from '../../alerts/mail.ts';
import { beijingIso } from '../../beijing-time.ts';
import { type Git, openGit } from '../../forge/git/git.ts';
import { openGithub } from '../../forge/github/github.ts';
import { gitLedger } from '../../ledger/ledger-git.ts';
import { startRun } from '../../ledger/run.ts';
import { isLoopback } from '../../loopback.ts';
import { Problem } from '../../problem.ts';
import { callable } from '../../release/channels/call.ts';
import { isolatedRenderer } from '../../release/isolated/isolated.ts';
import type { RenderingPublisher } from '../../release/isolated/renderer.ts';
import { gitTrust, verifiedLedgers } from '../../verify/publisher.ts';
import type { CommandContext, Environment } from './command.ts';
import { githubIn, required, tokenIn, webUrlOf } from './environment.ts';

/** The signing key, Ed25519 PKCS#8 PEM. */
export function signingKey(env: Environment): string {
  return required(env, 'SANSHEN_SIGNING_KEY', '签名私钥（Ed25519，PKCS#8 PEM）');
}

/**
 * A clock that whoever calls may choose would let out what is too old, and date the ledger's events as he likes. So it is for practice alone,
 * where the code platform is this machine.
 * @throws Problem `usage/at`
 */
function refuseChosenClock(at: string | null, apiUrl: string): void {
  const api = callable(apiUrl);
  if (at === null || (api !== null && isLoopback(api))) return;
  const message =
    '--at 只能在练习环境里用；发布、撤下和登记的时刻应以代码平台的时钟为准，七日时效也按它算（第九条）；什么也没有做；请去掉 --at 再运行。';
  throw new Problem('usage/at', message, { place: '--at' });
}

/**
 * Runs something with a publisher: Git and ledger by `SANSHEN_LEDGER_TOKEN` (else `GITHUB_TOKEN`), people's acts by `GITHUB_TOKEN`. The run
 * has ended when `work` has, whatever became of it.
 * @throws Problem `usage/at`, `environment/…` (exit 2)
 */
export async function withPublisher<Value>(
  { root, env, at, note }: CommandContext,
  work: (publisher: RenderingPublisher) => Promise<Value>,
): Promise<Value> {
  const access = githubIn(env);
  refuseChosenClock(at, access.apiUrl);
  const github = openGithub(access);
  const ledgerToken = env.SANSHEN_LEDGER_TOKEN ? tokenIn(env, 'SANSHEN_LEDGER_TOKEN', '能写台账分支的令牌') : access.token;
  const git = await openGit(root, { token: ledgerToken });
  const store = gitLedger(git, { fetch: true });
  const { run, end } = await startRun(env, github);
  const renderer = isolatedRenderer();
  // A fixed clock moves only by what is waited for.
  let waited = 0;
  try {
    return await work({
      git,
      github,
      store,
      ledgers: verifiedLedgers(store, gitTrust(git)),
      run,
      renderer,
      now: async () => (at === null ? await github.now() : beijingIso(new Date(Date.parse(at) + waited))),
      sleep: async (milliseconds) => {
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        waited += milliseconds;
      },
      note,
      mailServer: (policy) => mailServerOf(policy, env),
      webUrl: webUrlOf(access.apiUrl, access.repository),
    });
  } finally {
    end();
    await renderer.close();
    git.close();
  }
}

/** Runs something with the repository alone, offline. */
export async function withGit<Value>(root: string, work: (git: Git) => Promise<Value>): Promise<Value> {
  const git = await openGit(root);
  try {
    return await work(git);
  } finally {
    git.close();
  }
}

/** The fixed clock of `--at`, else this machine's. */
export function clockOf({ at }: Pick<CommandContext, 'at'>): string {
  return at ?? beijingIso(new Date());
}
