import type { Rule } from '../settings.ts';
import { type Hub, type PullThread, pullsOf, type User } from '../state.ts';
import { rulesFor, TARGETS } from './layers.ts';
import { unmetReviews } from './pull-request-rule.ts';
import { isBehind, unmetChecks } from './required-checks.ts';

type Words = string[] | Promise<string[]>;

/** A branch or tag that a push is to move, by its whole name; `0000…` stands for none. */
interface Move {
  before: string;
  after: string;
  ref: string;
}

/** What a rule says of a push, and of a merge, in GitHub's words; nothing where it allows it. */
interface Decision {
  push: (hub: Hub, move: Move, rule: Rule) => Words;
  /** Said only of a push that takes commits away, which is seen once its objects are there. */
  forced?: (ref: string) => string;
  merge: (hub: Hub, thread: PullThread, rule: Rule) => Words;
}

const NONE = /^0+$/;
const nothing = (): string[] => [];

const kindOf = (ref: string): string => Object.keys(TARGETS).find((kind) => ref.startsWith(TARGETS[kind] as string)) ?? 'ref';

/** True if an open pull request with this very head has everything that a rule asks for: pushing it is merging it (yshavit/mdq#255, 2025). */
async function isReviewed(hub: Hub, { ref, after }: Move, rule: Rule): Promise<boolean> {
  for (const thread of pullsOf(hub, 'open')) {
    const { headSha, baseRef, draft } = thread.pull;
    if (headSha === after && `refs/heads/${baseRef}` === ref && !draft && (await unmetReviews(hub, thread, rule)).length === 0) return true;
  }
  return false;
}

/**
 * The rules that are practised here (docs "Available rules for rulesets"; @octokit/openapi 23.0.2, repository-rule-*). The words are those of
 * answers that GitHub gave, as public issues quote them (GH013; of tags opensearch-api-specification#1193 and kernelkit/infix#1610).
 */
export const RULES: Readonly<Record<string, Decision>> = {
  // "Restrict creations"; repository-rule-creation
  creation: {
    push: (_, { before }) => (NONE.test(before) ? ['Cannot create ref due to creations being restricted.'] : []),
    merge: nothing,
  },
  // "Restrict updates": only users with bypass permissions can push to matching branches; repository-rule-update
  update: {
    push: (_, { before, after }) => (NONE.test(before) || NONE.test(after) ? [] : ['Cannot update this protected ref.']),
    merge: () => ['Cannot update this protected ref.'],
  },
  // "Restrict deletions"; repository-rule-deletion
  deletion: { push: (_, { after, ref }) => (NONE.test(after) ? [`Cannot delete this ${kindOf(ref)}`] : []), merge: nothing },
  // "Block force pushes"; repository-rule-non-fast-forward
  non_fast_forward: { push: nothing, forced: (ref) => `Cannot force-push to this ${kindOf(ref)}`, merge: nothing },
  // "Require a pull request before merging"; repository-rule-pull-request
  pull_request: {
    push: async (hub, move, rule) =>
      NONE.test(move.before) || NONE.test(move.after) || (await isReviewed(hub, move, rule))
        ? []
        : ['Changes must be made through a pull request.'],
    merge: unmetReviews,
  },
  // "Require status checks to pass before merging"; repository-rule-required-status-checks
  required_status_checks: {
    push: (hub, { before, after }, rule) => {
      const free = NONE.test(after) || (NONE.test(before) && rule.parameters?.do_not_enforce_on_create === true);
      return free ? [] : unmetChecks(hub, after, rule);
    },
    merge: async (hub, { pull }, rule) => [
      ...unmetChecks(hub, pull.headSha, rule),
      ...((await isBehind(hub, pull.headSha, pull.baseRef, rule)) ? ['This branch is out-of-date with the base branch.'] : []),
    ],
  },
};

async function wordsOf(rules: readonly Rule[], say: (decision: Decision, rule: Rule) => Words): Promise<string[]> {
  const said = await Promise.all(rules.map((rule) => say(RULES[rule.type] as Decision, rule)));
  return [...new Set(said.flat())];
}

/** Why a push is refused, if at all: `always`, or only if it takes commits away. */
export async function pushRefusals(hub: Hub, move: Move, user: User): Promise<{ always: string[]; forced: string[] }> {
  const rules = rulesFor(hub, move.ref, 'push', user);
  const moved = !NONE.test(move.before) && !NONE.test(move.after);
  const forced = moved ? rules.flatMap(({ type }) => RULES[type]?.forced?.(move.ref) ?? []) : [];
  return { always: await wordsOf(rules, (decision, rule) => decision.push(hub, move, rule)), forced: [...new Set(forced)] };
}

/**
 * Why a pull request can't be merged under the rules of its base, if at all.
 * @param by who merges; `null`: anybody who may not pass by a rule
 */
export function mergeRefusals(hub: Hub, thread: PullThread, by: User | null): Promise<string[]> {
  const rules = rulesFor(hub, `refs/heads/${thread.pull.baseRef}`, 'merge', by);
  return wordsOf(rules, (decision, rule) => decision.merge(hub, thread, rule));
}

/** True if the rules of a branch leave a way to merge. */
export function mayMergeBy(hub: Hub, branch: string, by: User, method: string): boolean {
  const lists = rulesFor(hub, `refs/heads/${branch}`, 'merge', by).map(({ parameters }) => parameters?.allowed_merge_methods);
  return lists.every((list) => !Array.isArray(list) || list.includes(method));
}

/** True if a push that changes what was approved takes the approval away (parameter dismiss_stale_reviews_on_push). */
export function dismissesStale(hub: Hub, baseRef: string): boolean {
  return rulesFor(hub, `refs/heads/${baseRef}`, 'merge', null).some(({ parameters }) => parameters?.dismiss_stale_reviews_on_push === true);
}
