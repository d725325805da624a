import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { articleOf } from '#pipeline/render/article.ts';
import { wechatText } from '#pipeline/render/wechat/wechat.ts';
import { WECHAT_STYLES } from '#pipeline/render/wechat/wechat-styles.ts';
import { smallJpeg } from '../../jpeg-fixture.ts';
import { hostileMarkdown } from '../hostile-markdown.ts';
import { tagsOf, textOf } from '../html-tags.ts';
import { itemOf, PAGE, PICTURE, wechat } from '../sample-item.ts';
import { wildMarkdown } from '../wild-markdown.ts';

/** What stands inside the section around the whole text. */
const inside = (html: string): string => html.replace(new RegExp(`^<section style="${WECHAT_STYLES.whole}">(.*)</section>$`, 's'), '$1');

/** The same without styles: what the examples are about. */
const bare = (body: string, ...rest: Parameters<typeof wechat> extends [string, ...infer Rest] ? Rest : never): string =>
  inside(wechat(body, ...rest).html).replace(/ style="[^"]*"/g, '');

const NOTES = (name: string, ...rows: string[]) => `<section>${[name, ...rows].join('<br>')}</section>`;

const EXAMPLES: [title: string, body: string, html: string][] = [
  ['paragraphs follow each other without a line between', '甲。\n\n乙。', '<p>甲。</p><p>乙。</p>'],
  ['a line end between Han characters is nothing, elsewhere a space', '整治\n行动\n2026 A\nB', '<p>整治行动 2026 A B</p>'],
  [
    'bold works beside Chinese marks',
    '**“城管”**提醒：**《条例》**第九条',
    '<p><strong>“城管”</strong>提醒：<strong>《条例》</strong>第九条</p>',
  ],
  ['headings begin at h2 and skip no level', '# 一\n\n### 二\n\n###### 三', '<h2>一</h2><h3>二</h3><h4>三</h4>'],
  [
    'a link becomes words with a note at the end',
    '依据[条例](https://flk.npc.gov.cn/)。',
    `<p>依据条例〔1〕。</p>${NOTES('链接', '〔1〕条例　https://flk.npc.gov.cn/')}`,
  ],
  [
    'the same address has one note',
    '[甲](https://a.example/x)、[乙](https://b.example/)、[再看甲](https://a.example/x)',
    `<p>甲〔1〕、乙〔2〕、再看甲〔1〕</p>${NOTES('链接', '〔1〕甲　https://a.example/x', '〔2〕乙　https://b.example/')}`,
  ],
  [
    'links and footnotes are one list, in the order of their marks',
    '甲[^1]，[乙](https://b.example/)，丙[^2]，再说[^1]。\n\n[^2]: <https://b.example/>\n[^1]: 见[文](https://c.example/)。',
    `<p>甲〔1〕，乙〔2〕，丙〔2〕，再说〔1〕。</p>${NOTES('注释', '〔1〕见文（https://c.example/）。', '〔2〕乙　https://b.example/')}`,
  ],
  [
    'a note that only a note names is noted too, and a note that names itself ends',
    '甲[^1]。\n\n[^1]: 见注[^2]和[^1]。\n[^2]: 乙[^3]\n[^3]: [条例](https://a.example/)',
    `<p>甲〔1〕。</p>${NOTES('注释', '〔1〕见注〔2〕和〔1〕。', '〔2〕乙〔3〕', '〔3〕条例　https://a.example/')}`,
  ],
  ['an address that is its own words needs no note', '网址 <https://www.gov.cn/> 可查', '<p>网址 https://www.gov.cn/ 可查</p>'],
  [
    'an article of WeChat stays a link',
    '[上期](http://mp.weixin.qq.com/s/abc?x=1&y=2)',
    '<p><a href="https://mp.weixin.qq.com/s/abc?x=1&amp;y=2">上期</a></p>',
  ],
  [
    'a link of the site is noted with its whole address',
    '[上一条](../2026-11-20-x/)',
    `<p>上一条〔1〕</p>${NOTES('链接', '〔1〕上一条　https://xzzfj.example.gov.cn/wucheng/2026-11-20-x/')}`,
  ],
  ['a place in the page and a script lead nowhere', '[上](#top)和[点](javascript:alert(1))', '<p>上和点</p>'],
  ['items stand side by side', '- 甲\n\n- 乙\n', '<ul><li><section>甲</section></li><li><section>乙</section></li></ul>'],
  [
    'what is nested in a list becomes lines of its item',
    '3. 甲\n   - 乙\n     1. 丙\n     2. 丁\n4. 戊\n',
    '<ol start="3"><li><section>甲<br>－乙<br>　1）丙<br>　2）丁</section></li><li><section>戊</section></li></ol>',
  ],
  [
    'done and open tasks are signs',
    '- [x] 办结\n- [ ] 在办\n',
    '<ul><li><section>☑ 办结</section></li><li><section>☐ 在办</section></li></ul>',
  ],
  ['code keeps its lines and spaces', '```\nif (a <b)\n  c\n```', '<pre><code>if&nbsp;(a&nbsp;&lt;b)<br>&nbsp;&nbsp;c</code></pre>'],
  [
    'a table has cells and nothing between them',
    '| 路段 | 数 |\n|--|--|\n| 人民东路 | 41 |',
    '<table><thead><tr><th>路段</th><th>数</th></tr></thead><tbody><tr><td>人民东路</td><td>41</td></tr></tbody></table>',
  ],
  ['template marks are text', '{{ 7*7 }} \x24{a} <%= b %> {% c %}', '<p>{{ 7*7 }} \x24{a} &lt;%= b %&gt; {% c %}</p>'],
  ['raw HTML is left out, its words stay', '甲<b>乙</b>丙\n\n<script>alert(1)</script>\n', '<p>甲乙丙</p>'],
  ['quotes and rules', '> 引用\n\n***\n\n完', '<blockquote><p>引用</p></blockquote><hr><p>完</p>'],
  ['words that look like a picture are no picture', '写着 sanshen-image:street.jpg', '<p>写着 sanshen-image&#58;street.jpg</p>'],
  [
    'nor are they in capitals',
    '写着 SANSHEN-IMAGE:a.jpg、Sanshen-Image:b.jpg',
    '<p>写着 SANSHEN-IMAGE&#58;a.jpg、Sanshen-Image&#58;b.jpg</p>',
  ],
  ['a line end written as a number is one like any other', '甲&#10;乙 &#10; a&#10;b', '<p>甲乙 a b</p>'],
  ['after a break a line begins at once', '甲\\\n \t 乙  \n   **丙** 丁', '<p>甲<br> 乙<br> <strong>丙</strong> 丁</p>'],
];

describe('WeChat text', () => {
  it.each(EXAMPLES)('%s', (_, body, html) => expect(bare(body)).toBe(html));

  it('shows a picture with its caption, its credit and its place for the uploaded address', () => {
    const images = { 'street.jpg': { kind: 'photo' as const, credit: '示例' } };
    expect(bare('甲\n![执法队员在现场](street.jpg)\n乙', { images }, PICTURE)).toBe(
      '<p>甲</p><section><img src="sanshen-image:street.jpg" alt="执法队员在现场"><p>执法队员在现场（示例　摄）</p></section><p>乙</p>',
    );
  });

  it('says visibly what a machine made, and the review number of a map', () => {
    const images = {
      'street.jpg': { kind: 'ai' as const, credit: '示例' },
      'map.jpg': { kind: 'map' as const, review_no: '浙S(2026)1号' },
    };
    const html = bare('![效果图](street.jpg)\n\n![路线图](map.jpg)', { images }, { ...PICTURE, 'map.jpg': smallJpeg() });
    expect(html).toContain('<p>AI生成　效果图（示例）</p>');
    expect(html).toContain('<p>路线图　审图号：浙S(2026)1号</p>');
  });

  it('shows the description in place of a picture that is not of this item', () =>
    expect(bare('![远处](https://a.example/x.jpg)')).toBe('<p>（图片：远处）</p>'));

  it('tells what it changed', () => {
    const body =
      '[甲](https://a.example/)[乙](https://b.example/)[丙](https://c.example/)\n\n|a|\n|--|\n|b|\n\n- 一\n  - 二\n\n注[^1]\n\n[^1]: 话';
    expect(wechat(body).changes).toEqual([
      '3 条外部链接改为文末注释〔1〕至〔3〕',
      '脚注列入文末注释〔4〕',
      '首行缩进取消，段间空行代替',
      '1 个表格改为与屏幕同宽，不能左右滑动',
      '多级列表改为一级，下级另起一行写在同一项里',
    ]);
    expect(wechat('[条例](https://a.example/)').changes).toEqual(['1 条外部链接改为文末注释〔1〕', '首行缩进取消，段间空行代替']);
  });

  it('stays lean: fifty paragraphs grow less than 2.2 times', () => {
    const paragraph =
      '11月22日至24日，婺城分局组织执法队员32人次，对**人民东路**、解放西路等6条道路开展沿街店铺专项整治，依据[条例](https://flk.npc.gov.cn/)劝导占道经营86起。';
    const body = Array.from({ length: 50 }, () => paragraph).join('\n\n');
    expect(wechat(body).html.length / body.length).toBeLessThan(2.2);
  });

  it('writes no tag, attribute, style or address beyond the allow-list, whatever the Markdown', () => {
    const styles = new Set<string>(
      Object.values(WECHAT_STYLES).flatMap((style) => [style, ...['left', 'center', 'right'].map((side) => `${style};text-align:${side}`)]),
    );
    const allowed: Record<string, (value: string) => boolean> = {
      style: (value) => styles.has(value),
      src: (value) => value === 'sanshen-image:street.jpg',
      href: (value) => value.startsWith('https://mp.weixin.qq.com/'),
      alt: () => true,
      start: (value) => /^\d+$/.test(value),
    };
    const names = new Set(
      'section p h2 h3 h4 strong em span blockquote ul ol li table thead tbody tr th td pre code br hr img a'.split(' '),
    );
    fc.assert(
      fc.property(fc.oneof(hostileMarkdown, wildMarkdown), (body) => {
        const item = itemOf(
          body,
          { unit_review: { by: 'zhouyi', at: '2026-11-23', scan: 'scan.jpg' } },
          { ...PICTURE, 'scan.jpg': smallJpeg() },
        );
        const { html } = wechatText(articleOf(item), PAGE);
        for (const { name, attributes } of tagsOf(html)) {
          expect(names).toContain(name);
          for (const [attribute, value] of attributes)
            expect([name, attribute, value, allowed[attribute]?.(value ?? '')]).toEqual([name, attribute, value, true]);
        }
        expect(html).not.toMatch(/>\s+<(\/?(li|ul|ol|tr|td|th|table|thead|tbody))/);
        expect(textOf(html)).not.toContain('sanshen-image:');
      }),
      { numRuns: 250 },
    );
  });

  it('nests no list in a list, whatever the Markdown', () => {
    fc.assert(
      fc.property(fc.oneof(hostileMarkdown, wildMarkdown), (body) => {
        let depth = 0;
        for (const { name, closing } of tagsOf(wechat(body, {}, PICTURE).html)) {
          if (name === 'ul' || name === 'ol') depth += closing ? -1 : 1;
          expect(depth).toBeLessThan(2);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gives every note a mark and every mark a note, whatever the Markdown', () => {
    fc.assert(
      fc.property(fc.oneof(hostileMarkdown, wildMarkdown), (body) => {
        const { html, notes } = wechat(body.replace(/[〔〕]/g, ''), {}, PICTURE);
        const marks = new Set([...html.matchAll(/〔(\d+)〕/g)].map(([, n]) => Number(n)));
        expect([...marks].sort((a, b) => a - b)).toEqual(notes.map(({ n }) => n));
        expect(new Set(notes.filter(({ url }) => url !== '').map(({ url }) => url)).size).toBe(
          notes.filter(({ url }) => url !== '').length,
        );
      }),
      { numRuns: 200 },
    );
  });
});
