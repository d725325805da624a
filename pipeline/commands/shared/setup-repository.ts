import { beijingDate } from '../../beijing-time.ts';
import { requireOrigin } from '../../forge/git/git-remote.ts';
import { makeChange } from '../../forge/github/github-changes.ts';
import { readRepositoryState } from '../../forge/github/github-settings.ts';
import type { Settings } from '../../ledger/settings-version.ts';
import { planRepository } from '../../organisation/repository/plan-repository.ts';
import { holdBackRemovals, type PlanEntry, type RepositoryPlan } from '../../organisation/repository/repository-plan.ts';
import type { RepositoryState } from '../../organisation/repository/repository-state.ts';
import { holdBackWithoutRights } from '../../organisation/repository/unread-settings.ts';
import { Problem } from '../../problem.ts';
import { type FirstSettings, signFirstSettings } from '../../setup/first-settings.ts';
import { newestMain, type Publisher } from '../../verify/publisher.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { githubIn } from './environment.ts';
import { signingKey, withPublisher } from './publisher-access.ts';

/** What became of a change that was tried. */
interface Outcome {
  entry: PlanEntry;
  /** Why it isn't done; `null`: it is. */
  failure: string | null;
}

const GROUPS: [PlanEntry['action'], string][] = [
  ['create', '要建'],
  ['update', '要改'],
  ['remove', '要删'],
  ['person-must-do', '须由人办'],
];

const change = ({ before, after }: Pick<PlanEntry, 'before' | 'after'>): string => `${before ?? '没有'} → ${after ?? '没有'}`;

function line({ what, action, before, after, parts }: PlanEntry): string {
  if (parts) return [`${what}：`, ...parts.map((part) => `    ${part.what}：${change(part)}`)].join('\n');
  if (action === 'update') return `${what}：${change({ before, after })}`;
  if (action === 'remove') return `${what}（${before}）`;
  if (action === 'person-must-do') return `${what}：${before ?? '没有'}。${after}`;
  return `${what}：${after}`;
}

/** Entries one a line; what several have in common, the reason and the page, stands once below them. */
function listed(entries: readonly PlanEntry[]): string[] {
  return entries.flatMap((entry, index) => {
    const next = entries[index + 1];
    const last = next?.why !== entry.why || next.page !== entry.page;
    return [`  ${line(entry)}`, ...(last ? [`      依据：${entry.why}`, `      页面：${entry.page}`] : [])];
  });
}

function groups(entries: readonly PlanEntry[]): string[] {
  return GROUPS.flatMap(([action, title]) => {
    const own = entries.filter((entry) => entry.action === action);
    return own.length === 0 ? [] : ['', `${title}（${own.length}）`, ...listed(own)];
  });
}

function tried(outcomes: readonly Outcome[]): string[] {
  const done = outcomes.filter(({ failure }) => failure === null);
  const failed = outcomes.filter(({ failure }) => failure !== null);
  return [
    ...(done.length > 0
      ? [
          '',
          `做好了（${done.length}）`,
          ...done.map(({ entry }) => `  ✓ ${entry.action === 'remove' ? `${entry.what}：已移除` : line(entry)}`),
        ]
      : []),
    ...(failed.length > 0 ? ['', `没有做成（${failed.length}）`] : []),
    ...failed.flatMap(({ entry, failure }) => [`  ✗ ${entry.what}：${failure}`, `      也可以自己在这里办：${entry.page}`]),
  ];
}

function advice(remaining: readonly PlanEntry[], applied: boolean): string[] {
  const machine = remaining.some(({ action }) => action !== 'person-must-do');
  const person = remaining.some(({ action }) => action === 'person-must-do');
  return [
    ...(machine ? [applied ? '请按上面的提示处理，再运行一次 sanshen setup --apply。' : '核对无误后，运行 sanshen setup --apply。'] : []),
    ...(person ? ['须由人办的，办好后再运行一次 sanshen setup 核对。'] : []),
  ];
}

/**
 * The plan in words.
 * @param outcomes what `--apply` tried; `null` without it
 */
function planText(plan: RepositoryPlan, outcomes: readonly Outcome[] | null): string[] {
  const failed = new Set((outcomes ?? []).filter(({ failure }) => failure !== null).map(({ entry }) => entry.id));
  const shown = plan.entries.filter(({ id }) => !failed.has(id));
  const hints = plan.hints.length > 0 ? ['', '另请留意', ...plan.hints.map((hint) => `  ${hint}`)] : [];
  const nothing =
    plan.entries.length === 0 ? ['平台上的设置与名单、规则一致，没有要改的。'] : ['', ...advice(plan.entries, outcomes !== null)];
  return [...tried(outcomes ?? []), ...groups(shown), ...hints, ...nothing];
}

const SETTINGS_WORDS: Record<FirstSettings['state'], string> = {
  signed: '已把第一版名单与规则签名登记到台账；以后的改动须经办公室审核和分管领导签发才生效。',
  already: '台账里已有名单与规则，没有改动；以后的改动请用合并请求送审。',
  missing: '台账里还没有名单与规则；确认主分支上的 content/ 无误后，运行 sanshen setup --apply 登记第一版。',
};
const UNVERIFIED = '主分支上的名单与规则改过，还没有登记到台账；平台上的设置只照登记过的那一版改；请先审完并运行 publish，再运行 setup';

/** Failures after which nothing else would come through. */
const FATAL = new Set(['github/unreachable', 'github/token', 'github/rate-limit']);
const NOT_TAKEN = '平台收下了，却没有改成；可能是现在的套餐或组织的规定不许；请管理员核对。';

/** The key for the first version. @throws Problem `setup/no-key` (exit 2) */
function firstKey(env: CommandContext['env']): string {
  if (env.SANSHEN_SIGNING_KEY?.trim()) return signingKey(env);
  const message =
    '没有设置 SANSHEN_SIGNING_KEY，第一版名单与规则签不了；应为签名私钥（Ed25519，PKCS#8 PEM）；还没有的，先运行 sanshen setup --new-key ../sanshen-signing-key.pem 做一把，照提示办。什么也没有改。';
  throw new Problem('setup/no-key', message, { place: 'SANSHEN_SIGNING_KEY' });
}

interface Looked {
  state: RepositoryState;
  plan: RepositoryPlan;
}

async function look({ env }: CommandContext, { organisation, policy }: Settings, publisher: Publisher): Promise<Looked> {
  const state = await readRepositoryState(githubIn(env), policy);
  return { state, plan: planRepository(organisation, policy, state, beijingDate(await publisher.now())) };
}

/** Makes the changes one after the other; one that fails doesn't keep the others back. */
async function makeChanges({ env, note }: CommandContext, plan: RepositoryPlan): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const entry of plan.entries) {
    if (!entry.step) continue;
    try {
      await makeChange(githubIn(env), entry.step);
      outcomes.push({ entry, failure: null });
    } catch (error) {
      if (!(error instanceof Problem) || FATAL.has(error.code)) {
        for (const { entry: done } of outcomes.filter(({ failure }) => failure === null)) note(`✓ 已做好：${done.what}`);
        throw error;
      }
      outcomes.push({ entry, failure: error.message });
    }
  }
  return outcomes;
}

/** What came out of it, by what GitHub has now. */
function verified(outcomes: Outcome[], after: RepositoryPlan): Outcome[] {
  const left = new Set(after.entries.filter(({ step }) => step).map(({ id }) => id));
  return outcomes.map((outcome) => (outcome.failure === null && left.has(outcome.entry.id) ? { ...outcome, failure: NOT_TAKEN } : outcome));
}

function shown({ step: _, removes: __, ...entry }: PlanEntry): object {
  return entry;
}

function result(settings: FirstSettings, held: boolean, plan: RepositoryPlan, outcomes: Outcome[] | null): CommandResult {
  const fine = settings.state !== 'missing' && held && plan.entries.length === 0;
  const words = held ? SETTINGS_WORDS[settings.state] : `${UNVERIFIED}。`;
  const applied = outcomes?.map(({ entry, failure }) => ({ ...shown(entry), done: failure === null, failure }));
  return {
    exitCode: fine ? 0 : 1,
    json: { version: 1, settings, plan: plan.entries.map(shown), hints: plan.hints, ...(applied ? { applied } : {}) },
    text: [words, ...planText(plan, outcomes)].join('\n'),
  };
}

/** Counts the ledger anew where no count of it can be found: whoever runs `setup --apply` has looked at it. */
async function beginCount({ note }: CommandContext, { count, ledgers, store }: Publisher): Promise<void> {
  if (!store.sign) return note('主分支的提交上没有台账的计数；请带着签名私钥（SANSHEN_SIGNING_KEY）再运行一次 setup --apply，登记计数。');
  try {
    await count.begin(await ledgers.open());
    note('已在主分支的提交上登记台账的计数；以后台账少了，什么也不发。');
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    note(`台账的计数没有登记上：${error.message}`);
  }
}

/**
 * `setup`: compares what GitHub has with what main's 名单与规则 want, and with `apply` makes it so and signs the first version into the ledger.
 * What can't be made good afterwards is looked at first: nothing is half done when it is refused.
 * @param options `confirmed`: how many reviewers somebody has agreed to remove, `null` = none named
 * @throws Problem `repository/public`, `setup/…`, `settings-unverified` (exit 1), `environment/…`, `github/…`, `form/key-not-listed` (exit 2)
 */
export function setUpRepository(context: CommandContext, options: { apply: boolean; confirmed: number | null }): Promise<CommandResult> {
  return withPublisher(
    context,
    async (publisher) => {
      await requireOrigin(context.root, githubIn(context.env).repository);
      const first = await signFirstSettings(publisher, '', false);
      const { settings } = await newestMain(publisher.git, { fetch: false });
      const held = first.state === 'missing' || first.digest === settings.digest;
      const before = await look(context, settings, publisher);
      if (!options.apply) return result(first, held, before.plan, null);
      if (!held) throw new Problem('settings-unverified', `${UNVERIFIED}。什么也没有改。`, { place: settings.commit, exitCode: 1 });
      holdBackWithoutRights(before.state);
      holdBackRemovals(before.plan, before.state, options.confirmed);
      const signed = first.state === 'missing' ? await signFirstSettings(publisher, firstKey(context.env), true) : first;
      if (!publisher.ledgers.vouched()) await beginCount(context, publisher);
      const outcomes = await makeChanges(context, before.plan);
      const after = outcomes.length > 0 ? await look(context, settings, publisher) : before;
      return result(signed, held, after.plan, verified(outcomes, after.plan));
    },
    { writes: false },
  );
}
