import type { Release } from '../ledger/fold.ts';
import { itemState, itemsOf } from '../ledger/ledger.ts';
import { postNumber } from './channels/addresses.ts';
import type { Outcome, ReadBack } from './channels/channel.ts';
import type { Round } from './release-round.ts';

type Remote = { id: string; url: string };

/** Weibo's number of a post; one that a person registered unread is known by its address alone. */
const numberOf = ({ id, url }: Remote): string => id || (URL.canParse(url) ? (postNumber(new URL(url)) ?? '') : '');

/**
 * The other item that a post belongs to, as far as this run has read the ledger; `null` if it is nobody else's. Only Weibo's posts are known by
 * their words: pages and articles carry their item's address.
 */
export function ownerOf({ run, ledger, states }: Round, { item, channel }: Release, found: Remote): string | null {
  const id = numberOf(found);
  if (channel !== 'weibo' || id === '') return null;
  const fresh = run.posts.get(`${channel} ${id}`);
  if (fresh !== undefined && fresh !== item) return fresh;
  const owns = (other: string): boolean => {
    const { releases } = states.get(other) ?? itemState(ledger, other);
    return releases.some(({ channel: where, remote }) => where === channel && remote !== null && numberOf(remote) === id);
  };
  return itemsOf(ledger).find((other) => other !== item && owns(other)) ?? null;
}

/** The same where the post was found by its words alone: it may be of an item at rest, which only the seals name. */
async function ownerOfFound(round: Round, release: Release, found: Remote): Promise<string | null> {
  const { item, channel } = release;
  const id = numberOf(found);
  const known = ownerOf(round, release, found);
  if (known !== null || channel !== 'weibo' || id === '' || release.steps.post === id || release.remote?.id === id) return known;
  const isIt = (url: string): boolean => url === found.url || numberOf({ id: '', url }) === id;
  const resting = (await round.context.restingAt?.(channel, isIt)) ?? [];
  return resting.find((other) => other !== item) ?? null;
}

/** What a person is asked where a platform shows only such a post. */
function foreignPostWords(owner: string, { url }: Remote): string {
  return `平台上文字相同的那一条（${url}）是另一条信息 ${owner} 发的，看不出这一条是否也发出了。`;
}

/** A call that Weibo refused as a repeat of another item's post. This text isn't out, and only a person can say what to do about it. */
export async function rejectForeignPost(round: Round, release: Release, outcome: Outcome): Promise<Outcome> {
  const look = outcome.kind === 'confirmed' && outcome.found ? ownerOfFound : ownerOf;
  const owner = outcome.kind === 'confirmed' ? await look(round, release, outcome.remote) : null;
  if (outcome.kind === 'confirmed' && owner === null) round.run.posts.set(`${release.channel} ${outcome.remote.id}`, release.item);
  if (outcome.kind !== 'confirmed' || owner === null) return outcome;
  const message = `${foreignPostWords(owner, outcome.remote).replace(/。$/, '')}；不会自动重发；请管理员今天到平台核对，再用 resolve 登记结果（--as failed：再发一次），两条摘要完全相同的，请报送人改写摘要后重新送审。`;
  return { kind: 'needs-human', code: 'others-post', message };
}

/** A post that was found by its words alone may be another item's with the same words. It proves nothing of whether this text is out. */
export async function ignoreForeignPost(round: Round, release: Release, found: ReadBack): Promise<ReadBack> {
  const owner = found.kind === 'present' ? await ownerOfFound(round, release, found.remote) : null;
  if (found.kind !== 'present' || owner === null) return found;
  return { kind: 'unreadable', code: 'others-post', message: foreignPostWords(owner, found.remote) };
}
