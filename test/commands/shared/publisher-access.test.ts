import { describe, expect, it } from 'vitest';
import { withPublisher } from '#pipeline/commands/shared/publisher-access.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { folderOf } from '../../folder.ts';
import { startWorld } from '../../sandbox/github-world.ts';
import { commandContext } from '../context.ts';

const AT = '2026-11-20T10:00:00+08:00';
const KEY = { SANSHEN_SIGNING_KEY: newSigningKey().privateKeyPem };

async function clockWith(apiUrl?: string, token = 'token'): Promise<string> {
  const root = folderOf({});
  await gitText(root, ['init', '--quiet']);
  const env = {
    ...KEY,
    GITHUB_TOKEN: token,
    GITHUB_REPOSITORY: 'jinhua/news',
    ...(apiUrl === undefined ? {} : { GITHUB_API_URL: apiUrl }),
  };
  return withPublisher(commandContext({ root, at: AT, env }), (publisher) => publisher.now());
}

describe('the clock of whoever publishes', () => {
  it.each<[string, string | undefined]>([
    ['GitHub', undefined],
    ['a code platform of the body’s own', 'https://github.example.gov.cn/api/v3'],
    ['one that only looks like this machine', 'https://127.0.0.1.example.cn'],
    ['one on another machine without TLS', 'http://192.0.2.1:3000'],
  ])('is never chosen by him before %s', async (_, apiUrl) =>
    expect(clockWith(apiUrl)).rejects.toMatchObject({ code: 'usage/at', exitCode: 2, message: expect.stringMatching(/应.*；请/) }),
  );

  it('may be chosen for practice on this machine', async () => {
    const { github } = await startWorld();
    for (const host of ['127.0.0.1', 'localhost']) {
      const url = new URL(github.url);
      url.hostname = host;
      expect(await clockWith(url.origin, github.tokenOf('lisi'))).toBe(AT);
    }
  });
});

it('whoever has no key is told where the ledger is written, before anything is done; who only reads needs none', async () => {
  const root = folderOf({});
  await gitText(root, ['init', '--quiet']);
  const { github } = await startWorld();
  const env = { GITHUB_API_URL: github.url, GITHUB_TOKEN: github.tokenOf('lisi'), GITHUB_REPOSITORY: github.repository };
  const context = commandContext({ root, env });
  await expect(withPublisher(context, async () => 'done')).rejects.toMatchObject({
    code: 'environment/missing',
    place: 'SANSHEN_SIGNING_KEY',
    message: expect.stringContaining('请打开 Actions → 办理 → Run workflow'),
  });
  expect(await withPublisher(context, async ({ store }) => store.sign, { writes: false })).toBeUndefined();
});
