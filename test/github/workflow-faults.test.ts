import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AUDITS, HOUSE } from './workflow-audits.ts';
import { emptyReferences, environmentFaults, parserFaults, SECRETS, startFaults } from './workflow-faults.ts';
import { readWorkflow, releaseWorkflow, type WorkflowFile, workflowFiles } from './workflow-files.ts';

/** Names that the program asks its environment for. */
const programNames = new Set(
  readdirSync('pipeline', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => readFileSync(join('pipeline', name), 'utf8').match(/\b[A-Z]+_[A-Z_]+\b/g) ?? []),
);

const files = workflowFiles();
const audits = Object.values({ ...AUDITS, ...HOUSE });

/** Everything that can be found without running anything, by who finds it. */
const FINDERS: Record<string, (file: WorkflowFile, all: readonly WorkflowFile[]) => string[] | Promise<string[]>> = {
  parser: parserFaults,
  references: emptyReferences,
  environment: (file) => environmentFaults(file, programNames),
  starts: (_, all) => startFaults(all),
  audits: (file) => audits.flatMap((audit) => audit(file)),
};

/** Mistakes that somebody could make, each with who finds it. */
const MISTAKES: [finder: keyof typeof FINDERS, file: string, from: string, to: string][] = [
  ['parser', 'gate.yml', 'pull_request_review:', 'pull_request_reviews:'],
  ['parser', 'gate.yml', 'types: [submitted, edited', 'types: [submited, edited'],
  ['parser', 'gate.yml', "cron: '7 * * * *'", "cron: '7 * * *'"],
  ['parser', 'gate.yml', 'statuses: write', 'status: write'],
  ['parser', 'gate.yml', 'statuses: write', 'statuses: wirte'],
  ['parser', 'gate.yml', 'timeout-minutes', 'timeout-minute'],
  ['parser', 'gate.yml', 'if: github.event.schedule', 'if: githb.event.schedule'],
  ['parser', 'gate.yml', 'if: github.event.schedule', 'if: secrets.KEY && github.event.schedule'],
  ['parser', 'gate.yml', 'cancel-in-progress: false', 'cancel-in-progress: maybe'],
  ['parser', 'publish.yml', 'needs: approve', 'needs: approved'],
  ['parser', 'publish.yml', 'needs: [approve, build, deploy]', 'needs: [approve, build, deployed]'],
  ['parser', 'publish.yml', '  approve:\n', '  approve:\n    needs: release\n'],
  ['parser', 'publish.yml', '!cancelled() &&', '!canceled() &&'],
  ['parser', 'publish.yml', "needs.approve.result == 'success'", "needs.approve.result = 'success'"],
  ['parser', 'publish.yml', "needs.build.outputs.deploy == 'true'", 'needs.build.outputs.deploy == "true"'],
  ['parser', 'act.yml', 'type: choice', 'type: choices'],
  ['parser', 'act.yml', 'startsWith(inputs.what', 'beginsWith(inputs.what'],
  ['parser', 'check.yml', '      - name: Check the items\n        env:', '      - name: Check the items\n        envs:'],
  ['parser', 'watch.yml', 'environment: publish', 'enviroment: publish'],
  ['references', 'publish.yml', 'id: render', 'id: rendered'],
  ['references', 'publish.yml', `      deploy: \${{`, `      deployed: \${{`],
  ['references', 'publish.yml', 'steps.render.outputs.website }}', 'steps.render.outputs.site }}'],
  [
    'references',
    'publish.yml',
    "needs: build\n    if: needs.build.outputs.deploy == 'true'",
    "needs: approve\n    if: needs.build.outputs.deploy == 'true'",
  ],
  ['references', 'publish.yml', 'needs: [approve, build, deploy]', 'needs: [build, deploy]'],
  ['references', 'publish.yml', 'secrets.SANSHEN_SIGNING_KEY', 'secrets.SIGNING_KEY'],
  ['references', 'publish.yml', 'secrets.WECHAT_APP_SECRET', 'secrets.WECHAT_SECRET'],
  ['references', 'publish.yml', 'vars.WECHAT_APP_ID', 'vars.WECHAT_APPID'],
  ['references', 'publish.yml', 'echo "today=', 'echo "date='],
  ['references', 'publish.yml', 'build --out _site', 'status --out _site'],
  ['references', 'watch.yml', 'environment: publish', 'environment: watch'],
  ['references', 'gate.yml', 'vars.SANSHEN_RUNNER', 'vars.WECHAT_APP_ID'],
  ['references', 'check.yml', 'id: preview', 'id: faces'],
  ['references', 'check.yml', 'steps.page.outputs.artifact-url }}', 'steps.page.outputs.url }}'],
  ['references', 'check.yml', '        id: page\n', ''],
  ['references', 'act.yml', 'inputs.reason', 'inputs.why'],
  ['references', 'act.yml', '      kind:\n', '      sort:\n'],
  ['references', 'act.yml', 'needs.act.result', 'needs.publish.result'],
  ['references', 'watch.yml', 'github.token', 'github.tokens'],
  ['environment', 'gate.yml', `NUMBER: \${{`, `PULL: \${{`],
  ['environment', 'check.yml', `          HEAD: \${{ github.event.pull_request.head.sha }}\n        run: node`, '        run: node'],
  ['environment', 'act.yml', `          OUTCOME: \${{ inputs.outcome }}\n`, ''],
  ['environment', 'publish.yml', `SANSHEN_LEDGER_TOKEN: \${{`, `SANSHEN_LEDGERTOKEN: \${{`],
  ['environment', 'publish.yml', `WECHAT_APP_SECRET: \${{`, `WECHAT_SECRET_OF_APP: \${{`],
  ['environment', 'watch.yml', `GITHUB_TOKEN: \${{`, `GITHUB_TOKENS: \${{`],
  ['starts', 'act.yml', 'workflows/publish.yml/dispatches', 'workflows/publishing.yml/dispatches'],
  ['starts', 'publish.yml', '  workflow_dispatch:\n', ''],
  ['audits', 'publish.yml', '    environment: publish\n', ''],
  [
    'audits',
    'publish.yml',
    '        run: node "$RUNNER_TEMP/sanshen/pipeline/sanshen.js" release',
    `        run: node "$RUNNER_TEMP/sanshen/pipeline/sanshen.js" release \${{ github.ref }}`,
  ],
  ['audits', 'gate.yml', `ref: \${{ github.event.repository.default_branch }}`, `ref: \${{ github.head_ref }}`],
  ['audits', 'check.yml', 'contents: read # the items and their settings', 'contents: write # the items and their settings'],
];

describe('the workflows', () => {
  it.each(files.flatMap((file) => Object.keys(FINDERS).map((finder) => [file.name, finder] as const)))(
    '%s: nothing is wrong that the %s can find',
    async (name, finder) => {
      const file = files.find((each) => each.name === name) as WorkflowFile;
      expect(await FINDERS[finder]?.(file, files)).toEqual([]);
    },
  );

  it.each(MISTAKES)('a mistake that the %s find in %s: %j → %j', async (finder, name, from, to) => {
    const file = files.find((each) => each.name === name) as WorkflowFile;
    expect(file.text).toContain(from);
    const wrong = readWorkflow(
      name,
      file.text.replace(from, () => to),
    );
    const all = files.map((each) => (each === file ? wrong : each));
    expect(await FINDERS[finder]?.(wrong, all)).not.toEqual([]);
  });

  it.each(['parser', 'references', 'environment'] as const)('that of a release: nothing is wrong that the %s can find', async (finder) => {
    expect(await FINDERS[finder]?.(releaseWorkflow(), [])).toEqual([]);
  });

  it('take every secret that there is', () => {
    const text = files.map((file) => file.text).join('');
    expect(SECRETS.filter((name) => !text.includes(`secrets.${name}`))).toEqual([]);
  });
});
