import { appendFileSync, lstatSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type SiteWarning, siteAudit } from '../../site/audit.ts';
import { buildSite, type PlainPicture, SiteError } from '../../site/build.ts';
import { digestOf, sha256 } from '../canonical-json.ts';
import { type ContentSource, workTreeSource } from '../forge/git/content-source.ts';
import type { Git } from '../forge/git/git.ts';
import { type Item, readItem } from '../item/item.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { gitLedger } from '../ledger/ledger-git.ts';
import { purgesIn } from '../ledger/purge-event.ts';
import { type Delivery, deliveryOf, type Policy } from '../organisation/policy.ts';
import { Problem } from '../problem.ts';
import { openKeptPages } from '../published/kept-pages.ts';
import { type PictureFile, previewData, siteData } from '../published/site-data.ts';
import { type PackageFile, sitePackages } from '../published/site-packages.ts';
import type { SiteData } from '../render/site-data.ts';
import { gitTrust, type Main, newestCommit, newestMain, type VerifiedLedgers, verifiedLedgers } from '../verify/publisher.ts';
import { lockedSettings } from '../verify/settings-lock.ts';
import type { Command, CommandContext } from './shared/command.ts';
import { withCount } from './shared/count-for-readers.ts';
import { onRunPage, summarised } from './shared/publish-report.ts';
import { clockOf } from './shared/publisher-access.ts';
import { settingsAt, withPrivateTerms } from './shared/settings-at.ts';

export interface BuildReport {
  pages: number;
  items: number;
  /** A name for the whole site: only one of another name is to be deployed again. */
  digest: string;
  /** Columns that have nothing to show. */
  emptyColumns: string[];
  /** What an inspection would find: columns without news, empty ones. */
  warnings: SiteWarning[];
  /** Pictures that are shown as they were approved alone, and why they have no smaller files. */
  plainPictures: PlainPicture[];
  out: string;
  empty: boolean;
  /** Where the website is: only what the pipeline builds itself (`build`) is to be deployed. */
  website: Policy['channels']['website']['mode'];
  delivery: Delivery;
  /** The server that it is to be sent to, where the policy names one. */
  rsync?: NonNullable<Policy['channels']['website']['rsync']>;
  /** Packages for a platform that isn't ours, by the name that their alerts say. */
  packages: string[];
}

interface Made {
  data: SiteData;
  pictures: readonly PictureFile[];
}

/** Where the site goes; `memory` says where what was written is remembered, so that only what has changed is made again. */
export interface BuildPlaces {
  out: string;
  memory?: string | undefined;
  packages?: string | undefined;
}

/**
 * The file that remembers the site of a folder. It lies in the clone's own `.git`, where no commit can bring anything. Where there is no
 * such folder nothing is kept.
 */
export function memoryOf(root: string, out: string): string | undefined {
  const git = join(root, '.git');
  if (!lstatSync(git, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  return join(git, 'sanshen', `site-${sha256(resolve(root, out)).slice(0, 16)}.json`);
}

/** The folder of a site's smaller pictures, beside that of its memory: a workflow keeps them longer than pages. */
function encodingsOf(memory: string): string {
  return join(`${dirname(memory)}-pictures`, basename(memory, '.json'));
}

const PLAIN: Record<Exclude<PlainPicture['why'], 'later'>, string> = {
  undecodable: '图片解不开，没有另存小尺寸；网页直接用审定的原图，照常发布；请报送人核对这张图片能不能正常打开。',
  'name-taken': '图片另存小尺寸后会和别的图片重名；网页直接用审定的原图，照常发布；下次报送请换个文件名。',
  'no-encoder': '这台机器没有图片工具（sharp），没有另存小尺寸；网页直接用审定的原图，照常发布；请管理员重新运行 npm ci。',
};

/** What people are told of pictures without smaller files: the pages are right, only slower on phones. */
function plainLines(pictures: readonly PlainPicture[]): string[] {
  const later = pictures.filter(({ why }) => why === 'later').length;
  return [
    ...pictures.flatMap(({ path, why }) => (why === 'later' ? [] : [`${path}：${PLAIN[why]}`])),
    ...(later > 0 ? [`还有 ${later} 张图片这次没有另存小尺寸，网页先用审定的原图；下次生成网站时接着做，不用处理。`] : []),
  ];
}

async function written(
  made: Made,
  { out, memory }: BuildPlaces,
): Promise<Omit<BuildReport, 'website' | 'delivery' | 'rsync' | 'packages'>> {
  try {
    const encodings = memory && encodingsOf(memory);
    const { pages, digest, emptyColumns, plainPictures } = await buildSite({ ...made, out, memory, encodings });
    const { empty, items } = made.data;
    return { pages, items: items.length, digest, emptyColumns, warnings: siteAudit(made.data), plainPictures, out, empty };
  } catch (error) {
    if (error instanceof SiteError) throw new Problem(error.code, error.message, { place: out, cause: error });
    throw error;
  }
}

/** `<unit>/<yyyy-mm-dd>-<slug>.zip`: nothing else in the folder is ours. */
const PACKAGE = /^[a-z0-9-]{1,64}[\\/]\d{4}-\d\d-\d\d-[a-z0-9-]{1,100}\.zip$/;

/** Puts the packages that are needed now into a folder, and takes away those of before. @throws Problem `site/packages` (exit 2) */
async function writePackages(folder: string, packages: readonly PackageFile[]): Promise<string[]> {
  try {
    const old = await readdir(folder, { recursive: true }).catch(() => []);
    for (const name of old.filter((path) => PACKAGE.test(path))) await rm(join(folder, name), { force: true });
    for (const { path, bytes } of packages) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
    return packages.map(({ path }) => path);
  } catch (cause) {
    throw new Problem('site/packages', `网站包写不到 ${folder}；应为可以写的文件夹；请检查权限，或用 --packages 另指一处。`, {
      place: folder,
      cause,
    });
  }
}

/** What the site is built with, besides the places. */
interface BuildInput {
  git: Git;
  ledgers: Pick<VerifiedLedgers, 'open' | 'withMore'>;
  now: string;
  /** A file with a private list of 提示词, for the last check of pages that nobody has seen yet. */
  privateTerms?: string | undefined;
}

/** The settings that a site is built under: those that the ledger names, main's own where there is none. */
async function settingsInForce({ git, ledgers }: Pick<BuildInput, 'git' | 'ledgers'>): Promise<{ ledger: Ledger; main: Main }> {
  const ledger = await ledgers.open();
  if (ledger.head === null) return { ledger, main: await newestMain(git, { fetch: false }) };
  const settings = await lockedSettings({ git }, ledger);
  return { ledger, main: { ...(await newestCommit(git, { fetch: false, branch: settings.policy.branch })), settings } };
}

/** All that the website shows, from a verified ledger. Chains of kept pages aren't read, and few of the others are in memory at a time. */
async function siteFromLedger({ git, ledgers, now, privateTerms }: BuildInput, folder: string | undefined) {
  const { ledger: opened, main } = await settingsInForce({ git, ledgers });
  const { organisation, policy, terms, digest } = main.settings;
  const version = folder === undefined ? '' : digestOf([digest, purgesIn(opened)]);
  const kept = folder === undefined ? undefined : openKeptPages(folder, version);
  const input = { git, ledger: opened, main: main.commit, organisation, policy, terms: await withPrivateTerms(terms, privateTerms), now };
  return { input, made: await siteData(input, { kept, withMore: ledgers.withMore }) };
}

/**
 * Builds the website from a verified ledger, under the settings that the ledger names; without a ledger, an empty site that says so.
 * @param places `out`: of the website; `packages`: of the packages for a platform that isn't ours, left out where nobody wants them
 * @throws Problem `site/…` (exit 2)
 */
async function buildFromLedger(options: BuildInput, places: BuildPlaces): Promise<BuildReport & { head: string | null }> {
  try {
    return await builtOnce(options, places);
  } catch (error) {
    if (places.memory === undefined || (error instanceof Problem && error.code !== 'site/kept')) throw error;
    // What is kept from before only saves time: where it fails, everything is made anew, and a true fault shows again.
    return builtOnce(options, { ...places, memory: undefined });
  }
}

async function builtOnce(options: BuildInput, places: BuildPlaces): Promise<BuildReport & { head: string | null }> {
  const { input, made } = await siteFromLedger(options, places.memory && `${places.memory.slice(0, -'.json'.length)}-pages`);
  const report = await written(made, places);
  const packages = places.packages === undefined ? [] : await writePackages(places.packages, await sitePackages(input, made));
  return { ...report, ...where(input.policy), packages, head: input.ledger.head };
}

const where = (policy: Policy): Pick<BuildReport, 'website' | 'delivery' | 'rsync'> => {
  const { mode, rsync } = policy.channels.website;
  return { website: mode, delivery: deliveryOf(policy), ...(rsync && { rsync }) };
};

/** Items of the work tree that can be read; the others are for `check` to tell. */
async function workTreeItems(source: ContentSource): Promise<Item[]> {
  const paths = [...(await source.items()), ...(await source.history())];
  const folders = await Promise.all(paths.map((path) => source.folder(path)));
  return folders.flatMap((folder) => (folder ? (readItem(folder).item ?? []) : []));
}

async function preview(root: string, places: BuildPlaces, now: string): Promise<BuildReport> {
  const source = workTreeSource(root);
  const settings = await settingsAt(source);
  const report = await written(previewData(await workTreeItems(source), { ...settings, now }), places);
  return { ...report, ...where(settings.policy), packages: [] };
}

/**
 * The website, into a folder: as approved, or with `--unreviewed` the work tree, every page marked 预览.
 * @throws Problem `ledger/unverified`, `ledger/cut` (exit 2) for a ledger that can't be believed, `site/…`, settings that can't be read
 */
async function build(context: CommandContext): Promise<BuildReport> {
  const { root, options, env } = context;
  const given = resolve(root, typeof options.out === 'string' ? options.out : '_site');
  const packages = typeof options.packages === 'string' ? resolve(root, options.packages) : undefined;
  const clean = options['no-cache'] === true;
  const places = (out: string): BuildPlaces => ({ out, packages, memory: clean ? undefined : memoryOf(root, out) });
  if (options.unreviewed === true) return preview(root, places(given), clockOf(context));
  // A site from a ledger that was set back would drop pages, and show again what was taken down.
  return withCount(context, { strict: true }, async (git, count) => {
    const ledgers = verifiedLedgers(gitLedger(git, { fetch: false }), gitTrust(git), count);
    const { folder } = options.served === true ? (await settingsInForce({ git, ledgers })).main.settings.policy.channels.website : {};
    const input = { git, ledgers, now: clockOf(context), privateTerms: env.SANSHEN_PRIVATE_TERMS };
    const { head: _, ...report } = await buildFromLedger(input, places(folder ?? given));
    return report;
  });
}

/** What the workflow goes by: where the site goes, and whether it is another than the one that is out. */
function stepOutputs({ delivery, digest, rsync }: BuildReport): string {
  const lines = [`website=${delivery}`, `digest=${digest}`, ...(rsync ? [`to=${rsync.to}`, `host_key=${rsync.host_key}`] : [])];
  return `${lines.join('\n')}\n`;
}

export const command: Command = onRunPage({
  summary: '生成网站：只用审定过的稿件',
  usage: 'build [--out 文件夹 [--served]] [--packages 文件夹] [--unreviewed]',
  options: {
    out: { type: 'string', help: '写到这个文件夹（默认 _site）' },
    served: { type: 'boolean', help: '规则里写了网站文件夹（channels.website.folder）的，改写到那里，网页服务器从那里给读者看' },
    packages: { type: 'string', help: '网站由集约化平台发布时，把待录入的网站包写到这个文件夹（一条一个 zip）' },
    unreviewed: { type: 'boolean', help: '用工作区里没有审过的稿件，每页标明“预览”' },
    'no-cache': { type: 'boolean', help: '全部重新生成，不用上次留下的网页' },
  },
  formats: ['text', 'json'],
  run: async (context) => {
    const { options, env } = context;
    const report = await build(context);
    if (env.GITHUB_OUTPUT) appendFileSync(env.GITHUB_OUTPUT, stepOutputs(report));
    const { pages, items, emptyColumns, plainPictures, empty } = report;
    const lines = [
      `网站已生成：${pages} 页，${items} 条信息，在 ${report.out}`,
      ...(options.unreviewed === true
        ? ['要经一个网页服务器打开，直接双击文件看不了样式、链接和检索；见管理员手册“网站放在自己的服务器上”。']
        : []),
      ...report.packages.map((path) => `网站包：${path}`),
      ...(empty ? ['还没有台账，网站是空的。'] : []),
      ...(empty && emptyColumns.length > 0 ? [`没有内容的栏目：${emptyColumns.join('、')}`] : []),
      ...report.warnings.map(({ message }) => `提醒：${message}`),
      ...plainLines(plainPictures),
    ];
    return summarised(context, { exitCode: 0, json: { version: 1, ...report }, text: lines.join('\n') });
  },
});
