import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A file of a commit that is imported. */
export interface ImportedFile {
  path: string;
  bytes: Uint8Array;
}

/** Writes commits into a repository by one `git fast-import`, thousands a second. */
export interface Import {
  /** A commit on a branch that adds files. Gives its mark. */
  commit(branch: string, files: readonly ImportedFile[], message: string, at: string): Promise<number>;
  /** The id of a commit. */
  shaOf(mark: number): Promise<string>;
  end(): Promise<void>;
}

async function finished(child: ChildProcessWithoutNullStreams): Promise<void> {
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`expected git fast-import to succeed, but it ended with ${code}`);
}

export function openImport(dir: string): Import {
  const child = spawn('git', ['fast-import', '--quiet', '--done'], {
    cwd: dir,
    stdio: ['pipe', 'pipe', 'inherit'],
  }) as never as ChildProcessWithoutNullStreams;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const closed = finished(child);
  let last = 0;
  const send = async (...parts: (string | Uint8Array)[]): Promise<void> => {
    if (!child.stdin.write(Buffer.concat(parts.map((part) => Buffer.from(part as string))))) await once(child.stdin, 'drain');
  };
  return {
    async commit(branch, files, message, at) {
      last += 1;
      const when = `示例 <bench@example.com> ${Math.floor(Date.parse(at) / 1000)} +0800`;
      const head = `commit refs/heads/${branch}\nmark :${last}\ncommitter ${when}\ndata ${Buffer.byteLength(message)}\n${message}\n`;
      const body = files.flatMap(({ path, bytes }) => [`M 100644 inline ${path}\ndata ${bytes.length}\n`, bytes, '\n']);
      await send(head, ...body, '\n');
      return last;
    },
    async shaOf(mark) {
      await send(`get-mark :${mark}\n`);
      return ((await lines.next()) as { value: string }).value;
    },
    async end() {
      await send('done\n');
      child.stdin.end();
      await closed;
    },
  };
}
