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
