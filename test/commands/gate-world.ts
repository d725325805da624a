import { type IncomingMessage, request } from 'node:http';
import { onTestFinished } from 'vitest';
import { command } from '#pipeline/commands/gate.ts';
import { type ForgeAccess, openForge } from '#pipeline/commands/shared/environment.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { ORGANISATION as BUREAU } from '../bureau.ts';
import { indexMd } from '../contracts/repository.ts';
import { folderOf } from '../folder.ts';
import { listen } from '../listen.ts';
import { connect, GUARDED, REQUIRED, startWorld, type World } from '../sandbox/github-world.ts';

export const ITEM = 'content/items/wucheng/2026-11-23-street/index.md';
export const BRANCH = 'wucheng/street';

const ORGANISATION = BUREAU.replace(/name: (\S+), logins/g, 'name: $1（示例）, logins').replace(
  'logins: [lisi]',
  '$&, emails: [lisi@example.com]',
);

/** A bureau on the local GitHub, and the gate as a workflow runs it. */
export interface GateWorld extends World {
  /** What the gate asked of the API since last time, `GET /repos/…`. */
  asked(): string[];
  /** Makes the API answer with an error to requests whose line, `GET /repos/…`, fits. */
  breaks(line: RegExp, status?: number): void;
  /** Runs `sanshen gate` with the machine's token. */
  gate(options: Record<string, string | true>): Promise<{ exitCode: number; json: unknown; text: string }>;
  /** The same repository and API, for what `gate` calls. */
  access(): Promise<ForgeAccess>;
  /** A submission that the rules find nothing wrong with. */
  submitted(text?: string): Promise<{ number: number; head: string }>;
  statuses(sha: string): Promise<string[]>;
  comments(number: number): Promise<{ login: string; body: string }[]>;
  labels(number: number): Promise<string[]>;
  requested(number: number): Promise<string[]>;
}

/** An API on loopback that passes everything on to another, notes it and, where asked to, breaks. */
async function passingOn(target: string) {
  const lines: string[] = [];
  const broken: { line: RegExp; status: number }[] = [];
  const url = await listen((asked, response) => {
    const line = `${asked.method} ${asked.url}`;
    lines.push(line);
    const found = broken.find((each) => each.line.test(line));
    if (found) {
      response.writeHead(found.status, { 'content-type': 'application/json' }).end('{"message":"broken"}');
      return;
    }
    const { method = 'GET', headers } = asked;
    const sent = request(new URL(asked.url ?? '/', target), { method, headers }, (answer: IncomingMessage) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    asked.pipe(sent);
  });
  return { url, lines, broken };
}

/** Starts a bureau whose policy is `policy`; everything goes away with the test. */
export async function startGateWorld(policy = 'demo: true\n', options: { allowAutoMerge?: boolean } = {}): Promise<GateWorld> {
  const files = { 'content/organisation.yml': ORGANISATION, 'content/policy.yml': policy };
  // Where GitHub merges by itself, it waits for the statuses that a rule asks for.
  const rulesets = options.allowAutoMerge === undefined ? [GUARDED] : [GUARDED, REQUIRED];
  const world = await startWorld(files, { ...options, rulesets });
  const root = folderOf({});
  await gitText(root, ['init', '--quiet', '--initial-branch=main']);
  connect(`${root}/.git/config`, world);
  const api = await passingOn(world.github.url);
  const env = { GITHUB_API_URL: api.url, GITHUB_TOKEN: world.github.tokenOf('sanshen-bot'), GITHUB_REPOSITORY: world.github.repository };
  const lisi = world.as('lisi');
  return {
    ...world,
    asked: () => api.lines.splice(0),
    breaks: (line, status = 500) => api.broken.push({ line, status }),
    gate: (given) =>
      command.run({
        ...{ root, env, at: null, format: 'json', operands: [], options: given, note: () => undefined },
        call: () => Promise.reject(new Error('gate calls no other command')),
      }),
    access: async () => {
      const access = await openForge(root, env);
      onTestFinished(() => access.git.close());
      return access;
    },
    submitted: (text) => world.submit('lisi', BRANCH, { [ITEM]: indexMd({}, text) }),
    statuses: async (ref) =>
      (await lisi.repos.listCommitStatusesForRef({ ...world.of, ref })).data
        .filter(({ context }) => context === 'sanshen/gate')
        .map(({ state, description }) => `${state} ${description}`),
    comments: async (issue_number) =>
      (await lisi.issues.listComments({ ...world.of, issue_number })).data.map(({ user, body = '' }) => ({
        login: user?.login ?? '',
        body,
      })),
    labels: async (issue_number) =>
      (await lisi.issues.get({ ...world.of, issue_number })).data.labels.map((label) =>
        typeof label === 'string' ? label : (label.name ?? ''),
      ),
    requested: async (pull_number) =>
      (await lisi.pulls.listRequestedReviewers({ ...world.of, pull_number })).data.users.map(({ login }) => login),
  };
}
