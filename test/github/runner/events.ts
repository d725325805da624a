import type { Trigger, WorkflowFile } from '../workflow-files.ts';

/** Something that happens in a repository, as GitHub tells it a workflow. */
export interface HubEvent {
  name: 'pull_request' | 'pull_request_review' | 'push' | 'schedule' | 'workflow_dispatch' | 'issues';
  /** `github.event`; `action` where the event has kinds. */
  payload: Record<string, unknown> & { action?: string; schedule?: string; inputs?: Record<string, string> };
  /** `github.ref`, and the commit that it stands at. */
  ref: string;
  sha: string;
  actor: string;
  /** The file that somebody started by hand. */
  file?: string;
}

/** Kinds that start a workflow which names none (docs: "Events that trigger workflows"). */
const USUAL: Record<string, string[]> = { pull_request: ['opened', 'synchronize', 'reopened'] };

const branchOf = (ref: string): string => ref.replace(/^refs\/heads\//, '');

/** GitHub's patterns of branches: `*` within a part of the name, `**` over all. */
const fits = (pattern: string, branch: string): boolean =>
  new RegExp(
    `^${pattern
      .split(/(\*\*?)/)
      .map((part) => ({ '*': '[^/]*', '**': '.*' })[part] ?? part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('')}$`,
  ).test(branch);

/** Whether an event starts a workflow: its name, its kind, its branch, or the very time. */
export function starts({ name: file, workflow }: WorkflowFile, event: HubEvent): boolean {
  const trigger = workflow.on[event.name];
  if (trigger === undefined || (event.file !== undefined && event.file !== file)) return false;
  if (Array.isArray(trigger)) return trigger.some(({ cron }) => cron === event.payload.schedule);
  const { types = USUAL[event.name], branches, 'branches-ignore': ignored = [] } = (trigger as Trigger) ?? {};
  // A pull request's branch is its base (docs: "on.<pull_request>.branches").
  const base = (event.payload.pull_request as { base?: { ref: string } } | undefined)?.base?.ref;
  const branch = event.name === 'pull_request' ? (base ?? '') : branchOf(event.ref);
  return (
    (types === undefined || event.payload.action === undefined || types.includes(event.payload.action)) &&
    (branches === undefined || branches.some((pattern) => fits(pattern, branch))) &&
    !ignored.some((pattern) => fits(pattern, branch))
  );
}

/** What a form sends that somebody filled in; @throws RangeError for what its choices don't offer */
export function filledForm({ name, workflow }: WorkflowFile, filled: Record<string, string>): Record<string, string> {
  const trigger = workflow.on.workflow_dispatch;
  const inputs = (Array.isArray(trigger) ? undefined : trigger?.inputs) ?? {};
  for (const [input, value] of Object.entries(filled)) {
    const options = inputs[input]?.options;
    if (!(input in inputs) || (options && !options.includes(value))) throw new RangeError(`${name} offers no ${input}: ${value}`);
  }
  return Object.fromEntries(Object.entries(inputs).map(([input, { default: usual = '' }]) => [input, filled[input] ?? usual]));
}
