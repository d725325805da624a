import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { endOf, lifeOf, startRun } from '#pipeline/ledger/run.ts';

const own = { id: '77', attempt: 2, actor: 'x' };
const nobodyAsked = (): Promise<never> => Promise.reject(new Error('nobody is to be asked'));

/** A forge on which the token is of `owner`, and somebody started run 12. */
const forgeOf = (owner: string | null): Parameters<typeof startRun>[1] => ({
  login: async () => owner,
  startOf: async (id) => (id === '12' ? { actor: 'starter', attempt: 1, event: 'workflow_dispatch', running: true } : null),
});
const forge = forgeOf('owner');

describe('who acts', () => {
  it.each<[string, string | null, Record<string, string>, string]>([
    ['the owner of the token', 'owner', {}, 'owner'],
    ['the owner of the token, whatever run he names', 'owner', { GITHUB_RUN_ID: '12' }, 'owner'],
    ['whoever started the run, with Actions’ own token', null, { GITHUB_RUN_ID: '12' }, 'starter'],
    ['nobody, where the forge knows no such run', null, { GITHUB_RUN_ID: '13' }, 'sanshen[bot]'],
    ['nobody, with a machine’s token', null, {}, 'sanshen[bot]'],
  ])('is %s, and never whom the environment names', async (_, owner, env, actor) => {
    const { run, end } = await startRun({ ...env, GITHUB_ACTOR: 'forged' }, forgeOf(owner));
    end();
    expect(run.actor).toBe(actor);
  });
});

describe('a run of Actions', () => {
  it.each([
    { what: 'an earlier attempt of this very run', event: { runId: '77', attempt: 1 }, answer: 'ended' },
    { what: 'this attempt itself, in another process', event: { runId: '77', attempt: 2 }, answer: 'running' },
  ])('$what is $answer, without asking', async ({ event, answer }) => expect(await lifeOf(event, own, nobodyAsked)).toBe(answer));

  it.each([
    { said: '2026-11-24T10:00:00Z', answer: 'ended' },
    { said: 'running' as const, answer: 'running' },
    { said: null, answer: 'unknown' },
  ])('that the forge calls $said is $answer', async ({ said, answer }) =>
    expect(await lifeOf({ runId: '12', attempt: 1 }, own, async () => said)).toBe(answer),
  );
});

describe('a run on this machine', () => {
  it('runs until it is ended, even if a later one of the same process asks', async () => {
    const first = await startRun({}, forge);
    const second = await startRun({}, forge);
    expect(first.run.id).not.toBe(second.run.id);
    const event = { runId: first.run.id, attempt: 1 };
    expect(await lifeOf(event, second.run, nobodyAsked)).toBe('running');
    first.end();
    expect(await lifeOf(event, second.run, nobodyAsked)).toBe('ended');
    second.end();
  });

  it('of another process runs while that process lives', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const event = { runId: `local-${child.pid}-${Date.now() + 600_000}`, attempt: 1 };
    expect(await lifeOf(event, own, nobodyAsked)).toBe('running');
    child.kill();
    await new Promise((resolve) => child.on('exit', resolve));
    expect(await lifeOf(event, own, nobodyAsked)).toBe('ended');
  });

  it.each([
    { what: 'may still call', minutes: 50, answer: 'running' },
    { what: 'is nobody’s to call ended', minutes: 61, answer: 'unknown' },
  ])('of another machine $what $minutes minutes after its start, whatever runs here under its number', async ({ minutes, answer }) => {
    for (const pid of [process.pid, 2_000_000_000]) {
      const event = { runId: `local-${pid}-${Date.now() - minutes * 60_000}-00000000`, attempt: 1 };
      expect(await lifeOf(event, own, nobodyAsked)).toBe(answer);
      expect(await endOf(event, own, nobodyAsked)).toBe(null);
    }
  });

  it.runIf(process.platform === 'linux')('has ended when its pid belongs to a process that started later', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const event = { runId: `local-${child.pid}-${Date.parse('2020-01-01T00:00:00Z')}`, attempt: 1 };
    expect(await lifeOf(event, own, nobodyAsked)).toBe('ended');
    child.kill();
  });
});
