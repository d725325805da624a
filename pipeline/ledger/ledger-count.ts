import { beijingDate } from '../beijing-time.ts';
import type { Github, MarkedCommits } from '../forge/github/github.ts';
import { clause } from '../printable.ts';
import { Problem } from '../problem.ts';
import { keyIdOf, type Sign, signatureFault } from '../review/form/envelope.ts';
import type { Ledger } from './ledger.ts';
import { coalesceReads } from './ledger-git.ts';
import { parseLedgerPath } from './ledger-path.ts';
import type { LedgerFile, LedgerStore } from './ledger-store.ts';
import { figuresOf } from './seal.ts';
import type { KeysOn } from './signature.ts';

/** The status on main's commits that says how many events the ledger had. Anybody who may write can put one there, so each is signed. */
export const COUNT_CONTEXT = 'sanshen/ledger';
const STATEMENT = 'sanshen-ledger-count-v1';
/** So many commits with one that counts are looked at when a run begins. */
const COUNTED = 2;
const TRIES = 3;
/** So many statuses of one context a commit takes (docs "REST API endpoints for commit statuses"). */
const MOST = 1000;
/** How long to wait for a push that is counted and not shown yet, in milliseconds. */
const SHOWN_LATE = [10_000, 30_000];

/** What of the code platform keeps the count. */
export type CountBoard = Pick<Github, 'repository' | 'markedCommits' | 'statusesAt' | 'setStatus'>;

/**
 * How many events the ledger had and at which commit, kept where whoever can reset its branch can't take it away (reliability A6 55): a fresh
 * clone knows no earlier state. Statuses can't be deleted, one signed for a commit counts at no other, and the highest counts. So an old one
 * only says less, and a ledger that was set back and has grown again isn't taken for the one that was counted.
 */
export interface LedgerCount {
  /** Looks at main's commits, once a run and before the ledger is read: what is counted there lies in the ledger by then. */
  look(): Promise<void>;
  /**
   * Reads the ledger, verified, until it has what the highest count says: a push may be shown late. Brings the count up to it.
   * @param keysOn by whose keys counts are believed, where the ledger itself has none yet
   * @throws Problem `ledger/cut`, or `ledger/uncounted` where there are statuses and none counts: nothing is sent
   */
  read(ledger: () => Promise<Ledger>, keysOn?: KeysOn): Promise<Ledger>;
  /** True once a count was found and the ledger has what it says: it wasn't cut. */
  vouched(): boolean;
  /** A person is about to look at the ledger himself (`setup`): statuses of which none counts don't stop him. */
  accept(): void;
  /** Counts a ledger that a person has looked at, where there was no count. @throws Problem `ledger/no-key`, `ledger/uncounted` */
  begin(ledger: Ledger): Promise<void>;
  /** The ledger's store, counting what is written; what is about to be sent is counted first. On a ledger that was set back nothing is written. */
  store: LedgerStore;
}

/** So many events the ledger had, at this commit of its own. */
interface Counted {
  count: number;
  ledger: string;
}

/** Digits of a commit's id that a status has room for: all of an id with SHA-1. */
const ID = 40;
const countedAt = (count: number, head: string): Counted => ({ count, ledger: head.slice(0, ID) });

const bytesOf = (repository: string, commit: string, { count, ledger }: Counted): Buffer =>
  Buffer.from(`${STATEMENT}\n${repository}\n${commit}\n${count}\n${ledger}`);

/** A count as a status says it: at most 140 characters. */
export function countStatus(repository: string, commit: string, counted: Counted, sign: Sign): string {
  return `${counted.count} ${counted.ledger} ${sign(bytesOf(repository, commit, counted)).sig}`;
}

/** The count that a status says, if a key of its day has signed it for this commit. */
function countIn(repository: string, commit: string, status: { description: string; at: string }, keysOn: KeysOn): Counted | null {
  const [, digits = '', ledger = '', sig = ''] = /^(\d{1,9}) ([\da-f]{40}) ([\w+/]{86}==)$/.exec(status.description) ?? [];
  const counted = { count: Number(digits), ledger };
  const bytes = bytesOf(repository, commit, counted);
  const keys = digits === '' ? [] : keysOn(beijingDate(status.at));
  return keys.some((key) => signatureFault(bytes, { keyid: keyIdOf(key), sig }, [key]) === null) ? counted : null;
}

/** The highest count that a key of its day has signed for a commit. */
function highestAt(repository: string, commit: string, statuses: Parameters<typeof countIn>[2][], keysOn: KeysOn): Counted | null {
  const claimed = ({ description }: { description: string }): number => Number.parseInt(description, 10) || 0;
  for (const status of statuses.toSorted((one, other) => claimed(other) - claimed(one))) {
    const counted = countIn(repository, commit, status, keysOn);
    if (counted !== null) return counted;
  }
  return null;
}

function cut(own: number, highest: Counted | null | undefined): Problem {
  const { count, ledger } = highest ?? { count: 0, ledger: '' };
  const message = `台账有 ${own} 条，不是从主分支提交上签过名的计数（${count} 条，台账提交 ${ledger.slice(0, 12)}）接着写的：台账被回退、换掉或删过；应只增不减；什么也没有发送；请管理员今天查明是谁改了 ledger 分支，恢复到这次台账提交以后再运行，在此以前不要手工重发。`;
  return new Problem('ledger/cut', message, { place: 'ledger' });
}

function noneCounts(marked: number): Problem {
  const message = `主分支最近的提交上有 ${marked} 处写着台账的计数，没有一处是有效签名的，看不出台账有没有被回退；应有签过名的计数；什么也没有发送；请管理员今天查明是谁写的（仓库改名、转移以后也会这样），核对台账没有少，再带着签名私钥运行 sanshen setup --apply 重新登记计数。`;
  return new Problem('ledger/uncounted', message, { place: COUNT_CONTEXT });
}

/** Somebody has filled it. Known before the intent is written: each that comes to nothing uses up a try. */
function full(): Problem {
  const message = `主分支最新的提交上已有 ${MOST} 条台账计数的状态，代码平台不再收，计数登记不上；应只有发布程序写；什么也没有发送；请管理员今天查明是谁写的，主分支有新的提交以后自动继续。`;
  return new Problem('ledger/uncounted', message, { place: COUNT_CONTEXT });
}

/** Whether files hold the intent of something that a network is about to be sent. */
const sends = (files: readonly LedgerFile[]): boolean =>
  files.some(({ path }) => {
    const name = parseLedgerPath(path);
    return name?.type === 'event' && name.kind === 'intent' && !path.endsWith('-website.json');
  });

const events = (files: readonly LedgerFile[]): number => files.filter(({ path }) => parseLedgerPath(path)?.type === 'event').length;

/** What counting needs of a run. */
export interface CountOptions {
  /** Left out by who only reads. */
  sign: Sign | undefined;
  /** Told of a count that couldn't be written and that nothing waits for. */
  note: (line: string) => void;
  sleep: (milliseconds: number) => Promise<void>;
}

export function ledgerCount(board: CountBoard, store: LedgerStore, { sign, note, sleep }: CountOptions): LedgerCount {
  const known = new Map<string | null, number>([[null, 0]]);
  let seen: (MarkedCommits & { newest: { description: string; at: string }[] }) | null | undefined;
  let highest: Counted | null | undefined;
  let newestIs: number | null = null;
  let keys: KeysOn | undefined;
  let accepted = false;
  /** The commit with the newest intents of this run. */
  let intents: string | null = null;

  async function look(): Promise<void> {
    if (seen !== undefined) return;
    const found = await board.markedCommits(COUNT_CONTEXT);
    const [first] = found?.marked ?? [];
    seen = found && { ...found, newest: first === undefined ? [] : await board.statusesAt(first, COUNT_CONTEXT) };
  }

  /** Finds counts at these commits until there are enough; who forges statuses hides none by their number. */
  async function countsAt(commits: readonly string[], keysOn: KeysOn, enough: number): Promise<Counted[]> {
    const found: Counted[] = [];
    for (const commit of commits) {
      if (found.length >= enough) break;
      const statuses = commit === seen?.marked[0] ? seen.newest : await board.statusesAt(commit, COUNT_CONTEXT);
      const counted = highestAt(board.repository, commit, statuses, keysOn);
      if (counted === null) continue;
      if (commit === seen?.head) newestIs = counted.count;
      found.push(counted);
    }
    return found;
  }

  /** @param enough of how many counted commits: two runs that see main move may count at both, and the newest then has less */
  async function highestIn(keysOn: KeysOn, enough: number): Promise<Counted | null> {
    if (!seen) return null;
    const found = await countsAt(seen.marked, keysOn, enough);
    if (found.length < enough && !seen.whole) {
      const looked = new Set(seen.marked);
      const older = (await board.markedCommits(COUNT_CONTEXT, true))?.marked.filter((commit) => !looked.has(commit)) ?? [];
      found.push(...(await countsAt(older, keysOn, enough - found.length)));
    }
    return found.toSorted((one, other) => other.count - one.count)[0] ?? null;
  }

  async function put(counted: Counted): Promise<void> {
    if (!seen || !sign) throw new Problem('ledger/uncounted', '主分支的提交读不到；应能读写提交状态。', { place: COUNT_CONTEXT });
    const description = countStatus(board.repository, seen.head, counted, sign);
    for (let tried = 1; ; tried += 1) {
      try {
        await board.setStatus(seen.head, COUNT_CONTEXT, 'success', description);
        break;
      } catch (error) {
        if (tried === TRIES || !(error instanceof Problem)) throw error;
      }
    }
    [highest, newestIs] = [counted, counted.count];
  }

  /** Whether it was written. What is about to be sent waits for it: its intent stands, and the next run goes on from there. */
  async function write(counted: Counted, needed: boolean): Promise<void> {
    try {
      await put(counted);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const message = `台账的计数没有登记到主分支的提交上：${clause(error.message)}；应有权限写提交状态（statuses: write）；请管理员核对令牌`;
      if (needed) throw new Problem('ledger/uncounted', `${message}；没有发送，下一次运行会先读回再决定。`, { place: COUNT_CONTEXT });
      note(`${message}；下一次运行会再登记。`);
    }
  }

  /** Whether a ledger has what is counted: as many events, and on top of the very commit. */
  async function hasAll(head: string | null, own: number): Promise<boolean> {
    if (highest == null) return true;
    const { count, ledger } = highest;
    return head !== null && own >= count && (head.startsWith(ledger) || (await store.contains(head, ledger)));
  }

  /** Whether a ledger has what is counted; then the count is brought up to it. */
  async function holds(ledger: Ledger, keysOn: KeysOn | undefined): Promise<boolean> {
    const own = ledger.head === null ? 0 : figuresOf(ledger).events;
    known.set(ledger.head, own);
    await look();
    keys = keysOn ?? keys;
    if (keys !== undefined && highest === undefined) highest = await highestIn(keys, COUNTED);
    const marked = seen?.marked.length ?? 0;
    if (highest === null && marked > 0 && !accepted) {
      highest = undefined;
      throw noneCounts(marked);
    }
    if (!(await hasAll(ledger.head, own))) return false;
    if (highest != null && ledger.head !== null && newestIs !== own && sign) await write(countedAt(own, ledger.head), false);
    return true;
  }

  /** Once more, right before something is written: another run may have counted meanwhile. */
  async function lookAgain(): Promise<void> {
    seen = undefined;
    await look();
    const found = keys === undefined ? null : await highestIn(keys, 1);
    if (found !== null && found.count >= (highest?.count ?? 0)) highest = found;
  }

  return {
    look,
    vouched: () => highest != null,
    accept() {
      accepted = true;
    },
    async read(ledger, keysOn) {
      await look();
      for (let tried = 0; ; tried += 1) {
        const found = await ledger();
        if (await holds(found, keysOn ?? found.keysOn)) return found;
        const wait = SHOWN_LATE[tried];
        if (wait === undefined) throw cut(known.get(found.head) ?? 0, highest);
        await sleep(wait);
      }
    },
    async begin(ledger) {
      await look();
      if (ledger.head !== null) await put(countedAt(figuresOf(ledger).events, ledger.head));
    },
    store: {
      ...store,
      head: coalesceReads(async () => {
        const head = await store.head();
        if (head === null || head !== intents) return head;
        // About to send: somebody may have set the ledger back to this very commit, and a hold or a withdrawal away with the rest.
        await lookAgain();
        const own = known.get(head) ?? 0;
        if (!(await hasAll(head, own))) throw cut(own, highest);
        // Asking takes its time, and what was written meanwhile counts.
        return store.head();
      }),
      async append(expected, files, message, at) {
        await lookAgain();
        const before = known.get(expected);
        // Either others have gone on, or it was set back: reading it again tells.
        if (before !== undefined && !(await hasAll(expected, before))) return { kind: 'conflict' };
        if (sends(files) && highest != null && seen?.marked[0] === seen?.head && (seen?.newest.length ?? 0) >= MOST) throw full();
        const done = await store.append(expected, files, message, at);
        if (done.kind !== 'appended' || before === undefined) return done;
        // This run may have stood still while others went on and somebody set the ledger back to where it was.
        await lookAgain();
        if (!(await hasAll(expected, before))) throw cut(before, highest);
        const count = before + events(files);
        known.set(done.head, count);
        if (expected === null || highest != null) await write(countedAt(count, done.head), sends(files));
        if (sends(files)) intents = done.head;
        return done;
      },
    },
  };
}
