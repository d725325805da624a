import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { NewFile } from '../forge/git/git.ts';
import { gitEnvironment, gitText, runGit } from '../forge/git/git-process.ts';
import { tokenSettings } from '../forge/git/git-remote.ts';
import { octokitFor } from '../forge/github/github.ts';
import { Problem } from '../problem.ts';

/** Someone with an account on the local GitHub, and what he needs to use it. */
export interface Account {
  login: string;
  token: string;
  name: string;
  email: string;
}

/** Where people work: the local GitHub's addresses, the repository, and a folder for their clones. */
export interface Workplace {
  apiUrl: string;
  gitUrl: string;
  repository: string;
  folder: string;
}

function ownerAndRepo(workplace: Workplace): { owner: string; repo: string } {
  const [owner = '', repo = ''] = workplace.repository.split('/');
  return { owner, repo };
}

function octokit(workplace: Workplace, account: Account) {
  return octokitFor({ apiUrl: workplace.apiUrl, token: account.token, repository: workplace.repository });
}

/** A branch may hold anything, so its links are checked out as plain files: nothing is ever written through one to somewhere else. */
const HARMLESS: readonly [string, string][] = [['core.symlinks', 'false']];

function refuseStrayPath(path: string): void {
  const parts = path.split('/');
  if (parts.every((part) => /^[a-z0-9][a-z0-9._-]*$/i.test(part))) return;
  throw new Problem('practice/path', '单位、日期或文件名写得不对，没有保存；请照表格里的选项填写。', { place: path, exitCode: 1 });
}

async function put(clone: string, { path, bytes }: NewFile): Promise<void> {
  try {
    await mkdir(dirname(join(clone, path)), { recursive: true });
    await writeFile(join(clone, path), bytes);
  } catch (cause) {
    // Something else lies there: a file where the folder should be, a folder where the file should be.
    throw new Problem('practice/path', '稿件的文件夹里有别的东西占了位置，没有保存；请用 git 改好后再试。', {
      place: path,
      exitCode: 1,
      cause,
    });
  }
}

/**
 * Pushes a commit with the person's own git, as a contributor would: clone, branch, write, commit, push. Gives the new head.
 * @throws Problem `practice/path` for a file outside the clone, `practice/nothing-changed`, `git/…`
 */
export async function pushAs(
  workplace: Workplace,
  account: Account,
  change: { branch: string; from: string; files: NewFile[]; message: string },
): Promise<string> {
  const paths = change.files.map(({ path }) => path);
  paths.forEach(refuseStrayPath);
  const clone = await mkdtemp(join(workplace.folder, 'clone-'));
  const identity: [string, string][] = [
    ['user.name', account.name],
    ['user.email', account.email],
  ];
  const env = gitEnvironment([...tokenSettings(workplace.gitUrl, account.token), ...identity, ...HARMLESS]);
  const git = (...args: string[]): Promise<string> => gitText(clone, args, { env });
  try {
    await git('clone', '--quiet', '--no-checkout', '--', workplace.gitUrl, '.');
    await git('checkout', '--quiet', '-B', change.branch, `origin/${change.from}`);
    for (const file of change.files) await put(clone, file);
    // Forgotten first, so that a link that lay here becomes a file.
    await git('rm', '--cached', '--quiet', '--ignore-unmatch', '--', ...paths);
    await git('add', '--all', '--', ...paths);
    const { code } = await runGit(clone, ['diff', '--cached', '--quiet'], { env, accept: [0, 1] });
    if (code === 0) throw new Problem('practice/nothing-changed', '和上一版一样，没有可保存的改动。', { exitCode: 1 });
    await git('commit', '--quiet', '--message', change.message);
    await git('push', '--quiet', 'origin', `HEAD:refs/heads/${change.branch}`);
    return (await git('rev-parse', 'HEAD')).trim();
  } finally {
    await rm(clone, { recursive: true, force: true });
  }
}

/** Opens a pull request as the person; gives its number. */
export async function openPullRequestAs(
  workplace: Workplace,
  account: Account,
  pullRequest: { branch: string; base: string; title: string; body: string; draft: boolean },
): Promise<number> {
  const { data } = await octokit(workplace, account).pulls.create({
    ...ownerAndRepo(workplace),
    head: pullRequest.branch,
    base: pullRequest.base,
    title: pullRequest.title,
    body: pullRequest.body,
    draft: pullRequest.draft,
  });
  return data.number;
}

/** Reviews as the person: the version he saw is named, so that a text that changed meanwhile isn't signed unseen. Gives the review's number. */
export async function reviewAs(
  workplace: Workplace,
  account: Account,
  review: { number: number; head: string; event: 'APPROVE' | 'REQUEST_CHANGES'; body: string },
): Promise<number> {
  const { data } = await octokit(workplace, account).pulls.createReview({
    ...ownerAndRepo(workplace),
    pull_number: review.number,
    commit_id: review.head,
    event: review.event,
    ...(review.body === '' ? {} : { body: review.body }),
  });
  return data.id;
}

/** Marks a draft as ready for review, or takes it back to draft, as the person. */
export async function setDraftAs(workplace: Workplace, account: Account, number: number, draft: boolean): Promise<void> {
  const client = octokit(workplace, account);
  const { data } = await client.pulls.get({ ...ownerAndRepo(workplace), pull_number: number });
  const mutation = draft ? 'convertPullRequestToDraft' : 'markPullRequestReadyForReview';
  await client.graphql(`mutation($id: ID!) { ${mutation}(input: {pullRequestId: $id}) { pullRequest { isDraft } } }`, { id: data.node_id });
}

/** Merges as the administrator, exactly the head that was shown. */
export async function mergeAs(workplace: Workplace, account: Account, number: number, head: string): Promise<string> {
  const { data } = await octokit(workplace, account).pulls.merge({
    ...ownerAndRepo(workplace),
    pull_number: number,
    sha: head,
    merge_method: 'squash',
  });
  return data.sha;
}
