import type { Span } from '../item/content-problem.ts';
import { walk } from '../item/markdown.ts';
import { spanOf, wordsOf } from '../item/markdown-node.ts';
import type { Policy } from '../organisation/policy.ts';
import { hostOf, isAmong } from './hosts.ts';
import type { Subject } from './rule.ts';

/** A link that readers may follow. */
export interface ItemLink {
  /** As browsers read it, without the characters that they overlook. */
  url: string;
  host: string;
  /** The words that readers see; empty for the source. */
  words: string;
  span: Span;
  where: string;
}

/** The address without what browsers overlook, so that `java\tscript:` is read as they read it. */
export function seen(url: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop them from addresses
  return url.replace(/[\u0000-\u0020\u007f]/g, '');
}

/** Words of each reference by its name: the definition itself has none. */
function referenceWords({ tree }: Pick<Subject, 'tree'>): Map<string, string> {
  const words = new Map<string, string>();
  walk(tree, (node) => {
    if (node.type === 'linkReference') words.set(node.identifier, `${words.get(node.identifier) ?? ''} ${wordsOf(node)}`.trim());
  });
  return words;
}

/** The http links of the text in their order, and the source's. What isn't an address for a browser is link/internal's. */
export function linksOf({ tree, frontMatter, locate }: Pick<Subject, 'tree' | 'frontMatter' | 'locate'>): ItemLink[] {
  const references = referenceWords({ tree });
  const links: ItemLink[] = [];
  const add = (address: string, words: string, span: Span, where: string): void => {
    const url = seen(address);
    const host = hostOf(url);
    if (host !== null) links.push({ url, host, words, span, where });
  };
  walk(tree, (node) => {
    if (!node.position || (node.type !== 'link' && !(node.type === 'definition' && references.has(node.identifier)))) return;
    add(node.url, node.type === 'link' ? wordsOf(node) : (references.get(node.identifier) ?? ''), spanOf(node), '链接');
  });
  if (frontMatter?.source?.url !== undefined) add(frontMatter.source.url, '', locate(['source', 'url']), '来源网址');
  return links;
}

/** Domains of party and government bodies: gov.cn, and 政务 as browsers write it. */
const OFFICIAL = ['gov.cn', 'xn--zfr164b'];

/** True for hosts that need no second look: official ones, the site's own, those of the policy. */
export function isTrusted(host: string, { allow, site }: Pick<Policy, 'allow' | 'site'>): boolean {
  const own = [site.domain ?? '', hostOf(site.url ?? '') ?? ''].filter((name) => name !== '');
  return isAmong(host, [...OFFICIAL, ...own, ...allow.hosts]);
}
