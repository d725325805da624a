import type { Git } from '../forge/git.ts';
import type { FrontMatter } from '../item/front-matter-schema.ts';
import { authorOf, weiboWords } from '../render/around-text.ts';
import { pageAddress } from '../render/links.ts';
import type { Payload } from '../render/payload.ts';
import { oneLine } from '../render/reading.ts';
import { weiboText } from '../render/weibo.ts';
import { approvedBlobs, sourceIn } from './approved-source.ts';
import type { ItemState, Release } from './fold.ts';
import { approvalOf } from './open-releases.ts';
import { placeOfPage } from './page-place.ts';
import type { PlannedRelease } from './release-round.ts';
import type { Settings } from './settings-version.ts';

/** Whether a post's words hang on which pictures went with it; a post that has been seen is known by its number. */
function isUncertain({ channel, confirmedAt }: Release, { images = {} }: FrontMatter): boolean {
  return channel === 'weibo' && confirmedAt === null && Object.values(images).some(({ kind }) => kind === 'ai');
}

/**
 * What a release that is taken back is known by on its platform: its title, the address of its page, the words of its post. All of it follows
 * from the approved front matter, so that it can be made beside the secrets, where nothing is rendered, and no other job has to be believed. It
 * is nothing to send: pages and articles have no text here.
 * @returns `null` where the approved text isn't here, or can't be known so
 */
export async function knownBy(
  git: Git,
  state: ItemState,
  release: Release,
  { organisation, policy }: Settings,
): Promise<PlannedRelease | null> {
  const approval = approvalOf(state, release);
  const blobs = approval && (await approvedBlobs(git, approval));
  const source = blobs ? await sourceIn(git, blobs) : null;
  if (!approval || source === null || isUncertain(release, source.frontMatter)) return null;
  const { item, channel, revision } = release;
  const { frontMatter } = source;
  const sourceUrl = placeOfPage(state, revision) ?? pageAddress(item, policy);
  const payload: Payload = {
    ...{ version: 1, item, channel, title: frontMatter.title, author: authorOf(item, frontMatter, organisation), sourceUrl },
    summary: oneLine(frontMatter.summary ?? ''),
    content: channel === 'weibo' ? weiboText(weiboWords(frontMatter, []), sourceUrl) : '',
    ...{ links: [], images: [], cover: null, limits: [], changes: [] },
    digest: release.last?.digest ?? approval.digest,
  };
  return { item, channel, revision, tree: approval.tree, payload };
}
