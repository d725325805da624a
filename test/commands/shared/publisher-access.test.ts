import { describe, expect, it } from 'vitest';
import { withPublisher } from '#pipeline/commands/shared/publisher-access.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { folderOf } from '../../folder.ts';
import { commandContext } from '../context.ts';

const AT = '2026-11-20T10:00:00+08:00';

async function clockWith(at: string | null, apiUrl?: string): Promise<string> {
  const root = folderOf({});
  await gitText(root, ['init', '--quiet']);
  const env = { GITHUB_TOKEN: 'token', GITHUB_REPOSITORY: 'shili/xinxi', ...(apiUrl === undefined ? {} : { GITHUB_API_URL: apiUrl }) };
  return withPublisher(commandContext({ root, at, env }), async (publisher) => (at === null ? 'asked' : publisher.now()));
}

describe('the clock of whoever publishes', () => {
  it.each<[string, string | undefined]>([
    ['GitHub', undefined],
    ['a code platform of the body’s own', 'https://github.example.gov.cn/api/v3'],
    ['one that only looks like this machine', 'https://127.0.0.1.example.cn'],
    ['one on another machine without TLS', 'http://192.0.2.1:3000'],
  ])('is never chosen by him before %s', async (_, apiUrl) => {
    await expect(clockWith(AT, apiUrl)).rejects.toMatchObject({
      code: 'usage/at',
      exitCode: 2,
      message: expect.stringMatching(/应.*；请/),
    });
    expect(await clockWith(null, apiUrl)).toBe('asked');
  });

  it.each(['http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000'])('may be chosen for practice at %s', async (apiUrl) =>
    expect(await clockWith(AT, apiUrl)).toBe(AT),
  );
});
