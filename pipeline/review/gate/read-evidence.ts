import { z } from 'zod';
import { isDate, isInstant } from '../../beijing-time.ts';
import { canonicalJson } from '../../canonical-json.ts';
import { Problem } from '../../problem.ts';
import type { Evidence } from './evidence.ts';

const sha = z.string().min(1);
const login = z.string().min(1).nullable();
const instant = z.string().refine(isInstant);
const state = z.enum(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED']);

const pullRequest = z.object({
  number: z.int(),
  author: login,
  base: z.object({ ref: z.string(), sha }),
  head: z.object({ ref: z.string(), sha }),
  draft: z.boolean(),
  fromFork: z.boolean(),
  merged: z.boolean(),
  issueAuthor: login.optional(),
  issueAuthors: z.array(login).optional(),
  mergeSha: sha.nullable().optional(),
  siblings: z.array(z.int()).optional(),
});

/** Evidence v1 (contracts.md 4). Keys that we don't know are ignored; everything known must be right. */
const evidenceSchema = z.object({
  version: z.literal(1),
  now: instant,
  pullRequest: pullRequest.nullable(),
  commits: z.array(z.object({ sha, author: login, committer: login, coAuthors: z.array(login), parents: z.array(sha).optional() })),
  files: z.array(
    z.object({
      path: z.string().min(1),
      status: z.enum(['added', 'modified', 'removed', 'renamed']),
      previousPath: z.string().min(1).optional(),
    }),
  ),
  pushes: z.array(z.object({ at: instant, actor: login, before: sha, after: sha, forced: z.boolean() })),
  reviews: z.array(
    z.object({
      id: z.int(),
      login,
      state: z.enum([...state.options, 'DISMISSED']),
      submittedAt: instant,
      commit: sha.nullable(),
      body: z.string(),
    }),
  ),
  dismissals: z.array(
    z.object({ reviewId: z.int(), by: login, at: instant, state: state.nullable().optional(), commit: sha.nullable().optional() }),
  ),
  items: z.array(
    z.object({
      path: z.string().min(1),
      trees: z.record(z.string(), z.string().min(1).nullable()),
      frontMatter: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
  organisation: z.record(z.string(), z.unknown()),
  policy: z.record(z.string(), z.unknown()).nullable(),
  organisationHead: z.unknown().optional(),
  released: z.array(z.string()).optional(),
  offline: z.record(z.string(), z.string().refine(isDate)).optional(),
  incomplete: z.array(z.string()).optional(),
  accounts: z.record(z.string(), z.object({ id: z.int(), type: z.enum(['User', 'Bot']) })).optional(),
  holidays: z.array(z.string().refine(isDate)).optional(),
});

function malformed(place: string, why: string): Problem {
  return new Problem('evidence/malformed', `审核证据 ${place} ${why}；应为证据第 1 版的写法（时间带时区）；请重新收集证据。`, { place });
}

/** Records that appear twice must be the same record (pages of a list overlap); two different ones with one name decide nothing. */
function once<Entry>(entries: readonly Entry[], nameOf: (entry: Entry) => string | number, place: string): Entry[] {
  const seen = new Map<string | number, Entry>();
  for (const entry of entries) {
    const other = seen.get(nameOf(entry));
    if (other !== undefined && canonicalJson(other) !== canonicalJson(entry))
      throw malformed(place, `里 ${nameOf(entry)} 有两条，内容不同`);
    seen.set(nameOf(entry), entry);
  }
  return [...seen.values()];
}

/**
 * Checks that plain data is evidence. Ignores keys it doesn't know.
 * Malformed data is a Problem `evidence/malformed` (exit 2): an error without a verdict (contracts.md 4, rule 4).
 */
export function parseEvidence(json: unknown): Evidence {
  const parsed = evidenceSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw malformed(issue?.path.map(String).join('.') || '全文', '写得不对');
  }
  const evidence = parsed.data as Evidence;
  return {
    ...evidence,
    reviews: once(evidence.reviews, ({ id }) => id, 'reviews'),
    commits: once(evidence.commits, ({ sha: commit }) => commit, 'commits'),
    items: once(evidence.items, ({ path }) => path, 'items'),
  };
}
