import { describe, expect, it } from 'vitest';
import { groupOf, type JobReport } from './runner/engine.ts';
import { filledForm, type HubEvent, starts } from './runner/events.ts';
import { startQueue } from './runner/queue.ts';
import { byHand, type Play, pullRequest, push, rehearse, review, schedule } from './runner/rehearsal.ts';
import { SECRETS } from './workflow-faults.ts';
import { readWorkflow, type WorkflowFile, workflowFiles } from './workflow-files.ts';

const files = workflowFiles();

/** What starts when something happens: by workflow, the jobs that do anything. */
async function started(all: readonly WorkflowFile[], event: HubEvent, play: Play = {}): Promise<string[]> {
  const runs = all.filter((file) => starts(file, event)).map(async (file) => ({ file, jobs: await rehearse(file, event, play) }));
  return (await Promise.all(runs)).map(({ file, jobs }) =>
    [file.name.replace('.yml', ':'), ...jobs.map(({ id, result }) => (result === 'success' ? id : `${id}=${result}`))].join(' '),
  );
}

const BUILT: Play = { outputs: { render: { website: 'pages' }, changed: { deploy: 'true' } } };

/** What happens, how it goes, and what runs by it. */
const HAPPENINGS: [what: string, event: HubEvent, play: Play, runs: string[]][] = [
  ['a pull request is opened', pullRequest('opened'), {}, ['check: check published=skipped', 'gate: gate doctor=skipped']],
  ['its branch moves', pullRequest('synchronize'), {}, ['check: check published=skipped', 'gate: gate doctor=skipped']],
  ['it is opened again', pullRequest('reopened'), {}, ['check: check published=skipped', 'gate: gate doctor=skipped']],
  ['its description is edited', pullRequest('edited'), {}, ['gate: gate doctor=skipped']],
  ['it is ready for review', pullRequest('ready_for_review'), {}, ['gate: gate doctor=skipped']],
  ['it is a draft again', pullRequest('converted_to_draft'), {}, ['gate: gate doctor=skipped']],
  ['it is closed', pullRequest('closed'), {}, []],
  ['somebody reviews it', review('submitted'), {}, ['gate: gate doctor=skipped']],
  ['a review is edited', review('edited'), {}, ['gate: gate doctor=skipped']],
  ['a review is dismissed', review('dismissed'), {}, ['gate: gate doctor=skipped']],
  ['somebody pushes a branch', push('lisi/1'), {}, []],
  ['the ledger is written', push('ledger'), {}, []],
  ['main moves', push('main'), BUILT, ['publish: approve build deploy release']],
  [
    'main moves, and the website is one of others',
    push('main'),
    { outputs: { render: { website: 'package' } } },
    ['publish: approve build deploy=skipped release'],
  ],
  [
    'main moves, and the website is as it was',
    push('main'),
    { outputs: { render: { website: 'pages' } } },
    ['publish: approve build deploy=skipped release'],
  ],
  [
    'nothing can be approved',
    push('main'),
    { ...BUILT, fail: ['approve'] },
    ['publish: approve=failure build=skipped deploy=skipped release=skipped'],
  ],
  ['the website can’t be built', push('main'), { ...BUILT, fail: ['build'] }, ['publish: approve build=failure deploy=skipped release']],
  [
    'the website can’t be deployed',
    push('main'),
    { ...BUILT, fail: ['deploy actions/deploy-pages'] },
    ['publish: approve build deploy=failure release'],
  ],
  ['sending fails', push('main'), { ...BUILT, fail: ['release'] }, ['publish: approve build deploy release=failure']],
  ['the hour of the gate comes', schedule('7 * * * *'), {}, ['gate: gate doctor=skipped']],
  ['Monday morning comes', schedule('37 1 * * 1'), {}, ['gate: gate doctor']],
  ['night comes: the check', schedule('43 18 * * *'), {}, ['check: check published']],
  ['night comes: the watch', schedule('23 17 * * *'), {}, ['watch: watch daily']],
  ['the watch fails', schedule('23 17 * * *'), { fail: ['watch'] }, ['watch: watch=failure daily']],
  ['a quarter of an hour is over', schedule('*/15 * * * *'), BUILT, ['publish: approve build deploy release']],
  ['somebody starts the publisher', byHand('publish.yml'), BUILT, ['publish: approve build deploy release']],
  ...['refs/tags/v1', 'refs/tags/main', 'refs/heads/lisi/1'].map((ref): (typeof HAPPENINGS)[number] => [
    `somebody starts the publisher at ${ref}`,
    byHand('publish.yml', {}, ref),
    BUILT,
    ['publish: approve=failure build=skipped deploy=skipped release=skipped'],
  ]),
  [
    'somebody acts from a branch of his own',
    byHand('act.yml', { what: '恢复发布' }, 'refs/heads/lisi/1'),
    {},
    ['act: act=failure publish'],
  ],
  ['somebody starts the check', byHand('check.yml'), {}, ['check: check published']],
  ['somebody starts the gate', byHand('gate.yml'), {}, ['gate: gate doctor']],
  ['somebody acts', byHand('act.yml', { what: '暂停全部发布' }), {}, ['act: act publish']],
  ['an act is refused', byHand('act.yml', { what: '暂停全部发布' }), { fail: ['act'] }, ['act: act=failure publish']],
];

/** Secrets that the scripts of a run were given, by job. */
async function given(name: string, event: HubEvent, all: readonly WorkflowFile[] = files): Promise<Record<string, string[]>> {
  const reports: JobReport[] = await rehearse(all.find((file) => file.name === name) as WorkflowFile, event, BUILT);
  const of = ({ steps }: JobReport): string[] =>
    SECRETS.filter((secret) => steps.some(({ env }) => Object.values(env).includes(`of ${secret}`)));
  return Object.fromEntries(reports.flatMap((job) => (of(job).length > 0 ? [[job.id, of(job)]] : [])));
}

const act = (what: string): HubEvent => byHand('act.yml', { what });
const PLATFORMS = ['WECHAT_APP_SECRET', 'WEIBO_ACCESS_TOKEN', 'SMTP_PASSWORD'];
const LEDGER = ['SANSHEN_LEDGER_TOKEN', 'SANSHEN_SIGNING_KEY'];

/** Who is given which secrets. */
const GIVEN: [what: string, file: string, event: HubEvent, secrets: Record<string, string[]>][] = [
  ['checks', 'check.yml', pullRequest('opened'), {}],
  ['gates', 'gate.yml', pullRequest('opened'), {}],
  ['publishes', 'publish.yml', push('main'), { approve: LEDGER, release: [...LEDGER, ...PLATFORMS] }],
  ['watches', 'watch.yml', schedule('23 17 * * *'), { watch: PLATFORMS }],
  ['takes down', 'act.yml', act('撤下（立即）'), { act: [...LEDGER, ...PLATFORMS] }],
  ['registers', 'act.yml', act('登记人工发布'), { act: [...LEDGER, ...PLATFORMS] }],
  ['pauses', 'act.yml', act('暂停全部发布'), { act: LEDGER }],
  ['lifts the pause', 'act.yml', act('恢复发布'), { act: LEDGER }],
  ['settles', 'act.yml', act('了结等人处理的发布'), { act: LEDGER }],
  ['purges', 'act.yml', act('清除登记（从历史中删去的）'), { act: LEDGER }],
];

const RECORDS = 'contents: read, pull-requests: read, statuses: read, actions: read';
const PUBLISHER = 'contents: read, issues: write, actions: read, statuses: write';

/** What each job may on the code platform: what it needs, and no more. Some of it is needed only on days when something goes wrong. */
const RIGHTS: Record<string, string> = {
  'act.yml act': `${PUBLISHER}, pull-requests: write`,
  'act.yml publish': 'actions: write',
  'check.yml check': 'contents: read',
  'check.yml published': 'contents: read, statuses: read',
  'gate.yml gate': `${PUBLISHER}, pull-requests: write`,
  'gate.yml doctor': `${RECORDS}, issues: read`,
  'intake.yml form': 'contents: read',
  'intake.yml uploads': 'contents: read',
  'intake.yml mailbox': 'contents: read',
  'publish.yml approve': `${PUBLISHER}, pull-requests: read`,
  'publish.yml build': 'contents: read, statuses: read',
  'publish.yml deploy': 'pages: write, id-token: write',
  'publish.yml release': `${PUBLISHER}, pull-requests: write`,
  'watch.yml watch': `${RECORDS}, issues: write`,
  'watch.yml daily': 'contents: read, statuses: read, issues: write',
};
const rightsOf = (rights: string): string[] => rights.split(', ').sort();

/** Mistakes that leave a workflow whole, but let other jobs run, or give others the secrets. */
const MISTAKES: [file: string, from: string, to: string][] = [
  ['check.yml', 'types: [opened, synchronize, reopened]', 'types: [opened]'],
  ['check.yml', '  pull_request:\n    types: [opened, synchronize, reopened]\n', '  push:\n'],
  ['check.yml', `if: \${{ !github.event.pull_request }}`, `if: \${{ github.event.pull_request }}`],
  ['check.yml', "- cron: '43 18 * * *'", "- cron: '44 18 * * *'"],
  ['gate.yml', 'dismissed]', 'edited]'],
  ['gate.yml', 'converted_to_draft]', 'closed]'],
  ['gate.yml', "if: github.event.schedule == '37 1 * * 1'", "if: github.event.schedule == '37 1 * * 2'"],
  ['gate.yml', "|| github.event_name == 'workflow_dispatch'", "&& github.event_name == 'workflow_dispatch'"],
  ['gate.yml', "- cron: '7 * * * *'", "- cron: '8 * * * *'"],
  ['publish.yml', 'branches: [main]', 'branches: [master]'],
  ['publish.yml', '    branches: [main]\n', ''],
  ['publish.yml', "- cron: '*/15 * * * *'", "- cron: '*/16 * * * *'"],
  ['publish.yml', "needs.build.outputs.deploy == 'true'", "needs.build.outputs.deploy == 'false'"],
  ['publish.yml', "needs.build.outputs.deploy == 'true'", "needs.build.outputs.deploy != 'false'"],
  ['publish.yml', `    if: \${{ !cancelled() && needs.approve.result == 'success' }}\n`, ''],
  ['publish.yml', '!cancelled() && needs.approve', 'success() && needs.approve'],
  ['publish.yml', "needs.approve.result == 'success'", "needs.build.result == 'success'"],
  ['publish.yml', '!cancelled() && needs.approve.result', '!cancelled() || needs.approve.result'],
  ['watch.yml', `    if: \${{ !cancelled() }}\n`, ''],
  ['watch.yml', `needs: watch\n    if: \${{ !cancelled() }}`, 'needs: watch\n    if: failure()'],
  ['watch.yml', "- cron: '23 17 * * *'", "- cron: '23 17 * * 1'"],
  ['watch.yml', 'environment: publish', 'environment: watch'],
  ['act.yml', `if: \${{ !cancelled() && needs.act.result != 'skipped' }}`, 'if: failure()'],
  ['act.yml', `if: \${{ !cancelled() && needs.act.result != 'skipped' }}`, `if: \${{ needs.act.result != 'skipped' }}`],
  ['act.yml', `WECHAT_APP_SECRET: \${{ (startsWith(inputs.what, '撤下')`, `WECHAT_APP_SECRET: \${{ (startsWith(inputs.what, '暂停')`],
  ['act.yml', "&& secrets.WEIBO_ACCESS_TOKEN || ''", "|| secrets.WEIBO_ACCESS_TOKEN || ''"],
  ['act.yml', "startsWith(inputs.what, '登记')) && secrets.SMTP_PASSWORD", "startsWith(inputs.what, '登 记')) && secrets.SMTP_PASSWORD"],
  ['publish.yml', 'secrets.WECHAT_APP_SECRET', 'secrets.WEIBO_ACCESS_TOKEN'],
];

/** Whether anything goes otherwise than the tables say. */
async function noticed(file: WorkflowFile): Promise<boolean> {
  for (const [, event, play, runs] of HAPPENINGS) {
    const own = runs.filter((run) => run.startsWith(file.name.replace('.yml', ':')));
    if (String(await started([file], event, play)) !== String(own)) return true;
  }
  for (const [, name, event, secrets] of GIVEN)
    if (name === file.name && JSON.stringify(await given(name, event, [file])) !== JSON.stringify(secrets)) return true;
  return false;
}

describe('the workflows, rehearsed', () => {
  it.each(HAPPENINGS)('%s', async (_, event, play, runs) => expect(await started(files, event, play)).toEqual(runs));

  it.each(GIVEN)('who %s is given no other secret than it needs', async (_, file, event, secrets) =>
    expect(await given(file, event)).toEqual(secrets),
  );

  it('each job has the rights that it needs, and no other', () => {
    const had = files.flatMap(({ name, workflow: { jobs } }) =>
      Object.entries(jobs).map(([id, { permissions = {} }]) => [
        `${name} ${id}`,
        Object.entries(permissions)
          .map(([right, access]) => `${right}: ${access}`)
          .sort(),
      ]),
    );
    const needed = Object.entries(RIGHTS).map(([job, rights]) => [job, rightsOf(rights)]);
    expect(Object.fromEntries(had)).toEqual(Object.fromEntries(needed));
  });

  it.each(MISTAKES)('a mistake in %s is noticed: %j → %j', async (name, from, to) => {
    const file = files.find((each) => each.name === name) as WorkflowFile;
    expect(file.text).toContain(from);
    expect(
      await noticed(
        readWorkflow(
          name,
          file.text.replace(from, () => to),
        ),
      ),
    ).toBe(true);
  });

  it.each(['publish.yml', 'act.yml', 'watch.yml'])('a run of %s that an old commit started works on main as it is now', async (name) => {
    const event = { ...byHand(name, name === 'act.yml' ? { what: '恢复发布' } : {}), sha: 'c'.repeat(40) };
    const jobs = await rehearse(files.find((file) => file.name === name) as WorkflowFile, event, BUILT);
    const refs = jobs.flatMap(({ steps }) => steps.filter(({ title }) => title === 'actions/checkout').map((step) => step.with.ref));
    expect(new Set(refs)).toEqual(new Set(['main']));
  });

  it('nothing goes on in a run that was cancelled', async () => {
    const publish = files.find(({ name }) => name === 'publish.yml') as WorkflowFile;
    const results = (await rehearse(publish, push('main'), { cancelled: true })).map(({ id, result }) => `${id} ${result}`);
    expect(results).toEqual(['approve skipped', 'build skipped', 'deploy skipped', 'release skipped']);
  });

  it('a server of one’s own is asked for no artifacts', async () => {
    const check = files.find(({ name }) => name === 'check.yml') as WorkflowFile;
    const uploads = async (apiUrl: string): Promise<number> => {
      const [job] = await rehearse(check, pullRequest('opened'), { apiUrl, outputs: { preview: { page: 'preview/x.html' } } });
      return job?.steps.filter(({ title, result }) => title === 'actions/upload-artifact' && result === 'success').length ?? 0;
    };
    expect([await uploads('https://api.github.com'), await uploads('https://github.example.gov.cn/api/v3')]).toEqual([2, 0]);
  });

  it('a form offers its choices and nothing else', () => {
    const form = files.find(({ name }) => name === 'act.yml') as WorkflowFile;
    expect(filledForm(form, { what: '暂停全部发布', reason: '突发' })).toMatchObject({ kind: '不涉及', item: '', reason: '突发' });
    expect(() => filledForm(form, { what: '暂停' })).toThrow(RangeError);
    expect(() => filledForm(form, { other: '' })).toThrow(RangeError);
  });
});

describe('runs of one group', () => {
  it.each<[string, HubEvent, HubEvent, string, boolean]>([
    ['two pushes', push('main'), push('main'), 'publish.yml', true],
    ['a push and its quarter of an hour', push('main'), schedule('*/15 * * * *'), 'publish.yml', true],
    ['two reviews of one pull request', review('submitted'), review('dismissed'), 'gate.yml', true],
    ['a review and the hour', review('submitted'), schedule('7 * * * *'), 'gate.yml', false],
    ['the hour and Monday', schedule('7 * * * *'), schedule('37 1 * * 1'), 'gate.yml', false],
    ['two checks of one head', pullRequest('opened'), pullRequest('synchronize'), 'check.yml', false],
    ['two acts', byHand('act.yml'), byHand('act.yml'), 'act.yml', false],
  ])('%s', (_, one, other, name, same) => {
    const file = files.find((each) => each.name === name) as WorkflowFile;
    const server = { repository: 'shili/xinxi', api_url: '', server_url: '' };
    const groups = [one, other].map((event, index) =>
      groupOf(file, event, { server, run: { id: String(index), attempt: 1 }, variables: {} }),
    );
    expect([groups[0]?.name === groups[1]?.name, groups[0]?.cancels]).toEqual([same, false]);
  });

  it('one goes on, the newest waits, and what waited before it is dropped; a group that cancels ends the one that goes on', async () => {
    const story: string[] = [];
    const play = async (cancels: boolean): Promise<string[]> => {
      story.length = 0;
      const queue = startQueue();
      let open: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      for (const name of ['first', 'second', 'third'])
        queue.add({
          group: { name: 'publish', cancels },
          work: async (cancelled) => {
            await gate;
            story.push(cancelled() ? `${name} cancelled` : name);
          },
          dropped: () => story.push(`${name} dropped`),
        });
      open();
      await queue.idle();
      return [...story];
    };
    expect(await play(false)).toEqual(['second dropped', 'first', 'third']);
    expect(await play(true)).toEqual(['second dropped', 'first cancelled', 'third']);
  });
});
