import { beijingDate, type Instant } from '../beijing-time.ts';
import { type CheckResult, resultOf } from '../check/finding.ts';
import type { CheckContext } from '../check/rule.ts';
import { RULE_NAMES } from '../check/rule-names.ts';
import { otherItems } from '../forge/evidence/other-items.ts';
import { type ContentSource, commitSource, workTreeSource } from '../forge/git/content-source.ts';
import { type Git, openGit } from '../forge/git/git.ts';
import { runGit } from '../forge/git/git-process.ts';
import { HISTORY_FOLDER, historyFolderOf } from '../item/history/history.ts';
import { pathMeant } from '../item/item-operand.ts';
import { ITEMS_FOLDER, itemFolderOf, parseItemId } from '../item/item-path.ts';
import { dateOut, publishedIn } from '../ledger/published.ts';
import type { Policy } from '../organisation/policy.ts';
import { NO_TERMS } from '../organisation/terms.ts';
import { entriesToFill } from '../organisation/to-fill.ts';
import { validateOrganisation } from '../organisation/validate.ts';
import { requireSoundPolicy } from '../organisation/validate-policy.ts';
import { rotaFaults } from '../organisation/validate-rota.ts';
import { Problem } from '../problem.ts';
import { changedItems, commitOf, folderOf } from './shared/changed-items.ts';
import { checkItems } from './shared/check-items.ts';
import { FORMATS, reported } from './shared/check-report.ts';
import type { Command, CommandContext } from './shared/command.ts';
import { allSettingsAt, withPrivateTerms } from './shared/settings-at.ts';

const ORGANISATION = 'content/organisation.yml';

export interface CheckOptions {
  root: string;
  /** Ids or folders; none: those that differ from the merge base with `base`. */
  items: string[];
  /** All that isn't published as it lies there. */
  all?: boolean | undefined;
  /** Default: `origin/` and the policy's branch; where that isn't there, all are looked at. */
  base?: string | undefined;
  /** Read a commit instead of the work tree. */
  rev?: string | undefined;
  at: Instant;
  /** First mend in the work tree what has one right form only: metadata of pictures, and what the rules of the text offer. */
  fix?: boolean;
  /** A file with a private list of 提示词. */
  privateTerms?: string | undefined;
  note?: (line: string) => void;
  /** Asks a person for a yes before 政治表述 is changed; not there where nobody is. */
  confirm?: ((question: string) => Promise<boolean>) | undefined;
}

/** What the rules know besides the item, from the place that the item comes from. */
export async function settingsOf(source: ContentSource, at: Instant): Promise<Omit<CheckContext, 'released'>> {
  const settings = await allSettingsAt(source);
  const { organisation, policy } = settings;
  const today = beijingDate(at);
  const rota = rotaFaults(organisation, policy.delegation.enabled, settings.holidays, today);
  const [fault] = [...validateOrganisation(organisation, today, policy.distinct_persons), ...rota];
  if (fault) throw new Problem(fault.code, fault.message, { place: `${ORGANISATION} ${fault.place}` });
  requireSoundPolicy(policy);
  return { ...settings, now: at };
}

/** The folder that an operand means: an id, a folder, its `index.md`. */
function folderMeant(root: string, operand: string): string {
  const path = pathMeant(root, operand);
  if (historyFolderOf(`${path}/index.md`) === path && !path.split('/').includes('..')) return path;
  const folder = parseItemId(path)?.path ?? (path.split('/').includes('..') ? null : itemFolderOf(`${path}/index.md`));
  if (folder === path || folder === `${ITEMS_FOLDER}/${path}`) return folder;
  throw new Problem('usage/item', `“${operand}”不是一条信息。应为编号或文件夹，如 wucheng/2026-11-23-street。请核对后重试。`, {
    place: operand,
  });
}

/** The folders that differ from `base` in the commit that is looked at or, without `rev`, in the work tree. */
async function changedSince(git: Git, commit: string, { root, rev }: CheckOptions, base: string): Promise<Set<string>> {
  const changed = await changedItems(git, base, commit);
  if (rev === undefined) {
    const { stdout } = await runGit(root, [
      'status',
      '--porcelain',
      '-z',
      '--no-renames',
      '--untracked-files=all',
      '--',
      ITEMS_FOLDER,
      HISTORY_FOLDER,
    ]);
    const paths = stdout
      .toString('utf8')
      .split('\0')
      .map((entry) => entry.slice(3));
    for (const folder of paths.flatMap((path) => folderOf(path) ?? [])) changed.add(folder);
  }
  return changed;
}

/** What items are compared with where neither items nor a base are named; nothing where the remote branch isn't there. */
async function usualBase(git: Git, branch: string): Promise<string | undefined> {
  const base = `origin/${branch}`;
  return (await git.resolve(`refs/remotes/${base}`)) === null ? undefined : base;
}

/** The folders to look at; `all` where they are simply all there are, published ones among them. */
async function pathsFor(
  options: CheckOptions,
  { source, git, commit }: { source: ContentSource; git: Git | null; commit: string | null },
  branch: string,
): Promise<{ paths: string[]; all: boolean }> {
  const { root, items, all = false, note = () => {} } = options;
  if (items.length > 0) return { paths: [...new Set(items.map((operand) => folderMeant(root, operand)))], all: false };
  const base = git === null || all ? undefined : (options.base ?? (await usualBase(git, branch)));
  if (git === null || base === undefined) return { paths: await source.items(), all: true };
  const changed = [...(await changedSince(git, commit ?? (await commitOf(git, 'HEAD', '--rev')), options, base))].sort();
  const there = await Promise.all(changed.map((path) => source.has(path)));
  const paths = changed.filter((_, index) => there[index]);
  if (paths.length === 0) note(`和 ${base} 相比没有改动过的信息；全部检查请加 --all，只查一件请在后面写编号。`);
  return { paths, all: false };
}

async function opened(options: CheckOptions): Promise<Git | null> {
  try {
    return await openGit(options.root);
  } catch (error) {
    // A folder that isn't a repository can still be checked as it lies there.
    if (error instanceof Problem && error.code === 'git/not-a-repository' && !options.base && !options.rev) return null;
    throw error;
  }
}

/**
 * Checks items of the work tree or of a commit by all rules; settings come from the same place.
 * @throws Problem exit 2: unknown item or revision, broken settings, a unit that three persons can't sign
 */
export async function check(options: CheckOptions): Promise<{ exitCode: 0 | 1; result: CheckResult; policy: Policy }> {
  const { root, items: named, all: every = false, base, rev, at, fix = false, note = () => {} } = options;
  if (every && (named.length > 0 || base !== undefined)) {
    throw new Problem('usage/all', '--all 检查全部，不能再写信息或 --base。请去掉其中一个。', { place: '--all' });
  }
  if (fix && rev !== undefined) {
    throw new Problem('usage/fix', '--fix 只能改工作区里的文件，不能和 --rev 一起用。请去掉其中一个。', { place: '--fix' });
  }
  const git = await opened(options);
  try {
    const commit = git && (rev === undefined ? await git.resolve('HEAD') : await commitOf(git, rev, '--rev'));
    const source = git && commit && rev !== undefined ? commitSource(git, commit) : workTreeSource(root);
    const settings = await settingsOf(source, at);
    if (entriesToFill(settings.organisation, settings.policy).length > 0)
      note('名单还没有填好：带“待填”和 daitian- 的都是样子；要换哪些，见 sanshen doctor。');
    const published = await publishedIn(git);
    const { paths, all } = await pathsFor(options, { source, git, commit }, settings.policy.branch);
    const isOpen = (id: string) => !published.released.has(id);
    const others = paths.length === 0 ? [] : await otherItems({ git, commit, source, today: beijingDate(at), isOpen });
    const terms = await withPrivateTerms(settings.terms ?? NO_TERMS, options.privateTerms);
    const context = { ...settings, terms, others };
    const items = { source, context, published, dateOut: (id: string) => dateOut(git, published, id), paths, all };
    const result = resultOf(await checkItems({ ...items, root, fix, note, confirm: options.confirm }));
    return { exitCode: result.errors + result.warnings > 0 ? 1 : 0, result, policy: context.policy };
  } finally {
    git?.close();
  }
}

/** The file with the private list of 提示词 that an option or the environment names. */
function privateTermsOf(options: CommandContext['options'], env: CommandContext['env']): string | undefined {
  return (options['private-terms'] as string | undefined) ?? env.SANSHEN_PRIVATE_TERMS;
}

/** What is out, under the work tree's settings. @throws Problem `usage/published` */
async function checkOut(command: CommandContext, at: Instant): ReturnType<typeof check> {
  const { root, operands, options, env, note } = command;
  const beside = ['all', 'base', 'rev', 'fix'].find((name) => options[name] !== undefined);
  if (operands.length > 0 || beside !== undefined) {
    throw new Problem('usage/published', '--published 查全部已发布的信息；后面不写别的；请去掉信息、--all、--base、--rev 和 --fix。', {
      place: '--published',
    });
  }
  const settings = await settingsOf(workTreeSource(root), at);
  const context = { ...settings, terms: await withPrivateTerms(settings.terms ?? NO_TERMS, privateTermsOf(options, env)) };
  const { checkEverythingOut } = await import('./shared/check-published.ts');
  const { follower } = await import('./shared/visit-links.ts');
  const follow = follower(options.links === true, settings.policy, note);
  const result = await checkEverythingOut(command, context, follow);
  return { exitCode: result.errors + result.warnings > 0 ? 1 : 0, result, policy: context.policy };
}

export const command: Command = {
  summary: '检查信息：格式、时效、涉密、个人信息、图片、链接、渠道限额',
  usage: 'check [信息…] [--all] [--base 版本] [--rev 版本] [--fix] [--out 文件] | check --published [--links]',
  options: {
    all: { type: 'boolean', help: '检查全部未发布的信息，不只是改动过的' },
    base: { type: 'string', help: '检查和这个版本相比改动过的信息（默认和远端主分支比；没有的，查全部）' },
    rev: { type: 'string', help: '从这个版本读，不读工作区' },
    fix: {
      type: 'boolean',
      help: '清除工作区里图片的拍摄信息，画面不变；改正文里能自动改的错处，遮去号码，别的字不变；政治表述一处一处问过再改',
    },
    published: { type: 'boolean', help: '用现在的规则和用语查全部已发布的信息（存量排查），写明发布在哪里' },
    links: {
      type: 'boolean',
      help: '和 --published 一起用：再看已发布信息里的链接还打不打得开（要连外网，只提示；policy.yml 写 links: {nightly: true} 的，不用写）',
    },
    'private-terms': {
      type: 'string',
      help: '再用这份不公开的提示词清单检查（写法同 screen.yml；也可设 SANSHEN_PRIVATE_TERMS），不显示、不保存其中内容',
    },
    out: { type: 'string', help: '另把检查报告（网页，可打印）写到这个文件，如 检查报告.html' },
  },
  operands: Number.POSITIVE_INFINITY,
  formats: FORMATS,
  run: async (context) => {
    const { root, operands, options, env, note } = context;
    if (options.links && !options.published) {
      throw new Problem('usage/links', '--links 只和 --published 一起用：查已发布信息里的链接。请加上 --published。', { place: '--links' });
    }
    const at = context.at ?? new Date().toISOString();
    const rev = options.rev as string | undefined;
    const { exitCode, result, policy } = options.published
      ? await checkOut(context, at)
      : await check({
          root,
          items: operands,
          all: options.all === true,
          base: options.base as string | undefined,
          rev,
          at,
          fix: options.fix === true,
          privateTerms: privateTermsOf(options, env),
          note,
          confirm: context.confirm,
        });
    const unknown = Object.keys(policy.severities).filter((name) => !Object.hasOwn(RULE_NAMES, name));
    if (unknown.length > 0)
      note(`policy.yml 的 severities 写了没有的规则 ${unknown.join('、')}，不起作用；规则的名称见检查结果，请改正或删去。`);
    return { exitCode, json: result, text: await reported(context, { result, policy, at, version: rev ?? '工作区' }) };
  },
};
