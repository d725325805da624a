import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '#pipeline/item/front-matter/front-matter.ts';

const GOOD = `---
title: 婺城分局开展整治
submitter: lisi
submitted_at: 2026-11-24 09:30
event_date: 2026-11-23
category: 工作动态
channels: [website, wechat]
secrecy_review: {by: zhouyi, date: 2026-11-24, conclusion: 可公开}
---
正文。
`;

const read = (text: string | Uint8Array) => readFrontMatter(Buffer.from(text));
const codes = (text: string | Uint8Array) => read(text).problems.map(({ code }) => code);
/** A line put in as the first of the front matter. */
const withLine = (line: string) => GOOD.replace('---\n', `---\n${line}\n`);
const withTitle = (title: string) => GOOD.replace(/title: .*/, () => `title: ${title}`);
const canary = 'globalThis.sanshenCanary = true';

describe('the front matter of a plain item', () => {
  it('is read with its body and the line the body begins on', () => {
    const { frontMatter, body, bodyLine, problems } = read(GOOD);
    expect(problems).toEqual([]);
    expect(frontMatter).toMatchObject({ title: '婺城分局开展整治', event_date: '2026-11-23', submitted_at: '2026-11-24 09:30' });
    expect([body, bodyLine]).toEqual(['正文。\n', GOOD.split('\n').indexOf('正文。') + 1]);
  });

  it('keeps dates, times and words like no and 0123 as they are written', () => {
    const { raw } = read(withTitle('no').replace('09:30', '10:00:00'));
    expect(raw).toMatchObject({ title: 'no', submitted_at: '2026-11-24 10:00:00' });
  });
});

describe('hostile front matter (attack catalogue, rows 1 to 10)', () => {
  it.each([
    ['1 code in JavaScript', GOOD.replace('---', '---js'), 'E_FM_DELIM'],
    ['1 its long name', GOOD.replace('---', '---javascript'), 'E_FM_DELIM'],
    ['1 with a space and in capitals', GOOD.replace('---', '--- JS'), 'E_FM_DELIM'],
    ['1 that is nothing but code', `---js\n${canary}\n---\n`, 'E_FM_DELIM'],
    ['2 a language that every object has', GOOD.replace('---', '---constructor'), 'E_FM_DELIM'],
    ['2 another', GOOD.replace('---', '---toString'), 'E_FM_DELIM'],
    ['2 JSON', '---json\n{"title": "x"}\n---\n', 'E_FM_DELIM'],
    ['2 TOML', '---toml\ntitle = "x"\n---\n', 'E_FM_DELIM'],
    ['2 coffee', `---coffee\n${canary}\n---\n`, 'E_FM_DELIM'],
    ['2 four dashes', GOOD.replace('---', '----'), 'E_FM_DELIM'],
    ['2 a space after the dashes', GOOD.replace('---', '--- '), 'E_FM_DELIM'],
    ['2 an end with more than dashes', GOOD.replace('\n---\n正文', '\n---x\n正文'), 'E_FM_DELIM'],
    ['2 no end', '---\ntitle: x\n', 'E_FM_DELIM'],
    ['2 no beginning', '正文。\n', 'E_FM_DELIM'],
    ['2 nothing at all', '', 'E_FM_DELIM'],
    ['3 a second block hidden in the body', `${GOOD}\n---js\n${canary}\n---\n`, 'E_FM_SECOND'],
    ['3 a second block at the start of the body', GOOD.replace('正文。', '---\na: 1\n---'), 'E_FM_SECOND'],
    ['4 a byte order mark', `\uFEFF${GOOD}`, 'E_BYTES'],
    ['4 Windows line ends', GOOD.replaceAll('\n', '\r\n'), 'E_BYTES'],
    ['4 a lone carriage return', GOOD.replace('正文', '正\r文'), 'E_BYTES'],
    ['4 a NUL', `${GOOD}\0`, 'E_BYTES'],
    ['4 a terminal escape', `${GOOD}\x1b[2J`, 'E_BYTES'],
    ['4 bytes that are no UTF-8', Buffer.concat([Buffer.from(GOOD), Buffer.from([0xd5, 0xfd])]), 'E_BYTES'],
    ['4 half a character', Buffer.concat([Buffer.from(GOOD), Buffer.from('文').subarray(0, 2)]), 'E_BYTES'],
    ['5 an anchor', withTitle('&a x'), 'E_YAML_ALIAS'],
    ['5 an alias', withLine('remarks: *a'), 'E_YAML_ALIAS'],
    ['5 an alias bomb', withLine('remarks: [&a [x, x], *a, *a]'), 'E_YAML_ALIAS'],
    ['5 a merge key', withLine('<<: {title: x}'), 'E_YAML_ALIAS'],
    ['6 the same key twice', withLine('title: x'), 'E_YAML_DUP'],
    ['6 twice below', GOOD.replace('{by: zhouyi', '{by: lisi, by: zhouyi'), 'E_YAML_DUP'],
    ['7 __proto__', withLine('__proto__: {sanshenCanary: true}'), 'E_KEY'],
    ['7 constructor', withLine('constructor: {prototype: {sanshenCanary: true}}'), 'E_KEY'],
    ['7 __proto__ below', withLine('images: {__proto__: {sanshenCanary: true}}'), 'E_KEY'],
    ['7 a key in capitals', withLine('Title: x'), 'E_KEY'],
    ['7 a key that is a list', withLine('? [a]\n: x'), 'E_KEY'],
    ['8 a function', withLine('remarks: !!js/function "x"'), 'E_YAML_TAG'],
    ['8 binary', withLine('remarks: !!binary AAAA'), 'E_YAML_TAG'],
    ['8 a tag of ones own', withLine('remarks: !x y'), 'E_YAML_TAG'],
    ['9 permalink', withLine('permalink: ../../x.html'), 'E_KEY_UNKNOWN'],
    ['9 templateEngineOverride', withLine('layout: x\ntags: [x]'), 'E_KEY_UNKNOWN'],
    ['9 a template language', withLine('pagination: {data: x}'), 'E_KEY_UNKNOWN'],
    ['9 a publish date', withLine('published_at: 2026-11-24'), 'E_KEY_RESULT'],
    ['10 the 30th of February', GOOD.replace('event_date: 2026-11-23', 'event_date: 2026-02-30'), 'E_DATE'],
    ['10 the 13th month', GOOD.replace('event_date: 2026-11-23', 'event_date: 2026-13-01'), 'E_DATE'],
    ['10 one digit', GOOD.replace('event_date: 2026-11-23', 'event_date: 2026-9-16'), 'E_DATE'],
    ['10 a zone', GOOD.replace('09:30', '09:30+08:00'), 'E_DATE'],
    ['10 25 o’clock', GOOD.replace('09:30', '25:30'), 'E_DATE'],
    ['a control character by YAML’s escape', withTitle('"a\\x1b[2Jb"'), 'E_VALUE'],
    ['a line break in the title', withTitle('"a\\nb"'), 'E_VALUE'],
    ['a number for a title', withTitle('2026'), 'E_VALUE'],
    ['brackets 5000 deep', withTitle('['.repeat(5000)), 'E_YAML_DEPTH'],
    ['dashes 5000 deep', withLine('- '.repeat(5000)), 'E_YAML_DEPTH'],
    ['17 KiB', withTitle('x'.repeat(17 * 1024)), 'E_SIZE'],
    ['a body of 257 KiB', GOOD + 'x'.repeat(257 * 1024), 'E_SIZE'],
    ['a list instead of keys', '---\n- a\n---\n', 'E_YAML'],
    ['a colon in a value', withTitle('a: b'), 'E_YAML'],
    ['two documents', withLine('title: x\n...\na: 1'), 'E_YAML'],
  ])('refuses %s', (_, text, code) => {
    const { frontMatter, problems } = read(text);
    expect(codes(text)).toContain(code);
    expect(frontMatter).toBeNull();
    for (const { line, column, endLine, message } of problems) {
      expect([line >= 1, column >= 1, endLine >= line]).toEqual([true, true, true]);
      expect(message).toMatch(/。应为：.+。怎么改：.+。$/u);
    }
    expect(globalThis).not.toHaveProperty('sanshenCanary');
    expect({}).not.toHaveProperty('sanshenCanary');
  });

  it('gives values without a prototype', () => expect(Object.getPrototypeOf(read(GOOD).raw)).toBeNull());

  it('says the same of the same text the second time', () => {
    const broken = withTitle('a: b');
    expect(read(broken)).toMatchObject({ frontMatter: null, problems: read(broken).problems });
  });

  it('is never repeated in a message, for it may hold what must not be shown', () => {
    const text = withTitle('[13800138000]').replace('工作动态', '13800138000');
    expect(JSON.stringify(read(text).problems)).not.toContain('13800138000');
  });

  it('never makes the reader throw, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.string({ unit: 'grapheme' }), (bytes, text) => {
        read(bytes);
        read(`---\n${text}\n---\n${text}`);
      }),
    );
  });
});

describe('places in the file', () => {
  it.each<[string, (string | number)[], 'key' | 'value', number, string]>([
    ['a value', ['title'], 'value', 2, '婺城分局开展整治'],
    ['a key', ['event_date'], 'key', 5, 'event_date'],
    ['an entry of a list', ['channels', 1], 'value', 7, 'wechat'],
    ['a value below', ['secrecy_review', 'date'], 'value', 8, '2026-11-24'],
    ['the parent of what is missing', ['secrecy_review', 'x'], 'value', 8, '{by: zhouyi, date: 2026-11-24, conclusion: 可公开}'],
    ['the first line for what is missing at the top', ['summary'], 'value', 1, '---'],
  ])('are known of %s', (_, place, part, line, text) => {
    const span = read(GOOD).locate(place, part);
    expect([span.line, span.endLine]).toEqual([line, line]);
    expect(GOOD.split('\n')[line - 1]?.slice(span.column - 1, span.endColumn - 1)).toBe(text);
  });
});
