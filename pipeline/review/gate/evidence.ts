import type { BeijingDate, Instant } from '../../beijing-time.ts';

/** A GitHub login as the API gave it; `null` for a deleted account or a commit that GitHub can't attribute. */
export type Login = string | null;

/** One item folder (or, in a rule change, one file) and its Git tree at every commit that matters. */
export interface EvidenceItem {
  path: string;
  /** Commit sha → tree (or blob) id; `null` = not in that commit; no key = could not be read. */
  trees: Record<string, string | null>;
  /** The front matter at the head as plain data; `null` = unreadable, or a rule change. */
  frontMatter: Record<string, unknown> | null;
}

/** Everything that is known of a pull request: the gate's only input (contracts.md 4, "Evidence v1"). */
export interface Evidence {
  version: 1;
  now: Instant;
  pullRequest: {
    number: number;
    author: Login;
    base: { ref: string; sha: string };
    head: { ref: string; sha: string };
    draft: boolean;
    fromFork: boolean;
    merged: boolean;
    issueAuthor?: Login;
    /** Of every issue that it came in by or says that it closes; `null`: a deleted account. */
    issueAuthors?: Login[];
    mergeSha?: string | null;
    siblings?: number[];
  } | null;
  commits: { sha: string; author: Login; committer: Login; coAuthors: Login[]; parents?: string[] }[];
  files: { path: string; status: 'added' | 'modified' | 'removed' | 'renamed'; previousPath?: string }[];
  pushes: { at: Instant; actor: Login; before: string; after: string; forced: boolean }[];
  reviews: {
    id: number;
    login: Login;
    state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
    submittedAt: Instant;
    commit: string | null;
    body: string;
  }[];
  dismissals: {
    reviewId: number;
    by: Login;
    at: Instant;
    state?: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | null;
    commit?: string | null;
  }[];
  items: EvidenceItem[];
  /** organisation.yml and policy.yml of main, as plain data. */
  organisation: unknown;
  policy: unknown;
  organisationHead?: unknown;
  released?: string[];
  /** Of these items, those that were signed on paper and published by hand (线下审签): the Beijing day that the ledger holds. */
  offline?: Record<string, BeijingDate>;
  incomplete?: string[];
  accounts?: Record<string, { id: number; type: 'User' | 'Bot' }>;
  holidays?: string[];
}
