import { Problem } from '../../problem.ts';
import { gitEnvironment, gitText, runGit } from './git-process.ts';

/** The remote `origin` of a repository: fetching, and pushing as compare-and-swap. */
export interface Remote {
  fetch(refspecs: readonly string[]): Promise<boolean>;
  push(branch: string, expected: string | null, commit: string): Promise<'moved' | 'conflict'>;
  /** Takes a branch away that is still at a commit. */
  remove(branch: string, expected: string): Promise<'moved' | 'conflict'>;
  /** The commit of each branch, by its name. */
  branches(): Promise<Map<string, string>>;
  /** Asks the server whether this token may push a commit to a branch, and pushes nothing. @throws Problem `git/token`, `git/unreachable` */
  tryPush(branch: string, commit: string): Promise<void>;
}

const MISSING = /couldn't find remote ref|not our ref|no such remote ref|unadvertised object|did not send all necessary objects/i;
/** Someone else was first: seen by our git, or by the server when two pushes cross. */
const RACE =
  /\((non-fast-forward|fetch first|needs force|already exists|stale info|reference already exists|incorrect old value provided|failed to update ref|failed to lock|cannot lock ref[^)]*|is at \w+ but expected[^)]*)\)?/i;
const LOCAL_RACE = /cannot lock ref 'refs\/remotes|unable to update local ref/i;
const NO_RIGHT =
  /authentication failed|could not read (?:username|password)|terminal prompts disabled|invalid username or (?:password|token)|error: 40[13]|permission denied|permission to \S{1,255} denied|access denied|publickey/i;
const REFUSED = /\[remote rejected\]|pre-receive hook declined|protected branch|repository rule violations/i;
const UNREACHABLE =
  /could not resolve|couldn't resolve|failed to connect|couldn't connect|connection (refused|reset|timed out)|timed out|unable to access|the remote end hung up|early eof|rpc failed|could not read from remote|operation too slow|ssl|tls/i;

/** What a failed fetch or push means for the person who runs it. */
function remoteProblem(text: string): Problem {
  const words = text
    .split('\n')
    .map((line) => line.replace(/^(remote|fatal|error):\s*/, '').trim())
    .filter((line) => line !== '')
    .slice(0, 4)
    .join('；');
  const options = { place: 'origin', cause: text };
  if (REFUSED.test(text))
    return new Problem(
      'git/refused',
      `远程仓库不接受这次推送：${words}。应为：推送的人对这个分支有写入权限。请管理员核对规则集和令牌权限后重试。`,
      options,
    );
  if (NO_RIGHT.test(text))
    return new Problem(
      'git/token',
      '远程仓库不认可这个令牌。应为：令牌有效，并有读写本仓库的权限。请管理员核对令牌是否过期、权限是否足够，再重试。',
      options,
    );
  if (UNREACHABLE.test(text))
    return new Problem('git/unreachable', `连不上远程仓库：${words}。应为：本机能访问 origin 的地址。请检查网络后重试。`, options);
  return new Problem('git/remote', `与远程仓库的往来没有成功：${words}。请检查 origin 的地址和网络，再重试。`, options);
}

/** Settings that send the token to `origin`'s host and nowhere else, whatever the machine has stored and wherever the server redirects to. */
export function tokenSettings(url: string, token: string): [string, string][] {
  if (!/^https?:\/\//.test(url)) return [];
  const section = `http.${new URL(url).origin}/`;
  const basic = Buffer.from(`x-access-token:${token}`, 'utf8').toString('base64');
  return [
    [`${section}.extraHeader`, ''],
    [`${section}.extraHeader`, `Authorization: Basic ${basic}`],
    ['http.followRedirects', 'false'],
    ['credential.helper', ''],
  ];
}

/** The address of `origin`, `null` where a repository has none. */
export async function originUrl(dir: string): Promise<string | null> {
  const { code, stdout } = await runGit(dir, ['remote', 'get-url', 'origin'], { accept: [0, 2, 128] });
  return code === 0 ? stdout.toString('utf8').trim() : null;
}

/** `owner/name`, the end of a repository's address. */
export const repositoryName = (url: string): string =>
  url
    .replace(/(?<!\/)\/+$/, '')
    .replace(/\.git$/i, '')
    .split(/[/:]/)
    .slice(-2)
    .join('/');

/**
 * Makes sure that what is read and pushed by Git is what is changed by the API: an `origin` of another name is another repository. The host
 * isn't compared, since Git and the API have different ones, and a way in (a relay, SSH) may have a third.
 * @throws Problem `git/other-repository` (exit 2)
 */
export async function requireOrigin(dir: string, repository: string): Promise<void> {
  const url = await originUrl(dir);
  const named = url === null ? undefined : repositoryName(url);
  if (named === undefined || named.toLowerCase() === repository.toLowerCase()) return;
  const message = `本地仓库的 origin 是 ${named}，GITHUB_REPOSITORY 是 ${repository}；两处应是同一个仓库；请改正 GITHUB_REPOSITORY，或用 git remote set-url origin 改正地址。`;
  throw new Problem('git/other-repository', message, { place: 'GITHUB_REPOSITORY' });
}

/** `origin` of a repository, or `null` if it has none. */
export async function openRemote(dir: string, token: string | undefined): Promise<Remote | null> {
  const url = await originUrl(dir);
  if (url === null) return null;
  const env = gitEnvironment(token === undefined || token === '' ? [] : tokenSettings(url, token));
  const branches = async (named: string): Promise<Map<string, string>> => {
    const { code, stdout, stderr } = await runGit(dir, ['ls-remote', '--refs', '--', 'origin', `refs/heads/${named}`], {
      env,
      accept: [0, 128],
    });
    if (code !== 0) throw remoteProblem(stderr);
    const lines = stdout.toString('utf8').matchAll(/^([0-9a-f]+)\trefs\/heads\/(.+)$/gm);
    return new Map([...lines].map(([, id = '', branch = '']) => [branch, id]));
  };
  // git lists every ref that ends so: anybody who may write can make a branch `x/refs/heads/ledger`.
  const tip = async (branch: string): Promise<string | null> => (await branches(branch)).get(branch) ?? null;
  /** Pushes, and tells whether somebody else was first. @throws Problem `git/…` */
  const pushed = async (args: readonly string[]): Promise<'moved' | 'conflict'> => {
    const { code, stdout, stderr } = await runGit(dir, ['push', '--porcelain', '--no-verify', ...args], { env, accept: [0, 1, 128] });
    const line =
      stdout
        .toString('utf8')
        .split('\n')
        .find((text) => /^[ +*=!-]\t/.test(text)) ?? '';
    if (code !== 0 && line.startsWith('!') && RACE.test(line)) return 'conflict';
    if (code !== 0) throw remoteProblem(`${line.startsWith('!') ? `${line.split('\t').at(-1)}\n` : ''}${stderr}`);
    return 'moved';
  };
  return {
    async tryPush(branch, commit) {
      const args = ['push', '--dry-run', '--porcelain', '--no-verify', '--', 'origin', `${commit}:refs/heads/${branch}`];
      const { code, stdout, stderr } = await runGit(dir, args, { env, accept: [0, 1, 128] });
      // Somebody was faster: the token was accepted all the same.
      if (code !== 0 && !RACE.test(stdout.toString('utf8'))) throw remoteProblem(stderr);
    },
    async fetch(refspecs) {
      const args = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--', 'origin', ...refspecs];
      for (let tries = 3; ; tries -= 1) {
        const { code, stderr } = await runGit(dir, args, { env, accept: [0, 1, 128] });
        if (code === 0) return true;
        if (MISSING.test(stderr)) return false;
        // Another fetch of the same repository moved the same remote-tracking branch meanwhile. Without force git moves no branch back
        // that lost what was seen of it, and being quiet it says no more.
        const rewound = code === 1 && stderr.trim() === '';
        if (tries > 1 && (rewound || LOCAL_RACE.test(stderr))) continue;
        if (!rewound) throw remoteProblem(stderr);
        const message = '远程仓库的分支不是从本机上次看到的提交接着写的，被回退或换掉过；应只往前走；请管理员查明。';
        throw new Problem('git/rewound', message, { place: 'origin', cause: stderr });
      }
    },
    async push(branch, expected, commit) {
      // Where the branch may not exist yet, a fast-forward of somebody else's would look like a creation.
      if (expected === null && ![null, commit].includes(await tip(branch))) return 'conflict';
      if ((await pushed(['--', 'origin', `${commit}:refs/heads/${branch}`])) === 'conflict') return 'conflict';
      await gitText(dir, ['update-ref', `refs/remotes/origin/${branch}`, commit]);
      return 'moved';
    },
    remove: (branch, expected) => pushed([`--force-with-lease=refs/heads/${branch}:${expected}`, '--', 'origin', `:refs/heads/${branch}`]),
    branches: () => branches('*'),
  };
}
