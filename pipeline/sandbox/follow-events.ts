import type { CheckResult } from '../check/finding.ts';
import type { Git } from '../forge/git/git.ts';
import type { Github } from '../forge/github/github.ts';
import { Problem } from '../problem.ts';
import { previewFile } from '../review/comment/preview-place.ts';
import { checkLine } from '../review/comment/status-line.ts';
import type { SandboxGithub } from './github/server.ts';
import type { GithubEvent } from './github/state.ts';

/** One thing to do, and the name under which repeats of it that still wait are dropped. */
interface Job {
  name: string;
  work: () => Promise<void>;
}

/**
 * Does in the sandbox what GitHub Actions does outside. It runs one job after the other, and a newer job replaces a waiting one of its
 * name. Like the publisher itself it is level-triggered, so a dropped repeat loses nothing.
 */
interface Runner {
  enqueue(name: string, work: () => Promise<void>): void;
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>;
  /** Drops what waits and lets the running job end. */
  stop(): Promise<void>;
}

/** @param failed what to do with a job's error: the queue goes on whatever happens */
function startRunner(failed: (name: string, error: unknown) => void): Runner {
  let waiting: Job[] = [];
  let running: Promise<void> | null = null;
  const drain = async (): Promise<void> => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      try {
        await job.work();
      } catch (error) {
        failed(job.name, error);
      }
    }
    running = null;
  };
  return {
    enqueue(name, work) {
      waiting = [...waiting.filter((job) => job.name !== name), { name, work }];
      running ??= drain();
    },
    async idle() {
      while (running) await running;
    },
    async stop() {
      waiting = [];
      await running;
    },
  };
}

/** Runs a `sanshen` command in the practice repository, with the same arguments that a workflow would give. */
export type RunCommand = (
  name: string,
  operands: string[],
  options: Record<string, string | boolean>,
) => Promise<{ exitCode: number; json: unknown; text: string }>;

/** What the runs that followed the events have found. */
export interface Followed {
  /** What the check said of a head; `null` if it wasn't checked. */
  checkOf(head: string): CheckResult | null;
  /** Why the newest run of the publisher ended in an error; `null` if it didn't. */
  stopped(): string | null;
  /** Merged pull requests, newest first. */
  merged(): number[];
  /** Resolves when nothing runs or waits. */
  settled(): Promise<void>;
  /** One more run of the publisher. */
  publish(): Promise<void>;
  stop(): Promise<void>;
}

const CHECK_CONTEXT = 'sanshen/check';

/**
 * Does what the three workflows do outside: check and gate after what happens to a pull request, the publisher after every move of main.
 * @param failed told of a job that ended in an error, in words
 */
export function followEvents(
  { server, git, github }: { server: SandboxGithub; git: Git; github: Github },
  runCommand: RunCommand,
  failed: (line: string) => void,
): Followed {
  const checks = new Map<string, CheckResult>();
  let stopped: string | null = null;
  const mergedNumbers: number[] = [];
  const runner = startRunner((name, error) => failed(`${name}：${error instanceof Error ? error.message : String(error)}`));

  const check = async (head: string): Promise<void> => {
    const run = server.startRun({ workflow: 'check', head });
    try {
      // By its whole name: a tag called `origin/main` would be found before the branch.
      const { json } = await runCommand('check', [], { rev: head, base: 'refs/remotes/origin/main' });
      const result = json as CheckResult;
      checks.set(head, result);
      const { state, description } = checkLine(result);
      await github.setStatus(head, CHECK_CONTEXT, state, description);
      // The page itself is the desk's, which is where the artifact's address leads to.
      for (const { id } of result.items) if (id !== null) server.keepArtifact(run, previewFile(id));
    } catch (error) {
      // Settings that can't be read are no finding of the text's; whoever sent them has to see what is wrong.
      if (!(error instanceof Problem)) throw error;
      await github.setStatus(head, CHECK_CONTEXT, 'error', error.message);
    } finally {
      server.completeRun(run);
    }
  };
  const review = async (number: number): Promise<void> => {
    const { head } = await github.pullRequest(number);
    await git.fetch([head.sha, '+refs/heads/*:refs/remotes/origin/*']);
    await check(head.sha);
    await runCommand('gate', [], { pr: String(number), post: true });
  };
  const publish = async (): Promise<void> => {
    stopped = await runCommand('publish', [], {}).then(
      () => null,
      (error: unknown) => {
        if (!(error instanceof Problem)) throw error;
        failed(`发布：${error.message}`);
        return error.message;
      },
    );
  };
  const follow = (event: GithubEvent): void => {
    if (event.kind === 'merge') mergedNumbers.unshift(event.number);
    if (event.kind === 'push' && event.branch === 'main') runner.enqueue('发布', publish);
    if ((event.kind === 'pull_request' && event.action !== 'closed') || event.kind === 'pull_request_review')
      runner.enqueue(`第 ${event.number} 号`, () => review(event.number));
  };
  const stop = server.onEvent(follow);

  return {
    checkOf: (head) => checks.get(head) ?? null,
    stopped: () => stopped,
    merged: () => mergedNumbers,
    settled: () => runner.idle(),
    publish: async () => {
      runner.enqueue('发布', publish);
      await runner.idle();
    },
    stop: async () => {
      stop();
      await runner.stop();
    },
  };
}
