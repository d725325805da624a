import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#pipeline/canonical-json.ts';
import { type Draft, eventsOf, readLedger, write } from '#pipeline/ledger/ledger.ts';
import { signForm } from '#pipeline/review/form/envelope.ts';
import type { ReviewForm } from '#pipeline/review/form/review-form.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { gitTrust } from '#pipeline/verify/publisher.ts';
import { verifyLedger } from '#pipeline/verify/verify.ts';
import { type Bureau, FOLDER, grownBureau, ITEM, itemText, SITE, startBureau } from '../bureau.ts';
import { memoryLedger } from '../ledger/ledger-memory.ts';
import { edited, type Files, ledgerFiles, replaceLedger, rewritten, without } from '../ledger/tampering.ts';

const PLACE = '2026/11/wucheng/2026-11-23-street';
const OTHER = 'content/items/wucheng/2026-11-23-other/index.md';

/** A bureau with two published items and a correction, everything in order. */
const busy = (): Promise<Bureau> =>
  grownBureau('busy', {}, async (bureau) => {
    await bureau.publish({ [`${FOLDER}/index.md`]: itemText() });
    await bureau.approve();
    await confirm(bureau);
    await bureau.publish({ [OTHER]: itemText({ title: '另一条' }) });
    await bureau.approve();
  });

async function confirm(bureau: Bureau): Promise<void> {
  const { store, ledgers } = await bureau.publisher();
  const ledger = await ledgers.load();
  const {
    seq: _,
    prev: __,
    version: ___,
    ...intent
  } = eventsOf(ledger, ITEM)[1] as Draft['event'] & { seq: number; prev: string; version: 1 };
  const remote = { id: ITEM, url: `${SITE}/${ITEM}/` };
  await write(store, ledger, [{ event: { ...intent, kind: 'confirmed', remote } }], '已发布', intent.at);
}

const named = (files: Files, part: string): string =>
  [...files.keys()].find((path) => path.startsWith(PLACE) && path.includes(part)) as string;

/** Signs the form of an event again, after a change, with another key. */
function forged(text: string, change: (form: ReviewForm) => ReviewForm, key: string): string {
  const event = JSON.parse(text);
  const statement = JSON.parse(Buffer.from(event.form.payload, 'base64').toString('utf8'));
  return `${canonicalJson({ ...event, form: signForm(change(statement.predicate), key) })}\n`;
}

describe('verify', () => {
  it('finds nothing wrong with a ledger that only the publisher has written', async () => {
    const bureau = await busy();
    expect(await bureau.verify()).toEqual({ verified: true, items: 2, events: 6, problems: [] });
  });

  it('finds nothing wrong where there is no ledger yet', async () =>
    expect(await (await startBureau({ setup: false })).verify()).toEqual({ verified: true, items: 0, events: 0, problems: [] }));
});

describe('tampering with one commit of the whole branch', () => {
  const cases: { what: string; code: string; change: (files: Files, key: string) => Files }[] = [
    {
      what: 'a byte of an approval',
      code: 'broken-chain',
      change: (files, key) => rewritten(files, named(files, '0001-approval'), key, (text) => text.replace('"attempt":1', '"attempt":2')),
    },
    {
      what: 'a byte of an envelope',
      code: 'envelope/bad-signature',
      change: (files, key) =>
        rewritten(files, named(files, '0001-approval'), key, (text) =>
          text.replace(/"sig":"(.)/, (_, first) => `"sig":"${first === 'A' ? 'B' : 'A'}`),
        ),
    },
    {
      what: 'a byte of the last event',
      code: 'not-approved',
      change: (files, key) => rewritten(files, named(files, '0003-confirmed'), key, (text) => text.replace(/"tree":"./, '"tree":"x')),
    },
    {
      what: 'the spelling of the last event',
      code: 'unreadable',
      change: (files) => edited(files, named(files, '0003-confirmed'), (text) => `${text} `),
    },
    {
      what: 'a byte of the evidence',
      code: 'evidence-changed',
      change: (files) => edited(files, named(files, '0001-evidence'), (text) => text.replace('fengliu', 'fengLIU')),
    },
    {
      what: 'the time of the intent',
      code: 'broken-chain',
      change: (files, key) => rewritten(files, named(files, '0002-intent'), key, (text) => text.replace('2026-11-24T', '2026-11-23T')),
    },
    { what: 'a file from the middle of a chain', code: 'gap', change: (files) => without(files, named(files, '0002-intent')) },
    {
      what: 'an approval with all that follows',
      code: 'number',
      change: (files) => without(files, ...[...files.keys()].filter((path) => path.startsWith(PLACE))),
    },
    { what: 'the evidence', code: 'evidence-changed', change: (files) => without(files, named(files, '0001-evidence')) },
    { what: 'the approval alone', code: 'stray-evidence', change: (files) => without(files, named(files, '0001-approval')) },
    { what: 'a strange file', code: 'stray-file', change: (files) => new Map([...files, ['notes.txt', Buffer.from('x')]]) },
    {
      what: 'the settings',
      code: 'envelope/unknown-key',
      change: (files) => without(files, ...[...files.keys()].filter((path) => path.startsWith('settings/'))),
    },
    {
      what: 'an event under another name',
      code: 'misplaced',
      change: (files) => {
        const path = named(files, '0003-confirmed-website');
        return new Map([...without(files, path), [path.replace('website', 'weibo'), files.get(path) as Buffer]]);
      },
    },
    {
      what: 'a step that the table forbids',
      code: 'illegal-step',
      change: (files, key) =>
        rewritten(files, named(files, '0003-confirmed'), key, (text) => text.replace('"kind":"confirmed"', '"kind":"withdrawn"')),
    },
    {
      what: 'a form signed with a key that nobody listed',
      code: 'envelope/unknown-key',
      change: (files, key) =>
        rewritten(files, named(files, '0001-approval'), key, (text) => forged(text, (form) => form, newSigningKey().privateKeyPem)),
    },
  ];
  it('is found, whatever was changed', async () => {
    const bureau = await busy();
    const { git, store } = await bureau.publisher();
    const files = await ledgerFiles(bureau);
    const found: Record<string, string[]> = {};
    for (const { what, code, change } of cases) {
      const changed = memoryLedger();
      const all = [...change(files, bureau.key)].map(([path, bytes]) => ({ path, bytes }));
      await changed.append(null, all, '登记', '2026-11-24T10:00:00+08:00');
      const options = { since: await store.head() };
      const { verified, problems } = await verifyLedger(changed, await readLedger(changed), gitTrust(git), options);
      found[what] = [code, 'tail-cut'].filter((wanted) => !verified && problems.some((problem) => problem.code === wanted));
    }
    expect(found).toEqual(Object.fromEntries(cases.map(({ what, code }) => [what, [code, 'tail-cut']])));
  });

  it('stops everything', async () => {
    const bureau = await busy();
    const files = await ledgerFiles(bureau);
    await replaceLedger(
      bureau,
      edited(files, named(files, '0002-intent'), (text) => text.replace('"attempt":1', '"attempt":2')),
      null,
    );
    await bureau.publish({ 'content/items/wucheng/2026-11-23-third/index.md': itemText({ title: '第三条' }) });
    await expect(bureau.approve()).rejects.toMatchObject({ code: 'ledger/unverified', exitCode: 2 });
    await expect(bureau.release({})).rejects.toMatchObject({ code: 'ledger/unverified' });
  });

  it('a form that is signed rightly and speaks of other things is found', async () => {
    const bureau = await busy();
    const files = await ledgerFiles(bureau);
    const change = (form: ReviewForm): ReviewForm => ({ ...form, channels: ['weibo'] });
    const lied = rewritten(files, named(files, '0001-approval'), bureau.key, (text) => forged(text, change, bureau.key));
    await replaceLedger(bureau, lied, null);
    expect((await bureau.verify()).problems.map(({ code }) => code)).toContain('form-differs');
  });
});

describe('tampering with a commit on top', () => {
  it('that changes a file is found in the history', async () => {
    const bureau = await busy();
    const head = (await (await bureau.publisher()).store.head()) ?? '';
    const files = await ledgerFiles(bureau);
    await replaceLedger(
      bureau,
      rewritten(files, named(files, '0003-confirmed'), bureau.key, (text) => text.replace('127.0.0.1', '127.0.0.2')),
      head,
    );
    expect((await bureau.verify()).problems.map(({ code }) => code)).toEqual(['rewritten']);
  });

  it('that removes a file is found, even if the next one puts it back', async () => {
    const bureau = await busy();
    const head = (await (await bureau.publisher()).store.head()) ?? '';
    const files = await ledgerFiles(bureau);
    await replaceLedger(bureau, without(files, named(files, '0003-confirmed')), head);
    const second = (await (await bureau.publisher()).store.head()) ?? '';
    await replaceLedger(bureau, files, second);
    expect((await bureau.verify()).problems.map(({ code }) => code)).toEqual(['rewritten']);
  });

  it('a tail that was cut leaves everything else in order, and is found by a commit that was there', async () => {
    const bureau = await busy();
    const { store } = await bureau.publisher();
    const commits = await store.history((await store.head()) ?? '');
    const [last, before] = [commits.at(-1)?.sha ?? '', commits.at(-2)?.sha ?? ''];
    await replaceLedger(bureau, await ledgerFiles(bureau, before), commits.at(-3)?.sha ?? null);
    expect((await bureau.verify()).verified).toBe(true);
    expect((await bureau.verify({ since: last })).problems.map(({ code }) => code)).toEqual(['tail-cut']);
  });

  it('a tail that was cut stops everything on a machine that has seen it, again and again', async () => {
    const bureau = await busy();
    const { store } = await bureau.publisher();
    const [first, , ...later] = (await store.history((await store.head()) ?? '')).map(({ sha }) => sha);
    const { gitText } = await import('#pipeline/forge/git/git-process.ts');
    await gitText(bureau.world.github.repositoryDir, ['update-ref', 'refs/heads/ledger', first ?? '']);
    for (const _ of [1, 2])
      await expect(bureau.approve()).rejects.toMatchObject({ code: 'ledger/cut', message: expect.stringContaining('请管理员今天') });
    await gitText(bureau.world.github.repositoryDir, ['update-ref', 'refs/heads/ledger', later.at(-1) ?? '']);
    expect(await bureau.approve()).toMatchObject({ alerts: [] });
  });

  it('a ledger that is gone stops everything', async () => {
    const bureau = await busy();
    const { gitText } = await import('#pipeline/forge/git/git-process.ts');
    await gitText(bureau.world.github.repositoryDir, ['update-ref', '-d', 'refs/heads/ledger']);
    await gitText(bureau.root, ['update-ref', '-d', 'refs/remotes/origin/ledger']);
    await expect(bureau.approve()).rejects.toMatchObject({ code: 'ledger/cut', message: expect.stringMatching(/请管理员今天查明/) });
  });
});
