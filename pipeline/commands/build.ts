import { resolve } from 'node:path';
import { buildSite, SiteError } from '../../site/build.ts';
import { type ContentSource, workTreeSource } from '../forge/content-source.ts';
import type { Git } from '../forge/git.ts';
import { type Item, readItem } from '../item/item.ts';
import { Problem } from '../problem.ts';
import { lockedSettings } from '../publish/acts.ts';
import type { Ledger } from '../publish/ledger.ts';
import { gitLedger } from '../publish/ledger-git.ts';
import { gitTrust, newestMain, verifiedLedgers } from '../publish/publisher.ts';
import { previewData, type SiteFile, siteData } from '../publish/site-data.ts';
import type { SiteData } from '../render/site-data.ts';
import type { Command } from './command.ts';
import { clockOf, withGit } from './publisher-access.ts';
import { settingsAt } from './settings-at.ts';

export interface BuildReport {
  pages: number;
  items: number;
  /** Columns that have nothing to show. */
  emptyColumns: string[];
  out: string;
  empty: boolean;
}

async function written(made: { data: SiteData; pictures: readonly SiteFile[] }, out: string): Promise<BuildReport> {
  try {
    const { pages, emptyColumns } = await buildSite({ ...made, out });
    return { pages, items: made.data.items.length, emptyColumns, out, empty: made.data.empty };
  } catch (error) {
    if (error instanceof SiteError) throw new Problem(error.code, error.message, { place: out, cause: error });
    throw error;
  }
}

/**
 * Builds the website from a verified ledger, under the settings that the ledger names; without a ledger, an empty site that says so.
 * @throws Problem `site/…` (exit 2)
 */
export async function buildFromLedger(git: Git, ledger: Ledger, out: string, now: string): Promise<BuildReport> {
  const settings = ledger.head === null ? (await newestMain(git, { fetch: false })).settings : await lockedSettings({ git }, ledger);
  return written(
    await siteData({ git, ledger, organisation: settings.organisation, policy: settings.policy, terms: settings.terms, now }),
    out,
  );
}

/** Items of the work tree that can be read; the others are for `check` to tell. */
async function workTreeItems(source: ContentSource): Promise<Item[]> {
  const folders = await Promise.all((await source.items()).map((path) => source.folder(path)));
  return folders.flatMap((folder) => (folder ? (readItem(folder).item ?? []) : []));
}

async function preview(root: string, out: string, now: string): Promise<BuildReport> {
  const source = workTreeSource(root);
  const settings = await settingsAt(source);
  return written(previewData(await workTreeItems(source), { ...settings, now }), out);
}

/**
 * The website, into a folder.
 * @param options.unreviewed the work tree, every page marked 预览
 * @throws Problem `ledger/unverified` (exit 2) for a ledger that doesn't verify, `site/…`, settings that can't be read
 */
export async function build(options: { root: string; out: string; unreviewed: boolean; at: string }): Promise<BuildReport> {
  const { root, out, unreviewed, at } = options;
  if (unreviewed) return preview(root, out, at);
  return withGit(root, async (git) => {
    const ledger = await verifiedLedgers(gitLedger(git, { fetch: false }), gitTrust(git)).load();
    return buildFromLedger(git, ledger, out, at);
  });
}

export const command: Command = {
  summary: '生成网站：只用审定过的稿件',
  usage: 'build [--out 文件夹] [--unreviewed]',
  options: {
    out: { type: 'string', help: '写到这个文件夹（默认 _site）' },
    unreviewed: { type: 'boolean', help: '用工作区里没有审过的稿件，每页标明“预览”' },
  },
  formats: ['text', 'json'],
  run: async (context) => {
    const { root, options } = context;
    const out = resolve(root, typeof options.out === 'string' ? options.out : '_site');
    const report = await build({ root, out, unreviewed: options.unreviewed === true, at: clockOf(context) });
    const { pages, items, emptyColumns, empty } = report;
    const lines = [
      `网站已生成：${pages} 页，${items} 条信息，在 ${out}`,
      ...(empty ? ['还没有台账，网站是空的。'] : []),
      ...(emptyColumns.length > 0 ? [`没有内容的栏目：${emptyColumns.join('、')}`] : []),
    ];
    return { exitCode: 0, json: { version: 1, ...report }, text: lines.join('\n') };
  },
};
