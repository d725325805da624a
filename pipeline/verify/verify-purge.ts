import { beijingMinute, type Instant } from '../beijing-time.ts';
import { foldItem } from '../ledger/fold.ts';
import { type Ledger, storedOf } from '../ledger/ledger.ts';
import type { Purge } from '../ledger/purge-event.ts';
import { purgeOf, stillOut } from '../ledger/purge-event.ts';
import { openedForm } from './verify-approval.ts';
import { problem, type VerifyProblem } from './verify-chain.ts';
import type { VerifiedSettings } from './verify-settings.ts';

/** An approved text of which something was taken out of main's history, as `verify` tells it. */
export interface PurgedText {
  item: string;
  /** The approval's file. */
  event: string;
  at: Instant;
  by: string;
  decision: string;
  message: string;
}

/** What a purge says that its item's chain doesn't bear out; `null` if it counts. */
function faultOf(
  ledger: Ledger,
  { versions }: VerifiedSettings,
  purge: Purge & { item: string },
): { code: string; message: string } | null {
  const { item, seq, trees, blobs } = purge;
  const chain = storedOf(ledger, item);
  const before = chain.slice(0, seq).map(({ event }) => event);
  const approvals = before.filter(({ kind }) => kind === 'approval');
  const forms = approvals.map((event) => ({
    tree: event.tree,
    blobs: openedForm(event, versions)?.content.files.map(({ blob }) => blob) ?? [],
  }));
  const known =
    before.length === seq &&
    trees.every((tree) => forms.some((form) => form.tree === tree && form.blobs.some((blob) => blobs.includes(blob))));
  const whole = blobs.every((blob) => forms.some((form) => form.blobs.includes(blob)));
  if (!known || !whole || trees.length === 0)
    return { code: 'purge-unknown', message: `${purge.path} 登记清除的稿件或文件不在 ${item} 签名的审核单里` };
  const forgotten = forms.find((form) => !trees.includes(form.tree) && form.blobs.some((blob) => blobs.includes(blob)));
  if (forgotten)
    return { code: 'purge-unknown', message: `${purge.path} 漏了 ${item} 的另一稿 ${forgotten.tree.slice(0, 7)}，同一个文件也在里面` };
  if (stillOut(foldItem(item, before), trees) !== null)
    return { code: 'purge-still-out', message: `${purge.path} 登记清除时 ${item} 的这一稿还公开着，或还会发出` };
  const again = chain.slice(seq).find(({ event }) => event.kind === 'intent' && trees.includes(event.tree));
  return again ? { code: 'purge-sent-again', message: `${again.path} 又要发出 ${item} 已清除的一稿` } : null;
}

/** What is wrong with the purges of an item: they name signed texts of its own, which were out nowhere any more. */
export function purgeProblems(ledger: Ledger, settings: VerifiedSettings, item: string): VerifyProblem[] {
  return settings.purges.flatMap((purge) => {
    if (purge.item !== item) return [];
    const fault = faultOf(ledger, settings, { ...purge, item });
    return fault === null ? [] : [problem(item, purge.path, fault.code, fault.message)];
  });
}

/** Purges of items that the ledger doesn't know. */
export function strayPurges(settings: VerifiedSettings, knows: (item: string) => boolean): VerifyProblem[] {
  return settings.purges.flatMap(({ item, path }) =>
    item === null || knows(item) ? [] : [problem(item, path, 'purge-unknown', `${path} 登记清除的 ${item} 不在台账里`)],
  );
}

/** Texts of an item that something was taken out of, told in the place of what can't be compared any more. */
export function purgedTexts(ledger: Ledger, purges: readonly Purge[], item: string): PurgedText[] {
  return storedOf(ledger, item).flatMap(({ path, event }) => {
    const purge = event.kind === 'approval' ? purgeOf(purges, event) : null;
    if (purge === null) return [];
    const { at, by, decision, blobs } = purge;
    const message = `审核单 ${event.number ?? ''} 的稿件已登记从仓库历史中清除（${blobs.length} 个文件，${beijingMinute(at)}，登记人 ${by}，依据 ${decision}）；审核单、签名和摘要值照常核验一致。`;
    return [{ item, event: path, at, by, decision, message }];
  });
}
