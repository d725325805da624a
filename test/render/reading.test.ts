import { describe, expect, it } from 'vitest';
import { characterCount, excerpt, plainText, readingMinutes } from '#pipeline/render/reading.ts';
import { itemOf, PICTURE } from './sample-item.ts';

const tree = (body: string) => itemOf(body, {}, PICTURE).tree;

describe('reading', () => {
  it.each([
    ['劝导占道经营86起。', 9],
    ['**劝导**[占道](https://a.example/)', 4],
    ['GB/T 9704 标准', 4],
    ['甲<!-- 看不见 -->乙', 2],
    ['![说明不算](street.jpg)', 0],
  ])('%s counts %i, as office software does', (body, count) => expect(characterCount(tree(body))).toBe(count));

  it.each([
    ['字', 1],
    ['字'.repeat(599), 1],
    ['字'.repeat(600), 2],
    ['字'.repeat(1200), 3],
  ])('takes 400 characters a minute and never less than one', (body, minutes) => expect(readingMinutes(tree(body))).toBe(minutes));

  it('gives the text that a reader sees, block by block', () =>
    expect(plainText(tree('# 一\n\n甲**乙**[丙](https://a.example/)\n\n- 丁\n'))).toBe('一\n甲乙丙\n丁\n\n'));

  it('cuts an excerpt at 54 characters, and says so', () => {
    expect(excerpt(tree('甲。\n\n乙。'))).toBe('甲。 乙。');
    expect(excerpt(tree('字'.repeat(54)))).toBe('字'.repeat(54));
    expect(excerpt(tree('𠮷'.repeat(55)))).toBe(`${'𠮷'.repeat(53)}…`);
    expect(excerpt(tree('甲\n\n'.repeat(27)))).toBe(Array(27).fill('甲').join(' '));
    expect(excerpt(tree('甲乙丙\n\n'.repeat(20)))).toBe(`${'甲乙丙 '.repeat(13)}甲…`);
  });
});
