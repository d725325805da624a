import type { Instant } from '../beijing-time.ts';
import { Problem } from '../problem.ts';
import type { Evidence } from '../review/evidence.ts';
import type { Git } from './git.ts';
import type { Github } from './github.ts';

export interface CollectOptions {
  git: Git;
  github: Github;
  number: number;
  /** Default: the server's time. */
  now?: Instant;
  /** The commit whose content/organisation.yml and content/policy.yml hold; default: the newest main. */
  settings?: string;
  /** Item folders that have a confirmed release, from the ledger. */
  released?: string[];
}

/** Everything the gate needs to know of a pull request, from Git and from the API, with every list read to the end. */
export async function collectEvidence(_options: CollectOptions): Promise<Evidence> {
  throw new Problem('evidence/not-built', 'not built yet');
}
