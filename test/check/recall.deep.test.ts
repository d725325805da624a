import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { fixItem } from '#pipeline/check/fix.ts';
import { isIdCard } from '#pipeline/check/personal/personal-data.ts';
import { contextFor, folderFor } from './example-item.ts';

/** What is put into a text: pieces that may be written together or with something between them. */
type Planted = { rule: string; pieces: string[]; gap: string };

const digits = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const letters = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789'), minLength: length, maxLength: length });
const groups = (text: string, sizes: number[]): string[] => {
  const ends = sizes.map((_, index) => sizes.slice(0, index + 1).reduce((sum, size) => sum + size, 0));
  return [...ends.map((end, index) => text.slice(end - (sizes[index] ?? 0), end)), text.slice(ends.at(-1))].filter((part) => part !== '');
};

const GAPS = ['', ' ', '-', '　', '·', '.'];
/** What stands between the numbers of a list; an identity number and a card of UnionPay are known through it. */
const LIST_GAPS = [...GAPS, ',', '，', '/', '_', ' / ', ', '];

/** Groups of digits by their sizes, and what stands between them. */
const grouped = (rule: string, text: string, sizes: number[][], gaps = GAPS) =>
  fc.tuple(fc.constantFrom(...sizes), fc.constantFrom(...gaps)).map(([by, gap]): Planted => ({ rule, pieces: groups(text, by), gap }));

const PLACES = ['110105', '330702', '330782', '620102', '440304'];
const idCard = fc
  .tuple(fc.constantFrom(...PLACES), fc.date({ min: new Date('1930-01-01'), max: new Date('2025-12-31'), noInvalidDate: true }), digits(3))
  .map(([place, born, sequence]) => place + born.toISOString().slice(0, 10).replaceAll('-', '') + sequence)
  .map((front) => [...'0123456789X'].map((check) => front + check).find(isIdCard) as string)
  .chain((number) =>
    grouped('pii/id-card', number, [[18], [6, 8, 4], [6, 4, 4, 4], [6, 4, 2, 2, 4], [3, 3, 4, 4, 4], [7, 11], [9, 9]], LIST_GAPS),
  );

function withLuhn(front: string): string {
  const sum = [...front]
    .reverse()
    .reduce((total, digit, index) => total + [...String(Number(digit) * (index % 2 === 0 ? 2 : 1))].reduce((a, b) => a + Number(b), 0), 0);
  return `${front}${(10 - (sum % 10)) % 10}`;
}

const bankCard = fc
  .oneof(
    fc.tuple(fc.constant('62'), fc.constantFrom(13, 14, 15, 16).chain(digits)),
    fc.tuple(fc.constantFrom('43', '45', '51', '52', '55', '35'), digits(13)),
  )
  .map(([begin, rest]) => withLuhn(begin + rest))
  .filter((number) => !isIdCard(number))
  .chain((number) => grouped('pii/bank-card', number, [[number.length], [4, 4, 4, 4], [6]], number.startsWith('62') ? LIST_GAPS : GAPS));

const phone = fc
  .tuple(fc.constantFrom(...'3456789'), digits(9))
  .map(([second, rest]) => `1${second}${rest}`)
  .chain((number) => grouped('pii/phone', number, [[11], [3, 4, 4], [3, 8], [4, 3, 4], [4, 4, 3], [7, 4]]));

const PROVINCES = [...'京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'];
const plate = fc
  .tuple(
    fc.constantFrom(...PROVINCES),
    fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZ'),
    fc.oneof(
      letters(5),
      digits(5).map((number) => `D${number}`),
      digits(5).map((number) => `${number}F`),
      fc.tuple(digits(4), fc.constantFrom(...'学警港澳挂领')).map(([number, tail]) => number + tail),
    ),
    fc.constantFrom('', '·', ' '),
  )
  // Of five characters at most two are letters (GA 36): others are no plates.
  .filter(([, , number]) => /\d/.test(number) && number.replace(/[^A-Z]/g, '').length <= 2)
  .map(([province, city, number, gap]): Planted => ({ rule: 'pii/plate', pieces: [province + city, number], gap }));

const mark = fc
  .tuple(
    fc.constantFrom('绝密', '机密', '秘密', '绝 密', '机　密', '機密'),
    fc.constantFrom('★', '☆', ' ★ ', '★ '),
    fc.constantFrom('10年', '长期', '1年', '6个月', '会议开始前', '', '20 年'),
  )
  .map(
    ([grade, star, term]): Planted => ({
      rule: 'secret/mark',
      pieces: [grade, star.trimStart(), term],
      gap: star.startsWith(' ') ? ' ' : '',
    }),
  );

const planted = fc.oneof(idCard, bankCard, phone, plate, mark);

const wide = (text: string) => text.replace(/[0-9A-Z]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

/** How it is written: as it is, in full-width characters, or with invisible ones between. */
const plain: ((planted: Planted) => string)[] = [
  ({ pieces, gap }) => pieces.join(gap),
  ({ pieces, gap }) => wide(pieces.join(gap)),
  ({ pieces, gap }) => pieces.map((piece) => [...piece].join('\u200B')).join(gap),
  ({ pieces, gap }) => pieces.join(`${gap}\u00AD`),
];
/** In Markdown also with marks around its beginning. */
const marked: typeof plain = [...plain, ({ pieces: [first, ...rest], gap }) => `**${first}**${gap}${rest.join(gap)}`];

type Item = Parameters<typeof folderFor>[0];
const BODY = '婺城分局组织执法队员开展沿街店铺专项整治，劝导占道经营若干起。';
/** Where it stands: in every kind of block that people read, and in every text of the front matter that they read. */
const places: ((text: string) => Item)[] = [
  (text) => ({ body: `${BODY}\n\n有关${text}的情况如下。\n` }),
  (text) => ({ body: `${text}\n\n${BODY}\n` }),
  (text) => ({ body: `${BODY}编号12，${text}，另有 3 项。\n` }),
  (text) => ({ body: `## 关于${text}的通知\n\n${BODY}\n` }),
  (text) => ({ body: `${BODY}\n\n- 第一项\n- 第二项（${text}）\n` }),
  (text) => ({ body: `${BODY}\n\n> 引用：${text}\n` }),
  (text) => ({ body: `| 事项 | 内容 |\n| --- | --- |\n| 示例 | ${text} |\n` }),
  (text) => ({ body: `${BODY}\n\n![现场${text}](street.jpg)\n`, files: { 'street.jpg': 'jpeg' } }),
  (text) => ({ body: `${BODY}\n\n见[${text}](https://www.zj.gov.cn/)。\n` }),
  (text) => ({ frontMatter: { title: `关于${text}的通知` } }),
  (text) => ({ frontMatter: { summary: `现将${text}通报如下。` } }),
  (text) => ({ frontMatter: { remarks: `备注${text}。` } }),
];

describe('what must not be published is found in every text', () => {
  it.each(
    places.map(
      (place, index) =>
        [index + 1, String(place('…').body ?? JSON.stringify(place('…').frontMatter)).replaceAll('\n', '⏎'), place] as const,
    ),
  )('place %i: %s', (_index, _text, place) => {
    fc.assert(
      fc.property(planted, fc.constantFrom(...(place('').body === undefined ? plain : marked)), (what, write) => {
        const text = write(what);
        const { findings } = checkItem(folderFor(place(text)), contextFor());
        expect(
          findings.map(({ rule }) => rule),
          text,
        ).toContain(what.rule);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what --fix can hide of it', () => {
  const numbers = fc.oneof(idCard, bankCard, phone, plate);
  const bodyOf = (item: ReturnType<typeof folderFor>) =>
    new TextDecoder().decode(item.files.find(({ path }) => path === 'index.md')?.bytes).replace(/^---\n[\s\S]*?\n---\n/, '');

  it.each(places.filter((place) => place('').body !== undefined).map((place) => [place('…').body as string, place] as const))(
    'is hidden wherever it stands in one piece, and nothing else is changed: %j',
    (_text, place) => {
      fc.assert(
        fc.property(numbers, fc.constantFrom(...plain), (what, write) => {
          const text = write(what);
          const folder = folderFor(place(text));
          const [before = '', after = ''] = bodyOf(folder).split(text);
          const mended = fixItem(folder, contextFor())?.folder ?? folder;
          const hidden = bodyOf(mended).slice(before.length, -after.length);
          expect(bodyOf(mended)).toBe(before + hidden + after);
          expect(hidden.match(/\*/g)?.length, text).toBeGreaterThanOrEqual(4);
          expect(hidden.match(/\d/gu)?.length ?? 0).toBeLessThanOrEqual(7);
          expect(checkItem(mended, contextFor()).findings.filter(({ rule }) => rule.startsWith('pii/'))).toEqual([]);
        }),
        { numRuns: 40 },
      );
    },
  );
});
