import { type Given, type Program, runProgram, startProgram, until } from './programs.ts';

/** What `sanshen sandbox --format json` says once it is ready. */
export interface Ready {
  version: 1;
  ready: true;
  root: string;
  env: Record<string, string>;
  tokens: Record<string, string>;
  site: string;
  desk: string;
  wechat: string;
  weibo: string;
}

/** A sandbox in a process of its own, used through nothing but what its ready document tells. */
export interface SandboxProcess extends Ready {
  program: Program;
  /** Runs another command in the practice repository with the document's environment. */
  sanshen(...args: string[]): Promise<Given>;
  stop(): Promise<void>;
}

/** Starts `sanshen sandbox` on free ports and waits for its document. */
export async function startSandboxProcess(args: readonly string[] = []): Promise<SandboxProcess> {
  const program = startProgram(['sandbox', '--port', '0', '--format', 'json', ...args]);
  await Promise.race([
    until(() => program.out().endsWith('\n')),
    program.ended.then(({ code }) => Promise.reject(new Error(`the sandbox ended with ${code}: ${program.err()}`))),
  ]);
  const ready = JSON.parse(program.out()) as Ready;
  return {
    ...ready,
    program,
    sanshen: (...command) => runProgram([...command, '--root', ready.root], ready.env),
    async stop() {
      program.child.kill('SIGTERM');
      await program.ended;
    },
  };
}
