import { describe, expect, it } from 'vitest';
import { tokenEnding } from '#pipeline/alerts/endings.ts';
import { silence, watchPublisher } from '#pipeline/alerts/publisher-watch.ts';
import { ledgerTokenAlerts } from '#pipeline/commands/shared/publisher-access.ts';
import { openGithub } from '#pipeline/forge/github/github.ts';
import { listen } from '../listen.ts';

const NOW = '2026-11-24T12:00:00+08:00';

describe('a publisher that stands still', () => {
  it.each([
    ['2026-11-24T11:45:00+08:00', null],
    ['2026-11-24T10:00:01+08:00', null],
    ['2026-11-24T02:00:00Z', '发布已有 2 小时没有运行，上一次是 2026-11-24 10:00 开始的；'],
    ['2026-11-23T09:00:00+08:00', '发布已有 27 小时没有运行，上一次是 2026-11-23 09:00 开始的；'],
  ])('since %s at noon: %s', (began, words) => {
    const alert = silence({ began, now: NOW });
    if (words === null) expect(alert).toBeNull();
    else expect(alert).toMatchObject({ item: 'run', code: 'publish-quiet', message: expect.stringContaining(words) });
  });

  it('is told by whoever looks, once; a GitHub that doesn’t answer stops nobody', async () => {
    const { url, asked } = await server({ began: '2026-11-24T00:00:00Z' });
    const notes: string[] = [];
    const note = (message: string): void => void notes.push(message);
    await watchPublisher({ github: openGithub({ apiUrl: url, token: 'x', repository: 'shili/xinxi' }), note });
    expect(asked.filter((line) => line.startsWith('POST'))).toEqual(['POST /repos/shili/xinxi/issues']);
    await watchPublisher({ github: openGithub({ apiUrl: `${url}/broken`, token: 'x', repository: 'shili/xinxi' }), note });
    expect(notes).toEqual([expect.stringContaining('没有查到发布有没有按时运行')]);
  });
});

describe('the end of the token that writes the ledger', () => {
  it.each([
    ['2026-12-25T00:00:00+08:00', null],
    ['2026-12-24T23:59:00+08:00', 'ledger-token-30'],
    ['2026-12-02T00:00:00+08:00', 'ledger-token-30'],
    ['2026-12-01T00:00:00+08:00', 'ledger-token-7'],
    ['2026-11-20T00:00:00+08:00', 'ledger-token-7'],
  ])('on %s is told on 24 November as %s', (end, code) => expect(tokenEnding(end, '2026-11-24')?.code ?? null).toBe(code));

  it('is asked for with that token alone, and nothing is told where nobody says it', async () => {
    const { url } = await server({ ends: '2026-11-30 16:00:00 UTC' });
    const now = async (): Promise<string> => NOW;
    const env = { GITHUB_API_URL: url, GITHUB_TOKEN: 'x', GITHUB_REPOSITORY: 'shili/xinxi' };
    const told = async (more: Record<string, string>) =>
      (await ledgerTokenAlerts({ env: { ...env, ...more } }, { now })).map(({ code }) => code);
    expect(await told({ SANSHEN_LEDGER_TOKEN: 'ledger' })).toEqual(['ledger-token-7']);
    expect(await told({ SANSHEN_LEDGER_TOKEN: 'endless' })).toEqual([]);
    expect(await told({})).toEqual([]);
    expect(await told({ SANSHEN_LEDGER_TOKEN: 'ledger', GITHUB_API_URL: `${url}/broken` })).toEqual([]);
  });
});

/** A GitHub of one workflow, one token that ends, and no issues. */
async function server({ began, ends }: { began?: string; ends?: string }): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const url = await listen((request, response) => {
    const path = request.url ?? '';
    asked.push(`${request.method} ${path.replace(/\?.*/, '')}`);
    const broken = path.startsWith('/broken');
    const ending = ends !== undefined && request.headers.authorization?.includes('ledger') === true;
    response.writeHead(broken ? 500 : request.method === 'POST' ? 201 : 200, {
      'content-type': 'application/json',
      date: new Date(NOW).toUTCString(),
      ...(ending && { 'github-authentication-token-expiration': ends }),
    });
    response.end(JSON.stringify(path.includes('/runs') ? { workflow_runs: [{ created_at: began }] } : path.includes('/issues') ? [] : {}));
  });
  return { url, asked };
}
