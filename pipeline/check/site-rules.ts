import type { Group } from '../finding-order.ts';
import type { Policy } from '../organisation/policy.ts';
import { severityOf } from './engine.ts';
import { type Finding, findingOf } from './finding.ts';
import type { ItemLink } from './links.ts';
import type { Severity } from './rule.ts';
import { RULE_NAMES } from './rule-names.ts';
import { unusedWaiver } from './rules/unused-waiver.ts';
import { RULES } from './rules.ts';

/** What is held against the built site, the ledger and other websites instead of an item: these have no examples, and no waiver. */
export const SITE_RULES: readonly (LookedAt & { severity: Severity })[] = [
  {
    id: 'link/dead',
    name: '打不开的链接',
    asks: '已发布信息里的链接，现在还打得开（check --published --links 查；policy.yml 写 links: {nightly: true} 的，每夜查）。',
    article: '政府网站检查指标',
    group: '其他',
    severity: 'info',
    waivable: false,
  },
  {
    id: 'site/meta-tags',
    name: '网页的规范标签',
    asks: '每个网页都有规定的标签、一个标题和语言；少了，网站不生成。',
    article: '国办发〔2017〕47号',
    group: '其他',
    severity: 'error',
    waivable: false,
  },
  {
    id: 'site/freshness-watch',
    name: '栏目和渠道的更新',
    asks: '动态两周内、通知和政策六个月内有更新，空栏目不到五个（check --published 查）。',
    article: '政府网站检查指标',
    group: '其他',
    severity: 'info',
    waivable: false,
  },
];

/** A rule as a report says that it was looked at. */
export interface LookedAt {
  id: string;
  name: string;
  asks: string;
  article: string;
  group: Group;
  severity: Severity | 'off';
  waivable: boolean;
}

/** All rules in the catalogue's order, as grave as this policy has them. */
export function lookedAt(policy: Pick<Policy, 'severities'>): LookedAt[] {
  return [...RULES, unusedWaiver].map((rule) => {
    const { id, asks, article, group = '其他', waivable } = rule;
    return { id, name: RULE_NAMES[id] ?? id, asks, article, group, severity: severityOf(rule, policy), waivable };
  });
}

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
