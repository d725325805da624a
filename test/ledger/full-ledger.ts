import { sha256 } from '#pipeline/canonical-json.ts';
import { type Draft, eventsOf, type Ledger, write } from '#pipeline/ledger/ledger.ts';
import { mediaPath } from '#pipeline/ledger/ledger-path.ts';
import { pictureRecord } from '#pipeline/release/kept-pictures.ts';
import { type Bureau, FOLDER, grownBureau, ITEM, itemText, SITE } from '../bureau.ts';
import { smallJpeg } from '../jpeg-fixture.ts';

export const OTHER = 'wucheng/2026-11-23-other';

/** A draft that goes on from an event of an item. */
export function after(ledger: Ledger, item: string, kind: Draft['event']['kind'], more: Partial<Draft['event']> = {}): Draft {
  const intent = eventsOf(ledger, item).find((event) => event.kind === 'intent');
  if (!intent) throw new Error(`no intent of ${item}`);
  const { seq: _, prev: __, version: ___, signature: ____, ...event } = intent;
  return { event: { ...event, kind, ...more } };
}

/**
 * A bureau whose ledger holds a file of every kind: two versions of the settings with the evidence of the second, two items, one of them
 * with a picture that was uploaded, their releases, a hold and its end.
 */
export const fullLedger = (): Promise<Bureau> => grownBureau('a full ledger', {}, fill);

async function fill(bureau: Bureau): Promise<void> {
  await bureau.publish({ 'content/policy.yml': `order: any\n${bureau.policy}` }, { reviewers: ['zhengsi', 'fengliu'] });
  const images = { lines: ['images: {street.jpg: {kind: photo, credit: 示例}}'], body: '正文一段。\n\n![巡查](street.jpg)' };
  await bureau.publish({ [`${FOLDER}/index.md`]: itemText(images), [`${FOLDER}/street.jpg`]: smallJpeg() });
  await bureau.publish({ [`content/items/${OTHER}/index.md`]: itemText({ title: '另一条' }) });
  await bureau.approve();
  const { store, ledgers, now } = await bureau.publisher();
  const ledger = await ledgers.load();
  const picture = { sha256: sha256(smallJpeg()), use: 'body' as const, url: 'https://mmbiz.example/street', mediaId: '' };
  const path = mediaPath('wx0123456789abcdef', sha256(smallJpeg()), 'body');
  const remote = (item: string) => ({ id: item, url: `${SITE}/${item}/` });
  const pause = (kind: 'hold' | 'resume'): Draft => after(ledger, ITEM, kind, { item: 'settings', revision: 0, reason: '示例' });
  const drafts = [
    { ...after(ledger, ITEM, 'confirmed', { remote: remote(ITEM) }), pictures: [{ path, value: pictureRecord(picture, await now()) }] },
    after(ledger, OTHER, 'unknown', { code: 'website/unclear', reason: '结果不明' }),
    after(ledger, OTHER, 'confirmed', { remote: remote(OTHER) }),
    ...[pause('hold'), pause('resume')].map(({ event: { channel: _, ...event } }) => ({ event })),
  ];
  await write(store, ledger, drafts, '登记', await now());
}
