import { mergeWaiting } from './merge.ts';
import { isActions } from './rules/layers.ts';
import { type CheckRun, type Hub, type Run, type User, userCalled } from './state.ts';

/** What Actions tells GitHub of its runs. */
export interface Runs {
  /** Registers a run of Actions, by default the publisher's at main's tip; `actor` has started it by hand. Gives its id. */
  startRun(of?: { workflow?: string; head?: string; actor?: string }): string;
  /** Registers what a run leaves behind; gives its id. */
  keepArtifact(runId: string, name: string, days?: number): string;
  completeRun(id: string): void;
  /** Says what a job of a run has come to: a check run of its name in the run's suite; `null`: it goes on. */
  reportJob(runId: string, name: string, conclusion: string | null): Promise<void>;
}

const DAY = 86_400_000;

function runCalled(hub: Hub, id: string): Run {
  const run = hub.runs.find((other) => String(other.id) === id);
  if (!run) throw new RangeError(`there is no run ${id}`);
  return run;
}

/** The check run of a job that goes on, or a new one: a job that is run again has another. */
function jobOf(hub: Hub, run: Run, name: string): CheckRun {
  const open = hub.checkRuns.find((one) => one.suite === run.id && one.name === name && one.conclusion === null);
  if (open) return open;
  const app = hub.users.find((user) => isActions(hub, user));
  if (!app) throw new RangeError('nobody here is the app of Actions');
  const made = { sha: run.headSha, name, suite: run.id, app, conclusion: null };
  hub.checkRuns.push(made);
  return made;
}

/** @param inOrder runs one thing that changes the hub after the other */
export function runsOf(hub: Hub, inOrder: (work: () => Promise<void>) => Promise<void>): Runs {
  return {
    startRun({ workflow = 'publish', head, actor: by } = {}) {
      const headSha = head ?? hub.activity.findLast(({ branch }) => branch === hub.mainBranch)?.after ?? '';
      const actor = by === undefined ? hub.activity.findLast(({ after }) => after === headSha)?.actor : userCalled(hub, by);
      const event = by !== undefined ? 'workflow_dispatch' : workflow === 'publish' ? 'push' : 'pull_request';
      const what = { workflow, event, actor: actor ?? (hub.users[0] as User), headSha };
      const run = { id: hub.nextId(), ...what, startedAt: hub.clock.tick(), completedAt: null };
      hub.runs.push(run);
      return String(run.id);
    },
    keepArtifact(runId, name, days = 14) {
      const run = runCalled(hub, runId);
      const at = hub.clock.tick();
      const expiresAt = new Date(Date.parse(at) + days * DAY).toISOString();
      const artifact = { id: hub.nextId(), name, run, at, expiresAt };
      hub.artifacts.push(artifact);
      return String(artifact.id);
    },
    completeRun(id) {
      const run = hub.runs.find((other) => String(other.id) === id);
      if (run) run.completedAt = hub.clock.tick();
    },
    async reportJob(runId, name, conclusion) {
      const run = runCalled(hub, runId);
      jobOf(hub, run, name).conclusion = conclusion;
      await inOrder(() => mergeWaiting(hub, run.headSha));
    },
  };
}
