import { z } from 'zod';
import type { BeijingDate, Instant } from '../beijing-time.ts';
import { eventDateAt } from '../forge/at-commit.ts';
import type { Git } from '../forge/git/git.ts';
import { CHANNELS, type Channel } from '../item/front-matter/front-matter-schema.ts';
import { ITEMS_FOLDER } from '../item/item-path.ts';
import type { Evidence } from '../review/gate/evidence.ts';
import { jsonOf, type LedgerEvent, parseEvent } from './event.ts';
import { approvalOf, foldItem, isWithdrawn, outOn } from './fold.ts';
import { itemState, itemsOf, type Ledger, readChains, readNewestFirst } from './ledger.ts';
import { chainFolder, parseLedgerPath, SEALS_FOLDER } from './ledger-path.ts';
import type { LedgerStore } from './ledger-store.ts';
import { offlineOf } from './offline-event.ts';

/** What the ledger's names alone say: trees that are approved (`<item> <tree>`), and items that are out on a channel. */
export interface Published {
  /** The commit of the ledger; `null` where there is none. */
  ledger: string | null;
  trees: Set<string>;
  /** Items that are or were out, each with the path of the event that first said so. */
  released: Map<string, string>;
  /** Items of which something was published by hand before its reviews (线下审签). */
  offline: Set<string>;
  /** Of an item that is out, the tree that was approved last before it went out. */
  out: Map<string, string>;
}

/** Reads the names of the newest ledger that this repository has (`origin/ledger`, else `ledger`); nothing where there is none. */
export async function publishedIn(git: Git | null): Promise<Published> {
  const ledger = (await git?.resolve('refs/remotes/origin/ledger')) ?? (await git?.resolve('refs/heads/ledger')) ?? null;
  const published: Published = { ledger, trees: new Set(), released: new Map(), offline: new Set(), out: new Map() };
  if (git === null || ledger === null) return published;
  const approved = new Map<string, string>();
  for (const { path } of await git.list(ledger)) {
    const name = parseLedgerPath(path);
    if (name?.type !== 'event') continue;
    if (name.kind === 'approval' && name.tree !== null) {
      published.trees.add(`${name.chain} ${name.tree}`);
      approved.set(name.chain, name.tree);
    }
    if (name.kind === 'offline') published.offline.add(name.chain);
    if (name.kind !== 'confirmed') continue;
    if (!published.released.has(name.chain)) published.released.set(name.chain, path);
    const tree = approved.get(name.chain);
    if (tree !== undefined) published.out.set(name.chain, tree);
  }
  return published;
}

/**
 * 信息日期 of an item's text that is out.
 * @returns `null` where this repository doesn't hold that text or it can't be read, `undefined` where no such text is named
 */
export async function dateOut(git: Git | null, { out }: Published, id: string): Promise<BeijingDate | null | undefined> {
  const tree = out.get(id);
  return git === null || tree === undefined ? undefined : eventDateAt(git, tree, 'index.md');
}

/** Of a pull request's items those that were published by hand before their reviews, with the day, as evidence has them. */
export async function offlineIn(
  git: Git,
  { ledger, offline }: Published,
  { items, pullRequest }: Pick<Evidence, 'items' | 'pullRequest'>,
): Promise<Record<string, BeijingDate>> {
  const days: Record<string, BeijingDate> = {};
  for (const item of offline) {
    if (ledger === null || !items.some(({ path }) => path === `${ITEMS_FOLDER}/${item}`)) continue;
    const files = (await git.list(ledger, chainFolder(item))).filter(({ path }) => parseLedgerPath(path)?.type === 'event');
    const events = await Promise.all(files.map(async ({ id }) => parseEvent(await git.read(id))));
    const chain = events.filter((event) => event !== null).sort((a, b) => a.seq - b.seq);
    Object.assign(days, offlineOf(foldItem(item, chain), pullRequest?.number ?? null));
  }
  return days;
}

/** True if readers could ever see an item, by the names of its chain in a ledger. */
export async function wasReleasedAt(git: Git, ledger: string | null, id: string): Promise<boolean> {
  if (ledger === null) return false;
  const files = await git.list(ledger, chainFolder(id));
  return files.some(({ path }) => {
    const name = parseLedgerPath(path);
    return name?.type === 'event' && name.kind === 'confirmed';
  });
}

/** A text that readers can see, and where. */
interface PublishedText {
  item: string;
  approval: LedgerEvent;
  places: { channel: Channel; url: string; since: Instant }[];
}

/** All texts that are out: an item may have several, where a channel still shows an older one. Withdrawn items have none. */
export function publishedTexts(ledger: Ledger): PublishedText[] {
  return itemsOf(ledger).flatMap((item) => {
    const state = itemState(ledger, item);
    if (isWithdrawn(state)) return [];
    const texts = new Map<string, PublishedText>();
    for (const channel of CHANNELS) {
      const release = outOn(state, channel);
      if (release === null) continue;
      const approval = approvalOf(state, release);
      if (approval === null) continue;
      const text = texts.get(approval.tree ?? '') ?? { item, approval, places: [] };
      texts.set(approval.tree ?? '', text);
      text.places.push({ channel, url: release.remote?.url ?? '', since: release.confirmedAt ?? approval.at });
    }
    return [...texts.values()];
  });
}

/** Items of which some release has, or had, such an address. */
function releasedAt(ledger: Ledger, isIt: (url: string) => boolean): string[] {
  return itemsOf(ledger).filter((item) => itemState(ledger, item).releases.some(({ remote }) => remote !== null && isIt(remote.url)));
}

/** What is asked of a seal that nobody has verified. */
const sealedPlaces = z.object({
  commit: z.string(),
  changed: z.record(z.string(), z.object({ out: z.record(z.string(), z.object({ url: z.string() })) })).default({}),
});

/** The seals of a commit of the ledger, the newest first, as they lie there; one that can't be read says nothing. */
async function* sealsOf(store: LedgerStore, head: string): AsyncGenerator<z.infer<typeof sealedPlaces>> {
  for (const entry of (await store.entries(head, SEALS_FOLDER)).reverse()) {
    const seal = sealedPlaces.safeParse(jsonOf(await store.read(entry)));
    if (seal.success) yield seal.data;
  }
}

/** Items that are out on a channel at an address by the newest word that the seals have on each: what a run that reads from the newest seal on hasn't read. */
export async function sealedAt(store: LedgerStore, head: string, channel: Channel, isIt: (url: string) => boolean): Promise<string[]> {
  const seen = new Set<string>();
  const found: string[] = [];
  for await (const { changed } of sealsOf(store, head)) {
    for (const [item, { out }] of Object.entries(changed)) {
      const url = seen.has(item) ? undefined : out[channel]?.url;
      seen.add(item);
      if (url !== undefined && isIt(url)) found.push(item);
    }
  }
  return found;
}

/**
 * Items of the newest ledger that may be, or have been, at an address, the likeliest first; nothing is verified. What came since the newest
 * seal is looked at, then the seals, the newest first. What was taken back between two seals, or lies before the first, is found month by
 * month. An item may come several times.
 */
export async function* itemsAt(store: LedgerStore, isIt: (url: string) => boolean): AsyncGenerator<string> {
  const head = await store.head();
  if (head === null) return;
  let newest = true;
  for await (const { commit, changed } of sealsOf(store, head)) {
    if (newest) {
      const paths = (await store.history(head, commit)).flatMap(({ changes }) => changes.map(({ path }) => parseLedgerPath(path)));
      const since = await readChains(
        store,
        head,
        paths.flatMap((name) => (name?.type === 'event' ? [name.chain] : [])),
      );
      yield* releasedAt(since, isIt);
    }
    newest = false;
    for (const [item, { out }] of Object.entries(changed)) if (Object.values(out).some(({ url }) => isIt(url))) yield item;
  }
  for await (const month of readNewestFirst(store, head)) yield* releasedAt(month, isIt);
}
