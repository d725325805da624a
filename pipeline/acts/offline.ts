import { CHANNEL_NAMES } from '../alerts/alert.ts';
import { beijingDate, beijingMinute, type Instant, instantOf } from '../beijing-time.ts';
import { sha256 } from '../canonical-json.ts';
import { holidaysAt } from '../forge/at-commit.ts';
import { folderIn } from '../forge/git/content-source.ts';
import { readFrontMatter } from '../item/front-matter/front-matter.ts';
import type { FrontMatter } from '../item/front-matter/front-matter-schema.ts';
import type { ItemFolder } from '../item/item.ts';
import type { LedgerEvent, OfflineReview } from '../ledger/event.ts';
import { mayFollow, type Release, releaseOf } from '../ledger/fold.ts';
import { itemState } from '../ledger/ledger.ts';
import { offlineFault, offlineMark } from '../ledger/offline-event.ts';
import { folderOf } from '../ledger/recorded-evidence.ts';
import type { Settings } from '../ledger/settings-version.ts';
import { nameOfPerson } from '../organisation/person.ts';
import { workingDayAfter } from '../organisation/working-days.ts';
import { postNumber } from '../release/channels/addresses.ts';
import { newestCommit, type Publisher } from '../verify/publisher.ts';
import { lockedSettings } from '../verify/settings-lock.ts';
import { entitledPerson, RECORDING, writeActs } from './acts.ts';
import { type ActInput, addressIn, refuse, requireOwn } from './by-hand.ts';

/** A text as it is reported: on main, or at the head of the one open pull request that brings it. */
interface Reported {
  folder: ItemFolder;
  tree: string;
  pullRequest: number | null;
  mergeSha: string | null;
}

/** What is registered: who signed on paper stands in the text itself, which the three levels then review. */
export interface OfflineInput extends ActInput {
  url: string;
  /** The scan's name in the item's folder, or the file as somebody has it at hand. */
  scan: { name: string } | { bytes: Uint8Array };
}

/** @throws Problem `record/no-text`, `record/several` (exit 1) */
async function reportedText({ git, github }: Publisher, branch: string, item: string): Promise<Reported> {
  const path = folderOf(item);
  const main = await newestCommit(git, { fetch: true, branch });
  const landed = await git.idAt(main.commit, path);
  if (landed !== null) {
    const mergeSha = await git.landing(main.commit, path);
    const pullRequest = mergeSha === null ? null : await github.pullRequestOf(mergeSha, main.branch);
    return { folder: await folderIn(git, main.commit, path), tree: landed, pullRequest, mergeSha };
  }
  const found: Reported[] = [];
  for (const { number, base, head } of await github.openPullRequests()) {
    if (base.ref !== main.branch || head.fromFork) continue;
    if ((await git.resolve(head.sha)) === null) await git.fetch([head.sha]);
    const tree = (await git.resolve(head.sha)) === null ? null : await git.idAt(head.sha, path);
    if (tree !== null) found.push({ folder: await folderIn(git, head.sha, path), tree, pullRequest: number, mergeSha: null });
  }
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  if (only) throw refuse('record/several', item, `${item} 在几个合并请求里都有；应只有一个；请关掉多余的，再登记。`);
  throw refuse('record/no-text', item, `主分支和打开的合并请求里都没有 ${item}；应先照样报送，稿件和扫描件放在一起；推送以后再登记。`);
}

type Declared = NonNullable<FrontMatter['offline_review']>;

/** What the text itself says of the paper. @throws Problem `record/not-declared` (exit 1) */
function declaredIn({ item, channel }: ActInput, { files }: ItemFolder): Declared & { at: Instant } {
  const index = files.find(({ path }) => path === 'index.md');
  const { frontMatter } = readFrontMatter(index?.bytes ?? new Uint8Array());
  const posted = frontMatter?.offline_review?.posted[channel];
  if (frontMatter?.offline_review && posted !== undefined && frontMatter.channels.includes(channel))
    return { ...frontMatter.offline_review, at: instantOf(posted) };
  const message = `${item} 的文首没有写明在${CHANNEL_NAMES[channel]}线下审签、手工发布；应有 offline_review（scan 扫描件、signed 三级签批、posted 发布时间），渠道也在 channels 里；请报送单位补上，推送以后再登记。`;
  throw refuse('record/not-declared', item, message);
}

const JPEG = Buffer.from([0xff, 0xd8, 0xff]);

/** The scan in the folder, which must be the one that was given. @throws Problem `record/scan` (exit 1) */
function scanIn({ item, scan }: OfflineInput, declared: Declared, { files }: ItemFolder): OfflineReview['scan'] {
  if ('bytes' in scan && !JPEG.equals(scan.bytes.subarray(0, 3)))
    throw refuse(
      'record/scan',
      item,
      '给的扫描件不是 JPG；应为签好的审核单拍成或扫成的 JPG（PDF 请另存为 JPG），与稿件放在一起；请换一份再登记。',
    );
  const file = files.find(({ path }) => path === declared.scan);
  if (file === undefined || !JPEG.equals(file.bytes.subarray(0, 3)))
    throw refuse(
      'record/scan',
      item,
      `稿件文件夹里没有扫描件 ${declared.scan}，或不是 JPG；应与稿件放在一起；请报送单位补上，推送以后再登记。`,
    );
  const digest = sha256(file.bytes);
  const isSame = 'bytes' in scan ? sha256(scan.bytes) === digest : scan.name === declared.scan;
  if (isSame) return { name: file.path, sha256: digest, bytes: file.bytes.length };
  throw refuse('record/scan', item, `给的扫描件与稿件文件夹里的 ${declared.scan} 不是同一份；应一个字节不差；请核对后再登记。`);
}

/** What the event says of the paper; what was registered before keeps its days. @throws Problem `record/offline` (exit 1) */
async function reviewOf(
  { git }: Publisher,
  { organisation, policy, commit }: Settings,
  { declared, scan, person, at }: { declared: Declared & { at: Instant }; scan: OfflineReview['scan']; person: string; at: Instant },
  { item, offline }: Release,
): Promise<OfflineReview> {
  const daysOff = (await holidaysAt(git, commit)) ?? [];
  const dayAfter = (day: string): string => workingDayAfter(day, 1, daysOff).day;
  const review = {
    scan,
    signed: declared.signed.map(({ level, by, at: signed }) => ({ level, person: by, at: instantOf(signed) })),
    posted: declared.at,
    person,
    entered: offline?.offline?.entered ?? at,
    due: dayAfter(beijingDate(declared.at)),
    reviewsDue: offline?.offline?.reviewsDue ?? dayAfter(beijingDate(at)),
  };
  const fault = offlineFault({ item, at, offline: review }, { organisation, policy });
  if (fault === null) return review;
  throw refuse(
    'record/offline',
    item,
    `文首写的线下审签不成立：${fault}；应是三级依次签批、签完再发布；请报送单位核对 offline_review，推送以后再登记。`,
  );
}

/** @throws Problem `record/approved`, `record/own-site`, `record/nothing` (exit 1) */
function requireOpen({ item, channel }: ActInput, { policy }: Settings, approved: boolean, release: Release): void {
  if (approved) throw refuse('record/approved', item, `${item} 已经审定；线下审签只登记还没有审定的；请不写 --offline，直接登记地址。`);
  if (channel === 'website' && policy.channels.website.mode === 'build')
    throw refuse('record/own-site', item, '网站由本系统生成，没有手工发布；应等三级审核后由系统发布；请只登记微信、微博。');
  if (!mayFollow(release, { kind: 'offline' }))
    throw refuse(
      'record/nothing',
      item,
      `${item} 在${CHANNEL_NAMES[channel]}已经了结（${release.state}），不能再登记；请用 sanshen status 核对。`,
    );
}

const isRecorded = ({ state, offline, remote }: Release, text: Reported, url: string): boolean =>
  state === 'offline' && offline?.tree === text.tree && offline.pullRequest === text.pullRequest && remote?.url === url;

/**
 * Registers what was signed on paper and published by hand while the network was down (线下审签); twice is once. Nothing is sent: the three
 * reviews follow on the forge, and then confirm it where it is.
 * @throws Problem `not-entitled`, `record/…`, `usage/url` (exit 1)
 */
export async function recordOffline(publisher: Publisher, input: OfflineInput): Promise<{ release: Release; words: string }> {
  const { item, channel } = input;
  const { run } = publisher;
  let words = '';
  await publisher.ledgers.open([item]);
  const ledger = await writeActs(publisher, '登记线下审签', async (before, at) => {
    const settings = await lockedSettings(publisher, before);
    const { person, name } = await entitledPerson(publisher, settings, RECORDING, at);
    const state = itemState(before, item);
    const release = releaseOf(state, channel, 1);
    requireOpen(input, settings, state.approvals.length > 0, release);
    const address = addressIn(input, input.url, settings.policy);
    await requireOwn(publisher, before, input, address);
    const text = await reportedText(publisher, settings.policy.branch, item);
    const { folder, tree, pullRequest, mergeSha } = text;
    const declared = declaredIn(input, folder);
    const scan = scanIn(input, declared, folder);
    const offline = await reviewOf(publisher, settings, { declared, scan, person, at }, release);
    const signers = offline.signed.map((one) => nameOfPerson(settings.organisation, one.person));
    const said = `${name}登记：${offlineMark({ offline })}，${beijingMinute(offline.posted)} 手工发布，纸上签批 ${signers.join('、')}`;
    words = `${said}；请在 ${offline.reviewsDue} 24:00 前在合并请求 #${pullRequest ?? '—'} 里补齐三级审核，审齐后照这个地址确认，不会再发`;
    if (isRecorded(release, text, address.href)) return [];
    const id = channel === 'weibo' ? (postNumber(address) ?? '') : '';
    const steps = channel === 'website' ? { steps: { address: address.href } } : {};
    const event: Omit<LedgerEvent, 'version' | 'seq' | 'prev' | 'signature'> = {
      ...{ kind: 'offline' as const, at, item, channel, revision: 1, tree, digest: `sha256:${scan.sha256}`, pullRequest, mergeSha },
      ...{ runId: run.id, attempt: run.attempt, actor: run.actor, remote: { id, url: address.href, ...steps }, reason: said, offline },
    };
    return [{ event }];
  });
  return { release: releaseOf(itemState(ledger, item), channel, 1), words };
}
