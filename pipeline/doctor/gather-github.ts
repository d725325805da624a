import type { Instant } from '../beijing-time.ts';
import { githubProblem } from '../forge/github/github-problem.ts';
import { tokenEnd, tokenEndIn } from '../forge/github/github-runs.ts';
import { readRepositoryState } from '../forge/github/github-settings.ts';
import { type GithubOptions, type Octokit, octokitFor, ownerAndName } from '../forge/github/octokit.ts';
import { planRepository } from '../organisation/repository/plan-repository.ts';
import { Problem } from '../problem.ts';
import type { DoctorFacts, GithubFacts, RunnerGroups } from './facts.ts';
import type { Fact } from './report.ts';
import { factOf } from './report.ts';
import { RIGHTS, type RightName } from './rights.ts';

type Headers = Readonly<Record<string, string | number | undefined>>;
type Settings = Pick<DoctorFacts, 'organisation' | 'policy' | 'today'>;

/** An error of Octokit as far as it matters here. */
interface Failure {
  status?: number;
  response?: { headers?: Headers };
}

const ALERT_LABEL = 'publish-alert';
const PAGE = 100;

/** Everything of GitHub unknown for one reason. */
export function unknownGithub(reason: string): GithubFacts {
  const unknown = { unknown: reason };
  const rights = Object.fromEntries(RIGHTS.map(({ name }) => [name, unknown])) as Record<RightName, { unknown: string }>;
  return {
    ...{
      repository: unknown,
      clock: unknown,
      rate: unknown,
      expires: unknown,
      ledgerExpires: unknown,
      intakeExpires: unknown,
      rights,
      alerts: unknown,
    },
    ...{ publishRun: unknown, gateRun: unknown, publishBegan: unknown, runnerGroups: unknown, plan: unknown },
  };
}

/** A token besides the first; or why there is none to ask with. */
type OtherToken = string | { unknown: string };

/** When such a token ends, or that it doesn't work. */
async function endOf(options: GithubOptions, token: OtherToken): Promise<Fact<Instant>> {
  return typeof token === 'string' ? factOf(async () => saidEnd(await tokenEnd({ ...options, token }))) : token;
}

/** When the ledger's token ends. That it doesn't work at all is told where a push with it is tried. */
async function ledgerEnd(options: GithubOptions, token: OtherToken): Promise<Fact<Instant>> {
  const end = await endOf(options, token);
  return 'problem' in end ? { unknown: '台账令牌不能用（见“台账令牌能不能写台账分支”）' } : end;
}

/** True for a refusal of this one thing: the token works, the right is missing or the thing isn't there. */
function isDenied(error: unknown): error is Failure & Error {
  const problem = githubProblem(error, '');
  return problem instanceof Problem && (problem.code === 'github/forbidden' || problem.code === 'github/not-found');
}

/** One harmless request: `null` when it was answered, else the permission that the server names (empty if it names none). */
async function mayRead(octokit: Octokit, options: GithubOptions, route: string, ref: string): Promise<string | null> {
  const query = { ...ownerAndName(options.repository), per_page: 1, ...(route.includes('{ref}') ? { ref } : {}) };
  try {
    await octokit.request(route, query);
    return null;
  } catch (error) {
    if (isDenied(error)) return String(error.response?.headers?.['x-accepted-github-permissions'] ?? '');
    throw githubProblem(error, options.repository);
  }
}

const saidEnd = (at: Instant | null): Instant | { unknown: string } => at ?? { unknown: '平台没有说明（工作流自己的令牌用完即失效）' };

function rateOf(headers: Headers): Fact<{ left: number; of: number }> {
  const [left, of] = [headers['x-ratelimit-remaining'], headers['x-ratelimit-limit']].map((text) => Number(text ?? Number.NaN));
  if (left === undefined || of === undefined || Number.isNaN(left) || Number.isNaN(of))
    return { unknown: '平台没有说明次数（自建平台可以不限）' };
  return { value: { left, of } };
}

function clockOf(headers: Headers, local: number): Fact<number> {
  const server = Date.parse(String(headers.date ?? ''));
  return Number.isNaN(server) ? { unknown: '平台的答复里没有时间' } : { value: (local - server) / 1000 };
}

async function openAlerts(octokit: Octokit, options: GithubOptions): Promise<number | { unknown: string }> {
  const query = { ...ownerAndName(options.repository), labels: ALERT_LABEL, state: 'open' as const, per_page: PAGE };
  try {
    return (await octokit.paginate(octokit.issues.listForRepo, query)).filter(({ pull_request }) => !pull_request).length;
  } catch (error) {
    if (isDenied(error)) return { unknown: '令牌读不到议题' };
    throw githubProblem(error, options.repository);
  }
}

type Run = Awaited<ReturnType<Octokit['actions']['listWorkflowRuns']>>['data']['workflow_runs'][number];

/** The newest run of a workflow that fits; `null` if none does. */
async function lastRun(
  octokit: Octokit,
  options: GithubOptions,
  workflow: string,
  wanted: { status?: 'success'; event?: string },
): Promise<Run | null | { unknown: string }> {
  const query = { ...ownerAndName(options.repository), workflow_id: workflow, ...wanted, per_page: 1 };
  try {
    return (await octokit.actions.listWorkflowRuns(query)).data.workflow_runs[0] ?? null;
  } catch (error) {
    if (isDenied(error))
      return { unknown: `读不到工作流 ${workflow} 的运行记录（要有 Actions 只读权限，工作流里写 actions: read；没有用 Actions 的不用管）` };
    throw githubProblem(error, options.repository);
  }
}

/** When the newest run that fits ended, or began. */
async function runAt(at: 'created_at' | 'updated_at', ...asked: Parameters<typeof lastRun>): Promise<Instant | null | { unknown: string }> {
  const run = await lastRun(...asked);
  return run === null || 'unknown' in run ? run : run[at];
}

/** The groups of the runners that jobs of such a run ran on. */
async function groupsOf(octokit: Octokit, options: GithubOptions, names: string[], run: Run | null | { unknown: string }) {
  if (run === null) return { unknown: '还没有运行过' };
  if ('unknown' in run) return run;
  const query = { ...ownerAndName(options.repository), run_id: run.id, per_page: PAGE };
  try {
    const { jobs } = (await octokit.actions.listJobsForWorkflowRun(query)).data;
    const groups = names.flatMap((job) => jobs.find(({ name }) => name === job || name.endsWith(` / ${job}`))?.runner_group_name ?? []);
    return groups.length === names.length ? groups : { unknown: '平台没有说明最近的运行用了哪一组运行器' };
  } catch (error) {
    if (isDenied(error)) return { unknown: '读不到运行的作业（要有 Actions 只读权限，工作流里写 actions: read）' };
    throw githubProblem(error, options.repository);
  }
}

async function runnerGroups(octokit: Octokit, options: GithubOptions): Promise<RunnerGroups | { unknown: string }> {
  const published = await lastRun(octokit, options, 'publish.yml', { status: 'success' });
  const groups = await groupsOf(octokit, options, ['approve', 'build'], published);
  if ('unknown' in groups) return groups;
  const checks = await groupsOf(
    octokit,
    options,
    ['sanshen/check'],
    await lastRun(octokit, options, 'check.yml', { event: 'pull_request' }),
  );
  if ('unknown' in checks) return checks;
  const [secrets = '', site = ''] = groups;
  return { secrets, site, pullRequests: checks[0] ?? '' };
}

/**
 * Asks GitHub with `GITHUB_TOKEN`; only reads.
 * @param tokens asked for their own ends alone; or why they aren't
 * @param local this machine's clock in milliseconds, asked right after the server's answer
 */
export async function gatherGithub(
  options: GithubOptions,
  settings: Settings,
  tokens: { ledger: OtherToken; intake: OtherToken },
  local: () => number,
): Promise<GithubFacts> {
  const octokit = octokitFor(options);
  const of = ownerAndName(options.repository);
  let headers: Headers = {};
  const repository = await factOf(async () => {
    const answer = await octokit.repos.get(of).catch((error: unknown) => {
      throw githubProblem(error, options.repository);
    });
    headers = answer.headers;
    return { name: answer.data.full_name, private: answer.data.visibility === 'private' };
  });
  const clock = clockOf(headers, local());
  if (!('value' in repository)) return { ...unknownGithub('令牌不能用，或平台连不上（见上）'), repository };
  const { organisation, policy, today } = settings;
  const rights = await Promise.all(
    RIGHTS.map(async ({ name, route }) => [name, await factOf(() => mayRead(octokit, options, route, policy.branch))] as const),
  );
  return {
    repository,
    clock,
    rate: rateOf(headers),
    expires: await factOf(async () => saidEnd(tokenEndIn(headers))),
    ledgerExpires: await ledgerEnd(options, tokens.ledger),
    intakeExpires: await endOf(options, tokens.intake),
    rights: Object.fromEntries(rights) as GithubFacts['rights'],
    alerts: await factOf(() => openAlerts(octokit, options)),
    publishRun: await factOf(() => runAt('updated_at', octokit, options, 'publish.yml', { status: 'success' })),
    gateRun: await factOf(() => runAt('updated_at', octokit, options, 'gate.yml', { status: 'success' })),
    publishBegan: await factOf(() => runAt('created_at', octokit, options, 'publish.yml', {})),
    runnerGroups: await factOf(() => runnerGroups(octokit, options)),
    plan: await factOf(async () => planRepository(organisation, policy, await readRepositoryState(options, policy), today)),
  };
}
