import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { tagCheck, tagsOf } from '../../../site/meta-tags.ts';
import type { BeijingDate } from '../../beijing-time.ts';
import type { Git } from '../../forge/git/git.ts';
import type { Github } from '../../forge/github/github.ts';
import { gitLedger } from '../../ledger/ledger-git.ts';
import type { Policy } from '../../organisation/policy.ts';
import { clause } from '../../printable.ts';
import { Problem } from '../../problem.ts';
import { gatherInspection } from '../../reports/inspection/gather.ts';
import type { BuiltPage, InspectionFacts } from '../../reports/inspection/indicators.ts';
import { type InspectionRow, inspect, inspectionAlert } from '../../reports/inspection/inspect.ts';
import { gitTrust, newestMain, verifiedLedgers } from '../../verify/publisher.ts';
import type { CommandContext } from './command.ts';
import type { ReadCount } from './count-for-readers.ts';
import { tellWhatLiesAside } from './intake-account.ts';
import { clockOf } from './publisher-access.ts';
import { follower } from './visit-links.ts';

function builtPage(address: string, html: string, lacking: (address: string, html: string) => string[]): BuiltPage {
  const tags = tagsOf(html.slice(0, html.indexOf('</head>')));
  const foot = html.slice(html.lastIndexOf('<footer'));
  return {
    address,
    lacks: lacking(address, html),
    pubDate: tags.get('PubDate') ?? null,
    source: tags.get('ContentSource') ?? null,
    foot: html.includes('<footer') ? foot : '',
  };
}

/** The pages of a site that was built into a folder, each against the tags of its kind. */
export function pagesIn(folder: string, columns: Policy['columns'], items: Iterable<string>): BuiltPage[] {
  const site = { columns, items: [...items].map((path) => ({ path })), demo: false, preview: false, empty: false };
  const lacking = tagCheck({ data: site });
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
  return names.sort().map((name) => {
    const address = `/${name.replaceAll('\\', '/')}`.replace(/\/index\.html$/, '/');
    return builtPage(address, readFileSync(join(folder, name), 'utf8'), lacking);
  });
}

/** The built site where it lies on this machine. */
function builtSite(root: string, { channels, columns }: Policy, items: Iterable<string>): InspectionFacts['pages'] {
  const { mode, folder } = channels.website;
  if (mode !== 'build') return { unseen: '网站由别的平台生成（channels.website.mode）' };
  const place = resolve(root, folder ?? '_site');
  if (existsSync(join(place, 'index.html'))) return pagesIn(place, columns, items);
  return { unseen: `这台机器上没有生成好的网站（${folder ?? '_site'}）` };
}

/** Everything that an inspection would find, as far as it can be seen from here. */
export async function inspectionOf(
  context: CommandContext,
  git: Git,
  count: ReadCount | null,
): Promise<{ rows: InspectionRow[]; today: BeijingDate; unseen: string | null }> {
  const { policy } = (await newestMain(git, { fetch: false })).settings;
  const store = gitLedger(git, { fetch: false });
  const ledgers = verifiedLedgers(store, gitTrust(git), count);
  const follow = follower(false, policy, context.note);
  const facts = await gatherInspection({ git, ledgers, policy, now: clockOf(context), follow });
  const pages = builtSite(context.root, policy, facts.published.keys());
  return { rows: inspect({ ...facts, pages }), today: facts.today, unseen: 'unseen' in pages ? pages.unseen : null };
}

/** Keeps one alert for what fails or soon will, and closes it once all is well. That it can't be looked at stops nothing. */
export async function tellInspection(context: CommandContext, git: Git, count: ReadCount | null, github: Github): Promise<void> {
  try {
    const { rows } = await inspectionOf(context, git, count);
    await tellWhatLiesAside(github, context.note, inspectionAlert(rows), 'inspection-due', '再次自查，没有不合格和三天内到期的');
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    context.note(`检查指标没有自查：${clause(error.message)}；明天夜里再看。`);
  }
}
