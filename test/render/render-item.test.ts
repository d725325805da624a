import { describe, expect, it } from 'vitest';
import { digestOf, sha256 } from '#pipeline/canonical-json.ts';
import { CHANNELS } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { blobId } from '#pipeline/item/git-ids.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { pageAddress } from '#pipeline/render/links.ts';
import { picturesOf, sitePicture } from '#pipeline/render/pictures.ts';
import { renderItem } from '#pipeline/render/render-item.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { CONTEXT, ITEM, itemOf, PAGE, PICTURE } from './sample-item.ts';

const BODY = '劝导占道经营86起。\n\n![执法队员在现场](street.jpg)\n\n依据[条例](https://flk.npc.gov.cn/)。';
const MORE = { summary: '三天劝导占道经营86起。', cover: 'cover.jpg' };
const cover = Buffer.concat([smallJpeg()]);
const FILES = { ...PICTURE, 'cover.jpg': cover };
const item = itemOf(BODY, MORE, FILES);

const limit = (payload: { limits: { name: string; used: number; max: number }[] }, name: string) =>
  payload.limits.find((entry) => entry.name === name);

describe('a payload', () => {
  it('says exactly what would be sent to WeChat', () => {
    const payload = renderItem(item, 'wechat', CONTEXT);
    expect(payload).toMatchObject({
      version: 1,
      item: ITEM,
      channel: 'wechat',
      title: '婺城分局开展冬季沿街店铺专项整治',
      author: '婺城分局',
      summary: '三天劝导占道经营86起。',
      sourceUrl: PAGE,
      links: [{ n: 1, text: '条例', url: 'https://flk.npc.gov.cn/' }],
      cover: 'cover.jpg',
      changes: ['1 条外部链接改为文末注释〔1〕', '首行缩进取消，段间空行代替'],
    });
    const picture = { sha256: sha256(cover), bytes: cover.length, blob: blobId(cover) };
    expect(payload.images).toEqual([
      { path: 'street.jpg', alt: '执法队员在现场', ...picture },
      { path: 'cover.jpg', alt: item.frontMatter.title, ...picture },
    ]);
  });

  it('says exactly what would be sent to Weibo: the summary, the address, one picture', () => {
    const payload = renderItem(item, 'weibo', CONTEXT);
    expect(payload.content).toBe(`三天劝导占道经营86起。 ${PAGE} `);
    expect(payload.images.map(({ path }) => path)).toEqual(['cover.jpg']);
    expect(payload.limits).toEqual([{ name: '微博文字', used: 40, max: 130 }]);
    expect(payload.changes).toEqual(['只发摘要和网页地址，不发全文', '2 张图片只发 1 张']);
  });

  it('shows Weibo’s commercial interface up to nine pictures, the cover first, and counts to 2,000', () => {
    const policy = policySchema.parse({ ...CONTEXT.policy, channels: { weibo: { mode: 'biz' } } });
    const payload = renderItem(item, 'weibo', { ...CONTEXT, policy });
    expect(payload.images.map(({ path }) => path)).toEqual(['cover.jpg', 'street.jpg']);
    expect(payload.limits).toEqual([{ name: '微博文字', used: 40, max: 2000 }]);
    expect(payload.changes).toEqual(['只发摘要和网页地址，不发全文']);
    const many = Array.from({ length: 11 }, (_, n) => `${n}.jpg`);
    const full = itemOf(many.map((name) => `![图](${name})`).join('\n\n'), {}, Object.fromEntries(many.map((name) => [name, smallJpeg()])));
    expect(renderItem(full, 'weibo', { ...CONTEXT, policy }).images).toHaveLength(9);
    expect(renderItem(full, 'weibo', { ...CONTEXT, policy }).changes).toContain('11 张图片只发 9 张');
  });

  it('takes the title and the first picture for Weibo where there is no summary and no cover', () => {
    const payload = renderItem(itemOf(BODY, {}, PICTURE), 'weibo', CONTEXT);
    expect(payload).toMatchObject({ content: `婺城分局开展冬季沿街店铺专项整治 ${PAGE} `, cover: 'street.jpg' });
  });

  it('gives the website the text, all pictures and no links to note', () => {
    const payload = renderItem(item, 'website', CONTEXT);
    expect(payload).toMatchObject({ links: [], limits: [], changes: [], cover: 'cover.jpg' });
    expect(payload.images.map(({ path }) => path)).toEqual(['street.jpg', 'cover.jpg']);
    expect(payload.content).toContain('data-leaving="flk.npc.gov.cn"');
  });

  it.each(CHANNELS)('on %s is digested whole: the same item gives the same digest, a changed one another', (channel) => {
    const { digest, ...rest } = renderItem(item, channel, CONTEXT);
    expect(digest).toBe(digestOf(rest));
    expect(renderItem(itemOf(BODY, MORE, FILES), channel, CONTEXT).digest).toBe(digest);
    expect(renderItem(itemOf(BODY, { ...MORE, title: '婺城分局开展冬季沿街店铺专项整治行动' }, FILES), channel, CONTEXT).digest).not.toBe(
      digest,
    );
    const other = Buffer.concat([cover, Buffer.from([0])]);
    expect(renderItem(itemOf(BODY, MORE, { ...FILES, 'cover.jpg': other }), channel, CONTEXT).digest).not.toBe(digest);
  });

  it('counts the limits of WeChat by characters, and room for the addresses that pictures get', () => {
    const title = '𠮷'.repeat(33);
    const payload = renderItem(itemOf(BODY, { ...MORE, title, summary: '摘'.repeat(129) }, FILES), 'wechat', CONTEXT);
    expect(limit(payload, '微信标题')).toEqual({ name: '微信标题', used: 33, max: 32 });
    expect(limit(payload, '微信作者')).toEqual({ name: '微信作者', used: 4, max: 16 });
    expect(limit(payload, '微信摘要')).toEqual({ name: '微信摘要', used: 129, max: 128 });
    expect(limit(payload, '微信正文')).toEqual({ name: '微信正文', used: [...payload.content].length + 200, max: 20_000 });
    expect(limit(payload, '微信正文字节')).toEqual({ name: '微信正文字节', used: Buffer.byteLength(payload.content), max: 1024 * 1024 });
  });

  it('names who wrote it, and never who sent it in', () => {
    const payload = renderItem(itemOf(BODY, { ...MORE, authors: ['李小明', '王小红'] }, FILES), 'wechat', CONTEXT);
    expect(payload.author).toBe('婺城分局 李小明、王小红');
  });

  it('writes only the unit as author where unit and person are longer than WeChat takes', () => {
    const units = { wucheng: { name: '示例市综合行政执法局婺城分局', kind: 'county' as const, route: 'A' as const } };
    const named = itemOf(BODY, { ...MORE, authors: ['李小明'] }, FILES);
    const payload = renderItem(named, 'wechat', { ...CONTEXT, organisation: { ...CONTEXT.organisation, units } });
    expect(payload.author).toBe('示例市综合行政执法局婺城分局');
    expect(payload.changes).toContain('作者超过 16 字，只写“示例市综合行政执法局婺城分局”');
  });

  it.each([
    ['示例省司法厅', '示例省司法厅', '作者一栏写来源“示例省司法厅”'],
    ['示例省人民政府行政执法监督协调工作办公室', '', '来源的名称超过 16 字，作者一栏空着'],
  ])('never names who sent a repost in as its author on WeChat: %s', (name, author, change) => {
    const payload = renderItem(itemOf(BODY, { ...MORE, source: { name, url: 'https://example.test/1' } }, FILES), 'wechat', CONTEXT);
    expect(payload.author).toBe(author);
    expect(payload.changes).toContain(change);
  });

  it('takes the beginning of the text as summary where none is written', () =>
    expect(renderItem(itemOf(BODY, {}, PICTURE), 'wechat', CONTEXT).summary).toBe('劝导占道经营86起。 依据条例。'));

  it('names the source of a repost and the correction, which the website shows around the text', () => {
    const more = {
      source: { name: '示例日报', url: 'https://news.example.gov.cn/a', published_at: '2026-11-22' },
      correction: { kind: '文字' as const, note: '第二段“八十八起”更正为“八十六起”。' },
    };
    const { content, links } = renderItem(itemOf(BODY, more, PICTURE), 'wechat', CONTEXT);
    expect(content).toContain('>更正：第二段“八十八起”更正为“八十六起”。</p>');
    expect(content).toContain('>来源：示例日报　2026-11-22〔1〕</p>');
    expect(links).toEqual([
      { n: 1, text: '原文', url: 'https://news.example.gov.cn/a' },
      { n: 2, text: '条例', url: 'https://flk.npc.gov.cn/' },
    ]);
    expect(renderItem(itemOf(BODY, { ...MORE, ...more }, FILES), 'weibo', CONTEXT).content).toMatch(/^【更正】三天劝导/);
  });

  it.each(CHANNELS)('of a withdrawn item shows neither text nor picture nor typed reason on %s', (channel) => {
    const withdraw = { kind: 'privacy' as const, reason: '张三的住址' };
    const payload = renderItem(itemOf(BODY, { ...MORE, withdraw }, FILES), channel, CONTEXT);
    expect(payload.content).toContain('本信息已撤回。原因：涉及个人信息。');
    expect(payload).toMatchObject({ images: [], cover: null, links: [], summary: '本信息已撤回。原因：涉及个人信息。' });
    expect(JSON.stringify(payload)).not.toMatch(/张三|劝导|street\.jpg/);
  });

  it.each([
    ['the words that are to be shown, as text', { shown: true }, '原因：上级来函 &lt;b&gt;要求撤下&lt;/b&gt;。'],
    ['a general reason where they are not to be', { shown: false }, '原因：按有关规定撤回。'],
    ['both of a penalty notice', { shown: true, decision: '撤销' as const }, '原因：行政处罚决定已被依法撤销：上级来函 '],
  ])('tells readers of a withdrawal %s', (_, more, words) => {
    const withdraw = { kind: 'order' as const, reason: '上级来函 <b>要求撤下</b>。', ...more };
    expect(renderItem(itemOf(BODY, { ...MORE, withdraw }, FILES), 'website', CONTEXT).content).toContain(words);
  });

  it.each(CHANNELS)("never carries the scan of a unit's review form on %s", (channel) => {
    const more = { ...MORE, cover: 'scan.jpg', unit_review: { by: 'zhouyi', at: '2026-11-23', scan: 'scan.jpg' } };
    const payload = renderItem(itemOf(`${BODY}\n\n![审核单](scan.jpg)`, more, { ...PICTURE, 'scan.jpg': cover }), channel, CONTEXT);
    expect(payload.images.map(({ path }) => path)).toEqual(['street.jpg']);
    expect(payload.cover).toBe('street.jpg');
    expect(payload.content).not.toContain('scan.jpg');
  });

  it('labels a picture that a machine made on every channel, be it the cover alone', () => {
    const made = { images: { 'cover.jpg': { kind: 'ai' as const, credit: '示例' } } };
    const covered = itemOf(BODY, { ...MORE, ...made }, FILES);
    expect(renderItem(covered, 'wechat', CONTEXT).content).toContain('封面图片：AI生成');
    expect(renderItem(covered, 'weibo', CONTEXT).content).toContain('三天劝导占道经营86起。（图片：AI生成） ');
    expect(picturesOf(covered).all.map((image) => sitePicture(covered, image).credit)).toContain('AI生成　示例');
    const shown = itemOf(`${BODY}\n\n![效果图](cover.jpg)`, { ...MORE, ...made }, FILES);
    const { content } = renderItem(shown, 'wechat', CONTEXT);
    expect(content.split('AI生成')).toHaveLength(2);
    expect(renderItem(shown, 'website', CONTEXT).content).toContain('<span class="ai-label">AI生成</span>');
    expect(renderItem(item, 'weibo', CONTEXT).content).not.toContain('AI生成');
  });

  it('tells that raw HTML and pictures of other places are not shown', () => {
    const body = '甲<b>乙</b>![远处](https://a.example/x.jpg)';
    expect(renderItem(itemOf(body), 'website', CONTEXT).changes).toEqual([
      '正文里的 HTML 代码不显示',
      '1 张不在本条文件夹里的图片只显示说明文字',
    ]);
  });
});

describe("an item's address", () => {
  it.each([
    ['https://xzzfj.example.gov.cn', `https://xzzfj.example.gov.cn/${ITEM}/`],
    ['https://example.gov.cn/执法/', `https://example.gov.cn/%E6%89%A7%E6%B3%95/${ITEM}/`],
    [undefined, `/${ITEM}/`],
  ])('on %s is %s', (url, address) => expect(pageAddress(ITEM, policySchema.parse({ site: { url } }))).toBe(address));
});

describe("an item's address on a platform of others", () => {
  const at = (channels: object) =>
    policySchema.safeParse({ site: { url: 'https://xzzfj.example.gov.cn' }, channels: { website: channels } });

  it.each([
    [
      'package',
      'https://www.example.gov.cn/xw/{unit}/{year}{month}/{day}/{slug}.html',
      'https://www.example.gov.cn/xw/wucheng/202611/23/dianpu.html',
    ],
    ['manual', 'https://www.example.gov.cn/?id={unit}-{date}-{slug}', 'https://www.example.gov.cn/?id=wucheng-2026-11-23-dianpu'],
    ['build', 'https://www.example.gov.cn/{unit}/{date}/{slug}', `https://xzzfj.example.gov.cn/${ITEM}/`],
    ['package', undefined, `https://xzzfj.example.gov.cn/${ITEM}/`],
  ])('in mode %s with the pattern %s is %s', (mode, address, expected) => {
    const { data } = at({ mode, address });
    expect(data && pageAddress('wucheng/2026-11-23-dianpu', data)).toBe(expected.replace(ITEM, 'wucheng/2026-11-23-dianpu'));
  });

  it.each([
    'https://www.example.gov.cn/xw/',
    'https://www.example.gov.cn/{unit}/{slug}/',
    'https://www.example.gov.cn/{unit}/{year}/{slug}/',
    'https://www.example.gov.cn/{unit}/{date}/',
    'https://www.example.gov.cn/{unit}/{date}/{slug}/{number}',
    '/{unit}/{date}/{slug}/',
    'javascript:{unit}{date}{slug}',
  ])('is refused as a pattern if it isn’t another one for every item: %s', (address) =>
    expect(at({ mode: 'package', address }).success).toBe(false),
  );

  it('is the one that was registered, where there is one', () => {
    const address = 'https://www.example.gov.cn/art/1.html';
    for (const channel of ['website', 'wechat', 'weibo'] as const) {
      expect(renderItem(itemOf(BODY, {}, PICTURE), channel, { ...CONTEXT, address }).sourceUrl).toBe(address);
    }
  });
});

describe('the pictures of an item', () => {
  it('are each named once, in the order of the text, by links and references alike', () => {
    const body = '![乙][b]\n\n![甲](./street.jpg)\n\n![再看甲](street.jpg)\n\n[b]: b.jpg';
    const pictures = picturesOf(itemOf(body, {}, { ...PICTURE, 'b.jpg': smallJpeg() }));
    expect(pictures.body.map(({ path, alt }) => [path, alt])).toEqual([
      ['b.jpg', '乙'],
      ['street.jpg', '甲'],
    ]);
    expect(pictures.cover?.path).toBe('b.jpg');
  });

  it('are described for the site with size and credit', () => {
    const photo = itemOf(BODY, { images: { 'street.jpg': { credit: '示例' } } }, PICTURE);
    const [image] = picturesOf(photo).body;
    expect(image && sitePicture(photo, image)).toEqual({ name: 'street.jpg', alt: '执法队员在现场', credit: '示例', width: 8, height: 8 });
  });
});
