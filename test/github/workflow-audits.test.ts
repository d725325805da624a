import { describe, expect, it } from 'vitest';
import { AUDITS, HOUSE } from './workflow-audits.ts';
import { readWorkflow, releaseWorkflow, workflowFiles } from './workflow-files.ts';

/** Nothing in it is wrong, and it holds whatever an audit looks for: the good example of all. */
const SOUND = `on:
  workflow_dispatch:
permissions: {}
concurrency:
  group: sound
  cancel-in-progress: false
jobs:
  send:
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    environment: publish
    permissions:
      contents: write # the ledger
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          ref: \${{ github.event.repository.default_branch }}
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0
        with:
          package-manager-cache: false
      - run: npm ci --ignore-scripts
      - if: contains(fromJSON('["push", "schedule"]'), github.event_name)
        env:
          KEY: \${{ github.ref == 'refs/heads/main' && secrets.KEY || '' }}
        run: node pipeline/sanshen.js release
  page:
    runs-on: \${{ vars.RUNNER || 'ubuntu-24.04' }}
    timeout-minutes: 15
    permissions:
      contents: read # the pages
    steps:
      - uses: actions/cache@9255dc7a253b0ccc959486e2bca901246202afeb # v5.0.1
        with:
          key: page-\${{ github.sha }}
      - run: echo page
`;

const step = (text: string): [string, string] => ['      - run: echo page\n', `      - ${text}\n`];
const SHA = '0123456789abcdef0123456789abcdef01234567';

/** By audit, ways to make the sound workflow one that it has to find. */
const BAD: Record<string, [string, string][]> = {
  'adhoc-packages': [step('run: npm install left-pad'), step('run: npx cowsay'), step('run: pip install zizmor')],
  artipacked: [['          persist-credentials: false\n', '']],
  'bot-conditions': [['if: contains(fromJSON(\'["push", "schedule"]\'), github.event_name)', "if: github.actor == 'dependabot[bot]'"]],
  'cache-poisoning': [
    ['package-manager-cache: false', 'cache: npm'],
    ['contents: read # the pages', 'contents: write # the pages'],
  ],
  'concurrency-limits': [
    ['concurrency:\n  group: sound\n  cancel-in-progress: false\n', ''],
    ['  cancel-in-progress: false\n', ''],
  ],
  'dangerous-triggers': ['pull_request_target', 'workflow_run', 'issue_comment'].map((event) => ['workflow_dispatch', event]),
  'excessive-permissions': [
    ['permissions: {}\n', ''],
    ['permissions: {}', 'permissions: {contents: write}'],
    ['permissions:\n      contents: read # the pages', 'permissions: write-all'],
  ],
  'forbidden-uses': [step(`uses: tj-actions/changed-files@${SHA} # v46.0.0`), ['actions/setup-node', 'actions/upload-artifact']],
  'github-app': [step(`uses: actions/create-github-app-token@${SHA} # v3.2.0`)],
  'github-env': [step('run: echo "A=$B" >> "$GITHUB_ENV"'), step('run: echo bin >> $GITHUB_PATH')],
  'insecure-commands': [step('run: echo "::set-env name=A::b"'), ['KEY:', 'ACTIONS_ALLOW_UNSECURE_COMMANDS: true\n          KEY:']],
  obfuscation: [
    ['actions/cache@', 'actions/cache/../cache@'],
    [`page-\${{ github.sha }}`, `page-\${{ format('{0}', 'x') }}`],
    [`page-\${{ github.sha }}`, `page-\${{ 'x' }}`],
    ['secrets.KEY', 'secrets[vars.NAME]'],
  ],
  'overprovisioned-secrets': [
    ['secrets.KEY', 'toJSON(secrets)'],
    ['secrets.KEY', 'secrets[github.ref]'],
  ],
  'secrets-inherit': [step('run: echo page\n    secrets: inherit')],
  'secrets-outside-env': [
    ['    environment: publish\n', ''],
    ['environment: publish', 'environment: other'],
    ['jobs:\n', `env:\n  KEY: \${{ secrets.KEY }}\njobs:\n`],
  ],
  'self-hosted-runner': [
    ['runs-on: ubuntu-24.04', 'runs-on: self-hosted'],
    ['runs-on: ubuntu-24.04', 'runs-on: [self-hosted, linux]'],
    ["vars.RUNNER || 'ubuntu-24.04'", 'vars.RUNNER'],
    ['vars.RUNNER', 'github.event.inputs.runner'],
  ],
  'superfluous-actions': [step(`uses: softprops/action-gh-release@${SHA} # v2.0.0`)],
  'template-injection': [step(`run: echo "\${{ github.event.pull_request.title }}"`)],
  'undocumented-permissions': [[' # the ledger', '']],
  'unpinned-images': [step('uses: docker://alpine:3'), step('run: echo page\n    container: node:24')],
  'unpinned-uses': [
    ['@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1', '@v7'],
    [' # v7.0.1', ''],
  ],
  'unredacted-secrets': [['secrets.KEY', 'fromJSON(secrets.KEY).one']],
  'unsound-contains': [['fromJSON(\'["push", "schedule"]\')', "'push schedule'"]],
  'a job ends within 15 minutes': [
    ['timeout-minutes: 15', 'timeout-minutes: 60'],
    ['    timeout-minutes: 15\n', ''],
  ],
  'what runs is the default branch’s': [
    [`          ref: \${{ github.event.repository.default_branch }}\n`, ''],
    ['github.event.repository.default_branch', 'github.event.pull_request.head.sha'],
    ['persist-credentials: false', 'persist-credentials: false\n          allow-unsafe-pr-checkout: true'],
  ],
  'what runs has the whole history, and every branch of it': [
    ['          fetch-depth: 0\n', ''],
    ['fetch-depth: 0', 'fetch-depth: 1'],
  ],
  'the site is deployed from the environment that is main’s alone': [
    ['actions/cache@', 'actions/deploy-pages@'],
    ['actions/setup-node@', 'actions/deploy-pages@'],
  ],
  'packages are the lockfile’s, and none of their scripts runs': [['npm ci --ignore-scripts', 'npm ci']],
  'whoever holds a secret takes nothing that another job or run left': [['actions/setup-node', 'actions/download-artifact']],
  'no job of a pull request may send, deploy or start another': [['workflow_dispatch', 'pull_request']],
  'jobs with secrets have runners of their own': [['runs-on: ubuntu-24.04', `runs-on: \${{ vars.RUNNER || 'ubuntu-24.04' }}`]],
};
const ALL = Object.entries({ ...AUDITS, ...HOUSE });
const files = workflowFiles();

describe('audits of workflows', () => {
  it('are the 23 of zizmor that were chosen, and the house’s own, each with examples', () => {
    expect(Object.keys(AUDITS)).toHaveLength(23);
    expect(ALL.map(([name]) => name)).toEqual(Object.keys(BAD));
  });

  it.each(ALL)('%s finds its bad examples, and nothing where all is sound', (name, audit) => {
    expect(audit(readWorkflow('sound.yml', SOUND))).toEqual([]);
    for (const [from, to] of BAD[name] ?? []) {
      expect(SOUND).toContain(from);
      expect([
        to,
        audit(
          readWorkflow(
            'bad.yml',
            SOUND.replace(from, () => to),
          ),
        ),
      ]).toEqual([to, expect.arrayContaining([expect.any(String)])]);
    }
  });

  it.each(ALL)('%s: nothing is found in the workflow of a release, which runs the tag’s program', (name, audit) => {
    const found = audit(releaseWorkflow());
    expect(found).toHaveLength(name === 'what runs is the default branch’s' ? 2 : 0);
  });

  it.each(ALL)('%s: nothing is found in this repository', (_, audit) => expect(files.flatMap(audit)).toEqual([]));
});
