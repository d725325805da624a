import type { Policy } from '../organisation/policy.ts';
import { severityOf } from './engine.ts';
import { type Finding, findingOf } from './finding.ts';
import type { ItemLink } from './links.ts';
import { SITE_RULES } from './site-rules.ts';

/** What came of following a link: the last answer's status, or why there was none. `unknown`: anything that may be better tomorrow. */
export type Visit = { status: number } | { failed: 'no-such-host' | 'unknown' };

const dead = SITE_RULES.find(({ id }) => id === 'link/dead') as (typeof SITE_RULES)[number];

/** Why a reader gets nowhere; `null` where the link works, or where it can't be told: a site that is slow, busy or keeps programs out. */
function reasonOf(visit: Visit): string | null {
  if ('status' in visit) return visit.status === 404 || visit.status === 410 ? `网站答复 ${visit.status}，没有这个网页` : null;
  return visit.failed === 'no-such-host' ? '没有这个网站' : null;
}

/** Each link of an item that leads nowhere. A prompt, unless the policy has it graver: what another site answers is no fault of the text. */
export function deadLinks(
  path: string,
  links: readonly ItemLink[],
  visits: ReadonlyMap<string, Visit>,
  policy: Pick<Policy, 'severities'>,
): Finding[] {
  const severity = severityOf(dead, policy);
  if (severity === 'off') return [];
  return links.flatMap(({ url, span, where }) => {
    const visit = visits.get(url);
    const reason = visit === undefined ? null : reasonOf(visit);
    if (reason === null) return [];
    const words = {
      problem: `链接打不开（${reason}）：${url}。`,
      expected: '读者点开能看到内容。',
      fix: '核对后换成现在的地址或去掉链接，按更正办理。',
    };
    return [findingOf(dead, severity, { words, span, where }, path)];
  });
}
