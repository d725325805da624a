import type { BeijingDate } from '../beijing-time.ts';
import { sha256 } from '../canonical-json.ts';
import type { StoredEvent } from '../ledger/ledger.ts';
import { eventPath } from '../ledger/ledger-path.ts';
import type { Settings, SettingsVersion } from '../ledger/settings-version.ts';
import { FAULTS, type KeysOn, type SignatureFault, signatureFault } from '../ledger/signature.ts';

/** Something that isn't as the publisher would have written it. `event`: the file's path, where there is one. */
export interface VerifyProblem {
  item: string;
  event: string;
  code: string;
  message: string;
}

/** What `verify` looks up outside the ledger: both from Git objects, offline. */
export interface Trust {
  /**
   * The settings at a commit of main. Where that commit is gone, the files that a record names give them. @throws Problem when they can't
   * be read
   */
  settings: (commit: string, recorded?: SettingsVersion['files']) => Promise<Settings>;
  /** The tree of a folder at a commit of main; `null` if it isn't there or the commit is unknown. */
  tree: (commit: string, path: string) => Promise<string | null>;
  /** True if some commit of main, as it is now, has just this tree in a folder. */
  onMain: (branch: string, path: string, tree: string) => Promise<boolean>;
  /** True if main lists this key now, or has had these settings: the first version is what all signatures rest on. */
  isMains: (version: SettingsVersion, keyid: string) => Promise<boolean>;
  /** Keys that main lists now: by them counts are believed where there is no ledger. @throws Problem where they can't be read */
  mainsKeys?: () => Promise<KeysOn>;
  /** The day on which it is asked whether a key has ended. Left out: of what was packed away nobody asks that. */
  today?: () => BeijingDate;
}

/** What is asked of people where commits are gone and nobody has recorded why. */
export const REWRITTEN =
  '本机只取了一部分历史的，请先运行 git fetch --unshallow 再核验；否则是主分支的历史被改写过，又没有登记清除；是清除涉密、隐私内容的，请办公室审核人或分管领导用 sanshen purge 登记';

const investigate = '请管理员查明台账的来历；在查清以前什么也不发。';

/** A problem with what it asks for. */
export function problem(item: string, event: string, code: string, message: string): VerifyProblem {
  return { item, event, code, message: `${message}；${investigate}` };
}

/** A file of the ledger whose signature doesn't hold. */
export function unbelieved(item: string, path: string, fault: SignatureFault): VerifyProblem {
  return problem(item, path, `signature/${fault}`, `${path} ${FAULTS[fault]}`);
}

/** Events that no key of their day has signed for the place where they lie. */
export function signatureProblems(chain: string, events: readonly StoredEvent[], keysOn: KeysOn): VerifyProblem[] {
  return events.flatMap(({ path, event }) => {
    const fault = signatureFault(path, event, keysOn);
    return fault === null ? [] : [unbelieved(chain, path, fault)];
  });
}

/** Numbers without gaps, `prev` of the file before, and content that fits the name. */
export function chainProblems(chain: string, events: readonly StoredEvent[]): VerifyProblem[] {
  const problems: VerifyProblem[] = [];
  let prev: string | null = null;
  for (const [index, { path, bytes, event }] of events.entries()) {
    if (event.seq !== index + 1) problems.push(problem(chain, path, 'gap', `${path} 的序号应为 ${index + 1}，中间缺少或多出登记`));
    if (event.prev !== prev) problems.push(problem(chain, path, 'broken-chain', `${path} 没有接着上一条登记，前面的内容被改过`));
    if (eventPath(event) !== path) problems.push(problem(chain, path, 'misplaced', `${path} 的内容与它的文件名不一致`));
    prev = sha256(bytes);
  }
  return problems;
}
