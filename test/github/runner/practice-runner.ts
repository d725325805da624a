import { join } from 'node:path';
import type { SandboxGithub } from '#pipeline/sandbox/github/server.ts';
import type { GithubEvent } from '#pipeline/sandbox/github/state.ts';
import { readWorkflow, type WorkflowFile } from '../workflow-files.ts';
import { git } from './actions.ts';
import { type Environment, type Ground, groupOf, type JobReport, type Result, runWorkflow } from './engine.ts';
import { filledForm, type HubEvent, starts } from './events.ts';
import { type Host, openWorkplace } from './host.ts';
import { startQueue } from './queue.ts';

/** A run and what came of it. */
interface RunReport {
  file: string;
  event: HubEvent;
  id: string;
  jobs: JobReport[];
}

/** What the runner needs beside the practice GitHub. */
interface RunnerSettings {
  files: readonly WorkflowFile[];
  host: Host;
  environments: Record<string, Environment>;
  variables: Record<string, string>;
  /** Labels that runners carry. */
  labels: readonly string[];
  /** Folder that readers see. */
  site: string;
  /** Reads the workflow of another repository that a job names. */
  called?: (uses: string) => Promise<WorkflowFile>;
}

/** The workflows at work: they follow what happens in the practice GitHub. */
export interface PracticeRunner {
  runs: RunReport[];
  /** Puts another file in the place of the one of its name. */
  use(file: WorkflowFile): void;
  /** Lets a schedule's time come. */
  clock(cron: string): void;
  /** Starts a workflow by hand, as an account; @throws RangeError for what its form doesn't offer */
  start(file: string, actor: string, inputs?: Record<string, string>): void;
  /** Resolves when nothing runs or waits. */
  settled(): Promise<void>;
  stop(): void;
}

/** What GITHUB_TOKEN does starts nothing, runs by hand excepted (docs: "Triggering a workflow from a workflow"). */
const ACTIONS_BOT = 'github-actions[bot]';

/** Reads a pull request or an issue as its events tell it. */
async function threadOf(github: SandboxGithub, path: string): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${github.tokenOf(ACTIONS_BOT)}` };
  const answer = await fetch(`${github.url}/repos/${github.repository}/${path}`, { headers });
  return (await answer.json()) as Record<string, unknown>;
}

async function eventOf(github: SandboxGithub, happened: GithubEvent, main: string): Promise<HubEvent | null> {
  const repository = { default_branch: main };
  switch (happened.kind) {
    case 'push':
      return { name: 'push', ref: `refs/heads/${happened.branch}`, sha: happened.after, actor: happened.actor, payload: { repository } };
    case 'pull_request':
    case 'pull_request_review': {
      const pull = (await threadOf(github, `pulls/${happened.number}`)) as { head: { sha: string } };
      const payload = { action: happened.action, repository, pull_request: pull };
      return { name: happened.kind, ref: `refs/pull/${happened.number}/merge`, sha: pull.head.sha, actor: happened.actor, payload };
    }
    case 'issue': {
      const payload = { action: happened.action, repository, issue: await threadOf(github, `issues/${happened.number}`) };
      return { name: 'issues', ref: `refs/heads/${main}`, sha: '', actor: happened.actor, payload };
    }
    default:
      return null;
  }
}

/** Starts following. */
export function followWorkflows(github: SandboxGithub, settings: RunnerSettings): PracticeRunner {
  const { host } = settings;
  let { files } = settings;
  const queue = startQueue();
  const runs: RunReport[] = [];
  const arriving = new Set<Promise<void>>();
  const main = 'main';
  const server = { repository: github.repository, api_url: github.url, server_url: github.url.replace(/\/api\/v3$/, '') };
  let tip = '';

  const enqueue = (file: WorkflowFile, event: HubEvent): void => {
    const workflow = file.name.replace(/\.yml$/, '');
    const head = (event.payload.pull_request as { head: { sha: string } } | undefined)?.head.sha ?? event.sha;
    const byHand = event.name === 'workflow_dispatch' ? { actor: event.actor } : {};
    const id = github.startRun({ workflow, head, ...byHand });
    const run = { id, attempt: 1 };
    const ground = (cancelled: () => boolean): Ground => {
      let permissions: Record<string, string> = {};
      return {
        ...{ server, run, cancelled, variables: settings.variables, labels: settings.labels, environments: settings.environments },
        ...(settings.called ? { called: settings.called } : {}),
        tokenFor(rights) {
          permissions = rights;
          const { pages: _, 'id-token': __, ...grants } = rights;
          return github.limitedToken(ACTIONS_BOT, grants as Parameters<SandboxGithub['limitedToken']>[1]);
        },
        report: (job, result: Result | null) => github.reportJob(id, job, result),
        workplaceFor: async (job) =>
          openWorkplace(
            host,
            { title: `${file.name} ${job.name}`, github: job.github },
            {
              ...{ github: job.github as never, permissions, gitUrl: github.gitUrl, site: settings.site, edition: github.edition },
              objects: join(github.repositoryDir, 'objects'),
              ...{ artifacts: join(host.folder, 'artifacts', id), caches: join(host.folder, 'caches') },
              keepArtifact: (name) => github.keepArtifact(id, name),
            },
          ),
      };
    };
    queue.add({
      group: groupOf(file, event, { server, run, variables: settings.variables }),
      async work(cancelled) {
        try {
          runs.push({ file: file.name, event, id, jobs: await runWorkflow(file, event, ground(cancelled)) });
        } finally {
          github.completeRun(id);
        }
      },
      dropped: () => github.completeRun(id),
    });
  };
  const happen = (event: HubEvent): void => {
    for (const file of files) if (starts(file, event)) enqueue(file, event);
  };
  const startFile = (file: WorkflowFile, actor: string, inputs: Record<string, string>, at: { ref: string; sha: string }): void => {
    if (!('workflow_dispatch' in file.workflow.on)) throw new RangeError(`nothing called ${file.name} is started by hand`);
    const payload = { repository: { default_branch: main }, inputs: filledForm(file, inputs) };
    enqueue(file, { name: 'workflow_dispatch', file: file.name, ...at, actor, payload });
  };
  const called = (name: string): WorkflowFile => {
    const file = files.find((each) => each.name === name);
    if (!file) throw new RangeError(`nothing is called ${name}`);
    return file;
  };
  /** Of any other branch or tag than main the file is its own. */
  const dispatched = async ({ workflow, ref, sha, actor, inputs }: Extract<GithubEvent, { kind: 'workflow_dispatch' }>) => {
    const isMain = ref === `refs/heads/${main}`;
    const own = isMain ? '' : await git(github.repositoryDir, 'show', `${sha}:.github/workflows/${workflow}`);
    startFile(isMain ? called(workflow) : readWorkflow(workflow, own), actor, inputs, { ref, sha });
  };
  const follow = async (happened: GithubEvent): Promise<void> => {
    if (happened.kind === 'push' && happened.branch === main) tip = happened.after;
    if (happened.kind === 'workflow_dispatch') return dispatched(happened);
    if (happened.actor === ACTIONS_BOT) return;
    const event = await eventOf(github, happened, main);
    if (event) happen(event);
  };
  const stop = github.onEvent((happened) => {
    const arrived = follow(happened).finally(() => arriving.delete(arrived));
    arriving.add(arrived);
  });
  return {
    runs,
    stop,
    use(file) {
      files = files.map((each) => (each.name === file.name ? file : each));
    },
    clock: (cron) => happen({ name: 'schedule', ref: `refs/heads/${main}`, sha: tip, actor: 'sunqi', payload: { schedule: cron } }),
    start: (name, actor, inputs = {}) => startFile(called(name), actor, inputs, { ref: `refs/heads/${main}`, sha: tip }),
    async settled() {
      do {
        await Promise.all(arriving);
        await queue.idle();
      } while (arriving.size > 0);
    },
  };
}
