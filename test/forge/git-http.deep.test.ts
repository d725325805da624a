import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Git, openGit } from '#pipeline/forge/git/git.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { folderOf } from '../folder.ts';
import { listen } from '../listen.ts';
import { GUARDED, startWorld, type World } from '../sandbox/github-world.ts';
import { gitContract } from './git-contract.ts';

/** An empty repository whose origin is at an address, opened with a token. */
async function cloneOf(address: string, token: string | null): Promise<Git> {
  const dir = folderOf({});
  await gitText(dir, ['init', '--quiet', '--initial-branch=main']);
  await gitText(dir, ['remote', 'add', 'origin', address]);
  const git = await openGit(dir, token === null ? {} : { token });
  onTestFinished(() => git.close());
  return git;
}

const bot = (world: World): Promise<Git> => cloneOf(world.github.gitUrl, world.github.tokenOf('sanshen-bot'));

gitContract('two clones of a repository over HTTP', async () => {
  const world = await startWorld();
  return { first: await bot(world), second: await bot(world) };
});

/** A server that remembers what it was sent. */
async function remembering(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const url = await listen((request, response) => {
    seen.push(request);
    answer(request, response);
  });
  return { url, seen };
}

describe('a remote over HTTP', () => {
  it.each([
    { given: 'none', token: null },
    { given: 'a wrong one', token: 'wrong' },
  ])('does not take $given for a token, and says so', async ({ token }) => {
    const world = await startWorld();
    const git = await cloneOf(world.github.gitUrl, token);
    await expect(git.fetch(['refs/heads/main'])).rejects.toMatchObject({ code: 'git/token' });
    const commit = await git.commitFiles(null, [{ path: 'a', bytes: '1' }], 'm', '2026-11-24T01:30:00Z');
    await expect(git.advance('x', commit, commit)).rejects.toMatchObject({ code: 'git/token' });
  });

  it('passes on in the server’s words why it refuses a push', async () => {
    const ref_name = { include: ['refs/heads/ledger'], exclude: [] };
    const world = await startWorld(
      {},
      { rulesets: [{ ...GUARDED, conditions: { ref_name }, rules: [{ type: 'creation' }], bypass_actors: [] }] },
    );
    const git = await cloneOf(world.github.gitUrl, world.github.tokenOf('lisi'));
    const commit = await git.commitFiles(null, [{ path: 'a', bytes: '1' }], 'm', '2026-11-24T01:30:00Z');
    await expect(git.advance('ledger', null, commit)).rejects.toMatchObject({
      code: 'git/refused',
      message: expect.stringContaining('Cannot create ref due to creations being restricted'),
    });
  });

  it('gets the token in a header, and never in an address or on a command line', async () => {
    const { url, seen } = await remembering((_, response) => response.writeHead(404).end());
    const git = await cloneOf(`${url}/owner/name.git`, 'secret-token');
    await expect(git.fetch(['refs/heads/main'])).rejects.toThrow();
    const basic = `Basic ${Buffer.from('x-access-token:secret-token').toString('base64')}`;
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(seen.map(() => basic));
    expect(seen.some((request) => request.url?.includes('secret'))).toBe(false);
    expect(await gitText(git.dir, ['config', '--list', '--local'])).not.toContain('secret');
  });

  it('is alone in getting it: a redirect elsewhere is not followed', async () => {
    const elsewhere = await remembering((_, response) => response.writeHead(404).end());
    const origin = await remembering((request, response) => response.writeHead(302, { location: `${elsewhere.url}${request.url}` }).end());
    const git = await cloneOf(`${origin.url}/owner/name.git`, 'secret-token');
    await expect(git.fetch(['refs/heads/main'])).rejects.toThrow();
    expect(origin.seen.length).toBeGreaterThan(0);
    expect(elsewhere.seen).toEqual([]);
  });

  it('keeps what a push found out for the next reader', async () => {
    const world = await startWorld();
    const git = await bot(world);
    const commit = await git.commitFiles(null, [{ path: 'a', bytes: '1' }], 'm', '2026-11-24T01:30:00Z');
    expect(await git.advance('ledger', null, commit)).toBe('moved');
    expect(await git.resolve('refs/remotes/origin/ledger')).toBe(commit);
  });
});
