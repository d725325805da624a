import { describe, expect, it } from 'vitest';
import { parseEvent } from '#pipeline/ledger/event.ts';
import { readLedger } from '#pipeline/ledger/ledger.ts';
import { parseLedgerPath } from '#pipeline/ledger/ledger-path.ts';
import type { LedgerStore } from '#pipeline/ledger/ledger-store.ts';
import { signatureFault } from '#pipeline/ledger/signature.ts';
import { publicKeyOf } from '#pipeline/review/form/envelope.ts';
import { gitTrust } from '#pipeline/verify/publisher.ts';
import { type VerifyReport, verifyLedger } from '#pipeline/verify/verify.ts';
import type { Trust } from '#pipeline/verify/verify-chain.ts';
import { fullLedger } from './full-ledger.ts';
import { memoryLedger } from './ledger-memory.ts';
import { type Files, ledgerFiles, without } from './tampering.ts';

/** Of so many bytes of a file the whole of `verify` is asked about one; `EVERY_BYTE=1` in the environment asks about all (some minutes). */
const STEP = process.env.EVERY_BYTE ? 1 : 37;

/** True if one of the problems says which file it is, by its path or as the item whose chain it belongs to. */
function names({ problems }: VerifyReport, path: string): boolean {
  const name = parseLedgerPath(path);
  const chain = name !== null && 'chain' in name ? name.chain : null;
  return problems.some(({ item, event, message }) => event === path || message.includes(path) || item === chain);
}

/** What Git says of commits, asked once: it is the same for every copy of the ledger. */
function remembered(trust: Trust): Trust {
  const trees = new Map<string, Promise<string | null>>();
  return {
    ...trust,
    tree: (commit, path) => {
      const found = trees.get(`${commit} ${path}`) ?? trust.tree(commit, path);
      trees.set(`${commit} ${path}`, found);
      return found;
    },
  };
}

async function scene() {
  const bureau = await fullLedger();
  const { git } = await bureau.publisher();
  const trust = remembered(gitTrust(git));
  const files = await ledgerFiles(bureau);
  const written = async (all: Files): Promise<LedgerStore> => {
    const store = memoryLedger();
    await store.append(
      null,
      [...all].map(([path, bytes]) => ({ path, bytes })),
      '登记',
      '2026-11-24T10:00:00+08:00',
    );
    return store;
  };
  const faithful = await written(files);
  const since = (await faithful.head()) ?? '';
  /** Verifies a ledger with these files; `kept`: the reader remembers the faithful commit, and has kept it. */
  const verified = async (changed: Files, kept?: 'kept'): Promise<VerifyReport> => {
    const store = await written(changed);
    const entries: LedgerStore['entries'] = (head, folder) => (head === since ? faithful : store).entries(head, folder);
    return verifyLedger({ ...store, entries }, await readLedger(store), trust, kept ? { since } : {});
  };
  /** Files of which no problem says anything after a change. */
  const unnamed = async (paths: readonly string[], changed: Files, kept?: 'kept'): Promise<string[]> => {
    const report = await verified(changed, kept);
    return paths.filter((path) => report.verified || !names(report, path));
  };
  return { bureau, files, verified, unnamed };
}

const withByte = (bytes: Buffer, at: number, ...instead: number[]): Buffer =>
  Buffer.concat([bytes.subarray(0, at), Buffer.from(instead), bytes.subarray(at + 1)]);

/** Places all over a file, the first and the last byte among them. */
const places = (length: number, step: number): number[] => [
  ...new Set([...Array.from({ length: Math.ceil(length / step) }, (_, index) => index * step), length - 1]),
];

/** Another byte: one bit turned, which bit depends on the place. */
const turned = (bytes: Buffer, at: number): number => (bytes[at] as number) ^ (1 << (at % 8));

/** Where a second copy of a file could be put: under the next numbers of its chain, in another chain, as a picture of another account. */
function copiesOf(path: string): string[] {
  const numbers = ['0005', '0006', '9999'].map((seq) => path.replace(/\/\d{4}-([a-z][^/]*)$/, `/${seq}-$1`));
  const chains = [path.replace('2026-11-23-street', '2026-11-23-third'), path.replace('settings/', '2026/11/wucheng/2026-11-23-third/')];
  const others = [path.replace('wx0123456789abcdef', 'wx0000000000000000'), `${path}.json`, `copy/${path}`];
  return [...numbers, ...chains, ...others].filter((copy) => copy !== path);
}

describe('a ledger that somebody has written anew, in one commit, with one thing changed', () => {
  it('is in order as long as it is faithful; any byte of any file that was turned, left out or put in is found and named', async () => {
    const { bureau, files, verified, unnamed } = await scene();
    expect(await verified(files)).toEqual({ verified: true, items: 2, events: 11, problems: [] });
    const kinds = [...files.keys()].map((path) => path.replace(/.*\//, '').replace(/[0-9a-f]{40,}/, '…'));
    expect([...new Set(kinds)].sort()).toEqual([
      '0001-approval-….json',
      '0001-evidence.json',
      '0001-settings-….json',
      '0002-evidence.json',
      '0002-intent-website.json',
      '0002-settings-….json',
      '0003-confirmed-website.json',
      '0003-hold.json',
      '0003-unknown-website.json',
      '0004-confirmed-website.json',
      '0004-resume.json',
      '….json',
    ]);
    const isBelieved = (path: string, bytes: Buffer): boolean => {
      const event = parseEvent(bytes);
      return event !== null && signatureFault(path, event, () => [publicKeyOf(bureau.key)]) === null;
    };
    const survived = [...files].flatMap(([path, bytes]) =>
      parseLedgerPath(path)?.type !== 'event'
        ? []
        : [...bytes.keys()].filter((at) => isBelieved(path, withByte(bytes, at, turned(bytes, at)))).map((at) => `${path}: ${at}`),
    );
    for (const [path, bytes] of files) {
      const changes: [string, Buffer][] = [
        ...places(bytes.length, STEP).map((at): [string, Buffer] => [`${at} turned`, withByte(bytes, at, turned(bytes, at))]),
        ...places(bytes.length, bytes.length / 4).flatMap((at): [string, Buffer][] => [
          [`${at} left out`, withByte(bytes, Math.floor(at))],
          [`${at} twice`, withByte(bytes, Math.floor(at), bytes[Math.floor(at)] as number, bytes[Math.floor(at)] as number)],
        ]),
        ['a byte at the end', Buffer.concat([bytes, Buffer.from('\n')])],
        ['a byte before', Buffer.concat([Buffer.from(' '), bytes])],
        ['nothing left', Buffer.alloc(0)],
      ];
      for (const [what, changed] of changes) {
        survived.push(...(await unnamed([path], new Map([...files, [path, changed]]))).map((file) => `${file}: ${what}`));
      }
    }
    expect(survived).toEqual([]);
  });

  it('is found and named where two files have changed places, one was put in twice or left out: the newest of a chain by whoever has kept it', async () => {
    const { files, unnamed } = await scene();
    const paths = [...files.keys()];
    const pairs = paths.flatMap((one, index) => paths.slice(index + 1).map((two): [string, string] => [one, two]));
    const survived: string[] = [];
    for (const [one, two] of pairs) {
      const swapped = new Map([...files, [one, files.get(two) as Buffer], [two, files.get(one) as Buffer]]);
      survived.push(...(await unnamed([one, two], swapped)).map((file) => `${file} of ${one} and ${two}`));
    }
    for (const path of files.keys()) survived.push(...(await unnamed([path], without(files, path), 'kept')));
    for (const [path, bytes] of files)
      for (const copy of copiesOf(path))
        survived.push(...(await unnamed([copy], new Map([...files, [copy, bytes]]))).map((file) => `copy ${file}`));
    expect(survived).toEqual([]);
    const alone: string[] = [];
    for (const path of files.keys()) alone.push(...(await unnamed([path], without(files, path))));
    expect(alone.map((path) => path.replace(/.*\//, ''))).toEqual([
      '0004-confirmed-website.json',
      '0003-confirmed-website.json',
      '0004-resume.json',
    ]);
  });
});
