import type { Grants } from './permissions.ts';
import { Refusal } from './refusal.ts';
import type { Body } from './repository-bodies.ts';
import type { Hub, User } from './state.ts';

/** A request to the API, as far as an operation needs it. */
export interface Asked {
  hub: Hub;
  /** Whose token came with it. */
  viewer: User;
  /** What the token may of all that its account may; `null` for everything. */
  grants: Grants | null;
  params: Record<string, string>;
  query: URLSearchParams;
  body: Record<string, unknown>;
}

/** An operation's answer: one body, or a list that the server hands out page by page. */
export type Answer =
  | { status?: 200 | 201 | 204; body: Body }
  | { list: readonly unknown[]; shown?: (entry: never) => Body | Promise<Body>; cursor?: boolean };

export type Operation = (asked: Asked) => Answer | Promise<Answer>;

/** Operations by GitHub's own name for them: `get /repos/{owner}/{repo}/pulls`. */
export type Operations = Record<string, Operation>;

/** The names in a path as its template has them; `null` if it doesn't fit. A `{ref}` may hold slashes, as branches do. */
export function matchPath(template: string, path: string): Record<string, string> | null {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  const pattern = template
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{(\w+)\}/g, (_, name) => (name === 'ref' || name === 'branch' ? '(.+)' : '([^/]+)'));
  const match = new RegExp(`^${pattern}$`).exec(path);
  return match && Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1] as string)]));
}

/** A field of the request's body as text. */
export function text(asked: Asked, name: string): string | undefined {
  const value = asked.body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw new Refusal(422, 'Invalid request.', [`For 'properties/${name}', ${JSON.stringify(value)} is not a string.`]);
}

/** A field of the request's body as a list of texts. */
export function texts(asked: Asked, name: string): string[] | undefined {
  const value = asked.body[name];
  if (value === undefined) return undefined;
  const items = Array.isArray(value)
    ? value.map((item) => (typeof item === 'object' && item !== null && 'name' in item ? item.name : item))
    : [];
  if (Array.isArray(value) && items.every((item) => typeof item === 'string')) return items as string[];
  throw new Refusal(422, 'Invalid request.', [`For 'properties/${name}', ${JSON.stringify(value)} is not an array of strings.`]);
}
