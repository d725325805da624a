import fc from 'fast-check';
import type { Element, Nodes, Root } from 'hast';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import type { Item } from '#pipeline/item/item.ts';
import { type Article, articleOf, placePictures } from '#pipeline/render/article.ts';
import { isElement, text } from '#pipeline/render/elements.ts';
import { joinHanLines } from '#pipeline/render/line-ends.ts';
import { websiteHtml } from '#pipeline/render/website.ts';
import { wechatText } from '#pipeline/render/wechat/wechat.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { hostileMarkdown } from './hostile-markdown.ts';
import { itemOf, PAGE } from './sample-item.ts';
import { wildMarkdown } from './wild-markdown.ts';

const toElements = unified()
  .use(remarkRehype, {
    footnoteLabel: '注释',
    footnoteLabelProperties: {},
    footnoteBackLabel: (index: number) => `回到正文中的注 ${index + 1}`,
  })
  .freeze();

function elementsOf(node: Nodes): Element[] {
  const below = 'children' in node ? node.children.flatMap(elementsOf) : [];
  return node.type === 'element' ? [node, ...below] : below;
}

/** A task's box as the sign that we write. */
function withSigns(elements: readonly Element[]): void {
  const sign = ({ properties }: Element) => text(properties.checked === true ? '☑' : '☐');
  for (const element of elements) element.children = element.children.map((child) => (isElement(child, 'input') ? sign(child) : child));
}

/** The article by way of remark-rehype, the usual package, then through the same later steps. */
function byRemarkRehype(item: Item): Pick<Article, 'root' | 'foreignPictures'> {
  const root = toElements.runSync(structuredClone(item.tree)) as Root;
  const elements = elementsOf(root);
  withSigns(elements);
  joinHanLines(root);
  const headings = elements.filter(({ tagName, properties }) => /^h[1-6]$/.test(tagName) && properties.id === undefined);
  const levels = [...new Set(headings.map(({ tagName }) => tagName))].sort();
  for (const heading of headings) heading.tagName = `h${Math.min(levels.indexOf(heading.tagName) + 2, 6)}`;
  const pictures = elements.filter(({ tagName }) => tagName === 'img');
  return { root, foreignPictures: placePictures(item, root, pictures) };
}

function faces({ root, foreignPictures }: Pick<Article, 'root' | 'foreignPictures'>) {
  const article = { root, foreignPictures, rawHtml: 0 };
  const { html, changes } = wechatText(article, PAGE);
  return { website: websiteHtml(article, PAGE), wechat: html, changes, foreignPictures };
}

describe('the elements of a text', () => {
  it.each([
    ['what people and attackers write', hostileMarkdown],
    ['anything beside anything', wildMarkdown],
  ])('are those that remark-rehype makes, on website and WeChat alike: %s', (_, markdown) => {
    fc.assert(
      fc.property(markdown, (body) => {
        const images = { 'street.jpg': { credit: '示例', kind: 'ai' as const } };
        const more = { images, unit_review: { by: 'zhouyi', at: '2026-11-23', scan: 'scan.jpg' } };
        const item = itemOf(body, more, { 'street.jpg': smallJpeg(), 'scan.jpg': smallJpeg() });
        const tree = structuredClone(item.tree);
        expect(faces(articleOf(item))).toEqual(faces(byRemarkRehype(item)));
        expect(item.tree).toEqual(tree);
      }),
      { numRuns: 150 },
    );
  });
});
