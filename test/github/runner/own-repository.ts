import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseDocument } from 'yaml';
import type { Sandbox } from '#pipeline/sandbox/sandbox.ts';
import { BEGIN } from '../../end-to-end/programs.ts';
import { readWorkflow, type WorkflowFile } from '../workflow-files.ts';
import { git } from './actions.ts';
import type { Beginning } from './bureau-at-work.ts';

const PRODUCT = join(import.meta.dirname, '../../..');

/** A release as it lies in a runner's folder, and unpacked on the administrator's machine. */
export interface Release {
  tag: string;
  commit: string;
  checksums: string;
  program: string;
}

/** Runs the program of a release, as an administrator does on his machine. */
export async function administratorRuns({ program }: Pick<Release, 'program'>, cwd: string, ...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('node', [join(program, 'pipeline/sanshen.js'), ...words], { cwd });
  return stdout;
}

/** The policy of a new bureau, filled in: what belongs to these practice platforms, everything else as it was made. */
function filledPolicy(made: string, practice: string): string {
  const [policy, from] = [parseDocument(made), parseDocument(practice)];
  const taken = [['demo'], ['machines'], ['signing_keys'], ['github'], ['site'], ['channels']];
  for (const path of taken) policy.setIn(path, from.getIn(path));
  return policy.toString({ lineWidth: 0 });
}

/** The workflows that lie on main. */
export async function workflowsOnMain({ github }: Sandbox): Promise<WorkflowFile[]> {
  const names = await git(github.repositoryDir, 'ls-tree', '--name-only', 'main', '.github/workflows/');
  return Promise.all(
    names.split('\n').map(async (path) => readWorkflow(path.replace(/^.*\//, ''), await git(github.repositoryDir, 'show', `main:${path}`))),
  );
}

/**
 * A repository that `init` makes and a bureau fills in: nothing of the program is in it. Its workflows call those of the product, at the commit
 * of a release; these stand in this checkout.
 * @param releases by the commits that may be called
 * @param folder what the runner keeps of releases
 */
export function ownRepository([first, ...later]: [Release, ...Release[]], folder: string): Beginning {
  const commits = [first, ...later].map(({ commit }) => commit);
  return {
    async push(sandbox, work) {
      const { github, administrator, root } = sandbox;
      const bureau = join(work, 'bureau');
      const words = ['--name', '示例市综合行政执法局', '--domain', 'xzzfj.example.gov.cn', '--tag', first.tag, '--at', BEGIN];
      await administratorRuns(first, work, 'init', bureau, ...words, '--commit', first.commit, '--checksums', first.checksums);
      const from = (path: string): Promise<string> => git(root, 'show', `origin/main:${path}`);
      const policy = join(bureau, 'content/policy.yml');
      writeFileSync(policy, filledPolicy(readFileSync(policy, 'utf8'), await from('content/policy.yml')));
      writeFileSync(join(bureau, 'content/organisation.yml'), `${await from('content/organisation.yml')}\n`);
      await administratorRuns(first, bureau, 'generate', '--at', BEGIN);
      await git(bureau, 'add', '--all');
      const { name, email, login } = administrator;
      await git(bureau, '-c', `user.name=${name}`, '-c', `user.email=${email}`, 'commit', '--quiet', '--message', '建库');
      const origin = new URL(github.gitUrl);
      Object.assign(origin, { username: 'x-access-token', password: github.tokenOf(login) });
      await git(bureau, 'push', '--quiet', '--force', origin.href, 'HEAD:refs/heads/main');
      await git(root, 'fetch', '--quiet', github.repositoryDir, '+refs/heads/main:refs/remotes/origin/main');
      await git(root, 'reset', '--quiet', '--hard', 'origin/main');
    },
    files: workflowsOnMain,
    variables: { SANSHEN_PROGRAM: `file://${folder}` },
    async called(uses) {
      const [, name = '', commit = ''] = /^shili\/sanshen\/\.github\/workflows\/([a-z]+\.yml)@([0-9a-f]{40})$/.exec(uses) ?? [];
      if (!commits.includes(commit)) throw new RangeError(`${uses} is no workflow of a release`);
      return readWorkflow(name, readFileSync(join(PRODUCT, '.github/workflows', name), 'utf8'));
    },
  };
}
