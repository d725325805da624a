import { describe, expect, it } from 'vitest';
import { COMMON_OPTIONS } from '#pipeline/commands/shared/command.ts';
import { COMMANDS } from '#pipeline/commands/table.ts';
import { environmentOf, type Job, jobsOf, stepsOf, workflowFiles } from './workflow-files.ts';

/** `${{ … }}` after some text. */
const expression = (before: string, inner: string): string => [before, '$', `{{ ${inner} }}`].join('');

const workflows = workflowFiles();
const jobs = jobsOf(workflows);
const steps = stepsOf(workflows);
const runs = steps.filter(({ step }) => step.run !== undefined);

describe('the workflows', () => {
  it('are act, check, gate, intake, publish and watch', () =>
    expect(workflows.map(({ name }) => name).sort()).toEqual([
      'act.yml',
      'check.yml',
      'gate.yml',
      'intake.yml',
      'publish.yml',
      'watch.yml',
    ]));

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
      const own: Record<string, string> = { publish: label('SANSHEN_SECRET_RUNNER'), intake: label('SANSHEN_INTAKE_RUNNER') };
      const wanted = own[environmentOf(job) ?? ''] ?? OTHERS[place] ?? label('SANSHEN_RUNNER');
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
      workflow_call: expect.anything(),
    });
    expect(publish?.text).not.toMatch(/github\.event(?!\.repository\.default_branch)|inputs\.(?!program)/);
    expect(publish?.text).toContain("{{ !cancelled() && needs.approve.result == 'success' }}");
    // One text that is refused holds up no other.
    expect(publish?.workflow.jobs.approve?.steps.at(-1)?.run).toMatch(/sanshen\.js" approve \|\| \[ \$\? -eq 1 \]$/);
  });

  it('keep packages for a platform of others, under the name that alerts say, and make no noise where there are none', () => {
    const build = workflows.find(({ name }) => name === 'publish.yml')?.workflow.jobs.build;
    expect(build?.steps.find(({ id }) => id === 'render')?.run).toMatch(/build --out _site --served --packages packages$/);
    const kept = build?.steps.find((step) => step.with?.name === 'website-packages');
    expect(kept?.with).toMatchObject({ path: 'packages', 'if-no-files-found': 'ignore' });
    const pages = build?.steps.find(({ uses }) => uses?.startsWith('actions/upload-pages-artifact@'));
    expect(pages?.if).toBe("steps.changed.outputs.deploy == 'true'");
  });

  it('look at the accounts every night, without the key and the right to write into the ledger', () => {
    const watch = workflows.find(({ name }) => name === 'watch.yml');
    expect(watch?.workflow.on).toMatchObject({ schedule: [{ cron: expect.stringMatching(/^\d+ \d+ \* \* \*$/) }] });
    expect(watch?.text).toContain('doctor --post');
    expect(watch?.text).not.toMatch(/secrets\.SANSHEN_/);
  });

  it('leave the three faces of one item as a page to open, which the gate may look for and nothing more', () => {
    const job = (name: string, id: string) => workflows.find((each) => each.name === name)?.workflow.jobs[id] as Job;
    const pages = job('check.yml', 'check').steps.filter(({ with: given }) => given?.archive === false);
    expect(pages.map(({ with: given }) => given?.path)).toEqual([expression('', 'steps.preview.outputs.page')]);
    expect(job('gate.yml', 'gate').permissions).toEqual({
      contents: 'read',
      issues: 'write',
      'pull-requests': 'write',
      statuses: 'write',
      actions: 'read',
    });
  });

  it('keeps pages for a day and the sizes of pictures for a month, in the one job that makes them, which holds no secret and no right to write', () => {
    const cached = steps.filter(({ step: { uses } }) => uses?.startsWith('actions/cache@'));
    expect(cached.map(({ place }) => place)).toEqual(Array(2).fill(expect.stringContaining('publish.yml build')));
    expect(cached[0]?.step.with).toMatchObject({ path: '_site\n.git/sanshen\n', key: expect.stringMatching(/^site-.*today.*ledger/) });
    expect(cached[1]?.step.with).toMatchObject({
      path: '.git/sanshen-pictures',
      key: expect.stringMatching(/^pictures-.*month.*hashFiles/),
    });
    const [build] = jobs.filter(({ place }) => place.includes('publish.yml build'));
    expect([build?.job.environment, build?.job.permissions]).toEqual([undefined, { contents: 'read', statuses: 'read' }]);
    // Without it nobody asks how much the ledger must hold.
    expect(build?.job.steps.find(({ id }) => id === 'render')?.env).toHaveProperty('GITHUB_TOKEN');
  });

  it('names the branch that a submission is compared with in full, so that no tag can stand in for it', () => {
    const compared = runs.flatMap(({ step }) => [...(step.run ?? '').matchAll(/--base (\S+)/g)].map(([, base]) => base));
    expect([...new Set(compared)]).toEqual(['"refs/remotes/origin/$BASE"']);
  });

  it('compares the generated files with the settings where a pull request changes either, in the job that has to pass', () => {
    const check = workflows.find(({ name }) => name === 'check.yml')?.workflow.jobs.check as Job;
    expect(check.name).toBe('sanshen/check');
    const compared = check.steps.find(({ run }) => run?.includes('generate --check --rev "$HEAD"'));
    expect(compared?.run).toContain(
      'git diff --quiet "refs/remotes/origin/$BASE...$HEAD" -- content/organisation.yml content/policy.yml .github',
    );
    expect(compared).not.toHaveProperty('continue-on-error');
  });

  it('take the program in one way: main’s own, or by its checksum the release that a bureau’s line names', () => {
    const taken = steps.filter(({ step }) => step.name === 'Take the program');
    const programs = runs.filter(({ step }) => step.run?.includes('sanshen.js'));
    expect(new Set(programs.map(({ file, job }) => `${file.name} ${Object.values(file.workflow.jobs).indexOf(job)}`)).size).toBe(
      taken.length,
    );
    expect(new Set(taken.map(({ step: { run, env } }) => JSON.stringify([run, env]))).size).toBe(1);
    const [script = ''] = taken.map(({ step }) => step.run);
    expect(script.indexOf('sha256sum --check')).toBeLessThan(script.indexOf('tar --extract'));
    for (const { place, job } of taken) {
      const [own] = job.steps.filter(({ run }) => run === 'npm ci --ignore-scripts');
      expect([place, own?.if]).toEqual([place, expression('', '!inputs.program')]);
    }
  });

  it('call only commands and options that exist', async () => {
    for (const { step } of runs) {
      for (const [, name = '', rest = ''] of step.run?.matchAll(/node "\$RUNNER_TEMP\/sanshen\/pipeline\/sanshen\.js" (\S+)([^|\n]*)/g) ??
        []) {
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
