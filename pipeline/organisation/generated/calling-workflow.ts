import { Document, isScalar, parse } from 'yaml';
import type { Policy, ReleasedProgram } from '../policy.ts';

interface Called {
  on: Record<string, unknown> & { workflow_call: { inputs: Record<string, unknown>; secrets?: Record<string, unknown> } };
  concurrency: { group: string; [key: string]: unknown };
  jobs: Record<string, { permissions: Record<string, 'read' | 'write'> }>;
  [key: string]: unknown;
}

const expression = (inner: string): string => ['$', `{{ ${inner} }}`].join('');
const filled = (names: string[], from: string): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, expression(`${from}.${name}`)]));

/** What all jobs together need: a called workflow's jobs can only take away from what the call grants. */
function rightsOf({ jobs }: Called): Record<string, string> {
  const all = Object.values(jobs).flatMap(({ permissions }) => Object.entries(permissions));
  return Object.fromEntries(all.toSorted(([, one], [, other]) => (one < other ? -1 : 1)));
}

/**
 * The workflow of a bureau's own repository that calls one of this product's at the release's commit: when it runs, what it may, and nothing else.
 * Secrets are named one by one; those of an environment are not the call's to give, but the called job is given them only under names that the call
 * names (docs.github.com, "Reuse workflows"; actions/runner#1490). The group has a name of its own: one that both hold is a deadlock.
 * @param name of the file
 * @param text the product's own workflow
 */
export function callingWorkflow(name: string, text: string, program: ReleasedProgram, { branch }: Pick<Policy, 'branch'>): string {
  const called = parse(text) as Called;
  const { workflow_call, ...on } = called.on;
  if ('push' in on) on.push = { branches: [branch] };
  const inputs = Object.keys(workflow_call.inputs).filter((input) => input !== 'program');
  const secrets = Object.keys(workflow_call.secrets ?? {});
  const job = name.replace(/\.yml$/, '');
  const { repository, commit, tag, checksums } = program;
  const document = new Document({
    name: called.name,
    ...(called['run-name'] === undefined ? {} : { 'run-name': called['run-name'] }),
    on,
    permissions: {},
    concurrency: { ...called.concurrency, group: `calling-${called.concurrency.group}` },
    jobs: {
      [job]: {
        permissions: rightsOf(called),
        uses: `${repository}/.github/workflows/${name}@${commit}`,
        with: { program: [repository, tag, checksums ?? ''].join(' ').trim(), ...filled(inputs, 'inputs') },
        ...(secrets.length > 0 ? { secrets: filled(secrets, 'secrets') } : {}),
      },
    },
  });
  const uses = document.getIn(['jobs', job, 'uses'], true);
  if (isScalar(uses)) uses.comment = ` ${tag}`;
  return document.toString({ lineWidth: 0 });
}
