import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { portFrom, startStaticSite } from '#pipeline/sandbox/static-site.ts';
import { buildSite } from '../../site/build.ts';
import { sampleData, samplePictures } from './sample-data.ts';

/**
 * `npm run site [-- port]`: the sample site on this machine, for whoever works on `site/` alone. Whatever changes there, the site is built
 * anew in a process of its own (a module that was loaded stays as it was), and pages that are open load again.
 */

const SITE = join(import.meta.dirname, '../../site');
const PORT = 8080;
const BUILT = 'built.txt';

/** Stands at the end of the site's script in this mode alone. Pages may ask their own site already, so their policy stays as it is. */
const RELOADING = `{
  let shown = '';
  setInterval(async () => {
    const answer = await fetch('/${BUILT}').catch(() => null);
    const built = answer?.ok ? await answer.text() : shown;
    if (shown !== '' && built !== shown) location.reload();
    shown = built;
  }, 500);
}
`;

/** Builds the sample beside its place, so that a page is never half there. */
async function build(folder: string): Promise<void> {
  const next = join(folder, 'next');
  rmSync(next, { recursive: true, force: true });
  await buildSite({ data: sampleData(), pictures: samplePictures(), out: next, encodings: join(folder, 'encodings') });
  appendFileSync(join(next, 'assets/site.js'), RELOADING);
  writeFileSync(join(next, BUILT), crypto.randomUUID());
  rmSync(join(folder, '_site'), { recursive: true, force: true });
  renameSync(next, join(folder, '_site'));
}

/** All files of the site and when they were written. Asked again and again: an editor may save in ways that a watch loses sight of. */
function written(): string {
  const names = readdirSync(SITE, { recursive: true, encoding: 'utf8' }).sort();
  return names.map((name) => `${name} ${statSync(join(SITE, name), { throwIfNoEntry: false })?.mtimeMs}`).join('\n');
}

async function serve(port: number): Promise<never> {
  const folder = mkdtempSync(join(tmpdir(), 'sanshen-serving-'));
  let building: ChildProcess | undefined;
  process.once('exit', () => {
    building?.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
  const { url } = await startStaticSite({ folder: join(folder, '_site'), port: await portFrom(port) });
  console.log(`样例网站：${url}　改 site/ 里的文件，网页自动更新；按 Ctrl+C 结束。`);
  for (let known = ''; ; await sleep(200)) {
    const now = written();
    if (now === known) continue;
    known = now;
    building = spawn(process.execPath, [...process.execArgv, import.meta.filename, '--build', folder], { stdio: 'inherit' });
    const [status] = await once(building, 'close');
    console.log(status === 0 ? '已生成。' : '没有生成，原因见上；网页还是原来的，改好后自动再生成。');
  }
}

const [given = String(PORT), folder] = process.argv.slice(2);
if (given === '--build' && folder !== undefined) await build(folder);
else await serve(Number(given));
