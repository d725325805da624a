import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Where a person is asked, line by line. */
export interface Terminal {
  /** The next line that was typed or pasted; `null` at the end of the input. */
  ask: (question: string) => Promise<string | null>;
  /** Gives the input back. */
  close: () => void;
}

/** Opens a terminal for a whole command: lines pasted at once answer the questions that follow, too. Nothing is read before the first question. */
export function openTerminal(input: Readable, output: Writable): Terminal {
  const lines: string[] = [];
  let waiting: ((line: string | null) => void) | null = null;
  let reader: Interface | null = null;
  let ended = false;
  const answer = (line: string | null): void => {
    const answered = waiting;
    waiting = null;
    answered?.(line);
  };
  function begun(): Interface {
    const begins = createInterface({ input, output });
    begins.on('line', (line) => (waiting === null ? lines.push(line) : answer(line)));
    begins.on('close', () => {
      ended = true;
      answer(null);
    });
    begins.on('SIGINT', () => {
      const asking = waiting !== null;
      begins.close();
      // Between two questions the command is at work, and ends as it does without this.
      if (!asking) process.kill(process.pid, 'SIGINT');
    });
    return begins;
  }
  return {
    ask: async (question) => {
      reader ??= begun();
      const line = lines.shift();
      if (line !== undefined || ended) {
        output.write(`${question}\n`);
        return line ?? null;
      }
      return new Promise((resolve) => {
        waiting = resolve;
        reader?.setPrompt(question);
        reader?.prompt();
      });
    },
    close: () => reader?.close(),
  };
}
