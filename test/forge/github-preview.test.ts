import { describe, expect, it } from 'vitest';
import { openGithub } from '#pipeline/forge/github/github.ts';
import { listen } from '../listen.ts';

const HEAD = 'a'.repeat(40);
const NAME = 'wucheng_2026-11-23-street.html';

type Fields = Record<string, unknown>;
const artifact = (change: Fields = {}, run: Fields | null = {}): Fields => ({
  id: 7,
  name: NAME,
  expired: false,
  expires_at: '2026-12-09T03:00:00Z',
  workflow_run: run && { id: 5, head_sha: HEAD, ...run },
  ...change,
});
const run = (change: Fields = {}): Fields => ({ id: 9, head_sha: HEAD, status: 'completed', conclusion: 'success', ...change });
const PAGE = { state: 'page', run: 5, artifact: 7, until: '2026-12-09T03:00:00Z' };
const COMING = { state: 'coming' };

/** What GitHub's answers amount to; and what it was asked. */
async function placeOf(artifacts: Fields[], runs: Fields[] = [], status = 200): Promise<{ place: unknown; asked: string[] }> {
  const asked: string[] = [];
  const apiUrl = await listen((request, response) => {
    asked.push(request.url ?? '');
    const body = request.url?.includes('/artifacts') ? { total_count: 1, artifacts } : { total_count: 1, workflow_runs: runs };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const place = await openGithub({ apiUrl, token: 't', repository: 'jinhua/news' }).previewAt(HEAD, NAME);
  return { place, asked };
}

describe('where the three faces of a head can be opened', () => {
  it('is asked for by name, in one request where they are', async () => {
    const { place, asked } = await placeOf([artifact()]);
    expect(place).toEqual(PAGE);
    expect(asked).toEqual([`/repos/jinhua/news/actions/artifacts?name=${NAME}&per_page=100`]);
  });

  it('is asked of the runs of the check where they aren’t', async () => {
    const { place, asked } = await placeOf([]);
    expect(place).toEqual(COMING);
    expect(asked[1]).toBe(`/repos/jinhua/news/actions/workflows/check.yml/runs?head_sha=${HEAD}&per_page=100`);
  });

  it.each<[what: string, artifacts: Fields[], runs: Fields[], place: unknown]>([
    ['the newest of several', [artifact({ id: 6 }), artifact(), artifact({ id: 3 })], [], PAGE],
    ['one that is kept rather than a newer one that isn’t', [artifact({ id: 8, expired: true }), artifact()], [], PAGE],
    ['none that is kept', [artifact({ expired: true })], [], { state: 'kept-no-longer', run: 5 }],
    ['without a day until which it is kept', [artifact({ expires_at: null })], [], { ...PAGE, until: null }],
    ['with a day that is none', [artifact({ expires_at: 'soon' })], [], { ...PAGE, until: null }],
    ['under another name', [artifact({ name: `${NAME} ` })], [], COMING],
    ['of another head', [artifact({}, { head_sha: 'b'.repeat(40) })], [], COMING],
    ['of no run', [artifact({}, null)], [], COMING],
    ['with an id that is no number', [artifact({ id: '7/../../../evil' })], [], COMING],
    ['of a run whose id is no number', [artifact({}, { id: '5) [x](https://evil.example' })], [], COMING],
    ['while the check runs', [], [run({ status: 'in_progress', conclusion: null })], COMING],
    ['while it runs again', [], [run({ id: 8 }), run({ status: 'queued', conclusion: null })], COMING],
    ['after it has ended', [], [run({ conclusion: 'failure' }), run({ id: 8, status: 'in_progress' })], { state: 'not-made', run: 9 }],
    [
      'after a run that was cancelled for a newer one',
      [],
      [run({ id: 8 }), run({ conclusion: 'cancelled' })],
      { state: 'not-made', run: 8 },
    ],
    ['before somebody lets a stranger’s run begin', [], [run({ conclusion: 'action_required' })], COMING],
    ['after a run at another head', [], [run({ head_sha: 'b'.repeat(40) })], COMING],
  ])('%s', async (_, artifacts, runs, place) => expect((await placeOf(artifacts, runs)).place).toEqual(place));

  it('isn’t known after an answer of another shape', async () => expect((await placeOf(null as unknown as Fields[])).place).toBeNull());

  it.each([401, 403, 404, 429, 500])('isn’t known after an answer %i, which is no error', async (status) =>
    expect((await placeOf([artifact()], [], status)).place).toBeNull(),
  );
});
