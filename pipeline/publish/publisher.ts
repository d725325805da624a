import type { Instant } from '../beijing-time.ts';
import type { Git } from '../forge/git.ts';
import type { Github } from '../forge/github.ts';
import { Problem } from '../problem.ts';
import { type Alert, alertKey, alertText, distinct } from './alert.ts';
import type { Ledger } from './ledger.ts';
import type { LedgerStore } from './ledger-store.ts';
import type { Run } from './run.ts';
import { policyAt, readSettings, type Settings } from './settings-version.ts';
import { readAndVerify } from './verify.ts';
import type { Trust } from './verify-chain.ts';

/** What approving and releasing work with. */
export interface Publisher {
  git: Git;
  github: Github;
  store: LedgerStore;
  ledgers: VerifiedLedgers;
  run: Run;
  /** The forge's time, or the fixed clock. */
  now: () => Promise<Instant>;
  sleep: (milliseconds: number) => Promise<void>;
  note: (line: string) => void;
  /** The repository in a browser, without a trailing slash: then pull requests are told where their items are out. */
  webUrl?: string;
}

/** Looks things up in Git objects; what was read once is kept, commits never change. */
export function gitTrust(git: Git): Trust {
  const known = new Map<string, Promise<Settings>>();
  return {
    settings: (commit) => {
      const found = known.get(commit) ?? readSettings(git, commit);
      known.set(commit, found);
      return found;
    },
    tree: async (commit, path) => ((await git.resolve(commit)) === null ? null : git.idAt(commit, path)),
  };
}

/** The newest ledger, believed only after everything in it was verified. */
export interface VerifiedLedgers {
  /** @throws Problem `ledger/unverified`: then nothing is sent */
  load: () => Promise<Ledger>;
  /** Takes over what this run itself has just written on top of a verified ledger. */
  keep: (ledger: Ledger) => Ledger;
}

export function verifiedLedgers(store: LedgerStore, trust: Trust): VerifiedLedgers {
  let known: Ledger | null = null;
  return {
    keep: (ledger) => {
      known = ledger;
      return ledger;
    },
    async load() {
      if (known !== null && (await store.head()) === known.head) return known;
      const { ledger, report } = await readAndVerify(store, trust);
      const [first] = report.problems;
      if (first) {
        const message = `台账核验没有通过（共 ${report.problems.length} 处）：${first.message}运行 sanshen verify 可看全部；没有发送任何东西。`;
        throw new Problem('ledger/unverified', message, { place: first.event || 'ledger' });
      }
      known = ledger;
      return ledger;
    },
  };
}

/** Main as it is now, with the settings that lie on it. */
export interface Main {
  branch: string;
  commit: string;
  settings: Settings;
}

/**
 * The newest main: of `origin` where there is one, else of this repository.
 * @param options.fetch ask `origin` first
 * @throws Problem `main/missing`, or what is wrong with the settings
 */
export async function newestMain(git: Git, options: { fetch: boolean }): Promise<Main> {
  const here = await git.resolve('HEAD');
  const branch = here === null ? 'main' : (await policyAt(git, here)).branch;
  const remote = await git.hasRemote();
  if (remote && options.fetch) await git.fetch([`+refs/heads/${branch}:refs/remotes/origin/${branch}`]);
  const commit = (remote ? await git.resolve(`refs/remotes/origin/${branch}`) : null) ?? (await git.resolve(`refs/heads/${branch}`));
  if (commit === null) {
    throw new Problem('main/missing', `找不到主分支 ${branch}；应与 policy.yml 的 branch 一致；请核对后重试。`, { place: branch });
  }
  return { branch, commit, settings: await readSettings(git, commit) };
}

/** Opens or updates an alert's issue. `false` if nobody could be told: then the run's own output says so. */
export async function tellOne({ github, note }: Pick<Publisher, 'github' | 'note'>, alert: Alert): Promise<boolean> {
  const { title, body } = alertText(alert);
  try {
    await github.upsertAlert(alertKey(alert), title, body);
    return true;
  } catch (error) {
    note(`提醒没有发出（${alert.code}，${alert.item}）：${error instanceof Problem ? error.message : '连不上代码平台'}`);
    return false;
  }
}

/** Opens or updates the alerts' issues. Whoever can't be told stops nothing. */
export async function tell(publisher: Pick<Publisher, 'github' | 'note'>, alerts: readonly Alert[]): Promise<Alert[]> {
  const once = distinct(alerts);
  for (const alert of once) await tellOne(publisher, alert);
  return once;
}
