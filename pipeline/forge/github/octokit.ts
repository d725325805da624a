import { Octokit } from '@octokit/rest';
import { withoutSecrets } from '../../redaction.ts';
import { githubProblem } from './github-problem.ts';

/** How to reach a repository's people's acts. */
export interface GithubOptions {
  /** `GITHUB_API_URL`, e.g. `https://api.github.com`, `https://api.SUBDOMAIN.ghe.com` or the sandbox's address. */
  apiUrl: string;
  token: string;
  /** `owner/name` */
  repository: string;
}

export type { Octokit };

const TIMEOUT = 30_000;
const READ_ATTEMPTS = 3;
const PASSING = new Set([502, 503, 504]);
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * The host on which people see what an API's host tells: github.com and the subdomains of GHE.com have two (docs "Network details for
 * GHE.com"), a server of one's own has one.
 */
export const webHost = (apiHost: string): string => apiHost.replace(/^api\.(?=(?:github|[^.]+\.ghe)\.com$)/, '');

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One attempt for whatever changes something, since its outcome isn't known after a failure; a few for what only reads. */
async function fetchCarefully(url: string, init: RequestInit): Promise<Response> {
  const reads = (init.method ?? 'GET') === 'GET' || String(init.body).startsWith('{"query":"query');
  const attempts = reads ? READ_ATTEMPTS : 1;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT) });
      if (attempt === attempts || !PASSING.has(response.status)) return response;
    } catch (error) {
      if (attempt === attempts) throw error;
    }
    await wait(250 * attempt);
  }
}

/** What goes to GitHub is read by many: comments, issues and statuses hold no secret, whatever a platform's answer brought into them. */
function clean(options: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(options)) if (typeof value === 'string') options[name] = withoutSecrets(value);
}

/**
 * An Octokit that acts as whoever the token belongs to: no retries of anything that changes something, 30 s a request, nothing logged.
 * Its errors are Octokit's own (`status`), see `openOctokit` for problems.
 */
export function octokitFor(options: GithubOptions): Octokit {
  const octokit = new Octokit({
    auth: options.token,
    baseUrl: options.apiUrl.replace(/(?<!\/)\/+$/, ''),
    userAgent: 'sanshen',
    log: silent,
    request: { fetch: fetchCarefully },
  });
  octokit.hook.before('request', clean);
  return octokit;
}

/** The same, with every failure as a `Problem` that says what to do. */
export function openOctokit(options: GithubOptions): Octokit {
  const octokit = octokitFor(options);
  octokit.hook.error('request', (error) => {
    throw githubProblem(error, options.repository);
  });
  return octokit;
}

/** A repository as Octokit's operations name it. */
export type Repository = { owner: string; repo: string };

/** Owner and name of `owner/name`. */
export function ownerAndName(repository: string): Repository {
  const [owner = '', repo = ''] = repository.split('/');
  return { owner, repo };
}
