import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { canonicalJson, digestOf } from '#pipeline/canonical-json.ts';
import { openGit } from '#pipeline/forge/git.ts';
import { gitText, runGit } from '#pipeline/forge/git-process.ts';
import { blobId } from '#pipeline/item/git-ids.ts';
import { lockedSettings } from '#pipeline/publish/acts.ts';
import type { LedgerEvent } from '#pipeline/publish/event.ts';
import { signedFormOf } from '#pipeline/publish/form-of-item.ts';
import { eventsOf, readLedger, write } from '#pipeline/publish/ledger.ts';
import { gitLedger } from '#pipeline/publish/ledger-git.ts';
import { newSigningKey } from '#pipeline/publish/new-signing-key.ts';
import { gitTrust } from '#pipeline/publish/publisher.ts';
import { type PurgeReport, purge, purgedAt } from '#pipeline/publish/purge.ts';
import type { PurgeRecord } from '#pipeline/publish/purge-event.ts';
import { siteData } from '#pipeline/publish/site-data.ts';
import { formOf } from '#pipeline/publish/site-release.ts';
import { type VerifyReport, verifyItem, verifyLedger } from '#pipeline/publish/verify.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { type Bureau, FOLDER, ITEM, itemText, startBureau } from './bureau.ts';
import { type Files, ledgerFiles, replaceLedger, resigned, rewritten, without } from './tampering.ts';

vi.setConfig({ testTimeout: 120_000 });

const LEAK = 'wucheng/2026-11-23-leak';
const OTHER = 'wucheng/2026-11-23-other';
const DECISION = '示例保密〔2026〕1 号';
const PURGE = 'settings/0003-purge.json';

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
    const { seq: _, prev: __, version: ___, sum: ____, ...event } = intent as LedgerEvent;
    return { event: { ...event, kind: 'confirmed' as const, remote: { id: item, url: `http://127.0.0.1:4000/${item}/` } } };
  });
  await write(store, ledger, drafts, '登记', await now());
}

/** Says that the older page gave way to the newer. */
async function supersede({ publisher }: Bureau): Promise<void> {
  const { store, ledgers, now } = await publisher();
  const ledger = await ledgers.load();
  const older = eventsOf(ledger, ITEM).find(({ kind, revision }) => kind === 'confirmed' && revision === 1);
  const { seq: _, prev: __, version: ___, sum: ____, ...event } = older as LedgerEvent;
  await write(store, ledger, [{ event: { ...event, kind: 'superseded' } }], '登记', await now());
}

/** Three items that are out, the leaked one landed before the settings' second version and the two others. */
async function leaked(): Promise<Bureau> {
  const bureau = await startBureau();
  const folder = `content/items/${LEAK}`;
  await bureau.publish({ [`${folder}/index.md`]: pictured({ title: '不该公开的' }), [`${folder}/map.jpg`]: smallJpeg() });
  await bureau.publish({ 'content/policy.yml': `order: any\n${bureau.policy}` }, { reviewers: ['zhengsi', 'fengliu'] });
  await bureau.publish({ [`${FOLDER}/index.md`]: itemText() });
  await bureau.publish({ [`content/items/${OTHER}/index.md`]: itemText({ title: '另一条' }) });
  await bureau.approve();
  await confirm(bureau, LEAK, ITEM, OTHER);
  return bureau;
}

/** Main written anew on the server, and a clone that has never seen the old one: as a runner has it. */
async function rewrite({ world, root }: Bureau, stream: (bytes: Buffer) => Buffer, ...excluded: string[]): Promise<void> {
  const dir = world.github.repositoryDir;
  const all = (await gitText(dir, ['ls-tree', '-r', '--name-only', 'main'])).split('\n');
  const kept = all.filter((path) => !excluded.some((item) => path.startsWith(`content/items/${item}/`)));
  const { stdout } = await runGit(dir, ['fast-export', '--', 'refs/heads/main', '--', ...kept]);
  await runGit(dir, ['fast-import', '--quiet', '--force'], { input: stream(stdout) });
  await rm(join(root, '.git'), { recursive: true });
  await gitText(root, ['init', '--quiet', '--initial-branch=main']);
  await gitText(root, ['remote', 'add', 'origin', world.github.gitUrl]);
}

/** The record with something else in it, signed again, as somebody with the key could. */
function said(files: Files, key: string, change: (record: PurgeRecord) => Partial<PurgeRecord>): Files {
  return rewritten(resigned<PurgeRecord>(files, PURGE, key, change), PURGE, (text) => {
    const event = JSON.parse(text);
    const { predicate } = JSON.parse(Buffer.from(event.form.payload, 'base64').toString('utf8'));
    return canonicalJson({ ...event, digest: digestOf(predicate) });
  });
}

const unchanged = (bytes: Buffer): Buffer => bytes;

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

const codes = ({ problems }: VerifyReport): string[] => [...new Set(problems.map(({ item, code }) => `${item} ${code}`))].sort();

describe('a leak that was taken out of main’s history', () => {
  it('stops nothing once an entitled person has recorded it: the rest is verified in full, the forms of the leak as well', async () => {
    const bureau = await leaked();
    await rewrite(bureau, unchanged, LEAK);
    await expect(bureau.approve()).rejects.toMatchObject({ code: 'ledger/unverified' });
    for (const nobody of ['wangwu', 'lisi', 'zhouyi'])
      await expect(recordedBy(bureau, nobody, LEAK)).rejects.toMatchObject({ code: 'not-entitled' });
    await expect(recordedBy(bureau, 'zhengsi')).rejects.toMatchObject({ code: 'purge/unverified' });
    expect(await recordedBy(bureau, 'zhengsi', LEAK)).toMatchObject({
      by: '郑四',
      takenBack: 1,
      records: [{ item: LEAK, trees: [expect.any(String)] }],
    });
    const report = await verified(bureau);
    expect(report).toMatchObject({ verified: true, items: 3, problems: [], purged: [{ item: LEAK, by: '郑四', decision: DECISION }] });
    const { git, store, ...publisher } = await bureau.publisher();
    expect(await verifyItem(store, gitTrust(git), LEAK, { main: git })).toMatchObject({ verified: true, purged: [{ item: LEAK }] });
    await bureau.publish({ 'content/items/wucheng/2026-11-23-next/index.md': itemText({ title: '下一条' }) });
    await bureau.publish({ 'content/policy.yml': `order: strict\n${bureau.policy}` }, { reviewers: ['zhengsi', 'fengliu'] });
    expect(await bureau.approve()).toEqual({ approved: ['wucheng/2026-11-23-next'], alerts: [], settingsUnverified: false });
    expect(await verified(bureau)).toMatchObject({ verified: true, items: 4 });
    const ledger = await bureau.ledger();
    await git.fetch(['+refs/heads/main:refs/remotes/origin/main']);
    const settings = await lockedSettings({ git }, ledger);
    const { data, pictures } = await siteData({ git, ledger, main: settings.commit, ...settings, now: await publisher.now() });
    expect(pictures).toEqual([]);
    expect(data.items.map(({ id, title, html, withdrawal }) => [id, title, html !== '', withdrawal?.reason ?? null]).sort()).toEqual(
      [
        [LEAK, '本信息已撤回', false, expect.any(String)],
        ['wucheng/2026-11-23-next', '下一条', true, null],
        [OTHER, '另一条', true, null],
        [ITEM, '示例街道整治', true, null],
      ].sort(),
    );
    expect(await signedFormOf(git, ledger, LEAK)).toMatchObject({ form: { title: '不该公开的' }, item: null });
  });

  it('is no way to hide anything: what nobody recorded, what is still out, what was never signed and what another key signed is refused', async () => {
    const bureau = await leaked();
    await recordedBy(bureau, 'fengliu', LEAK);
    expect(codes(await verified(bureau))).toEqual([]);
    await rewrite(bureau, unchanged, LEAK);
    expect(codes(await verified(bureau))).toEqual([]);
    const files = await ledgerFiles(bureau);
    const other = eventsOf(await bureau.ledger(), OTHER)[0] as LedgerEvent;
    const otherBlobs = formOf(other)?.content.files.map(({ blob }) => blob) ?? [];
    const { privateKeyPem: stranger } = newSigningKey();
    const more = (record: PurgeRecord): Partial<PurgeRecord> => ({ blobs: [...record.blobs, ...otherBlobs].sort() });
    const forged: [string, Files, string][] = [
      ['no record', without(files, PURGE), `${ITEM} not-on-main`],
      ['a record of no text', said(files, bureau.key, () => ({ trees: [], blobs: [] })), `${LEAK} purge-unknown`],
      ['a tree that nobody approved', said(files, bureau.key, ({ trees }) => ({ trees: [...trees, other.tree] })), `${LEAK} purge-unknown`],
      ['a file of another item', said(files, bureau.key, more), `${LEAK} purge-unknown`],
      [
        'a text that is out',
        said(files, bureau.key, () => ({ item: OTHER, seq: 3, trees: [other.tree], blobs: otherBlobs })),
        `${OTHER} purge-still-out`,
      ],
      ['an item of nowhere', said(files, bureau.key, () => ({ item: `${OTHER}-x` })), `${OTHER}-x purge-unknown`],
      ['an earlier state, when it was out', said(files, bureau.key, ({ seq }) => ({ seq: seq - 1 })), `${LEAK} purge-still-out`],
      ['a person without the right', said(files, bureau.key, () => ({ person: 'wangwu' })), 'settings purge'],
      ['another key', resigned<PurgeRecord>(files, PURGE, stranger, () => ({})), 'settings purge'],
      [
        'a kind changed after signing',
        rewritten(files, PURGE, (text) => text.replace('"code":"secrecy"', '"code":"other"')),
        'settings purge',
      ],
      [
        'a decision changed after signing',
        rewritten(files, PURGE, (text) => text.replace(`"reason":"${DECISION}"`, '"reason":"无"')),
        'settings purge',
      ],
    ];
    for (const [what, changed, code] of forged) {
      await replaceLedger(bureau, changed, null);
      const found = codes(await verified(bureau));
      expect([what, ...found]).toEqual(expect.arrayContaining([what, code]));
    }
    await replaceLedger(bureau, files, null);
    expect(codes(await verified(bureau))).toEqual([]);
    await rewrite(bureau, unchanged, OTHER);
    expect(codes(await verified(bureau))).toEqual([
      `${OTHER} landing-not-on-main`,
      `${OTHER} not-on-main`,
      `${OTHER} text-missing`,
      `${OTHER} text-on-main`,
    ]);
  });

  it('may be one picture that a correction has replaced: the rest of that text is compared byte for byte, the item stays out', async () => {
    const bureau = await startBureau();
    const [index, picture] = [`${FOLDER}/index.md`, `${FOLDER}/map.jpg`];
    const secret = Buffer.concat([smallJpeg(), Buffer.from('secret')]);
    await bureau.publish({ [index]: pictured(), [picture]: secret });
    await bureau.approve();
    await confirm(bureau, ITEM);
    await expect(recordedBy(bureau, 'zhengsi', picture)).rejects.toMatchObject({ code: 'purge/still-out' });
    await bureau.publish({ [index]: pictured({ lines: ['correction: {kind: 图片, note: 换图}'] }), [picture]: smallJpeg() });
    await bureau.approve();
    await confirm(bureau, ITEM);
    await supersede(bureau);
    const { records } = await recordedBy(bureau, 'zhengsi', picture);
    expect(records).toEqual([{ item: ITEM, trees: [expect.any(String)], blobs: [blobId(secret)] }]);
    const redacted = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1').replaceAll('secret', 'xxxxxx'), 'latin1');
    await rewrite(bureau, redacted);
    expect(await verified(bureau)).toMatchObject({ verified: true, problems: [], purged: [{ item: ITEM, decision: DECISION }] });
    expect(await bureau.approve()).toMatchObject({ approved: [], alerts: [] });
  });
});
