import { callsIn, isLiteral, referencesIn } from './expressions.ts';
import { environmentOf, expressionsIn, type Job, jobsOf, type Step, stepsOf, type WorkflowFile } from './workflow-files.ts';

/** One thing that must not stand in a workflow; gives the places where it does. */
type Audit = (file: WorkflowFile) => string[];

type JobRow = ReturnType<typeof jobsOf>[number];
type StepRow = ReturnType<typeof stepsOf>[number];

/** Places of jobs, or of steps, of which something is true. */
const jobs =
  (wrong: (job: Job, row: JobRow) => boolean): Audit =>
  (file) =>
    jobsOf([file]).flatMap((row) => (wrong(row.job, row) ? [row.place] : []));
const steps =
  (wrong: (step: Step, row: StepRow) => boolean): Audit =>
  (file) =>
    stepsOf([file]).flatMap((row) => (wrong(row.step, row) ? [row.place] : []));
/** Lines of the text of which something is true: comments are told by these alone. */
const lines =
  (wrong: (line: string) => boolean): Audit =>
  ({ name, text }) =>
    text.split('\n').flatMap((line, index) => (wrong(line) ? [`${name}:${index + 1}`] : []));
const expressions =
  (wrong: (expression: string) => boolean): Audit =>
  ({ name, workflow }) =>
    expressionsIn(workflow).flatMap((expression) => (wrong(expression) ? [`${name}: ${expression}`] : []));

const action = ({ uses = '' }: Step): string => uses.replace(/@.*$/, '');
const looksAt = (value: unknown, context: string): boolean =>
  expressionsIn(value).some((expression) => referencesIn(expression).some(([name]) => name?.toLowerCase() === context));

/** Whether a job runs in one of the environments that setup gives to main alone. */
const isGuarded = (job: Job): boolean => ['publish', 'intake'].includes(environmentOf(job) ?? '');

/** Whether a job holds a secret, or could: in an environment it is given what the environment holds. */
const holdsSecrets = (job: Job): boolean => looksAt(job, 'secrets') || isGuarded(job);
const mayWrite = ({ permissions }: Job): boolean => JSON.stringify(permissions ?? '').includes('write');

/** The actions in use. Beside secrets stand two of them only. */
const ALLOWED = [
  ...['checkout', 'setup-node', 'cache', 'cache/restore', 'cache/save'],
  ...['upload-artifact', 'download-artifact', 'upload-pages-artifact', 'deploy-pages'],
];
const BESIDE_SECRETS = ['checkout', 'setup-node'];
/** What these do, `gh`, `git`, `curl` and the runner's own tools do as well. */
const SUPERFLUOUS =
  /^(softprops\/action-gh-release|ncipollo\/release-action|peter-evans\/create-pull-request|dtolnay\/rust-toolchain|addnab\/docker-run-action|actions\/create-release)$/;
const HOSTED = /^'?ubuntu-\d\d\.\d\d(-arm)?'?$/;

/** A runner of one's own is named by a variable of the administrator's alone, and where there is none GitHub's own runs. */
const isRunnerChosen = (labels: unknown): boolean =>
  HOSTED.test(String(labels)) ||
  expressionsIn(labels).some(
    (expression) => referencesIn(expression).every(([context]) => context === 'vars') && /'\W*ubuntu-\d\d\.\d\d\W*'/.test(expression),
  );

const SCRIPT = /^(script|run|shell)$/;
const scriptsOf = (step: Step): string[] =>
  Object.entries({ ...step.with, run: step.run, shell: step.shell }).flatMap(([name, value]) =>
    SCRIPT.test(name) && value !== undefined ? [String(value)] : [],
  );

/** The 23 audits of zizmor (docs/audits.md) that have to find nothing here, by their names there. */
export const AUDITS: Record<string, Audit> = {
  'adhoc-packages': steps(({ run = '' }) =>
    /\b(npm (i|install|add|exec|x|update)\b|npx (?!--no-install)|yarn (add|dlx)|pnpm (add|dlx)|pip3? install|cargo install|gem install|go install|apt(-get)? install)/.test(
      run,
    ),
  ),
  artipacked: steps((step) => action(step) === 'actions/checkout' && step.with?.['persist-credentials'] !== false),
  'bot-conditions': expressions((expression) =>
    referencesIn(expression).some((path) => /^github\.(actor|triggering_actor|event\..*\.login)$/.test(path.join('.'))),
  ),
  'cache-poisoning': steps(
    (step, { job }) =>
      // Who only keeps something takes nothing that another left.
      (/^actions\/cache(\/restore)?$/.test(action(step)) && (holdsSecrets(job) || mayWrite(job))) ||
      (action(step) === 'actions/setup-node' && (step.with?.['package-manager-cache'] !== false || 'cache' in step.with)),
  ),
  'concurrency-limits': ({ name, workflow: { concurrency } }) =>
    concurrency?.group && concurrency['cancel-in-progress'] !== undefined ? [] : [name],
  'dangerous-triggers': ({ name, workflow }) =>
    Object.keys(workflow.on).flatMap((event) =>
      /^(pull_request_target|workflow_run|issue_comment|repository_dispatch)$/.test(event) ? [`${name}: ${event}`] : [],
    ),
  'excessive-permissions': (file) => [
    ...(JSON.stringify(file.workflow.permissions) === '{}' ? [] : [file.name]),
    ...jobs(({ permissions }) => typeof permissions !== 'object')(file),
  ],
  'forbidden-uses': (file) => [
    ...steps(
      (step, { job }) =>
        step.uses !== undefined && !(holdsSecrets(job) ? BESIDE_SECRETS : ALLOWED).some((name) => action(step) === `actions/${name}`),
    )(file),
    ...jobs(({ uses }) => uses !== undefined)(file),
  ],
  'github-app': steps(
    ({ with: given = {}, ...step }) =>
      action(step) === 'actions/create-github-app-token' &&
      (!Object.keys(given).some((name) => name.startsWith('permission-')) || !('repositories' in given) || 'skip-token-revoke' in given),
  ),
  'github-env': steps(({ run = '' }) => /GITHUB_(ENV|PATH)\b/.test(run)),
  'insecure-commands': (file) => [
    ...lines((line) => /ACTIONS_ALLOW_UNSECURE_COMMANDS/.test(line))(file),
    ...steps(({ run = '' }) => /::(set-env|add-path)\b/.test(run))(file),
  ],
  obfuscation: (file) => [
    ...steps(({ uses = '' }) => /\/\/|\/\.{1,2}(\/|@|$)|\s/.test(uses))(file),
    // Constant, or a place that only a run can tell: what is meant could be written plainly.
    ...expressions((expression) => {
      const paths = referencesIn(expression);
      return (paths.length === 0 && callsIn(expression).length === 0) || paths.some((path) => path.slice(1, 2).includes(null));
    })(file),
    ...expressions((expression) =>
      callsIn(expression).some(({ name, args }) => /^(format|join|fromjson)$/.test(name) && args.every(isLiteral)),
    )(file).filter((place) => !place.includes('contains(')),
  ],
  'overprovisioned-secrets': expressions((expression) =>
    referencesIn(expression).some(([context, name]) => context?.toLowerCase() === 'secrets' && !name),
  ),
  'secrets-inherit': jobs(({ secrets }) => secrets === 'inherit'),
  'secrets-outside-env': (file) => [
    ...jobs((job) => looksAt(job, 'secrets') && !isGuarded(job))(file),
    ...(looksAt({ ...file.workflow, jobs: {} }, 'secrets') ? [file.name] : []),
  ],
  'self-hosted-runner': jobs((job) => !isRunnerChosen(job['runs-on'])),
  'superfluous-actions': steps((step) => SUPERFLUOUS.test(action(step))),
  'template-injection': steps((step) => scriptsOf(step).some((script) => script.includes('${{'))),
  'undocumented-permissions': lines((line) => /^\s+[a-z-]+: (read|write)\b(?! # \S)/.test(line)),
  'unpinned-images': (file) => [
    ...jobs(({ container, services }) => /^(?=.)(?!.*@sha256:[0-9a-f]{64})/.test(JSON.stringify(container ?? services) ?? ''))(file),
    ...steps(({ uses = '' }) => uses.startsWith('docker:') && !/@sha256:[0-9a-f]{64}$/.test(uses))(file),
  ],
  'unpinned-uses': lines((line) => /^\s*(- )?uses: /.test(line) && !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
  'unredacted-secrets': expressions((expression) =>
    callsIn(expression).some(({ name }) => name === 'fromjson' && looksAt(`\${{ ${expression} }}`, 'secrets')),
  ),
  'unsound-contains': expressions((expression) =>
    callsIn(expression).some(({ name, args }) => name === 'contains' && isLiteral(args[0]) && !isLiteral(args[1])),
  ),
};

/** The house's own rules for workflows. */
export const HOUSE: Record<string, Audit> = {
  'a job ends within 15 minutes': jobs(({ 'timeout-minutes': minutes }) => !(Number(minutes) <= 15)),
  'what runs is the default branch’s': steps(
    (step) =>
      action(step) === 'actions/checkout' &&
      (step.with?.ref !== ['$', '{{ github.event.repository.default_branch }}'].join('') || 'allow-unsafe-pr-checkout' in step.with),
  ),
  'what runs has the whole history, and every branch of it': steps(
    (step) => action(step) === 'actions/checkout' && step.with?.['fetch-depth'] !== 0,
  ),
  // "Missing environment. Ensure your workflow's deployment job has an environment." (actions/deploy-pages)
  'the site is deployed from the environment that is main’s alone': steps(
    (step, { job }) => action(step) === 'actions/deploy-pages' && environmentOf(job) !== 'github-pages',
  ),
  'packages are the lockfile’s, and none of their scripts runs': steps(
    ({ run = '' }) => /\bnpm /.test(run) && run.trim() !== 'npm ci --ignore-scripts',
  ),
  'whoever holds a secret takes nothing that another job or run left': steps(
    (step, { job }) => holdsSecrets(job) && /download-artifact|actions\/cache/.test(action(step)),
  ),
  'no job of a pull request may send, deploy or start another': jobs(
    (job, { file }) =>
      'pull_request' in file.workflow.on &&
      (holdsSecrets(job) ||
        environmentOf(job) !== undefined ||
        Object.entries((job.permissions ?? {}) as Record<string, string>).some(
          ([name, right]) => right === 'write' && !['statuses', 'pull-requests', 'issues'].includes(name),
        )),
  ),
  'jobs with secrets have runners of their own': (file) => {
    const labels = (with_: boolean): string[] =>
      jobsOf([file]).flatMap(({ job }) =>
        holdsSecrets(job) === with_
          ? expressionsIn(job['runs-on']).flatMap((each) => referencesIn(each).map((path) => path.join('.')))
          : [],
      );
    const others = labels(false);
    return labels(true).filter((label) => others.includes(label));
  },
};
