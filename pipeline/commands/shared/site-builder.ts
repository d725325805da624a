import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from '../../problem.ts';
import type { Publisher } from '../../verify/publisher.ts';
import type { CommandContext, Environment } from './command.ts';

const PROGRAM = fileURLToPath(new URL('../../sanshen.js', import.meta.url));

/** What a process that builds gets of the environment: what programs need to start, and nothing that is sent anywhere. */
const PASSED = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'SystemRoot', 'SANSHEN_PRIVATE_TERMS'];

/** An answer of `build --format json`: what went wrong, if anything. */
interface BuildAnswer {
  error?: { code: string; message: string; place: string };
}

const answerIn = (stdout: string): BuildAnswer | null => {
  try {
    return JSON.parse(stdout) as BuildAnswer;
  } catch {
    return null;
  }
};

/**
 * Runs `build` into `_site` and `_packages` in a process of its own, which gets no secret: what reads Markdown never runs where tokens and
 * keys are.
 * @throws Problem of the build; `site/build` where it ended without a word
 */
function buildApart(root: string, env: Environment, at: string): Promise<void> {
  const words = [
    'build',
    '--root',
    root,
    '--out',
    join(root, '_site'),
    '--packages',
    join(root, '_packages'),
    '--at',
    at,
    '--format',
    'json',
  ];
  const passed = Object.fromEntries(PASSED.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [PROGRAM, ...words], { env: passed, maxBuffer: 64 * 1024 * 1024 }, (failure, stdout) => {
      const { error } = answerIn(stdout) ?? {};
      if (failure === null) resolve();
      else if (error) reject(new Problem(error.code, error.message, { place: error.place, cause: failure }));
      else
        reject(
          new Problem('site/build', '网站没有生成出来；应能在本机生成；请单独运行 sanshen build 看原因。', { place: root, cause: failure }),
        );
    });
  });
}

/** Builds the site into `_site`, once a run however many pages ask for it. `refresh` builds again if the ledger has gone on since. */
export function siteBuilder(
  { ledgers, now }: Pick<Publisher, 'ledgers' | 'now'>,
  { root, env }: Pick<CommandContext, 'root' | 'env'>,
): { deploy: () => Promise<void>; refresh: () => Promise<void> } {
  let built: string | null = null;
  let building: Promise<void> | null = null;
  const make = async (): Promise<void> => {
    const { head } = await ledgers.open();
    await buildApart(root, env, await now());
    built = head;
  };
  return {
    deploy: () => {
      building ??= make();
      return building;
    },
    async refresh() {
      const { head } = await ledgers.open();
      const stale = building === null ? !existsSync(join(root, '_site', 'index.html')) : built !== head;
      if (stale) await make();
    },
  };
}
