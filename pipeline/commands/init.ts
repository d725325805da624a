import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { beijingDate } from '../beijing-time.ts';
import { gitText } from '../forge/git/git-process.ts';
import { originUrl, repositoryName } from '../forge/git/git-remote.ts';
import { policySchema, type ReleasedProgram } from '../organisation/policy.ts';
import { TO_FILL_REPOSITORY } from '../organisation/to-fill.ts';
import { Problem } from '../problem.ts';
import { bureauFiles } from '../setup/new-bureau.ts';
import { VERSION } from '../version.ts';
import { generate } from './generate.ts';
import type { Command, CommandContext, CommandResult } from './shared/command.ts';
import { clockOf } from './shared/publisher-access.ts';
import { writeOut } from './shared/write-out.ts';

const PRODUCT = fileURLToPath(new URL('../..', import.meta.url));
const PATTERNS = join(PRODUCT, 'pipeline/setup/bureau');
/** What a bureau keeps of the product's as its own. */
const COPIED = ['content/terms', 'content/inbox/README.md'];
/** What has to be known, in the order of the questions: after the first, which says what the website is. */
const ASKED = {
  package: { what: '网站是不是放在上级的集约化平台上，由平台生成网页？', hint: '是 或 否', fits: /^(?:是|否|y|n|yes|no)$/i },
  name: { what: '单位名称', hint: '2 到 60 个字，如 示例市综合行政执法局', fits: /^[^\p{Cc}\p{Cf}]{2,60}$/u },
  domain: {
    what: '网站域名',
    hint: '小写字母、数字、短横和点，不带 https:// 和 /，如 xzzfj.example.gov.cn',
    fits: /^(?=.{4,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/,
  },
  tag: { what: '程序的版本', hint: `发布页上的标签，如 v${VERSION}`, fits: /^v\d{1,4}\.\d{1,4}\.\d{1,4}$/ },
  repository: { what: '产品仓库', hint: '程序发布在哪个仓库，所有者/仓库，如 shili/sanshen', fits: /^[\w.-]{1,100}\/[\w.-]{1,100}$/ },
} as const;
type Asked = keyof typeof ASKED;

/** From the option, else from the person at the terminal. @throws Problem `usage/<option>`, `usage/ended` (exit 2) */
async function answerOf({ options, ask, note }: CommandContext, option: Asked): Promise<string> {
  const { what, hint, fits } = ASKED[option];
  const given = options[option];
  if (typeof given === 'string' && fits.test(given)) return given;
  if (given !== undefined || ask === undefined) {
    const problem = given === undefined ? `没有写明${what}，这里也没有终端可以问` : `${what}“${String(given)}”写得不对`;
    throw new Problem(`usage/${option}`, `${problem}；应为 ${hint}；请写明 --${option}。什么也没有建。`, { place: `--${option}` });
  }
  for (;;) {
    const answer = await ask(`${what}（${hint}）：`);
    if (answer === null)
      throw new Problem('usage/ended', '还没有答完就结束了；应答完全部问题；什么也没有建，请再运行一次。', { place: 'init' });
    if (fits.test(answer.trim())) return answer.trim();
    note(`  不行：应为 ${hint}。`);
  }
}

const tried = (...words: string[]): Promise<string | null> =>
  gitText(PRODUCT, words).then(
    (text) => text.trim(),
    () => null,
  );
const textOf = (file: string): Promise<string | null> => readFile(file, 'utf8').catch(() => null);
const released = z.object({ repository: z.string().optional(), tag: z.string(), commit: z.string() });

/** What the line of policy.yml must be, by the option that says it. */
const PINNED = { repository: '“所有者/仓库”', commit: '40 位的提交', checksums: 'checksums.txt 的 SHA-256，64 位', tag: '发布页上的标签' };

/**
 * The release that the workflows will call: what the options say, else what the unpacked bundle or this clone of the product says of itself.
 * No name stands in for a repository that nobody has named: somebody else may own it.
 * @throws Problem `init/release` (exit 2)
 */
async function releaseOf(context: CommandContext, tag: string): Promise<ReleasedProgram> {
  const { options, note, ask } = context;
  const text = await textOf(join(PRODUCT, 'release.json'));
  const own = text === null ? null : released.parse(JSON.parse(text));
  const bundle = own?.tag === tag ? own : null;
  const sums = bundle && (await textOf(join(PRODUCT, '../checksums.txt')));
  // A copy within another repository knows nothing of this product's commits.
  const isClone = (await tried('rev-parse', '--show-prefix')) === '';
  const commitAt = async (rev: string) => (isClone ? tried('rev-parse', '--verify', '--quiet', rev) : null);
  const tagged = bundle?.commit ?? (await commitAt(`refs/tags/${tag}^{commit}`));
  const head = tagged === null && tag === `v${VERSION}` ? await commitAt('HEAD') : null;
  if (head !== null && options.commit === undefined)
    note(`产品仓库没有标签 ${tag}，写的是它现在的提交 ${head.slice(0, 7)}；请与发布页核对。`);
  const origin = isClone ? await originUrl(PRODUCT) : null;
  const cloned = origin !== null && /^(?:https?|ssh):|@/.test(origin) ? repositoryName(origin) : null;
  const named = options.repository ?? bundle?.repository ?? cloned;
  const program = {
    repository: named ?? (ask === undefined ? TO_FILL_REPOSITORY : await answerOf(context, 'repository')),
    tag,
    commit: options.commit ?? tagged ?? head ?? '',
    checksums: options.checksums ?? (sums ? createHash('sha256').update(sums).digest('hex') : undefined),
  };
  const read = policySchema.safeParse({ program: JSON.parse(JSON.stringify(program)) });
  if (read.success && read.data.program) return read.data.program;
  const wrong = (read.error?.issues[0]?.path[1] ?? 'commit') as keyof typeof PINNED;
  const problem = program[wrong] ? `--${wrong} 写的“${String(program[wrong])}”不对` : `不知道 ${tag} 是哪个提交`;
  throw new Problem('init/release', `${problem}；应为${PINNED[wrong]}；请照发布页写明 --${wrong}。什么也没有建。`, { place: `--${wrong}` });
}

/** An empty folder, or an empty repository in one. @throws Problem `init/not-empty` (exit 2) */
async function requireEmpty(folder: string, given: string): Promise<{ isRepository: boolean }> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : ['?']));
  const isRepository = names.includes('.git');
  const commits = isRepository && (await gitText(folder, ['rev-list', '--all', '--max-count=1']).catch(() => '?')) !== '';
  if (names.every((name) => name === '.git') && !commits) return { isRepository };
  const message = `${given} 里已经有东西；应为空的文件夹，或还没有提交的空仓库；请另指一个。什么也没有改。`;
  throw new Problem('init/not-empty', message, { place: given });
}

async function textsBelow(root: string, path: string): Promise<Record<string, string>> {
  const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null) return { [path]: await readFile(join(root, path), 'utf8') };
  const paths = entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
  const read = paths.map(async (file) => [file.slice(root.length + 1).replaceAll('\\', '/'), await readFile(file, 'utf8')]);
  return Object.fromEntries(await Promise.all(read));
}

async function run(context: CommandContext): Promise<CommandResult> {
  const { root, operands, options, ask } = context;
  const [given] = operands;
  if (given === undefined)
    throw new Problem('usage/operand', '没有写建在哪里；应写一个空文件夹；请写成 sanshen init 文件夹。', { place: 'init' });
  const folder = resolve(root, given);
  const { isRepository } = await requireEmpty(folder, given);
  const isAsked = ask !== undefined && options.package !== true && ['name', 'domain', 'tag'].some((name) => options[name] === undefined);
  const packaged = options.package === true || (isAsked && /^[y是]/i.test(await answerOf(context, 'package')));
  const [name, domain, tag] = [await answerOf(context, 'name'), await answerOf(context, 'domain'), await answerOf(context, 'tag')];
  const program = await releaseOf(context, tag);
  const today = beijingDate(clockOf(context));
  const copied = await Promise.all(COPIED.map((path) => textsBelow(PRODUCT.replace(/[\\/]$/, ''), path)));
  const own = bureauFiles(await textsBelow(PATTERNS, '.').then(relative), { name, domain, packaged, program }, today);
  const texts: Record<string, string> = Object.assign({}, ...copied, own);
  for (const [path, text] of Object.entries(texts)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeOut(folder, path, text, 'init/write');
  }
  const { written } = await generate({ root: folder, check: false, today });
  if (!isRepository) await gitText(folder, ['init', '--quiet']);
  // The branch that policy.yml names, whatever this machine or an empty repository calls its first one.
  await gitText(folder, ['symbolic-ref', 'HEAD', 'refs/heads/main']);
  const next = [
    '办公室：把 content/organisation.yml 里的“待填”换成本单位的，补齐 content/policy.yml 的网站信息，在 content/terms/ 里写上本单位的领导和用语',
    ...(program.repository === TO_FILL_REPOSITORY
      ? [`管理员：把 content/policy.yml 的 program 里的 ${TO_FILL_REPOSITORY} 换成产品仓库（所有者/仓库）`]
      : []),
    ...(program.checksums === undefined
      ? ['管理员：从发布页下载 checksums.txt，把它的 SHA-256 写进 content/policy.yml 的 program（checksums）']
      : []),
    '管理员：改完运行 sanshen generate',
    `管理员：cd ${given} && git add --all && git commit --message 建库，推送到私有的空仓库`,
    '管理员：照管理员手册“启用”做 sanshen setup --new-key、sanshen setup --apply、sanshen doctor',
  ];
  const files = [...Object.keys(texts), ...written].sort();
  const text = [
    `✓ ${name}的仓库建在 ${given}，共 ${files.length} 个文件，用程序 ${tag}。接着：`,
    ...next.map((line, index) => `${index + 1}. ${line}`),
  ];
  return { exitCode: 0, json: { version: 1, directory: folder, files, tag, next }, text: text.join('\n') };
}

/** Paths from the patterns' own folder. */
const relative = (texts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([path, text]) => [path.replace(/^\.\//, ''), text]));

export const command: Command = {
  summary: '建库：建本单位自己的仓库，工作流调用发布的程序',
  usage: 'init 文件夹 [--name 单位 --domain 域名 --tag 版本 --package]',
  options: {
    name: { type: 'string', help: '单位名称' },
    domain: { type: 'string', help: '网站域名' },
    tag: { type: 'string', help: '用哪一版程序，发布页上的标签' },
    package: { type: 'boolean', help: '网站在集约化平台上：审定的打包交给平台' },
    repository: { type: 'string', help: '产品仓库，所有者/仓库（默认：程序包或克隆自己写明的）' },
    commit: { type: 'string', help: '这个标签的提交，40 位（默认由程序自己查）' },
    checksums: { type: 'string', help: '发布页上 checksums.txt 的 SHA-256' },
  },
  operands: 1,
  formats: ['text', 'json'],
  run,
};
