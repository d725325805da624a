import { sha256 } from '../canonical-json.ts';
import { filesBelow } from '../forge/git/content-source.ts';
import type { Git } from '../forge/git/git.ts';
import { type Item, readItem } from '../item/item.ts';
import { eventsOf, type Ledger } from '../ledger/ledger.ts';
import { SETTINGS_CHAIN } from '../ledger/ledger-path.ts';
import { approvedHistory } from '../ledger/settings-event.ts';
import type { LastCheckInput } from '../release/last-check.ts';
import { pagePath } from '../render/links.ts';
import type { Payload } from '../render/payload.ts';
import { sitePicture } from '../render/pictures.ts';
import { readingMinutes } from '../render/reading.ts';
import { renderItem } from '../render/render-item.ts';
import type { SiteItem } from '../render/site-data.ts';
import type { KeptPages } from './kept-pages.ts';

/** A page of 历史信息 with the pictures beside it. */
interface HistoryPage {
  item: SiteItem;
  pictures: { path: string; id: string; read: () => Promise<Uint8Array> }[];
}

/** What the page of 历史信息 shows: the date that the old site gave it, and never one of ours. */
export function historyItem(
  item: Item & Required<Pick<Item, 'history'>>,
  payload: Payload,
  { organisation, policy }: Pick<LastCheckInput, 'organisation' | 'policy'>,
): SiteItem {
  const { date, old_url, taken_over, column } = item.history;
  const source = item.history.source ?? organisation.bureau ?? policy.site.name ?? '旧网站';
  return {
    id: item.id,
    path: pagePath(item.id),
    title: payload.title,
    summary: payload.summary,
    category: '历史信息',
    columns: policy.columns.filter(({ id, name }) => id === column || name === column).map(({ id }) => id),
    unit: { id: item.unit, name: source },
    source: { name: source, url: '', publishedAt: '' },
    author: '',
    editor: '',
    publishedAt: date,
    eventDate: date.slice(0, 10),
    readingMinutes: readingMinutes(item.tree),
    keywords: [column ?? '历史信息', source].join(','),
    html: payload.content,
    htmlDigest: sha256(payload.content),
    images: payload.images.map((picture) => sitePicture(item, picture)),
    cover: null,
    correction: null,
    withdrawal: null,
    links: { wechat: '', weibo: '' },
    formNumber: '',
    history: { oldUrl: old_url, takenOver: taken_over },
  };
}

/** A page as it was worked out before; what isn't as an item of 历史信息 must be has none. */
async function pageOf(input: LastCheckInput, path: string, tree: string): Promise<HistoryPage | null> {
  const { git } = input;
  const { item } = readItem({ path, files: await filesBelow(git, await git.namesIn(tree)) });
  if (!item?.history) return null;
  const payload = renderItem(item, 'website', input);
  const page = historyItem({ ...item, history: item.history }, payload, input);
  return { item: page, pictures: payload.images.map((one) => pictureOf(git, `${page.path}${one.path}`, one.blob)) };
}

const pictureOf = (git: Git, path: string, id: string): HistoryPage['pictures'][number] => ({ path, id, read: () => git.read(id) });

/** Folders of all 历史信息 that levels 2 and 3 have approved, by the trees that the verified ledger names. What else lies on main is not looked at. */
export async function* historyFolders(git: Git, ledger: Ledger): AsyncGenerator<{ path: string; tree: string }> {
  for (const [year, tree] of approvedHistory(eventsOf(ledger, SETTINGS_CHAIN)))
    for (const { name, type, id } of await git.namesIn(tree)) if (type === 'tree') yield { path: `${year}/${name}`, tree: id };
}

/** The pages of all approved 历史信息. */
export async function historyPages(input: LastCheckInput, kept?: KeptPages): Promise<HistoryPage[]> {
  const { git, ledger } = input;
  const pages: HistoryPage[] = [];
  for await (const { path, tree } of historyFolders(git, ledger)) {
    const key = path.slice('content/'.length);
    const found = kept?.find(key, tree);
    if (found) pages.push({ item: found.item, pictures: found.pictures.map((one) => pictureOf(git, one.path, one.id)) });
    if (found !== undefined) continue;
    const page = await pageOf(input, path, tree);
    const keeping = page && { item: page.item, pictures: page.pictures.map(({ path: to, id: blob }) => ({ path: to, id: blob })) };
    const again = kept?.keep(key, tree, keeping);
    if (page) pages.push({ ...page, item: again?.item ?? page.item });
  }
  return pages;
}
