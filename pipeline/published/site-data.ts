import { beijingMinute, type Instant } from '../beijing-time.ts';
import { sha256 } from '../canonical-json.ts';
import type { Git } from '../forge/git/git.ts';
import { WITHDRAW_KINDS, type WithdrawKind } from '../item/front-matter/front-matter-schema.ts';
import type { Item } from '../item/item.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import type { ItemState, Release } from '../ledger/fold.ts';
import { approvalOf, PERIOD_OVER } from '../ledger/fold.ts';
import { heldReason } from '../ledger/held.ts';
import { itemState, type Ledger } from '../ledger/ledger.ts';
import { chainFolders } from '../ledger/ledger-git.ts';
import { purgeOf, purgesIn } from '../ledger/purge-event.ts';
import { approvedFolder } from '../ledger/recorded-evidence.ts';
import { formOf, type SiteRelease, siteRelease } from '../ledger/site-release.ts';
import { errorsIn } from '../release/isolated/render-text.ts';
import type { RenderSettings } from '../release/isolated/renderer.ts';
import { canStillStop, checkOf, type LastCheckInput, settingsOf } from '../release/last-check.ts';
import { pagePath } from '../render/links.ts';
import type { Payload } from '../render/payload.ts';
import { sitePicture } from '../render/pictures.ts';
import { readingMinutes } from '../render/reading.ts';
import { renderItem, withdrawalReason } from '../render/render-item.ts';
import type { SiteData, SiteItem } from '../render/site-data.ts';
import type { ReviewForm } from '../review/form/review-form.ts';
import { approvedItem } from './form-of-item.ts';
import { historyItem, historyPages } from './history-pages.ts';
import type { KeptPages } from './kept-pages.ts';
import { siteAround } from './site-around.ts';

/** A picture beside its page: `/unit/date-slug/name.jpg`. */
export interface PictureFile {
  path: string;
  /** Names its bytes: the id of its blob. */
  id: string;
  read: () => Promise<Uint8Array>;
}

/** Everything that the website is made from; the ledger verified. */
export type SiteInput = LastCheckInput;

type Settings = Pick<SiteInput, 'organisation' | 'policy'>;

const kindOf = (said: string | undefined): WithdrawKind => WITHDRAW_KINDS.find((known) => known === said) ?? 'other';

/** What an item's page shows; `published` is `null` in a preview of the work tree. */
function siteItem(item: Item, payload: Payload, settings: Settings, published: SiteRelease | null, now: Instant): SiteItem {
  const { frontMatter } = item;
  const { category, source, correction } = frontMatter;
  const unit = { id: item.unit, name: settings.organisation.units[item.unit]?.name ?? item.unit };
  const image = payload.images.find(({ path }) => path === payload.cover);
  const columns = settings.policy.columns.filter(({ categories }) => categories.includes(category)).map(({ id }) => id);
  return {
    id: item.id,
    path: pagePath(item.id),
    title: payload.title,
    summary: payload.summary,
    category,
    columns,
    unit,
    source: source
      ? { name: source.name, url: source.url ?? '', publishedAt: source.published_at ?? '' }
      : { name: unit.name, url: '', publishedAt: '' },
    author: frontMatter.authors?.join('、') ?? unit.name,
    editor: published?.editor ?? '',
    publishedAt: published?.publishedAt ?? beijingMinute(now),
    eventDate: frontMatter.event_date,
    readingMinutes: readingMinutes(item.tree),
    keywords: [category, unit.name].join(','),
    html: payload.content,
    htmlDigest: sha256(payload.content),
    images: payload.images.map((picture) => sitePicture(item, picture)),
    cover: image ? sitePicture(item, image) : null,
    correction: correction ? { kind: correction.kind, note: correction.note, at: published?.revisedAt ?? beijingMinute(now) } : null,
    withdrawal: null,
    links: published?.links ?? { wechat: '', weibo: '' },
    formNumber: published?.formNumber ?? '',
    digest: payload.digest,
  };
}

/** A page that was taken back: no text, no pictures, no digest to be found by. */
function withoutText(page: SiteItem, kind: WithdrawKind, withdrawal: { reason: string; at: string }): SiteItem {
  const { digest: _, htmlDigest: _text, ...rest } = page;
  return {
    ...rest,
    // What had to go may stand in the title.
    title: kind === 'privacy' || kind === 'secrecy' ? '本信息已撤回' : rest.title,
    summary: `本信息已撤回。原因：${withdrawal.reason}。`,
    html: '',
    images: [],
    cover: null,
    correction: null,
    links: { wechat: '', weibo: '' },
    withdrawal,
  };
}

/** The page of an item whose text was taken out of main's history (`purge`): what the signed form says, which is no text. */
function purgedItem({ approval, editor, publishedAt, formNumber }: SiteRelease, form: ReviewForm): SiteItem {
  const { item } = approval;
  return {
    id: item,
    path: pagePath(item),
    title: form.title,
    summary: '',
    category: '',
    columns: [],
    unit: form.unit,
    source: { name: form.unit.name, url: '', publishedAt: '' },
    author: form.unit.name,
    editor,
    publishedAt,
    eventDate: form.informationDate,
    readingMinutes: 0,
    keywords: form.unit.name,
    html: '',
    images: [],
    cover: null,
    correction: null,
    withdrawal: null,
    links: { wechat: '', weibo: '' },
    formNumber,
  };
}

/** Why an item was taken back, and what readers are told of it. */
async function publicReason(
  { git }: SiteInput,
  { withdrawal }: SiteRelease,
  state: ItemState,
): Promise<{ kind: WithdrawKind; reason: string }> {
  if (withdrawal?.by === 'approval' && state.approval) {
    const { withdraw } = (await approvedItem(git, state.approval)).frontMatter;
    if (withdraw) return { kind: withdraw.kind, reason: withdrawalReason(withdraw) };
  }
  if (withdrawal?.kind === PERIOD_OVER) return { kind: 'outdated', reason: '公示期已满' };
  const kind = kindOf(withdrawal?.kind);
  return { kind, reason: withdrawalReason({ kind, reason: '' }) };
}

function pictures(git: Git, page: SiteItem, payload: Payload): PictureFile[] {
  return payload.images.map(({ path, blob }) => ({ path: `${page.path}${path}`, id: blob, read: () => git.read(blob) }));
}

function newestFirst(items: SiteItem[]): SiteItem[] {
  return items.sort((a, b) => (a.publishedAt === b.publishedAt ? (a.id < b.id ? -1 : 1) : a.publishedAt < b.publishedAt ? 1 : -1));
}

/** Pages that nobody has seen yet and that stay out: while everything is on hold, and where the rules find an error. */
async function hiddenPages(input: SiteInput, settings: () => Promise<RenderSettings>, state: ItemState): Promise<Release[]> {
  const { git, ledger } = input;
  const hidden: Release[] = [];
  const faulty = async (approval: LedgerEvent): Promise<boolean> => {
    const [folder, check] = [await approvedFolder(git, approval), await checkOf(git, state, approval)];
    return errorsIn(await settings(), folder, check).length > 0;
  };
  for (const page of state.releases.filter((release) => release.channel === 'website' && release.state === 'intent')) {
    const approval = approvalOf(state, page);
    if (!approval || heldReason(ledger) !== null || (await faulty(approval))) hidden.push(page);
  }
  return hidden;
}

/** A page and the pictures beside it. */
interface Page {
  item: SiteItem;
  pictures: PictureFile[];
}

/** What the website shows of an item; `null` for an item without a page. */
async function pageOf(input: SiteInput, state: ItemState, published: SiteRelease | null): Promise<Page | null> {
  if (published === null) return null;
  const { git, ledger, now } = input;
  const purge = purgeOf(purgesIn(ledger), published.approval);
  if (purge !== null) {
    const form = formOf(published.approval);
    if (form === null || published.withdrawal === null) return null;
    const { at, kind: begun } = published.withdrawal;
    const kind = published.withdrawal.by === 'at-once' ? kindOf(begun) : purge.kind;
    const reason = withdrawalReason({ kind, reason: '' });
    return { item: withoutText(purgedItem(published, form), kind, { reason, at }), pictures: [] };
  }
  const item = await approvedItem(git, published.approval);
  const payload = renderItem(item, 'website', input);
  const page = siteItem(item, payload, input, published, now);
  if (!published.withdrawal) return { item: page, pictures: pictures(git, page, payload) };
  const { kind, reason } = await publicReason(input, published, state);
  return { item: withoutText(page, kind, { reason, at: published.withdrawal.at }), pictures: [] };
}

/** Pages that are worked out between two readings of the ledger. */
const PORTION = 200;

function portions<Value>(all: readonly Value[]): Value[][] {
  return Array.from({ length: Math.ceil(all.length / PORTION) }, (_, index) => all.slice(index * PORTION, (index + 1) * PORTION));
}

/** What the archive is gone through with. */
interface Known {
  /** Pages worked out before; one whose release may still be stopped is worked out anew each time. */
  kept?: KeptPages | undefined;
  /** Reads more chains of a partial ledger. */
  withMore?: (ledger: Ledger, items: readonly string[]) => Promise<Ledger>;
}

/** Works an item's page out, and keeps it if nothing but the item's chain can change it. */
async function pageAnew(
  input: SiteInput,
  settings: () => Promise<RenderSettings>,
  id: string,
  keep: (page: Page | null) => SiteItem | null,
): Promise<Page[]> {
  const state = itemState(input.ledger, id);
  const hidden = await hiddenPages(input, settings, state);
  const page = await pageOf(
    input,
    state,
    siteRelease(state, (release) => hidden.includes(release)),
  );
  const settled = state.releases.every((release) => release.channel !== 'website' || !canStillStop(release));
  const item = settled ? keep(page) : null;
  return page ? [{ ...page, item: item ?? page.item }] : [];
}

/**
 * All that the website shows, from approved texts alone (contracts.md 1 `build`). Git objects give each item at the tree that its
 * approval names, once its website release was intended. Withdrawn items come without their text.
 * @param input.ledger verified
 * @throws Problem for an approved text that the repository doesn't hold
 */
export async function siteData(input: SiteInput, known: Known = {}): Promise<{ data: SiteData; pictures: PictureFile[] }> {
  const { git, ledger } = input;
  const { kept, withMore = async () => ledger } = known;
  const settings = settingsOf(input);
  const pages: Page[] = [];
  for (const portion of portions([...(await chainFolders(git, ledger.head))])) {
    const unknown = portion.filter(([id, chain]) => kept?.find(id, chain) === undefined).map(([id]) => id);
    const own = { ...input, ledger: unknown.length > 0 ? await withMore(ledger, unknown) : ledger };
    for (const [id, chain] of portion) {
      const found = kept?.find(id, chain);
      const keep = (page: Page | null): SiteItem | null =>
        kept?.keep(id, chain, page && { item: page.item, pictures: page.pictures.map(({ path, id }) => ({ path, id })) })?.item ?? null;
      if (found === undefined) pages.push(...(await pageAnew(own, settings, id, keep)));
      else if (found) pages.push({ item: found.item, pictures: found.pictures.map((one) => ({ ...one, read: () => git.read(one.id) })) });
    }
  }
  pages.push(...(await historyPages(input, kept)));
  const items = newestFirst(pages.map(({ item }) => item));
  const data = { ...siteAround(input, { preview: false, empty: ledger.head === null, kept }), items };
  kept?.save();
  return { data, pictures: pages.flatMap(({ pictures: own }) => own) };
}

/** The work tree as the website would show it, every page marked 预览: nothing of it is approved. */
export function previewData(items: readonly Item[], settings: Settings & { now: Instant }): { data: SiteData; pictures: PictureFile[] } {
  const pages = items.map((item) => ({ item, payload: renderItem(item, 'website', settings) }));
  const shown = pages.map(({ item, payload }) => {
    const { history } = item;
    if (history) return historyItem({ ...item, history }, payload, settings);
    const page = siteItem(item, payload, settings, null, settings.now);
    const { withdraw } = item.frontMatter;
    if (!withdraw) return page;
    return withoutText(page, withdraw.kind, { reason: withdrawalReason(withdraw), at: page.publishedAt });
  });
  const files = pages.flatMap(({ item, payload }) =>
    payload.images.flatMap(({ path }) => {
      const file = item.files.find((candidate) => candidate.path === path);
      return file ? [{ path: `${pagePath(item.id)}${path}`, id: file.id, read: async () => file.bytes }] : [];
    }),
  );
  return { data: { ...siteAround(settings, { preview: true, empty: false }), items: newestFirst(shown) }, pictures: files };
}
