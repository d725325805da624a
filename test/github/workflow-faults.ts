import { tsImport } from 'tsx/esm/api';
import { referencesIn } from './expressions.ts';
import { environmentOf, expressionsIn, type Job, jobsOf, type Step, type WorkflowFile } from './workflow-files.ts';

/** GitHub's own parser. It asks for JSON in a way that Node 20 to 24 refuse, so tsx loads it. */
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = (await tsImport(
  '@actions/workflow-parser',
  import.meta.url,
)) as typeof import('@actions/workflow-parser');

/** The secrets that the administrator sets in the environment `publish`. */
export const SECRETS = ['SANSHEN_LEDGER_TOKEN', 'SANSHEN_SIGNING_KEY', 'WECHAT_APP_SECRET', 'WEIBO_ACCESS_TOKEN', 'SMTP_PASSWORD'];
/** What each environment holds: secrets, and variables that no other job needs. */
const ENVIRONMENTS: Record<string, { secrets: string[]; vars: string[] }> = {
  publish: { secrets: SECRETS, vars: ['WECHAT_API_BASE', 'WECHAT_APP_ID', 'WEIBO_API_BASE', 'WEIBO_RIP', 'SMTP_USER'] },
  intake: { secrets: ['SANSHEN_INTAKE_TOKEN', 'IMAP_PASSWORD', 'SMTP_PASSWORD'], vars: ['IMAP_HOST', 'IMAP_USER', 'SMTP_USER'] },
};
/** Variables of the whole repository. */
const OF_ALL = [
  ...['SANSHEN_RUNNER', 'SANSHEN_SECRET_RUNNER', 'SANSHEN_SITE_RUNNER', 'SANSHEN_INTAKE_RUNNER'],
  ...['SANSHEN_INTAKE', 'SANSHEN_PRIVATE_TERMS', 'SANSHEN_PROGRAM'],
];

/** What steps give others: actions by their descriptions (`action.yml`), the program by what it writes into `GITHUB_OUTPUT`. */
const OUTPUTS: Record<string, string[]> = {
  'actions/upload-artifact': ['artifact-id', 'artifact-url', 'artifact-digest'],
  'actions/cache': ['cache-hit'],
  'actions/cache/restore': ['cache-hit'],
  'actions/deploy-pages': ['page_url'],
  'actions/upload-pages-artifact': ['artifact_id'],
  'actions/checkout': ['ref', 'commit'],
  'sanshen build': ['website', 'digest', 'to', 'host_key'],
  'sanshen preview': ['page'],
};

/** Members of `github` that workflows may ask for (docs: "Contexts reference"). */
const GITHUB =
  /^github\.(token|actor|triggering_actor|api_url|server_url|event_name|event|ref|ref_name|sha|repository|run_id|run_attempt|workflow)(\.|$)/;

/** What GitHub's parser says: unknown keys, events, rights and jobs, circles, names that may not stand there, expressions that aren't any. */
export async function parserFaults({ name, text }: WorkflowFile): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content: text }, new NoOperationTraceWriter());
  if (value) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}

function outputsOf({ uses, run = '' }: Step): string[] {
  if (uses !== undefined) return OUTPUTS[uses.replace(/@.*$/, '')] ?? [];
  const own = run.split('\n').flatMap((line) => (line.includes('$GITHUB_OUTPUT') ? [/echo "?([\w-]+)=/.exec(line)?.[1] ?? ''] : []));
  const programs = [...run.matchAll(/node "\$RUNNER_TEMP\/sanshen\/pipeline\/sanshen\.js" (\w+)/g)].flatMap(
    ([, command]) => OUTPUTS[`sanshen ${command}`] ?? [],
  );
  return [...own, ...programs];
}

export const neededBy = ({ needs = [] }: Job): string[] => (typeof needs === 'string' ? [needs] : needs);

/** Whether a place that an expression in a job looks at is one that there is, once the steps before it are over. */
function leadsSomewhere(path: (string | null)[], file: WorkflowFile, job: Job, before: Step[]): boolean {
  const [context, name = '', member, output] = path.map((part) => part ?? '*');
  const needed = neededBy(job).includes(name) ? file.workflow.jobs[name] : undefined;
  const step = before.find(({ id }) => id === name);
  const { workflow_dispatch: byHand, workflow_call: byCall } = file.workflow.on;
  const has = (trigger: unknown): boolean => name in ((trigger as { inputs?: object } | null)?.inputs ?? {});
  const held = ENVIRONMENTS[environmentOf(job) ?? ''];
  const known: Record<string, () => boolean> = {
    github: () => GITHUB.test(path.join('.')),
    secrets: () => held?.secrets.includes(name) === true,
    vars: () => OF_ALL.includes(name) || held?.vars.includes(name) === true,
    // Whoever starts it gives the same; which program runs, only a call says.
    inputs: () => has(byCall) && (name === 'program' || has(byHand)),
    needs: () =>
      needed !== undefined && (member === 'result' || (member === 'outputs' && output !== undefined && output in (needed.outputs ?? {}))),
    steps: () =>
      step !== undefined &&
      (member === 'outcome' || member === 'conclusion' || (member === 'outputs' && outputsOf(step).includes(output ?? ''))),
  };
  return known[context ?? '']?.() ?? false;
}

/** Expressions that look where nothing is: GitHub fills in nothing there, and says nothing. */
export function emptyReferences(file: WorkflowFile): string[] {
  const wrong = (place: string, value: unknown, job: Job, before: Step[], key = ''): string[] =>
    expressionsIn(value, key)
      .flatMap(referencesIn)
      .filter((path) => !leadsSomewhere(path, file, job, before))
      .map((path) => `${place}: ${path.join('.')}`);
  const { jobs: _, ...rest } = file.workflow;
  return [
    ...wrong(file.name, rest, { steps: [] }, []),
    ...jobsOf([file]).flatMap(({ place, job }) => {
      // Which runner a job is for is asked before it has an environment.
      const { steps, outputs, 'runs-on': labels, ...own } = job;
      return [
        ...wrong(place, labels, { steps: [] }, []),
        ...wrong(place, own, job, []),
        ...wrong(place, outputs, job, steps),
        ...steps.flatMap((step, index) => wrong(`${place} ${step.name ?? step.id ?? step.uses}`, step, job, steps.slice(0, index))),
      ];
    }),
  ];
}

/** What a script finds without being given it. */
const OWN =
  /^(GITHUB_(OUTPUT|STEP_SUMMARY|API_URL|SERVER_URL|REPOSITORY|EVENT_NAME|RUN_ID|WORKSPACE|SHA|REF)|RUNNER_TEMP|HOME|PATH|PWD|TZ|IFS)$/;

/** Names of variables that a script uses and nobody gives it, and such as are given to a script that doesn't use them nor the program. */
export function environmentFaults(file: WorkflowFile, programNames: ReadonlySet<string>): string[] {
  return jobsOf([file]).flatMap(({ place, job }) =>
    job.steps.flatMap(({ run, env = {}, name = run }) => {
      if (run === undefined) return [];
      const given = { ...file.workflow.env, ...job.env, ...env };
      const used = [...run.matchAll(/\$\{?([A-Z_][A-Z0-9_]*)/g)].map(([, variable = '']) => variable);
      const set = [...run.matchAll(/(?:^|[\s;(])([A-Z_]+)=/gm)].map(([, variable = '']) => variable);
      const read = [...run.matchAll(/read -r(?: -a)? ([A-Z_ ]+) <<</g)].flatMap(([, names = '']) => names.split(' '));
      const made = [...set, ...read];
      const missing = used.filter((variable) => !(variable in given) && !made.includes(variable) && !OWN.test(variable));
      const idle = Object.keys(env).filter(
        (variable) => !used.includes(variable) && variable !== 'GH_TOKEN' && !programNames.has(variable),
      );
      return [...missing, ...idle].map((variable) => `${place} ${name}: ${variable}`);
    }),
  );
}

/** Workflows that are started by the name of a file that isn't there, or takes no start by hand. */
export function startFaults(files: readonly WorkflowFile[]): string[] {
  const startable = files.filter(({ workflow }) => 'workflow_dispatch' in workflow.on).map(({ name }) => name);
  return files.flatMap(({ name, text }) =>
    [...text.matchAll(/actions\/workflows\/([\w.-]+)\/dispatches/g)].flatMap(([, started = '']) =>
      startable.includes(started) ? [] : [`${name}: ${started}`],
    ),
  );
}
