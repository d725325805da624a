import type { Instant } from '../beijing-time.ts';
import type { Sign } from '../review/form/envelope.ts';

/** A file of the ledger: its path and an id that changes with its bytes. */
export interface LedgerEntry {
  path: string;
  id: string;
}

export interface LedgerFile {
  path: string;
  bytes: Uint8Array;
}

export interface LedgerCommit {
  sha: string;
  parents: string[];
  changes: { status: string; path: string }[];
}

/**
 * Where the ledger lies (contracts.md 5): commits that only ever add files, moved on by compare-and-swap.
 * All reading names the commit it reads, so that one decision never mixes two states.
 */
export interface LedgerStore {
  /** Signs what is written here; a store that was opened without a key can only be read. */
  sign?: Sign | undefined;
  /** The newest commit, `null` while there is no ledger. @throws Problem when it can't be read */
  head(): Promise<string | null>;
  /**
   * All files of a commit, or those below one folder (a file is its own), in the order of their paths. Only names are read; what isn't
   * there gives none.
   */
  entries(head: string, folder?: string): Promise<LedgerEntry[]>;
  /** Names of the folders right below the root, in their order. */
  folders(head: string): Promise<string[]>;
  /** The bytes of a file; none where the disk has lost them or has others than were written. */
  read(entry: LedgerEntry): Promise<Uint8Array>;
  /** The bytes of one path in a commit, `null` if it isn't there. */
  readAt(head: string, path: string): Promise<Uint8Array | null>;
  /** Commits reachable from `head` and not from `since`, oldest first, with what they change; all of them if `since` is nowhere. */
  history(head: string, since?: string): Promise<LedgerCommit[]>;
  /** Whether a commit, by its id or the first 40 digits of one, is `head` or lies before it. */
  contains(head: string, commit: string): Promise<boolean>;
  /**
   * Adds files on top of `expected` in one step, or not at all: `conflict` when the ledger has moved on. An answer that was lost on
   * the way is settled here by reading again, so `appended` and `conflict` are both certain.
   * @throws Problem `ledger/replaces` if a path is there already, and whatever the remote says
   */
  append(
    expected: string | null,
    files: readonly LedgerFile[],
    message: string,
    at: Instant,
  ): Promise<{ kind: 'appended'; head: string } | { kind: 'conflict' }>;
}
