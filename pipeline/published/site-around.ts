import { stringify } from 'yaml';
import { beijingDate } from '../beijing-time.ts';
import { severityOf } from '../check/engine.ts';
import { shown } from '../check/finding.ts';
import type { Example } from '../check/rule.ts';
import { unusedWaiver } from '../check/rules/unused-waiver.ts';
import { RULES } from '../check/rules.ts';
import { lookedAt, SITE_RULES } from '../check/site-rules.ts';
import type { Policy } from '../organisation/policy.ts';
import type { LastCheckInput } from '../release/last-check.ts';
import type { SiteData, SiteRule } from '../render/site-data.ts';
import type { KeptPages } from './kept-pages.ts';

const SEVERITIES = { error: '须改', warning: '提醒', info: '供参考', off: '不查' } as const;

/** What an example changes in a plain item, line by line; numbers and secrets are masked, for the page is public. */
function linesOf({
  title,
  frontMatter = {},
  body,
  files = {},
  folder,
  now,
  released,
  dateOut,
  units = {},
}: Example): SiteRule['good'][number] {
  const keys = Object.entries(frontMatter).map(([key, value]) =>
    value === undefined
      ? `（没有 ${key}）`
      : stringify({ [key]: value }, { collectionStyle: 'flow', lineWidth: 0 })
          .trim()
          .slice(1, -1)
          .trim(),
  );
  const lines = [
    ...keys,
    ...(body ?? '').split('\n').filter((line) => line.trim() !== ''),
    ...Object.entries(files).map(([name, kind]) => (kind === null ? `（没有文件 ${name}）` : `文件 ${name}`)),
    ...(folder === undefined ? [] : [`文件夹 ${folder}`]),
    ...(now === undefined ? [] : [`检查时间 ${now.slice(0, 10)}`]),
    ...(released ? [`（已经发布过${dateOut ? `，信息日期 ${dateOut}` : ''}）`] : []),
    ...Object.entries(units).map(([id, { channels = [] }]) => `（名单里 ${id} 只准发 ${channels.join('、')}）`),
  ];
  const most = 12;
  const told = lines
    .flatMap((line) => line.split('\n'))
    .map((line) => (line.length > 160 ? `${line.slice(0, 160)}…` : line))
    .map(shown);
  return { title: shown(title), lines: told.length > most ? [...told.slice(0, most), '…'] : told };
}

/** The catalogue as the site's page of rules shows it, as grave as this policy has each; those of the site itself come last. */
export function shownRules(policy: Pick<Policy, 'severities'>): SiteRule[] {
  const looked = lookedAt(policy);
  const ofItems = [...RULES, unusedWaiver].map(({ good, bad }, index) => {
    const { id = '', name = '', asks = '', article = '', group = '其他', severity = 'off', waivable = false } = looked[index] ?? {};
    return { id, name, asks, article, group, severity: SEVERITIES[severity], waivable, good: good.map(linesOf), bad: bad.map(linesOf) };
  });
  return [...ofItems, ...SITE_RULES.map((rule) => ({ ...rule, severity: SEVERITIES[severityOf(rule, policy)], good: [], bad: [] }))];
}

/** All that the site shows besides the items. */
export function siteAround(
  { organisation, policy, now }: Pick<LastCheckInput, 'organisation' | 'policy' | 'now'>,
  { preview, empty, kept }: { preview: boolean; empty: boolean; kept?: KeptPages | undefined },
): Omit<SiteData, 'items'> {
  const today = beijingDate(now);
  const { site, freshness } = policy;
  return {
    version: 1,
    today,
    demo: policy.demo,
    preview,
    empty,
    ...(policy.channels.website.mode !== 'build' && { elsewhere: true }),
    site: {
      url: (site.url ?? '').replace(/(?<!\/)\/+$/, ''),
      name: site.name ?? organisation.bureau ?? '',
      domain: site.domain ?? '',
      idCode: site.id_code ?? '',
      icp: site.icp ?? '',
      police: site.police ?? '',
      contact: site.contact ?? '',
      address: site.address,
      organMark: site.organ_mark,
      ...(site.editor === 'hidden' && { editor: 'hidden' }),
      accounts: { wechat: site.wechat, weibo: site.weibo },
      mourning: site.mourning.some(({ from, to }) => from <= today && today <= to),
    },
    freshness: { days: freshness.days, from: freshness.from, firstDay: freshness.first_day, holidays: freshness.holidays },
    columns: policy.columns,
    rules: kept ? kept.once('rules', () => shownRules(policy)) : shownRules(policy),
  };
}
