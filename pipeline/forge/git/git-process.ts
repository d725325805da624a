import { spawn } from 'node:child_process';
import { Problem } from '../../problem.ts';

/** What a git command left behind. */
export interface GitResult {
  code: number;
  stdout: Buffer;
  stderr: string;
}

export interface GitRun {
  input?: string | Uint8Array;
  /** Extra environment, e.g. the token's header. */
  env?: Readonly<Record<string, string>>;
  /** Exit codes that are answers, not failures; default 0 alone. */
  accept?: readonly number[];
}

/** Variables that would point git at another repository, index or object store; they are set when a hook starts us. */
const LOCAL =
  /^GIT_(DIR|WORK_TREE|IMPLICIT_WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|PREFIX|NAMESPACE)$/;
const REWRITING =
  /^GIT_(CONFIG|CONFIG_PARAMETERS|CONFIG_COUNT|CONFIG_KEY_\d+|CONFIG_VALUE_\d+|GRAFT_FILE|SHALLOW_FILE|REPLACE_REF_BASE|TRACE.*)$/;

/** Settings of the machine or the repository that would run something, or change what is read or written. */
const SETTINGS: [string, string][] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.attributesFile', '/dev/null'],
  ['i18n.commitEncoding', 'UTF-8'],
  ['log.showSignature', 'false'],
  ['log.showRoot', 'true'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['maintenance.auto', 'false'],
  ['gc.auto', '0'],
  ['push.followTags', 'false'],
  ['push.gpgSign', 'false'],
  ['protocol.ext.allow', 'never'],
  ['http.lowSpeedLimit', '100'],
  ['http.lowSpeedTime', '60'],
];

/** The environment of every git command: C messages, no prompt, no replaced objects, literal paths, and the given settings on top. */
export function gitEnvironment(settings: readonly [string, string][] = []): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name, value]) => value !== undefined && !LOCAL.test(name) && !REWRITING.test(name));
  const all = [...SETTINGS, ...settings];
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_CONFIG_COUNT: String(all.length),
    ...Object.fromEntries(
      all.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

/** The problem of a machine without git, or of a folder that isn't there. */
export function notStarted(cause: unknown): Problem {
  return new Problem('git/not-installed', '没有能启动 git。应为：本机装有 git 2.38 或更新的版本，文件夹也存在。请安装 git 后重试。', {
    cause,
  });
}

/**
 * Runs git once, without a shell, and waits for it.
 * @throws Problem `git/failed` when it ends with a code that isn't accepted, `git/not-installed` when it can't be started
 */
export function runGit(dir: string, args: readonly string[], run: GitRun = {}): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      cwd: dir,
      env: { ...(run.env ?? gitEnvironment()) },
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', (error) => reject(notStarted(error)));
    child.on('close', (code) => {
      const result = { code: code ?? 128, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8') };
      if ((run.accept ?? [0]).includes(result.code)) return resolve(result);
      const words = result.stderr.trim().split('\n').at(-1) ?? '';
      reject(
        new Problem('git/failed', `git ${args[0]} 没有成功：${words}。请检查仓库是否完整，再重试。`, { place: dir, cause: result.stderr }),
      );
    });
    // git may end before it has read everything; its exit code tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(run.input ?? '');
  });
}

/** The output of a git command as text without the final newline. */
export async function gitText(dir: string, args: readonly string[], run: GitRun = {}): Promise<string> {
  return (await runGit(dir, args, run)).stdout.toString('utf8').replace(/\n$/, '');
}
