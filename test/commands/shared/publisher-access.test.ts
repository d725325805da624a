import { describe, expect, it } from 'vitest';
import { withPublisher } from '#pipeline/commands/shared/publisher-access.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { folderOf } from '../../folder.ts';
import { startWorld } from '../../sandbox/github-world.ts';
import { commandContext } from '../context.ts';

const AT = '2026-11-20T10:00:00+08:00';

async function clockWith(apiUrl?: string, token = 'token'): Promise<string> {
  const root = folderOf({});
  await gitText(root, ['init', '--quiet']);
  const env = { GITHUB_TOKEN: token, GITHUB_REPOSITORY: 'jinhua/news', ...(apiUrl === undefined ? {} : { GITHUB_API_URL: apiUrl }) };
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
