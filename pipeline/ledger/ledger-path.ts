import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import { CHANNELS } from '../item/front-matter/front-matter-schema.ts';
import { EVENT_KINDS, type EventKind, type LedgerEvent } from './event.ts';

/** The chain that settings, holds, resumes and purges form; every item has a chain of its own under its id. */
export const SETTINGS_CHAIN = 'settings';

/** What a file of the ledger is, from its name alone. */
export type LedgerName =
  | { type: 'event'; chain: string; seq: number; kind: EventKind; channel: Channel | null; tree: string | null }
  | { type: 'evidence'; chain: string; seq: number }
  | { type: 'media'; account: string; sha256: string; use: 'body' | 'cover' }
  | { type: 'seal'; year: string; seq: number }
  | { type: 'figures'; month: string };

/** Kinds whose name carries the tree (or the settings' digest), so that what is due can be read from names. */
const NAMED_BY_TREE: readonly EventKind[] = ['approval', 'settings'];
/** Kinds that concern a chain as a whole and never one channel. */
const WITHOUT_CHANNEL: readonly EventKind[] = ['approval', 'settings', 'hold', 'resume', 'purge'];

/** Folder of a chain: `<yyyy>/<mm>/<unit>/<yyyy-mm-dd>-<slug>` from the item's id, or `settings`. */
export function chainFolder(chain: string): string {
  if (chain === SETTINGS_CHAIN) return SETTINGS_CHAIN;
  const date = chain.split('/')[1] ?? '';
  return `${date.slice(0, 4)}/${date.slice(5, 7)}/${chain}`;
}

const four = (seq: number): string => String(seq).padStart(4, '0');

/** Where an event lies (contracts.md 5). */
export function eventPath(event: Pick<LedgerEvent, 'item' | 'seq' | 'kind' | 'channel' | 'tree'>): string {
  const channel = event.channel === undefined ? '' : `-${event.channel}`;
  const tree = NAMED_BY_TREE.includes(event.kind) ? `-${event.tree}` : '';
  return `${chainFolder(event.item)}/${four(event.seq)}-${event.kind}${channel}${tree}.json`;
}

/** Where the evidence beside an approval or a settings event lies. */
export function evidencePath(chain: string, seq: number): string {
  return `${chainFolder(chain)}/${four(seq)}-evidence.json`;
}

/**
 * Where an uploaded picture is remembered. A cover has a media id of its own, so it has a file of its own.
 * @param again 2 to 9: uploaded anew after the platform had lost it
 */
export function mediaPath(account: string, sha256: string, use: 'body' | 'cover', again = 1): string {
  return `media/wechat/${account}/${sha256}${use === 'cover' ? '-cover' : ''}${again === 1 ? '' : `-${again}`}.json`;
}

/** The folder of all seals. */
export const SEALS_FOLDER = 'seals';

/** Where a seal lies: counted within the year (Beijing) in which it was put. */
export function sealPath(year: string, seq: number): string {
  return `${SEALS_FOLDER}/${year}/${four(seq)}.json`;
}

/** Where it lies what a month's submissions came to that were never approved. */
export function figuresPath(month: string): string {
  return `figures/${month}.json`;
}

const ITEM = /^(\d{4})\/(\d{2})\/([a-z][a-z0-9-]{0,39}\/\d{4}-\d{2}-\d{2}-[a-z0-9]+(?:-[a-z0-9]+)*)\/([^/]+)$/;
const FILE = new RegExp(`^(\\d{4})-(?:evidence|(${EVENT_KINDS.join('|')})(?:-(${CHANNELS.join('|')}))?(?:-([0-9a-f]{40,64}))?)\\.json$`);
const MEDIA = /^media\/wechat\/([A-Za-z0-9_-]{1,64})\/([0-9a-f]{64})(-cover)?(?:-[2-9])?\.json$/;
const SEAL = /^seals\/(\d{4})\/(\d{4,})\.json$/;

const FIGURES = /^figures\/(\d{4}-(?:0[1-9]|1[0-2]))\.json$/;

function chainOf(path: string): { chain: string; file: string } | null {
  if (path.startsWith(`${SETTINGS_CHAIN}/`)) return { chain: SETTINGS_CHAIN, file: path.slice(SETTINGS_CHAIN.length + 1) };
  const match = ITEM.exec(path);
  if (!match) return null;
  const [, year, month, chain = '', file = ''] = match;
  return chainFolder(chain).startsWith(`${year}/${month}/`) ? { chain, file } : null;
}

/** Reads a path of the ledger; `null` for a file that doesn't belong there. */
export function parseLedgerPath(path: string): LedgerName | null {
  const media = MEDIA.exec(path);
  if (media) return { type: 'media', account: media[1] as string, sha256: media[2] as string, use: media[3] ? 'cover' : 'body' };
  const seal = SEAL.exec(path);
  if (seal) return { type: 'seal', year: seal[1] as string, seq: Number(seal[2]) };
  const figures = FIGURES.exec(path);
  if (figures) return { type: 'figures', month: figures[1] as string };
  const place = chainOf(path);
  const match = place && FILE.exec(place.file);
  if (!place || !match) return null;
  const seq = Number(match[1]);
  const kind = match[2] as EventKind | undefined;
  if (kind === undefined) return { type: 'evidence', chain: place.chain, seq };
  const channel = (match[3] as Channel | undefined) ?? null;
  const tree = match[4] ?? null;
  const shaped = NAMED_BY_TREE.includes(kind) === (tree !== null) && WITHOUT_CHANNEL.includes(kind) === (channel === null);
  return shaped ? { type: 'event', chain: place.chain, seq, kind, channel, tree } : null;
}
