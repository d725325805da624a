import { defineConfig } from 'vitest/config';

// Node 20 doesn't strip types in code that tests start outside Vitest's own loader (Eleventy, workers): tsx does it there.
const stripsTypes = Boolean(process.features.typescript);

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/browser-setup.ts'],
    setupFiles: ['test/fixed-seed.ts'],
    pool: 'forks',
    execArgv: stripsTypes ? [] : ['--import', 'tsx'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Many tests wait for servers and processes: three at a time keep two cores busy.
    maxWorkers: 3,
  },
});
