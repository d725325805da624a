import { beijingDate } from '../beijing-time.ts';
import { canonicalJson, digestOf } from '../canonical-json.ts';
import { ITEMS_FOLDER } from '../item/item-path.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { type Ledger, type StoredEvent, storedOf } from '../ledger/ledger.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import { mayHaveMoved, purgeOf } from '../ledger/purge-event.ts';
import { type Figures, parseNumber, unsealedEvents } from '../ledger/seal.ts';
import { keysOf, type Settings } from '../ledger/settings-version.ts';
import { promptsDigest, promptsOf } from '../organisation/terms.ts';
import { verifyEnvelope } from '../review/form/envelope.ts';
import type { ReviewForm } from '../review/form/review-form.ts';
import { REWRITTEN, type Trust, type VerifyProblem } from './verify-chain.ts';
import { fieldsThatDiffer, judgedUnder } from './verify-form.ts';
import { evidenceBeside, judgedAgain, type VerifiedSettings } from './verify-settings.ts';

type Fault = { code: string; message: string };

/** The review form in an approval, if a key of that day has signed it. */
export function openedForm(event: LedgerEvent, versions: readonly Settings[]): ReviewForm | null {
  const opened = event.form ? verifyEnvelope(event.form, keysOf(versions)(beijingDate(event.at))) : null;
  return opened && 'form' in opened ? opened.form : null;
}

/** What the event and the signed form don't agree on. */
function formFaults({ event, path }: StoredEvent, form: ReviewForm): Fault[] {
  const pairs: [string, unknown, unknown][] = [
    ['信息', form.content.item, event.item],
    ['稿件', form.content.tree, event.tree],
    ['编号', form.number, event.number],
    ['合并请求', form.pullRequest, event.pullRequest],
    ['落地提交', form.mergeSha, event.mergeSha],
    ['渠道', canonicalJson(form.channels), canonicalJson(event.channels ?? [])],
    ['摘要值', digestOf(form), event.digest],
    ['签名时间', form.signedAt, event.at],
    ['审核记录', form.evidence, event.evidence],
  ];
  const different = pairs.filter(([, signed, said]) => signed !== said).map(([name]) => name);
  return different.length === 0 ? [] : [{ code: 'form-differs', message: `${path} 与签名的审核单不一致：${different.join('、')}` }];
}

/** True if the evidence names no day of a publication by hand, or one that the chain had registered before (rule 18). */
function isRegistered(day: string | undefined, approval: LedgerEvent, chain: readonly StoredEvent[]): boolean {
  const days = chain.flatMap(({ event: { seq, pullRequest, offline } }) =>
    offline && seq < approval.seq && pullRequest === approval.pullRequest ? [beijingDate(offline.posted)] : [],
  );
  return day === undefined || days.includes(day);
}

function evidenceFaults(
  { event, path }: StoredEvent,
  value: unknown,
  form: ReviewForm,
  settings: Settings | undefined,
  chain: readonly StoredEvent[],
): Fault[] {
  const folder = `${ITEMS_FOLDER}/${event.item}`;
  const judged = judgedAgain(value, folder);
  if ('fault' in judged) return [{ code: 'evidence-fails', message: `${path}：${judged.fault}` }];
  const entry = judged.evidence.items.find((item) => item.path === folder);
  const head = judged.evidence.pullRequest?.head.sha ?? '';
  const removal = entry?.frontMatter != null && 'withdraw' in entry.frontMatter;
  if (entry?.trees[head] !== event.tree) return [{ code: 'evidence-other-text', message: `${path} 旁边的审核记录说的是另一稿` }];
  if (removal !== (event.removal === true)) return [{ code: 'evidence-other-text', message: `${path} 是否撤稿与审核记录不一致` }];
  if (!isRegistered(judged.evidence.offline?.[folder], event, chain))
    return [{ code: 'evidence-offline', message: `${path} 旁边的审核记录写明线下审签，台账里没有登记过` }];
  const [own] = judged.items;
  const { publish_until: until } = entry?.frontMatter ?? {};
  if ((removal ? undefined : until) !== event.until) return [{ code: 'evidence-other-text', message: `${path} 的公示期与审核记录不一致` }];
  const fields = own ? fieldsThatDiffer(form, judged.evidence, own) : [];
  return [
    ...(fields.length === 0
      ? []
      : [{ code: 'form-not-from-evidence', message: `${path} 的审核单与旁边的审核记录对不上：${fields.join('、')}` }]),
    ...(settings === undefined || judgedUnder(judged.evidence, settings)
      ? []
      : [{ code: 'evidence-settings', message: `${path} 旁边的审核记录不是按登记的名单与规则核对的` }]),
  ];
}

/**
 * True if an approved text came to main in the commit that it names, or was taken out. Any commit will do where main was written anew
 * since.
 */
async function isOnMain(trust: Trust, { versions, purges }: VerifiedSettings, event: LedgerEvent): Promise<boolean> {
  const folder = `${ITEMS_FOLDER}/${event.item}`;
  const landed = await trust.tree(event.mergeSha ?? '', folder);
  if (landed !== null) return landed === event.tree;
  if (purgeOf(purges, event) !== null) return true;
  return mayHaveMoved(purges, event.at) && trust.onMain(versions.at(-1)?.policy.branch ?? 'main', folder, event.tree);
}

async function faultsOf(
  store: LedgerStore,
  ledger: Ledger,
  trust: Trust,
  verified: VerifiedSettings,
  stored: StoredEvent,
): Promise<Fault[]> {
  const { event, path } = stored;
  const { versions } = verified;
  if (!event.form) return [{ code: 'unsigned', message: `${path} 没有签名的审核单` }];
  const opened = verifyEnvelope(event.form, keysOf(versions)(beijingDate(event.at)));
  if ('problem' in opened) return [{ code: opened.problem.code, message: `${path}：${opened.problem.message}` }];
  const beside = await evidenceBeside(store, ledger, stored);
  const settings = versions.findLast(({ digest }) => digest === opened.form.settings);
  return [
    ...formFaults(stored, opened.form),
    ...(settings !== undefined ? [] : [{ code: 'form-settings', message: `${path} 的审核单所依据的名单与规则没有登记过` }]),
    ...(settings === undefined || opened.form.prompts === undefined || opened.form.prompts === promptsDigest(promptsOf(settings.terms))
      ? []
      : [{ code: 'form-prompts', message: `${path} 的审核单所写的审核提示不是登记的名单与规则里的` }]),
    ...('fault' in beside
      ? [{ code: 'evidence-changed', message: beside.fault }]
      : evidenceFaults(stored, beside.value, opened.form, settings, storedOf(ledger, event.item))),
    ...((await isOnMain(trust, verified, event))
      ? []
      : [{ code: 'not-on-main', message: `${path} 的稿件不在它所说的主分支提交里（或${REWRITTEN}）` }]),
  ];
}

/** Verifies all approvals of an item: signature, form, recorded evidence judged again, text on main. */
export async function approvalFaults(
  store: LedgerStore,
  ledger: Ledger,
  trust: Trust,
  verified: VerifiedSettings,
  item: string,
): Promise<VerifyProblem[]> {
  const approvals = storedOf(ledger, item).filter(({ event }) => event.kind === 'approval');
  const problems: VerifyProblem[] = [];
  for (const stored of approvals) {
    const faults = await faultsOf(store, ledger, trust, verified, stored);
    problems.push(...faults.map((fault) => ({ item, event: stored.path, ...fault })));
  }
  return problems;
}

/**
 * Numbers of review forms. A year has every one from 1 (or from the seal's last) on, each once, so that none can be missing unseen.
 * @param before the last number of each year that is vouched for
 */
export function numberFaultsOf(
  approvals: Iterable<Pick<LedgerEvent, 'item' | 'number'>>,
  before: Figures['numbers'] = {},
): VerifyProblem[] {
  const counts = new Map<string, number[]>();
  const problems: VerifyProblem[] = [];
  for (const { item, number } of approvals) {
    const parsed = parseNumber(number);
    if (!parsed) problems.push({ item, event: '', code: 'number', message: `${item} 的审核单没有编号` });
    else if (counts.has(parsed.year)) counts.get(parsed.year)?.push(parsed.count);
    else counts.set(parsed.year, [parsed.count]);
  }
  for (const [year, numbers] of counts) {
    const last = before[year] ?? 0;
    const sorted = numbers.sort((a, b) => a - b);
    const wrong = sorted.findIndex((count, index) => count !== last + index + 1);
    if (wrong >= 0) {
      const message = `${year} 年的审核单编号在 ${String(last + wrong + 1).padStart(4, '0')} 处缺号或重号，可能有登记被删去`;
      problems.push({ item: 'ledger', event: '', code: 'number', message });
    }
  }
  return problems;
}

/** The same of a ledger from its seal on. */
export function numberFaults(ledger: Ledger): VerifyProblem[] {
  const approvals = unsealedEvents(ledger).map(({ event }) => event);
  return numberFaultsOf(
    approvals.filter(({ kind }) => kind === 'approval'),
    ledger.sealed?.seal.numbers,
  );
}
