/** What WeChat makes of an article's HTML (facts A2, A7: real accounts observed; there is no official list). */
export interface Sanitised {
  content: string;
  /** Links to other places than published articles. */
  externalLinks: number;
}

const GONE_WITH_CONTENT = new Set(['script', 'style', 'iframe', 'form', 'object', 'embed', 'template', 'title']);
const GONE = new Set(['html', 'head', 'body', 'link', 'meta', 'base', 'input', 'button', 'textarea', 'select', 'option']);
const KEPT_ATTRIBUTES = new Set(['style', 'src', 'href', 'alt', 'colspan', 'rowspan', 'width', 'height', 'data-src', 'start']);

interface Tag {
  whole: string;
  closing: boolean;
  name: string;
  attributes: Map<string, string>;
}

const TOKEN = /<!--[\s\S]*?-->|<\/?[a-z](?:[^"'<>]|"[^"]*"|'[^']*')*>|[^<]+|</gi;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g;

function tagOf(whole: string): Tag | null {
  const match = /^<(\/?)([a-z][a-z0-9-]*)(?![a-z0-9-])([\s\S]*)>$/i.exec(whole);
  if (!match) return null;
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, bare] of (match[3] ?? '').matchAll(ATTRIBUTE)) {
    attributes.set(name.toLowerCase(), double ?? single ?? bare ?? '');
  }
  return { whole, closing: match[1] === '/', name: (match[2] ?? '').toLowerCase(), attributes };
}

function styleOf(style: string): string {
  return style
    .split(';')
    .filter((rule) => rule.trim() !== '' && !/^\s*(position|z-index)\s*:|url\s*\(|expression|javascript:/i.test(rule))
    .join(';');
}

function written(tag: Tag): string {
  if (tag.closing) return `</${tag.name}>`;
  const kept = [...tag.attributes]
    .filter(([name]) => KEPT_ATTRIBUTES.has(name))
    .map(([name, value]): [string, string] => [name, name === 'style' ? styleOf(value) : value])
    .filter(([name, value]) => name !== 'style' || value !== '');
  return `<${tag.name}${kept.map(([name, value]) => ` ${name}="${value.replaceAll('"', '&quot;')}"`).join('')}>`;
}

function startsWithAny(address: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => address.startsWith(prefix));
}

/**
 * Strips what doesn't survive: scripts, styles and forms with their content, class, id and handlers, `position`, pictures from other
 * hosts, links that lead elsewhere (their text stays).
 * @param own addresses of the platform itself: where pictures and articles may lie
 */
export function sanitise(html: string, own: { pictures: readonly string[]; articles: readonly string[] }): Sanitised {
  const out: string[] = [];
  const openLinks: boolean[] = [];
  let skipping: string | null = null;
  let externalLinks = 0;
  for (const [token] of html.matchAll(TOKEN)) {
    const tag = token.startsWith('<') ? tagOf(token) : null;
    if (skipping !== null) {
      if (tag?.closing && tag.name === skipping) skipping = null;
    } else if (tag === null) {
      if (!token.startsWith('<!--')) out.push(token === '<' ? '&lt;' : token);
    } else if (GONE_WITH_CONTENT.has(tag.name)) {
      if (!tag.closing) skipping = tag.name;
    } else if (tag.name === 'a') {
      const keeps: boolean = tag.closing ? (openLinks.pop() ?? false) : startsWithAny(tag.attributes.get('href') ?? '', own.articles);
      if (!tag.closing) openLinks.push(keeps);
      if (!tag.closing && !keeps) externalLinks += 1;
      if (keeps) out.push(written(tag));
    } else if (tag.name === 'img') {
      if (startsWithAny(tag.attributes.get('src') ?? '', own.pictures)) out.push(written(tag));
    } else if (!GONE.has(tag.name)) out.push(written(tag));
  }
  return { content: out.join(''), externalLinks };
}
