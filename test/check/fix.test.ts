import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { fixItem, offersOf } from '#pipeline/check/fix.ts';
import { subjectOf } from '#pipeline/check/subject.ts';
import type { ItemFolder } from '#pipeline/item/item.ts';
import { contextFor, folderFor } from './example-item.ts';

type Given = Parameters<typeof folderFor>[0];

const textOf = ({ files }: ItemFolder) => new TextDecoder().decode(files.find(({ path }) => path === 'index.md')?.bytes);
const bodyOf = (folder: ItemFolder) => textOf(folder).split('\n').slice(12).join('\n');
const fixed = (example: Given) => {
  const folder = folderFor(example);
  return fixItem(folder, contextFor(example))?.folder ?? folder;
};

describe('what is mended', () => {
  it.each([
    ['half-width marks, one beside the other', '甲,乙,丙;丁:戊?\n', '甲，乙，丙；丁：戊？\n'],
    ['a mark and the space after it', '开展整治, 成效明显。\n', '开展整治，成效明显。\n'],
    ['both brackets of a pair', '整治(第一阶段)开始。\n', '整治（第一阶段）开始。\n'],
    ['brackets in brackets', '整治(示例街(东段))开始。\n', '整治（示例街（东段））开始。\n'],
    ['straight quotation marks, by turns', '开展"门前三包"和"回头看"检查。\n', '开展“门前三包”和“回头看”检查。\n'],
    ['a mark beside bold words', '开展**整治**,成效明显。\n', '开展**整治**，成效明显。\n'],
    ['a document number', '依据金综执[2026]03号文件。\n', '依据金综执〔2026〕3号文件。\n'],
    ['a document number in full-width digits', '依据金综执〔２０２６〕３号文件。\n', '依据金综执〔2026〕3号文件。\n'],
    ['characters that nobody sees, and the mark that they hid', '开\u200B展整治\u2060,\uFEFF成效明显。\n', '开展整治，成效明显。\n'],
    ['a space that doesn’t break', '示例街\u00A0\u00A0东段。\n', '示例街 东段。\n'],
    ['such a space at a line’s end', '示例街\u00A0\n东段\u00A0\n', '示例街\n东段\n'],
    ['a cell of a table and a line of a quotation', '> 甲,乙\n\n| 项 |\n|---|\n| 丙,丁 |\n', '> 甲，乙\n\n| 项 |\n|---|\n| 丙，丁 |\n'],
    ['the words of a link, not its address', '[甲,乙](https://www.zj.gov.cn/a,b)\n', '[甲，乙](https://www.zj.gov.cn/a,b)\n'],
  ])('%s', (_what, body, expected) => expect(bodyOf(fixed({ body }))).toBe(expected));

  it('is told with its place and what was wrong', () => {
    const example = { body: '开展整治,成效明显。\n' };
    expect(fixItem(folderFor(example), contextFor(example))?.changes).toEqual([{ line: 13, column: 4, problem: '中文里用了半角的“,”。' }]);
  });
});

describe('a number that --fix hides', () => {
  it.each([
    ['a mobile number', '电话13800138000。\n', '电话138****8000。\n'],
    ['one in groups, one with a country’s code', '电话138 0013 8000、+86-13800138000。\n', '电话138 **** 8000、+86-138****8000。\n'],
    ['one in full-width digits', '电话１３８００１３８０００。\n', '电话１３８****８０００。\n'],
    ['one cut by what nobody sees', '电话138\u200B0013\u200B8000。\n', '电话138****8000。\n'],
    ['an identity number, whose X goes too', '证号11010519491231002X。\n', `证号${'*'.repeat(18)}。\n`],
    ['one in groups', '证号110105-19491231-002X。\n', `证号${'\\*'.repeat(6)}-${'\\*'.repeat(8)}-${'\\*'.repeat(4)}。\n`],
    ['a bank card', '卡号6222020200112233446。\n', `卡号${'*'.repeat(19)}。\n`],
    ['a plate', '车牌浙G·A123B。\n', '车牌浙G·*****。\n'],
    ['one of a learner', '车牌浙G1234学。\n', '车牌浙G*****。\n'],
    ['what was half hidden', '证号330702********1230，证号3307××19900101××××。\n', `证号${'\\*'.repeat(18)}，证号${'\\*'.repeat(18)}。\n`],
    ['two numbers, whose asterisks would be marks', '13800138000和13900139000\n', '138\\*\\*\\*\\*8000和139\\*\\*\\*\\*9000\n'],
    [
      'one whose separators would be marks',
      '110_105_1949_1231_002X\n',
      `${['***', '***', '****', '****', '****'].join('_').replace(/[*_]/g, '\\$&')}\n`,
    ],
    ['a line that would be a stroke', '11010519491231002X\n', `${'\\*'.repeat(18)}\n`],
    ['bold ones', '电话**13800138000**\n', '电话**138****8000**\n'],
    ['the words of a picture', '![现场13800138000](cover.jpg)\n', '![现场138****8000](cover.jpg)\n'],
  ])('%s', (_what, body, expected) => expect(bodyOf(fixed({ body }))).toBe(expected));

  it('leaves one that marks or a line’s end split, and one of the front matter, and doesn’t offer to hide them', () => {
    for (const example of [{ body: '138**0013**8000\n' }, { body: '138\n0013\n8000\n' }, { frontMatter: { remarks: '电话13800138000' } }]) {
      expect(fixItem(folderFor(example), contextFor())).toBeNull();
      const { findings } = checkItem(folderFor(example), contextFor());
      expect(findings.filter(({ rule, words }) => rule === 'pii/phone' && !words.fix.includes('--fix'))).toHaveLength(1);
    }
  });

  it('leaves what a waiver passes', () => {
    const waivers = [{ rule: 'pii/phone', match: '13800138000', reason: '本人书面同意公开此号码' }];
    expect(bodyOf(fixed({ body: '13800138000，13900139000\n', frontMatter: { waivers } }))).toBe('13800138000，139****9000\n');
  });

  it('is offered in words alone: what is left of it stands in no finding', () => {
    const { findings } = checkItem(folderFor({ body: '电话13800138000。\n' }), contextFor());
    const [told] = findings.filter(({ rule }) => rule === 'pii/phone');
    expect(told?.words.fix).toContain('运行 check --fix 自动遮去。');
    expect(JSON.stringify(findings)).not.toMatch(/8000|replacement/);
  });
});

describe('the title of a law', () => {
  it.each([
    ['one character twice', '依据《中华人民共和国行政处罚罚法》处罚。\n', '依据《中华人民共和国行政处罚法》处罚。\n'],
    ['a character taken for the right one', '学习《中华人民共和国监查法》。\n', '学习《中华人民共和国监察法》。\n'],
    ['what may be another law’s', '学习《中华人民共和国生产安全法》。\n', '学习《中华人民共和国生产安全法》。\n'],
  ])('is mended where it is certain: %s', (_what, body, expected) => expect(bodyOf(fixed({ body }))).toBe(expected));
});

describe('政治表述', () => {
  const terms = { phrases: [{ phrase: '示例江堤巡查', group: '提法' as const }, { phrase: '示例河长公开日' }] };
  const body = '甲示例江堤查巡，乙示例江堤巡巡查。\n\n丙示例河长公日开。\n';

  it('waits for a yes, what else is mended does not', () =>
    expect(bodyOf(fixed({ body, terms }))).toBe('甲示例江堤查巡，乙示例江堤巡巡查。\n\n丙示例河长公开日。\n'));

  it('keeps quotation marks where they stand in the phrase, and says so', () => {
    const [offer] = offersOf(folderFor({ body: '甲示例“江堤”查巡。\n', terms }), contextFor({ terms }));
    expect(offer).toMatchObject({
      flagged: '示例“江堤”查巡',
      replacement: '示例“江堤”巡查',
      problem: expect.stringContaining('像是“示例“江堤”巡查”'),
    });
  });

  it('is offered place by place, each with the folder that has this change alone', () => {
    const offers = offersOf(folderFor({ body, terms }), contextFor({ terms }));
    expect(offers.map(({ line, column, flagged, replacement }) => [line, column, flagged, replacement])).toEqual([
      [13, 2, '示例江堤查巡', '示例江堤巡查'],
      [13, 10, '示例江堤巡巡查', '示例江堤巡查'],
    ]);
    expect(offers.map(({ folder }) => bodyOf(folder))).toEqual([
      body.replace('示例江堤查巡', '示例江堤巡查'),
      body.replace('示例江堤巡巡查', '示例江堤巡查'),
    ]);
  });

  it('is not offered where a waiver passes it, nor where it is no error', () => {
    const waivers = [{ rule: 'prohib/near-miss', match: '示例江堤查巡', reason: '更正说明里引用原来的错字' }];
    const example = { body: '甲示例江堤查巡，乙示例堤巡查。\n', terms, frontMatter: { waivers } };
    expect(offersOf(folderFor(example), contextFor(example))).toEqual([]);
  });
});

describe('what stays', () => {
  it.each<[string, Given]>([
    ['a text without faults', {}],
    [
      'the front matter',
      { frontMatter: { title: '整治\u200B行动', remarks: '已核对,无误(李四)', basis: { kind: '上级要求', document: '金综执[2026]3号' } } },
    ],
    ['code', { body: '见 `甲,乙(丙)`。\n\n```\n甲,乙\n```\n' }],
    ['an address', { body: '见 <https://www.zj.gov.cn/甲,乙> 和 [网页](https://www.zj.gov.cn/?q=甲,乙)。\n' }],
    ['what is written as an entity', { body: '甲&#44;乙&#8203;丙。\n' }],
    ['a document number with a short year', { body: '依据金综执[26]3号文件。\n' }],
    ['what joins an emoji', { body: '家庭\u{1F468}\u200D\u{1F469}志愿者。\n' }],
    ['what would become a heading', { body: '\u00A0# 整治\n' }],
    ['what would become a list', { body: '\u200B1. 整治\n' }],
    ['what would become code', { body: '\u00A0    整治\n' }],
    ['a mark that an address would take along', { body: '见 https://www.zj.gov.cn/甲,乙 。\n' }],
    [
      'what a waiver passes',
      {
        body: '标语为甲,乙。\n',
        frontMatter: { waivers: [{ rule: 'text/half-width-punct', match: '甲,乙', reason: '标语原文如此不宜改' }] },
      },
    ],
    ['what a rule that is off would mend', { body: '甲,乙。\n', policy: { severities: { 'text/half-width-punct': 'off' } } }],
    ['an item that can’t be read', { body: '甲,乙。\n', frontMatter: { unknown_key: 1 } }],
  ])('%s', (_what, example) => expect(fixItem(folderFor(example), contextFor(example))).toBeNull());

  it('what people decide, though beside it something is mended', () =>
    expect(bodyOf(fixed({ body: '\u00A0# 整治,行动\n\n甲,乙\n' }))).toBe('\u00A0# 整治，行动\n\n甲，乙\n'));
});

describe('any text', () => {
  const piece = fc.constantFrom(
    ...[
      '甲',
      '整治',
      ',',
      ';',
      '(',
      ')',
      '（',
      '）',
      '“',
      '”',
      '\u200B',
      '\u00A0',
      ' ',
      '\n',
      '\n\n',
      '**',
      '*',
      '`',
      '[',
      '](a)',
      '<',
      '>',
      '|',
    ],
    ...[
      '金综执[2026]03号',
      '〔2026〕3号',
      'https://www.zj.gov.cn/',
      '1.',
      '- ',
      '# ',
      '    ',
      '&#44;',
      '\\',
      '~~',
      '13800138000',
      '86',
      ':',
      '---',
      '!',
    ],
  );
  const bodies = fc.array(piece, { minLength: 1, maxLength: 20 }).map((pieces) => `文${pieces.join('')}字\n`);
  const hidden = (text: string) => text.replaceAll('13800138000', '138****8000');
  const skeleton = (text: string) => hidden(text.normalize('NFKC')).replace(/[\s\p{Cf}()[\]〔〕,;:?!0"“”]/gu, '');

  it('keeps its front matter and its words, gets no new finding, and is finished after one run', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const folder = folderFor({ body });
        const after = fixItem(folder, contextFor())?.folder ?? folder;
        const counts = (one: ItemFolder) => {
          const found = new Map<string, number>();
          for (const { rule } of checkItem(one, contextFor()).findings) found.set(rule, (found.get(rule) ?? 0) + 1);
          return found;
        };
        const before = counts(folder);
        for (const [rule, count] of counts(after)) expect([rule, count <= (before.get(rule) ?? 0)]).toEqual([rule, true]);
        expect(textOf(after).split('\n').slice(0, 12)).toEqual(textOf(folder).split('\n').slice(0, 12));
        const words = (one: ItemFolder) => subjectOf(one).blocks.map(({ text }) => skeleton(text));
        expect(words(after)).toEqual(words(folder));
        expect(fixItem(after, contextFor())).toBeNull();
      }),
      { numRuns: 25 },
    );
  });
});
