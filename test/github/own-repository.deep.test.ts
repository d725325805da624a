import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '#pipeline/version.ts';
import { BEGIN } from '../end-to-end/programs.ts';
import { submission } from '../end-to-end/submission.ts';
import { bundled, released, unpacked } from '../setup/bundled.ts';
import { git } from './runner/actions.ts';
import { type BureauAtWork, startBureauAtWork } from './runner/bureau-at-work.ts';
import { administratorRuns, ownRepository, type Release, workflowsOnMain } from './runner/own-repository.ts';

const NEXT = VERSION.replace(/\d+$/, (last) => String(Number(last) + 1));
const first = submission('pingcha', '法制处开展行政执法案卷评查，三十件案卷逐件讲评');
const second = submission('peixun', '法制处组织行政执法培训，六十名队员参加');

describe('a bureau’s own repository, made by init, on a server without a registry', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sanshen-test-own-'));
  const at = (...path: string[]): string => join(folder, ...path);
  let [old, newer]: Release[] = [];
  let bureau!: BureauAtWork;

  beforeAll(async () => {
    const { checksums } = await bundled(at('bundle'));
    const program = await unpacked(at('bundle'), checksums, at('unpacked'));
    const release = async (version: string, commit: string): Promise<Release> => {
      const tag = `v${version}`;
      return { tag, commit, ...(await released(program, at(tag), version)) };
    };
    [old, newer] = [await release(VERSION, 'a'.repeat(40)), await release(NEXT, 'b'.repeat(40))];
  });
  afterAll(async () => {
    await bureau?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function ran(): Promise<string[]> {
    await bureau.runner.settled();
    const told = bureau.runner.runs.splice(0).map(({ file, jobs }) => {
      const results = jobs.map(({ name, result }) => (result === 'success' ? name : `${name}=${result}`));
      return [file.replace('.yml', ':'), ...results].join(' ');
    });
    return [...new Set(told)].sort();
  }

  const onPullRequest = ['check: check / sanshen/check check / published=skipped', 'gate: gate / gate gate / doctor=skipped'];
  const onMain = ['publish: publish / approve publish / build publish / deploy=skipped publish / release'];

  async function publish(item: ReturnType<typeof submission>, ...levels: string[]): Promise<void> {
    const author = bureau.house.person('shenshi');
    await author.push({ from: 'main', to: item.branch, files: item.files, message: '报送' });
    const number = await author.open(item.branch, item.title);
    expect(await ran(), bureau.log()).toEqual(onPullRequest);
    for (const login of levels) await bureau.house.person(login).review(number, 'APPROVE');
    await ran();
    await bureau.house.person('sunqi').merge(number);
    expect(await ran(), bureau.log()).toEqual(onMain);
  }

  async function states(id: string): Promise<string[]> {
    const { root, github } = bureau.house.sandbox;
    await git(root, 'fetch', '--quiet', github.repositoryDir, '+refs/heads/*:refs/remotes/origin/*');
    return bureau.house.states(id);
  }

  /** What an item's signed form says; the program that concluded is named in it. */
  const formOf = async (id: string): Promise<string> => JSON.stringify((await bureau.house.run('form', {}, id)).json);

  // From here to the end of the next test: from init to the first publication.
  it('begins without anything of the program', async () => {
    bureau = await startBureauAtWork('ghes', ownRepository([old, newer] as [Release, Release], folder));
    const names = await git(bureau.house.sandbox.root, 'ls-tree', '-r', '--name-only', 'origin/main');
    expect(names).not.toMatch(/^(pipeline|site|test|package|node_modules)/m);
    expect(names).toMatch(/^content\/policy.yml$/m);
  });

  it('publishes what three have signed, by the release that its line names', async () => {
    await publish(first, 'hanshiyi', 'zhengsi', 'fengliu');
    expect(await states(first.id), bureau.log()).toEqual(['website confirmed', 'wechat confirmed', 'weibo confirmed']);
    expect(await formOf(first.id)).toContain(`sanshen ${VERSION}`);
  });

  it('runs nothing of a program that has another checksum than its line says', async () => {
    const sums = at(old?.tag ?? '', 'checksums.txt');
    const text = readFileSync(sums, 'utf8');
    writeFileSync(
      sums,
      text.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
    );
    bureau.runner.clock('*/15 * * * *');
    expect(await ran()).toEqual([
      'publish: publish / approve=failure publish / build=skipped publish / deploy=skipped publish / release=skipped',
    ]);
    expect(bureau.log()).toContain('checksums.txt: FAILED');
    writeFileSync(sums, text);
  });

  it('is upgraded by changing one line, signed by levels 2 and 3', async () => {
    if (!old || !newer) throw new RangeError('no releases');
    const { sandbox, person } = bureau.house;
    const clone = at('clone');
    await git(folder, 'clone', '--quiet', sandbox.github.repositoryDir, clone);
    const policy = join(clone, 'content/policy.yml');
    const text = readFileSync(policy, 'utf8');
    const lines = text
      .split('\n')
      .map((line) =>
        line.startsWith('program:')
          ? `program: {repository: shili/sanshen, tag: ${newer?.tag}, commit: '${newer?.commit}', checksums: '${newer?.checksums}'}`
          : line,
      );
    expect(lines.filter((line, index) => line !== text.split('\n')[index])).toHaveLength(1);
    const told = await administratorRuns(newer, clone, 'doctor', '--at', BEGIN).catch(({ stdout }: { stdout: string }) => stdout);
    expect(told).toContain(`本单位用的是 ${old.tag}，这里运行的是 ${newer.tag}`);
    writeFileSync(policy, lines.join('\n'));
    await administratorRuns(newer, clone, 'generate', '--at', BEGIN);
    const changed = (await git(clone, 'diff', '--name-only')).split('\n');
    expect(changed).toEqual(
      ['act', 'check', 'gate', 'intake', 'publish', 'watch'].map((name) => `.github/workflows/${name}.yml`).concat('content/policy.yml'),
    );
    const files = Object.fromEntries(changed.map((path) => [path, readFileSync(join(clone, path), 'utf8')]));
    await person('sunqi').push({ from: 'main', to: 'sunqi/upgrade', files, message: '升级' });
    const number = await person('sunqi').open('sunqi/upgrade', `升级到 ${newer.tag}`);
    expect(await ran(), bureau.log()).toEqual(onPullRequest);
    for (const login of ['zhengsi', 'fengliu']) await person(login).review(number, 'APPROVE');
    await ran();
    await person('sunqi').merge(number);
    for (const file of await workflowsOnMain(sandbox)) bureau.runner.use(file);
    expect(await ran(), bureau.log()).toEqual(onMain);
  });

  it('publishes and verifies on with the new release, what the old one wrote too', async () => {
    await publish(second, 'hanshiyi', 'zhengsi', 'fengliu');
    expect(await states(second.id), bureau.log()).toEqual(['website confirmed', 'wechat confirmed', 'weibo confirmed']);
    expect(await formOf(second.id)).toContain(`sanshen ${NEXT}`);
    const { root } = bureau.house.sandbox;
    for (const release of [old, newer] as Release[]) {
      const report = JSON.parse(await administratorRuns(release, root, 'verify', '--format', 'json')) as {
        verified: boolean;
        items: number;
      };
      expect(report).toMatchObject({ verified: true, items: 2 });
    }
  });
});
