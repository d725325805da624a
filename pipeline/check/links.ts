import type { Link } from 'mdast';
import type { Span } from '../item/content-problem.ts';
import { nodesOf, spanOf, wordsOf } from '../item/markdown/markdown.ts';
import type { Policy } from '../organisation/policy.ts';
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

/** What Chinese text begins with behind an address: no letters of other scripts, which may be a look-alike's. */
const CHINESE = /[\p{Script=Han}\u3000-\u303F\uFF01-\uFF5E\u201C\u201D\u2018\u2019\u2014\u2026]/u;

/**
 * True for an address without < > around it that took the text behind it for a part of the site's name. It leads to another site, or
 * nowhere.
 * @param lines of `index.md`
 */
export function runsOn(node: Link, lines: readonly string[]): boolean {
  const { line = 0, column = 0 } = node.position?.start ?? {};
  const written = wordsOf(node);
  const end = written.search(CHINESE);
  if (end <= 0 || !/^[hw]/i.test(lines[line - 1]?.[column - 1] ?? '')) return false;
  const alone = written.slice(0, end);
  const host = hostOf(/^www\./i.test(alone) ? `http://${alone}` : alone);
  return host?.includes('.') === true && host !== hostOf(seen(node.url));
}

/** Words of each reference by its name: the definition itself has none. */
function referenceWords({ tree }: Pick<Subject, 'tree'>): Map<string, string> {
  const words = new Map<string, string>();
  nodesOf(tree).forEach((node) => {
    if (node.type === 'linkReference') words.set(node.identifier, `${words.get(node.identifier) ?? ''} ${wordsOf(node)}`.trim());
  });
  return words;
}

/** The http links of the text in their order, and the source's. What isn't an address for a browser, or runs on, is link/internal's. */
export function linksOf({ tree, frontMatter, locate, lines }: Pick<Subject, 'tree' | 'frontMatter' | 'locate' | 'lines'>): ItemLink[] {
  const references = referenceWords({ tree });
  const links: ItemLink[] = [];
  const add = (address: string, words: string, span: Span, where: string): void => {
    const url = seen(address);
    const host = hostOf(url);
    if (host !== null) links.push({ url, host, words, span, where });
  };
  nodesOf(tree).forEach((node) => {
    if (!node.position || (node.type !== 'link' && !(node.type === 'definition' && references.has(node.identifier)))) return;
    if (node.type === 'link' && runsOn(node, lines)) return;
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

/** The host of an absolute http address, as browsers read it (lower case, punycode, numbers made IPv4); `null` if it isn't one. */
export function hostOf(address: string): string | null {
  try {
    const url = new URL(address);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.hostname.replace(/\.$/, '') : null;
  } catch {
    return null;
  }
}

/** True for a host of a list, or one below it: `gov.cn` fits `www.jinhua.gov.cn` and not `evilgov.cn`. */
export function isAmong(host: string, list: readonly string[]): boolean {
  return list.some((entry) => host === entry.toLowerCase() || host.endsWith(`.${entry.toLowerCase()}`));
}

const PRIVATE =
  /^(localhost|.*\.(localhost|local|internal|lan)|0\.|10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|\[)/;

/** True for hosts that readers can't or mustn't reach: this machine, inner networks, bare names, IPv6 numbers. */
export function isPrivate(host: string): boolean {
  return PRIVATE.test(host) || !host.includes('.');
}
