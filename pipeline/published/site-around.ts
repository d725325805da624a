import { beijingDate } from '../beijing-time.ts';
import { shownRules } from '../check/shown-rules.ts';
import type { LastCheckInput } from '../release/last-check.ts';
import type { SiteData } from '../render/site-data.ts';
import type { KeptPages } from './kept-pages.ts';

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
