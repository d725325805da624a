import { mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type BeijingDate, beijingDate } from '../beijing-time.ts';
import { type ContentSource, commitSource, workTreeSource } from '../forge/git/content-source.ts';
import { generatedFiles } from '../organisation/generated/generate.ts';
import { validateOrganisation } from '../organisation/validate.ts';
import { requireSoundPolicy } from '../organisation/validate-policy.ts';
import { Problem } from '../problem.ts';
import { commitOf } from './shared/changed-items.ts';
import type { Command } from './shared/command.ts';
import { withGit } from './shared/publisher-access.ts';
import { settingsAt } from './shared/settings-at.ts';
import { writeOut } from './shared/write-out.ts';

const ORGANISATION = 'content/organisation.yml';

/** What became of each generated file. With `check`, `written` stays empty. */
export interface GenerateResult {
  /** Paths whose bytes differ from what the settings ask for, or that are missing. */
  differing: string[];
  written: string[];
  unchanged: string[];
}

async function replace(root: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true }).catch(() => undefined);
  await writeOut(root, path, text, 'generate/write');
}

/** The workflows that a bureau's own call: of the program that runs. */
const CALLABLE = ['act', 'check', 'gate', 'intake', 'publish', 'watch'];

/** Pages for those who write and those who verify, which a bureau keeps as the program that it names has them. */
const PAGES = ['稿件怎样写', '检查规则', '怎样自己验一遍'].map((name) => `.github/${name}.md`);

/** Texts of the product itself, by path. */
async function ownTexts(paths: readonly string[]): Promise<[string, string][]> {
  const texts = paths.map((path) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8'));
  return (await Promise.all(texts)).map((text, index) => [paths[index] as string, text]);
}

/** By their names. */
async function callableWorkflows(): Promise<Record<string, string>> {
  const texts = await ownTexts(CALLABLE.map((name) => `.github/workflows/${name}.yml`));
  return Object.fromEntries(texts.map(([path, text]) => [basename(path), text]));
}

async function wanted(source: ContentSource, today: BeijingDate): Promise<Record<string, string>> {
  const { organisation, policy } = await settingsAt(source);
  const [fault] = validateOrganisation(organisation, today, policy.distinct_persons);
  if (fault) throw new Problem(fault.code, fault.message, { place: `${ORGANISATION} ${fault.place}` });
  requireSoundPolicy(policy);
  if (!policy.program) return generatedFiles(organisation, policy, today);
  return { ...generatedFiles(organisation, policy, today, await callableWorkflows()), ...Object.fromEntries(await ownTexts(PAGES)) };
}

/** What lies there now; Windows' line ends are no difference. */
async function textOf(source: ContentSource, path: string): Promise<string | null> {
  return (await source.text(path))?.replaceAll('\r\n', '\n') ?? null;
}

interface Comparison {
  /** What every generated file should say. */
  texts: Record<string, string>;
  differing: string[];
  unchanged: string[];
}

/** Compares what a source has with what its own settings ask for. */
async function compare(source: ContentSource, today: BeijingDate): Promise<Comparison> {
  const texts = await wanted(source, today);
  const same = await Promise.all(Object.entries(texts).map(async ([path, text]) => (await textOf(source, path)) === text));
  const paths = Object.keys(texts);
  return { texts, differing: paths.filter((_, index) => !same[index]), unchanged: paths.filter((_, index) => same[index]) };
}

/**
 * Makes the files that follow from the settings in the work tree, each replaced at once; with `check` only compares.
 * @param today Beijing date: who holds a post on it is listed.
 * @throws Problem exit 2 for settings that can't be read or don't hold together
 */
export async function generate(options: { root: string; check: boolean; today: BeijingDate }): Promise<GenerateResult> {
  const { root, check, today } = options;
  const { texts, differing, unchanged } = await compare(workTreeSource(root), today);
  const written = check ? [] : differing;
  for (const path of written) await replace(root, path, texts[path] as string);
  return { differing, written, unchanged };
}

/** The same for a commit, from Git's objects alone: a submission's files are never run or written. */
async function compareCommit(root: string, rev: string, today: BeijingDate): Promise<GenerateResult> {
  return withGit(root, async (git) => {
    const { differing, unchanged } = await compare(commitSource(git, await commitOf(git, rev, '--rev')), today);
    return { differing, written: [], unchanged };
  });
}

function report({ differing, written, unchanged }: GenerateResult): string {
  if (differing.length === 0) return `名单、规则与生成的 ${unchanged.length} 个文件一致。`;
  if (written.length > 0)
    return [`已更新 ${written.length} 个文件，请与名单、规则一起提交：`, ...written.map((path) => `  ${path}`)].join('\n');
  const list = differing.map((path) => `  ${path}`);
  return [`${differing.length} 个文件与名单、规则不一致：`, ...list, '应由程序生成，不手改；请运行 sanshen generate 并提交。'].join('\n');
}

export const command: Command = {
  summary: '按名单和规则生成平台要用的文件',
  usage: 'generate [--check [--rev 版本]]',
  options: {
    check: { type: 'boolean', help: '只比较，不写；有不一致时结束码为 1' },
    rev: { type: 'string', help: '比较这个提交里的，不看工作区' },
  },
  formats: ['text', 'json'],
  run: async ({ root, at, options }) => {
    const check = options.check === true;
    const rev = options.rev as string | undefined;
    if (rev !== undefined && !check) {
      throw new Problem('usage/generate', '--rev 要与 --check 同用；提交里的只能比较，不能写；请加上 --check。', { place: '--rev' });
    }
    const today = beijingDate(at ?? new Date());
    const result = rev === undefined ? await generate({ root, check, today }) : await compareCommit(root, rev, today);
    return { exitCode: check && result.differing.length > 0 ? 1 : 0, json: { version: 1, ...result }, text: report(result) };
  },
};
