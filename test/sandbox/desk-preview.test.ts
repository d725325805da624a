import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Git, openGit } from '#pipeline/forge/git/git.ts';
import { readOrganisation, readPolicy } from '#pipeline/organisation/read-settings.ts';
import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import { previewOf } from '#pipeline/sandbox/desk/desk.ts';
import type { DeskStage } from '#pipeline/sandbox/desk/stage.ts';
import { firstSample } from '#pipeline/sandbox/samples.ts';
import { git } from '../contracts/repository.ts';
import { folderOf } from '../folder.ts';
import { smallJpeg } from '../jpeg-fixture.ts';

const sample = firstSample('2026-11-24T10:00:00+08:00');
const text = sample.versions.at(-1)?.text ?? '';
const opened: Git[] = [];
afterAll(() => {
  for (const each of opened) each.close();
});

/** An item in two versions, the second with one paragraph more, and what people have done about them. */
async function stageOf(acts: (first: string, second: string) => { login: string; state: string; commit: string }[]): Promise<DeskStage> {
  const root = folderOf({ [`${sample.path}/index.md`]: text, [`${sample.path}/street.jpg`]: smallJpeg() });
  git(root, 'init', '--quiet', '--initial-branch', 'main');
  const commit = (): string => {
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--message', '示例');
    return git(root, 'rev-parse', 'HEAD');
  };
  const first = commit();
  writeFileSync(join(root, sample.path, 'index.md'), `${text}\n又写了一段。\n`);
  const second = commit();
  const opening = await openGit(root);
  opened.push(opening);
  const evidence = { items: [{ path: sample.path }], pullRequest: { head: { sha: second } }, reviews: acts(first, second) };
  const settings = { organisation: readOrganisation(readFileSync('content/organisation.yml', 'utf8'), 'x'), policy: readPolicy('', 'x') };
  return {
    git: opening,
    tokens: '',
    siteStyle: '',
    evidenceOf: () => Promise.resolve(evidence as unknown as Evidence),
    verdictOf: () => ({ items: [{ levels: [{ level: 2, state: 'approved', person: 'zhengsi' }] }] }),
    settings: () => Promise.resolve(settings),
    releases: () => Promise.resolve([]),
  } as unknown as DeskStage;
}

describe('the preview on the desk', () => {
  it('says how much is new since whoever looks reviewed it last, and whose name the page will bear', async () => {
    const stage = await stageOf((first, second) => [
      { login: 'zhouyi', state: 'APPROVED', commit: first },
      { login: 'zhengsi', state: 'CHANGES_REQUESTED', commit: first },
      { login: 'zhengsi', state: 'APPROVED', commit: second },
      { login: 'fengliu', state: 'COMMENTED', commit: first },
    ]);
    for (const login of ['zhouyi', 'fengliu']) expect(await previewOf(stage, 1, login)).toContain('　与您上次看过的版本：改了 1 处</p>');
    for (const login of ['zhengsi', 'lisi']) expect(await previewOf(stage, 1, login)).not.toContain('上次看过');
    expect(await previewOf(stage, 1, 'lisi')).toContain('<li>责任编辑：郑四</li>');
  });
});
