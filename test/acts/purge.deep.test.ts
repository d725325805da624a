import { describe, expect, it } from 'vitest';
import { type PurgeReport, purge, purgedAt } from '#pipeline/acts/purge.ts';
import { canonicalJson, digestOf } from '#pipeline/canonical-json.ts';
import { command } from '#pipeline/commands/purge.ts';
import { openGit } from '#pipeline/forge/git/git.ts';
import { blobId } from '#pipeline/item/git-ids.ts';
import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import { eventsOf, readLedger, write } from '#pipeline/ledger/ledger.ts';
import { gitLedger } from '#pipeline/ledger/ledger-git.ts';
import { sealPath } from '#pipeline/ledger/ledger-path.ts';
import type { PurgeRecord } from '#pipeline/ledger/purge-event.ts';
import { figuresOf } from '#pipeline/ledger/seal.ts';
import { formOf } from '#pipeline/ledger/site-release.ts';
import { signedFormOf } from '#pipeline/published/form-of-item.ts';
import { siteData } from '#pipeline/published/site-data.ts';
import { makePlan } from '#pipeline/release/plan.ts';
import { timeline } from '#pipeline/reports/timeline.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { gitTrust } from '#pipeline/verify/publisher.ts';
import { lockedSettings } from '#pipeline/verify/settings-lock.ts';
import { type VerifyReport, verifyItem, verifyLedger } from '#pipeline/verify/verify.ts';
import { openSealed } from '#pipeline/verify/verify-since.ts';
import { type Bureau, FOLDER, ITEM, itemText, SITE, startBureau } from '../bureau.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { memoryLedger } from '../ledger/ledger-memory.ts';
import { rewrite } from '../ledger/rewritten-history.ts';
import { type Files, ledgerFiles, resigned, rewritten, signedSeal, without } from '../ledger/tampering.ts';
import { inProcess } from '../release/in-process.ts';
import { practice } from '../release/practice-channel.ts';

const LEAK = 'wucheng/2026-11-23-leak';
const NEXT = 'wucheng/2026-11-23-next';
const OTHER = 'wucheng/2026-11-23-other';
const DECISION = '示例保密〔2026〕1 号';
const [FIRST, PURGE] = ['settings/0003-purge.json', 'settings/0004-purge.json'];
const PICTURE = `${FOLDER}/map.jpg`;
const SECRET = Buffer.concat([smallJpeg(), Buffer.from('secret')]);
const OPEN = Buffer.concat([smallJpeg(), Buffer.from('open')]);

const pictured = (more: Parameters<typeof itemText>[0] = {}): string =>
  itemText({
    ...more,
    lines: ['images: {map.jpg: {kind: photo, credit: 示例}}', ...(more.lines ?? [])],
    body: '正文一段。\n\n![巡查](map.jpg)',
  });

/** Says that the pages of some items are out. */
async function confirm({ publisher }: Bureau, ...items: string[]): Promise<void> {
  const { store, ledgers, now } = await publisher();
  const ledger = await ledgers.load();
  const drafts = items.map((item) => {
    const intent = eventsOf(ledger, item).findLast(({ kind }) => kind === 'intent');
    const { seq: _, prev: __, version: ___, signature: ____, ...event } = intent as LedgerEvent;
    return { event: { ...event, kind: 'confirmed' as const, remote: { id: item, url: `${SITE}/${item}/` } } };
  });
  await write(store, ledger, drafts, '登记', await now());
}

/** Says that the older page gave way to the newer. */
async function supersede({ publisher }: Bureau): Promise<void> {
  const { store, ledgers, now } = await publisher();
  const ledger = await ledgers.load();
  const older = eventsOf(ledger, ITEM).find(({ kind, revision }) => kind === 'confirmed' && revision === 1);
  const { seq: _, prev: __, version: ___, signature: ____, ...event } = older as LedgerEvent;
  await write(store, ledger, [{ event: { ...event, kind: 'superseded' } }], '登记', await now());
}

/**
 * Three items that are out: the leaked one landed before the settings' second version and the others, and a correction has replaced the picture
 * of the second.
 */
async function leaked(): Promise<Bureau> {
  const bureau = await startBureau();
  const folder = `content/items/${LEAK}`;
  await bureau.publish({ [`${folder}/index.md`]: pictured({ title: '不该公开的' }), [`${folder}/map.jpg`]: smallJpeg() });
  await bureau.publish({ [`${FOLDER}/index.md`]: pictured(), [PICTURE]: SECRET });
  await bureau.publish({ 'content/policy.yml': `order: any\n${bureau.policy}` }, { reviewers: ['zhengsi', 'fengliu'] });
  await bureau.publish({ [`content/items/${OTHER}/index.md`]: itemText({ title: '另一条' }) });
  await bureau.approve();
  await confirm(bureau, LEAK, ITEM, OTHER);
  await expect(recordedBy(bureau, 'zhengsi', PICTURE)).rejects.toMatchObject({ code: 'purge/still-out' });
  await bureau.publish({ [`${FOLDER}/index.md`]: pictured({ lines: ['correction: {kind: 图片, note: 换图}'] }), [PICTURE]: OPEN });
  await bureau.approve();
  await confirm(bureau, ITEM);
  await supersede(bureau);
  return bureau;
}

/** The record with something else in it, signed again, as somebody with the key could. */
function said(files: Files, key: string, change: (record: PurgeRecord) => Partial<PurgeRecord>): Files {
  return rewritten(resigned<PurgeRecord>(files, PURGE, key, change), PURGE, key, (text) => {
    const event = JSON.parse(text);
    const { predicate } = JSON.parse(Buffer.from(event.form.payload, 'base64').toString('utf8'));
    return canonicalJson({ ...event, digest: digestOf(predicate) });
  });
}

const codes = ({ problems }: VerifyReport): string[] => [...new Set(problems.map(({ item, code }) => `${item} ${code}`))].sort();

/** What somebody could write into the ledger in the record's place: each is found, whatever else it says. */
async function forgeries(bureau: Bureau): Promise<void> {
  const files = await ledgerFiles(bureau);
  const other = eventsOf(await bureau.ledger(), OTHER)[0] as LedgerEvent;
  const blobs = formOf(other)?.content.files.map(({ blob }) => blob) ?? [];
  const { privateKeyPem: stranger } = newSigningKey();
  const recorded = (change: (record: PurgeRecord) => Partial<PurgeRecord>): Files => said(files, bureau.key, change);
  const forged: [string, Files, string][] = [
    ['no record', without(files, FIRST, PURGE), `${ITEM} not-on-main`],
    ['no record: settings', without(files, FIRST, PURGE), 'settings settings-unreadable'],
    ['no text', recorded(() => ({ trees: [], blobs: [] })), `${LEAK} purge-unknown`],
    ['a tree that nobody approved', recorded(({ trees }) => ({ trees: [...trees, other.tree] })), `${LEAK} purge-unknown`],
    ['a file of another item', recorded((record) => ({ blobs: [...record.blobs, ...blobs] })), `${LEAK} purge-unknown`],
    ['a text that is out', recorded(() => ({ item: OTHER, seq: 3, trees: [other.tree], blobs })), `${OTHER} purge-still-out`],
    ['an item of nowhere', recorded(() => ({ item: `${OTHER}-x` })), `${OTHER}-x purge-unknown`],
    ['the time when it was out', recorded(({ seq }) => ({ seq: seq - 1 })), `${LEAK} purge-still-out`],
    ['the future', recorded(({ seq }) => ({ seq: seq + 1 })), `${LEAK} purge-unknown`],
    ['a person without the right', recorded(() => ({ person: 'wangwu' })), 'settings purge'],
    ['another key', resigned<PurgeRecord>(files, PURGE, stranger, () => ({})), 'settings purge'],
    ['another kind', rewritten(files, PURGE, bureau.key, (text) => text.replace('"code":"secrecy"', '"code":"other"')), 'settings purge'],
    [
      'another decision',
      rewritten(files, PURGE, bureau.key, (text) => text.replace(`"reason":"${DECISION}"`, '"reason":"无"')),
      'settings purge',
    ],
  ];
  const { git } = await bureau.publisher();
  await git.fetch(['+refs/heads/main:refs/remotes/origin/main']);
  const trust = gitTrust(git);
  for (const [what, changed, code] of forged) {
    const store = memoryLedger();
    const all = [...changed].map(([path, bytes]) => ({ path, bytes }));
    await store.append(null, all, '登记', '2026-11-24T10:00:00+08:00');
    const found = codes(await verifyLedger(store, await readLedger(store), trust));
    expect([what, ...found]).toEqual(expect.arrayContaining([what, code]));
  }
}

/** A run that reads from a seal on, put before the record: it reads the chain that the record speaks of, and believes no forged one. */
async function sealed(bureau: Bureau): Promise<void> {
  const files = await ledgerFiles(bureau);
  const { git, now } = await bureau.publisher();
  await git.fetch(['+refs/heads/main:refs/remotes/origin/main']);
  const main = (await git.resolve('refs/remotes/origin/main')) ?? '';
  const forged = said(files, bureau.key, ({ seq }) => ({ seq: seq - 1 }));
  for (const [all, expected] of [
    [files, []],
    [forged, [`${LEAK} purge-still-out`]],
  ] as const) {
    const store = memoryLedger();
    const at = await now();
    const written = [...without(files, PURGE)].map(([path, bytes]) => ({ path, bytes }));
    await store.append(null, written, '登记', at);
    const ledger = await readLedger(store);
    const about = { version: 1 as const, path: sealPath(at.slice(0, 4), 1), at, commit: ledger.head ?? '', previous: null, main };
    await store.append(ledger.head, [signedSeal({ ...about, ...figuresOf(ledger), open: [], due: [] }, bureau.key)], '封账', at);
    await store.append(await store.head(), [{ path: PURGE, bytes: all.get(PURGE) as Buffer }], '登记清除', at);
    const opened = await openSealed(store, (await store.head()) ?? '', gitTrust(git));
    expect(opened?.verified.has(LEAK)).toBe(true);
    expect(opened?.problems.map(({ item, code }) => `${item} ${code}`)).toEqual(expected);
  }
}

/** What a replacement of a file's bytes makes of a history, as `git filter-repo --replace-text` does. */
const redacted = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1').replaceAll('secret', 'xxxxxx'), 'latin1');

async function recordedBy(bureau: Bureau, actor: string, ...what: string[]): Promise<PurgeReport> {
  const publisher = await bureau.publisher(actor);
  await publisher.git.fetch(['+refs/heads/main:refs/remotes/origin/main']);
  return purge(publisher, gitTrust(publisher.git), { what: what.map(purgedAt), kind: 'secrecy', decision: DECISION }, bureau.key);
}

/** What `verify` says of the server's ledger and main. */
async function verified({ publisher, root }: Bureau): Promise<VerifyReport> {
  const { git: fetching } = await publisher();
  await fetching.fetch(['+refs/heads/main:refs/remotes/origin/main', '+refs/heads/ledger:refs/remotes/origin/ledger']);
  const git = await openGit(root);
  try {
    const store = gitLedger(git, { fetch: false });
    return await verifyLedger(store, await readLedger(store), gitTrust(git), { main: git });
  } finally {
    git.close();
  }
}

describe('a leak that was taken out of main’s history', () => {
  it('stops everything until an entitled person has recorded it, and nothing from then on; no record hides anything else', async () => {
    const bureau = await leaked();
    const picture = { item: ITEM, trees: [expect.any(String)], blobs: [blobId(SECRET)] };
    expect(await recordedBy(bureau, 'fengliu', PICTURE)).toMatchObject({ by: '冯六', takenBack: 0, records: [picture] });
    const before = { item: ITEM, by: '冯六', decision: DECISION };
    expect(await verified(bureau)).toMatchObject({ verified: true, purged: [before] });
    await rewrite(bureau, redacted, LEAK);
    await expect(bureau.approve()).rejects.toMatchObject({ code: 'ledger/unverified' });
    for (const nobody of ['wangwu', 'zhouyi']) {
      await expect(recordedBy(bureau, nobody, LEAK)).rejects.toMatchObject({ code: 'not-entitled' });
    }
    await expect(recordedBy(bureau, 'zhengsi')).rejects.toMatchObject({ code: 'purge/unverified' });
    const record = { by: '郑四', takenBack: 1, records: [{ item: LEAK, trees: [expect.any(String)] }] };
    expect(await recordedBy(bureau, 'zhengsi', LEAK)).toMatchObject(record);
    const purged = [{ item: LEAK, by: '郑四', decision: DECISION }, before];
    expect(await verified(bureau)).toMatchObject({ verified: true, items: 3, problems: [], purged });
    await forgeries(bureau);
    await sealed(bureau);

    await bureau.publish({ [`content/items/${NEXT}/index.md`]: itemText({ title: '下一条' }) });
    await bureau.publish({ 'content/policy.yml': `order: strict\n${bureau.policy}` }, { reviewers: ['zhengsi', 'fengliu'] });
    expect(await bureau.approve()).toMatchObject({ approved: [NEXT], alerts: [], settingsUnverified: false });
    const { git, store, now } = await bureau.publisher();
    await git.fetch(['+refs/heads/main:refs/remotes/origin/main']);
    expect(await verifyItem(store, gitTrust(git), LEAK, { main: git })).toMatchObject({ verified: true, purged: purged.slice(0, 1) });
    const ledger = await bureau.ledger();
    const story = timeline(eventsOf(ledger, LEAK), eventsOf(ledger, 'settings'), new Map());
    expect(story.filter(({ what }) => what.includes('清除')).map(({ who }) => who)).toEqual(['zhengsi']);
    const settings = await lockedSettings({ git }, ledger);
    const { releases, alerts } = await makePlan({ git, ledger, settings, now: await now(), renderer: inProcess });
    expect([releases.map(({ item, payload }) => [item, payload.title, payload.content !== '']), alerts]).toEqual([
      [
        [LEAK, '不该公开的', false],
        [NEXT, '下一条', true],
      ],
      [],
    ]);
    const { data } = await siteData({ git, ledger, main: settings.commit, ...settings, now: await now() });
    const pages = data.items.map(({ id, title, html, withdrawal }) => [id, title, html !== '', withdrawal !== null]);
    expect(pages.sort()).toEqual([
      [LEAK, '本信息已撤回', false, true],
      [NEXT, '下一条', true, false],
      [OTHER, '另一条', true, false],
      [ITEM, '示例街道整治', true, false],
    ]);
    expect(await signedFormOf(git, ledger, LEAK)).toMatchObject({ form: { title: '不该公开的' }, item: null });

    const { releases: done } = await bureau.release({ website: practice('website', []) });
    expect(done.map(({ item, state }) => [item, state])).toEqual([
      [LEAK, 'withdrawn'],
      [NEXT, 'confirmed'],
    ]);

    await rewrite(bureau, redacted, OTHER);
    const missing = ['landing-not-on-main', 'not-on-main', 'text-missing', 'text-on-main'].map((code) => `${OTHER} ${code}`);
    expect(codes(await verified(bureau)).filter((code) => code.startsWith(OTHER))).toEqual(missing);
  });
});

describe('what a purge is asked for', () => {
  it.each([
    [LEAK, { item: LEAK, file: null }],
    [`content/items/${LEAK}/`, { item: LEAK, file: null }],
    [`./content/items/${LEAK}/map.jpg`, { item: LEAK, file: 'map.jpg' }],
    [`${LEAK}/index.md`, { item: LEAK, file: 'index.md' }],
  ])('reads %s as an item or one of its files', (operand, what) => expect(purgedAt(operand)).toEqual(what));

  it.each(['content/policy.yml', 'README.md', '', '/', `${LEAK}/maps/map.jpg`, 'https://example.com/'])('refuses “%s”', (operand) =>
    expect(() => purgedAt(operand)).toThrow(expect.objectContaining({ code: 'usage/item' })),
  );

  it.each([
    [{ kind: 'secret', decision: DECISION }, 'usage/kind'],
    [{ kind: 'secrecy' }, 'usage/decision'],
    [{ kind: 'secrecy', decision: '字'.repeat(61) }, 'usage/decision'],
    [{ kind: 'secrecy', decision: `${DECISION}\n内容` }, 'usage/decision'],
    [{ kind: 'secrecy', decision: DECISION }, 'environment/missing'],
  ])('is refused before anything is read: %j', async (options, code) => {
    const context = { root: '/', at: null, format: 'text', operands: [LEAK], options, env: {}, note: () => undefined };
    await expect(command.run({ ...context, call: () => Promise.reject(new Error('none')) })).rejects.toMatchObject({ code });
  });
});
