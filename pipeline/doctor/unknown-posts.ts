import { bare, isPublishedAt } from '../acts/find-item.ts';
import { beijingDate } from '../beijing-time.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import { type ItemState, type Release, releaseKey } from '../ledger/fold.ts';
import type { ReleaseState } from '../ledger/transitions.ts';
import type { Policy } from '../organisation/policy.ts';
import { postNumber } from '../release/channels/addresses.ts';
import type { Listing, Post } from '../release/channels/posts.ts';

/** How a platform's newest posts and the ledger go together. */
export interface Compared {
  /** Posts that nobody has registered (Art. 10). */
  unknown: Post[];
  /** Posts that the ledger says are taken down. */
  back: Post[];
  /** Titles of drafts that aren't ours. */
  drafts: string[];
  /** How many posts are older than the ledger, or known by the policy. */
  passed: number;
  /** Posts that are as the ledger says, or known by the policy. */
  right: Post[];
}

/** Holds a list against the items of a ledger, one after the other: only what concerns the list is kept. */
export interface PostWatch {
  see(state: ItemState): void;
  /** @param since the first day (Beijing) whose posts must be in the ledger */
  compared(since: string, policy: Policy): Compared;
}

/** A mark has the first eight digits of a release's key. */
const MARK = 8;
/** Clocks differ: a call may show on the platform this much before its intent, in milliseconds. */
const CLOCKS_APART = 600_000;

/**
 * A call may be under way, or its outcome isn't known yet: soon it will be. What a platform has accepted (`sent`) may wait for a person
 * for days, in which strangers' posts would go unseen. Its number or mark tells it.
 */
const UNDER_WAY: readonly ReleaseState[] = ['intent', 'unknown'];

const addressOf = (text: string | undefined): URL | null => (text !== undefined && URL.canParse(text) ? new URL(text) : null);

/** Marks can be copied: one that is known to be out as another post is no proof for a second. */
function isElsewhere({ remote, confirmedAt }: Release, { id }: Post): boolean {
  return confirmedAt !== null && remote !== null && remote.id !== '' && remote.id !== id.split('#')[0];
}

function idsOf({ item, channel, remote, steps }: Release): string[] {
  const address = addressOf(remote?.url);
  const number = channel === 'weibo' && address !== null ? postNumber(address) : null;
  return [remote?.id, steps.post, steps.article, number, channel === 'website' ? item : null].flatMap((id) => id || []);
}

/** True of what the ledger says is taken down; of what was signed on paper, a person may have said so, or that it never was there. */
function isGone({ state, offline }: Release): boolean {
  return state === 'withdrawn' || (offline !== null && (state === 'abandoned' || state === 'failed'));
}

/** The posts of a list that a release is out as. */
function matcher({ posts }: Listing): (release: Release) => Post[] {
  const by = <Key>(keyOf: (post: Post) => Key | null): Map<Key, Post[]> => {
    const found = new Map<Key, Post[]>();
    for (const post of posts) {
      const key = keyOf(post);
      if (key !== null) found.set(key, [...(found.get(key) ?? []), post]);
    }
    return found;
  };
  const ids = by(({ id }) => id || null);
  const marks = by(({ mark }) => mark?.slice(0, MARK) ?? null);
  const addresses = by(({ url }) => (URL.canParse(url) ? bare(new URL(url)) : null));
  return (release) => {
    const { item, channel, revision, remote } = release;
    const address = addressOf(remote?.url);
    const there = address === null ? [] : (addresses.get(bare(address)) ?? []);
    const marked = marks.get(releaseKey(item, channel, revision).slice(0, MARK)) ?? [];
    return [
      ...idsOf(release).flatMap((id) => ids.get(id) ?? []),
      ...there.filter(({ url }) => isPublishedAt(remote?.url ?? '', new URL(url))),
      ...marked.filter((post) => !isElsewhere(release, post)),
    ];
  };
}

/**
 * Watches a channel's list. The list must have been read before the ledger is. A post that may be the outcome of a call under way is left
 * for the next time.
 */
export function watchPosts(channel: Channel, listing: Listing): PostWatch {
  const postsOf = matcher(listing);
  const ours = new Map<Post, Release[]>();
  const draftMarks = new Set(listing.drafts.flatMap(({ mark }) => mark?.slice(0, MARK) ?? []));
  const ownDrafts = new Set<string>();
  /** When the calls began whose outcome nobody knows yet. */
  const doubts: number[] = [];
  return {
    see({ releases }) {
      for (const release of releases) {
        if (release.channel !== channel) continue;
        for (const post of postsOf(release)) ours.set(post, [...(ours.get(post) ?? []), release]);
        const mark = releaseKey(release.item, channel, release.revision).slice(0, MARK);
        if (draftMarks.has(mark)) ownDrafts.add(mark);
        if (UNDER_WAY.includes(release.state) && release.intent) doubts.push(Date.parse(release.intent.at));
      }
    },
    compared(since, { watch }) {
      const allowed = watch.known.map(({ url }) => url);
      const compared: Compared = { unknown: [], back: [], drafts: [], passed: 0, right: [] };
      for (const post of listing.posts) {
        const releases = ours.get(post) ?? [];
        const url = addressOf(post.url);
        const permitted = url !== null && allowed.some((address) => isPublishedAt(address, url));
        const before = post.at !== null && beijingDate(post.at) < since;
        const mayBeOurs = doubts.some((at) => post.at === null || Date.parse(post.at) >= at - CLOCKS_APART);
        // The website keeps the page of what was taken back, with the notice on it.
        const asItShould = releases.length > 0 && (channel === 'website' || !releases.every(isGone));
        const isPassed = releases.length === 0 && (permitted || before);
        if (asItShould || isPassed) compared.right.push(post);
        if (asItShould) continue;
        if (releases.length > 0) compared.back.push(post);
        else if (isPassed) compared.passed += 1;
        else if (!mayBeOurs) compared.unknown.push(post);
      }
      compared.drafts = listing.drafts.flatMap(({ title, mark }) => (mark !== null && ownDrafts.has(mark.slice(0, MARK)) ? [] : [title]));
      return compared;
    },
  };
}
