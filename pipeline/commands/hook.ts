import { chmod, mkdir, readFile, rm } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workTreeSource } from '../forge/git/content-source.ts';
import { gitEnvironment, runGit } from '../forge/git/git-process.ts';
import { Problem } from '../problem.ts';
import type { Command, CommandContext, CommandResult } from './shared/command.ts';
import { settingsAt } from './shared/settings-at.ts';
import { writeOut } from './shared/write-out.ts';

/** The program that installs it: a bureau's own repository holds none. */
const OWN = fileURLToPath(new URL('../sanshen.js', import.meta.url));

/** By this line the hook is known as ours: nothing else is ever replaced or removed. */
const MARK = '# sanshen pre-push';

/**
 * The hook's text: what is pushed is compared with the remote's publishing branch and checked before it leaves the machine. A shell that Git
 * brings along runs it (Git Bash on Windows); it needs nothing but git and node. Deleted branches and commits without content (the ledger) pass.
 * @param branch the publishing branch, a plain name
 */
function prePush(branch: string): string {
  const own = OWN.replaceAll("'", "'\\''");
  return `#!/bin/sh
${MARK}: made by "sanshen hook", taken away by "sanshen hook --remove".
# Checks the items that a push brings, before they leave this machine. In need: git push --no-verify
if ! command -v node >/dev/null 2>&1; then
  echo '没有推送：找不到 Node.js，推送前的检查做不了。请安装后重试；急用时运行 git push --no-verify。' >&2
  exit 1
fi
if [ -f pipeline/sanshen.js ]; then sanshen() { node pipeline/sanshen.js "$@"; }
elif [ -f '${own}' ]; then sanshen() { node '${own}' "$@"; }
else sanshen() { npx --no-install sanshen "$@"; }
fi
base="refs/remotes/$1/${branch}"
git rev-parse --quiet --verify "$base^{commit}" >/dev/null || base=
while read -r name commit there before; do
  git rev-parse --quiet --verify "$commit:content/organisation.yml" >/dev/null || continue
  if [ -n "$base" ]; then sanshen check --rev "$commit^{commit}" --base "$base" </dev/null
  else sanshen check --rev "$commit^{commit}" </dev/null
  fi || {
    echo "没有推送 $name：上面须改的问题和提醒请先改好（或写豁免），提交后再推送。" >&2
    exit 1
  }
done
`;
}

/** What git itself answers here; our own runs of git have no hooks, so that setting is left out. */
async function asked(root: string, ...words: string[]): Promise<string> {
  const { code, stdout } = await runGit(root, words, { env: { ...gitEnvironment(), GIT_CONFIG_COUNT: '0' }, accept: [0, 1, 128] });
  if (code === 0) return stdout.toString('utf8').replace(/\r?\n$/, '');
  throw new Problem('git/not-a-repository', '这里不是 Git 仓库，装不了推送前的检查；应为信息仓库的文件夹；请核对 --root。', {
    place: root,
  });
}

const within = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return !way.startsWith('..') && !isAbsolute(way);
};

/**
 * Where this repository keeps its hooks (`core.hooksPath` heard). A folder outside it serves other repositories as well.
 * @throws Problem `hook/shared` (exit 2)
 */
async function hooksFolder(root: string): Promise<string> {
  const folder = resolve(root, await asked(root, 'rev-parse', '--git-path', 'hooks'));
  const own = [await asked(root, 'rev-parse', '--show-toplevel'), resolve(root, await asked(root, 'rev-parse', '--git-common-dir'))];
  if (own.some((one) => within(one, folder))) return folder;
  throw new Problem(
    'hook/shared',
    `本机所有仓库共用一个钩子文件夹（core.hooksPath：${folder}），没有动它；应为本仓库自己的；请运行 git config core.hooksPath .git/hooks 后重试，或由管理员处理。`,
    { place: 'core.hooksPath' },
  );
}

async function textAt(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new Problem('hook/read', `读不了 ${file}；应为普通文件；请检查权限。`, { place: file, cause: error });
  });
}

const isOurs = (text: string | null): boolean => text?.split('\n')[1]?.startsWith(MARK) ?? false;

async function remove(file: string): Promise<CommandResult> {
  const text = await textAt(file);
  const ours = isOurs(text);
  if (ours) await rm(file);
  const said = ours ? '推送前的检查已取消。' : text === null ? '没有装过推送前的检查。' : `${file} 不是本程序装的，没有动它。`;
  return { exitCode: 0, json: { version: 1, file, installed: false, removed: ours }, text: said };
}

/** @throws Problem `hook/foreign` (exit 2): somebody's own hook stays as it is; `hook/branch`: no plain name */
async function install(root: string, folder: string, file: string): Promise<CommandResult> {
  const text = await textAt(file);
  if (text !== null && !isOurs(text)) {
    throw new Problem(
      'hook/foreign',
      `${file} 已有别的钩子，没有动它；应为空着，或本程序装的；请在那个钩子里加一行 node pipeline/sanshen.js check，或把它移走后重试。`,
      { place: file },
    );
  }
  const { policy } = await settingsAt(workTreeSource(root));
  // The name stands in a script.
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u.test(policy.branch)) {
    throw new Problem('hook/branch', 'policy.yml 的 branch 写得不像分支名；应为字母、数字、连字符和斜线；请改正后重试。', {
      place: 'branch',
    });
  }
  await mkdir(folder, { recursive: true });
  await writeOut(root, file, prePush(policy.branch), 'hook/write');
  await chmod(file, 0o755);
  const said = `推送前的检查已装好：以后 git push 会先检查要推送的信息，有须改的不推送。\n取消：sanshen hook --remove　急用时跳过一次：git push --no-verify`;
  return { exitCode: 0, json: { version: 1, file, installed: true, removed: false }, text: said };
}

export const command: Command = {
  summary: '推送前先检查：装一个 Git 钩子，或用 --remove 取消',
  usage: 'hook [--remove]',
  options: { remove: { type: 'boolean', help: '取消推送前的检查' } },
  formats: ['text', 'json'],
  run: async ({ root, options }: CommandContext) => {
    const folder = await hooksFolder(root);
    const file = join(folder, 'pre-push');
    return options.remove === true ? remove(file) : install(root, folder, file);
  },
};
