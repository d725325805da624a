import { describe, expect, it } from 'vitest';
import { startWorld } from './github-world.ts';

const DESK = 'http://127.0.0.1:4100';

describe('a page of the repository, opened in a browser', () => {
  it('is the desk’s page for the same thing', async () => {
    const { github, of, submit, tip } = await startWorld();
    const path = 'content/items/wucheng/2026-11-23-street/index.md';
    const { number, head } = await submit('lisi', 'lisi/street', { [path]: '示例\n' });
    const web = `${github.url}/${of.owner}/${of.repo}`;
    const leadsTo = async (page: string): Promise<string | null> => {
      const { status, headers } = await fetch(`${web}${page}`, { redirect: 'manual' });
      return status === 302 ? (headers.get('location') ?? '').replace(DESK, '') : `${status}`;
    };
    expect(await leadsTo(`/pull/${number}`)).toBe('401');
    github.showPagesAt(DESK);
    const main = await tip('main');
    const run = github.startRun({ workflow: 'check', head });
    const artifact = github.keepArtifact(run, 'page.html');
    for (const [page, target] of [
      ['', '/'],
      [`/pull/${number}`, `/pr/${number}`],
      [`/pull/${number}/files`, `/pr/${number}`],
      [`/pull/${number}/checks`, `/pr/${number}`],
      [`/issues/${number}`, `/pr/${number}`],
      ['/pull/99', '/'],
      [`/actions/runs/${run}`, `/pr/${number}`],
      [`/actions/runs/${run}/artifacts/${artifact}`, `/pr/${number}/preview`],
      [`/actions/runs/${github.startRun()}`, '/'],
      ['/actions/runs/1/artifacts/2', '/'],
      [`/blob/${head}/${path}`, `/pr/${number}/preview`],
      ['/blob/main/README.md', '/'],
      [`/compare/${main}..${head}`, `/pr/${number}?tab=changes`],
      ['/compare/a..b', '/'],
      ['/blob/ledger/2026/11/wucheng/2026-11-23-street/0001-approval-a.json', '/form/wucheng/2026-11-23-street'],
    ])
      expect([page, await leadsTo(page as string)]).toEqual([page, target]);
    expect(await leadsTo('.git/info/refs?service=git-upload-pack')).toBe('401');
    expect((await fetch(`${github.url}/repos/jinhua/news`, { redirect: 'manual' })).status).toBe(401);
  });
});
