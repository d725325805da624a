import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isThere, startWebServer, type WebServer, withoutWebServer } from './web-server.ts';
import { workflowFiles } from './workflow-files.ts';

const STEP = 'Send the site to the web server';
const script =
  workflowFiles()
    .find(({ name }) => name === 'publish.yml')
    ?.workflow.jobs.build?.steps.find(({ name }) => name === STEP)?.run ?? 'exit 9';

type Site = Record<string, string>;
/** Long enough that a sending can break off in it. */
const picture = (fill: string): string => fill.repeat(40_000);

const BEFORE: Site = {
  'index.html': '首页\n',
  'fazhi/2026-11-20-one/index.html': '第一条\n',
  'fazhi/2026-11-20-one/map.jpg': picture('old'),
  'fazhi/2026-11-21-two/index.html': '第二条\n',
};
const { 'fazhi/2026-11-21-two/index.html': _, ...kept } = BEFORE;
const AFTER: Site = {
  ...kept,
  ...{ '404.html': '没有这一页\n', 'index.html': '首页，新的\n', 'fazhi/2026-11-20-one/map.jpg': picture('new') },
  ...{ 'wucheng/2026-11-22-three/index.html': '第三条\n', 'wucheng/2026-11-22-three/a b.jpg': picture('and') },
};

/** Every file below a folder with its bytes. */
function filesIn(folder: string): Site {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const read = entries.map((entry) => join(entry.parentPath, entry.name)).map((file) => [file.slice(folder.length + 1), file] as const);
  return Object.fromEntries(read.map(([name, file]) => [name, readFileSync(file, 'latin1')]));
}

const asBytes = (site: Site): Site =>
  Object.fromEntries(
    Object.entries(site).map(([name, text]) => [name, name.endsWith('.jpg') ? text : Buffer.from(text).toString('latin1')]),
  );

const why = await withoutWebServer();

describe.skipIf(why !== null)(`the website, sent by rsync to a real sshd${why === null ? '' : ` (left out: ${why})`}`, () => {
  let server: WebServer;
  let runner: string;
  /** Builds lie minutes apart, and rsync goes by a file's size and its time in whole seconds. */
  let built = 1_795_000_000;

  beforeEach(async () => {
    server = await startWebServer();
    runner = mkdtempSync(join(tmpdir(), 'sanshen-test-sent-'));
  });
  afterEach(async () => {
    await server.close();
    rmSync(runner, { recursive: true, force: true });
  });

  /** Does the workflow's step with a site that was built; gives its exit code and what stands on the page of the run. */
  async function sent(site: Site, to = server.to): Promise<{ code: unknown; summary: string; said: string }> {
    const at = (name: string): string => join(runner, name);
    rmSync(at('_site'), { recursive: true, force: true });
    built += 60;
    for (const [name, bytes] of Object.entries(asBytes(site))) {
      mkdirSync(dirname(at(`_site/${name}`)), { recursive: true });
      writeFileSync(at(`_site/${name}`), bytes, 'latin1');
      utimesSync(at(`_site/${name}`), built, built);
    }
    const summary = at('summary.md');
    writeFileSync(summary, '');
    const env = { TO: to, HOST_KEY: server.hostKey, RUNNER_TEMP: runner, GITHUB_STEP_SUMMARY: summary };
    const child = spawn('bash', ['-e', '-c', script], {
      cwd: runner,
      env: { PATH: `${server.bin}:${process.env.PATH}`, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    const code = await new Promise((resolve) => child.once('close', resolve));
    return { code, summary: readFileSync(summary, 'utf8'), said };
  }

  const sentWhole = { code: 0, summary: '' };

  it('arrives byte by byte, and what is gone goes', async () => {
    for (const site of [BEFORE, AFTER, AFTER]) {
      const ended = await sent(site);
      expect(ended, ended.said + server.log()).toMatchObject(sentWhole);
      expect(filesIn(server.site)).toEqual(asBytes(site));
    }
  });

  it('goes to no server with another key: nothing is asked of it or sent, and the page of the run says what to do', async () => {
    await sent(BEFORE);
    const before = server.log();
    server.changeHostKey();
    const { code, summary } = await sent(AFTER);
    expect(code).toBe(1);
    expect(summary).toMatch(/^✗ 网站没有送：web\.example\.gov\.cn 的主机公钥不是.*什么也没有传；应是.*；请网站管理员查明.*site\/not-sent/);
    expect(server.log().slice(before.length)).not.toContain('Accepted publickey');
    expect(filesIn(server.site)).toEqual(asBytes(BEFORE));
  });

  it('leaves what readers see as it was where the sending breaks off half-way, and comes whole with the next run', async () => {
    await sent(BEFORE);
    server.allowOnly('dd bs=1 count=150000 2> /dev/null | $SSH_ORIGINAL_COMMAND');
    const { code, summary } = await sent(AFTER);
    expect(code).toBe(1);
    expect(summary).toMatch(/^✗ 网站没有送完（rsync 结束码 \d+，.*；应全部送到；没有换上的网页照旧，.*site\/not-sent/);
    const there = Object.entries(filesIn(server.site));
    expect(Object.fromEntries(there.filter(([name]) => !name.includes('.~tmp~/')))).toEqual(asBytes(BEFORE));
    expect(there.length, 'something had arrived').toBeGreaterThan(Object.keys(BEFORE).length);
    server.allowOnly(null);
    expect(await sent(AFTER)).toMatchObject(sentWhole);
    expect(filesIn(server.site)).toEqual(asBytes(AFTER));
  });

  const RESTRICTED = 'takes a key that may write in one folder alone, as the handbook has it';
  it.skipIf(!isThere('rrsync') || !isThere('python3'))(`${RESTRICTED} (left out without rrsync and python3)`, async () => {
    server.allowOnly(`rrsync -wo ${dirname(server.site)}`);
    const ended = await sent(AFTER, server.to.replace(/:.*/, ':/www/'));
    expect(ended, ended.said + server.log()).toMatchObject(sentWhole);
    expect(filesIn(server.site)).toEqual(asBytes(AFTER));
    expect(await sent(AFTER, server.to.replace(/:.*/, ':/../www/'))).toMatchObject({ code: 1 });
  });
});
