import { ADDRESS_PARTS, type Policy } from '../organisation/policy.ts';

/** Path of an item's page on the site, the same as `SiteItem.path`: `/<unit>/<yyyy-mm-dd>-<slug>/`. */
export function pagePath(item: string): string {
  return `/${item}/`;
}

/** The parts of an item's id by which an address pattern names them. */
function partsOf(item: string): Record<string, string> {
  const [, unit = '', year = '', month = '', day = '', slug = ''] = /^([^/]+)\/(\d{4})-(\d\d)-(\d\d)-(.+)$/.exec(item) ?? [];
  return { unit, year, month, day, slug, date: `${year}-${month}-${day}` };
}

/** Where the policy says an item's page is on a platform that isn't ours; `null` where nobody can know before it is there. */
export function patternAddress(item: string, { channels }: Pick<Policy, 'channels'>): string | null {
  const { mode, address } = channels.website;
  if (mode === 'build' || address === undefined) return null;
  const parts = partsOf(item);
  return new URL(address.replace(ADDRESS_PARTS, (_, part: string) => parts[part] ?? '')).href;
}

/**
 * An item's public address on the website, percent-encoded. Without `site.url` in policy.yml it is the path alone: whoever sends must
 * refuse an address that isn't whole.
 * @param item an item's id
 */
export function pageAddress(item: string, policy: Pick<Policy, 'site' | 'channels'>): string {
  const { url } = policy.site;
  const elsewhere = patternAddress(item, policy);
  if (elsewhere !== null) return elsewhere;
  return url === undefined ? pagePath(item) : new URL(`${url.replace(/(?<!\/)\/+$/, '')}${pagePath(item)}`).href;
}

/** Where a link of an item's text leads. `none`: nowhere we let anyone go (another scheme, a login in the address, a place in the page). */
export type Target =
  | { kind: 'external'; url: string; host: string }
  | { kind: 'inside'; url: string }
  | { kind: 'contact'; url: string }
  | { kind: 'none' };

const NOWHERE = 'http://site.invalid';
const NONE: Target = { kind: 'none' };

/**
 * What the links of a page are read against: its address, whole.
 * @param page the page's address, or its path where the site has no address yet
 */
export function baseOf(page: string): URL {
  return new URL(page, NOWHERE);
}

/** A whole address needs no base to be read; reading that too costs as much again. */
function parsed(address: string, base: URL): URL | null {
  try {
    return /^https?:\/\//i.test(address) ? new URL(address) : new URL(address, base);
  } catch {
    return null;
  }
}

/**
 * Judges a link's address the way a browser would read it on the item's page, so that `//host`, `/\host` and odd schemes can't slip by.
 * @param base of the page that the link stands on
 */
export function targetOf(address: string, base: URL): Target {
  if (address === '' || address.startsWith('#')) return NONE;
  const url = parsed(address, base);
  if (!url) return NONE;
  if (url.protocol === 'mailto:' || url.protocol === 'tel:') return { kind: 'contact', url: url.href };
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '') return NONE;
  return url.host === base.host
    ? { kind: 'inside', url: url.href.replace(NOWHERE, '') }
    : { kind: 'external', url: url.href, host: url.hostname };
}

/** An address as Markdown means it: what may not stand in one is percent-encoded, what is encoded already stays. */
export function encodedAddress(address: string): string {
  return address.replace(/%[A-Za-z0-9]{2}|[^!#$&-;=?-Z_a-z~]/gu, (found) =>
    found.length === 3 ? found : encodeURIComponent(found.replace(/\p{Cs}/u, '\uFFFD')),
  );
}
