import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readJpeg } from '#pipeline/item/picture/jpeg.ts';
import type { SiteItem, SitePicture } from '#pipeline/render/site-data.ts';
import { encodedPictures, withPlainPictures } from '../../site/encoded-pictures.ts';
import type { Encoder } from '../../site/encoder.ts';
import { textWithPictures } from '../../site/parts/pictures.ts';
import { smallerFiles } from '../../site/picture-sizes.ts';
import { folderOf } from '../folder.ts';
import { greyJpeg, numbered } from '../jpeg-fixture.ts';
import { built, filesOf, pageOf } from './built-site.ts';
import { pictureFile, sampleData } from './sample-data.ts';

// What reads items lets sharp read nothing but JPEG.
sharp.unblock({ operation: ['VipsForeignLoadWebp'] });

const PICTURE: SitePicture = { name: 'street.jpg', alt: '在现场', credit: '（示例　摄）', width: 600, height: 8 };
const [SAMPLE] = sampleData().items;

function itemWith(images: SitePicture[]): SiteItem {
  const html = images.map(({ name, alt }) => `<p>甲</p><figure><img src="${name}" alt="${alt}" width="600" height="8"></figure>`).join('');
  return { ...(SAMPLE as SiteItem), html, images, cover: images[0] ?? null };
}

const ITEM = itemWith([PICTURE]);
const PATH = `${ITEM.path}street.jpg`;
const jpeg = (number = 0): Uint8Array => numbered(greyJpeg(600, 8), number);
const FILE = pictureFile(PATH, jpeg());
const SMALLER = ['street-480.webp', 'street-600.webp', 'street-480.jpg'].map((name) => `${ITEM.path}${name}`);

/** An encoder that says what it was asked for. */
function counting(): { load: () => Promise<Encoder>; asked: string[] } {
  const asked: string[] = [];
  const load =
    async (): Promise<Encoder> =>
    async (_, { width, format }) =>
      Buffer.from(asked[asked.push(`${width} ${format}`) - 1] ?? '');
  return { load, asked };
}

const nowhere = { items: [ITEM], pictures: [FILE], there: new Map<string, string>() };

async function bytesOf(encoded: Awaited<ReturnType<typeof encodedPictures>>): Promise<Map<string, Uint8Array>> {
  const all = [...encoded.files].map(async ([path, { content }]): Promise<[string, Uint8Array]> => [path, await content()]);
  const bytes = new Map(await Promise.all(all));
  encoded.close();
  return bytes;
}

describe('the smaller files of a picture', () => {
  it.each([
    [1920, ['a-480.webp', 'a-960.webp', 'a-1600.webp', 'a-480.jpg', 'a-960.jpg', 'a-1600.jpg']],
    [1280, ['a-480.webp', 'a-960.webp', 'a-1280.webp', 'a-480.jpg', 'a-960.jpg']],
    [480, ['a-480.webp']],
    [60, ['a-60.webp']],
    [0, []],
  ])('of %i pixels are never wider than itself', (width, names) =>
    expect(smallerFiles({ name: 'a.jpg', width }).map(({ name }) => name)).toEqual(names),
  );

  it('stand around the picture as it was approved, which keeps its letters', () => {
    const text =
      '<p>甲 &#x3C;img src="street.jpg">乙</p><figure><img src="street.jpg" alt="在现场 > 东" width="600" height="8" loading="lazy"></figure>';
    const sizes = 'sizes="(min-width: 768px) 720px, calc(100vw - 32px)"';
    expect(textWithPictures(text, [PICTURE]).text).toBe(
      '<p>甲 &#x3C;img src="street.jpg">乙</p><figure><picture>' +
        `<source type="image/webp" srcset="street-480.webp 480w, street-600.webp 600w" ${sizes}>` +
        `<source type="image/jpeg" srcset="street-480.jpg 480w, street.jpg 600w" ${sizes}>` +
        '<img src="street.jpg" alt="在现场 > 东" width="600" height="8" loading="lazy"></picture></figure>',
    );
  });

  it('are put around the item’s own pictures alone', () => {
    const text = '<img src="other.jpg" alt="x"><img src="https://example.cn/street.jpg" alt="x"><p title="<img src="> width="x</p>';
    expect(textWithPictures(text, [PICTURE]).text).toBe(text);
  });

  it('are pictures of their width, turned as people see them, in sRGB, with nothing about where and by whom they were taken', async () => {
    const taken = await sharp({ create: { width: 8, height: 600, channels: 3, background: { r: 200, g: 100, b: 50 } } })
      .withIccProfile('p3')
      .withExif({ IFD0: { Artist: '示例' }, IFD3: { GPSLatitude: '29/1 5/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 100 })
      .toBuffer();
    expect(await sharp(taken).metadata()).toMatchObject({ orientation: 6, icc: expect.anything(), exif: expect.anything() });
    const files = await bytesOf(await encodedPictures({ ...nowhere, pictures: [pictureFile(PATH, taken)] }));
    expect([...files.keys()]).toEqual(SMALLER);
    for (const [path, bytes] of files) {
      const { format, width, height, exif, icc, xmp, space } = await sharp(bytes).metadata();
      expect({ format, width }).toEqual({
        format: path.endsWith('webp') ? 'webp' : 'jpeg',
        width: Number(/\d+(?=\.\w+$)/.exec(path)?.[0]),
      });
      expect({ exif, icc, xmp, space, height: (height ?? 0) < 10 }).toEqual({ space: 'srgb', height: true });
      const [red = 0] = await sharp(bytes).raw().toBuffer();
      expect(Math.abs(red - 200), 'the number that Display P3 has for the same red is 187').toBeLessThan(5);
    }
    expect(readJpeg(files.get(`${ITEM.path}street-480.jpg`) as Uint8Array)).toMatchObject({ width: 480, problem: null, gps: false });
  });
});

describe('a picture is encoded once', () => {
  it('and neither read nor encoded again while it lies on the site', async () => {
    const first = await encodedPictures({ ...nowhere, load: counting().load });
    first.close();
    const there = new Map([...first.files].map(([path, { key }]) => [path, key]));
    const unread = { ...FILE, read: () => Promise.reject(new Error('read')) };
    const load = () => Promise.reject(new Error('loaded'));
    const again = await encodedPictures({ ...nowhere, pictures: [unread], there, load });
    again.close();
    expect([...again.files].map(([path, { key }]) => [path, key])).toEqual([...there]);
    const moved = new Map([...there].slice(1));
    await expect(encodedPictures({ ...nowhere, pictures: [unread], there: moved, load })).rejects.toThrow('loaded');
  });

  it('and kept for another site of the same pictures, by its content: what isn’t what its name says is made again', async () => {
    const folder = folderOf({});
    const { load, asked } = counting();
    await bytesOf(await encodedPictures({ ...nowhere, folder, load }));
    expect(asked.toSorted()).toEqual(['480 jpeg', '480 webp', '600 webp']);
    const kept = readdirSync(folder);
    await bytesOf(await encodedPictures({ ...nowhere, folder, load }));
    expect(asked.length).toBe(3);
    writeFileSync(join(folder, kept.find((name) => name.includes('600-webp')) as string), 'something else');
    const files = await bytesOf(await encodedPictures({ ...nowhere, folder, load }));
    expect(asked.slice(3)).toEqual(['600 webp']);
    expect([...files.values()].map(String).toSorted()).toEqual(['480 jpeg', '480 webp', '600 webp']);
    expect(readdirSync(folder)).toEqual(kept);
  });

  it('and no smaller file of one that was taken back stays anywhere', async () => {
    const folder = folderOf({});
    await bytesOf(await encodedPictures({ ...nowhere, folder, load: counting().load }));
    await bytesOf(await encodedPictures({ ...nowhere, pictures: [], folder, load: counting().load }));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('as many as a build has time for where the next one goes on', async () => {
    const items = ['a', 'b', 'c'].map((name) => ({ ...itemWith([PICTURE]), path: `/wucheng/2026-11-2${name}/` }));
    const pictures = items.map(({ path }, index) => pictureFile(`${path}street.jpg`, jpeg(index)));
    const options = { items, pictures, there: new Map<string, string>(), folder: folderOf({}), load: counting().load, most: 2 };
    const first = await encodedPictures(options);
    expect([first.plain, first.files.size]).toEqual([[{ path: '/wucheng/2026-11-2c/street.jpg', why: 'later' }], 6]);
    const second = await encodedPictures(options);
    expect([second.plain, second.files.size]).toEqual([[], 9]);
  });
});

describe('a picture that can’t be made smaller is shown as it was approved', () => {
  it('where it can’t be opened: its page and the lists say nothing else', async () => {
    const broken = pictureFile(PATH, Buffer.from('no picture'));
    const out = await built(sampleData({ items: [ITEM] }), [broken]);
    expect(filesOf(out).filter((file) => /\.(webp|jpe?g)$/.test(file))).toEqual([PATH]);
    for (const page of [ITEM.path, '/pictures/', '/']) {
      expect(pageOf(out, page)).toContain('street.jpg"');
      expect(pageOf(out, page)).not.toContain('<picture>');
    }
    expect((await encodedPictures({ ...nowhere, pictures: [broken] })).plain).toEqual([{ path: PATH, why: 'undecodable' }]);
  });

  it('where a file of its would stand in another’s place', async () => {
    const item = itemWith([
      PICTURE,
      { ...PICTURE, name: 'street-480.jpg', width: 300 },
      { ...PICTURE, name: 'street-480.jpeg', width: 300 },
    ]);
    const pictures = item.images.map(({ name }) => pictureFile(`${item.path}${name}`, jpeg()));
    const { files, plain } = await encodedPictures({ ...nowhere, items: [item], pictures, load: counting().load });
    expect(plain).toEqual(['street-480.jpeg', 'street.jpg'].map((name) => ({ path: `${item.path}${name}`, why: 'name-taken' })));
    expect([...files.keys()]).toEqual([`${item.path}street-480-300.webp`]);
  });

  it('where the machine has no program for it', async () => {
    const { files, plain } = await encodedPictures({ ...nowhere, load: async () => null });
    expect([files.size, plain]).toEqual([0, [{ path: PATH, why: 'no-encoder' }]]);
  });

  it('and the text of its item isn’t read for that', () => {
    const unread = Object.defineProperty({ ...ITEM, htmlDigest: 'x' }, 'html', { get: () => expect.fail('read'), enumerable: false });
    const [marked, whole] = withPlainPictures([unread, { ...ITEM, path: '/b/' }], [{ path: '/b/street.jpg' }], []);
    expect([marked?.cover?.plain, marked?.images[0]?.plain, whole?.cover?.plain]).toEqual([true, true, undefined]);
    expect(JSON.stringify(marked)).toContain('"plain":true');
  });
});

describe('on a page', () => {
  it('the first picture of the home page is asked for first, the others when they are scrolled to', async () => {
    const out = await built(sampleData({ items: [ITEM, { ...ITEM, path: '/wucheng/b/', id: 'wucheng/b' }] }), [
      FILE,
      pictureFile('/wucheng/b/street.jpg', jpeg()),
    ]);
    const home = pageOf(out, '/');
    expect(home.match(/<img [^>]* fetchpriority="high">/g)).toHaveLength(1);
    expect(home).toMatch(/<figure><a [^>]*><picture>.*fetchpriority="high"><\/picture><\/a>/);
    expect(home.match(/ loading="lazy"><\/picture>/g)).toHaveLength(1);
    for (const [, files = ''] of home.matchAll(/srcset="([^"]*)"/g))
      for (const file of files.split(', ')) expect(filesOf(out)).toContain(file.split(' ')[0]);
    expect(readFileSync(join(out, PATH))).toEqual(Buffer.from(jpeg()));
  });
});
