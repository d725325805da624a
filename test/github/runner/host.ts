import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BEGIN } from '../../end-to-end/programs.ts';
import { type ActionPlace, doAction } from './actions.ts';
import type { FilledStep, Workplace } from './engine.ts';

/** A machine that runs jobs: no container, a folder of its own for each. */
export interface Host {
  /** Where all folders lie. */
  folder: string;
  /** The product's folder, whose packages every job shares. */
  product: string;
  /** Everything that steps said. */
  log: string[];
}

/**
 * `npm ci` stood in for: packages are linked instead of fetched, where the lock is the product's own to the byte. It does nothing else.
 */
function npmFor({ folder, product }: Host): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const script = `#!/bin/sh
[ "$*" = 'ci --ignore-scripts' ] || { echo "npm $* isn't stood in for" >&2; exit 1; }
cmp package-lock.json '${product}/package-lock.json' && ln -s '${product}/node_modules' node_modules
`;
  writeFileSync(join(bin, 'npm'), script, { mode: 0o755 });
  return bin;
}

/** What steps write into a file of commands: `name=value`, or `name<<END` and lines until `END`. */
function readCommands(file: string): Record<string, string> {
  const text = readFileSync(file, 'utf8');
  const found: Record<string, string> = {};
  const pattern = /^([\w-]+)(?:=(.*)|<<(.+)\n([\s\S]*?)\n\3)$/gm;
  for (const [, name = '', value, , lines] of text.matchAll(pattern)) found[name] = value ?? lines ?? '';
  return found;
}

/**
 * The practice GitHub's day for a job that goes by its own machine's clock: Node's time begins there. Items are news for seven days, and
 * tests are run on any day.
 */
const CLOCK = `
const Machine = Date;
const ahead = Machine.parse('${BEGIN}') - Machine.now();
globalThis.Date = class extends Machine {
  constructor(...given) {
    super(...(given.length === 0 ? [Machine.now() + ahead] : given));
  }
  static now() {
    return Machine.now() + ahead;
  }
};`;
const clockFor = (title: string): Record<string, string> =>
  title.startsWith('check.yml ') ? { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(CLOCK)}` } : {};

/** GitHub's way to start a script: without a `shell`, `bash -e`; with `shell: bash`, pipes fail too. */
const shellFor = (shell: string | undefined): string[] => (shell === 'bash' ? ['--noprofile', '--norc', '-eo', 'pipefail'] : ['-e']);

async function runScript(
  script: string,
  step: FilledStep,
  cwd: string,
  env: Record<string, string>,
): Promise<{ code: number; said: string }> {
  writeFileSync(script, step.run ?? '');
  const child = spawn('bash', [...shellFor(step.shell), script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (ended) => resolve(ended ?? 1));
  });
  return { code, said };
}

/** What GitHub's runner sets for every script, of what this program could see. */
function standardEnvironment(github: Record<string, unknown>, files: Record<string, string>): Record<string, string> {
  const of = (name: string): string => String(github[name] ?? '');
  const told = [
    'actor',
    'triggering_actor',
    'api_url',
    'server_url',
    'event_name',
    'ref',
    'repository',
    'run_id',
    'run_attempt',
    'sha',
    'workflow',
  ];
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    ...Object.fromEntries(told.map((name) => [`GITHUB_${name.toUpperCase()}`, of(name)])),
    ...files,
  };
}

/** The first folder that no job has. A runner's lies at one place for all its jobs, where Node finds what it compiled for the one before. */
function folderForJob(host: Host): string {
  let number = 1;
  while (existsSync(join(host.folder, `job-${number}`))) number += 1;
  const folder = join(host.folder, `job-${number}`);
  for (const name of ['workspace', 'home', 'temp']) mkdirSync(join(folder, name), { recursive: true });
  return folder;
}

/** Begins a job on this machine. */
export function openWorkplace(
  host: Host,
  job: { title: string; github: Record<string, unknown> },
  place: Omit<ActionPlace, 'workspace' | 'atEnd'>,
): Workplace {
  const folder = folderForJob(host);
  const at = (name: string): string => join(folder, name);
  const whole: ActionPlace = { ...place, workspace: at('workspace'), atEnd: [] };
  const path = `${npmFor(host)}:${process.env.PATH}`;
  let failed = false;
  let count = 0;
  const script = async (step: FilledStep) => {
    count += 1;
    const file = (name: string): string => {
      writeFileSync(at(`temp/${name}-${count}`), '');
      return at(`temp/${name}-${count}`);
    };
    const files = {
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_WORKSPACE: whole.workspace,
      RUNNER_TEMP: at('temp'),
    };
    const env = { PATH: path, HOME: at('home'), ...clockFor(job.title), ...standardEnvironment(job.github, files), ...step.env };
    const { code, said } = await runScript(at(`temp/step-${count}.sh`), step, join(whole.workspace, step.folder ?? '.'), env);
    const outputs = readCommands(files.GITHUB_OUTPUT);
    return { ok: code === 0, outputs, said: `${said}${readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8')}exit ${code}` };
  };
  const action = async (step: FilledStep) => {
    try {
      return { ok: true, outputs: await doAction(step, whole), said: '' };
    } catch (error) {
      return { ok: false, outputs: {}, said: error instanceof Error ? error.message : String(error) };
    }
  };
  return {
    async step(step) {
      const { ok, outputs, said } = await (step.uses === undefined ? script(step) : action(step));
      failed ||= !ok;
      host.log.push(`--- ${job.title}: ${step.title} (${ok ? 'ok' : 'failed'})\n${said}`);
      return { ok, outputs };
    },
    hashFiles(patterns) {
      const names = execFileSync('git', ['ls-files', '-z', '--', ...patterns.map((pattern) => `:(glob)${pattern}`)], {
        cwd: whole.workspace,
        encoding: 'utf8',
      });
      const sum = createHash('sha256');
      for (const name of names.split('\0').filter(Boolean))
        sum.update(
          createHash('sha256')
            .update(readFileSync(join(whole.workspace, name)))
            .digest(),
        );
      return names === '' ? '' : sum.digest('hex');
    },
    async end() {
      if (!failed) for (const post of whole.atEnd) post();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
