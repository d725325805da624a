import type { MailServer } from '../alerts/mail.ts';
import { beijingDate, type Instant, instantOf } from '../beijing-time.ts';
import type { Git } from '../forge/git/git.ts';
import type { Github } from '../forge/github/github.ts';
import { type Ledger, readChains, readLedger, readNewestChains } from '../ledger/ledger.ts';
import type { LedgerCount } from '../ledger/ledger-count.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import { itemsAt } from '../ledger/published.ts';
import { mainOf, openRewritten, type RewrittenMain } from '../ledger/rewritten-main.ts';
import type { Run } from '../ledger/run.ts';
import { keysAt, POLICY_FILE, policyAt, readSettings, type Settings } from '../ledger/settings-version.ts';
import type { Policy } from '../organisation/policy.ts';
import { Problem } from '../problem.ts';
import { isReadable, keyIdOf } from '../review/form/envelope.ts';
import { readAndVerify, verifyNewest } from './verify.ts';
import type { Trust, VerifyProblem } from './verify-chain.ts';
import { chainsProblems, openSealed } from './verify-since.ts';

/** What approving and releasing work with. */
export interface Publisher {
  git: Git;
  github: Github;
  store: LedgerStore;
  ledgers: VerifiedLedgers;
  /** How much the ledger must hold. */
  count: LedgerCount;
  run: Run;
  /** The forge's time, or the fixed clock. */
  now: () => Promise<Instant>;
  sleep: (milliseconds: number) => Promise<void>;
  note: (line: string) => void;
  /** The repository in a browser, without a trailing slash: then pull requests are told where their items are out. */
  webUrl?: string;
  /** The mail server that an approved policy names; `null` where it names none. */
  mailServer?: (policy: Policy) => MailServer | null;
}

/** The name of main as what is checked out says it, whatever a ledger says; a policy that can't be read is passed over for the one before. */
export async function branchHere(git: Git): Promise<string> {
  let at = await git.resolve('HEAD');
  while (at !== null) {
    const policy = await policyAt(git, at).catch(() => null);
    if (policy !== null) return policy.branch;
    const changed = await git.landing(at, POLICY_FILE);
    at = changed === null ? null : ((await git.commitInfo(changed)).parents[0] ?? null);
  }
  return 'main';
}

/** Looks things up in Git objects; what was read once is kept, commits never change. */
export function gitTrust(git: Git): Trust {
  const known = new Map<string, Promise<Settings>>();
  const mains = new Map<string, RewrittenMain>();
  const rewritten = (commit: string): RewrittenMain => {
    const main = mains.get(commit) ?? openRewritten(git, commit);
    mains.set(commit, main);
    return main;
  };
  return {
    today: () => beijingDate(new Date()),
    settings: (commit, recorded) => {
      const key = `${commit} ${JSON.stringify(recorded)}`;
      const found = known.get(key) ?? readSettings(git, commit, recorded);
      known.set(key, found);
      return found;
    },
    // A commit that the repository doesn't have, or a name that is none, has no text.
    tree: (commit, path) =>
      git.idAt(commit, path).catch((error: unknown) => {
        if (error instanceof Problem) throw error;
        return null;
      }),
    async onMain(branch, path, tree) {
      const commit = await mainOf(git, branch);
      return commit !== null && (await rewritten(commit).landing(path, tree)) !== null;
    },
    async isMains(version, keyid) {
      const main = await mainOf(git, await branchHere(git));
      // Whoever needs main says that there is none.
      if (main === null) return true;
      // The newest policy names old keys as well; where it doesn't, or can't be read, the whole of main is gone through.
      const policy = await policyAt(git, main).catch(() => null);
      if (policy?.signing_keys.some((key) => isReadable(key) && keyIdOf(key) === keyid)) return true;
      const there = (await git.resolve(version.commit)) !== null && (await git.mergeBase(version.commit, main)) === version.commit;
      return there || (await rewritten(main).settings(version)) !== null;
    },
    async mainsKeys() {
      const unknown = (await mainOf(git, await branchHere(git))) === null;
      const { policy } = (await newestMain(git, { fetch: unknown })).settings;
      return (day) => keysAt(policy, instantOf(day));
    },
  };
}

/** The newest ledger, believed only after it was verified. */
export interface VerifiedLedgers {
  /** All of it, read and verified from its beginning. @throws Problem `ledger/unverified`: then nothing is sent */
  load: () => Promise<Ledger>;
  /**
   * What a run needs: from the newest seal on, the open items and those asked for here or before (`openSealed` says what it rests on). All
   * of it where there is no seal.
   * @throws Problem `ledger/unverified`: then nothing is sent
   */
  open: (items?: Iterable<string>) => Promise<Ledger>;
  /**
   * The same ledger with more of its chains, believed like those that `open` is asked for. Nobody holds them afterwards, so that a whole
   * archive can be gone through. @throws Problem `ledger/unverified`
   */
  withMore: (ledger: Ledger, items: readonly string[]) => Promise<Ledger>;
  /** Items of the newest ledger that may be, or have been, at an address; unverified: to find out which is meant, never to decide. */
  itemsAt: (isIt: (url: string) => boolean) => AsyncIterable<string>;
  /** False while nobody can say whether the ledger that was opened is all there ever was (`LedgerCount`). */
  vouched: () => boolean;
  /** Takes over what this run itself has just written on top of a verified ledger. */
  keep: (ledger: Ledger) => Ledger;
}

function refuse(problems: readonly VerifyProblem[]): void {
  const [first] = problems;
  if (!first) return;
  const message = `台账核验没有通过（共 ${problems.length} 处）：${first.message}运行 sanshen verify 可看全部；没有发送任何东西。`;
  throw new Problem('ledger/unverified', message, { place: first.event || 'ledger' });
}

/** @param count what says how much the ledger must hold; left out where nobody can be asked */
export function verifiedLedgers(store: LedgerStore, trust: Trust, count?: Pick<LedgerCount, 'read' | 'vouched'> | null): VerifiedLedgers {
  let known: Ledger | null = null;
  const asked = new Set<string>();
  /** What was gone through from its beginning, since its newest seal alone vouches for nothing. */
  let gone: string | null = null;
  const keep = (ledger: Ledger): Ledger => {
    // What this run writes on top of it isn't gone through again.
    if (known !== null && known.head === gone) gone = ledger.head;
    known = ledger;
    return ledger;
  };
  const whole = async (): Promise<Ledger> => {
    const { ledger, report } = await readAndVerify(store, trust);
    refuse(report.problems);
    // One that was deleted as a whole is no new one: the count tells.
    const lost = ledger.head === null && count && trust.mainsKeys;
    return keep(lost ? { ...ledger, keysOn: await lost() } : ledger);
  };
  const openOnce = async (): Promise<Ledger> => {
    const head = await store.head();
    const enough = known !== null && (!known.partial || [...asked].every((item) => known?.chains.has(item)));
    if (known !== null && enough && head === known.head) return known;
    const opened = head === null ? null : await openSealed(store, head, trust, asked);
    if (opened === null) return whole();
    refuse(opened.problems);
    if (opened.ended && head !== gone) refuse((await verifyNewest(store, trust)).problems);
    gone = head;
    return keep(opened.ledger);
  };
  const held = (read: () => Promise<Ledger>): Promise<Ledger> => (count ? count.read(read) : read());
  return {
    keep,
    vouched: () => count?.vouched() ?? true,
    itemsAt: (isIt) => itemsAt(store, isIt),
    load: () => held(async () => (known !== null && !known.partial && (await store.head()) === known.head ? known : whole())),
    async open(items = []) {
      for (const item of items) asked.add(item);
      return held(openOnce);
    },
    async withMore(ledger, items) {
      if (ledger.head === null || !ledger.partial) return ledger;
      const more = await readChains(
        store,
        ledger.head,
        items.filter((item) => !ledger.chains.has(item)),
      );
      refuse(chainsProblems({ ...more, ...(ledger.sealed ? { sealed: ledger.sealed } : {}) }));
      return { ...ledger, chains: new Map([...ledger.chains, ...more.chains]) };
    },
  };
}

/** The newest ledger as it lies there, unverified: to show where something stands, never to decide. */
export function unverifiedLedgers(store: LedgerStore): Pick<VerifiedLedgers, 'load' | 'open' | 'itemsAt'> {
  return {
    itemsAt: (isIt) => itemsAt(store, isIt),
    load: () => readLedger(store),
    open: (items = []) => readNewestChains(store, items),
  };
}

/** Main as it is now, with the settings that lie on it. */
export interface Main {
  branch: string;
  commit: string;
  settings: Settings;
}

/** Where to look for main. */
export interface Newest {
  /** Ask `origin` first. */
  fetch: boolean;
  /** Main's name as a believed ledger has it; left out: as what is checked out says it. */
  branch?: string | undefined;
}

/** The newest main: of `origin` where there is one, else of this repository. @throws Problem `main/missing` */
export async function newestCommit(git: Git, options: Newest): Promise<Omit<Main, 'settings'>> {
  const branch = options.branch ?? (await branchHere(git));
  const remote = await git.hasRemote();
  // Of a branch that isn't there any more this clone may still hold what it saw last.
  const gone = remote && options.fetch && !(await git.fetch([`+refs/heads/${branch}:refs/remotes/origin/${branch}`]));
  const commit = gone
    ? null
    : ((remote ? await git.resolve(`refs/remotes/origin/${branch}`) : null) ?? (await git.resolve(`refs/heads/${branch}`)));
  if (commit === null) {
    throw new Problem(
      'main/missing',
      `找不到主分支 ${branch}；应已提交，与登记有效的 policy.yml 的 branch 同名；还没有提交的先提交，改了名的请管理员改回这个名字，要改名的先改 branch 送审。`,
      { place: branch },
    );
  }
  return { branch, commit };
}

/** The same with the settings that lie there. @throws Problem `main/missing`, or what is wrong with the settings */
export async function newestMain(git: Git, options: Newest): Promise<Main> {
  const main = await newestCommit(git, options);
  return { ...main, settings: await readSettings(git, main.commit) };
}
