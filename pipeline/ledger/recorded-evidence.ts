import type { Instant } from '../beijing-time.ts';
import { type FrontMatter, frontMatterSchema } from '../item/front-matter/front-matter-schema.ts';
import { ITEMS_FOLDER } from '../item/item-path.ts';
import type { Policy } from '../organisation/policy.ts';
import { Problem } from '../problem.ts';
import type { Evidence } from '../review/gate/evidence.ts';
import { parseEvidence } from '../review/gate/read-evidence.ts';
import type { CallFacts } from './before-call.ts';
import { waitingSince } from './before-call.ts';
import type { LedgerEvent } from './event.ts';
import { approvalOf, type ItemState, releaseOf, wasReleased } from './fold.ts';
import { heldReason } from './held.ts';
import { type Ledger, readValue } from './ledger.ts';
import { evidencePath } from './ledger-path.ts';
import type { LedgerStore } from './ledger-store.ts';

/** The folder of an item. */
export function folderOf(item: string): string {
  return `${ITEMS_FOLDER}/${item}`;
}

/** The evidence that an approval was given on. @throws Problem `ledger/evidence` if it is missing */
export async function recordedEvidence(store: LedgerStore, ledger: Ledger, approval: LedgerEvent): Promise<Evidence> {
  const path = evidencePath(approval.item, approval.seq);
  const found = await readValue(store, ledger, path);
  if (found === null) {
    throw new Problem('ledger/evidence', `台账里没有 ${path}；应与审定登记在一起；请管理员查明，这一条不会发送。`, { place: path });
  }
  return parseEvidence(found.value);
}

/** The front matter of an item as the evidence holds it. @throws Problem `ledger/evidence` */
export function frontMatterOf(evidence: Evidence, item: string): FrontMatter {
  const entry = evidence.items.find(({ path }) => path === folderOf(item));
  const parsed = frontMatterSchema.safeParse(entry?.frontMatter);
  if (parsed.success) return parsed.data;
  throw new Problem('ledger/evidence', `审核记录里读不出 ${item} 的文首；请重新送审，这一条不会发送。`, { place: folderOf(item) });
}

/** 报送时间: the first push of the branch; `null` if it can't be read. */
function firstPush({ pushes }: Evidence): Instant | null {
  const times = pushes.map(({ at }) => at).sort((a, b) => Date.parse(a) - Date.parse(b));
  return times[0] ?? null;
}

/** What decides right before a call, from the evidence, the ledger and main's verified policy. */
export function callFacts(evidence: Evidence, ledger: Ledger, state: ItemState, revision: number, policy: Policy): CallFacts {
  const wechat = releaseOf(state, 'wechat', revision);
  const approval = approvalOf(state, wechat);
  return {
    frontMatter: frontMatterOf(evidence, state.item),
    policy,
    holidays: evidence.holidays ?? [],
    firstPush: firstPush(evidence),
    released: wasReleased(state, revision),
    held: heldReason(ledger),
    ...(approval ? { waitingSince: waitingSince(approval, wechat) } : {}),
  };
}
