import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNELS, type Channel, type FrontMatter } from '#pipeline/item/front-matter-schema.ts';
import type { Item } from '#pipeline/item/item.ts';
import { isApprovedAddress } from '#pipeline/publish/approved-address.ts';
import { textDifference } from '#pipeline/publish/plan-text.ts';
import { firstDifference } from '#pipeline/publish/same-words.ts';
import type { Payload } from '#pipeline/render/payload.ts';
import { renderItem } from '#pipeline/render/render-item.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { hostileMarkdown } from '../render/hostile-markdown.ts';
import { CONTEXT, itemOf } from '../render/sample-item.ts';
import { bureauMarkdown, plainMarkdown } from './bureau-markdown.ts';

const PICTURES = { 'street.jpg': smallJpeg(), 'map.jpg': smallJpeg(), 'made.jpg': smallJpeg(), 'scan.jpg': smallJpeg() };
const IMAGES: FrontMatter['images'] = {
  'street.jpg': { credit: '张三' },
  'map.jpg': { kind: 'map', review_no: '浙S（2026）1号' },
  'made.jpg': { kind: 'ai', credit: '示例公司' },
};
const SOURCE = { name: '示例日报', url: 'https://news.example/a/1?b=2', published_at: '2026-11-23' } as unknown as FrontMatter['source'];

const approvedItem = (body: string, more: Partial<FrontMatter> = {}): Item => itemOf(body, { images: IMAGES, ...more }, PICTURES);

/** What is wrong with what the job without secrets renders of a text, once it was changed on the way. */
function verdictOf(item: Item, body: string, channel: Channel, change: (payload: Payload) => Partial<Payload> = () => ({})): string | null {
  const payload = renderItem(item, channel, CONTEXT);
  return textDifference({ ...payload, ...change(payload) }, { frontMatter: item.frontMatter, body, ...CONTEXT });
}

const verdict = (
  body: string,
  channel: Channel,
  change: (payload: Payload) => Partial<Payload>,
  more?: Partial<FrontMatter>,
): string | null => verdictOf(approvedItem(body, more), body, channel, change);

const BODY = [
  '11月23日，婺城分局开展**专项整治**，检查店铺128家，依法不予处罚2起。',
  '## 下一步',
  '- 详见[条例](https://flk.npc.gov.cn/law)第九条[^1]',
  '- 热线0579-82310000',
  '![街景](street.jpg "队员在现场")',
  '| 项目 | 数 |\n|--|--:|\n| 店铺 | 128 |',
  '![效果图](made.jpg)',
  '[^1]: 罚款200元以下。',
].join('\n\n');

describe('a text that another job has rendered', () => {
  it.each([
    { what: 'of a bureau', text: bureauMarkdown, runs: 120 },
    { what: 'that somebody made to cause trouble', text: hostileMarkdown, runs: 80 },
  ])('passes on every channel as the renderer made it: $what', ({ text, runs }) => {
    fc.assert(
      fc.property(text, fc.boolean(), fc.boolean(), (body, corrected, summary) => {
        const more = {
          ...(corrected ? { correction: { kind: '文字', note: '把 127 家改为 128 家' }, source: SOURCE, cover: 'made.jpg' } : {}),
          ...(summary ? { summary: '示例  摘要 1。' } : {}),
        } as Partial<FrontMatter>;
        const item = approvedItem(body, more);
        for (const channel of CHANNELS) expect([channel, verdictOf(item, body, channel)]).toEqual([channel, null]);
      }),
      { seed: 20261125, numRuns: runs },
    );
  });

  it('is refused whatever single character of a plain text is dropped, changed, added or put elsewhere', () => {
    const edits: ((text: string, at: number, character: string) => string)[] = [
      (text, at) => text.slice(0, at) + text.slice(at + 1),
      (text, at, character) => `${text.slice(0, at)}${character === '7' ? '8' : '7'}${text.slice(at + 1)}`,
      (text, at, character) => `${text.slice(0, at)}${character === '不' ? '应' : '不'}${text.slice(at + 1)}`,
      (text, at) => `${text.slice(0, at)}不${text.slice(at)}`,
      (text, at, character) => `${text.slice(0, at)}${text.slice(at + 1)}<p>${character}</p>`,
    ];
    const channel = fc.constantFrom('website' as const, 'wechat' as const);
    fc.assert(
      fc.property(plainMarkdown, fc.nat(), fc.constantFrom(...edits), channel, (body, place, edit, where) => {
        const change = ({ content }: Payload): Partial<Payload> => {
          const places = [...content.matchAll(/<[^>]*>|&[^;]*;|[\p{Script=Han}\d，]/gu)].filter(({ 0: one }) => one.length === 1);
          const { index, 0: character } = places[place % places.length] as RegExpMatchArray & { index: number };
          return { content: edit(content, index, character) };
        };
        expect(verdict(body, where, change)).not.toBeNull();
      }),
      { seed: 20261125, numRuns: 200 },
    );
  });

  it.each<[string, (content: string) => string, string]>([
    ['a number', (text) => text.replace('128家', '126家'), '处'],
    ['a 不', (text) => text.replace('不予处罚', '予处罚'), '处'],
    ['a sentence more', (text) => text.replace('2起。', '2起。请大家转发。'), '处'],
    ['a point less', (text) => text.replace(/<li>(?:<section>|\n<p>)?热线.*?<\/li>/s, ''), '处'],
    ['a figure in a table', (text) => text.replace('>128<', '>12<'), '处'],
    ['a footnote’s figure', (text) => text.replace('200元', '300元'), '文末注释'],
    [
      'a footnote less',
      (text) => text.replace(/<section data-footnotes.*<\/section>|<section style="margin:24px 0 0[^>]*>.*?<\/section>/s, ''),
      '少了脚注',
    ],
    ['the label of a machine-made picture', (text) => text.replaceAll('AI生成', ''), '处'],
    ['a picture’s description', (text) => text.replace('alt="街景"', 'alt="拆迁"'), '图片说明'],
    ['words that turn round', (text) => text.replace('专项整治', '\u202e专项整治'), '处'],
  ])('is refused with %s otherwise, on website and WeChat', (_, change, told) => {
    for (const channel of ['website', 'wechat'] as const) {
      const found = verdict(BODY, channel, ({ content }) => {
        expect(change(content)).not.toBe(content);
        return { content: change(content) };
      });
      expect(found).toContain(told);
    }
  });

  it.each<[string, (payload: Payload) => Partial<Payload>, string]>([
    ['another title', () => ({ title: '别的标题' }), '标题'],
    ['another author', () => ({ author: '婺城分局 王五' }), '作者'],
    ['another summary', () => ({ summary: '别的摘要' }), '摘要'],
    ['another page', () => ({ sourceUrl: 'https://evil.example/wucheng/2026-11-23-street/' }), '网页地址'],
    [
      'the scan of the unit’s review form',
      ({ images }) => ({ images: images.map((image) => ({ ...image, path: 'scan.jpg' })) }),
      '图片“scan.jpg”',
    ],
    ['a cover that isn’t among its pictures', () => ({ cover: 'map.jpg' }), '封面图片'],
  ])('is refused with %s, on every channel', (_, change, told) => {
    const review = { unit_review: { by: 'zhouyi', at: '2026-11-23 09:00', scan: 'scan.jpg' } } as Partial<FrontMatter>;
    for (const channel of CHANNELS) expect(verdict(BODY, channel, change, { summary: '示例摘要', ...review })).toBe(told);
  });

  it.each<[string, (content: string) => string]>([
    ['a link to elsewhere', (text) => text.replace('https://flk.npc.gov.cn/law', 'https://flk.npc.gov.cn.evil.example/law')],
    ['a link that runs a program', (text) => text.replace('〔1〕', '<a href="javascript:alert(1)">x</a>')],
    ['a style that hides', (text) => text.replace('<p style="', '<p style="display:none;')],
    ['a script', (text) => text.replace('</section>', '<script>alert(1)</script></section>')],
    ['a picture from elsewhere', (text) => text.replace('sanshen-image:street.jpg', 'https://evil.example/x.jpg')],
    ['a picture of the folder that isn’t sent', (text) => text.replace('sanshen-image:street.jpg', 'sanshen-image:scan.jpg')],
    ['a tag that isn’t closed', (text) => `${text}<img src=x`],
  ])('is refused on WeChat with %s', (_, change) => {
    expect(verdict(BODY, 'wechat', ({ content }) => ({ content: change(content) }))).not.toBeNull();
  });

  it.each<[string, (content: string) => string]>([
    ['another word', (text) => text.replace('摘要', '纲要')],
    ['another address', (text) => text.replace('xzzfj.example.gov.cn', 'evil.example')],
    ['something behind it', (text) => `${text}#热搜#`],
  ])('is refused on Weibo with %s', (_, change) => {
    expect(verdict(BODY, 'weibo', ({ content }) => ({ content: change(content) }), { summary: '示例摘要' })).toBe('微博文字');
  });

  it('needs its correction and its source on WeChat, where no page is around it', () => {
    const more = { correction: { kind: '文字', note: '改正 1 处' }, source: SOURCE } as Partial<FrontMatter>;
    for (const words of ['更正：改正 1 处', '来源：示例日报']) {
      expect(verdict(BODY, 'wechat', ({ content }) => ({ content: content.replace(words, '') }), more)).not.toBeNull();
    }
  });
});

describe('an address', () => {
  const SOURCE_TEXT =
    '见[条例](https://law.example.com/a%E4%B8%AD?x=1)和 www.gov.cn。<a@example.cn>，[坏](javascript:alert(1))，[旧](http://b.example:80/)';
  it.each([
    ['https://law.example.com/a%E4%B8%AD?x=1', true],
    ['https://law.example.com/a中?x=1', true],
    ['https://law.example.co', false],
    ['https://law.example.com.evil.example/a', false],
    ['https://evil@law.example.com/a%E4%B8%AD?x=1', false],
    ['https://law.example.com/a%E4%B8%AD?x=12', false],
    ['http://www.gov.cn/', true],
    ['http://www.gov.c', false],
    ['https://b.example/', true],
    ['mailto:a@example.cn', true],
    ['mailto:b@example.cn', false],
    ['javascript:alert(1)', false],
    ['#top', true],
    ['https://xzzfj.example.gov.cn/other/', true],
  ])('%s stands in the text: %s', (address, expected) => {
    expect(isApprovedAddress(address, SOURCE_TEXT, 'xzzfj.example.gov.cn')).toBe(expected);
  });
});

describe('holding what is shown against what must be shown', () => {
  const of = (text: string) =>
    [...text].map((character) => ({ character: character.toLowerCase(), optional: character !== character.toLowerCase() }));
  const shown = (text: string) =>
    [...text].map((character) => ({ character: character.toLowerCase(), added: character !== character.toLowerCase() }));

  it('agrees with trying all ways, whatever may be left out and whatever may have been added', () => {
    const text = (most: number) => fc.array(fc.constantFrom('a', 'b', 'A', 'B'), { maxLength: most }).map((parts) => parts.join(''));
    const fits = (wanted: string, seen: string): boolean => {
      const [one, two] = [wanted[0], seen[0]];
      if (one === undefined && two === undefined) return true;
      if (one !== undefined && one !== one.toLowerCase() && fits(wanted.slice(1), seen)) return true;
      if (two !== undefined && two !== two.toLowerCase() && fits(wanted, seen.slice(1))) return true;
      return one !== undefined && one.toLowerCase() === two?.toLowerCase() && fits(wanted.slice(1), seen.slice(1));
    };
    fc.assert(
      fc.property(text(9), text(9), (wanted, seen) => {
        expect(firstDifference(of(wanted), shown(seen)) === null).toBe(fits(wanted, seen));
      }),
      { seed: 20261125, numRuns: 5000 },
    );
  });

  it('takes steps in proportion to the texts, also where everything may be left out', () => {
    const long = 'A'.repeat(60_000);
    expect(firstDifference(of(long), shown('a'.repeat(60_000)))).toBeNull();
    expect(firstDifference(of(`${'aB'.repeat(30_000)}b`), shown('a'.repeat(30_000)))).toMatchObject({ shown: 30_000 });
  });
});
