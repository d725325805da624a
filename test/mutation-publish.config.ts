import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The tests of the state machine and the ledger that need no server, the cheapest first: what one of them notices, none after it is asked. */
const TESTS = [
  'release/message-time',
  'ledger/fold',
  'ledger/offline-event',
  'ledger/held',
  'ledger/signature',
  'ledger/event-schema',
  'ledger/ledger-path',
  'verify/verify-chain',
  'ledger/seal-file',
  'ledger/sealed-chains',
  'ledger/seal',
  'release/call-guard',
  'ledger/ledger',
  'ledger/run',
  'reports/status',
  'release/kept-pictures',
  'release/offline-posts',
  'release/foreign-post',
  'release/looks',
  'release/correction-steps',
  'release/run-golden',
  'release/run-scenes',
  'release/run-limits',
  'release/breaker',
  'verify/kept-words',
  'release/release-engine',
  'release/wechat-messages',
  'verify/forged-files',
  'ledger/ledger-store',
].map((name) => `test/${name}.test.ts`);

class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => TESTS.findIndex((file) => moduleId.endsWith(`/${file}`));
    return [...files].sort((one, other) => place(one) - place(other));
  }
}

/** What `npm run mutate:publish` runs against each changed spot of the state machine and the ledger. */
export default defineConfig({
  test: {
    include: TESTS,
    setupFiles: ['test/fixed-seed.ts'],
    testTimeout: 600_000,
    sequence: { sequencer: InOrder },
  },
});
