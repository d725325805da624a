import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Hub, pullsOf } from './state.ts';

/** Number of the pull request whose branch is, or once was, at a commit; the newest of them. */
function pullAt(hub: Hub, sha: string): number | null {
  const branches = hub.activity.filter(({ after }) => after === sha).map(({ branch }) => branch);
  return pullsOf(hub, 'all').findLast(({ pull }) => pull.headSha === sha || branches.includes(pull.headRef))?.number ?? null;
}

/** The desk's page for a page of a repository, by the part of the address after `owner/name`. */
function pageFor(hub: Hub, path: string): string {
  const [, kind = '', first = '', ...rest] = path.split('/');
  const number = kind === 'pull' || kind === 'issues' ? Number(first) : null;
  if (number !== null && pullsOf(hub, 'all').some((thread) => thread.number === number)) return `/pr/${number}`;
  if (kind === 'blob' && first === 'ledger') return `/form/${rest.slice(2, 4).join('/')}`;
  if (kind === 'actions') {
    const run = hub.runs.find(({ id }) => String(id) === rest[0]);
    const number = run ? pullAt(hub, run.headSha) : null;
    return number === null ? '/' : `/pr/${number}${rest[1] === 'artifacts' ? '/preview' : ''}`;
  }
  const pull = pullAt(hub, first.replace(/^.*\.\./, ''));
  if (pull === null) return '/';
  return kind === 'compare' ? `/pr/${pull}?tab=changes` : `/pr/${pull}/preview`;
}

/**
 * The pages that GitHub shows in a browser are the desk's here: whoever follows a link of the comment gets there.
 * @returns false if the address isn't such a page, or there is no desk
 */
export function servePages(hub: Hub, desk: string | null, request: IncomingMessage, response: ServerResponse): boolean {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const prefix = `/${hub.owner}/${hub.name}`;
  if (desk === null || request.method !== 'GET' || (pathname !== prefix && !pathname.startsWith(`${prefix}/`))) return false;
  response.writeHead(302, { location: desk + pageFor(hub, pathname.slice(prefix.length)) }).end();
  return true;
}
