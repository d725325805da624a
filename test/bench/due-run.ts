import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beijingDate, beijingIso, type Instant } from '#pipeline/beijing-time.ts';
import { openGit } from '#pipeline/forge/git/git.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import type { FrontMatter } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { itemState, readLedger, write } from '#pipeline/ledger/ledger.ts';
import { gitLedger } from '#pipeline/ledger/ledger-git.ts';
import { mediaPath } from '#pipeline/ledger/ledger-path.ts';
import type { LedgerStore } from '#pipeline/ledger/ledger-store.ts';
import { lifeOf, startRun } from '#pipeline/ledger/run.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { callGuard } from '#pipeline/release/call-guard.ts';
import { wechatChannel } from '#pipeline/release/channels/wechat/wechat.ts';
import { keptUploads } from '#pipeline/release/kept-pictures.ts';
import { newRunState, runReleases } from '#pipeline/release/release-engine.ts';
import type { PlannedRelease } from '#pipeline/release/release-round.ts';
import { standIn } from '../ledger/ledger-memory.ts';
import { approval } from '../release/world.ts';
import { ACCOUNT, articleOf, dueItems, pictureAt } from './due-items.ts';

const now = (): Instant => beijingIso(new Date());

/** A ledger on the branch of an `origin`, as publishing has it. */
export interface Bureau {
  store: LedgerStore;
  plan: PlannedRelease[];
  /** Adds items that are approved and due. */
  approve(articles: readonly PlannedRelease['payload'][]): Promise<void>;
  close(): void;
}

/** A bureau with an empty ledger in a temporary folder. */
export async function newBureau(): Promise<Bureau> {
  const folder = mkdtempSync(join(tmpdir(), 'sanshen-bench-'));
  await gitText(folder, ['init', '--quiet', '--bare', 'origin.git']);
  await gitText(folder, ['init', '--quiet', 'work']);
  const dir = join(folder, 'work');
  await gitText(dir, ['remote', 'add', 'origin', join(folder, 'origin.git')]);
  const git = await openGit(dir);
  const store = gitLedger(git, { fetch: true, sign: standIn });
  const plan: PlannedRelease[] = [];
  return {
    store,
    plan,
    async approve(articles) {
      const drafts = articles.map(({ item }) => approval(item, 1, { channels: ['wechat'], at: now() }));
      await write(store, await readLedger(store), drafts, '登记审定', now());
      for (const payload of articles)
        plan.push({ item: payload.item, channel: 'wechat', revision: 1, tree: drafts[0]?.event.tree ?? '', payload });
    },
    close() {
      git.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * One run of the publisher: the engine, the ledger on its branch, the questions right before each call, the WeChat channel.
 * @param latency of the code platform's answers, in milliseconds
 * @returns the states of all releases afterwards
 */
export async function publishOnce({ store, plan }: Bureau, url: string, latency: number): Promise<string[]> {
  const { run, end } = await startRun({}, { login: async () => null, startOf: async () => null });
  const policy = policySchema.parse({
    channels: { wechat: { mode: 'publish' }, weibo: { mode: 'manual' } },
    breaker: { sends: plan.length },
  });
  const frontMatter = { event_date: beijingDate(now()), channels: ['wechat'] } as unknown as FrontMatter;
  const facts = { frontMatter, policy, holidays: [], firstPush: null, released: false, held: null };
  const state = newRunState();
  const ledger = await runReleases(
    {
      store,
      vouched: () => true,
      load: () => readLedger(store),
      run,
      now: async () => now(),
      sleep: (milliseconds) => wait(milliseconds),
      endOf: async () => null,
      lifeOf: (owner) => lifeOf(owner, run, async () => null),
      policy,
      adapters: { wechat: wechatChannel({ apiBase: url, ...ACCOUNT, mode: 'publish' }) },
      plan,
      blocked: callGuard({
        now: async () => now(),
        recorded: async () => ({ facts, fault: null }),
        reviews: () => wait(latency, null),
      }),
      tell: async () => true,
      image: async (blob) => pictureAt(blob),
      uploads: (known, payload) => keptUploads(store, ACCOUNT.appId, known, payload),
      uploadPath: ({ sha256, use }, again) => mediaPath(ACCOUNT.appId, sha256, use, again),
    },
    state,
  ).finally(end);
  if (state.alerts.length > 0) throw new Error(`expected a run without alerts, but: ${JSON.stringify(state.alerts[0])}`);
  return plan.map(({ item }) => itemState(ledger, item).releases[0]?.state ?? 'planned');
}

/** As a program: one run of so many items, for what its memory comes to. */
if (process.argv[1]?.endsWith('due-run.ts')) {
  const [url = '', count = '', latency = ''] = process.argv.slice(2);
  const bureau = await newBureau();
  await bureau.approve(dueItems(Number(count), 'memory').map((item) => articleOf(item)));
  const states = await publishOnce(bureau, url, Number(latency));
  bureau.close();
  console.log(JSON.stringify(states));
}
