import { Problem } from '../../problem.ts';
import type { Login } from '../../review/gate/evidence.ts';
import { type Octokit, ownerAndName, type Repository } from './octokit.ts';

/** An account as GitHub's answers hold it. */
export interface Account {
  login?: string;
  id?: number;
  type?: string;
}

/** An issue that has led to a pull request, by the first who did so; `repository` where it isn't known to be this one. */
export interface Origin {
  repository: string | undefined;
  number: number;
  by: Account | null;
  author: Login;
}

/** What of a pull request says where its text came from. */
interface Named {
  number: number;
  title: string;
  body: string | null;
  user: Account | null;
}

/** An issue or a pull request that a text names: by its number, with a repository before it, or by its address. */
const ISSUES = /(?:\bGH-|#|\/(?:issues|pull)\/)(\d{1,9})(?!\w)/gi;
/** No owner, no repository and no host is longer. */
const MOST_BEFORE = 300;
/** Nobody's text came in by more issues. */
const MOST_ISSUES = 20;

/** The numbers of this repository's issues and pull requests that a text names. */
function numbersIn(text: string, repository: string): number[] {
  const own = `/${ownerAndName(repository).repo}`.toLowerCase();
  const named = [...text.matchAll(ISSUES)].flatMap(({ 1: digits, index }) => {
    const before = /(?<![\w.:/-])[\w.:/-]*$/.exec(text.slice(Math.max(0, index - MOST_BEFORE), index))?.[0].toLowerCase() ?? '';
    // Of a sign alone (`源自:#5`, `../issues/5`) GitHub makes a link to this repository all the same.
    return !/\w/.test(before) || /[^\w/]$/.test(before) || before.endsWith(own) ? [Number(digits)] : [];
  });
  return [...new Set(named)];
}

const namedBy = (pull: Named, repository: string): number[] => numbersIn(`${pull.title}\n${pull.body ?? ''}`, repository);

/** Nothing for what isn't there. */
async function ifThere<Value>(asked: Promise<Value>): Promise<Value | null> {
  return asked.catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'github/not-found') return null;
    throw error;
  });
}

/**
 * Whether a program, or who opened the pull request, has led to it from an issue. GitHub tells only who did so first: where that was
 * another, who would hide where a text came from, say, the issue's comments tell who else did.
 */
async function isOrigin(octokit: Octokit, repository: string, pull: Named, origin: Origin): Promise<boolean> {
  const tells = (account: Account | null) => account?.type === 'Bot' || (account !== null && account.login === pull.user?.login);
  if (tells(origin.by)) return true;
  if (origin.repository !== undefined && origin.repository !== repository) return false;
  const of = { ...ownerAndName(repository), issue_number: origin.number, per_page: 100 };
  const comments = (await ifThere(octokit.paginate(octokit.issues.listComments, of))) ?? [];
  return comments.some(({ user, body = '' }) => tells(user) && numbersIn(body, repository).includes(pull.number));
}

/**
 * Who wrote the issues that a pull request names and those from which it was made; `null` for an account that is gone.
 * @param login tells an account's login
 */
export async function issueAuthorsOf(
  octokit: Octokit,
  repository: string,
  pull: Named,
  origins: readonly Origin[],
  login: (account: Account | null) => Login,
): Promise<Login[]> {
  const of = ownerAndName(repository);
  const named = namedBy(pull, repository).slice(0, MOST_ISSUES);
  const issues = await Promise.all(named.map((issue_number) => ifThere(octokit.issues.get({ ...of, issue_number }))));
  const authors = issues.flatMap((issue) => (issue === null || issue.data.pull_request ? [] : [login(issue.data.user)]));
  const led = await Promise.all(
    origins.slice(0, MOST_ISSUES).map(async (origin) => ((await isOrigin(octokit, repository, pull, origin)) ? [origin.author] : [])),
  );
  return [...new Set([...authors, ...led.flat()])];
}

/** Whether there are more issues than were asked about. */
export const tooManyIssues = (repository: string, pull: Named, origins: readonly Origin[]): boolean =>
  namedBy(pull, repository).length > MOST_ISSUES || origins.length > MOST_ISSUES;

/** What somebody wrote into an issue; anybody who may write can have edited it. `at`: when it was opened. */
export interface IssueSummary {
  number: number;
  title: string;
  body: string;
  author: string | null;
  open: boolean;
  labels: string[];
  at: string;
}

/** An issue as it stands now; `null` if there is none of this number, or it is a pull request. */
export async function issueOf(octokit: Octokit, of: Repository, number: number): Promise<IssueSummary | null> {
  const found = await ifThere(octokit.issues.get({ ...of, issue_number: number }));
  if (found === null || found.data.pull_request) return null;
  const { title, body, user, state, labels, created_at: at } = found.data;
  const names = labels.map((label) => (typeof label === 'string' ? label : (label.name ?? '')));
  return { number, title, body: body ?? '', author: user?.login ?? null, open: state === 'open', labels: names, at };
}
