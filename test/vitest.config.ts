import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { temporaryFolder } from './temporary-folder.ts';

/** `npm test` runs `*.test.ts` without the long ones, `npm run test:deep` (`--mode deep`) the long ones alone, `*.deep.test.ts`. */
const DEEP = 'test/**/*.deep.test.ts';

/** Files that need a process and modules of their own, and why. All others share both: what they load is loaded once a worker. */
const APART: Record<string, string> = {
  'test/check/searches.test.ts': 'puts a counting module in the place of another',
  'test/forge/git/git.test.ts': 'sets GIT_DIR',
  'test/release/channels/wechat/together.test.ts': 'puts another fetch in the place of the real one',
  'test/redaction.test.ts': 'loads the module anew for each case',
  'test/regular-expressions.test.ts': 'sees what files build while they are loaded',
  'test/review/teeth.deep.test.ts': 'sets TZ',
  'test/sandbox/run-folder.test.ts': 'sets TMPDIR',
  'test/site/build.test.ts': 'sets TZ and the working folder',
};

/**
 * Tests that start git and servers all the time. They have workers of their own, which load little: to start a program, Node copies the tables
 * of its memory, and in a worker that has loaded everything that takes twice as long as the program.
 */
const STARTING =
  'test/{acts,approve,commands,contracts,doctor,end-to-end,forge,intake/form,intake/upload,ledger,published,reports,sandbox,verify}/**';
const ALSO_STARTING = ['test/release/release.test.ts', 'test/intake/{authors,drafts}.test.ts'];

/** Files that take longest, begun first: at the end no worker waits for one of them. */
const LONG = [
  'test/github/workflow-scenes.deep.test.ts',
  'test/github/workflow-scenes-ghes.deep.test.ts',
  'test/github/own-repository.deep.test.ts',
  'test/regular-expressions.test.ts',
  'test/contracts/online.deep.test.ts',
  'test/end-to-end/story.test.ts',
  'test/end-to-end/desk.deep.test.ts',
  'test/sandbox/desk.deep.test.ts',
  'test/forge/evidence/evidence.test.ts',
  'test/commands/gate-online.deep.test.ts',
  'test/release/release.test.ts',
  'test/commands/shared/count-for-readers.test.ts',
  'test/reports/archive.test.ts',
  'test/approve/approve.test.ts',
  'test/commands/doctor.test.ts',
  'test/intake/upload/uploads.test.ts',
  'test/review/oracle.test.ts',
  'test/release/channels/wechat/mass.test.ts',
  'test/release/simulation/histories.test.ts',
  'test/check/clean-items.test.ts',
  'test/lexicon/slips.test.ts',
  'test/review/properties.test.ts',
  'test/check/rules.test.ts',
  'test/setup/bundle.deep.test.ts',
  'test/end-to-end/handbook.deep.test.ts',
  'test/release/simulation/teeth.deep.test.ts',
  'test/ledger/seal.deep.test.ts',
  'test/end-to-end/never-twice.deep.test.ts',
  'test/review/oracle-a.deep.test.ts',
  'test/review/oracle-b.deep.test.ts',
];

/** Vitest's own order, with the longest files of each project first: on a clean machine it knows of no file how long it takes. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((file) => moduleId.endsWith(`/${file}`));
      return at < 0 ? LONG.length : at;
    };
    const apart = ({ project }: TestSpecification): number => ['starting', 'apart', 'together'].indexOf(project.name);
    return (await super.sort(files)).sort((one, other) => apart(one) - apart(other) || place(one) - place(other));
  }
}

/**
 * Packages are loaded as the program loads them. Vitest asks for the builds that are made for developing, where a package has one: Markdown is
 * parsed a quarter slower there.
 */
const asPublished: Plugin = {
  name: 'as-published',
  configResolved({ ssr, environments }) {
    for (const { resolve } of [ssr, ...Object.values(environments)]) {
      if (resolve?.conditions) resolve.conditions = resolve.conditions.filter((condition) => condition !== 'development|production');
    }
  },
};

export default defineConfig(({ mode }) => {
  const deep = mode === 'deep';
  const kind = deep ? '*.deep.test.ts' : '*.test.ts';
  const starting = [`${STARTING}/${kind}`, ...(deep ? [`test/release/${kind}`] : ALSO_STARTING)];
  const apart = Object.keys(APART).filter((file) => file.endsWith('.deep.test.ts') === deep);
  const skipped = deep ? apart : [...apart, DEEP];
  // Node 20 doesn't strip types in code that tests load outside Vitest's own loader (Eleventy). Of the files apart one does, and says so itself.
  const execArgv = process.features.typescript ? [] : ['--import', 'tsx'];
  const shared = { isolate: false, globalSetup: ['test/browser-setup.ts'], execArgv };
  return {
    plugins: [asPublished],
    test: {
      setupFiles: ['test/fixed-seed.ts'],
      env: { TMPDIR: temporaryFolder() },
      pool: 'forks',
      // A limit for what hangs, not for what is slow: a busy machine fails no test.
      testTimeout: 600_000,
      hookTimeout: 600_000,
      // Many tests wait for servers and processes: three at a time keep two cores busy.
      maxWorkers: 3,
      sequence: { sequencer: LongestFirst },
      projects: [
        { extends: true, test: { name: 'starting', include: starting, exclude: skipped, ...shared } },
        { extends: true, test: { name: 'apart', include: apart } },
        { extends: true, test: { name: 'together', include: [`test/**/${kind}`], exclude: [...skipped, ...starting], ...shared } },
      ],
    },
  };
});
