import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '#pipeline/canonical-json.ts';
import type { ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import { coverCrops, middle } from '#pipeline/release/channels/wechat/draft.ts';
import type { PayloadImage } from '#pipeline/render/payload.ts';
import { greyJpeg, withExif } from '../../../jpeg-fixture.ts';
import { jpeg } from '../orders.ts';
import { type Stage, wechatStage } from '../stage.ts';
import { watchCalls } from '../watch-calls.ts';

/** An order that shows pictures, the first of them as its cover. */
function orderWith(stage: Stage, pictures: Record<string, Uint8Array>, shown = Object.keys(pictures)): ReleaseOrder {
  const images: PayloadImage[] = Object.entries(pictures).map(([path, bytes]) => ({
    path,
    sha256: sha256(bytes),
    bytes: bytes.byteLength,
    blob: path,
  }));
  const content = `<p>连续两天劝导店铺 86 家。</p>${shown.map((path) => `<img src="sanshen-image:${path}">`).join('')}`;
  const image = async (blob: string): Promise<Uint8Array> => pictures[blob] as Uint8Array;
  return stage.order({ images, content, cover: Object.keys(pictures)[0] ?? null }, { image });
}

describe('the cover', () => {
  const side = fc.integer({ min: 1, max: 20_000 });

  it('is cut in its middle, as large as the shape allows, within the picture', () => {
    fc.assert(
      fc.property(side, side, fc.constantFrom(2.35, 1), (width, height, shape) => {
        const [left = 0, top = 0, right = 0, bottom = 0] = middle(width, height, shape).split('_').map(Number);
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
        expect(Math.max(right, bottom)).toBeLessThanOrEqual(1);
        expect(left + right).toBeCloseTo(1, 5);
        expect(top + bottom).toBeCloseTo(1, 5);
        expect(Math.min(left, top)).toBe(0);
        // Six digits are what the interface takes; of a very narrow part they leave little.
        const [across, down] = [(right - left) * width, (bottom - top) * height];
        expect(Math.abs(across - shape * down)).toBeLessThan(0.1);
      }),
    );
  });

  it.each([
    ['a landscape', greyJpeg(400, 300), { pic_crop_235_1: '0_0.216312_1_0.783688', pic_crop_1_1: '0.125_0_0.875_1' }],
    ['a portrait', greyJpeg(300, 400), { pic_crop_235_1: '0_0.340426_1_0.659574', pic_crop_1_1: '0_0.125_1_0.875' }],
    ['a panorama', greyJpeg(900, 300), { pic_crop_235_1: '0.108333_0_0.891667_1', pic_crop_1_1: '0.333333_0_0.666667_1' }],
    ['a picture that lies on its side', withExif(greyJpeg(400, 300), { orientation: 6 }), {}],
    ['what is no picture', jpeg('no picture'), {}],
  ])('of %s is told to WeChat, or left to it', (_what, bytes, crops) => expect(coverCrops(bytes)).toEqual(crops));

  it('goes out cut, whether it is uploaded now or known already', async () => {
    const stage = await wechatStage();
    const order = orderWith(stage, { 'a.jpg': greyJpeg(400, 300) });
    const { uploads = [] } = await stage.adapter.send(order);
    await stage.adapter.send({ ...order, uploads, key: order.key.replace(/^./, 'f') });
    expect(stage.server.articles().map(({ crop }) => crop)).toEqual(['0_0.216312_1_0.783688', '0_0.216312_1_0.783688']);
  });
});

describe('comments', () => {
  it.each(['off', 'all', 'fans'] as const)('are as the policy says (%s), and off without a word', async (comments) => {
    const stage = await wechatStage(comments === 'off' ? {} : { comments });
    expect(await stage.adapter.send(stage.order())).toMatchObject({ kind: 'confirmed' });
    expect(stage.server.articles()).toMatchObject([{ comments }]);
  });

  it('are left off on an account that may have none', async () => {
    const stage = await wechatStage({ comments: 'all' }, { comments: false });
    expect(await stage.adapter.send(stage.order())).toMatchObject({ kind: 'confirmed' });
    expect(stage.server.articles()).toMatchObject([{ comments: 'off' }]);
  });
});

describe('a preview on the telephone', () => {
  it('goes once per draft to whom the policy names, before anything is public, and the administrator is told', async () => {
    const stage = await wechatStage({ mode: 'draft', preview: ['shili-leader', 'shili-office'] });
    const order = stage.order();
    const sent = await stage.adapter.send(order);
    expect(sent).toMatchObject({ kind: 'sent', message: expect.stringMatching(/预览已发到 2 人的手机微信。请管理员.*点“发表”/) });
    const title = order.payload.title;
    expect(stage.server.previews()).toEqual([
      { to: 'shili-leader', title },
      { to: 'shili-office', title },
    ]);
    await stage.adapter.send({ ...order, steps: sent.steps ?? {} });
    expect(stage.server.previews()).toHaveLength(2);
    expect(stage.server.articles()).toEqual([]);
  });

  it.each(['publish', 'mass', 'draft'] as const)('that fails stops nothing (mode %s)', async (mode) => {
    const stage = await wechatStage({ mode, preview: ['stranger', 'shili-office'] }, { followers: ['shili-office'] });
    const outcome = await stage.adapter.send(stage.order());
    expect(outcome.kind).toBe({ publish: 'confirmed', mass: 'ready', draft: 'sent' }[mode]);
    expect(stage.server.previews()).toHaveLength(1);
    if (outcome.kind === 'sent') expect(outcome.message).toMatch(/预览已发到 1 人.*有 1 人没有收到预览（43004），不影响发布；请管理员核对/);
    expect(JSON.stringify(outcome)).not.toContain('stranger');
  });

  it('is of the checked draft alone: one that differs is shown to nobody', async () => {
    const stage = await wechatStage({ mode: 'draft', preview: ['shili-leader'] });
    const content = `${stage.order().payload.content}<img src="https://elsewhere.example.cn/a.jpg">`;
    const outcome = await stage.adapter.send(stage.order({ content }));
    expect(outcome).toMatchObject({ kind: 'needs-human', code: 'wechat/draft-differs', steps: { draft: '' } });
    expect(stage.server.previews()).toEqual([]);
  });
});

describe('pictures of a text', () => {
  it('are uploaded several at a time, each content once, with one token for all', async () => {
    const stage = await wechatStage();
    const names = Array.from({ length: 8 }, (_, n) => `${n}.jpg`);
    const pictures = Object.fromEntries(names.map((name) => [name, jpeg(name)]));
    const calls = watchCalls();
    const order = orderWith(stage, { ...pictures, 'again.jpg': jpeg('0.jpg') }, [...names, 'again.jpg', '1.jpg']);
    expect(await stage.adapter.send(order)).toMatchObject({ kind: 'confirmed' });
    expect(calls.to('/cgi-bin/media/uploadimg')).toBe(8);
    expect(calls.to('/cgi-bin/stable_token')).toBe(1);
    // Six of the text, and the cover beside them.
    expect(calls.most()).toBe(7);
    expect(stage.server.articles()[0]?.content.match(/<img /g)).toHaveLength(10);
  });

  it('that are up are kept when another one fails', async () => {
    const stage = await wechatStage();
    const order = orderWith(stage, { 'a.jpg': jpeg('a'), 'b.jpg': jpeg('b'), 'c.jpg': jpeg('c') });
    stage.faults.add({ path: '/cgi-bin/media/uploadimg', kind: 'errcode', value: 40009 });
    const outcome = await stage.adapter.send(order);
    expect(outcome).toMatchObject({ kind: 'failed', code: 'wechat/40009' });
    expect(outcome.uploads?.map(({ use }) => use).sort()).toEqual(['body', 'body', 'cover']);
  });

  it.each([
    [1024 * 1024 - 1, 1, 1],
    [1024 * 1024, 0, 2],
    [9 * 1024 * 1024, 0, 2],
  ])('of %i bytes go to the text’s own store, or from 1 MB on into the library', async (size, store, library) => {
    const stage = await wechatStage();
    const calls = watchCalls();
    expect(await stage.adapter.send(orderWith(stage, { 'a.jpg': jpeg('a', size) }))).toMatchObject({ kind: 'confirmed' });
    expect(calls.to('/cgi-bin/media/uploadimg')).toBe(store);
    expect(calls.to('/cgi-bin/material/add_material')).toBe(library);
  });

  it('of 10 MB are refused before anything is sent', async () => {
    const stage = await wechatStage();
    const outcome = await stage.adapter.send(orderWith(stage, { 'a.jpg': jpeg('a', 10 * 1024 * 1024) }));
    expect(outcome).toMatchObject({ kind: 'failed', code: 'wechat/picture-refused', retry: false });
  });
});
