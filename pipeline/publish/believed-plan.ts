import { sha256 } from '../canonical-json.ts';
import { readFrontMatter } from '../item/front-matter.ts';
import type { Alert } from './alert.ts';
import type { LedgerEvent } from './event.ts';
import { releaseOf } from './fold.ts';
import { itemState, type Ledger } from './ledger.ts';
import { approvalOf } from './open-releases.ts';
import { placeOfPage } from './page-place.ts';
import { textDifference } from './plan-text.ts';
import type { Main, Publisher } from './publisher.ts';
import { purgedRelease } from './purged-release.ts';
import { folderOf } from './recorded-evidence.ts';
import type { PlannedRelease } from './release-round.ts';

/** The commit that holds what a planned release is of: the approved tree, and every picture's blob of it. `null` if it is of anything else. */
async function approvedCommit({ git }: Publisher, approval: LedgerEvent | null, planned: PlannedRelease): Promise<string | null> {
  if (approval?.tree !== planned.tree || approval.mergeSha === null) return null;
  const path = folderOf(planned.item);
  if ((await git.idAt(approval.mergeSha, path)) !== planned.tree) return null;
  const blobs = new Map((await git.list(approval.mergeSha, path)).map(({ path: full, id }) => [full.slice(path.length + 1), id]));
  return planned.payload.images.every((image) => blobs.get(image.path) === image.blob) ? approval.mergeSha : null;
}

/** Where a payload that another job has rendered is not the approved text; `null` if it is. */
async function otherText(
  { git }: Publisher,
  { settings }: Main,
  commit: string,
  { item, payload }: PlannedRelease,
  address: string | undefined,
): Promise<string | null> {
  const index = await git.readAt(commit, `${folderOf(item)}/index.md`);
  const { frontMatter, body } = index === null ? { frontMatter: null, body: '' } : readFrontMatter(index);
  if (frontMatter === null) return '文首';
  for (const { path, blob, sha256: digest } of payload.images) if (sha256(await git.read(blob)) !== digest) return `图片“${path}”`;
  return textDifference(payload, { frontMatter, body, ...settings, address });
}

/** What is wrong with a planned release; `null` if nothing is. What is taken back shows nothing any more, and no text holds that up. */
async function planFault(
  publisher: Publisher,
  main: Main,
  ledger: Ledger,
  planned: PlannedRelease,
  elsewhere: boolean,
): Promise<string | null> {
  const state = itemState(ledger, planned.item);
  const release = releaseOf(state, planned.channel, planned.revision);
  // Of a text that is gone the ledger alone says what is taken back.
  const purged = purgedRelease(ledger, state, release, main.settings.policy);
  if (purged !== null) return purged.payload.digest === planned.payload.digest ? null : '要撤的不是台账里的那一稿';
  const commit = await approvedCommit(publisher, approvalOf(state, release), planned);
  if (commit === null) return '要发的内容不是台账里审定的那一稿';
  const where =
    elsewhere && release.state !== 'withdraw-intent'
      ? await otherText(publisher, main, commit, planned, placeOfPage(state, planned.revision))
      : null;
  return where === null ? null : `要发的文字与审定的那一稿不同（${where}）`;
}

/**
 * The releases of a plan that are of the approved texts and of nothing else; each other one is told and stops nobody.
 * @param elsewhere another job has made the plan: then its texts are held against the approved ones, too
 */
export async function believedPlan(
  publisher: Publisher,
  main: Main,
  ledger: Ledger,
  releases: readonly PlannedRelease[],
  elsewhere: boolean,
): Promise<{ releases: PlannedRelease[]; alerts: Alert[] }> {
  const believed: PlannedRelease[] = [];
  const alerts: Alert[] = [];
  for (const planned of releases) {
    const fault = await planFault(publisher, main, ledger, planned, elsewhere).catch(() => '要发的内容没有核对成');
    if (fault === null) believed.push(planned);
    else {
      const message = `${fault}，没有发送；应与审定的那一稿一致；请管理员重新运行发布，仍这样提示的请查明计划是怎样做出来的，在此以前这一条不会发。`;
      alerts.push({ item: planned.item, channel: planned.channel, code: 'plan-differs', message });
    }
  }
  return { releases: believed, alerts };
}
