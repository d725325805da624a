import { type BeijingDate, beijingDate, later } from '../beijing-time.ts';
import { canonicalJson, sha256 } from '../canonical-json.ts';
import { type Ledger, readValue, type StoredEvent, storedOf } from '../ledger/ledger.ts';
import { evidencePath, SETTINGS_CHAIN } from '../ledger/ledger-path.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import { mayHaveMoved, openPurge, type Purge } from '../ledger/purge-event.ts';
import { recordOf, settingsFault, unseen } from '../ledger/settings-event.ts';
import { keysOf, type Settings } from '../ledger/settings-version.ts';
import { FAULTS, signatureFault } from '../ledger/signature.ts';
import { Problem } from '../problem.ts';
import { evaluate } from '../review/gate/evaluate.ts';
import type { Evidence } from '../review/gate/evidence.ts';
import { parseEvidence } from '../review/gate/read-evidence.ts';
import type { ItemVerdict } from '../review/gate/verdict.ts';
import { chainProblems, problem, REWRITTEN, signatureProblems, type Trust, type VerifyProblem } from './verify-chain.ts';
import { judgedUnder } from './verify-form.ts';

/** The verified versions of the settings, oldest first, and the purges that were recorded under them. */
export interface VerifiedSettings {
  versions: Settings[];
  purges: Purge[];
  problems: VerifyProblem[];
}

/** Reads the evidence beside an event; a sentence says what is wrong with it. */
export async function evidenceBeside(
  store: LedgerStore,
  ledger: Ledger,
  { event, path }: StoredEvent,
): Promise<{ value: unknown } | { fault: string }> {
  const beside = evidencePath(event.item, event.seq);
  const found = await readValue(store, ledger, beside);
  if (found === null) return { fault: `${path} 旁边的审核记录 ${beside} 不见了` };
  return sha256(found.bytes) === event.evidence ? { value: found.value } : { fault: `审核记录 ${beside} 被改过` };
}

/** Evidence that the gate lets pass, with what it says of each item asked for. */
interface Judged {
  evidence: Evidence;
  items: ItemVerdict[];
}

/** Whether the gate, asked again with the recorded evidence, lets a path pass; a sentence if not. */
export function judgedAgain(value: unknown, path: string | null): Judged | { fault: string } {
  try {
    const evidence = parseEvidence(value);
    const verdict = evaluate(evidence);
    const items = path === null ? verdict.items : verdict.items.filter((item) => item.path === path);
    const passed = verdict.verdict === 'passed' && items.length > 0 && items.every((item) => item.verdict === 'passed');
    return passed ? { evidence, items } : { fault: '按登记的审核记录重新核对，三级审核没有完成' };
  } catch (error) {
    if (error instanceof Problem) return { fault: `登记的审核记录读不懂（${error.message}）` };
    throw error;
  }
}

/** What a settings event says that its evidence doesn't; `null` if they agree. */
function unlikeEvidence({ event, path }: StoredEvent, { evidence, items }: Judged, before: Settings, after: Settings): string | null {
  if (evidence.pullRequest?.number !== event.pullRequest) return `${path} 旁边的审核记录说的是另一个合并请求`;
  if (!judgedUnder(evidence, before)) return `${path} 旁边的审核记录不是按上一版名单与规则核对的`;
  const files = unseen(evidence, before, after);
  if (files.length > 0) return `${path} 旁边的审核记录里没有审过 ${files.join('、')} 的这一版`;
  const signed = (levels: readonly Pick<ItemVerdict['levels'][number], 'level' | 'login' | 'at'>[]): string =>
    canonicalJson(levels.map(({ level, login, at }) => ({ level, login, at })));
  return signed(items[0]?.levels ?? []) === signed(recordOf(event)?.approvals ?? []) ? null : `${path} 与审核记录里签的人或时间不一致`;
}

async function faultOf(
  store: LedgerStore,
  ledger: Ledger,
  trust: Trust,
  stored: StoredEvent,
  versions: readonly Settings[],
  after: BeijingDate | undefined,
): Promise<{ version: Settings | null; code: string; message: string } | { version: Settings }> {
  const { event, path } = stored;
  const before = versions.at(-1) ?? null;
  let version: Settings;
  try {
    version = await trust.settings(event.mergeSha ?? '', recordOf(event)?.files);
  } catch {
    return { version: null, code: 'settings-unreadable', message: `${path} 所指的提交里读不出名单与规则` };
  }
  const keys = keysOf(before === null ? [version] : versions)(beijingDate(event.at), after);
  const unsigned = signatureFault(path, event, () => keys);
  if (unsigned) return { version, code: `signature/${unsigned}`, message: `${path} ${FAULTS[unsigned]}` };
  const fault = settingsFault(event, version, before, keys);
  if (fault) return { version, ...fault };
  if (before === null) {
    if (await trust.isMains(version, event.signature?.keyid ?? '')) return { version };
    const message = `${path} 所指的第一版名单与规则，签名的密钥主分支没有列，内容主分支也从来没有过，台账可能被整个换掉；请管理员查明台账的来历。`;
    return { version, code: 'settings-not-on-main', message };
  }
  const beside = await evidenceBeside(store, ledger, stored);
  const judged = 'fault' in beside ? beside : judgedAgain(beside.value, null);
  const why = 'fault' in judged ? judged.fault : unlikeEvidence(stored, judged, before, version);
  return why === null ? { version } : { version, code: 'settings-evidence', message: why };
}

/**
 * Verifies the chain of settings: every version signed and approved under the one before it, every hold, resume and purge signed by a key listed
 * until then. The first version is signed by a key of its own that is main's, too: `setup` is what it rests on. A version after a bad one counts
 * no more.
 */
export async function verifySettings(store: LedgerStore, ledger: Ledger, trust: Trust): Promise<VerifiedSettings> {
  const chain = storedOf(ledger, SETTINGS_CHAIN);
  const problems = chainProblems(SETTINGS_CHAIN, chain);
  const versions: Settings[] = [];
  const purges: Purge[] = [];
  const moved: StoredEvent[] = [];
  let newest: BeijingDate | undefined;
  for (const stored of chain) {
    const after = newest;
    newest = later(newest, beijingDate(stored.event.at));
    if (stored.event.kind !== 'settings')
      problems.push(...signatureProblems(SETTINGS_CHAIN, [stored], (day) => keysOf(versions)(day, after)));
    if (stored.event.kind === 'hold' || stored.event.kind === 'resume') continue;
    if (stored.event.kind === 'purge') {
      const opened = openPurge(stored.event, stored.path, versions.at(-1));
      if ('fault' in opened) problems.push(problem(SETTINGS_CHAIN, stored.path, 'purge', opened.fault));
      else purges.push(opened);
      continue;
    }
    if (stored.event.kind !== 'settings') {
      problems.push({ item: SETTINGS_CHAIN, event: stored.path, code: 'misplaced', message: `${stored.path} 不该在这里` });
      continue;
    }
    const checked = await faultOf(store, ledger, trust, stored, versions, after);
    if ('code' in checked) {
      problems.push({ item: SETTINGS_CHAIN, event: stored.path, code: checked.code, message: checked.message });
      break;
    }
    versions.push({ ...checked.version, registered: stored.event.at });
    if (checked.version.moved) moved.push(stored);
  }
  const unexplained = moved.filter(({ event }) => !mayHaveMoved(purges, event.at));
  problems.push(
    ...unexplained.map(({ path }) => problem(SETTINGS_CHAIN, path, 'settings-unreadable', `${path} 所指的提交不在仓库里，${REWRITTEN}`)),
  );
  return { versions, purges, problems };
}
