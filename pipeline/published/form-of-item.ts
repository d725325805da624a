import type { Git } from '../forge/git/git.ts';
import { type Item, readItem } from '../item/item.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { outOn } from '../ledger/fold.ts';
import { itemState, type Ledger } from '../ledger/ledger.ts';
import { purgeOf, purgesIn } from '../ledger/purge-event.ts';
import { approvedFolder, folderOf } from '../ledger/recorded-evidence.ts';
import { keysAt, readSettings } from '../ledger/settings-version.ts';
import { Problem } from '../problem.ts';
import { verifyEnvelope } from '../review/form/envelope.ts';
import type { ReviewForm } from '../review/form/review-form.ts';
import { lockedVersion } from '../verify/settings-lock.ts';

/** A signed review form with the text that it is about. */
export interface SignedForm {
  form: ReviewForm;
  approval: LedgerEvent;
  /** `null` where something of the text was taken out of main's history. */
  item: Item | null;
  /** Where the item is on the website, once it is. */
  publicUrl: string | null;
}

/**
 * The newest review form of an item, its signature checked with the keys of the verified settings.
 * @throws Problem `form/none`, or what is wrong with the signature or the text (exit 1)
 */
export async function signedFormOf(git: Git, ledger: Ledger, id: string): Promise<SignedForm> {
  const state = itemState(ledger, id);
  const { approval } = state;
  const settings = lockedVersion(ledger);
  if (!approval?.form || !settings) {
    throw new Problem('form/none', `${id} 还没有审核单；应先完成三级审核并入账；请用 sanshen status 看到了哪一步。`, {
      place: id,
      exitCode: 1,
    });
  }
  const opened = verifyEnvelope(approval.form, keysAt((await readSettings(git, settings.commit, settings.files)).policy, approval.at));
  if ('problem' in opened) throw opened.problem;
  const website = outOn(state, 'website');
  const item = purgeOf(purgesIn(ledger), approval) === null ? await approvedItem(git, approval) : null;
  return { form: opened.form, approval, item, publicUrl: website?.remote?.url ?? null };
}

/** The item of an approved text. @throws Problem for a text that can't be read as an item */
export async function approvedItem(git: Git, approval: LedgerEvent): Promise<Item> {
  const { item, problems } = readItem(await approvedFolder(git, approval));
  if (item) return item;
  throw new Problem(problems[0]?.code ?? 'E_ITEM', problems[0]?.message ?? '这条信息读不出来。', { place: folderOf(approval.item) });
}
