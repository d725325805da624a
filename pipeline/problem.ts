import { printable } from './printable.ts';

/** Where a problem lies: a file of the repository, optionally with line and column (both from 1), or any name a person can find. */
export type Place = string;

/** What a command ends with: 1 = findings or a refusal, 2 = usage, configuration or tool failure. */
export type ExitCode = 1 | 2;

/**
 * A problem that a user can mend. The message is one clear Chinese sentence (问题—应为—怎么改); the code is stable. What either quotes (a
 * file's name, git's own words) is made printable here.
 * Everything else that is thrown is a fault of the program.
 */
export class Problem extends Error {
  readonly code: string;
  readonly place: Place | null;
  readonly exitCode: ExitCode;

  constructor(code: string, message: string, options: { place?: Place; exitCode?: ExitCode; cause?: unknown } = {}) {
    super(printable(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.place = options.place === undefined ? null : printable(options.place);
    this.exitCode = options.exitCode ?? 2;
  }
}
