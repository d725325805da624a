import { type Git, openGit } from '../forge/git.ts';
import { type Github, openGithub } from '../forge/github.ts';
import { Problem } from '../problem.ts';
import type { Environment } from './command.ts';

const DEFAULT_API = 'https://api.github.com';

/** Git and people's acts of the repository that the environment names. */
export interface ForgeAccess {
  git: Git;
  github: Github;
  /** The repository in a browser. */
  webUrl: string;
}

/** Where people see a repository whose API lies at `apiUrl`: github.com, a GitHub Enterprise Server, or the sandbox. */
function webUrlOf(apiUrl: string, repository: string): string {
  const { hostname, origin } = new URL(apiUrl);
  return `${hostname === 'api.github.com' ? 'https://github.com' : origin}/${repository}`;
}

function required(env: Environment, name: string, what: string): string {
  const value = env[name];
  if (value) return value;
  throw new Problem('environment/missing', `没有设置 ${name}。应为${what}。请在运行前设好（GitHub Actions 里由工作流给出）。`, {
    place: name,
  });
}

/**
 * Opens the repository by `GITHUB_API_URL`, `GITHUB_TOKEN` and `GITHUB_REPOSITORY`; close `git` when done.
 * @throws Problem `environment/missing` (exit 2)
 */
export async function openForge(root: string, env: Environment): Promise<ForgeAccess> {
  const token = required(env, 'GITHUB_TOKEN', '能读这个仓库的访问令牌');
  const repository = required(env, 'GITHUB_REPOSITORY', '“组织/仓库”，如 shili/xinxi');
  const apiUrl = env.GITHUB_API_URL || DEFAULT_API;
  if (!URL.canParse(apiUrl)) {
    throw new Problem('environment/malformed', `GITHUB_API_URL “${apiUrl}”不是网址。应为如 https://api.github.com。请改正。`, {
      place: 'GITHUB_API_URL',
    });
  }
  const github = openGithub({ apiUrl, token, repository });
  return { git: await openGit(root, { token }), github, webUrl: webUrlOf(apiUrl, repository) };
}
