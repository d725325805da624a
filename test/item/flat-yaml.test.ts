import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFlatYaml } from '#pipeline/item/flat-yaml.ts';
import { readStrictYaml } from '#pipeline/item/strict-yaml.ts';

const FLAT: Record<string, string> = {
  'texts, days and moments': 'title: 示例局整治86处，“先告知”\nsubmitter: lisi\nsubmitted_at: 2026-11-24 09:30\nevent_date: 2026-11-23\n',
  'lists and maps in brackets': 'channels: [website, wechat,weibo]\nsecrecy_review: {by: zhouyi, date: 2026-11-24, conclusion: 可公开}\n',
  'texts in quotes': 'title: \'甲: 乙 # 丙\'\nsummary: "甲\'s"\ncover: "a.jpg"\n',
  'pictures by name, in brackets and indented': 'images: {a-1.jpg: {kind: photo, credit: 示例}}\n',
  'pictures by name, indented': 'images:\n  a.jpg:\n    kind: map\n    review_no: 浙S（2026）1号\n  b.jpg: {kind: photo}\n',
  'indented lists of texts and of maps':
    'joint_units:\n  - wucheng\n  - jindong\nwaivers:\n  - rule: pii/phone\n    match: 12345号\n  - {rule: a, match: 乙}\n',
  'empty lines and a colon inside': '\ntitle: 甲:乙\n\nsource: {name: 示例网}\n\n',
};

const OTHER: Record<string, string> = {
  'a number': 'title: 2026\n',
  'a number with a point': 'title: 1.5\n',
  'a truth value': 'title: True\n',
  nothing: 'title:\n',
  'a comment': 'title: 甲 # 乙\n',
  'the same key twice': 'title: 甲\ntitle: 乙\n',
  'an odd key': 'Title: 甲\n',
  "a picture's name outside images": 'a.jpg: 甲\n',
  'a key that means something to JavaScript': 'constructor: 甲\n',
  'an anchor': 'title: &a 甲\n',
  'a tag': 'title: !!str 甲\n',
  'a text of several lines': 'summary: |\n  甲\n',
  'a text that goes on': 'summary: 甲\n  乙\n',
  'an escape': 'title: "\\u7532"\n',
  'a colon and a space inside': 'title: 甲: 乙\n',
  'an open bracket': 'channels: [website\n',
  'an empty list': 'channels: []\n',
};

describe('the reader of flat front matter', () => {
  it.each(Object.entries(FLAT))('reads %s just as the strict reader does', (_, text) => {
    const { value } = readStrictYaml(text, 2);
    expect(value).not.toBeNull();
    expect(readFlatYaml(text)).toEqual(value);
    expect(JSON.stringify(readFlatYaml(text))).toBe(JSON.stringify(value));
  });

  it.each(Object.entries(OTHER))('leaves %s to the strict reader', (_, text) => {
    expect(readFlatYaml(text)).toBeNull();
  });

  const piece = fc.constantFrom(
    ...[
      'title',
      'images',
      'a',
      'b_1',
      'a.jpg',
      '1.jpeg',
      'constructor',
      'A',
      ': ',
      ':',
      ':\n',
      '\n',
      '\n\n',
      '\n  ',
      '\n    ',
      '  ',
      ' ',
      '\n- ',
      '\n  - ',
    ],
    ...[
      '- ',
      ', ',
      ',',
      '[',
      ']',
      '{',
      '}',
      "'",
      '"',
      '#',
      ' #',
      '&',
      '*',
      '!',
      '|',
      '>',
      '%',
      '@',
      '`',
      '\\',
      '~',
      '?',
      '? ',
      '---\n',
      '...\n',
      '<<',
    ],
    ...[
      '甲',
      '乙丙',
      '，',
      '“',
      '《',
      '2026-11-23',
      '2026-11-23 09:30',
      '12',
      '1.5',
      '1e3',
      '0x1f',
      '0o7',
      '.5',
      '-1',
      '+1',
      '.inf',
      'true',
      'Null',
      'no',
    ],
    ...[
      '\t',
      '\uFEFF',
      '\u2028',
      '\u0085',
      '\u00A0',
      '\u3000',
      '１',
      '😀',
      '\ud800',
      '1_000',
      '12:30',
      '12:30:45',
      'e',
      '0',
      '甲: 乙',
      "'甲'",
      '"乙"',
    ],
  );
  const word = fc.constantFrom(
    ...[
      '甲',
      '乙丙',
      '2026-11-23',
      '2026-11-23 09:30',
      '12:30',
      'x',
      '1',
      '1号',
      '1.5',
      'e3',
      '0x',
      '，',
      '：',
      '“',
      '”',
      '（',
      ' ',
      ':',
      '#',
      ', ',
      '-',
    ],
    ...["'甲'", '"乙"', "'", '"', 'true', 'null', '/', '.', '%', '@', '&', '*', '!', '?', '😀', '\u3000', '1,000', '\\'],
  );
  const words = fc.array(word, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(''));
  const name = fc.constantFrom('a', 'b', 'c_1', 'a.jpg', 'images', 'n', 'prototype');
  const inBrackets: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      words,
      fc.array(tie('value'), { maxLength: 3 }).map((values) => `[${values.join(', ')}]`),
      fc.array(fc.tuple(name, tie('value')), { maxLength: 3 }).map((pairs) => `{${pairs.map((pair) => pair.join(': ')).join(',')}}`),
    ),
  })).value;
  const indented = fc.oneof(
    fc.array(inBrackets, { minLength: 1, maxLength: 3 }).map((values) => values.map((value) => `\n  - ${value}`).join('')),
    fc
      .array(fc.tuple(name, inBrackets), { minLength: 1, maxLength: 3 })
      .map((pairs) => pairs.map(([key, value]) => `\n  ${key}: ${value}`).join('')),
    fc.tuple(name, name, inBrackets).map(([one, two, value]) => `\n  ${one}:\n    ${two}: ${value}`),
    fc.tuple(name, name, inBrackets).map(([one, two, value]) => `\n  - ${one}: ${value}\n    ${two}: ${value}`),
  );
  const flatPiece = fc.oneof(
    { weight: 2, arbitrary: fc.tuple(name, inBrackets).map(([key, value]) => `\n${key}: ${value}`) },
    { weight: 1, arbitrary: fc.tuple(name, indented).map(([key, value]) => `\n${key}:${value}`) },
    { weight: 1, arbitrary: fc.constant('\nimages: {a.jpg: {kind: photo}, b: [甲,乙]}') },
  );

  it.each([
    ['of any pieces', piece, 10],
    ['of the shapes that it reads', flatPiece, 3],
  ])('gives what the strict reader gives or nothing, for texts %s', (_, of, maxLength) => {
    let read = 0;
    fc.assert(
      fc.property(fc.array(of, { maxLength }), (pieces) => {
        const text = `z: ${maxLength === 10 ? '' : '甲'}${pieces.join('')}\n`;
        const flat = readFlatYaml(text);
        if (flat === null) return;
        read += 1;
        const strict = readStrictYaml(text, 2);
        expect({ problems: strict.problems, value: strict.value, json: JSON.stringify(strict.value) }).toEqual({
          problems: [],
          value: flat,
          json: JSON.stringify(flat),
        });
      }),
      { numRuns: 3000 },
    );
    expect(read).toBeGreaterThan(100);
  });
});
