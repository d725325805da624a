import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
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

/** A folder of one push: what the rules say, and what came of it. */
interface PushFolder {
  rules: string;
  pushed: string;
}

function startBackend(hub: Hub, request: IncomingMessage, user: User, url: URL, path: string, push: PushFolder) {
  const header = (name: string): string => String(request.headers[name] ?? '');
  const env = {
    ...gitEnvironment([['core.hooksPath', join(hub.git.dir, 'hooks')]]),
    GIT_PROJECT_ROOT: hub.git.dir,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: path,
    QUERY_STRING: url.search.slice(1),
    REQUEST_METHOD: request.method ?? 'GET',
    CONTENT_TYPE: header('content-type'),
    ...(request.headers['content-length'] === undefined ? {} : { CONTENT_LENGTH: header('content-length') }),
    HTTP_CONTENT_ENCODING: header('content-encoding'),
    GIT_PROTOCOL: header('git-protocol'),
    REMOTE_USER: user.login,
    REMOTE_ADDR: '127.0.0.1',
    SANSHEN_RULES: push.rules,
    SANSHEN_PUSHED: push.pushed,
  };
  const child = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  child.stderr.resume();
  return child;
}

const LENGTH = 4;

/** What a push asks for (gitprotocol-pack, "Reference Update Request"), as soon as its lines are all there; `null` before. */
function asksOf(bytes: Buffer): { before: string; after: string; ref: string }[] | null {
  const asks: { before: string; after: string; ref: string }[] = [];
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
async function readAsks(request: IncomingMessage): Promise<{ asks: NonNullable<ReturnType<typeof asksOf>>; read: Buffer }> {
  let read = Buffer.alloc(0);
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    read = Buffer.concat([read, chunk as Buffer]);
    const asks = asksOf(read);
    if (asks) return { asks, read };
  }
  throw new RangeError('a push that ends before its lines do');
}

/** What the rules say of each branch and tag of a push, a line each, for the hook. */
async function rulingOn(hub: Hub, asks: NonNullable<ReturnType<typeof asksOf>>, user: User): Promise<string> {
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

/** Sends the head of a CGI answer (`Status`, headers) as soon as it is there; gives the bytes of the body that came with it. */
function sendHead(response: ServerResponse, answer: Buffer): Buffer | null {
  const end = answer.indexOf('\r\n\r\n');
  if (end < 0) return null;
  for (const line of answer.toString('latin1', 0, end).split('\r\n')) {
    const [name = '', value = ''] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()];
    if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  return answer.subarray(end + 4);
}

/** Passes a CGI answer on. It ends only after `ended`, and git waits for the end. */
function relay(child: ChildProcessWithoutNullStreams, response: ServerResponse, ended: () => Promise<void>): void {
  let head: Buffer | null = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    if (head === null) return response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const body = sendHead(response, head);
    if (body === null) return;
    head = null;
    response.write(body);
  });
  child.on('error', () => response.destroy());
  child.on('close', () => {
    ended().then(
      () => response.end(),
      () => response.destroy(),
    );
  });
}

async function pushedRefs(file: string): Promise<RefUpdate[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    const [before = '', after = '', ref = ''] = line.split(' ');
    return ref.startsWith('refs/heads/') ? [{ before, after, branch: ref.slice('refs/heads/'.length) }] : [];
  });
}

const PATH = /^\/(info\/refs|git-upload-pack|git-receive-pack)$/;

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

async function answerGit(hub: Hub, asked: Asked, folder: string, inOrder: InOrder): Promise<void> {
  const { request, response, user, url, path } = asked;
  const push = { rules: join(folder, 'rules'), pushed: join(folder, 'refs') };
  const pushes = path === '/git-receive-pack';
  // Compressed lines couldn't be read here; git compresses only what it asks for when it fetches.
  if (pushes && request.headers['content-encoding'] !== undefined) throw new RangeError('a push that is compressed');
  const { asks, read } = pushes ? await readAsks(request) : { asks: [], read: Buffer.alloc(0) };
  if (pushes) await writeFile(push.rules, await rulingOn(hub, asks, user));
  const child = startBackend(hub, request, user, url, path, push);
  child.stdin.write(read);
  request.pipe(child.stdin);
  relay(child, response, async () => {
    const updates = pushes ? await pushedRefs(push.pushed) : [];
    await rm(folder, { recursive: true, force: true });
    for (const update of updates) await inOrder(() => recordPush(hub, update, user));
  });
}

type InOrder = (work: () => Promise<void>) => Promise<void>;

interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  user: User;
  url: URL;
  path: string;
}

/**
 * Answers git over HTTP by `git http-backend`. The rules decide of a push before git begins. The answer to a push ends only when the push has
 * been noted, so that whoever pushed finds it in the branch's activity.
 * @param inOrder runs one thing that changes the hub after the other
 * @returns false if the request isn't git's
 */
export function serveGit(hub: Hub, request: IncomingMessage, response: ServerResponse, inOrder: InOrder): boolean {
  const url = new URL(request.url ?? '/', hub.url);
  const prefix = `/${hub.owner}/${hub.name}.git`;
  const path = url.pathname.slice(prefix.length);
  if (!url.pathname.startsWith(prefix) || !PATH.test(path)) return false;
  const viewer = viewerOf(hub, request.headers.authorization);
  const refusal = refusalOf(hub, viewer, path === '/git-receive-pack' || url.searchParams.get('service') === 'git-receive-pack');
  if (refusal || !viewer) {
    const asks = refusal?.status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {};
    response.writeHead(refusal?.status ?? 401, { ...asks, ...PLAIN }).end(`${refusal?.words}\n`);
    return true;
  }
  void mkdtemp(join(dirname(hub.git.dir), 'push-'))
    .then((folder) => answerGit(hub, { request, response, user: viewer.viewer, url, path }, folder, inOrder))
    .catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(400, PLAIN);
      response.end(`${String(error)}\n`);
    });
  return true;
}
