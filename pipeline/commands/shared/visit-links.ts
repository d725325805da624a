import { lookup as lookupName } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { hostOf, isPrivate } from '../../check/links.ts';
import type { Visit } from '../../check/site-rules.ts';
import type { Policy } from '../../organisation/policy.ts';
import { VERSION } from '../../version.ts';
import type { Follow } from './check-published.ts';

/** How links are followed; tests have names and addresses of their own. */
export interface Visiting {
  /** Addresses of a name. @throws an error with `code` ENOTFOUND for a name that nobody has */
  resolve: (host: string) => Promise<string[]>;
  isPublic: (address: string) => boolean;
  /** For one request, in milliseconds. */
  timeout: number;
  /** For all links together, in milliseconds: what isn't reached by then is left for another time. */
  patience: number;
}

/** Networks that aren't the open internet's, of IANA's registries of special addresses. */
const SPECIAL: [net: string, bits: number, kind: 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
];
const NOT_PUBLIC = new BlockList();
for (const [net, bits, kind] of SPECIAL) NOT_PUBLIC.addSubnet(net, bits, kind);
const GLOBAL = new BlockList();
GLOBAL.addSubnet('2000::', 3, 'ipv6');

/** True for addresses of the open internet: neither this machine nor any inner network. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !NOT_PUBLIC.check(address, 'ipv4');
  return isIP(address) === 6 && GLOBAL.check(address, 'ipv6') && !NOT_PUBLIC.check(address, 'ipv6');
}

const VISITING: Visiting = {
  resolve: async (host) => (await lookupName(host, { all: true })).map(({ address }) => address),
  isPublic: isPublicAddress,
  timeout: 10_000,
  patience: 300_000,
};

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;
const AT_ONCE = 4;

type Answer = { status: number; location: string | null };

/** One request, to an address of the open internet that the name has at this moment, and no further than the answer's head. */
function ask(url: URL, method: 'HEAD' | 'GET', { resolve, isPublic, timeout }: Visiting): Promise<Answer> {
  const lookup: LookupFunction = (host, options, done) => {
    resolve(host).then(
      (addresses) => {
        if (addresses.length === 0 || !addresses.every(isPublic)) return done(new Error('not public'), '', 0);
        const all = addresses.map((address) => ({ address, family: isIP(address) }));
        if (options.all) return done(null, all);
        done(null, all[0]?.address ?? '', all[0]?.family ?? 0);
      },
      (error) => done(error, '', 0),
    );
  };
  const headers = { 'user-agent': `sanshen/${VERSION} (link check)`, accept: '*/*' };
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((answered, failed) => {
    const asked = request(url, { method, headers, lookup, agent: false, signal: AbortSignal.timeout(timeout) }, (response) => {
      answered({ status: response.statusCode ?? 0, location: response.headers.location ?? null });
      response.destroy();
    });
    asked.on('error', failed);
    asked.end();
  });
}

/** Whether a reader may go there: a name or a public number, never this machine or an inner network. */
function mayVisit(address: URL, { isPublic }: Visiting): boolean {
  const host = hostOf(address.href);
  return host !== null && address.username === '' && !isPrivate(host) && (isIP(host) === 0 || isPublic(host));
}

/** Follows one link to its end. Never throws. */
export async function visit(link: string, visiting: Visiting = VISITING): Promise<Visit> {
  try {
    let url = new URL(link);
    for (let step = 0; step <= MOST_REDIRECTS && mayVisit(url, visiting); step++) {
      let answer = await ask(url, 'HEAD', visiting).catch(() => null);
      if (answer === null || answer.status >= 400) answer = await ask(url, 'GET', visiting);
      if (!REDIRECTS.has(answer.status) || answer.location === null) return { status: answer.status };
      url = new URL(answer.location, url);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTFOUND') return { failed: 'no-such-host' };
  }
  return { failed: 'unknown' };
}

/**
 * What follows the links of what is out, where a person or the policy asks for it; else `null`, and other websites are left alone.
 * @param asked by `--links`
 * @param note says how many links it had no time for
 */
export function follower(
  asked: boolean,
  { links: { nightly } }: Pick<Policy, 'links'>,
  note: (line: string) => void,
  visiting: Visiting = VISITING,
): Follow | null {
  if (!asked && !nightly) return null;
  return async (links) => {
    const visits = await visitLinks(links, visiting);
    const left = new Set(links).size - visits.size;
    if (left > 0) note(`还有 ${left} 个链接没来得及看，留到下一次。`);
    return visits;
  };
}

/** Follows links, each once: one after the other on the same site, four sites at a time. What it had no time for is missing. */
export async function visitLinks(links: Iterable<string>, visiting: Visiting = VISITING): Promise<Map<string, Visit>> {
  const sites = new Map<string, string[]>();
  for (const link of new Set(links)) sites.set(hostOf(link) ?? '', [...(sites.get(hostOf(link) ?? '') ?? []), link]);
  const waiting = [...sites.values()];
  const visits = new Map<string, Visit>();
  const end = performance.now() + visiting.patience;
  const walk = async (): Promise<void> => {
    for (let site = waiting.pop(); site !== undefined; site = waiting.pop())
      for (const link of site) {
        if (performance.now() >= end) return;
        visits.set(link, await visit(link, visiting));
      }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, walk));
  return visits;
}
