import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Sandbox } from '#pipeline/sandbox/sandbox.ts';
import { type House, openHouse } from '../../end-to-end/house.ts';
import { type WorkflowFile, workflowFiles } from '../workflow-files.ts';
import { git } from './actions.ts';
import { followWorkflows, type PracticeRunner } from './practice-runner.ts';

type Edition = Sandbox['github']['edition'];

const PRODUCT = join(import.meta.dirname, '../../..');
/** What a bureau's own repository holds of the product beside its settings and workflows. */
const PROGRAM = ['.github/workflows', 'pipeline', 'site', 'package.json', 'package-lock.json', '.npmrc', 'tsconfig.json'];

/** The administrator puts the program onto main, as when a repository is set up. */
async function pushProgram({ github, administrator: { login, name, email } }: Sandbox, folder: string): Promise<void> {
  const clone = join(folder, 'clone');
  const origin = new URL(github.gitUrl);
  Object.assign(origin, { username: 'x-access-token', password: github.tokenOf(login) });
  await git(folder, 'clone', '--quiet', origin.href, clone);
  for (const path of (await git(PRODUCT, 'ls-files', '-z', '--', ...PROGRAM)).split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    cpSync(join(PRODUCT, path), join(clone, path));
  }
  await git(clone, 'add', '--all');
  await git(clone, '-c', `user.name=${name}`, '-c', `user.email=${email}`, 'commit', '--quiet', '--message', '程序');
  await git(clone, 'push', '--quiet', 'origin', 'HEAD:refs/heads/main');
}

/** A bureau whose workflows run. */
export interface BureauAtWork {
  house: House;
  runner: PracticeRunner;
  /** What the steps of all jobs have said. */
  log(): string;
  close(): Promise<void>;
}

/** The labels that a bureau's own runners carry, by the variable of the repository that names them; github.com's carry theirs. */
const RUNNERS: Record<Edition, Record<string, string>> = {
  'github.com': {},
  ghes: {
    ...{ SANSHEN_RUNNER: 'sanshen-jiancha', SANSHEN_SECRET_RUNNER: 'sanshen-mi', SANSHEN_SITE_RUNNER: 'sanshen-wangzhan' },
    SANSHEN_INTAKE_RUNNER: 'sanshen-shougao',
  },
};
const HOSTED = ['ubuntu-24.04'];

/** How a bureau's repository begins, and what its workflows are. */
export interface Beginning {
  /** Puts it onto main; `folder` is there for what that needs. */
  push(sandbox: Sandbox, folder: string): Promise<void>;
  files(sandbox: Sandbox): Promise<readonly WorkflowFile[]>;
  variables?: Record<string, string>;
  called?: (uses: string) => Promise<WorkflowFile>;
}

/** A repository that holds the program itself, as this one does. */
const WITH_PROGRAM: Beginning = { push: pushProgram, files: async () => workflowFiles() };

/** Sets a bureau up on one kind of GitHub, and lets its workflows follow what happens there. */
export async function startBureauAtWork(edition: Edition, beginning: Beginning = WITH_PROGRAM): Promise<BureauAtWork> {
  const folder = mkdtempSync(join(tmpdir(), 'sanshen-test-runner-'));
  const house = await openHouse((sandbox) => beginning.push(sandbox, folder), edition);
  const { env, github, root } = house.sandbox;
  const of = (...names: string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name, env[name] ?? '']));
  const host = { folder, product: PRODUCT, log: [] };
  // As setup makes them: for main alone.
  const refs = ['refs/heads/main'];
  const publish = {
    refs,
    secrets: of('SANSHEN_LEDGER_TOKEN', 'SANSHEN_SIGNING_KEY', 'WECHAT_APP_SECRET', 'WEIBO_ACCESS_TOKEN'),
    variables: of('WECHAT_API_BASE', 'WECHAT_APP_ID', 'WEIBO_API_BASE', 'WEIBO_RIP'),
  };
  const intake = { refs, secrets: { SANSHEN_INTAKE_TOKEN: env.SANSHEN_LEDGER_TOKEN ?? '' }, variables: {} };
  const settings = {
    files: await beginning.files(house.sandbox),
    ...(beginning.called ? { called: beginning.called } : {}),
    host,
    variables: { ...RUNNERS[edition], SANSHEN_INTAKE: 'form uploads', ...beginning.variables },
    labels: edition === 'ghes' ? Object.values(RUNNERS[edition]) : HOSTED,
    environments: { publish, intake, 'github-pages': { refs, secrets: {}, variables: {} } },
    site: join(root, '_site'),
  };
  const runner = followWorkflows(github, settings);
  return {
    house,
    runner,
    log: () => host.log.join('\n'),
    async close() {
      runner.stop();
      await runner.settled();
      await house.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
