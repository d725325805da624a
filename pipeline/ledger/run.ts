import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Instant } from '../beijing-time.ts';
import { sha256 } from '../canonical-json.ts';
import type { Github } from '../forge/github/github.ts';
import type { LedgerEvent } from './event.ts';

/** Who writes into the ledger: an Actions run (`GITHUB_RUN_ID`, `GITHUB_RUN_ATTEMPT`) or `local-<pid>-<start in ms>-<machine>`. */
export interface Run {
  id: string;
  attempt: number;
  actor: string;
}

/** Whether the run that wrote an intent can still be about to call. `unknown`: nobody can tell, so nothing is taken over. */
export type RunLife = 'running' | 'ended' | 'unknown';

const LOCAL = /^local-(\d+)-(\d+)(?:-([0-9a-f]{8}))?$/;
/** This machine, without its name: process numbers say nothing of another one's, a container's neither. */
const MACHINE = sha256(hostname()).slice(0, 8);
/** So long after its start a run of another machine may still be about to call, in milliseconds; after that nobody can tell. */
const ELSEWHERE = 3_600_000;
/** Local runs of this very process that haven't ended. */
const running = new Set<string>();
let last = 0;

/** The actor where nobody's account is behind a run. Accounts of people never end so. */
const PROGRAM = 'sanshen[bot]';

/**
 * Starts a run. Who acts is asked of the forge: the owner of the token or, of Actions' own token, whoever started the run. `end` must be
 * called whatever happens, so that a later run of the same process may take over.
 * @throws Problem `github/…`
 */
export async function startRun(
  env: Readonly<Record<string, string | undefined>>,
  forge: Pick<Github, 'login' | 'startOf'>,
): Promise<{ run: Run; end: () => void }> {
  const owner = await forge.login();
  const actor = owner ?? (env.GITHUB_RUN_ID ? (await forge.startOf(env.GITHUB_RUN_ID))?.actor : null) ?? PROGRAM;
  if (env.GITHUB_RUN_ID) {
    const attempt = Math.max(1, Number.parseInt(env.GITHUB_RUN_ATTEMPT ?? '1', 10) || 1);
    return { run: { id: env.GITHUB_RUN_ID, attempt, actor }, end: () => undefined };
  }
  last = Math.max(Date.now(), last + 1);
  const id = `local-${process.pid}-${last}-${MACHINE}`;
  running.add(id);
  return { run: { id, attempt: 1, actor }, end: () => void running.delete(id) };
}

/** When a process of this machine started, in ms since 1970; `null` where the system doesn't tell. */
function startedAt(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const boot = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1];
    return boot === undefined ? null : Number(boot) * 1000 + Number(fields[19]) * 10;
  } catch {
    return null;
  }
}

/** Whether a process of this machine still runs, whoever started it. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A pid may be given to another process once the first has ended: that one started later than the run. */
function localLife(id: string, pid: number, start: number, machine = MACHINE): RunLife {
  if (machine !== MACHINE) return Date.now() - start < ELSEWHERE ? 'running' : 'unknown';
  if (pid === process.pid) return running.has(id) ? 'running' : 'ended';
  if (!alive(pid)) return 'ended';
  const began = startedAt(pid);
  return began !== null && began > start + 2000 ? 'ended' : 'running';
}

/**
 * Whether the owner of an intent has ended.
 * @param runEnd asks the forge when an Actions run ended
 */
export async function lifeOf(
  event: Pick<LedgerEvent, 'runId' | 'attempt'>,
  own: Run,
  runEnd: (id: string) => Promise<string | 'running' | null>,
): Promise<RunLife> {
  const local = LOCAL.exec(event.runId);
  if (local) return localLife(event.runId, Number(local[1]), Number(local[2]), local[3]);
  // A run is attempted again only after its earlier attempt has ended.
  if (event.runId === own.id && event.attempt < own.attempt) return 'ended';
  if (event.runId === own.id) return 'running';
  const end = await runEnd(event.runId);
  if (end === null) return 'unknown';
  return end === 'running' ? 'running' : 'ended';
}

/**
 * When the owner of an intent ended, by the forge's clock; `null` where nobody can say so, as of a run on this machine or an earlier
 * attempt of this very run.
 * @param runEnd asks the forge when an Actions run ended
 */
export async function endOf(
  event: Pick<LedgerEvent, 'runId' | 'attempt'>,
  own: Run,
  runEnd: (id: string) => Promise<string | 'running' | null>,
): Promise<Instant | null> {
  if (LOCAL.test(event.runId) || event.runId === own.id) return null;
  const end = await runEnd(event.runId);
  return end === 'running' ? null : end;
}
