import { SECRETS } from '../workflow-faults.ts';
import type { WorkflowFile } from '../workflow-files.ts';
import { type Ground, type JobReport, runWorkflow } from './engine.ts';
import type { HubEvent } from './events.ts';

/** What a rehearsed run meets: jobs whose last step fails, and what steps give by their ids. */
export interface Play {
  fail?: string[];
  outputs?: Record<string, Record<string, string>>;
  cancelled?: boolean;
  apiUrl?: string;
}

const MAIN = { ref: 'refs/heads/main', sha: 'a'.repeat(40), actor: 'sunqi' };
const REPOSITORY = { default_branch: 'main' };
const PULL = { number: 7, head: { sha: 'b'.repeat(40), ref: 'lisi/1' }, base: { ref: 'main' } };

/** Events as GitHub sends them, as far as a workflow could ask. */
export const pullRequest = (action: string): HubEvent => ({
  ...{ name: 'pull_request', ref: 'refs/pull/7/merge', sha: MAIN.sha, actor: 'lisi' },
  payload: { action, repository: REPOSITORY, pull_request: PULL },
});
export const review = (action: string): HubEvent => ({ ...pullRequest(action), name: 'pull_request_review', actor: 'zhouyi' });
export const push = (branch: string): HubEvent => ({
  ...MAIN,
  ...{ name: 'push', ref: `refs/heads/${branch}`, payload: { repository: REPOSITORY } },
});
/** Of a schedule GitHub doesn't always tell the repository; what a workflow does then must be the same. */
export const schedule = (cron: string): HubEvent => ({ ...MAIN, name: 'schedule', payload: { schedule: cron } });
export const byHand = (file: string, inputs: Record<string, string> = {}, ref = MAIN.ref): HubEvent => ({
  ...{ ...MAIN, ref, name: 'workflow_dispatch', file, payload: { repository: REPOSITORY, inputs } },
});

/** Runs a workflow without doing its steps: what stands in the file decides, and the play says how things went. */
export function rehearse(file: WorkflowFile, event: HubEvent, play: Play = {}): Promise<JobReport[]> {
  const api = play.apiUrl ?? 'https://api.github.com';
  const ground: Ground = {
    server: { repository: 'shili/xinxi', api_url: api, server_url: 'https://github.com' },
    run: { id: '31', attempt: 1 },
    variables: {},
    environments: {
      publish: { refs: [MAIN.ref], secrets: Object.fromEntries(SECRETS.map((name) => [name, `of ${name}`])), variables: {} },
      'github-pages': { refs: [MAIN.ref], secrets: {}, variables: {} },
    },
    tokenFor: (permissions) => JSON.stringify(permissions),
    workplaceFor: async ({ id }) => ({
      step: async (step) => ({
        ok: !(play.fail?.includes(id) && /sanshen\.js/.test(step.run ?? '')) && !play.fail?.includes(`${id} ${step.title}`),
        outputs: play.outputs?.[step.id ?? ''] ?? {},
      }),
      hashFiles: () => 'sum',
      end: async () => undefined,
    }),
    cancelled: () => play.cancelled ?? false,
  };
  return runWorkflow(file, event, ground);
}
