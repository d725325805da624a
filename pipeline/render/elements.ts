import type { Element, ElementContent, Nodes, Root, Text } from 'hast';

export const isElement = (node: Nodes | undefined, ...names: string[]): node is Element =>
  node?.type === 'element' && (names.length === 0 || names.includes(node.tagName));

export function element(tagName: string, properties: Element['properties'], ...children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children };
}

export function text(value: string): Text {
  return { type: 'text', value };
}

/** Blocks each on lines of their own: a line end before, between and behind them. */
export function onLines(blocks: readonly ElementContent[]): ElementContent[] {
  const lines: ElementContent[] = [text('\n')];
  for (const block of blocks) lines.push(block, text('\n'));
  return lines;
}

/** All text below a node. */
export function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

/** Rebuilds a tree from its leaves up; `change` gives what a node becomes. */
export function rebuild<Node extends Root | Element>(node: Node, change: (child: Element) => ElementContent[]): Node {
  const children = (node.children as ElementContent[]).flatMap((child) =>
    child.type === 'element' ? change(rebuild(child, change)) : [child],
  );
  return { ...node, children } as Node;
}

/** Text as it may stand in HTML, in an attribute in double quotes too. */
export function escapeHtml(text: string): string {
  if (!/[&<>"]/.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
