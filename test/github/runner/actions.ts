import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { SandboxGithub } from '#pipeline/sandbox/github/server.ts';
import { workflowFiles } from '../workflow-files.ts';
import type { FilledStep } from './engine.ts';

/** What a stand-in of an action finds: the job's folder and token, and what is kept beside the runner for all jobs. */
export interface ActionPlace {
  workspace: string;
  github: { token: string; sha: string; ref: string; repository: string; server_url: string; run_id: string };
  permissions: Record<string, string>;
  gitUrl: string;
  /** The server's objects. A job fetches with its own rights and is told what there is; what it has already isn't packed anew for each. */
  objects: string;
  edition: SandboxGithub['edition'];
  /** Folder of what the run's jobs leave for each other. */
  artifacts: string;
  /** Folder of caches, by their keys. */
  caches: string;
  /** Folder that readers see. */
  site: string;
  /** Registers what the run leaves behind; gives its id. */
  keepArtifact(name: string): string;
  /** Done when the job has ended well. */
  atEnd: (() => void)[];
}

type Outputs = Record<string, string>;
type Action = (given: Outputs, place: ActionPlace) => Outputs | Promise<Outputs>;

/** Never waited for with the whole process: the practice GitHub that git asks may run in it. */
export async function git(folder: string, ...args: string[]): Promise<string> {
  const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' };
  return (await promisify(execFile)('git', args, { cwd: folder, env })).stdout.trim();
}

/** Clones by HTTP with the job's token; without a `ref` it is the event's commit (README of actions/checkout). */
async function checkout({ ref, token, ...given }: Outputs, { workspace, github, gitUrl, objects }: ActionPlace): Promise<Outputs> {
  const basic = Buffer.from(`x-access-token:${token ?? github.token}`).toString('base64');
  const header = `http.${new URL(gitUrl).origin}/.extraheader`;
  await git(workspace, 'init', '--quiet', '--initial-branch=main');
  writeFileSync(join(workspace, '.git/objects/info/alternates'), `${objects}\n`);
  await git(workspace, 'remote', 'add', 'origin', gitUrl);
  await git(workspace, 'config', header, `AUTHORIZATION: basic ${basic}`);
  const all = given['fetch-depth'] === '0';
  const wanted = ref || github.sha;
  const refs = all ? ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'] : ['--depth=1', wanted];
  await git(workspace, 'fetch', '--quiet', '--no-tags', 'origin', ...refs);
  const isBranch = all && (await git(workspace, 'branch', '--remotes', '--list', `origin/${wanted}`)) !== '';
  const to = isBranch ? ['-B', wanted, `refs/remotes/origin/${wanted}`] : ['--detach', all ? wanted : 'FETCH_HEAD'];
  await git(workspace, 'checkout', '--quiet', ...to);
  if (given['persist-credentials'] === 'false') await git(workspace, 'config', '--unset', header);
  return { ref: wanted, commit: await git(workspace, 'rev-parse', 'HEAD') };
}

function uploadArtifact(
  given: Record<string, string>,
  { workspace, artifacts, keepArtifact, github }: ActionPlace,
): Record<string, string> {
  const { path = '', name = 'artifact' } = given;
  const from = resolve(workspace, path);
  if (!existsSync(from)) {
    if (given['if-no-files-found'] === 'error') throw new Error(`No files were found with the provided path: ${path}`);
    return {};
  }
  const kept = given.archive === 'false' ? basename(path) : name;
  mkdirSync(artifacts, { recursive: true });
  cpSync(from, join(artifacts, kept), { recursive: true });
  const id = keepArtifact(kept);
  return {
    'artifact-id': id,
    'artifact-url': `${github.server_url}/${github.repository}/actions/runs/${github.run_id}/artifacts/${id}`,
  };
}

const PAGES = 'github-pages';

function deployPages({ artifact_name: name = PAGES }: Outputs, { artifacts, permissions, site }: ActionPlace) {
  for (const right of ['pages', 'id-token'])
    if (permissions[right] !== 'write') throw new Error(`Ensure GITHUB_TOKEN has permission "${right}: write".`);
  if (!existsSync(join(artifacts, name))) throw new Error(`No artifacts named "${name}" were found for this workflow run.`);
  rmSync(site, { recursive: true, force: true });
  cpSync(join(artifacts, name), site, { recursive: true });
  return { page_url: '' };
}

const linesOf = (text = ''): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

function copied(paths: string[], from: string, to: string): void {
  for (const path of paths.filter((each) => existsSync(join(from, each)))) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(from, path), join(to, path), { recursive: true });
  }
}

/** Restores by the key or else what was saved last under one that begins with a line of `restore-keys`. */
function restoreCache({ key = '', path, 'restore-keys': begins }: Outputs, { workspace, caches }: ActionPlace): Outputs {
  const keys = existsSync(caches) ? readdirSync(caches).sort((one, other) => savedAt(caches, other) - savedAt(caches, one)) : [];
  const found = [key, ...linesOf(begins)].flatMap(
    (start, index) => keys.find((kept) => (index === 0 ? kept === named(key) : kept.startsWith(named(start)))) ?? [],
  );
  if (found[0] !== undefined) copied(linesOf(path), join(caches, found[0]), workspace);
  return { 'cache-hit': String(found[0] === named(key)) };
}

const named = (key: string): string => encodeURIComponent(key);
const savedAt = (caches: string, name: string): number => statSync(join(caches, name)).mtimeMs;

function saveCache({ key = '', path }: Outputs, { workspace, caches }: ActionPlace): Outputs {
  const to = join(caches, named(key));
  if (!existsSync(to)) {
    mkdirSync(to, { recursive: true });
    copied(linesOf(path), workspace, to);
  }
  return {};
}

/** Restores at once, and saves when the job has ended well. */
function cache(given: Outputs, place: ActionPlace): Outputs {
  place.atEnd.push(() => saveCache(given, place));
  return restoreCache(given, place);
}

/** Stand-ins of the actions that the workflows use. */
const ACTIONS: Record<string, Action> = {
  'actions/checkout': checkout,
  'actions/setup-node': () => ({}),
  'actions/upload-artifact': uploadArtifact,
  'actions/upload-pages-artifact': (given, place) => uploadArtifact({ name: PAGES, ...given, 'if-no-files-found': 'error' }, place),
  'actions/deploy-pages': deployPages,
  'actions/cache': cache,
  'actions/cache/restore': restoreCache,
  'actions/cache/save': saveCache,
};

/**
 * From which version on an action takes artifacts by the newer service (READMEs of the actions; upload-pages-artifact#126). A server of
 * one's own has it not (actions/toolkit, GHESNotSupportedError; upload-artifact#641), and github.com has the older one no more
 * (github.blog/changelog/2024-04-16-deprecation-notice-v3-of-the-artifact-actions).
 */
const NEWER_ARTIFACTS: Record<string, number> = {
  'actions/upload-artifact': 4,
  'actions/download-artifact': 4,
  'actions/upload-pages-artifact': 3,
  'actions/deploy-pages': 4,
};

/** The major version that a tag says, or the remark beside a commit that the workflows pin. */
function majorOf(uses: string): number {
  const pinned = workflowFiles().flatMap(({ text }) => [...text.matchAll(/uses: (\S+) # v(\d+)\./g)]);
  return Number(/@v(\d+)/.exec(uses)?.[1] ?? pinned.find(([, action]) => action === uses)?.[2]);
}

function requireArtifacts(name: string, uses: string, edition: ActionPlace['edition']): void {
  const newer = NEWER_ARTIFACTS[name];
  if (newer === undefined) return;
  const major = majorOf(uses);
  if (Number.isNaN(major)) throw new Error(`Unable to resolve action ${uses}`);
  if (edition === 'ghes' && major >= newer)
    throw new Error('@actions/artifact v2.0.0+, upload-artifact@v4+ and download-artifact@v4+ are not currently supported on GHES.');
  if (edition === 'github.com' && major < newer)
    throw new Error(`This request has been automatically failed because it uses a deprecated version of \`${name}: v${major}\`.`);
}

/** @throws Error as the action would fail */
export async function doAction({ uses = '', with: given }: FilledStep, place: ActionPlace): Promise<Outputs> {
  const name = uses.replace(/@.*$/, '');
  const action = ACTIONS[name];
  if (!action) throw new Error(`Unable to resolve action ${uses}`);
  requireArtifacts(name, uses, place.edition);
  return action(given, place);
}
