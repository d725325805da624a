import type { Alert } from '../alerts/alert.ts';
import { alertCode } from '../alerts/catalogue.ts';
import { tellOne } from '../alerts/tell.ts';
import { beijingDate, type Instant } from '../beijing-time.ts';
import { type Due, type DueItem, dueItems } from '../ledger/due.ts';
import type { LedgerEvent, Seal } from '../ledger/event.ts';
import { foldItem, type ItemState, type Release } from '../ledger/fold.ts';
import { type Draft, eventsOf, itemState, itemsOf, type Ledger, write } from '../ledger/ledger.ts';
import { purgesIn } from '../ledger/purge-event.ts';
import { folderOf, frontMatterOf } from '../ledger/recorded-evidence.ts';
import { figuresOf, sealFile, sealOf } from '../ledger/seal.ts';
import { keysAt } from '../ledger/settings-version.ts';
import type { Unsigned } from '../ledger/signature.ts';
import { clause, printable } from '../printable.ts';
import { Problem } from '../problem.ts';
import { callGuard, judgesOf, settingsUnverified, stop, stoppedNow } from '../release/call-guard.ts';
import { callFacts, notNow } from '../release/not-now.ts';
import type { Blocked } from '../release/release-round.ts';
import { LEFT, periodOver, unseenPages, websiteIntent } from '../release/website-intent.ts';
import { publicKeyOf } from '../review/form/envelope.ts';
import type { Main, Publisher } from '../verify/publisher.ts';
import { lockSettings, mainInForce } from '../verify/settings-lock.ts';
import { approvalDrafts, formNumber, judgeItem, type NotPassed, type Passed } from './approve-item.ts';

export interface ApproveReport {
  approved: string[];
  /** What is to be told. */
  alerts: Alert[];
  /** True if main's settings don't hold: then only what is taken back goes on. */
  settingsUnverified: boolean;
  /** Main under the settings that were gone by; `null` before there are any. */
  main: Main | null;
}

const TRIES = 10;

/** True if the policy lists a key for that day. */
function isListed(main: Main, key: string, at: Instant): boolean {
  const own = publicKeyOf(key);
  return keysAt(main.settings.policy, at).some(({ public_key, id }) => id === own.id || public_key === own.public_key);
}

/** A key that verify wouldn't believe signs nothing. */
function checkKey(main: Main, key: string, at: Instant): void {
  if (isListed(main, key, at)) return;
  const message = '签名密钥不在 policy.yml 的 signing_keys 里，或不在有效期内；应先登记公钥；请管理员核对 SANSHEN_SIGNING_KEY。';
  throw new Problem('form/key-not-listed', message, { place: 'SANSHEN_SIGNING_KEY' });
}

/** The seal that goes with this run's push, where enough has come since the last: none with a key that verify wouldn't believe. */
function sealWith(main: Main, { ledger, due, misnamed }: Due, key: string, at: Instant): Unsigned<Omit<Seal, 'path'>>[] {
  const seal = sealOf(ledger, { commit: main.commit, due: [...due.map(({ path }) => path), ...misnamed] }, at);
  return seal !== null && isListed(main, key, at) ? [sealFile(seal)] : [];
}

/** Judges every due item; one that can't be judged is told and blocks nobody. What was judged in this run under these settings isn't asked again. */
async function judgeAll(
  publisher: Publisher,
  main: Main,
  ledger: Ledger,
  due: readonly DueItem[],
  known: Map<string, Passed | NotPassed>,
): Promise<(Passed | NotPassed)[]> {
  const judged: (Passed | NotPassed)[] = [];
  const purges = purgesIn(ledger);
  for (const item of due) {
    const key = `${main.settings.digest} ${item.id} ${item.tree}`;
    const found =
      known.get(key) ??
      (await judgeItem(publisher, main, item, itemState(ledger, item.id), purges).catch((error: unknown): NotPassed => {
        const why = error instanceof Problem ? error.message : String(error instanceof Error ? error.message : error);
        return {
          kind: 'not-passed',
          item,
          code: 'evidence-unreadable',
          message: `审核记录没有读全，先不发布：${clause(why)}；下次运行会自动再试。`,
        };
      }));
    known.set(key, found);
    judged.push(found);
  }
  return judged;
}

/** Everything one push holds, and what is to be told. */
interface Decision {
  drafts: Draft[];
  approved: string[];
  alerts: Alert[];
}

function withDrafts(ledger: Ledger, item: string, drafts: readonly Draft[]): ItemState {
  const mine = drafts.filter(({ event }) => event.item === item).map(({ event }) => event as LedgerEvent);
  return foldItem(item, [...eventsOf(ledger, item), ...mine]);
}

/** Approvals with consecutive numbers. */
async function approvals(
  publisher: Publisher,
  main: Main,
  ledger: Ledger,
  passed: readonly Passed[],
  key: string,
  at: Instant,
): Promise<Decision> {
  const decision: Decision = { drafts: [], approved: [], alerts: [] };
  const year = beijingDate(at).slice(0, 4);
  let count = figuresOf(ledger).numbers[year] ?? 0;
  for (const one of passed) {
    const state = itemState(ledger, one.item.id);
    try {
      const drafts = await approvalDrafts(publisher, main, state, one, { key, number: formNumber(at, count + 1), at });
      count += 1;
      decision.drafts.push(...drafts);
      decision.approved.push(one.item.id);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      decision.alerts.push({ item: one.item.id, code: alertCode(error.code, 'fault'), message: error.message });
    }
  }
  return decision;
}

/** What can't be judged is told, and stopped. */
function unjudged({ alerts }: Decision, item: string, error: unknown): Blocked {
  if (!(error instanceof Problem)) throw error;
  const [code, message] = [alertCode(error.code, 'fault'), error.message];
  alerts.push({ item, code, message });
  return stop(code, message);
}

/**
 * What begins on the website, or no longer does: texts approved just now, older ones that were held until now, and pages that were begun and
 * nobody has seen. All but the first are asked about again. What is to be public no longer is taken off first, and nothing else is done
 * while main's settings don't hold.
 */
async function websiteIntents(
  publisher: Publisher,
  { main, why }: Held,
  ledger: Ledger,
  passed: readonly Passed[],
  decision: Decision,
  at: Instant,
): Promise<void> {
  const fresh = new Map(
    passed.flatMap(({ item, evidence }) => (decision.approved.includes(item.id) ? [[item.id, evidence] as const] : [])),
  );
  const { policy } = main.settings;
  const guard = callGuard(judgesOf(publisher, main));
  const stopped = async (state: ItemState, page: Release): Promise<Blocked | null> => {
    const evidence = page.intent === null ? fresh.get(state.item) : undefined;
    if (evidence === undefined) return guard(ledger, state, page, page.state === 'intent' ? LEFT : []);
    const moment = notNow('website', callFacts(evidence, ledger, state, page.revision, policy), at);
    return moment && stoppedNow(moment);
  };
  for (const item of new Set([...itemsOf(ledger), ...decision.approved])) {
    decision.drafts.push(...periodOver(publisher.run, withDrafts(ledger, item, decision.drafts), at));
    const state = withDrafts(ledger, item, decision.drafts);
    for (const page of why === null ? unseenPages(state, policy) : []) {
      const blocked = await stopped(state, page).catch((error: unknown) => unjudged(decision, item, error));
      const found = websiteIntent(publisher.run, state, page, blocked, at);
      if (found?.alert) decision.alerts.push(found.alert);
      // Told first: nothing speaks of it again once it is written.
      const told = found?.alert === undefined || (await tellOne(publisher, 'approve', found.alert));
      if (found && told) decision.drafts.push(found.draft);
    }
  }
}

/** Main under settings that hold, and why its own don't. */
interface Held {
  main: Main;
  why: string | null;
}

/** What levels 2 and 3 take back with a text, as the pull request shows it. */
const isRemoval = ({ item, evidence }: Passed): boolean => frontMatterOf(evidence, item.id).withdraw !== undefined;

const refusal = (one: Passed | NotPassed): Alert[] =>
  one.kind === 'passed' ? [] : [{ item: one.item.id, code: one.code, message: one.message }];

async function decide(
  publisher: Publisher,
  held: Held,
  { ledger, due, misnamed }: Due,
  key: string,
  only: string | null,
  known: Map<string, Passed | NotPassed>,
): Promise<Decision> {
  const { main, why } = held;
  const wanted = due.filter(({ id }) => only === null || id === only);
  const judged = await judgeAll(publisher, main, ledger, wanted, known);
  const passed = judged.filter((one) => one.kind === 'passed').filter((one) => why === null || isRemoval(one));
  const at = await publisher.now();
  if (passed.length > 0) checkKey(main, key, at);
  const decision = await approvals(publisher, main, ledger, passed, key, at);
  await websiteIntents(publisher, held, ledger, passed, decision, at);
  if (why !== null) return { ...decision, alerts: [settingsUnverified(why), ...decision.alerts] };
  const strange = misnamed.map(printable).map((path) => ({
    item: path,
    code: 'E_PATH' as const,
    message: `主分支上的文件夹 ${path} 不是一条信息的名字，不会发布；请用合并请求改正。`,
  }));
  return { ...decision, alerts: [...decision.alerts, ...judged.flatMap(refusal), ...strange] };
}

/**
 * Step 5 of an item's life: judges again, with main's own code and settings, what lies on main. It signs what passes into the ledger
 * together with the website's intent, all items in one push. What doesn't pass is published on no channel. Nobody is told yet, but of
 * what ends here for good.
 * @param key the signing key, Ed25519 PKCS#8 PEM
 * @param only one item's id, `null` for all
 * @throws Problem `item/not-found` for an `only` that main doesn't hold, `ledger/…`, `main/…`, `git/…`: then nothing is written
 */
export async function approve(publisher: Publisher, key: string, only: string | null = null): Promise<ApproveReport> {
  const known = new Map<string, Passed | NotPassed>();
  for (let round = 0; round < TRIES; round += 1) {
    const lock = await lockSettings(publisher, key);
    const { ledger: before, main, why } = lock;
    if (main === null) return { approved: [], alerts: [settingsUnverified(why)], settingsUnverified: true, main };
    if (only !== null && (await publisher.git.idAt(main.commit, folderOf(only))) === null) {
      throw new Problem('item/not-found', `主分支上没有信息 ${only}；应为已合并的信息；请核对编号后重试。`, { place: only });
    }
    const [version] = lock.drafts;
    if (version !== undefined) {
      // A new version may end this key: what follows is signed only once the ledger was verified with it.
      await write(publisher.store, before, [version], '登记名单与规则', version.event.at);
      continue;
    }
    const found = await dueItems(publisher.git, main.commit, publisher.ledgers);
    if (found.ledger.head !== before.head) continue;
    const decision = await decide(publisher, { main, why }, found, key, only, known);
    const at = decision.drafts[0]?.event.at ?? (await publisher.now());
    const written = await write(publisher.store, found.ledger, decision.drafts, '登记审定', at, sealWith(main, found, key, at));
    if (written === null) continue;
    publisher.ledgers.keep(written);
    return { approved: decision.approved, alerts: decision.alerts, settingsUnverified: why !== null, main };
  }
  throw new Problem('ledger/busy', '台账一直有别人在写，没有写成；没有发送任何东西；请稍后再运行一次。', { place: 'ledger' });
}

/** What `approve` would sign and refuse now, without writing or telling anybody. */
export async function wouldApprove(publisher: Publisher): Promise<Pick<ApproveReport, 'approved' | 'alerts'>> {
  const { main, why } = await mainInForce(publisher);
  if (main === null) return { approved: [], alerts: [settingsUnverified(why)] };
  const { ledger, due } = await dueItems(publisher.git, main.commit, publisher.ledgers);
  const judged = await judgeAll(publisher, main, ledger, due, new Map());
  const passed = judged.filter((one) => one.kind === 'passed').filter((one) => why === null || isRemoval(one));
  return { approved: passed.map(({ item }) => item.id), alerts: why === null ? judged.flatMap(refusal) : [settingsUnverified(why)] };
}
