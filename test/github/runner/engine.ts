import { type Asking, asText, type Contexts, filledIn, holds, type Standing } from '../expressions.ts';
import { neededBy } from '../workflow-faults.ts';
import { environmentOf, type Job, type Step, type WorkflowFile } from '../workflow-files.ts';
import type { HubEvent } from './events.ts';

export type Result = 'success' | 'failure' | 'cancelled' | 'skipped';

/** A step as it is to be done: every expression has been filled in. */
export interface FilledStep {
  /** As the page of a run calls it. */
  title: string;
  id: string | undefined;
  uses: string | undefined;
  run: string | undefined;
  shell: string | undefined;
  folder: string | undefined;
  with: Record<string, string>;
  /** What the file gives it, at all three levels. */
  env: Record<string, string>;
}

/** Where a job's steps are done. */
export interface Workplace {
  step(step: FilledStep): Promise<{ ok: boolean; outputs: Record<string, string> }>;
  hashFiles(patterns: string[]): string;
  end(): Promise<void>;
}

/** What an environment holds, and gives to jobs that name it. */
export interface Environment {
  /** From where it may be used; a job of any other fails before it begins (docs "Managing environments for deployment", Deployment branches and tags). */
  refs: string[];
  secrets: Record<string, string>;
  variables: Record<string, string>;
}

/** What a run stands on. */
export interface Ground {
  /** Members of `github` that are the same for all runs. */
  server: { repository: string; api_url: string; server_url: string };
  run: { id: string; attempt: number };
  /** The repository's; secrets there are none. */
  variables: Record<string, string>;
  /** Labels that runners carry; a job that asks for another waits until it is given up (docs "Using self-hosted runners in a workflow"). */
  labels?: readonly string[];
  environments: Record<string, Environment>;
  /** A token with a job's rights. */
  tokenFor(permissions: Record<string, string>): string;
  workplaceFor(job: { id: string; name: string; github: Record<string, unknown> }): Promise<Workplace>;
  cancelled(): boolean;
  /** Reads the workflow of another repository that a job names. */
  called?(uses: string): Promise<WorkflowFile>;
  /** Told of a job by its name: that it begins (`null`), and what came of it. */
  report?(job: string, result: Result | null): Promise<void>;
}

export interface JobReport {
  id: string;
  /** As a required check names it. */
  name: string;
  result: Result;
  outputs: Record<string, string>;
  steps: { title: string; result: Result; env: Record<string, string>; with: Record<string, string> }[];
  /** Of a job that calls a workflow: that one's jobs. */
  called?: JobReport[];
}

/** What a workflow that another calls is given by it. */
interface Call {
  name: string;
  inputs: Record<string, string>;
  secrets: Record<string, string>;
}

interface StepState {
  outcome: Result;
  conclusion: Result;
  outputs: Record<string, string>;
}

const titleOf = ({ name, uses, run }: Step): string => name ?? uses?.replace(/@.*$/, '') ?? run?.trim().split('\n')[0] ?? '';

function filledStep(step: Step, env: Record<string, string>, asking: Asking): FilledStep {
  const own = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, filledIn(value, asking)]));
  const given = Object.entries(step.with ?? {}).map(([name, value]) => [name, filledIn(value, asking)]);
  return {
    title: titleOf(step),
    id: step.id,
    uses: step.uses,
    run: step.run === undefined ? undefined : filledIn(step.run, asking),
    shell: step.shell,
    folder: step['working-directory'] === undefined ? undefined : filledIn(step['working-directory'], asking),
    with: Object.fromEntries(given) as Record<string, string>,
    env: { ...env, ...own },
  };
}

/** Values with their expressions filled in. */
const filledTable = (table: Record<string, string> | undefined, asking: Asking): Record<string, string> =>
  Object.fromEntries(Object.entries(table ?? {}).map(([name, value]) => [name, filledIn(value, asking)]));

/** Does a job's steps one after the other. */
async function doSteps(job: Job, workplace: Workplace, contexts: Contexts, env: Record<string, string>, ground: Ground) {
  const states: Record<string, StepState> = {};
  const told: JobReport['steps'] = [];
  const standing: Standing = { failed: false, cancelled: false };
  const asking: Asking = {
    contexts: { ...contexts, env, steps: states },
    standing,
    hashFiles: (patterns) => workplace.hashFiles(patterns),
  };
  for (const step of job.steps) {
    standing.cancelled = ground.cancelled();
    let state: StepState = { outcome: 'skipped', conclusion: 'skipped', outputs: {} };
    let filled: FilledStep | undefined;
    if (holds(step.if, asking)) {
      filled = filledStep(step, env, asking);
      const { ok, outputs } = await workplace.step(filled);
      const outcome = ok ? 'success' : 'failure';
      state = { outcome, conclusion: step['continue-on-error'] ? 'success' : outcome, outputs };
    }
    if (step.id !== undefined) states[step.id] = state;
    standing.failed ||= state.conclusion === 'failure';
    told.push({ title: titleOf(step), result: state.conclusion, env: filled?.env ?? {}, with: filled?.with ?? {} });
  }
  const result: Result = standing.failed ? 'failure' : ground.cancelled() ? 'cancelled' : 'success';
  return { result, steps: told, outputs: filledTable(job.outputs, asking) };
}

/** All that a job waits for, and what that waits for: `success()` asks of all of it (actions/runner#491). */
function ancestors(file: WorkflowFile, job: Job): string[] {
  return neededBy(job).flatMap((id) => [id, ...ancestors(file, file.workflow.jobs[id] ?? { steps: [] })]);
}

function standingOf(file: WorkflowFile, job: Job, done: ReadonlyMap<string, JobReport>, cancelled: boolean): Standing {
  const results = ancestors(file, job).map((id) => done.get(id)?.result);
  return {
    failed: results.includes('failure'),
    cancelled: cancelled || results.includes('cancelled'),
    skipped: results.includes('skipped'),
  };
}

/** Rights that jobs of a called workflow ask for and the call doesn't grant: then nothing of it starts (docs "Reusing workflow configurations"). */
function rightsTooMany({ workflow: { jobs } }: WorkflowFile, { permissions = {} }: Job): string[] {
  const granted = permissions as Record<string, string>;
  const asked = Object.values(jobs).flatMap((job) => Object.entries((job.permissions ?? {}) as Record<string, string>));
  return asked.flatMap(([name, right]) => (granted[name] === 'write' || granted[name] === right ? [] : [`${name}: ${right}`]));
}

/** Runs the workflow that a job calls, as GitHub does. @throws RangeError where it would start nothing of it */
async function callWorkflow(file: WorkflowFile, job: Job, name: string, event: HubEvent, ground: Ground, asking: Asking) {
  const called = await ground.called?.(job.uses ?? '');
  const trigger = called?.workflow.on.workflow_call;
  if (!called || !trigger || Array.isArray(trigger)) throw new RangeError(`${job.uses} can't be called`);
  const inputs = filledTable(job.with as Record<string, string>, asking);
  const secrets = filledTable(job.secrets as Record<string, string>, asking);
  const required = Object.entries(trigger.inputs ?? {}).flatMap(([input, { required }]) => (required ? [input] : []));
  const wrong = [
    ...rightsTooMany(called, job),
    ...required.filter((input) => !(input in inputs)),
    ...Object.keys(inputs).filter((input) => !(input in (trigger.inputs ?? {}))),
    ...Object.keys(secrets).filter((secret) => !(secret in (trigger.secrets ?? {}))),
    ...(groupOf(file, event, ground)?.name === groupOf(called, event, ground)?.name ? ['deadlock of one group'] : []),
  ];
  if (wrong.length > 0) throw new RangeError(`${file.name} calls ${job.uses} wrongly: ${wrong.join('; ')}`);
  return runWorkflow(called, event, ground, { name, inputs, secrets });
}

/** What a job may see of an environment's secrets: of a called workflow's, those that the call names (docs "Reuse workflows"; actions/runner#1490). */
function secretsOf(environment: Environment, call: Call | null): Record<string, string> {
  if (!call) return environment.secrets;
  return Object.fromEntries(Object.entries(call.secrets).map(([name, value]) => [name, environment.secrets[name] ?? value]));
}

async function doJob(
  file: WorkflowFile,
  id: string,
  event: HubEvent,
  ground: Ground,
  done: ReadonlyMap<string, JobReport>,
  call: Call | null,
): Promise<JobReport> {
  const job = file.workflow.jobs[id] as Job;
  const needs = Object.fromEntries(neededBy(job).map((needed) => [needed, done.get(needed)]));
  const github = {
    ...ground.server,
    event: event.payload,
    event_name: event.name,
    ref: event.ref,
    sha: event.sha,
    actor: event.actor,
    triggering_actor: event.actor,
    run_id: ground.run.id,
    run_attempt: String(ground.run.attempt),
    workflow: file.workflow.name ?? file.name,
  };
  const inputs = call?.inputs ?? event.payload.inputs ?? {};
  const early: Asking = {
    contexts: { github, needs, inputs, vars: ground.variables },
    standing: standingOf(file, job, done, ground.cancelled()),
  };
  const name = [...(call ? [call.name] : []), filledIn(job.name ?? id, early)].join(' / ');
  if (!holds(job.if, early)) {
    await ground.report?.(name, 'skipped');
    return { id, name, result: 'skipped', outputs: {}, steps: [] };
  }
  if (job.uses !== undefined) {
    const asking = { ...early, contexts: { ...early.contexts, secrets: {} } };
    const called = await callWorkflow(file, job, name, event, ground, asking);
    const failed = called.find(({ result }) => result === 'failure' || result === 'cancelled');
    return { id, name, result: failed?.result ?? 'success', outputs: {}, steps: [], called };
  }
  await ground.report?.(name, null);
  // GitHub makes an environment that isn't there, empty and for everybody.
  const environment = ground.environments[environmentOf(job) ?? ''] ?? { refs: [event.ref], secrets: {}, variables: {} };
  const label = filledIn(asText(job['runs-on'] ?? ''), early);
  const isCarried = ground.labels?.includes(label) ?? true;
  if (!isCarried || !environment.refs.includes(event.ref)) {
    const result = isCarried ? 'failure' : 'cancelled';
    await ground.report?.(name, result);
    return { id, name, result, outputs: {}, steps: [] };
  }
  const token = ground.tokenFor((job.permissions ?? file.workflow.permissions ?? {}) as Record<string, string>);
  const contexts = {
    ...early.contexts,
    github: { ...github, token },
    secrets: { ...secretsOf(environment, call), GITHUB_TOKEN: token },
    vars: { ...ground.variables, ...environment.variables },
  };
  const env = { ...filledTable(file.workflow.env, { contexts }), ...filledTable(job.env, { contexts }) };
  const workplace = await ground.workplaceFor({ id, name, github: contexts.github });
  let result: Result = 'failure';
  try {
    const ended = await doSteps(job, workplace, contexts, env, ground);
    result = ended.result;
    return { id, name, ...ended };
  } finally {
    await workplace.end();
    await ground.report?.(name, result);
  }
}

/** Runs a workflow's jobs, each after all that it needs; of one that calls a workflow, that one's jobs are told. */
export async function runWorkflow(file: WorkflowFile, event: HubEvent, ground: Ground, call: Call | null = null): Promise<JobReport[]> {
  const done = new Map<string, JobReport>();
  const waiting = new Set(Object.keys(file.workflow.jobs));
  while (waiting.size > 0) {
    const next = [...waiting].find((id) => neededBy(file.workflow.jobs[id] as Job).every((needed) => done.has(needed)));
    if (next === undefined) throw new RangeError(`${file.name}: jobs wait for each other`);
    waiting.delete(next);
    done.set(next, await doJob(file, next, event, ground, done, call));
  }
  return [...done.values()].flatMap((report) => report.called ?? [report]);
}

/** The group that a run belongs to; `null` for none. */
export function groupOf(
  { workflow: { concurrency } }: WorkflowFile,
  event: HubEvent,
  ground: Pick<Ground, 'server' | 'run' | 'variables'>,
) {
  if (concurrency === undefined) return null;
  const github = { ...ground.server, event: event.payload, event_name: event.name, ref: event.ref, run_id: ground.run.id };
  const asking = { contexts: { github, inputs: event.payload.inputs ?? {}, vars: ground.variables } };
  return {
    name: filledIn(concurrency.group, asking),
    cancels: filledIn(asText(concurrency['cancel-in-progress'] ?? false), asking) === 'true',
  };
}
