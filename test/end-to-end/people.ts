import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Octokit } from '@octokit/rest';

const run = promisify(execFile);

/** Where people work, as the sandbox's ready document tells it. */
export interface Place {
  apiUrl: string;
  repository: string;
  tokens: Readonly<Record<string, string>>;
  /** Of the addresses that people commit by; default github.com's. */
  mailHost?: string;
}

/** Files by path; a function gets what lies there now. */
export type Files = Record<string, string | Uint8Array | ((present: string) => string)>;

/** Somebody with a token: he uses Octokit and git like anyone else, and nothing of the program's own. */
export interface Person {
  login: string;
  octokit: Octokit;
  of: { owner: string; repo: string };
  /** Commits files on top of a branch and pushes them to another; gives the new head. */
  push(change: { from: string; to: string; files: Files; message: string }): Promise<string>;
  open(branch: string, title: string): Promise<number>;
  /** Reviews the version that the pull request has now. */
  review(number: number, event: 'APPROVE' | 'REQUEST_CHANGES', body?: string): Promise<void>;
  merge(number: number): Promise<string>;
}

const headOf = async ({ octokit, of }: Pick<Person, 'octokit' | 'of'>, number: number): Promise<string> =>
  (await octokit.pulls.get({ ...of, pull_number: number })).data.head.sha;

/** An environment in which git reads no settings of the machine. */
const GIT = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' };

async function pushed(place: Place, login: string, change: Parameters<Person['push']>[0]): Promise<string> {
  const clone = mkdtempSync(join(tmpdir(), 'sanshen-test-clone-'));
  const git = async (...args: string[]): Promise<string> => (await run('git', ['-C', clone, ...args], { env: GIT })).stdout.trim();
  const origin = new URL(`${place.apiUrl.replace(/\/api\/v3$/, '')}/${place.repository}.git`);
  origin.username = 'x-access-token';
  origin.password = place.tokens[login] ?? '';
  try {
    await git('clone', '--quiet', '--no-checkout', origin.href, '.');
    await git('checkout', '--quiet', '-B', change.to, `origin/${change.from}`);
    for (const [path, bytes] of Object.entries(change.files)) {
      mkdirSync(dirname(join(clone, path)), { recursive: true });
      const file = join(clone, path);
      writeFileSync(file, typeof bytes === 'function' ? bytes(readFileSync(file, 'utf8')) : bytes);
    }
    await git('add', '--all');
    const identity = ['-c', `user.name=${login}`, '-c', `user.email=${login}@${place.mailHost ?? 'users.noreply.github.com'}`];
    await git(...identity, 'commit', '--quiet', '--message', change.message);
    await git('push', '--quiet', 'origin', `HEAD:refs/heads/${change.to}`);
    return await git('rev-parse', 'HEAD');
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
}

/** The person with an account's token. */
export function personAt(place: Place, login: string): Person {
  const [owner = '', repo = ''] = place.repository.split('/');
  const octokit = new Octokit({
    baseUrl: place.apiUrl,
    auth: place.tokens[login] ?? '',
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  const who = { octokit, of: { owner, repo } };
  return {
    ...who,
    login,
    push: (change) => pushed(place, login, change),
    async open(branch, title) {
      const { data } = await octokit.pulls.create({ ...who.of, head: branch, base: 'main', title, body: '报送一件，请审核。' });
      return data.number;
    },
    async review(number, event, body = '') {
      const commit_id = await headOf(who, number);
      await octokit.pulls.createReview({ ...who.of, pull_number: number, commit_id, event, ...(body ? { body } : {}) });
    },
    async merge(number) {
      const sha = await headOf(who, number);
      return (await octokit.pulls.merge({ ...who.of, pull_number: number, sha, merge_method: 'squash' })).data.sha;
    },
  };
}
