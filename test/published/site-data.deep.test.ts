import { describe, expect, it } from 'vitest';
import { setHold } from '#pipeline/acts/hold.ts';
import { beginWithdrawal } from '#pipeline/acts/withdraw.ts';
import { type Item, readItem } from '#pipeline/item/item.ts';
import { NO_TERMS } from '#pipeline/organisation/terms.ts';
import { previewData, siteData } from '#pipeline/published/site-data.ts';
import { renderItem } from '#pipeline/render/render-item.ts';
import { newestMain } from '#pipeline/verify/publisher.ts';
import { lockedSettings } from '#pipeline/verify/settings-lock.ts';
import { type Bureau, FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { practice } from '../release/practice-channel.ts';

const INDEX = `${FOLDER}/index.md`;
const PICTURE = smallJpeg();

const columns = `columns: [{id: dongtai, name: 工作动态, type: 工作动态, description: 示例, keywords: 示例, categories: [工作动态]}]
channels: {weibo: {mode: open}}`;

async function site(bureau: Bureau): ReturnType<typeof siteData> {
  const publisher = await bureau.publisher();
  const ledger = await publisher.ledgers.load();
  const { organisation, policy, terms } = await lockedSettings(publisher, ledger);
  const { commit: main } = await newestMain(publisher.git, { fetch: true });
  return siteData({ git: publisher.git, ledger, main, organisation, policy, terms, now: await publisher.now() });
}

describe('what the website shows', () => {
  it('is nothing, and says so, before there is a ledger', async () => {
    const bureau = await startBureau({ setup: false });
    const publisher = await bureau.publisher();
    const ledger = await publisher.ledgers.load();
    const { policySchema } = await import('#pipeline/organisation/policy.ts');
    const organisation = {
      people: {},
      units: {},
      posts: [],
      duties: [],
      delegations: [],
      routes: { A: { level1: 'review' }, B: { level1: 'review' } },
    } as const;
    const { data } = await siteData({
      git: publisher.git,
      ledger,
      main: 'HEAD',
      organisation: structuredClone(organisation) as never,
      policy: policySchema.parse({}),
      terms: NO_TERMS,
      now: '2026-11-24T10:00:00+08:00',
    });
    expect(data).toMatchObject({ empty: true, items: [], preview: false, today: '2026-11-24' });
  });

  it('is each approved text, with the time of its website intent and the Office person who signed', async () => {
    const bureau = await startBureau({ policy: columns });
    const text = itemText({ channels: ['website', 'weibo'], body: '正文一段。\n\n![街道](street.jpg)' });
    await bureau.publish({ [INDEX]: text, [`${FOLDER}/street.jpg`]: PICTURE });
    expect((await site(bureau)).data.items).toEqual([]);
    await bureau.approve();
    bureau.world.github.clock.advance(3600);
    const before = await site(bureau);
    const [item] = before.data.items;
    expect(item).toMatchObject({
      id: ITEM,
      path: `/${ITEM}/`,
      title: '示例街道整治',
      columns: ['dongtai'],
      unit: { id: 'wucheng', name: '婺城分局' },
      editor: '郑四',
      publishedAt: '2026-11-24 09:00',
      formNumber: '2026-0001',
      links: { wechat: '', weibo: '' },
      correction: null,
      withdrawal: null,
    });
    expect(item?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(before.pictures.map(({ path }) => path)).toEqual([`/${ITEM}/street.jpg`]);
    expect(Buffer.from((await before.pictures[0]?.read()) ?? '')).toEqual(Buffer.from(PICTURE));
    await bureau.release({ website: practice('website', []), weibo: practice('weibo', []) });
    const after = await site(bureau);
    expect(after.data.items[0]?.links.weibo).toMatch(/^http:\/\/127\.0\.0\.1\/weibo\//);
    expect(after.data.items[0]?.publishedAt).toBe('2026-11-24 09:00');
  });

  it('carries the digest that the release looks for', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [INDEX]: itemText() });
    await bureau.approve();
    const orders: Parameters<typeof practice>[1] = [];
    await bureau.release({ website: practice('website', orders) });
    expect((await site(bureau)).data.items[0]?.digest).toBe(orders[0]?.payload.digest);
  });

  it('shows a correction with its note, and keeps the first time', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [INDEX]: itemText() });
    await bureau.approve();
    await bureau.release({ website: practice('website', []) });
    bureau.world.github.clock.advance(86_400);
    await bureau.publish({ [INDEX]: itemText({ title: '改正的标题', lines: ['correction: {kind: 文字, note: 改正一处错字}'] }) });
    await bureau.approve();
    const [item] = (await site(bureau)).data.items;
    expect(item).toMatchObject({
      title: '改正的标题',
      publishedAt: '2026-11-24 09:00',
      correction: { kind: '文字', note: '改正一处错字' },
    });
    expect(item?.correction?.at).toMatch(/^2026-11-25/);
  });

  it('leaves a note and no text where an item was taken back', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [INDEX]: itemText({ title: '某人的标题', body: '不该公开的话。' }) });
    await bureau.approve();
    const website = practice('website', []);
    await bureau.release({ website });
    await beginWithdrawal(await bureau.publisher('fengliu'), { item: ITEM, kind: 'privacy', reason: '某人的电话' });
    const left = async (): Promise<void> => {
      const { data, pictures } = await site(bureau);
      expect(data.items[0]).toMatchObject({ title: '本信息已撤回', html: '', images: [], withdrawal: { reason: '涉及个人信息' } });
      expect(data.items[0]).not.toHaveProperty('digest');
      expect(pictures).toEqual([]);
      expect(JSON.stringify(data)).not.toMatch(/不该公开|某人的/);
    };
    await left();
    await bureau.release({ website });
    expect(await bureau.states()).toEqual(['website 1 withdrawn']);
    await left();
  });

  it('says that the period is over where a text said until when, without anybody’s act, and the ledger still verifies', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [INDEX]: itemText({ title: '示例公示', lines: ['publish_until: 2026-11-24'] }) });
    await bureau.approve();
    const website = practice('website', []);
    await bureau.release({ website });
    expect((await site(bureau)).data.items[0]).toMatchObject({ title: '示例公示', withdrawal: null });
    bureau.world.github.clock.advance(86_400);
    await bureau.approve();
    expect((await site(bureau)).data.items[0]).toMatchObject({ title: '示例公示', html: '', withdrawal: { reason: '公示期已满' } });
    await bureau.release({ website });
    expect(await bureau.states()).toEqual(['website 1 withdrawn']);
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it('leaves the note where a newer text is approved that is not out yet', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [INDEX]: itemText({ body: '不该公开的话。' }) });
    await bureau.approve();
    await bureau.release({ website: practice('website', []) });
    await beginWithdrawal(await bureau.publisher('fengliu'), { item: ITEM, kind: 'privacy', reason: '某人的电话' });
    await bureau.publish({ [INDEX]: itemText({ body: '改过的话。', lines: ['publish_after: 2026-11-26 09:00'] }) });
    await bureau.approve();
    const { data } = await site(bureau);
    expect(data.items[0]).toMatchObject({ html: '', withdrawal: { reason: '涉及个人信息' } });
    expect(JSON.stringify(data)).not.toMatch(/不该公开|改过的话/);
  });

  it('keeps out what is on hold, and what the rules find fault with', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [INDEX]: itemText() });
    await bureau.publish({ 'content/items/wucheng/2026-11-23-phone/index.md': itemText({ body: '请拨打 13812345678。' }) });
    await bureau.approve();
    expect((await site(bureau)).data.items.map(({ id }) => id)).toEqual([ITEM]);
    await setHold(await bureau.publisher('zhengsi'), 'hold', '突发情况');
    expect((await site(bureau)).data.items).toEqual([]);
  });

  it('shows no text that the ledger does not name, whatever lies on main', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [INDEX]: itemText() });
    await bureau.approve();
    await bureau.pushToMain({ [INDEX]: itemText({ title: '没有审过的标题' }) });
    await bureau.approve();
    expect((await site(bureau)).data.items.map(({ title }) => title)).toEqual(['示例街道整治']);
  });
});

describe('a preview of the work tree', () => {
  it('is marked and has the rendered text', async () => {
    const { organisationSchema } = await import('#pipeline/organisation/organisation.ts');
    const { policySchema } = await import('#pipeline/organisation/policy.ts');
    const organisation = organisationSchema.parse({
      people: { lisi: { name: '李四' } },
      units: { wucheng: { name: '婺城分局', kind: 'county', route: 'A' } },
      posts: [],
    });
    const policy = policySchema.parse({});
    const itemOf = (text: string): Item => {
      const file = { path: 'index.md', mode: '100644', id: '0'.repeat(40), bytes: Buffer.from(text) };
      const { item } = readItem({ path: FOLDER, files: [file] });
      if (!item) throw new Error('the sample is no item');
      return item;
    };
    const item = itemOf(itemText());
    const settings = { organisation, policy, now: '2026-11-24T10:00:00+08:00' };
    const { data } = previewData([item], settings);
    expect(data).toMatchObject({ preview: true, empty: false });
    expect(data.freshness).toEqual({ days: 7, from: 'information', firstDay: 'excluded', holidays: 'counted' });
    expect(data.items[0]?.html).toBe(renderItem(item, 'website', { organisation, policy }).content);

    const withdrawn = previewData([itemOf(itemText({ lines: ['withdraw: {kind: privacy, reason: 示例}'] }))], settings);
    expect(withdrawn.data.items).toMatchObject([
      { title: '本信息已撤回', html: '', images: [], withdrawal: { reason: '涉及个人信息', at: '2026-11-24 10:00' } },
    ]);
  });
});
