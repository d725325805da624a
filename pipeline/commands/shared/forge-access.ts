import { type Git, openGit } from '../../forge/git/git.ts';
import { type Github, openGithub } from '../../forge/github/github.ts';
import type { Environment } from './command.ts';
import { githubIn } from './environment.ts';

/** Git and people's acts of the repository that the environment names. */
export interface ForgeAccess {
  git: Git;
  github: Github;
  /** The repository in a browser. */
  webUrl: string;
}

/** Where people see a repository whose API lies at `apiUrl`: github.com, a GitHub Enterprise Server, or the sandbox. */
export function webUrlOf(apiUrl: string, repository: string): string {
  const { hostname, origin } = new URL(apiUrl);
  return `${hostname === 'api.github.com' ? 'https://github.com' : origin}/${repository}`;
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
