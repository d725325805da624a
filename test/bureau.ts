import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ApproveReport } from '#pipeline/approve/approve.ts';
import { approveAndWatch } from '#pipeline/approve/approve-watch.ts';
import { openGit } from '#pipeline/forge/git/git.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { openGithub } from '#pipeline/forge/github/github.ts';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { itemState, type Ledger } from '#pipeline/ledger/ledger.ts';
import { ledgerCount } from '#pipeline/ledger/ledger-count.ts';
import { gitLedger } from '#pipeline/ledger/ledger-git.ts';
import { startRun } from '#pipeline/ledger/run.ts';
import { codeowners } from '#pipeline/organisation/generated/generate.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { readOrganisation } from '#pipeline/organisation/read-settings.ts';
import type { ChannelAdapter } from '#pipeline/release/channels/channel.ts';
import type { RenderingPublisher } from '#pipeline/release/isolated/renderer.ts';
import { type ReleaseReport, release } from '#pipeline/release/release.ts';
import { signerOf } from '#pipeline/review/form/envelope.ts';
import type { Snapshot } from '#pipeline/sandbox/github/server.ts';
import { newSigningKey, signFirstSettings } from '#pipeline/setup/first-settings.ts';
import { gitTrust, verifiedLedgers } from '#pipeline/verify/publisher.ts';
import { type VerifyReport, verifyLedger } from '#pipeline/verify/verify.ts';
import { folderOf } from './folder.ts';
import { inProcess } from './release/in-process.ts';
import { connect, keptFolder, openWorld, sparing, startWorld, type World } from './sandbox/github-world.ts';

export const ITEM = 'wucheng/2026-11-23-street';
/** Where nobody listens: no program takes so low a port for itself. */
export const SITE = 'http://127.0.0.1:2';
export const FOLDER = `content/items/${ITEM}`;

/** The bureau of the tests. */
export const ORGANISATION = `bureau: 示例市综合行政执法局
people:
  lisi: {name: 李四, logins: [lisi]}
  zhouyi: {name: 周一, logins: [zhouyi]}
  zhengsi: {name: 郑四, logins: [zhengsi]}
  fengliu: {name: 冯六, logins: [fengliu]}
  wangwu: {name: 王五, logins: [wangwu]}
units:
  wucheng: {name: 婺城分局, kind: county, route: A}
posts:
  - {unit: wucheng, post: 分局负责人, level: 1, person: zhouyi, from: 2024-01-01}
  - {unit: office, post: 办公室审核, level: 2, person: zhengsi, from: 2024-01-01, covers: '*'}
  - {unit: leaders, post: 分管领导, level: 3, person: fengliu, from: 2024-01-01, covers: '*'}
duties:
  - {duty: administrator, person: wangwu, from: 2024-01-01}
`;

/** Front matter and text of an item of the test. */
export function itemText(more: { title?: string; lines?: string[]; body?: string; channels?: Channel[]; date?: string } = {}): string {
  const { title = '示例街道整治', lines = [], body = '正文一段。', channels = ['website'], date = '2026-11-23' } = more;
  return [
    '---',
    `title: ${title}`,
    'submitter: lisi',
    'submitted_at: 2026-11-24 09:00',
    `event_date: ${date}`,
    'category: 工作动态',
    `channels: [${channels.join(', ')}]`,
    'summary: 示例摘要。',
    'secrecy_review: {by: zhouyi, date: 2026-11-23, conclusion: 可公开}',
    ...lines,
    '---',
    '',
    body,
    '',
  ].join('\n');
}

/** A bureau at work: a local GitHub with people, a publisher with a clone of its own, and a signing key that the policy lists. */
export interface Bureau {
  world: World;
  root: string;
  key: string;
  organisation: string;
  policy: string;
  /** How many branches have been opened, each with a number. */
  branches(): number;
  /** A publisher as one run has it; every call is a new run. */
  publisher(actor?: string): Promise<RenderingPublisher>;
  /** Opens a pull request with an item; three persons approve it, and the administrator merges, unless told otherwise. */
  publish(
    files: Record<string, string | Uint8Array>,
    how?: { reviewers?: string[]; merge?: boolean; branch?: string },
  ): Promise<{ number: number; head: string }>;
  merge(number: number, head: string): Promise<void>;
  /** Commits files straight onto main, as an administrator can. */
  pushToMain(files: Record<string, string>): Promise<string>;
  approve(): Promise<ApproveReport>;
  release(adapters: Partial<Record<Channel, ChannelAdapter>>): Promise<ReleaseReport>;
  ledger(): Promise<Ledger>;
  verify(options?: { since?: string }): Promise<VerifyReport>;
  /** `channel revision state` of an item, in order of the first event. */
  states(item?: string): Promise<string[]>;
}

const LEVELS = ['zhouyi', 'zhengsi', 'fengliu'];

/** What a command of this bureau is given where somebody runs it himself: his own token, and the machine's for the ledger. */
export function environmentOf({ world, key }: Bureau, login: string): Record<string, string> {
  return {
    GITHUB_API_URL: world.github.url,
    GITHUB_TOKEN: world.github.tokenOf(login),
    GITHUB_REPOSITORY: world.github.repository,
    SANSHEN_LEDGER_TOKEN: world.github.tokenOf('sanshen-bot'),
    SANSHEN_SIGNING_KEY: key,
  };
}

/** What the workflow 办理 gives where somebody has started it, at its first attempt. */
export function actEnvironment(bureau: Bureau, login: string): Record<string, string> {
  const run = bureau.world.github.startRun({ workflow: 'act', actor: login });
  return { ...environmentOf(bureau, 'sanshen-bot'), GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: '1' };
}

interface BureauOptions {
  policy?: string;
  setup?: boolean;
  site?: string;
  organisation?: string;
}

/** A bureau as it was at one moment, to be copied. */
interface Begun {
  snapshot: Snapshot;
  root: string;
  key: string;
  policy: string;
  organisation: string;
  branches: number;
}

/** Bureaus of this worker: each is made once and copied, for a signed one costs half a second of processor time, an approved item as much. */
const begun = new Map<string, Begun>();

/** Starts a bureau whose first settings are signed, unless told otherwise. */
export const startBureau = (options: BureauOptions = {}): Promise<Bureau> => keptBureau(JSON.stringify(options), () => newBureau(options));

/**
 * Starts a bureau in which something has been done, which is the same whenever it is called by this name.
 * @param grow what is done; a closure over nothing that differs from test to test
 */
export const grownBureau = (name: string, options: BureauOptions, grow: (bureau: Bureau) => Promise<unknown>): Promise<Bureau> =>
  keptBureau(`${name} ${JSON.stringify(options)}`, async () => {
    const bureau = await startBureau(options);
    await grow(bureau);
    return bureau;
  });

async function keptBureau(key: string, make: () => Promise<Bureau>): Promise<Bureau> {
  const found = begun.get(key);
  if (found) return copyOf(found);
  const bureau = await make();
  const root = keptFolder();
  cpSync(bureau.root, root, { recursive: true });
  const { policy, organisation, branches } = bureau;
  const snapshot = await bureau.world.github.snapshot(keptFolder());
  begun.set(key, { snapshot, root, key: bureau.key, policy, organisation, branches: branches() });
  return bureau;
}

/** The same bureau once more, in folders and with a server of its own. */
async function copyOf({ snapshot, root: from, key, policy, organisation, branches }: Begun): Promise<Bureau> {
  const world = await openWorld(snapshot);
  const root = folderOf({});
  cpSync(from, root, { recursive: true });
  connect(join(root, '.git/config'), world);
  return bureauOf({ world, root, key, policy, organisation }, branches);
}

async function newBureau(options: BureauOptions): Promise<Bureau> {
  const { privateKeyPem: key, publicKey } = newSigningKey();
  const policy = `${options.policy ?? ''}\nsite: {url: '${options.site ?? SITE}', name: 示例市综合行政执法局}\nsigning_keys: [{id: ${publicKey.id}, public_key: '${publicKey.public_key}', from: 2026-01-01}]\n`;
  const { organisation = ORGANISATION } = options;
  const owners = codeowners(readOrganisation(organisation, 'content/organisation.yml'), policySchema.parse({}), '2026-11-24');
  const world = await startWorld({ 'content/organisation.yml': organisation, 'content/policy.yml': policy, '.github/CODEOWNERS': owners });
  const root = folderOf({});
  await gitText(root, ['init', '--quiet', '--initial-branch=main']);
  connect(join(root, '.git/config'), world);
  const bureau = bureauOf({ world, root, key, policy, organisation });
  if (options.setup !== false) await signFirstSettings(await bureau.publisher('wangwu'), key, true);
  return bureau;
}

type Ground = Pick<Bureau, 'world' | 'root' | 'key' | 'policy' | 'organisation'>;

function bureauOf(ground: Ground, opened = 0): Bureau {
  const { world, root, key } = ground;
  let branches = opened;
  const publisher = async (actor = 'sanshen-bot'): Promise<RenderingPublisher> => {
    const git = sparing(await openGit(root, { token: world.github.tokenOf('sanshen-bot') }), world);
    onTestFinished(() => git.close());
    const github = openGithub({
      apiUrl: world.github.url,
      token: world.github.tokenOf('sanshen-bot'),
      repository: world.github.repository,
    });
    const sign = signerOf(key);
    const count = ledgerCount(github, gitLedger(git, { fetch: true, sign }), { sign, note: () => undefined, sleep: async () => undefined });
    const { store } = count;
    const { run, end } = await startRun({}, { login: async () => actor, startOf: async () => null });
    onTestFinished(end);
    const ledgers = verifiedLedgers(store, gitTrust(git), count);
    const now = () => github.now();
    return { git, github, store, ledgers, count, run, renderer: inProcess, now, sleep: async () => undefined, note: () => undefined };
  };
  const bureau: Bureau = {
    ...ground,
    publisher,
    branches: () => branches,
    async publish(files, { reviewers = LEVELS, merge = true, branch } = {}) {
      branches += 1;
      const submitted = await world.submit('lisi', branch ?? `lisi/${branches}`, files as Record<string, string>);
      for (const reviewer of reviewers) await world.review(reviewer, submitted.number);
      if (merge) await bureau.merge(submitted.number, submitted.head);
      return submitted;
    },
    async merge(number, head) {
      await world.pass(head);
      await world.as('wangwu').pulls.merge({ ...world.of, pull_number: number, merge_method: 'squash' });
    },
    async pushToMain(files) {
      const commit = await world.commit('wangwu', await world.tip('main'), files);
      await world.land('wangwu', commit, 'main');
      return commit;
    },
    approve: async () => approveAndWatch(await publisher(), key),
    release: async (adapters) => release(await publisher(), { channels: () => adapters }),
    ledger: async () => (await publisher()).ledgers.load(),
    async verify(options = {}) {
      const own = await publisher();
      const { readLedger } = await import('#pipeline/ledger/ledger.ts');
      return verifyLedger(own.store, await readLedger(own.store), gitTrust(own.git), options);
    },
    states: async (item = ITEM) =>
      itemState(await bureau.ledger(), item).releases.map(({ channel, revision, state }) => `${channel} ${revision} ${state}`),
  };
  return bureau;
}
