import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../folder.ts';
import { type Job, type Step, workflowFiles } from './workflow-files.ts';

const jobs = workflowFiles().find(({ name }) => name === 'publish.yml')?.workflow.jobs ?? {};
const job = (name: string): Job => jobs[name] ?? { steps: [] };
const step = (which: string): Step | undefined => job('build').steps.find(({ id, name }) => id === which || name === which);

/** Runs the script of a step of `build` as Actions does; gives its exit code. */
function ranStep(which: string, cwd: string, env: Record<string, string>): number | null {
  return spawnSync('bash', ['-e', '-c', step(which)?.run ?? 'exit 9'], { cwd, env: { PATH: process.env.PATH, ...env } }).status;
}

describe('the website, once it is built', () => {
  it.each([
    ['pages', 'push', 'same', ''],
    ['pages', 'schedule', 'other', 'deploy=true\n'],
    ['pages', 'schedule', null, 'deploy=true\n'],
    ['pages', 'workflow_dispatch', 'same', 'deploy=true\n'],
    ['folder', 'push', null, ''],
    ['rsync', 'workflow_dispatch', null, ''],
    ['package', 'push', null, ''],
    ['manual', 'push', null, ''],
  ])('of a website by %s, in a run by %s, the last deployed being %s, says to Pages: %j', (WEBSITE, GITHUB_EVENT_NAME, deployed, said) => {
    const folder = folderOf({ output: '', ...(deployed === null ? {} : { 'deployed.txt': `${deployed}\n` }) });
    const output = join(folder, 'output');
    expect(ranStep('changed', folder, { WEBSITE, GITHUB_EVENT_NAME, DIGEST: 'same', GITHUB_OUTPUT: output })).toBe(0);
    expect(readFileSync(output, 'utf8')).toBe(said);
  });

  it('deploys and keeps nothing but the site that it has built, by the name of its content', () => {
    const pages = job('build').steps.find(({ uses }) => uses?.startsWith('actions/upload-pages-artifact@'));
    expect(pages?.if).toBe("steps.changed.outputs.deploy == 'true'");
    const kept = ['build', 'deploy'].flatMap((name) => job(name).steps.filter((step) => step.with?.path === 'deployed.txt'));
    expect(kept.map(({ uses }) => uses?.split('@')[0])).toEqual(['actions/cache/restore', 'actions/cache/save']);
    expect(kept[0]?.with).toEqual({ ...kept[1]?.with, 'restore-keys': 'deployed-' });
    const names = job('deploy').steps.map(({ uses, run }) => uses?.split('@')[0] ?? run?.split(' ')[0]);
    expect(names).toEqual(['actions/deploy-pages', 'printf', 'actions/cache/save']);
  });

  it('sends the site to a web server that is known by its key alone: new files first, what is gone last', () => {
    const folder = folderOf({ 'bin/rsync': `#!/bin/bash\nprintf '%s\\n' "$@" > words\n`, 'temp/x': '' });
    chmodSync(join(folder, 'bin/rsync'), 0o755);
    const RUNNER_TEMP = join(folder, 'temp');
    const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, RUNNER_TEMP };
    const SEND = 'Send the site to the web server';
    expect(step(SEND)?.if).toBe("steps.render.outputs.website == 'rsync'");
    const sent = { ...env, TO: 'fabu@web.example.gov.cn:/srv/site/', HOST_KEY: 'ssh-ed25519 AAAA' };
    expect(ranStep(SEND, folder, sent)).toBe(0);
    expect(readFileSync(join(RUNNER_TEMP, 'known_hosts'), 'utf8')).toBe('web.example.gov.cn ssh-ed25519 AAAA\n');
    const words = readFileSync(join(folder, 'words'), 'utf8').trimEnd().split('\n');
    const known = `-o GlobalKnownHostsFile=/dev/null -o UserKnownHostsFile=${RUNNER_TEMP}/known_hosts`;
    const rsh = `ssh -o BatchMode=yes -o StrictHostKeyChecking=yes ${known}`;
    expect(words).toEqual(['--archive', '--delay-updates', '--delete-after', '--rsh', rsh, '--', '_site/', sent.TO]);
  });
});
