import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { gitEnvironment } from '../../forge/git/git-process.ts';
import { holds } from './permissions.ts';
import { recordPush } from './pushes.ts';
import { may, permissionOf, type Viewer, viewerOf } from './rights.ts';
import { pushRefusals } from './rules/rule-table.ts';
import type { Hub, RefUpdate, User } from './state.ts';

/**
 * Refuses what the server has decided of each branch before git began (`SANSHEN_RULES`: ref, when, words). Whether a push takes commits away
 * is seen here, where its objects are.
 */
const PRE_RECEIVE = `#!/bin/sh
status=0
while read -r old new ref; do
  known= refused=
  while IFS='	' read -r named when words; do
    [ "$named" = "$ref" ] || continue
    known=1
    case "$when" in
      known) continue ;;
      forced) git merge-base --is-ancestor "$old" "$new" && continue ;;
    esac
    [ -n "$refused" ] || printf 'error: GH013: Repository rule violations found for %s.\\n\\n' "$ref" >&2
    refused=1
    printf -- '- %s\\n\\n' "$words" >&2
  done < "$SANSHEN_RULES"
  [ -n "$known" ] && [ -z "$refused" ] || status=1
done
exit $status
`;

const POST_RECEIVE = `#!/bin/sh
cat > "$SANSHEN_PUSHED"
`;

/** Puts what carries out the rules for pushes into a bare repository. */
export async function installHooks(dir: string): Promise<void> {
  await writeFile(join(dir, 'hooks', 'pre-receive'), PRE_RECEIVE, { mode: 0o755 });
  await writeFile(join(dir, 'hooks', 'post-receive'), POST_RECEIVE, { mode: 0o755 });
}

/** What a push asks for: a branch or tag, and where it points before and after. */
interface Ask {
  before: string;
  after: string;
  ref: string;
}

const LENGTH = 4;

/** What a push asks for (gitprotocol-pack, "Reference Update Request"), as soon as its lines are all there; `null` before. */
function asksOf(bytes: Buffer): Ask[] | null {
  const asks: Ask[] = [];
  for (let at = 0; at + LENGTH <= bytes.length; ) {
    const size = Number.parseInt(bytes.toString('latin1', at, at + LENGTH), 16);
    if (size === 0) return asks;
    if (!(size > LENGTH)) throw new RangeError('no line of a push');
    if (at + size > bytes.length) return null;
    const [line = ''] = bytes.toString('utf8', at + LENGTH, at + size).split('\0');
    const [before = '', after = '', ref = ''] = line.trimEnd().split(' ');
    if (before !== 'shallow') asks.push({ before, after, ref });
    at += size;
  }
  return null;
}

/** Reads a push up to its pack; gives the bytes read, for git. */
async function readAsks(request: IncomingMessage): Promise<{ asks: Ask[]; read: Buffer }> {
  let read = Buffer.alloc(0);
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    read = Buffer.concat([read, chunk as Buffer]);
    const asks = asksOf(read);
    if (asks) return { asks, read };
  }
  throw new RangeError('a push that ends before its lines do');
}

/** What the rules say of each branch and tag of a push, a line each, for the hook. */
async function rulingOn(hub: Hub, asks: readonly Ask[], user: User): Promise<string> {
  const lines: [string, string, string][] = [];
  for (const { before, after, ref } of asks) {
    lines.push([ref, 'known', '']);
    if (!/^refs\/(?:heads|tags)\/./.test(ref)) lines.push([ref, 'always', 'deny updating a hidden ref']);
    const { always, forced } = await pushRefusals(hub, { before, after, ref }, user);
    lines.push(...always.map((words): [string, string, string] => [ref, 'always', words]));
    lines.push(...forced.map((words): [string, string, string] => [ref, 'forced', words]));
  }
  return lines.map((line) => `${line.join('\t')}\n`).join('');
}

async function pushedRefs(file: string): Promise<RefUpdate[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    const [before = '', after = '', ref = ''] = line.split(' ');
    return ref.startsWith('refs/heads/') ? [{ before, after, branch: ref.slice('refs/heads/'.length) }] : [];
  });
}

const SERVICE = /^git-(?:upload|receive)-pack$/;

const PLAIN = { 'content-type': 'text/plain; charset=utf-8' };

/** Why git isn't answered at all: nobody's token, no such repository for this account, no right to push (docs "Using the HTTP API", git's own words). */
function refusalOf(hub: Hub, viewer: Viewer | null, pushes: boolean): { status: number; words: string } | null {
  if (!viewer) return { status: 401, words: '令牌无效。' };
  const { grants, viewer: user } = viewer;
  const access = pushes ? 'write' : 'read';
  if (permissionOf(hub, user) === null || (grants && !holds(grants, { name: 'contents', access: 'read' })))
    return { status: 404, words: 'Repository not found.' };
  if (may({ hub, ...viewer }, { name: 'contents', access })) return null;
  if (grants && !holds(grants, { name: 'contents', access })) return { status: 403, words: 'Write access to repository not granted.' };
  return { status: 403, words: `Permission to ${hub.owner}/${hub.name}.git denied to ${user.login}.` };
}

/** Starts the side of git that answers (gitprotocol-http); `env`: what the hooks of a push are told. */
function startService({ hub, request, service, advertises }: Asked, env: Record<string, string> = {}): ChildProcessWithoutNullStreams {
  const words = [service.slice('git-'.length), '--stateless-rpc', ...(advertises ? ['--http-backend-info-refs'] : []), hub.git.dir];
  const settings = gitEnvironment([['core.hooksPath', join(hub.git.dir, 'hooks')]]);
  const child = spawn('git', words, { env: { ...settings, GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''), ...env } });
  child.stdin.on('error', () => undefined);
  child.stderr.resume();
  return child;
}

/** Passes on what git says. The answer ends only after `ended`, and git waits for the end. */
function relay({ request, response, service, advertises }: Asked, child: ChildProcessWithoutNullStreams, ended = async () => {}): void {
  response.setHeader('content-type', `application/x-${service}-${advertises ? 'advertisement' : 'result'}`);
  response.setHeader('cache-control', 'no-cache');
  // The second version of the protocol has no such line.
  if (advertises && request.headers['git-protocol'] !== 'version=2')
    response.write(`${(service.length + 15).toString(16).padStart(LENGTH, '0')}# service=${service}\n0000`);
  child.stdout.pipe(response, { end: false });
  child.on('error', () => response.destroy());
  child.on('close', () => {
    ended().then(
      () => response.end(),
      () => response.destroy(),
    );
  });
}

async function answerPush(asked: Asked, inOrder: InOrder): Promise<void> {
  const { hub, request, user } = asked;
  // Compressed lines couldn't be read here; git compresses only what it asks for when it fetches.
  if (request.headers['content-encoding'] !== undefined) throw new RangeError('a push that is compressed');
  const { asks, read } = await readAsks(request);
  const folder = await mkdtemp(join(dirname(hub.git.dir), 'push-'));
  const [rules, pushed] = [join(folder, 'rules'), join(folder, 'refs')];
  await writeFile(rules, await rulingOn(hub, asks, user));
  const child = startService(asked, { SANSHEN_RULES: rules, SANSHEN_PUSHED: pushed });
  child.stdin.write(read);
  request.pipe(child.stdin);
  relay(asked, child, async () => {
    const updates = await pushedRefs(pushed);
    await rm(folder, { recursive: true, force: true });
    for (const update of updates) await inOrder(() => recordPush(hub, update, user));
  });
}

function answerFetch(asked: Asked): void {
  const child = startService(asked);
  const isPacked = /gzip/.test(asked.request.headers['content-encoding'] ?? '');
  const told = isPacked ? asked.request.pipe(createGunzip().on('error', () => child.kill())) : asked.request;
  told.pipe(child.stdin);
  relay(asked, child);
}

type InOrder = (work: () => Promise<void>) => Promise<void>;

interface Asked {
  hub: Hub;
  request: IncomingMessage;
  response: ServerResponse;
  user: User;
  /** `git-upload-pack` for a fetch, `git-receive-pack` for a push. */
  service: string;
  /** Whether it is only asked what there is. */
  advertises: boolean;
}

/**
 * Answers git over HTTP. The rules decide of a push before git begins. The answer to a push ends only when the push has
 * been noted, so that whoever pushed finds it in the branch's activity.
 * @param inOrder runs one thing that changes the hub after the other
 * @returns false if the request isn't git's
 */
export function serveGit(hub: Hub, request: IncomingMessage, response: ServerResponse, inOrder: InOrder): boolean {
  const url = new URL(request.url ?? '/', hub.url);
  const prefix = `/${hub.owner}/${hub.name}.git/`;
  const path = url.pathname.slice(prefix.length);
  const advertises = path === 'info/refs';
  const service = advertises ? (url.searchParams.get('service') ?? '') : path;
  if (!url.pathname.startsWith(prefix) || !SERVICE.test(service)) return false;
  const viewer = viewerOf(hub, request.headers.authorization);
  const pushes = service === 'git-receive-pack';
  const refusal = refusalOf(hub, viewer, pushes);
  if (refusal || !viewer) {
    const asks = refusal?.status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {};
    response.writeHead(refusal?.status ?? 401, { ...asks, ...PLAIN }).end(`${refusal?.words}\n`);
    return true;
  }
  const asked: Asked = { hub, request, response, user: viewer.viewer, service, advertises };
  if (advertises || !pushes) answerFetch(asked);
  else
    answerPush(asked, inOrder).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(400, PLAIN);
      response.end(`${String(error)}\n`);
    });
  return true;
}
