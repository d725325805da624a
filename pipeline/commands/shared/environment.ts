import { type Git, openGit } from '../../forge/git/git.ts';
import { type Github, openGithub } from '../../forge/github/github.ts';
import { webHost } from '../../forge/github/octokit.ts';
import { Problem } from '../../problem.ts';
import type { Environment } from './command.ts';

const DEFAULT_API = 'https://api.github.com';

/** A setting of the environment that a command can't do without. @throws Problem `environment/missing` (exit 2) */
export function required(env: Environment, name: string, what: string): string {
  const value = env[name]?.trim();
  if (value) return value;
  throw new Problem('environment/missing', `没有设置 ${name}；应为${what}；请在运行前设好（GitHub Actions 里由工作流给出）。`, {
    place: name,
  });
}

function malformed(name: string, is: string, what: string): Problem {
  return new Problem('environment/malformed', `${name} ${is}；应为${what}；请改正后重试。`, { place: name });
}

/**
 * A token, which goes into a header as it is. Of a bad one nothing is ever shown.
 * @throws Problem `environment/missing`, `environment/malformed` (exit 2)
 */
export function tokenIn(env: Environment, name: string, what: string): string {
  const token = required(env, name, what);
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw malformed(name, '里有空格、换行或中文', `一串英文字母、数字和符号（${what}）`);
}

/** Where the repository lies on GitHub: its name, its API and a token for it. */
export interface GithubAccess {
  apiUrl: string;
  token: string;
  repository: string;
}

/** `GITHUB_API_URL`, `GITHUB_TOKEN` and `GITHUB_REPOSITORY`. @throws Problem `environment/…` (exit 2) */
export function githubIn(env: Environment): GithubAccess {
  const token = tokenIn(env, 'GITHUB_TOKEN', '能访问这个仓库的令牌');
  const repository = required(env, 'GITHUB_REPOSITORY', '“组织/仓库”，如 shili/xinxi');
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw malformed('GITHUB_REPOSITORY', `“${repository}”不是仓库名`, '“组织/仓库”，如 shili/xinxi');
  }
  const apiUrl = env.GITHUB_API_URL?.trim() || DEFAULT_API;
  if (!URL.canParse(apiUrl) || !/^https?:$/.test(new URL(apiUrl).protocol)) {
    throw malformed('GITHUB_API_URL', `“${apiUrl}”不是网址`, `网址，如 ${DEFAULT_API}`);
  }
  return { apiUrl, token, repository };
}

/** Where the platforms' interfaces lie. */
export function basesOf(env: Environment): { wechat: string | undefined; weibo: string | undefined } {
  return { wechat: env.WECHAT_API_BASE, weibo: env.WEIBO_API_BASE };
}

/** Git and people's acts of the repository that the environment names. */
export interface ForgeAccess {
  git: Git;
  github: Github;
  /** The repository in a browser. */
  webUrl: string;
}

/** Where people see a repository whose API lies at `apiUrl`: github.com, GHE.com, a GitHub Enterprise Server, or the sandbox. */
export function webUrlOf(apiUrl: string, repository: string): string {
  const { protocol, host } = new URL(apiUrl);
  return `${protocol}//${webHost(host)}/${repository}`;
}

/**
 * Opens the repository by `GITHUB_API_URL`, `GITHUB_TOKEN` and `GITHUB_REPOSITORY`; close `git` when done.
 * @throws Problem `environment/…` (exit 2)
 */
export async function openForge(root: string, env: Environment): Promise<ForgeAccess> {
  const access = githubIn(env);
  const github = openGithub(access);
  const { apiUrl, token, repository } = access;
  return { git: await openGit(root, { token }), github, webUrl: webUrlOf(apiUrl, repository) };
}
