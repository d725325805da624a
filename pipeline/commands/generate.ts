import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BeijingDate, beijingDate } from '../beijing-time.ts';
import { workTreeSource } from '../forge/content-source.ts';
import { generatedFiles } from '../organisation/generate.ts';
import { validateOrganisation } from '../organisation/validate.ts';
import { Problem } from '../problem.ts';
import type { Command } from './command.ts';
import { settingsAt } from './settings-at.ts';
import { writeOut } from './write-out.ts';

const ORGANISATION = 'content/organisation.yml';

/** What became of each generated file. With `check`, `written` stays empty. */
export interface GenerateResult {
  /** Paths whose bytes differ from what the settings ask for, or that are missing. */
  differing: string[];
  written: string[];
  unchanged: string[];
}

/** The text of a file, `null` where there is none; Windows' line ends are no difference. */
async function textOf(root: string, path: string): Promise<string | null> {
  try {
    return (await readFile(join(root, path), 'utf8')).replaceAll('\r\n', '\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Problem('generate/unreadable', `${path} 读不出来；应为可读的文件；请检查文件权限。`, { place: path, cause: error });
  }
}

async function replace(root: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true }).catch(() => undefined);
  await writeOut(root, path, text, 'generate/write');
}

async function wanted(root: string, today: BeijingDate): Promise<Record<string, string>> {
  const { organisation, policy } = await settingsAt(workTreeSource(root));
  const [fault] = validateOrganisation(organisation, today, policy.distinct_persons);
  if (fault) throw new Problem(fault.code, fault.message, { place: `${ORGANISATION} ${fault.place}` });
  return generatedFiles(organisation, policy, today);
}

/**
 * Makes the files that follow from the settings in the work tree, each replaced at once; with `check` only compares.
 * @param today Beijing date: who holds a post on it is listed.
 * @throws Problem exit 2 for settings that can't be read or don't hold together
 */
export async function generate(options: { root: string; check: boolean; today: BeijingDate }): Promise<GenerateResult> {
  const result: GenerateResult = { differing: [], written: [], unchanged: [] };
  for (const [path, text] of Object.entries(await wanted(options.root, options.today))) {
    if ((await textOf(options.root, path)) === text) result.unchanged.push(path);
    else {
      result.differing.push(path);
      if (options.check) continue;
      await replace(options.root, path, text);
      result.written.push(path);
    }
  }
  return result;
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
  usage: 'generate [--check]',
  options: { check: { type: 'boolean', help: '只比较，不写；有不一致时结束码为 1' } },
  formats: ['text', 'json'],
  run: async ({ root, at, options }) => {
    const check = options.check === true;
    const result = await generate({ root, check, today: beijingDate(at ?? new Date()) });
    return { exitCode: check && result.differing.length > 0 ? 1 : 0, json: { version: 1, ...result }, text: report(result) };
  },
};
