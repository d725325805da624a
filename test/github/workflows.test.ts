import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { COMMON_OPTIONS } from '#pipeline/commands/shared/command.ts';
import { COMMANDS } from '#pipeline/commands/table.ts';

interface Step {
  name?: string;
  uses?: string;
  if?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}
interface Job {
  environment?: string;
  'runs-on': string;
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
  steps: Step[];
}
interface Workflow {
  on: Record<string, unknown>;
  permissions: unknown;
  concurrency?: { group: string; 'cancel-in-progress': boolean };
  jobs: Record<string, Job>;
}

/** `${{ … }}` after some text. */
const expression = (before: string, inner: string): string => [before, '$', `{{ ${inner} }}`].join('');

const folder = join(import.meta.dirname, '../../.github/workflows');
const workflows = readdirSync(folder).map((name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  return { name, text, workflow: parse(text) as Workflow };
});
const jobs = workflows.flatMap(({ name, workflow }) => Object.entries(workflow.jobs).map(([id, job]) => ({ place: `${name} ${id}`, job })));
const steps = jobs.flatMap(({ place, job }) =>
  job.steps.map((step) => ({ place: `${place}: ${step.name ?? step.uses ?? step.run}`, step })),
);
const runs = steps.filter(({ step }) => step.run !== undefined);

describe('the workflows', () => {
  it('are act, check, gate, publish and watch', () =>
    expect(workflows.map(({ name }) => name).sort()).toEqual(['act.yml', 'check.yml', 'gate.yml', 'publish.yml', 'watch.yml']));

  it('let no run of publishing take the place of a decision or of the night’s look', () => {
    const groups = workflows.map(({ workflow }) => workflow.concurrency?.group);
    expect(new Set(groups).size).toBe(workflows.length);
    expect(workflows.find(({ name }) => name === 'act.yml')?.workflow.concurrency).toEqual({
      group: expression('act-', 'github.run_id'),
      'cancel-in-progress': false,
    });
  });

  it('never cancel a check, and never let the night’s run take the place of the hourly one', () => {
    const concurrencyOf = (name: string) => workflows.find((each) => each.name === name)?.workflow.concurrency;
    expect(concurrencyOf('check.yml')).toEqual({ group: expression('check-', 'github.run_id'), 'cancel-in-progress': false });
    expect(concurrencyOf('gate.yml')?.group).toContain('github.event.pull_request.number || github.event.schedule || github.run_id');
    for (const { name, workflow } of workflows) expect([name, workflow.concurrency?.['cancel-in-progress']]).toEqual([name, false]);
  });

  it('check what a push brings, not what a review says; a merge queue starts nothing', () => {
    for (const { name, workflow } of workflows) {
      expect([name, Object.hasOwn(workflow.on, 'pull_request_review')]).toEqual([name, name === 'gate.yml']);
      expect([name, Object.keys(workflow.on)]).toEqual([name, expect.not.arrayContaining(['merge_group'])]);
    }
  });

  it('keep jobs with secrets off the runners of pull requests, wherever the labels say those are', () => {
    const label = (...names: string[]) => expression('', [...names.map((name) => `vars.${name}`), "'ubuntu-24.04'"].join(' || '));
    const OTHERS: Record<string, string> = {
      'publish.yml build': label('SANSHEN_SITE_RUNNER', 'SANSHEN_RUNNER'),
      'publish.yml deploy': label('SANSHEN_SITE_RUNNER', 'SANSHEN_RUNNER'),
    };
    for (const { place, job } of jobs) {
      const wanted = job.environment === 'publish' ? label('SANSHEN_SECRET_RUNNER') : (OTHERS[place] ?? label('SANSHEN_RUNNER'));
      expect([place, job['runs-on']]).toEqual([place, wanted]);
    }
  });

  it('leave artifacts out where a server of one’s own has none', () => {
    const uploads = steps.filter(({ step: { uses } }) => uses?.startsWith('actions/upload-artifact@'));
    expect(uploads.length).toBeGreaterThan(3);
    for (const { place, step } of uploads)
      expect([place, step.if]).toEqual([place, expect.stringContaining("!endsWith(github.api_url, '/api/v3')")]);
  });

  it('publish the same way whatever has started them, and a website that can’t be deployed stops no withdrawal', () => {
    const publish = workflows.find(({ name }) => name === 'publish.yml');
    expect(publish?.workflow.on).toEqual({
      push: { branches: ['main'] },
      schedule: [{ cron: expect.stringMatching(/^\*\/\d+ \* \* \* \*$/) }],
      workflow_dispatch: null,
    });
    expect(publish?.text).not.toMatch(/github\.event(?!\.repository\.default_branch)|inputs\./);
    expect(publish?.text).toContain("{{ !cancelled() && needs.approve.result == 'success' }}");
  });

  it('look at the accounts every night, without the key and the right to write into the ledger', () => {
    const watch = workflows.find(({ name }) => name === 'watch.yml');
    expect(watch?.workflow.on).toMatchObject({ schedule: [{ cron: expect.stringMatching(/^\d+ \d+ \* \* \*$/) }] });
    expect(watch?.text).toContain('doctor --post');
    expect(watch?.text).not.toMatch(/secrets\.SANSHEN_/);
  });

  it.each(workflows)('$name grants nothing at the top and bounds every job', ({ workflow }) => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.concurrency?.group).toBeTruthy();
    for (const job of Object.values(workflow.jobs)) {
      expect(job.permissions).toBeDefined();
      expect(job['timeout-minutes']).toBeLessThanOrEqual(15);
    }
  });

  it.each(workflows)('$name starts on no event that runs strangers’ code with rights', ({ workflow, text }) => {
    expect(Object.keys(workflow.on)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/pull_request_target|workflow_run|issue_comment/)]),
    );
    expect(text).not.toMatch(/secrets: inherit|toJSON\(secrets|fromJSON\(secrets|GITHUB_ENV|GITHUB_PATH/);
  });

  it('leave the three faces of one item as a page to open, which the gate may look for and nothing more', () => {
    const job = (name: string, id: string) => workflows.find((each) => each.name === name)?.workflow.jobs[id] as Job;
    const pages = job('check.yml', 'check').steps.filter(({ with: given }) => given?.archive === false);
    expect(pages.map(({ with: given }) => given?.path)).toEqual([expression('', 'steps.preview.outputs.page')]);
    expect(job('gate.yml', 'gate').permissions).toEqual({
      contents: 'read',
      issues: 'read',
      'pull-requests': 'write',
      statuses: 'write',
      actions: 'read',
    });
  });

  it('says why with a comment beside every permission', () => {
    for (const { name, text } of workflows) {
      for (const line of text.split('\n').filter((row) => /^ {6}[a-z-]+: (read|write)/.test(row)))
        expect(`${name}: ${line}`).toMatch(/ # \S/);
    }
  });

  it('pins every action to a full commit, with its version beside it', () => {
    for (const { name, text } of workflows) {
      for (const line of text.split('\n').filter((row) => /^\s*(- )?uses: /.test(row))) {
        expect(`${name}: ${line}`).toMatch(/uses: actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      }
    }
  });

  it('keeps pages for a day and the sizes of pictures for a month, in the one job that makes them, which holds no secret and no right to write', () => {
    const cached = steps.filter(({ step: { uses } }) => uses?.startsWith('actions/cache'));
    expect(cached.map(({ place }) => place)).toEqual(Array(2).fill(expect.stringContaining('publish.yml build')));
    expect(cached[0]?.step.with).toMatchObject({ path: '_site\n.git/sanshen\n', key: expect.stringMatching(/^site-.*today.*ledger/) });
    expect(cached[1]?.step.with).toMatchObject({
      path: '.git/sanshen-pictures',
      key: expect.stringMatching(/^pictures-.*month.*hashFiles/),
    });
    const [build] = jobs.filter(({ place }) => place.includes('publish.yml build'));
    expect([build?.job.environment, build?.job.permissions]).toEqual([undefined, { contents: 'read' }]);
  });

  it('never keeps credentials or packages', () => {
    for (const { place, step } of steps) {
      if (step.uses?.startsWith('actions/checkout@')) expect([place, step.with?.['persist-credentials']]).toEqual([place, false]);
      if (step.uses?.startsWith('actions/setup-node@')) expect([place, step.with?.['package-manager-cache']]).toEqual([place, false]);
    }
  });

  it('puts no expression into a script', () => {
    for (const { place, step } of runs) expect([place, step.run]).toEqual([place, expect.not.stringContaining('${{')]);
  });

  it('gives secrets only to jobs of the environment publish, and runs only main’s code there', () => {
    for (const { place, job } of jobs) {
      const secret = JSON.stringify(job).includes('secrets.');
      expect([place, secret]).toEqual([place, job.environment === 'publish']);
    }
  });

  it('checks out the default branch everywhere', () => {
    for (const { place, step } of steps.filter(({ step: { uses } }) => uses?.startsWith('actions/checkout@'))) {
      expect([place, step.with?.ref]).toEqual([place, expression('', 'github.event.repository.default_branch')]);
    }
  });

  it('names the branch that a submission is compared with in full, so that no tag can stand in for it', () => {
    const compared = runs.flatMap(({ step }) => [...(step.run ?? '').matchAll(/--base (\S+)/g)].map(([, base]) => base));
    expect([...new Set(compared)]).toEqual(['"refs/remotes/origin/$BASE"']);
  });

  it('compares the generated files with the settings where a pull request changes either, in the job that has to pass', () => {
    const check = workflows.find(({ name }) => name === 'check.yml')?.workflow.jobs.check as Job & { name?: string };
    expect(check.name).toBe('sanshen/check');
    const compared = check.steps.find(({ run }) => run?.includes('generate --check --rev "$HEAD"'));
    expect(compared?.run).toContain(
      'git diff --quiet "refs/remotes/origin/$BASE...$HEAD" -- content/organisation.yml content/policy.yml .github',
    );
    expect(compared).not.toHaveProperty('continue-on-error');
  });

  it('installs without install scripts and calls only commands and options that exist', async () => {
    for (const { place, step } of runs) {
      if (step.run?.includes('npm ')) expect([place, step.run.trim()]).toEqual([place, 'npm ci --ignore-scripts']);
      for (const [, name = '', rest = ''] of step.run?.matchAll(/node pipeline\/sanshen\.js (\S+)([^|\n]*)/g) ?? []) {
        expect(Object.keys(COMMANDS)).toContain(name);
        const command = await COMMANDS[name]?.load();
        const known = Object.keys({ ...COMMON_OPTIONS, ...command?.options });
        for (const [, option] of rest.matchAll(/--([a-z-]+)/g)) expect(known).toContain(option);
        const format = /--format (\S+)/.exec(rest)?.[1];
        if (format) expect(command?.formats).toContain(format);
      }
    }
  });
});
