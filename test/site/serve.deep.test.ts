import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** The site and its sample by themselves, with the rest of the program where it is. */
function copyOfSite(): string {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const copy = mkdtempSync(join(ROOT, '.cache', 'serve-'));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  for (const name of ['site', 'package.json', 'test/site/serve.ts', 'test/site/sample-data.ts']) {
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'pipeline'), join(copy, 'pipeline'));
  return copy;
}

it('the served sample shows what was changed in a template', async () => {
  const copy = copyOfSite();
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { site: string } };
  const [, ...args] = scripts.site.split(' ');
  const server = spawn(process.execPath, [...args, '0'], { cwd: copy });
  const ended = new Promise((resolve) => server.once('close', resolve));
  onTestFinished(async () => {
    server.kill();
    await ended;
  });
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => (said += text));
  const { address = '' } = await vi.waitUntil(() => /样例网站：(?<address>http:\S+?)　/.exec(said)?.groups, { timeout: 600_000 });
  const shows = async (page: string, words: string): Promise<string> =>
    vi.waitUntil(
      async () => {
        const text = await fetch(address + page).then((answer) => answer.text());
        return text.includes(words) && text;
      },
      { timeout: 600_000, interval: 100 },
    );
  expect(await shows('/', '最新信息')).toContain('婺城分局开展冬季沿街店铺专项整治');
  expect(await shows('/assets/site.js', '/built.txt')).toContain('location.reload()');
  const template = join(copy, 'site/templates/home.ts');
  writeFileSync(template, readFileSync(template, 'utf8').replace('最新信息', '刚刚发布'));
  expect(await shows('/', '刚刚发布')).not.toContain('最新信息');
});
