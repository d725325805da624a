import { isWithin, tipOf } from '../comparison.ts';
import type { Rule } from '../settings.ts';
import { type Hub, newestStatuses } from '../state.ts';

type State = 'success' | 'expected' | 'pending' | 'failing' | 'foreign';

/** Conclusions with which a required check is met (docs "Troubleshooting required status checks"); `cancelled` is none of them. */
const MET = new Set(['success', 'neutral', 'skipped']);

const WORDS: Record<Exclude<State, 'success'>, string> = {
  expected: 'is expected',
  pending: 'is pending',
  failing: 'is failing',
  foreign: 'was not set by the expected GitHub app',
};

interface Said {
  state: State;
  app: number | undefined;
}

/** What a commit has under a name: the newest status, and the newest check run of each suite; all of them have to be good. */
function saidOf(hub: Hub, sha: string, context: string): Said[] {
  const statuses = newestStatuses(hub, sha).filter((status) => status.context === context);
  const runs = hub.checkRuns.filter((run) => run.sha === sha && run.name === context);
  const newest = [...new Map(runs.map((run) => [run.suite, run])).values()];
  return [
    ...statuses.map(({ state, creator }) => ({
      state: state === 'success' || state === 'pending' ? state : ('failing' as const),
      app: creator.app,
    })),
    ...newest.map(({ conclusion, app }) => ({
      state: conclusion === null ? ('pending' as const) : MET.has(conclusion) ? ('success' as const) : ('failing' as const),
      app: app.app,
    })),
  ];
}

/** "If a status is set by any other person or integration, merging won't be allowed" (docs "About protected branches"). */
function stateOf(hub: Hub, sha: string, { context, integration_id }: RequiredCheck): State {
  const said = saidOf(hub, sha, context);
  if (said.length === 0) return 'expected';
  if (integration_id !== undefined && said.some(({ app }) => app !== integration_id)) return 'foreign';
  return (['failing', 'pending'] as const).find((state) => said.some((one) => one.state === state)) ?? 'success';
}

interface RequiredCheck {
  context: string;
  integration_id?: number;
}

/** The required checks that a commit doesn't meet, in GitHub's words. */
export function unmetChecks(hub: Hub, sha: string, { parameters = {} }: Rule): string[] {
  const required = (parameters.required_status_checks ?? []) as RequiredCheck[];
  const unmet = required.map((check) => ({ ...check, state: stateOf(hub, sha, check) })).filter(({ state }) => state !== 'success');
  const [only] = unmet;
  if (only && unmet.length === 1) return [`Required status check "${only.context}" ${WORDS[only.state as Exclude<State, 'success'>]}.`];
  if (unmet.length === 0) return [];
  const all = `${unmet.length} of ${required.length} required status checks`;
  if (unmet.every(({ state }) => state === 'expected')) return [`${all} are expected.`];
  const counts = [...new Set(unmet.map(({ state }) => state))].map(
    (state) => `${unmet.filter((one) => one.state === state).length} ${state === 'foreign' ? 'not set by the expected GitHub app' : state}`,
  );
  return [`${all} have not succeeded: ${counts.join(' and ')}.`];
}

/** With the strict policy a head must hold the newest commit of its base. */
export async function isBehind(hub: Hub, head: string, baseRef: string, { parameters = {} }: Rule): Promise<boolean> {
  const base = await tipOf(hub, baseRef);
  return parameters.strict_required_status_checks_policy === true && base !== null && !(await isWithin(hub, base, head));
}
