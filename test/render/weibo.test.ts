import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weiboLength, weiboText, withoutTopics } from '#pipeline/render/weibo.ts';

describe('Weibo text', () => {
  it.each([
    ['婺城分局', 4],
    ['abcd', 2],
    ['劝导86起', 4],
    ['劝导8起', 4],
    ['，。', 2],
    ['𠮷', 2],
    ['', 0],
    [`${'摘'.repeat(100)} https://a.example/x `, 111],
  ])('%j is %i long: a Han character is one, an ASCII one a half, rounded up', (text, length) => expect(weiboLength(text)).toBe(length));

  it('ends with the address between two spaces, so that the platform takes nothing else for a part of it', () =>
    expect(weiboText('劝导86起。', 'https://a.example/wucheng/2026-11-23-x/')).toBe('劝导86起。 https://a.example/wucheng/2026-11-23-x/ '));

  it.each([
    ['#整治#开始了', '整治开始了'],
    ['＃整治＃开始了', '整治开始了'],
    ['#甲##乙#', '甲乙'],
    ['1# 楼', '1# 楼'],
    ['没有话题', '没有话题'],
  ])('%s becomes %s: topics keep their words', (text, expected) => expect(withoutTopics(text)).toBe(expected));

  it('leaves no topic, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('#', '＃', '甲', ' ', 'a') }),
        (text) => !/[#＃][^#＃]+[#＃]/u.test(withoutTopics(text)),
      ),
    );
  });
});
