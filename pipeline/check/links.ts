import type { Link, Nodes } from 'mdast';
import type { Span } from '../item/content-problem.ts';
import { nodesOf, spanOf, wordsOf } from '../item/markdown/markdown.ts';
import type { Policy } from '../organisation/policy.ts';
import type { Subject } from './rule.ts';

/** A link that readers may follow. */
export interface ItemLink {
  /** As browsers read it, without the characters that they overlook. */
  url: string;
  host: string;
  /** The words that readers see, descriptions of pictures and of the link among them; empty for the source. */
  words: string;
  span: Span;
  where: string;
}

/** The address without what browsers overlook, so that `java\tscript:` is read as they read it. */
export function seen(url: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop them from addresses
  return url.replace(/[\u0000-\u0020\u007f]/g, '');
}

/** How often an address is encoded over and over: what redirects unpacks it once, a second time the site behind. */
const MOST_ENCODED = 5;

/** The address with everything that is written as %xx written out, as often as it is packed; what is no such code stays. */
export function decoded(url: string): string {
  let plain = url;
  for (let times = 0; times < MOST_ENCODED && plain.includes('%'); times += 1) {
    const next = plain.replace(/(?:%[0-9a-f]{2})+/gi, (codes) => Buffer.from(codes.replaceAll('%', ''), 'hex').toString('utf8'));
    if (next === plain) break;
    plain = next;
  }
  return plain;
}

/** A `tel:` or `mailto:` link of the text. */
export type ContactLink = Pick<ItemLink, 'url' | 'words' | 'span' | 'where'> & { kind: 'tel' | 'mailto' };

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

/** All words by which a link tells where it leads. */
function toldBy(node: Nodes): string {
  if (node.type === 'image' || node.type === 'imageReference') return node.alt ?? '';
  return 'children' in node ? node.children.map(toldBy).join('') : wordsOf(node);
}

/** Words of each reference by its name: the definition itself has none. */
function referenceWords({ tree }: Pick<Subject, 'tree'>): Map<string, string> {
  const words = new Map<string, string>();
  nodesOf(tree).forEach((node) => {
    if (node.type === 'linkReference') words.set(node.identifier, `${words.get(node.identifier) ?? ''} ${toldBy(node)}`.trim());
  });
  return words;
}

/** All links of the text in their order, where they lead as browsers read it. What runs on is link/internal's. */
function linksIn({ tree, lines }: Pick<Subject, 'tree' | 'lines'>): Omit<ItemLink, 'host'>[] {
  const references = referenceWords({ tree });
  return nodesOf(tree).flatMap((node) => {
    if (!node.position || (node.type !== 'link' && !(node.type === 'definition' && references.has(node.identifier)))) return [];
    if (node.type === 'link' && runsOn(node, lines)) return [];
    const words = node.type === 'link' ? toldBy(node) : (references.get(node.identifier) ?? '');
    return [{ url: seen(node.url), words: `${words} ${node.title ?? ''}`.trim(), span: spanOf(node), where: '链接' }];
  });
}

/** The http links of the text in their order, and the source's. What isn't an address for a browser is link/internal's. */
export function linksOf(subject: Pick<Subject, 'tree' | 'frontMatter' | 'locate' | 'lines'>): ItemLink[] {
  const { frontMatter, locate } = subject;
  const source = frontMatter?.source?.url;
  const all = [
    ...linksIn(subject),
    ...(source === undefined ? [] : [{ url: seen(source), words: '', span: locate(['source', 'url']), where: '来源网址' }]),
  ];
  return all.flatMap((link) => {
    const host = hostOf(link.url);
    return host === null ? [] : [{ ...link, host }];
  });
}

/** The links of the text that call or write to somebody. */
export function contactsOf(subject: Pick<Subject, 'tree' | 'lines'>): ContactLink[] {
  return linksIn(subject).flatMap((link) => {
    const [, kind] = /^(tel|mailto):/i.exec(link.url) ?? [];
    return kind === undefined ? [] : [{ ...link, kind: kind.toLowerCase() as ContactLink['kind'] }];
  });
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
