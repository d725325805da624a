import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { gitEnvironment } from '../../forge/git/git-process.ts';
import { type RefUpdate, recordPush } from './pushes.ts';
import type { Hub, User } from './state.ts';

/** Rules for pushes, told as GitHub tells them: by a refusal that the pusher reads. `SANSHEN_ROLE` is the pusher's. */
const preReceive = (main: string): string => `#!/bin/sh
refuse() { echo "$1" >&2; exit 1; }
kept() {
  case "$1" in *[!0]*) ;; *) return 0 ;; esac
  case "$2" in *[!0]*) git merge-base --is-ancestor "$1" "$2" ;; *) return 1 ;; esac
}
while read -r old new ref; do
  case "$ref" in
    refs/heads/${main})
      [ "$SANSHEN_ROLE" = admin ] || refuse "主分支 ${main} 受保护，不接受直接推送。请另建分支，提交合并请求。"
      kept "$old" "$new" || refuse "主分支 ${main} 不能强推或删除。" ;;
    refs/heads/ledger)
      [ "$SANSHEN_ROLE" = bot ] || refuse "台账分支 ledger 只由发布程序写入。"
      kept "$old" "$new" || refuse "台账只能追加，不能强推或删除。" ;;
    refs/heads/*|refs/tags/*) ;;
    *) refuse "不能写入 $ref。" ;;
  esac
done
`;

const POST_RECEIVE = `#!/bin/sh
cat > "$SANSHEN_PUSHED"
`;

/** Puts the rules for pushes into a bare repository. */
export async function installHooks(dir: string, mainBranch: string): Promise<void> {
  await writeFile(join(dir, 'hooks', 'pre-receive'), preReceive(mainBranch), { mode: 0o755 });
  await writeFile(join(dir, 'hooks', 'post-receive'), POST_RECEIVE, { mode: 0o755 });
}

/** The account of a Basic or token header; `null` if its token is nobody's. */
export function userOf(hub: Hub, header: string | undefined): User | null {
  const [scheme = '', value = ''] = (header ?? '').split(' ');
  const text = scheme.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString('utf8') : value;
  const tokens = scheme.toLowerCase() === 'basic' ? [text.slice(text.indexOf(':') + 1), text.slice(0, text.indexOf(':'))] : [text];
  return hub.users.find(({ token }) => token !== '' && tokens.includes(token)) ?? null;
}

function startBackend(
  hub: Hub,
  request: IncomingMessage,
  user: User,
  path: string,
  query: string,
  pushed: string,
): ChildProcessWithoutNullStreams {
  const header = (name: string): string => String(request.headers[name] ?? '');
  const env = {
    ...gitEnvironment([['core.hooksPath', join(hub.git.dir, 'hooks')]]),
    GIT_PROJECT_ROOT: hub.git.dir,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: path,
    QUERY_STRING: query,
    REQUEST_METHOD: request.method ?? 'GET',
    CONTENT_TYPE: header('content-type'),
    ...(request.headers['content-length'] === undefined ? {} : { CONTENT_LENGTH: header('content-length') }),
    HTTP_CONTENT_ENCODING: header('content-encoding'),
    GIT_PROTOCOL: header('git-protocol'),
    REMOTE_USER: user.login,
    REMOTE_ADDR: '127.0.0.1',
    SANSHEN_ROLE: user.role,
    SANSHEN_PUSHED: pushed,
  };
  const child = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  child.stderr.resume();
  request.pipe(child.stdin);
  return child;
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

/**
 * Answers git over HTTP by `git http-backend`. The answer to a push ends only when the push has been noted, so that whoever pushed finds it in
 * the branch's activity.
 * @param inOrder runs one thing that changes the hub after the other
 * @returns false if the request isn't git's
 */
export function serveGit(
  hub: Hub,
  request: IncomingMessage,
  response: ServerResponse,
  inOrder: (work: () => Promise<void>) => Promise<void>,
): boolean {
  const url = new URL(request.url ?? '/', hub.url);
  const prefix = `/${hub.owner}/${hub.name}.git`;
  const path = url.pathname.slice(prefix.length);
  if (!url.pathname.startsWith(prefix) || !PATH.test(path)) return false;
  const user = userOf(hub, request.headers.authorization);
  if (!user) {
    response
      .writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"', 'content-type': 'text/plain; charset=utf-8' })
      .end('令牌无效。\n');
    return true;
  }
  void mkdtemp(join(dirname(hub.git.dir), 'push-')).then((folder) => {
    const pushed = join(folder, 'refs');
    const child = startBackend(hub, request, user, path, url.search.slice(1), pushed);
    relay(child, response, async () => {
      const updates = path === '/git-receive-pack' ? await pushedRefs(pushed) : [];
      await rm(folder, { recursive: true, force: true });
      for (const update of updates) await inOrder(() => recordPush(hub, update, user));
    });
  });
  return true;
}
