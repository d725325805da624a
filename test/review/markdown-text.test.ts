import { describe, expect, it } from 'vitest';
import { code, link, plain, quoting } from '#pipeline/item/markdown/markdown-text.ts';

describe('what people wrote, in Markdown', () => {
  it.each([
    ['is one line', ' 一\n\n 二\t三 ', undefined, '一 二 三'],
    ['has no formatting', '\\`*_{}[]<>()#+!|~&', undefined, '\\\\\\`\\*\\_\\{\\}\\[\\]\\<\\>\\(\\)\\#\\+\\!\\|\\~\\&'],
    ['mentions nobody', '请@郑四', undefined, '请@\u200b郑四'],
    ['is no formula, in which words are hidden', '$\\phantom{十}6$', undefined, '＄\\\\phantom\\{十\\}6＄'],
    ['as long as it may be, stays whole', '一二三四', 4, '一二三四'],
    ['longer, ends with an ellipsis', '一二三四五', 4, '一二三…'],
    ['isn’t cut within a character', '👍👍👍', 2, '👍…'],
    ['is measured as it is read, without the marks that keep it plain', '****', 4, '\\*\\*\\*\\*'],
  ])('%s', (_what, text, most, shown) => expect(plain(text, most)).toBe(shown));

  it('is no formula either where a sentence quotes it, and reads the same however often it is quoted', () => {
    expect(quoting(`《${plain('$5')}》<b>$x$</b>`)).toBe('《＄5》\\<b>＄x＄\\</b>');
    expect(plain(plain('票价$5'))).toBe('票价＄5');
  });

  it('is a path that can’t end its own code or a table’s cell', () => expect(code('a`b c|d\ne')).toBe('`a b c d e`'));

  it('is an address that can’t leave its brackets, and nothing where there is none', () => {
    expect(link('看', 'https://www.example/a b\n(c)<d>\\|e')).toEqual(['[看](https://www.example/a%20b%0a%28c%29%3cd%3e%5c%7ce)']);
    expect(link('看', 'https://www.example/a\u3000b')).toEqual(['[看](https://www.example/a%e3%80%80b)']);
    expect(link('看', undefined)).toEqual([]);
    expect(link('看', '')).toEqual([]);
  });
});
