import type { Shown } from '../../alerts/freshness-watch.ts';
import { beijingDate, type Instant, instantOf } from '../../beijing-time.ts';
import { linksOf } from '../../check/links.ts';
import { deadLinks, type Visit } from '../../check/site-rules.ts';
import { subjectOf } from '../../check/subject.ts';
import type { Git } from '../../forge/git/git.ts';
import { readFrontMatter } from '../../item/front-matter/front-matter.ts';
import type { LedgerEvent } from '../../ledger/event.ts';
import { itemState, itemsOf, type Ledger } from '../../ledger/ledger.ts';
import { publishedTexts } from '../../ledger/published.ts';
import { folderOf } from '../../ledger/recorded-evidence.ts';
import { formOf, siteRelease } from '../../ledger/site-release.ts';
import type { Policy } from '../../organisation/policy.ts';
import { pagePath } from '../../render/links.ts';
import type { InspectionFacts } from './facts.ts';

/** Where the facts are read from. */
export interface InspectionSources {
  git: Git;
  /** Verified, all of it. */
  ledger: Ledger;
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

/** PubDate of each page by the ledger, those of withdrawn items among them. */
function publishedPages(ledger: Ledger): Map<string, string> {
  const pages = itemsOf(ledger).map((item) => [pagePath(item), siteRelease(itemState(ledger, item))?.publishedAt] as const);
  return new Map(pages.filter((page): page is [string, string] => page[1] !== undefined));
}

/** All that an inspection is made from but the built pages. @throws Problem for an approved text that the repository doesn't hold */
export async function gatherInspection(sources: InspectionSources): Promise<Omit<InspectionFacts, 'pages'>> {
  const { ledger, policy, now, follow } = sources;
  const published = publishedPages(ledger);
  const shown: Shown[] = [];
  const texts: [string, Uint8Array][] = [];
  for (const { item, approval, places } of publishedTexts(ledger)) {
    const bytes = await textOf(sources, approval);
    const category = bytes && readFrontMatter(bytes).frontMatter?.category;
    if (!bytes || !category) continue;
    // A correction is no news: on the website PubDate says how old an item is.
    const first = published.get(pagePath(item));
    const sinceOn = (channel: Shown['channel'], since: Instant): Instant =>
      channel === 'website' && first !== undefined ? instantOf(first) : since;
    shown.push(...places.map(({ channel, since }) => ({ channel, category, since: sinceOn(channel, since) })));
    if (follow !== null) texts.push([item, bytes]);
  }
  const links = await followed(follow, texts);
  return { today: beijingDate(now), columns: policy.columns, site: policy.site, shown, published, links };
}
