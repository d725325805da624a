import type { Alert } from '../alerts/alert.ts';
import { sha256 } from '../canonical-json.ts';
import type { Git } from '../forge/git.ts';
import { approvedBlobs, sourceIn } from './approved-source.ts';
import { believedCorrection } from './believed-correction.ts';
import type { LedgerEvent } from './event.ts';
import { type ItemState, releaseOf } from './fold.ts';
import { knownBy } from './known-by.ts';
import { itemState, type Ledger } from './ledger.ts';
import { approvalOf } from './open-releases.ts';
import { placeOfPage } from './page-place.ts';
import { textDifference } from './plan-text.ts';
import type { Main, Publisher } from './publisher.ts';
import { purgedRelease } from './purged-release.ts';
import type { PlannedRelease } from './release-round.ts';
import type { Settings } from './settings-version.ts';

/** The blobs of what a planned release is of: the approved tree, and every picture's blob of it. `null` if it is of anything else. */
async function blobsOf(git: Git, approval: LedgerEvent | null, planned: PlannedRelease): Promise<ReadonlyMap<string, string> | null> {
  if (approval?.tree !== planned.tree || approval.mergeSha === null) return null;
  const blobs = await approvedBlobs(git, approval);
  return blobs && planned.payload.images.every((image) => blobs.get(image.path) === image.blob) ? blobs : null;
}

/** Where a payload that another job has rendered is not the approved text; `null` if it is. */
async function otherText(
  git: Git,
  settings: Settings,
  blobs: ReadonlyMap<string, string>,
  { payload }: PlannedRelease,
  address: string | undefined,
): Promise<string | null> {
  const source = await sourceIn(git, blobs);
  if (source === null) return '文首';
  for (const { path, blob, sha256: digest } of payload.images) if (sha256(await git.read(blob)) !== digest) return `图片“${path}”`;
  return textDifference(payload, { ...source, ...settings, address });
}

const OTHER_TREE = '要发的内容不是台账里审定的那一稿';

/**
 * What is wrong with the text that another job has rendered for an approved one, in Chinese; `null` if nothing is.
 * @param address where the page is registered on a platform of others, if it is
 */
export async function textFault(
  git: Git,
  settings: Settings,
  approval: LedgerEvent | null,
  planned: PlannedRelease,
  address: string | undefined,
): Promise<string | null> {
  const blobs = await blobsOf(git, approval, planned);
  if (blobs === null) return OTHER_TREE;
  const where = await otherText(git, settings, blobs, planned, address);
  return where === null ? null : `要发的文字与审定的那一稿不同（${where}）`;
}

/** With its correction by hand as far as that can be believed. */
async function withBelieved(git: Git, state: ItemState, approval: LedgerEvent, planned: PlannedRelease): Promise<PlannedRelease> {
  const { correction: said, ...rest } = planned;
  if (said === undefined) return planned;
  const older = state.releases.filter(({ channel, revision }) => channel === planned.channel && revision < planned.revision);
  const live = older.filter((release) => release.state === 'confirmed').sort((a, b) => b.revision - a.revision)[0];
  const correction = await believedCorrection(git, live ? approvalOf(state, live) : null, approval, planned);
  return correction === null ? rest : { ...rest, correction };
}

/**
 * A planned release as far as it can be believed, or what is wrong with it. What is taken back shows nothing any more, and no text holds that
 * up: where the plan's differs, what the post is known by takes its place, and what the ledger says where the text is gone from main.
 */
async function believed(
  { git }: Publisher,
  { settings }: Main,
  ledger: Ledger,
  planned: PlannedRelease,
  elsewhere: boolean,
): Promise<PlannedRelease | string> {
  const state = itemState(ledger, planned.item);
  const release = releaseOf(state, planned.channel, planned.revision);
  const purged = purgedRelease(ledger, state, release, settings.policy);
  if (purged !== null) return purged;
  const approval = approvalOf(state, release);
  if (!elsewhere) return (await blobsOf(git, approval, planned)) === null ? OTHER_TREE : planned;
  const fault = await textFault(git, settings, approval, planned, placeOfPage(state, planned.revision));
  if (fault === null && approval !== null) return withBelieved(git, state, approval, planned);
  return (release.state === 'withdraw-intent' ? await knownBy(git, state, release, settings) : null) ?? fault ?? OTHER_TREE;
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
  const kept: PlannedRelease[] = [];
  const alerts: Alert[] = [];
  for (const planned of releases) {
    const found = await believed(publisher, main, ledger, planned, elsewhere).catch(() => '要发的内容没有核对成');
    if (typeof found !== 'string') kept.push(found);
    else {
      const message = `${found}，没有发送；应与审定的那一稿一致；请管理员重新运行发布，仍这样提示的请查明计划是怎样做出来的，在此以前这一条不会发。`;
      alerts.push({ item: planned.item, channel: planned.channel, code: 'plan-differs', message });
    }
  }
  return { releases: kept, alerts };
}
