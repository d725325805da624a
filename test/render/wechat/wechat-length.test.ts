import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FrontMatter } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { pageAddress } from '#pipeline/render/links.ts';
import { renderItem } from '#pipeline/render/render-item.ts';
import { wechatLengthBound } from '#pipeline/render/wechat/wechat-length.ts';
import { CONTEXT, itemOf, PICTURE } from '../sample-item.ts';

function used(body: string, frontMatter: Partial<FrontMatter> = {}): { used: number; atMost: number } {
  const item = itemOf(body, frontMatter, PICTURE);
  const { limits } = renderItem(item, 'wechat', CONTEXT);
  const length = limits.find(({ name }) => name === '微信正文')?.used ?? Number.NaN;
  return { used: length, atMost: wechatLengthBound(item, pageAddress(item.id, CONTEXT.policy)) };
}

const WORDS = fc.constantFrom(
  ...['文', '&', '<', '>', '"', "'", ' ', '\t', '\n', '　', 'a', '𠮷', 'sanshen-image:', '&amp;', '\\', '：', 'é'],
);
const text = fc.array(WORDS, { minLength: 1, maxLength: 30 }).map((parts) => parts.join(''));
const line = text.map((words) => words.replace(/[\s]+/g, ' ').trim() || '文');
const address = fc.constantFrom(
  'https://www.gov.cn/a?b=1&c=2',
  'http://例子.example/路径',
  '../另一条',
  'mailto:a@example.cn',
  'https://mp.weixin.qq.com/s/a&b',
  '<https://a.example/"x y">',
  '//x.example',
);
const block = fc.oneof(
  text,
  line.map((words) => `## ${words}`),
  line.map((words) => `**${words}**和*${words}*、~~${words}~~`),
  fc.tuple(line, address).map(([words, url]) => `[${words}](${url})`),
  line.map((words) => `![${words}](street.jpg "${words.replaceAll('"', '')}")`),
  fc.array(line, { minLength: 1, maxLength: 5 }).map((lines) => lines.map((words, index) => `${'  '.repeat(index)}- ${words}`).join('\n')),
  fc.array(line, { minLength: 1, maxLength: 5 }).map((lines) => lines.map((words, index) => `${index + 7}. ${words}`).join('\n')),
  fc.tuple(line, line).map(([a, b]) => `| ${a} | ${b} | c |\n|:--|--:|:-:|\n| ${b} |\n| d | e | f |`),
  line.map((words) => `\`${words.replaceAll('`', '')}\``),
  text.map((words) => `\`\`\`\n\t\t${words.replaceAll('`', '')}\n\`\`\``),
  line.map((words) => `> ${words}\n>\n> - ${words}`),
  fc.constant('***'),
  line.map((words) => `${words}[^1]\n\n[^1]: ${words}`),
  line.map((words) => `[${words}][a]\n\n[a]: https://www.gov.cn/`),
  line.map((words) => `<b>${words}</b>`),
);

test('no text is longer in WeChat than was said without rendering it', () => {
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 12 }), line, (blocks, words) => {
      const more = { correction: { kind: '文字', note: words }, source: { name: words, url: 'https://www.gov.cn/a&b' } } as const;
      const found = used(blocks.join('\n\n'), blocks.length % 2 === 0 ? {} : more);
      expect(found.atMost).toBeGreaterThanOrEqual(found.used);
    }),
    { numRuns: 300 },
  );
});

test('a usual text is told from one that is too long without rendering it', () => {
  const paragraph = `${'婺城分局组织执法队员巡查沿街店铺，'.repeat(9)}成效明显。`;
  expect(used(Array.from({ length: 10 }, () => paragraph).join('\n\n')).atMost).toBeLessThan(20_000);
});
