import { beijingDate, type Instant } from '../beijing-time.ts';
import { type Git, openGit } from '../forge/git/git.ts';
import { gitText } from '../forge/git/git-process.ts';
import { openRemote, requireOrigin } from '../forge/git/git-remote.ts';
import type { GithubOptions } from '../forge/github/octokit.ts';
import { heldReason } from '../ledger/held.ts';
import { type Ledger, readByMonth, readNewestChains } from '../ledger/ledger.ts';
import { gitLedger, LEDGER_BRANCH } from '../ledger/ledger-git.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Policy } from '../organisation/policy.ts';
import { Problem } from '../problem.ts';
import type { ChannelEnvironment } from '../release/adapters.ts';
import type { Renderer } from '../release/isolated/renderer.ts';
import { status } from '../reports/status.ts';
import { publicKeyOf, type SigningKey } from '../review/form/envelope.ts';
import { gitTrust, newestMain } from '../verify/publisher.ts';
import { lockedVersion } from '../verify/settings-lock.ts';
import { verifyNewest } from '../verify/verify.ts';
import type { DoctorFacts, LedgerFacts } from './facts.ts';
import { gatherGithub, unknownGithub } from './gather-github.ts';
import { gatherMail, gatherWechat, gatherWeibo, holdsSecrets } from './gather-platforms.ts';
import { gatherListings, gatherPosts, type PostsGathering, unknownPosts } from './gather-posts.ts';
import { type Fact, factOf } from './report.ts';

/** Brings main and the ledger of `origin` up to date. */
async function fetchNewest(git: Git, branch: string): Promise<'fetched' | { unknown: string }> {
  if (!(await git.hasRemote())) return { unknown: '这个仓库没有远程 origin，只看本地的' };
  for (const name of [branch, LEDGER_BRANCH]) await git.fetch([`+refs/heads/${name}:refs/remotes/origin/${name}`]);
  return 'fetched';
}

/**
 * Reads the ledger that is here and recomputes everything in it; asks nobody.
 * @param fresh the newest of `origin` was fetched: only then is a missing ledger no ledger
 * @param see gets a ledger that verifies, month by month
 */
async function gatherLedger(
  git: Git,
  fresh: boolean,
  see: (part: Ledger) => void = () => undefined,
): Promise<LedgerFacts | { unknown: string }> {
  const store = gitLedger(git, { fetch: false });
  const { head, ...report } = await verifyNewest(store, gitTrust(git));
  if (head === null && !fresh && (await git.hasRemote())) return { unknown: '本地没有台账，远程的没有取来' };
  const settings = await readNewestChains(store, []);
  const locked = lockedVersion(settings);
  const main = await newestMain(git, { fetch: false });
  const inState = new Map<string, string[]>([
    ['needs-human', []],
    ['unknown', []],
  ]);
  // A month at a time: what an archive of many years says needn't be held at once.
  for await (const part of head === null ? [] : readByMonth(store, head)) {
    if (report.problems.length === 0) see(part);
    for (const { id, releases } of status(part)) for (const { channel, state } of releases) inState.get(state)?.push(`${id} ${channel}`);
  }
  return {
    head,
    items: report.items,
    events: report.events,
    problems: report.problems,
    settings: locked === null ? 'none' : locked.digest === main.settings.digest ? 'held' : 'changed',
    needsHuman: inState.get('needs-human') ?? [],
    unknown: inState.get('unknown') ?? [],
    held: heldReason(settings),
  };
}

/**
 * Tries a push to the ledger's branch without pushing: the server is asked whether this token may, and nothing is written.
 * @throws Problem `ledger/token`, `git/unreachable`
 */
async function tryLedgerPush(git: Git, token: string): Promise<'allowed' | { unknown: string }> {
  const remote = await openRemote(git.dir, token);
  if (remote === null) return { unknown: '这个仓库没有远程 origin' };
  const tip = (await git.resolve(`refs/remotes/origin/${LEDGER_BRANCH}`)) ?? (await git.resolve('HEAD'));
  if (tip === null) return { unknown: '这个仓库还没有提交' };
  await remote.tryPush(LEDGER_BRANCH, tip).catch((error: unknown) => {
    if (!(error instanceof Problem) || (error.code !== 'git/token' && error.code !== 'git/refused')) throw error;
    const message = '台账令牌不能写台账分支，审定和发布都记不进台账；应有 Contents（内容）读写权限，没有过期；请管理员核对或换一个。';
    throw new Problem('ledger/token', message, { place: 'SANSHEN_LEDGER_TOKEN', cause: error });
  });
  return 'allowed';
}

export interface GatherOptions {
  root: string;
  env: ChannelEnvironment;
  now: Instant;
  organisation: Organisation;
  policy: Policy;
  holidays: Fact<readonly string[]>;
  lists: DoctorFacts['lists'];
  generated: Fact<readonly string[]>;
  /** How to ask GitHub, or why it isn't asked. */
  github: Fact<GithubOptions>;
  /** Makes what publications are compared with. */
  renderer: Renderer;
  /** This machine's clock in milliseconds. */
  local: () => number;
}

type FromGit = Pick<DoctorFacts, 'fetched' | 'ledger' | 'ledgerPush' | 'posts' | 'stillOut'>;

const given = (env: ChannelEnvironment, name: string): string => env[name]?.trim() ?? '';

async function signingKeyOf(env: ChannelEnvironment): Promise<SigningKey | { unknown: string }> {
  const pem = given(env, 'SANSHEN_SIGNING_KEY');
  if (pem === '') return { unknown: '没有设置 SANSHEN_SIGNING_KEY（只放在 publish 环境里；要查请在那里运行）' };
  try {
    return publicKeyOf(pem);
  } catch (error) {
    throw error instanceof Problem ? new Problem(error.code, error.message, { place: 'SANSHEN_SIGNING_KEY' }) : error;
  }
}

function ledgerToken(env: ChannelEnvironment): string | { unknown: string } {
  const token = given(env, 'SANSHEN_LEDGER_TOKEN');
  if (token !== '') return token;
  const where = holdsSecrets(env) ? '发布时会用 GITHUB_TOKEN 写台账' : '只放在 publish 环境里；要查请在那里运行';
  return { unknown: `没有设置 SANSHEN_LEDGER_TOKEN（${where}）` };
}

function intakeToken(env: ChannelEnvironment, { intake }: Policy): string | { unknown: string } {
  if (intake.mailbox === undefined) return { unknown: '没有开报送邮箱' };
  const token = given(env, 'SANSHEN_INTAKE_TOKEN');
  return token === '' ? { unknown: '没有设置 SANSHEN_INTAKE_TOKEN（收稿账号的令牌；要查请在收信的地方运行）' } : token;
}

async function fromGit(
  { env, policy, github, renderer, now }: GatherOptions,
  git: Git,
  offline: string | null,
  gathering: PostsGathering,
): Promise<FromGit> {
  const fetched = await factOf(async () => {
    if (offline !== null) return { unknown: `${offline}；只看本地的台账` };
    if ('value' in github) await requireOrigin(git.dir, github.value.repository);
    return fetchNewest(git, policy.branch);
  });
  const token = ledgerToken(env);
  const ledgerPush = await factOf(async () => (typeof token === 'string' ? tryLedgerPush(git, token) : token));
  const ledger = await factOf(() => gatherLedger(git, 'value' in fetched, gathering.see));
  // Beside an older ledger everything new would look like a stranger's.
  const posts =
    'value' in fetched || !(await git.hasRemote())
      ? await gathering.posts({ git, env, renderer, now })
      : unknownPosts('没有取来最新的台账');
  return { fetched, ledgerPush, ledger, ...posts };
}

/** What Git can tell; a folder that is no repository tells nothing. */
async function openedGit(
  options: GatherOptions,
  repository: DoctorFacts['github']['repository'],
  gathering: PostsGathering,
): Promise<FromGit> {
  const token = 'value' in options.github ? options.github.value.token : undefined;
  let git: Git;
  try {
    git = await openGit(options.root, token === undefined ? {} : { token });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const unknown = { unknown: '这里不是 Git 仓库' };
    return { fetched: unknown, ledger: unknown, ledgerPush: unknown, ...unknownPosts(unknown.unknown) };
  }
  try {
    const offline = 'unknown' in repository ? repository.unknown : 'problem' in repository ? '令牌不能用，或平台连不上（见上）' : null;
    return await fromGit(options, git, offline, gathering);
  } finally {
    git.close();
  }
}

async function fromGithub({ github, organisation, policy, now, env, local }: GatherOptions): Promise<DoctorFacts['github']> {
  const tokens = { ledger: ledgerToken(env), intake: intakeToken(env, policy) };
  if ('value' in github) return gatherGithub(github.value, { organisation, policy, today: beijingDate(now) }, tokens, local);
  if ('unknown' in github) return unknownGithub(github.unknown);
  return { ...unknownGithub('平台的环境变量不对（见上）'), repository: github };
}

/** Gathers everything that the checks judge. Only reads, and asks no address but those of the environment and the switched-on channels. */
export async function gatherFacts(options: GatherOptions): Promise<DoctorFacts> {
  const { root, env, now, organisation, policy, holidays, lists, generated } = options;
  const git = await factOf(async () => (await gitText(root, ['--version'])).replace(/^git version /, '').split(' ')[0] ?? '');
  const github = await fromGithub(options);
  const platforms = { ...(await gatherWechat(policy, env)), weibo: await gatherWeibo(policy, env), mail: await gatherMail(policy, env) };
  // What an account shows is read before the ledger: a result that is written in between is found in it.
  const gathering = gatherPosts(await gatherListings(policy, env, platforms));
  return {
    ...{ now, today: beijingDate(now), organisation, policy, holidays, lists, generated, git },
    node: process.version,
    signingKey: await factOf(() => signingKeyOf(env)),
    github,
    ...(await openedGit(options, github.repository, gathering)),
    ...platforms,
  };
}
