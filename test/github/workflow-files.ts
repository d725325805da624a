import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface Step {
  id?: string;
  name?: string;
  uses?: string;
  run?: string;
  if?: string;
  shell?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
  'continue-on-error'?: boolean;
  'working-directory'?: string;
}

export interface Job {
  name?: string;
  needs?: string | string[];
  if?: string;
  'runs-on'?: unknown;
  'timeout-minutes'?: number;
  environment?: string | { name: string };
  permissions?: Record<string, string> | string;
  concurrency?: Concurrency;
  env?: Record<string, string>;
  outputs?: Record<string, string>;
  container?: unknown;
  services?: unknown;
  uses?: string;
  with?: Record<string, unknown>;
  secrets?: unknown;
  steps: Step[];
}

interface Concurrency {
  group: string;
  'cancel-in-progress'?: boolean | string;
}

export interface Input {
  type: string;
  default?: string;
  required?: boolean;
  options?: string[];
}

/** What an event of `on` is narrowed by; a schedule is a list of its times. */
export type Trigger = {
  types?: string[];
  branches?: string[];
  'branches-ignore'?: string[];
  paths?: string[];
  inputs?: Record<string, Input>;
  secrets?: Record<string, unknown>;
} | null;

interface Workflow {
  name?: string;
  on: Record<string, Trigger | { cron: string }[]>;
  permissions?: unknown;
  concurrency?: Concurrency;
  env?: Record<string, string>;
  defaults?: unknown;
  jobs: Record<string, Job>;
}

/** A workflow with its text: comments are told by that alone. */
export interface WorkflowFile {
  name: string;
  text: string;
  workflow: Workflow;
}

/** `on` as a table, whether it was written as one word, a list or a table. */
function eventsOf(on: unknown): Workflow['on'] {
  if (typeof on === 'string') return { [on]: null };
  return Array.isArray(on) ? Object.fromEntries(on.map((event: string) => [event, null])) : (on as Workflow['on']);
}

/** Reads a workflow; what isn't one as GitHub understands it, `workflow-loading.ts` tells. */
export function readWorkflow(name: string, text: string): WorkflowFile {
  const workflow = parse(text) as Workflow;
  return { name, text, workflow: { ...workflow, on: eventsOf(workflow.on) } };
}

const FOLDER = join(import.meta.dirname, '../../.github/workflows');

/** The workflows that a bureau works by, from this repository, by name of their files. */
export const workflowFiles = (): WorkflowFile[] =>
  readdirSync(FOLDER)
    .filter((name) => name !== 'release.yml')
    .sort()
    .map((name) => readWorkflow(name, readFileSync(join(FOLDER, name), 'utf8')));

/** The workflow that makes a release of a tag. */
export const releaseWorkflow = (): WorkflowFile => readWorkflow('release.yml', readFileSync(join(FOLDER, 'release.yml'), 'utf8'));

/** The jobs of some workflows, with their places. */
export const jobsOf = (files: readonly WorkflowFile[]): { place: string; file: WorkflowFile; id: string; job: Job }[] =>
  files.flatMap((file) => Object.entries(file.workflow.jobs).map(([id, job]) => ({ place: `${file.name} ${id}`, file, id, job })));

/** The steps of some workflows, with their places. */
export const stepsOf = (files: readonly WorkflowFile[]): { place: string; file: WorkflowFile; job: Job; step: Step }[] =>
  jobsOf(files).flatMap(({ place, file, job }) =>
    (job.steps ?? []).map((step) => ({ place: `${place}: ${step.name ?? step.uses ?? step.run}`, file, job, step })),
  );

export const environmentOf = ({ environment }: Job): string | undefined =>
  typeof environment === 'object' ? environment.name : environment;

/** The expressions in a value, without their brackets; of an `if` its whole words. */
export function expressionsIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') {
    const bracketed = [...value.matchAll(/\$\{\{([\s\S]*?)\}\}/g)].map(([, inner = '']) => inner.trim());
    return key === 'if' && bracketed.length === 0 ? [value] : bracketed;
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => expressionsIn(inner, name));
}
