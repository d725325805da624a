import { defineConfig } from 'vitest/config';

/** What `npm run mutate` runs against each changed spot of the gate: the tests of the review, without the long histories and without the browser. */
export default defineConfig({
  test: {
    include: ['test/review/**/*.test.ts'],
    exclude: ['test/review/{oracle,properties}.test.ts', 'test/**/*.deep.test.ts'],
    setupFiles: ['test/fixed-seed.ts'],
    testTimeout: 600_000,
  },
});
