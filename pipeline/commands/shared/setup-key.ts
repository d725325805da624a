import { existsSync } from 'node:fs';
import { open, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { beijingDate } from '../../beijing-time.ts';
import { Problem } from '../../problem.ts';
import { newSigningKey, policyEntry } from '../../setup/first-settings.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { clockOf } from './publisher-access.ts';

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
export async function setupKey(context: CommandContext, given: string): Promise<CommandResult> {
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
    `    ${SECRET}="$(cat ${quoted})" npx --no-install sanshen setup --apply`,
    '更换密钥：给旧的一行补上 to，两行都留着；旧的审核单要靠它核对。',
  ].join('\n');
  return { exitCode: 0, json: { version: 1, key: { ...publicKey, from, file, line: line.trim() } }, text };
}
