import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallJpeg, withExif } from '../jpeg-fixture.ts';
import { hostileMarkdown } from './hostile-markdown.ts';
import { tagsOf } from './html-tags.ts';
import { PICTURE, website } from './sample-item.ts';
import { wildMarkdown } from './wild-markdown.ts';

const EXAMPLES: [title: string, body: string, html: string][] = [
  ['bold works beside Chinese marks', '**“城管”**提醒', '<p><strong>“城管”</strong>提醒</p>'],
  [
    'a line end between Han characters is nothing',
    '对人民东路、\n**解放西路**\n等6条道路',
    '<p>对人民东路、<strong>解放西路</strong>等6条道路</p>',
  ],
  ['a line end beside other letters stays', '共 86\n起，见 Annex\nB', '<p>共 86\n起，见 Annex\nB</p>'],
  ['code keeps its lines', '```\n甲\n乙\n```', '<pre><code>甲\n乙\n</code></pre>'],
  ['the title is h1, so the text begins at h2 and skips no level', '# 一\n\n#### 二', '<h2>一</h2>\n<h3>二</h3>'],
  [
    'a link that leaves the site says where to',
    '[条例](https://flk.npc.gov.cn/a?b=1)',
    '<p><a href="https://flk.npc.gov.cn/a?b=1" class="leaving" rel="noopener" data-leaving="flk.npc.gov.cn">条例</a></p>',
  ],
  ['a link of the site is a plain link', '[上一条](../2026-11-20-x/)', '<p><a href="../2026-11-20-x/">上一条</a></p>'],
  ['scripts and places in the page lead nowhere', '[点](javascript:alert(1))[页内](#top)', '<p>点页内</p>'],
  ['a login in an address leads nowhere', '[账号](https://mp.weixin.qq.com@evil.example/)', '<p>账号</p>'],
  [
    'an address that only looks inside is outside',
    '[斜](//evil.example)',
    '<p><a href="https://evil.example/" class="leaving" rel="noopener" data-leaving="evil.example">斜</a></p>',
  ],
  ['raw HTML is left out, its words stay', '甲<b onclick="x">乙</b>\n\n<script>alert(1)</script>\n\n完', '<p>甲乙</p>\n<p>完</p>'],
  ['after a break a line begins at once', '甲\\\n \t 乙  \n   **丙** 丁', '<p>甲<br>\n乙<br>\n<strong>丙</strong> 丁</p>'],
  ['also after a blank written as a number', '甲\\\n&#32;&#9;乙', '<p>甲<br>\n乙</p>'],
  [
    'line ends written as numbers are line ends, without the blanks around them',
    '甲&#10;乙 &#10; a&#10;b&#13;c &#13; d',
    '<p>甲乙\na\nb\rc\rd</p>',
  ],
  ['a comment between two lines of an item leaves the lines', '- 甲\n  <!-- 注 -->\n  乙\n- 丙', '<ul>\n<li>甲乙</li>\n<li>丙</li>\n</ul>'],
  ['and in a list with room the paragraphs', '- 甲\n  <!-- 注 -->\n\n  乙', '<ul>\n<li>\n<p>甲</p>\n<p>乙</p>\n</li>\n</ul>'],
  ['of two definitions the first counts, in capitals or not', '[甲][A]\n\n[a]: ../x/\n[A]: ../y/', '<p><a href="../x/">甲</a></p>'],
  ['template marks are text', '{{ 7*7 }} \x24{a} <%= b %> {% c %}', '<p>{{ 7*7 }} \x24{a} &#x3C;%= b %> {% c %}</p>'],
  ['done and open tasks are signs', '- [x] 办结\n- [ ] 在办', '<ul>\n<li>☑ 办结</li>\n<li>☐ 在办</li>\n</ul>'],
];

describe('website text', () => {
  it.each(EXAMPLES)('%s', (_, body, html) => expect(website(body)).toBe(html));

  it('shows pictures as figures with size, description, caption and credit, the first at once, the others when they come near', () => {
    const images = { 'street.jpg': { credit: '示例' } };
    const html = website(
      '甲\n![在现场](street.jpg "执法队员在现场")\n\n![再一张](b.jpg)',
      { images },
      { ...PICTURE, 'b.jpg': smallJpeg() },
    );
    expect(html).toBe(
      '<p>甲</p><figure><img src="street.jpg" alt="在现场" width="8" height="8" loading="eager" decoding="async"><figcaption>执法队员在现场（示例　摄）</figcaption></figure>\n' +
        '<figure><img src="b.jpg" alt="再一张" width="8" height="8" loading="lazy" decoding="async"><figcaption>再一张</figcaption></figure>',
    );
  });

  it('shows the first picture of the page at once, wherever it stands; notes come last', () => {
    const html = website('[^1]: ![注图](street.jpg)\n\n- ![一](street.jpg)\n\n| ![二](street.jpg) |\n|--|\n\n文[^1]', {}, PICTURE);
    const shown = [...html.matchAll(/alt="([^"]*)"[^>]*loading="([^"]*)"/g)].map(([, alt, loading]) => [alt, loading]);
    expect(shown).toEqual([
      ['一', 'eager'],
      ['二', 'lazy'],
      ['注图', 'lazy'],
    ]);
  });

  it('labels what a machine made where readers see it', () => {
    expect(website('![效果图](street.jpg)', { images: { 'street.jpg': { kind: 'ai' } } }, PICTURE)).toContain(
      '<figcaption><span class="ai-label">AI生成</span>效果图</figcaption>',
    );
  });

  it('keeps the label where a picture stands in a table', () => {
    const html = website('| ![图](street.jpg) |\n|--|\n| 甲 |', { images: { 'street.jpg': { kind: 'ai' } } }, PICTURE);
    expect(html).toMatch(/<th scope="col"><img src="street\.jpg"[^>]*><span class="ai-label">AI生成<\/span><\/th>/);
  });

  it('shows the review number of a map', () => {
    const images = { 'street.jpg': { kind: 'map' as const, review_no: '浙S(2026)1号', credit: '示例测绘院' } };
    expect(website('![路线图](street.jpg)', { images }, PICTURE)).toContain(
      '<figcaption>路线图　审图号：浙S(2026)1号（示例测绘院）</figcaption>',
    );
  });

  it('gives the size of a turned picture as people see it', () => {
    const wide = Buffer.from(smallJpeg());
    wide.writeUInt16BE(16, wide.indexOf(Buffer.from([0xff, 0xc0])) + 7);
    expect(website('![甲](street.jpg)', {}, { 'street.jpg': wide })).toContain('width="16" height="8"');
    expect(website('![甲](street.jpg)', {}, { 'street.jpg': withExif(wide, { orientation: 6 }) })).toContain('width="8" height="16"');
  });

  it("never shows the scan of a unit's own review form", () => {
    const more = { unit_review: { by: 'zhouyi', at: '2026-11-23', scan: 'scan.jpg' } };
    expect(website('![审核单](scan.jpg)完', more, { 'scan.jpg': smallJpeg() })).toBe('<p>（图片：审核单）完</p>');
  });

  it('wraps a table so that it scrolls by itself', () => {
    const html = website('| 甲 | 乙 |\n|:-:|--:|\n| 1 | 2 |');
    expect(html).toContain('<div class="table-scroll" role="group" aria-label="表格" tabindex="0"><table>');
    expect(html).toContain('<th scope="col" class="align-center">甲</th>');
    expect(html).toContain('<td class="align-right">2</td>');
  });

  it('lists footnotes under a Chinese heading, with ways there and back', () => {
    const html = website('注[^a]。\n\n[^a]: 话');
    expect(html).toContain('<sup><a href="#user-content-fn-a" id="user-content-fnref-a"');
    expect(html).toContain('<h2 id="footnote-label">注释</h2>');
    expect(html).toContain('aria-label="回到正文中的注 1"');
    expect(html).not.toMatch(/class=""|Footnotes|Back to/);
  });

  it('numbers notes by their first marks, also those in notes, and leads back to each mark', () => {
    const html = website('甲[^b]。\n\n[^a]: 话\n[^b]: 见注[^a]、[^b]。');
    const marks = [...html.matchAll(/id="user-content-fnref-([^"]*)"[^>]*>(\d)</g)].map(([, id, n]) => [id, n]);
    expect(marks).toEqual([
      ['b', '1'],
      ['a', '2'],
      ['b-2', '1'],
    ]);
    const back = [...html.matchAll(/href="#user-content-fnref-([^"]*)"/g)].map(([, id]) => id);
    expect(back).toEqual(['b', 'b-2', 'a']);
    expect(html).toMatch(/<li id="user-content-fn-b">.*<li id="user-content-fn-a">/s);
  });

  it('writes nothing beyond the allow-list, whatever the Markdown', () => {
    const value: Record<string, RegExp> = {
      href: /^(https?:\/\/|mailto:|tel:|#user-content-fn|(?!\/\/)[^:]*$)/,
      src: /^street\.jpg$/,
      class: /^(leaving|ai-label|table-scroll|footnotes|align-(left|center|right))$/,
      id: /^(user-content-fn|footnote-label$)/,
      rel: /^noopener$/,
      role: /^group$/,
      tabindex: /^0$/,
      scope: /^col$/,
      loading: /^(eager|lazy)$/,
      decoding: /^async$/,
      'aria-label': /^(表格|回到正文中的注 \d+)$/,
      'aria-describedby': /^footnote-label$/,
      'data-leaving': /^[a-z0-9.-]+$/,
    };
    const free = ['alt', 'width', 'height', 'start', 'data-footnotes', 'data-footnote-ref', 'data-footnote-backref'];
    const names =
      'p h2 h3 h4 h5 h6 strong em del sup span blockquote ul ol li div table thead tbody tr th td pre code br hr img a figure figcaption section'.split(
        ' ',
      );
    fc.assert(
      fc.property(fc.oneof(hostileMarkdown, wildMarkdown), (body) => {
        for (const tag of tagsOf(website(body, {}, PICTURE))) {
          expect(names).toContain(tag.name);
          for (const [attribute, written] of tag.attributes) {
            if (!free.includes(attribute)) expect(`${attribute}=${written}`).toMatch(new RegExp(`^${attribute}=`));
            if (!free.includes(attribute)) expect(written).toMatch(value[attribute] ?? /^never$/);
          }
          const href = tag.attributes.find(([name]) => name === 'href')?.[1] ?? '';
          if (/^https?:/.test(href)) expect(tag.attributes.map(([name]) => name)).toEqual(['href', 'class', 'rel', 'data-leaving']);
        }
      }),
      { numRuns: 250 },
    );
  });
});
