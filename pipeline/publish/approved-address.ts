import { domainToUnicode } from 'node:url';

/** A text with what is percent-encoded in it as characters, where it is any. */
export function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (whole) => {
    try {
      return decodeURIComponent(whole);
    } catch {
      return whole;
    }
  });
}

const keyOf = (text: string): string => decoded(text).toLowerCase().replace(/\/$/, '');

/** Whether an address stands in a text as a whole, and not as the beginning of another. */
function standsIn(text: string, address: string, before: RegExp): boolean {
  for (let at = text.indexOf(address); at >= 0; at = text.indexOf(address, at + 1)) {
    const behind = text.slice(at + address.length, at + address.length + 2);
    if (!before.test(text[at - 1] ?? '') && !/^(?:[a-z0-9_-]|\.[a-z0-9])/.test(behind)) return true;
  }
  return false;
}

/**
 * Whether an address stands in an approved text, however it was written there. Those of the own site and places in the page always do; what
 * runs a program never does.
 * @param siteHost host of the own site, with its port
 */
export function isApprovedAddress(address: string, source: string, siteHost: string | null): boolean {
  if (address === '' || address.startsWith('#')) return true;
  const key = keyOf(source);
  if (!/^https?:/i.test(address)) {
    const named = /^(?:mailto|tel):/i.test(address);
    return (
      (named || !/^[a-z][a-z0-9+.-]*:/i.test(address)) && key.includes(keyOf(named ? address.slice(address.indexOf(':') + 1) : address))
    );
  }
  if (!URL.canParse(address)) return false;
  const { href, host, hostname, pathname, search, hash, username } = new URL(address);
  if (username !== '') return false;
  if (host === siteHost) return true;
  const wanted = keyOf(`${host.replace(hostname, domainToUnicode(hostname))}${pathname}${search}${hash}`);
  if (standsIn(key, `//${wanted}`, /[^\s\S]/) || (wanted.startsWith('www.') && standsIn(key, wanted, /[a-z0-9.-]/))) return true;
  const plain = (text: string): string => text.replace(/^https?:/, '');
  const written = source.match(/(?:https?:)?\/\/[^\s<>"')\]）]+/gi) ?? [];
  return written.some((one) => URL.canParse(one, address) && plain(new URL(one, address).href) === plain(href));
}
