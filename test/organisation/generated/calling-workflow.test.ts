import { describe, expect, it } from 'vitest';
import { callingWorkflow } from '#pipeline/organisation/generated/calling-workflow.ts';
import { rulesets } from '#pipeline/organisation/generated/ruleset.ts';
import { policySchema, type ReleasedProgram } from '#pipeline/organisation/policy.ts';
import { AUDITS } from '../../github/workflow-audits.ts';
import { parserFaults } from '../../github/workflow-faults.ts';
import { type Job, readWorkflow, workflowFiles } from '../../github/workflow-files.ts';

const PROGRAM: ReleasedProgram = { repository: 'shili/sanshen', tag: 'v1.2.3', commit: '12e4'.repeat(10), checksums: 'ab'.repeat(32) };
const files = workflowFiles();
const calling = files.map(({ name, text }) => ({
  called: readWorkflow(name, text),
  caller: readWorkflow(name, callingWorkflow(name, text, PROGRAM, { branch: 'main' })),
}));
const expression = (inner: string): string => ['$', `{{ ${inner} }}`].join('');
/** What of the audits a workflow without steps can break. */
const FITTING = [
  'concurrency-limits',
  'dangerous-triggers',
  'excessive-permissions',
  'secrets-inherit',
  'overprovisioned-secrets',
  'unpinned-uses',
];

describe.each(calling.map((row) => [row.caller.name, row] as const))('the workflow that calls %s', (name, { caller, called }) => {
  const jobs = Object.values(caller.workflow.jobs) as Job[];
  const [job] = jobs;

  it('starts when that one starts, and has one job: the call, at the commit, with the tag as a comment', () => {
    const { workflow_call: _, ...on } = called.workflow.on;
    expect(caller.workflow.on).toEqual(on);
    expect(jobs).toHaveLength(1);
    expect(caller.text).toContain(`uses: shili/sanshen/.github/workflows/${name}@${PROGRAM.commit} # v1.2.3\n`);
    expect(job?.with?.program).toBe(`shili/sanshen v1.2.3 ${PROGRAM.checksums}`);
  });

  it('grants what its jobs ask for, and no more', () => {
    const asked = Object.values(called.workflow.jobs).flatMap(({ permissions }) => Object.entries(permissions as Record<string, string>));
    const granted = job?.permissions as Record<string, string>;
    expect(new Set(asked.map(([right]) => right))).toEqual(new Set(Object.keys(granted)));
    for (const [right, access] of Object.entries(granted))
      expect(asked.filter(([each]) => each === right).some(([, each]) => each === access)).toBe(true);
    expect(asked.filter(([right, access]) => access === 'write' && granted[right] !== 'write')).toEqual([]);
  });

  it('names every secret that its jobs take, one by one, and every field of its form', () => {
    const taken = [...called.text.matchAll(/\bsecrets\.([A-Z_]+)/g)].map(([, secret = '']) => secret);
    const wanted = Object.fromEntries([...new Set(taken)].map((secret) => [secret, expression(`secrets.${secret}`)]));
    expect(job?.secrets ?? {}).toEqual(wanted);
    const trigger = called.workflow.on.workflow_dispatch;
    const fields = Object.keys((Array.isArray(trigger) ? null : trigger)?.inputs ?? {});
    const { program: _, ...given } = job?.with ?? {};
    expect(given).toEqual(Object.fromEntries(fields.map((field) => [field, expression(`inputs.${field}`)])));
  });

  it('has a group of another name, for one that both hold is a deadlock', () => {
    expect(caller.workflow.concurrency?.group).toBe(`calling-${called.workflow.concurrency?.group}`);
  });

  it('is sound to GitHub’s own parser and to the audits', async () => {
    expect(await parserFaults(caller)).toEqual([]);
    for (const audit of FITTING) expect([audit, AUDITS[audit]?.(caller)]).toEqual([audit, []]);
  });
});

describe('a bureau whose workflows call', () => {
  it('publishes from the branch of its policy', () => {
    const publish = files.find(({ name }) => name === 'publish.yml');
    const caller = readWorkflow('publish.yml', callingWorkflow('publish.yml', publish?.text ?? '', PROGRAM, { branch: 'zhu' }));
    expect(caller.workflow.on.push).toEqual({ branches: ['zhu'] });
  });

  it('requires the check by the name that a called job has', () => {
    const required = (policy: object): unknown =>
      rulesets(policySchema.parse(policy)).main?.rules.find(({ type }) => type === 'required_status_checks')?.parameters
        ?.required_status_checks;
    expect(required({ program: PROGRAM })).toEqual([{ context: 'check / sanshen/check' }, { context: 'sanshen/gate' }]);
    expect(required({})).toEqual([{ context: 'sanshen/check' }, { context: 'sanshen/gate' }]);
  });
});
