import { describe, expect, it } from 'vitest';
import { markdownOf } from '#pipeline/intake/draft/markdown.ts';
import { contentOf, htmlTree } from '#pipeline/intake/old-site/html-tree.ts';

const read = (html: string): string => markdownOf(htmlTree(html).children).trim();

const TEXTS: [title: string, html: string, markdown: string][] = [
  ['paragraphs and line breaks', '<p>　　一</p><p>二<br>三</p>', '一\n\n二\n\n三'],
  ['entities', '<p>&ldquo;一&rdquo;&nbsp;&#20108;&lt;b&gt;</p>', '“一” 二\\<b>'],
  ['what Markdown would read as marks', '<p>*一* # 二 [三](四)</p>', '\\*一\\* # 二 \\[三]\\(四)'],
  ['headings', '<h1>一</h1><h3>二</h3>', '## 一\n\n### 二'],
  ['styles', '<p><b>一</b><font color=red>二</font></p>', '一二'],
  ['raised and lowered digits', '<p>30m<sup>2</sup>，CO<sub>2</sub></p>', '30m²，CO₂'],
  ['lists, closed or not', '<ul><li>一<li>二</ul><ol><li>三</li></ol>', '- 一\n- 二\n\n1. 三'],
  ['words in a list but in no item of it', '<ul>一<li>二</li></ul>', '- 一\n- 二'],
  ['tables', '<table><tr><td>一<td>二<tr><td>三<td>四</table>', '| 一 | 二 |\n| - | - |\n| 三 | 四 |'],
  ['tables that join cells, row by row', '<table><tr><td colspan=2>一</td></tr><tr><td>二</td><td>三</td></tr></table>', '一\n\n二　三'],
  ['tables that arrange a page', '<table><tr><td><p>一</p><p>二</p></td></tr></table>', '一\n\n二'],
  ['a table in a table', '<table><tr><td>x</td><td><table><tr><td>一</td></tr></table></td></tr></table>', 'x　一'],
  ['words of a table that stand in no cell', '<table>头<tr><td>一</td></tr></table>', '头\n\n一'],
  ['links and pictures', '<p><a href="/a.html">一</a><img src=b.jpg alt="二"></p>', '[一](/a.html)![二](b.jpg)'],
  ['what isn’t read', '<p>一</p><script>二</script><style>三</style><div style="display: none">四</div><!-- 五 -->', '一'],
  ['what never ends', '<p>一<b>二<script>三', '一二'],
  ['handlers and addresses of scripts, which mean nothing here', '<p onclick="x()">一<img src=x onerror=y></p>', '一![](x)'],
];

describe('HTML of an old site', () => {
  it.each(TEXTS)('keeps %s', (_, html, markdown) => expect(read(html)).toBe(markdown));

  it('says what it can’t take along', () =>
    expect(htmlTree('<p>一</p><iframe src=x></iframe><video></video>').media).toEqual(['iframe', 'video']));

  it.each([
    ['the circular’s marks', '<div>导航</div><!--ContentStart--><p>一</p><!--ContentEnd-->'],
    ['an editor’s element', '<body><div>导航</div><div id="zoom"><div><p>一</p></div></div><div>尾</div></body>'],
    ['an article', '<body><div>导航</div><article><p>一</p></article></body>'],
    ['the body', '<head><title>x</title></head><body><p>一</p></body>'],
  ])('has its text by %s', (_, page) => expect(read(contentOf(page))).toBe('一'));

  it('has its text in the element that is named', () =>
    expect(read(contentOf('<article>导航</article><div class="a text">一</div>', 'text'))).toBe('一'));
});
