import { freshnessWatch, type Shown } from '../../alerts/freshness-watch.ts';
import { checkItem, severityOf } from '../../check/engine.ts';
import { type CheckResult, type Finding, type ItemFindings, resultOf } from '../../check/finding.ts';
import { type ItemLink, linksOf } from '../../check/links.ts';
import type { CheckContext } from '../../check/rule.ts';
import { deadLinks, SITE_RULES, type Visit } from '../../check/site-rules.ts';
import { subjectOf } from '../../check/subject.ts';
import { filesBelow } from '../../forge/git/content-source.ts';
import type { Git } from '../../forge/git/git.ts';
import type { Channel } from '../../item/front-matter/front-matter-schema.ts';
import { type ItemFolder, readItem } from '../../item/item.ts';
import { decodePictures } from '../../item/picture/decode-pictures.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { gitLedger } from '../../ledger/ledger-git.ts';
import { publishedTexts } from '../../ledger/published.ts';
import { approvedFolder } from '../../ledger/recorded-evidence.ts';
import { historyFolders } from '../../published/history-pages.ts';
import { pageAddress } from '../../render/links.ts';
import { gitTrust, verifiedLedgers } from '../../verify/publisher.ts';
import type { CommandContext } from './command.ts';
import { withCount } from './count-for-readers.ts';

/** Follows links and gives what came of each. */
export type Follow = (links: readonly string[]) => Promise<ReadonlyMap<string, Visit>>;

/** What can turn wrong after a text went out. Dates, submission and channels were judged when it did, by the people and rules of that day. */
const LASTING = /^(secret|pii|prohib|text|fact|img|link)\//;
/** Prompts that are worth a second look: words and citations that the lists have learnt since. How a text is written was for its reviewers. */
const PROMPTS = /^(secret|prohib|fact)\//;

const freshness = SITE_RULES.find(({ id }) => id === 'site/freshness-watch') as (typeof SITE_RULES)[number];

function lasts({ rule, severity }: Finding): boolean {
  return severity === 'info' ? PROMPTS.test(rule) : LASTING.test(rule);
}

/**
 * Holds today's rules and terms against every text that is out (存量排查), 历史信息 among them, each from the tree that its approval names. It
 * also looks whether columns and channels are kept up.
 * @param ledger verified
 * @param follow follows the texts' links; `null` leaves other websites alone
 * @throws Problem for an approved text that the repository doesn't hold
 */
export async function checkPublished(
  git: Git,
  ledger: Ledger,
  context: Omit<CheckContext, 'released'>,
  follow: Follow | null = null,
): Promise<CheckResult> {
  const items: ItemFindings[] = [];
  const links: ItemLink[][] = [];
  const shown: Shown[] = [];
  const look = async (folder: ItemFolder, published: { channel: Channel; url: string }[]): Promise<void> => {
    const pictures = await decodePictures(folder);
    const { findings, ...item } = checkItem(folder, { ...context, released: true, approved: true, pictures });
    items.push({ ...item, published, findings: findings.filter(lasts) });
    links.push(follow ? linksOf(subjectOf(folder)) : []);
  };
  for await (const { path, tree } of historyFolders(git, ledger)) {
    const url = pageAddress(path.slice('content/'.length), context.policy);
    await look({ path, files: await filesBelow(git, await git.namesIn(tree)) }, [{ channel: 'website', url }]);
  }
  for (const { approval, places } of publishedTexts(ledger)) {
    const folder = await approvedFolder(git, approval);
    await look(
      folder,
      places.map(({ channel, url }) => ({ channel, url })),
    );
    const category = readItem(folder).item?.frontMatter.category;
    if (category) shown.push(...places.map(({ channel, since }) => ({ channel, category, since })));
  }
  if (follow) {
    const visits = await follow(links.flat().map(({ url }) => url));
    for (const [index, item] of items.entries()) item.findings.push(...deadLinks(item.path, links[index] ?? [], visits, context.policy));
  }
  const watched = severityOf(freshness, context.policy);
  const watch =
    watched === 'off'
      ? []
      : freshnessWatch(shown, context.policy.columns, context.now).map((finding) => ({ ...finding, severity: watched }));
  const site = watch.length === 0 ? [] : [{ id: null, path: 'content/policy.yml', title: '栏目和渠道的更新', findings: watch }];
  return resultOf([...items, ...site]);
}

/**
 * The same for the ledger that this repository has.
 * @throws Problem `ledger/cut`, `ledger/unverified` (exit 2) for one that isn't whole or doesn't verify
 */
export async function checkEverythingOut(
  command: CommandContext,
  context: Omit<CheckContext, 'released'>,
  follow: Follow | null = null,
): Promise<CheckResult> {
  return withCount(command, { strict: false }, async (git, count) => {
    const ledger = await verifiedLedgers(gitLedger(git, { fetch: false }), gitTrust(git), count).load();
    return checkPublished(git, ledger, context, follow);
  });
}
