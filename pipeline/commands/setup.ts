import { existsSync } from 'node:fs';
import { open, readFile, realpath, rm } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { beijingDate } from '../beijing-time.ts';
import { workTreeSource } from '../forge/git/content-source.ts';
import { entriesToFill } from '../organisation/to-fill.ts';
import { Problem } from '../problem.ts';
import { newSigningKey, policyEntry } from '../setup/first-settings.ts';
import { letterDocx, letterText } from '../setup/letter.ts';
import type { Command, CommandContext, CommandResult } from './shared/command.ts';
import { clockOf } from './shared/publisher-access.ts';
import { settingsAt } from './shared/settings-at.ts';
import { writeOut } from './shared/write-out.ts';

/** Options that say what setup does; at most one of them. */
const WAYS = ['apply', 'letter', 'new-key'] as const;

/** Options that belong to another. */
const NEEDS: Record<string, (typeof WAYS)[number]> = { out: 'letter', 'confirm-removals': 'apply' };

function requireSound(options: CommandContext['options']): void {
  const ways = WAYS.filter((name) => options[name] !== undefined && options[name] !== false);
  if (ways.length > 1) {
    const message = `--${ways[0]} 不能与 --${ways[1]} 同用；一次只做一件；请分两次运行。`;
    throw new Problem('usage/setup', message, { place: `--${ways[1]}` });
  }
  for (const [name, way] of Object.entries(NEEDS)) {
    if (options[name] === undefined || ways.includes(way)) continue;
    const message = `--${name} 要与 --${way} 同用；请加上 --${way}，或去掉 --${name}。`;
    throw new Problem('usage/setup', message, { place: `--${name}` });
  }
}

function confirmedIn(given: unknown): number | null {
  if (given === undefined) return null;
  if (typeof given === 'string' && /^\d{1,6}$/.test(given)) return Number(given);
  throw new Problem('usage/setup', `--confirm-removals “${String(given)}”不是人数；应为要移出的人数，如 2；请改正。`, {
    place: '--confirm-removals',
  });
}

const TEMPLATE = new URL('../setup/letter.md', import.meta.url);

/** An address of the environment; one that is left empty isn't set. */
const given = (value: string | undefined): string | null => value?.trim() || null;

/**
 * `setup --letter`: the page of requests to the leaders, from the settings of the work tree; asks nobody.
 * @throws Problem for settings that can't be read, `usage/out`, `letter/write` (exit 2)
 */
async function setupLetter(context: CommandContext): Promise<CommandResult> {
  const { root, env, options } = context;
  const out = typeof options.out === 'string' ? options.out : null;
  const kind = out === null ? '.md' : extname(out).toLowerCase();
  if (!['.docx', '.md', '.txt'].includes(kind)) {
    const message = `--out “${out}”看不出要哪种文件；应以 .docx、.md 或 .txt 结尾；请改文件名。`;
    throw new Problem('usage/out', message, { place: '--out' });
  }
  const addresses = {
    apiUrl: given(env.GITHUB_API_URL),
    wechatBase: given(env.WECHAT_API_BASE),
    weiboBase: given(env.WEIBO_API_BASE),
  };
  const { organisation, policy } = await settingsAt(workTreeSource(root));
  if (entriesToFill(organisation, policy).length > 0)
    context.note('名单还没有填好，请示里的“待填”要补上：先填 content/organisation.yml 再写一次，或在请示上改。');
  const letter = letterText(await readFile(TEMPLATE, 'utf8'), { organisation, policy, today: beijingDate(clockOf(context)), ...addresses });
  if (out === null) return { exitCode: 0, json: { version: 1, letter }, text: letter };
  const file = await writeOut(root, out, kind === '.docx' ? letterDocx(letter) : letter, 'letter/write');
  return { exitCode: 0, json: { version: 1, letter, out: file }, text: `请示已写到 ${file}，请办公室核对后呈报。` };
}

const SECRET = 'SANSHEN_SIGNING_KEY';

function isWithin(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path !== '..' && !path.startsWith(`..${sep}`) && path !== file;
}

/** The work tree of any repository that a folder lies in, `null` if none. */
function workTreeAround(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (at === dirname(at)) return null;
  }
}

/** Where the key is to lie, links followed. @throws Problem `setup/key-place`, `setup/key-write` (exit 2) */
async function keyPath(root: string, given: string): Promise<string> {
  const asked = resolve(root, given);
  const folder = await realpath(dirname(asked)).catch((cause: unknown) => {
    const message = `写不到 ${given}；上级文件夹应当已有；请先建好，或另指一个文件。`;
    throw new Problem('setup/key-write', message, { place: '--new-key', cause });
  });
  const file = join(folder, basename(asked));
  if (workTreeAround(folder) === null && !isWithin(await realpath(root), file)) return file;
  const message = `${given} 在仓库的文件夹里，私钥会被提交上去；应放在仓库外面；请另指一个文件，如 ../sanshen-signing-key.pem。`;
  throw new Problem('setup/key-place', message, { place: '--new-key' });
}

/** Writes a new file that only its owner can read; what is there already stays as it is. */
async function writeSecret(file: string, given: string, text: string): Promise<void> {
  let made = false;
  try {
    const handle = await open(file, 'wx', 0o600);
    made = true;
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (made) await rm(file, { force: true }).catch(() => undefined);
    const there = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    const message = there
      ? `${given} 已经有了；不覆盖，免得丢掉正在用的私钥；请另起一个文件名。`
      : `写不到 ${given}；应为可以写的位置；请检查权限和磁盘，或另指一个文件。`;
    throw new Problem(there ? 'setup/key-exists' : 'setup/key-write', message, { place: '--new-key', cause });
  }
}

/**
 * `setup --new-key FILE`: makes a signing key. The private half goes into the file and is shown nowhere; the public half is printed as the
 * line of `policy.signing_keys`. Asks nobody.
 * @throws Problem `setup/key-place`, `setup/key-exists`, `setup/key-write` (exit 2)
 */
async function setupKey(context: CommandContext, given: string): Promise<CommandResult> {
  const file = await keyPath(context.root, given);
  const { privateKeyPem, publicKey } = newSigningKey();
  const from = beijingDate(clockOf(context));
  await writeSecret(file, given, privateKeyPem);
  const quoted = `'${file.replaceAll("'", "'\\''")}'`;
  const line = `  - ${policyEntry(publicKey, from)}`;
  const text = [
    `签名私钥已写到 ${file}，只有本人能读。它不会再显示；不要提交、不要转发，存好后移到离线的地方保管。`,
    '',
    '一、把这一行加到 content/policy.yml 的 signing_keys 下面（原来写着 [] 的，把 [] 删去），送审合并到主分支（首次启用由管理员直接放上）：',
    'signing_keys:',
    line,
    `二、在仓库的 Settings → Environments → publish 里新建密钥 ${SECRET}，内容是这个文件的全文。装有 gh 的，运行`,
    `    gh secret set ${SECRET} --env publish < ${quoted}`,
    '三、首次启用：第一步合并后，在本机先 git pull，再运行',
    `    ${SECRET}="$(cat ${quoted})" ${existsSync(join(context.root, 'pipeline/sanshen.js')) ? 'npx --no-install sanshen' : 'sanshen'} setup --apply`,
    '更换密钥：给旧的一行补上 to，两行都留着，旧的审核单要靠它核对；合并后用旧的私钥运行一次 approve，登记了新名单再做第二步。',
  ].join('\n');
  return { exitCode: 0, json: { version: 1, key: { ...publicKey, from, file, line: line.trim() } }, text };
}

export const command: Command = {
  summary: '启用：平台设置照名单、规则核对和修改，签名第一版，做密钥',
  usage: 'setup [--apply [--confirm-removals 人数]] | setup --new-key 文件 | setup --letter [--out 文件]',
  options: {
    apply: { type: 'boolean', help: '照计划改；不写时只列出要建、要改、要删和须由人办的' },
    'confirm-removals': { type: 'string', help: '一次移出四分之一以上的审核人时，写明人数才改' },
    'new-key': { type: 'string', help: '做一把签名密钥，私钥写到仓库外的这个文件，显示要加到 policy.yml 的一行' },
    letter: { type: 'boolean', help: '写一页给领导的请示：申请哪些账号、放行哪些地址、谁来审核、决定哪些开关' },
    out: { type: 'string', help: '请示写到这个文件（.docx、.md、.txt）；不写时显示在屏幕上' },
  },
  formats: ['text', 'json'],
  run: async (context) => {
    const { options } = context;
    requireSound(options);
    if (options.letter === true) return setupLetter(context);
    const newKey = options['new-key'];
    if (typeof newKey === 'string') return setupKey(context, newKey);
    const confirmed = confirmedIn(options['confirm-removals']);
    return (await import('./shared/setup-repository.ts')).setUpRepository(context, { apply: options.apply === true, confirmed });
  },
};
