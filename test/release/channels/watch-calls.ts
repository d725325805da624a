import { onTestFinished } from 'vitest';

/** Watches the calls of this process: the most that were under way at the same time, how many went to a path, and the JSON that they took along. */
export function watchCalls(): { most: () => number; to: (path: string) => number; bodies: (path: string) => unknown[] } {
  const real = globalThis.fetch;
  const calls: { path: string; body: unknown }[] = [];
  let now = 0;
  let most = 0;
  globalThis.fetch = async (input, init) => {
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : null;
    calls.push({ path: new URL(String(input)).pathname, body });
    now += 1;
    most = Math.max(most, now);
    return real(input, init).finally(() => {
      now -= 1;
    });
  };
  onTestFinished(() => {
    globalThis.fetch = real;
  });
  const to = (path: string): typeof calls => calls.filter((call) => call.path === path);
  return { most: () => most, to: (path) => to(path).length, bodies: (path) => to(path).map(({ body }) => body) };
}
