import type { Shown } from '../../alerts/freshness-watch.ts';
import { beijingDate, type Instant, instantOf } from '../../beijing-time.ts';
import { linksOf } from '../../check/links.ts';
import { deadLinks, type Visit } from '../../check/site-rules.ts';
import { subjectOf } from '../../check/subject.ts';
import type { Git } from '../../forge/git/git.ts';
import { readFrontMatter } from '../../item/front-matter/front-matter.ts';
import type { LedgerEvent } from '../../ledger/event.ts';
import { itemState, type Ledger } from '../../ledger/ledger.ts';
import { chainFolders } from '../../ledger/ledger-git.ts';
import { publishedTexts } from '../../ledger/published.ts';
import { folderOf } from '../../ledger/recorded-evidence.ts';
import { formOf, siteRelease } from '../../ledger/site-release.ts';
import type { Policy } from '../../organisation/policy.ts';
import { pagePath } from '../../render/links.ts';
import type { VerifiedLedgers } from '../../verify/publisher.ts';
import type { InspectionFacts } from './indicators.ts';

/** Where the facts are read from. */
export interface InspectionSources {
  git: Git;
  ledgers: Pick<VerifiedLedgers, 'open' | 'withMore'>;
  policy: Policy;
  now: Instant;
  /** Follows links; `null` leaves other websites alone. */
  follow: ((links: readonly string[]) => Promise<ReadonlyMap<string, Visit>>) | null;
}

/** An approved text by its blob: pictures, which are most of a folder, say nothing here. */
async function textOf({ git }: InspectionSources, approval: LedgerEvent): Promise<Uint8Array | null> {
  const blob = formOf(approval)?.content.files.find(({ path }) => path === 'index.md')?.blob;
  return blob === undefined ? null : git.read(blob);
}

async function followed(follow: InspectionSources['follow'], texts: readonly (readonly [string, Uint8Array])[]) {
  if (follow === null) return { unseen: 'policy.yml 没有写 links: {nightly: true}，没有连外网，信息里的链接没有看' };
  const items = texts.map(([item, bytes]) => {
    const file = { path: 'index.md', mode: '100644', id: '', bytes };
    return { item, links: linksOf(subjectOf({ path: folderOf(item), files: [file] })) };
  });
  const all = new Set(items.flatMap(({ links }) => links.map(({ url }) => url)));
  const visits = await follow([...all]);
  const found = items.flatMap(({ item, links }) =>
    deadLinks(item, links, visits, { severities: {} }).map(({ words }) => `${item}：${words.problem.replace(/。$/, '')}`),
  );
  return { followed: visits.size, dead: found };
}

/** So many chains are in memory at a time. */
const PORTION = 200;

/** Portions of an archive, each with a ledger that holds it. */
async function* portionsOf({ git, ledgers }: InspectionSources): AsyncGenerator<{ items: ReadonlySet<string>; ledger: Ledger }> {
  const opened = await ledgers.open();
  const all = [...(await chainFolders(git, opened.head)).keys()];
  for (let start = 0; start < all.length; start += PORTION) {
    const items = all.slice(start, start + PORTION);
    yield { items: new Set(items), ledger: await ledgers.withMore(opened, items) };
  }
}

/** All that an inspection is made from but the built pages. @throws Problem for an approved text that the repository doesn't hold */
export async function gatherInspection(sources: InspectionSources): Promise<Omit<InspectionFacts, 'pages'>> {
  const { policy, now, follow } = sources;
  const published = new Map<string, string>();
  const shown: Shown[] = [];
  const texts: [string, Uint8Array][] = [];
  for await (const { items, ledger } of portionsOf(sources)) {
    for (const item of items) {
      const page = siteRelease(itemState(ledger, item));
      if (page) published.set(pagePath(item), page.publishedAt);
    }
    for (const { item, approval, places } of publishedTexts(ledger).filter(({ item }) => items.has(item))) {
      const bytes = await textOf(sources, approval);
      const category = bytes && readFrontMatter(bytes).frontMatter?.category;
      if (!bytes || !category) continue;
      // A correction is no news: on the website PubDate says how old an item is.
      const first = published.get(pagePath(item));
      const seen = (channel: Shown['channel'], since: Instant): Instant => (channel === 'website' && first ? instantOf(first) : since);
      shown.push(...places.map(({ channel, since }) => ({ channel, category, since: seen(channel, since) })));
      if (follow !== null) texts.push([item, bytes]);
    }
  }
  const links = await followed(follow, texts);
  return { today: beijingDate(now), columns: policy.columns, site: policy.site, shown, published, links };
}
