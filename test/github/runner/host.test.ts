import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../../folder.ts';
import type { FilledStep } from './engine.ts';
import { openWorkplace } from './host.ts';

const STEP: FilledStep = {
  title: 'step',
  id: undefined,
  uses: undefined,
  run: undefined,
  shell: undefined,
  folder: undefined,
  with: {},
  env: {},
};

/** A job on this machine, and how it does a step. */
function begin(permissions: Record<string, string> = {}, edition: 'github.com' | 'ghes' = 'github.com') {
  const folder = folderOf({});
  const host = { folder, product: folder, log: [] as string[] };
  const github = {
    token: 'token',
    sha: 'sha',
    ref: 'refs/heads/main',
    repository: 'shili/xinxi',
    server_url: 'http://127.0.0.1',
    run_id: '31',
  };
  const place = {
    artifacts: join(folder, 'artifacts'),
    caches: join(folder, 'caches'),
    site: join(folder, 'site'),
    gitUrl: '',
    objects: '',
    edition,
    keepArtifact: () => '7',
  };
  const open = () => openWorkplace(host, { title: 'job', github }, { ...place, github, permissions });
  return { folder, host, open, does: (step: Partial<FilledStep>, job = open()) => job.step({ ...STEP, ...step }) };
}

describe('a job on this machine', () => {
  it('finds in its environment what GitHub sets, what the file gives, the path and an empty home, and nothing of ours', async () => {
    const { does } = begin();
    const { outputs } = await does({
      run: 'echo "names=$(env | cut -d= -f1 | sort | tr "\\n" " ")" >> "$GITHUB_OUTPUT"',
      env: { GIVEN: 'x' },
    });
    expect(
      outputs.names
        ?.trim()
        .split(' ')
        .filter((name) => !/^(GITHUB|RUNNER)_/.test(name) && !/^(_|SHLVL|PWD|OLDPWD)$/.test(name)),
    ).toEqual(['CI', 'GIVEN', 'HOME', 'PATH']);
  });

  it('does a script as GitHub’s bash does: it ends at the first failure, in its folder, with what it wrote as outputs', async () => {
    const { does, host, open } = begin();
    expect(await does({ run: 'echo "one=1" >> "$GITHUB_OUTPUT"\nprintf "two<<END\\na\\nb\\nEND\\n" >> "$GITHUB_OUTPUT"' })).toEqual({
      ok: true,
      outputs: { one: '1', two: 'a\nb' },
    });
    expect(await does({ run: 'false\ntrue' })).toMatchObject({ ok: false });
    expect([await does({ run: 'false | true' }), await does({ run: 'false | true', shell: 'bash' })].map(({ ok }) => ok)).toEqual([
      true,
      false,
    ]);
    const job = open();
    await job.step({ ...STEP, run: 'mkdir inner' });
    expect(await job.step({ ...STEP, run: 'test "$(basename "$PWD")" = inner', folder: 'inner' })).toMatchObject({ ok: true });
    await does({ run: 'echo told >> "$GITHUB_STEP_SUMMARY"' });
    expect(host.log.join('\n')).toContain('told');
  });

  it('deploys to Pages only with both rights, and only what the run has left', async () => {
    const deploy = { uses: 'actions/deploy-pages@v5' };
    expect(await begin({ pages: 'write' }).does(deploy)).toMatchObject({ ok: false });
    const { does, open, folder } = begin({ pages: 'write', 'id-token': 'write' });
    expect(await does(deploy)).toMatchObject({ ok: false });
    const job = open();
    await job.step({ ...STEP, run: 'mkdir _site && echo page > _site/index.html' });
    await job.step({ ...STEP, uses: 'actions/upload-pages-artifact@v5', with: { path: '_site' } });
    expect(await does(deploy)).toMatchObject({ ok: true });
    expect(readFileSync(join(folder, 'site/index.html'), 'utf8')).toBe('page\n');
  });

  it.each([
    ['github.com', 'actions/upload-artifact@v7', true],
    ['github.com', 'actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a', true],
    ['github.com', 'actions/upload-artifact@v3', false],
    ['github.com', 'actions/upload-pages-artifact@v2', false],
    ['github.com', 'actions/upload-artifact@none', false],
    ['ghes', 'actions/upload-artifact@v3', true],
    ['ghes', 'actions/upload-pages-artifact@v2', true],
    ['ghes', 'actions/upload-artifact@v4', false],
    ['ghes', 'actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a', false],
    ['ghes', 'actions/upload-pages-artifact@v3', false],
  ] as const)('on %s may keep what it made by %s: %s', async (edition, uses, ok) =>
    expect(await begin({}, edition).does({ uses, with: { path: '.' } })).toMatchObject({ ok }),
  );

  it('keeps caches of jobs that ended well: restored by key, or by the newest that begins so', async () => {
    const { open } = begin();
    const run = async (key: string, script: string): Promise<{ hit: string | undefined; ok: boolean }> => {
      const job = open();
      const { outputs } = await job.step({ ...STEP, uses: 'actions/cache@sha', with: { key, path: 'kept', 'restore-keys': 'day-' } });
      const { ok } = await job.step({ ...STEP, run: script });
      await job.end();
      return { hit: outputs['cache-hit'], ok };
    };
    expect(await run('day-1', 'mkdir kept && echo 1 > kept/a && false')).toEqual({ hit: 'false', ok: false });
    expect(await run('day-1', '! test -e kept && mkdir kept && echo 1 > kept/a')).toEqual({ hit: 'false', ok: true });
    expect(await run('day-2', 'grep -q 1 kept/a')).toEqual({ hit: 'false', ok: true });
    expect(await run('day-1', 'grep -q 1 kept/a')).toEqual({ hit: 'true', ok: true });
  });

  it('knows no action that isn’t stood in for, and of npm one command', async () => {
    const { does, host } = begin();
    mkdirSync(join(host.folder, 'node_modules'));
    expect(await does({ uses: 'tj-actions/changed-files@sha' })).toMatchObject({ ok: false });
    expect(await does({ run: 'npm install' })).toMatchObject({ ok: false });
    expect(await does({ run: 'npm ci --ignore-scripts' })).toMatchObject({ ok: false });
  });
});
