import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beijingDate, type Instant } from '../beijing-time.ts';
import { gitEnvironment, gitText } from '../forge/git/git-process.ts';
import { tokenSettings } from '../forge/git/git-remote.ts';
import { readOrganisation, readPolicy } from '../organisation/read-settings.ts';
import { newSigningKey } from '../setup/first-settings.ts';
import { seedFiles } from './first-files.ts';
import { startClock } from './github/clock.ts';
import { ACTIONS_APPS } from './github/rules/layers.ts';
import { type SandboxGithub, startGithub } from './github/server.ts';
import { HOSTS, type Hub, type User } from './github/state.ts';
import type { Account, Workplace } from './people.ts';
import { openRunFolder } from './run-folder.ts';
import { portFrom, startStaticSite } from './static-site.ts';
import { startWechat, type WechatSandbox } from './wechat/server.ts';
import { startWeibo, type WeiboSandbox } from './weibo/server.ts';

const WECHAT_APP_ID = 'wx0000000000000000';
const WEIBO_UID = '1000000001';
const ACCOUNT_NAME = '示例综合执法';
const REPOSITORY = { owner: 'shili', name: 'lianxi' };

/** The accounts of machines: the app of Actions writes statuses and comments; the ledger is written by an account like a person's, since no app is in a team. */
export const GATE_MACHINE = 'github-actions[bot]';
const PUBLISHING_MACHINE = 'sanshen-publisher';

export interface SandboxOptions {
  /** Where the product lies: its `content/` and `.github/` become the practice repository's first commit. */
  productRoot: string;
  /** The site's port, moved on to a free one where it is taken; 0 = any. */
  port: number;
  /** Start of the clock; `null` = now. */
  at: Instant | null;
  env: Readonly<Record<string, string | undefined>>;
  /** Which GitHub its own is like; default github.com. */
  edition?: Hub['edition'];
}

/** The practice services, all on loopback, and a clone to run commands in. */
export interface Sandbox {
  /** Temporary folder of this run. */
  folder: string;
  /** The clone: `--root` for every command. */
  root: string;
  env: Record<string, string>;
  accounts: Account[];
  administrator: Account;
  workplace: Workplace;
  github: SandboxGithub;
  /** `null` where `WECHAT_API_BASE` or `WEIBO_API_BASE` named another. */
  wechat: WechatSandbox | null;
  weibo: WeiboSandbox | null;
  siteUrl: string;
  accountName: string;
  /** Interrupted runs whose folders were cleared away. */
  leftOvers: number;
  close(): Promise<void>;
}

/** Random, so that no token of one run opens another. */
function newToken(): string {
  return `practice-${crypto.randomUUID()}`;
}

function usersOf(organisationText: string, edition: Hub['edition']): User[] {
  const { people, duties } = readOrganisation(organisationText, 'content/organisation.yml');
  const administrators = new Set(duties.filter(({ duty }) => duty === 'administrator').map(({ person }) => person));
  const known = Object.entries(people).flatMap(([person, { name, logins }]) =>
    logins.map((login) => ({ login, name, role: administrators.has(person) ? ('admin' as const) : ('write' as const) })),
  );
  const machines = [
    { login: GATE_MACHINE, name: GATE_MACHINE, role: 'bot' as const, app: ACTIONS_APPS[edition] },
    { login: PUBLISHING_MACHINE, name: PUBLISHING_MACHINE, role: 'write' as const },
  ];
  return [...known, ...machines].map((account, index) => {
    const id = 1001 + index;
    return { ...account, id, token: newToken(), email: `${id}+${account.login}@users.noreply.${HOSTS[edition]}` };
  });
}

/** The teams that the policy names, as the organisation has them before `setup` gives them members and access; only the ledger's has its one. */
function teamsOf(policyText: string): { id: number; slug: string; members: string[] }[] {
  const { teams } = readPolicy(policyText, 'content/policy.yml').github;
  return Object.entries(teams).flatMap(([slug, id]) =>
    id === undefined ? [] : [{ id: Number(id), slug, members: slug === 'publisher' ? [PUBLISHING_MACHINE] : [] }],
  );
}

/** A clone whose origin holds no token: commands bring theirs in the environment. */
async function cloneOf(github: SandboxGithub, root: string): Promise<void> {
  const env = gitEnvironment(tokenSettings(github.gitUrl, github.tokenOf(GATE_MACHINE)));
  await mkdir(root);
  await gitText(root, ['clone', '--quiet', '--', github.gitUrl, '.'], { env });
}

async function startPlatforms(options: SandboxOptions, github: SandboxGithub, siteUrl: string, folder: string) {
  const clock = (): Date => new Date(github.clock.now());
  const wechatSecret = newToken();
  const weiboToken = newToken();
  const { WECHAT_API_BASE, WEIBO_API_BASE } = options.env;
  const shared = { clock, name: ACCOUNT_NAME, folder };
  const wechat = WECHAT_API_BASE ? null : await startWechat({ ...shared, appId: WECHAT_APP_ID, secret: wechatSecret });
  const weibo = WEIBO_API_BASE
    ? null
    : await startWeibo({ ...shared, accessToken: weiboToken, uid: WEIBO_UID, domains: [new URL(siteUrl).host] });
  const env = {
    WECHAT_API_BASE: wechat?.url ?? (WECHAT_API_BASE as string),
    WECHAT_APP_ID: options.env.WECHAT_APP_ID ?? WECHAT_APP_ID,
    WECHAT_APP_SECRET: options.env.WECHAT_APP_SECRET ?? wechatSecret,
    WEIBO_API_BASE: weibo?.url ?? (WEIBO_API_BASE as string),
    WEIBO_ACCESS_TOKEN: options.env.WEIBO_ACCESS_TOKEN ?? weiboToken,
    WEIBO_RIP: options.env.WEIBO_RIP ?? '127.0.0.1',
  };
  return { wechat, weibo, env };
}

async function assemble(
  options: SandboxOptions,
  folder: string,
  closing: (() => Promise<void>)[],
): Promise<Omit<Sandbox, 'leftOvers' | 'close'>> {
  const root = join(folder, 'root');
  const { edition = 'github.com' } = options;
  const served = join(root, '_site');
  const site = await startStaticSite({ folder: served, port: await portFrom(options.port) });
  closing.push(site.close);
  const { privateKeyPem, publicKey } = newSigningKey();
  const wechatAppId = options.env.WECHAT_APP_ID ?? WECHAT_APP_ID;
  const today = beijingDate(options.at ?? new Date());
  const files = seedFiles(options.productRoot, today, {
    siteUrl: site.url,
    signingKey: { ...publicKey, from: today },
    wechatAppId,
    weiboUid: WEIBO_UID,
    machine: PUBLISHING_MACHINE,
    ...{ edition, served },
  });
  const textOf = (name: string): string => String(files.find(({ path }) => path === name)?.bytes);
  const users = usersOf(textOf('content/organisation.yml'), edition);
  const administrator = users.find(({ role }) => role === 'admin') as User;
  const github = await startGithub({
    folder: join(folder, 'github'),
    repository: REPOSITORY,
    private: true,
    edition,
    users,
    teams: teamsOf(textOf('content/policy.yml')),
    seed: { files, message: '示例名单与规则', author: administrator },
    ...(options.at === null ? {} : { clock: startClock({ at: options.at }) }),
  });
  closing.push(() => github.close());
  const platforms = await startPlatforms(options, github, site.url, folder);
  for (const platform of [platforms.wechat, platforms.weibo]) if (platform) closing.push(() => platform.close());
  await cloneOf(github, root);
  const env = {
    ...platforms.env,
    GITHUB_API_URL: github.url,
    GITHUB_TOKEN: github.tokenOf(GATE_MACHINE),
    GITHUB_REPOSITORY: github.repository,
    SANSHEN_LEDGER_TOKEN: github.tokenOf(PUBLISHING_MACHINE),
    SANSHEN_SIGNING_KEY: privateKeyPem,
  };
  const workplace = { apiUrl: github.url, gitUrl: github.gitUrl, repository: github.repository, folder };
  const { wechat, weibo } = platforms;
  return {
    folder,
    root,
    env,
    accounts: users,
    administrator,
    workplace,
    github,
    wechat,
    weibo,
    siteUrl: site.url,
    accountName: ACCOUNT_NAME,
  };
}

/** Starts the local GitHub, WeChat, Weibo and website with the product's sample settings, in a new temporary folder. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { folder, leftOvers, remove } = openRunFolder();
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).reverse()) await end().catch(() => undefined);
    remove();
  };
  try {
    return { ...(await assemble(options, folder, closing)), leftOvers, close };
  } catch (error) {
    await close();
    throw error;
  }
}
