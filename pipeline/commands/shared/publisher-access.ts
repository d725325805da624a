import type { Alert, AlertStep } from '../../alerts/alert.ts';
import { tokenEnding } from '../../alerts/endings.ts';
import { mailServerOf } from '../../alerts/mail.ts';
import { tellOne } from '../../alerts/tell.ts';
import { beijingDate, beijingIso } from '../../beijing-time.ts';
import { type Git, openGit } from '../../forge/git/git.ts';
import { openGithub } from '../../forge/github/github.ts';
import { tokenEnd } from '../../forge/github/github-runs.ts';
import { ledgerCount } from '../../ledger/ledger-count.ts';
import { gitLedger } from '../../ledger/ledger-git.ts';
import { startRun } from '../../ledger/run.ts';
import { isLoopback } from '../../loopback.ts';
import { printable } from '../../printable.ts';
import { Problem } from '../../problem.ts';
import { callable } from '../../release/channels/call.ts';
import { isolatedRenderer } from '../../release/isolated/isolated.ts';
import type { RenderingPublisher } from '../../release/isolated/renderer.ts';
import { signerOf } from '../../review/form/envelope.ts';
import { gitTrust, verifiedLedgers } from '../../verify/publisher.ts';
import type { CommandContext, Environment } from './command.ts';
import { githubIn, tokenIn, webUrlOf } from './environment.ts';

const KEY = 'SANSHEN_SIGNING_KEY';

/** The signing key, Ed25519 PKCS#8 PEM. @throws Problem `environment/missing` (exit 2): only the environment `publish` has it */
export function signingKey(env: Environment): string {
  const key = env[KEY]?.trim();
  if (key) return key;
  const message = `没有设置 ${KEY}，台账写不了，什么也没有做；台账的每一条都应由发布程序签名（Ed25519，PKCS#8 PEM），私钥只在 publish 环境里；要办理的，请打开 Actions → 办理 → Run workflow；要审定、发送的，请运行工作流 publish。`;
  throw new Problem('environment/missing', message, { place: KEY });
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
 * @param how.writes `false` for who may do without the key: what he reads needs none
 * @throws Problem `usage/at`, `environment/…` (exit 2)
 */
export async function withPublisher<Value>(
  { root, env, at, note, sleep: pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)) }: CommandContext,
  work: (publisher: RenderingPublisher) => Promise<Value>,
  how: { writes: boolean } = { writes: true },
): Promise<Value> {
  const access = githubIn(env);
  refuseChosenClock(at, access.apiUrl);
  const sign = how.writes || env[KEY]?.trim() ? signerOf(signingKey(env)) : undefined;
  const github = openGithub(access);
  const ledgerToken = env.SANSHEN_LEDGER_TOKEN ? tokenIn(env, 'SANSHEN_LEDGER_TOKEN', '能写台账分支的令牌') : access.token;
  const git = await openGit(root, { token: ledgerToken });
  const { run, end } = await startRun(env, github);
  const renderer = isolatedRenderer();
  // A fixed clock moves only by what is waited for.
  let waited = 0;
  const sleep = async (milliseconds: number): Promise<void> => {
    await pause(milliseconds);
    waited += milliseconds;
  };
  const count = ledgerCount(github, gitLedger(git, { fetch: true, sign }), { sign, note, sleep });
  const { store } = count;
  try {
    return await work({
      git,
      github,
      store,
      count,
      ledgers: verifiedLedgers(store, gitTrust(git), count),
      run,
      renderer,
      now: async () => (at === null ? await github.now() : beijingIso(new Date(Date.parse(at) + waited))),
      sleep,
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

/** What the next run may find otherwise, and what only whoever typed it has to know. */
const PASSING = /^(github|item|usage)\/|^git\/unreachable$|^ledger\/busy$/;

/**
 * A step of publishing, which nobody sits beside: what ends it altogether is told besides, since nobody reads the page of a failed run.
 * @throws whatever the step throws
 */
export async function tellingStops<Value>({ env, note }: CommandContext, step: AlertStep, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = error instanceof Problem ? error : { code: 'fault', message: `程序出错：${printable(String(error))}。` };
    const isOwn = code.startsWith('environment/') && !env.GITHUB_RUN_ID;
    if (!isOwn && !PASSING.test(code) && env.GITHUB_TOKEN && env.GITHUB_REPOSITORY) {
      await tellOne({ github: openGithub(githubIn(env)), note }, step, { item: 'run', code: 'publish-stopped', message });
    }
    throw error;
  }
}

/** What has to be told of the token that writes the ledger; one request. That its end can't be read stops nothing. */
export async function ledgerTokenAlerts({ env }: Pick<CommandContext, 'env'>, { now }: Pick<RenderingPublisher, 'now'>): Promise<Alert[]> {
  const token = env.SANSHEN_LEDGER_TOKEN?.trim();
  if (!token) return [];
  const end = await tokenEnd({ ...githubIn(env), token }).catch((error: unknown) => {
    if (error instanceof Problem) return null;
    throw error;
  });
  const alert = end === null ? null : tokenEnding(end, beijingDate(await now()));
  return alert === null ? [] : [alert];
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
