import type { Instant } from '../beijing-time.ts';
import { refuseHistory } from '../item/item-operand.ts';
import { parseItemId, parseItemPath } from '../item/item-path.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { isWithdrawn } from '../ledger/fold.ts';
import { chained, type Draft, eventsOf, holds, itemState, itemsOf, type Ledger, readLedger, signOf, write } from '../ledger/ledger.ts';
import { SETTINGS_CHAIN } from '../ledger/ledger-path.ts';
import { PURGING_LEVELS, type PurgeRecord, purgeDraft } from '../ledger/purge-event.ts';
import { formOf } from '../ledger/site-release.ts';
import { Problem } from '../problem.ts';
import { removalDrafts } from '../release/website-intent.ts';
import type { Sign } from '../review/form/envelope.ts';
import type { Publisher } from '../verify/publisher.ts';
import { lockedSettings } from '../verify/settings-lock.ts';
import { verifyLedger } from '../verify/verify.ts';
import type { Trust } from '../verify/verify-chain.ts';
import { type Entitlement, entitledPerson } from './acts.ts';

const PURGING: Entitlement = {
  levels: PURGING_LEVELS,
  administrator: false,
  who: '办公室审核人或分管领导（改写历史的管理员不能自己登记）',
};

/** What is taken out: an item with all its texts, or one file of it. */
export interface Purged {
  item: string;
  /** Within the item's folder; `null` for all of it. */
  file: string | null;
}

/** What a person decides. */
export interface PurgeDecision {
  /** Empty where what was taken out is no approved text. */
  what: readonly Purged[];
  kind: PurgeRecord['kind'];
  decision: string;
}

/** What was recorded. */
export interface PurgeReport {
  by: string;
  records: Pick<PurgeRecord, 'item' | 'trees' | 'blobs'>[];
  /** Releases that it begins to take back. */
  takenBack: number;
}

/** Reads what an operand names: an id, a folder, or one of its files. @throws Problem `usage/item` */
export function purgedAt(operand: string): Purged {
  const path = operand
    .replaceAll('\\', '/')
    .replace(/^\.\//, '')
    .replace(/(?<!\/)\/+$/, '');
  for (const folder of [path, path.slice(0, path.lastIndexOf('/'))]) refuseHistory(folder);
  const whole = parseItemPath(path) ?? parseItemId(path);
  if (whole) return { item: whole.id, file: null };
  const end = path.lastIndexOf('/');
  const folder = path.slice(0, Math.max(0, end));
  const of = parseItemPath(folder) ?? parseItemId(folder);
  if (of) return { item: of.id, file: path.slice(end + 1) };
  const message = `“${operand}”不是一条信息或它的一个文件；应为编号、文件夹或其中的文件，如 wucheng/2026-11-23-street/map.jpg；请核对后重试。`;
  throw new Problem('usage/item', message, { place: operand });
}

const refused = (code: string, message: string, place: string): Problem => new Problem(code, message, { place, exitCode: 1 });

/** Blobs by the approvals of an item whose signed forms name them. */
function formsOf(approvals: readonly LedgerEvent[]): { tree: string; files: { path: string; blob: string }[] }[] {
  return approvals.map((approval) => ({ tree: approval.tree, files: formOf(approval)?.content.files ?? [] }));
}

/** Trees and blobs that go. @throws Problem `purge/nothing`, `purge/still-out` (exit 1) */
function goneOf(ledger: Ledger, { item, file }: Purged): Pick<PurgeRecord, 'trees' | 'blobs'> {
  const state = itemState(ledger, item);
  const forms = formsOf(state.approvals);
  const named = forms.flatMap(({ files }) => files.filter(({ path }) => file === null || path === file).map(({ blob }) => blob));
  if (named.length === 0) {
    throw refused('purge/nothing', `${item} 的审核单里没有 ${file ?? '任何文件'}；应为审定过的稿件里的文件；请核对。`, item);
  }
  // Of an item that stays out, only what its newest text doesn't show any more can go.
  const kept = file === null || isWithdrawn(state) ? [] : (forms.findLast(({ tree }) => tree === state.text?.tree)?.files ?? []);
  const blobs = [...new Set(named)].filter((blob) => !kept.some((one) => one.blob === blob)).sort();
  if (blobs.length === 0) {
    const message = `${item} 现在公开的那一稿里还有 ${file}；应先更正（换掉这个文件）或撤稿，再登记清除；请办公室办理。`;
    throw refused('purge/still-out', message, item);
  }
  const trees = forms.filter(({ files }) => files.some(({ blob }) => blobs.includes(blob))).map(({ tree }) => tree);
  return { trees: [...new Set(trees)], blobs };
}

/** The same file in another item. Its id would take it out there as well, and its path would leave it there. */
function alsoIn(ledger: Ledger, records: readonly PurgeRecord[]): string[] {
  const blobs = new Set(records.flatMap((record) => record.blobs));
  const named = new Set(records.map(({ item }) => item));
  return itemsOf(ledger).filter(
    (item) => !named.has(item) && formsOf(itemState(ledger, item).approvals).some(({ files }) => files.some(({ blob }) => blobs.has(blob))),
  );
}

/** What is asked for, each once: an item takes its files with it. */
function distinct(what: readonly Purged[]): Purged[] {
  const whole = new Set(what.flatMap(({ item, file }) => (file === null ? [item] : [])));
  const once = new Map(what.map((one) => [`${one.item}/${one.file ?? ''}`, one]));
  return [...once.values()].filter(({ item, file }) => file === null || !whole.has(item));
}

/** Taking down what is still out, and the records, in the order in which they are written. */
async function decide(
  publisher: Publisher,
  ledger: Ledger,
  { what, kind, decision }: PurgeDecision,
  at: Instant,
  key: string,
): Promise<{ drafts: Draft[]; report: PurgeReport }> {
  const who = await entitledPerson(publisher, await lockedSettings(publisher, ledger), PURGING, at);
  const settings = eventsOf(ledger, SETTINGS_CHAIN).findLast((event) => event.kind === 'settings') as LedgerEvent;
  const of = { version: 1 as const, kind, decision, person: who.person, login: publisher.run.actor, at };
  const removals: Draft[] = [];
  const records: PurgeRecord[] = [];
  for (const { item, file } of distinct(what)) {
    if (!holds(ledger, item)) throw refused('item/not-found', `台账里没有 ${item}；没有审定过的，不写信息编号登记；请核对编号。`, item);
    const own = file === null ? removalDrafts(publisher.run, itemState(ledger, item), at, decision) : [];
    removals.push(...own.map((draft) => ({ event: { ...draft.event, code: kind } })));
    records.push({ ...of, item, seq: eventsOf(ledger, item).length + own.length, ...goneOf(ledger, { item, file }) });
  }
  if (what.length === 0) records.push({ ...of, item: null, seq: 0, trees: [], blobs: [] });
  const [other] = alsoIn(ledger, records);
  if (other !== undefined) {
    const message = `同一个文件也在 ${other} 里；只清除一处，那里还留着；应一起写明；请把 ${other}（或其中的文件）也写上再登记。`;
    throw refused('purge/also-in', message, other);
  }
  const drafts = [...removals, ...records.map((record) => purgeDraft(record, settings, key, publisher.run))];
  return {
    drafts,
    report: { by: who.name, records: records.map(({ item, trees, blobs }) => ({ item, trees, blobs })), takenBack: removals.length },
  };
}

/** A ledger as it will be with some drafts. */
function withDrafts({ ledger, drafts, sign }: { ledger: Ledger; drafts: readonly Draft[]; sign: Sign }): {
  ledger: Ledger;
  pending: string[];
} {
  const { events, files } = chained(ledger, drafts, sign);
  const chains = new Map(ledger.chains);
  for (const stored of events) chains.set(stored.event.item, [...(chains.get(stored.event.item) ?? []), stored]);
  return {
    ledger: { ...ledger, chains, paths: [...ledger.paths, ...files.map(({ path }) => path)] },
    pending: events.map(({ path }) => path),
  };
}

const TRIES = 20;

/**
 * Records in the ledger whose decision takes texts or files out of main's history, and takes back what of them is still out. It may run
 * before or after the history is written anew. It verifies the ledger as it will be with this record, and writes nothing unless all of it
 * holds.
 * @param key the signing key, Ed25519 PKCS#8 PEM
 * @throws Problem `not-entitled`, `purge/…`, `item/not-found` (exit 1), `ledger/…`
 */
export async function purge(publisher: Publisher, trust: Trust, asked: PurgeDecision, key: string): Promise<PurgeReport> {
  const { store, now } = publisher;
  for (let round = 0; round < TRIES; round += 1) {
    const ledger = await readLedger(store);
    const at = await now();
    const { drafts, report } = await decide(publisher, ledger, asked, at, key);
    const ahead = withDrafts({ ledger, drafts, sign: signOf(store) });
    const { problems } = await verifyLedger(store, ahead.ledger, trust, { pending: ahead.pending });
    const [first] = problems;
    if (first) {
      const message = `连同这次登记核验台账，没有通过（共 ${problems.length} 处）：${first.message.replace(/。$/, '')}。什么也没有登记。`;
      throw refused('purge/unverified', message, first.event || 'ledger');
    }
    if ((await write(store, ledger, drafts, '登记清除', at)) !== null) return report;
  }
  throw new Problem('ledger/busy', '台账一直有别人在写，没有写成；请稍后再运行一次。', { place: 'ledger' });
}
