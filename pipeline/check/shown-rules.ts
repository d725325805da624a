import { stringify } from 'yaml';
import type { Policy } from '../organisation/policy.ts';
import type { SiteRule } from '../render/site-data.ts';
import { severityOf } from './engine.ts';
import { shown } from './finding.ts';
import type { Example } from './rule.ts';
import { unusedWaiver } from './rules/unused-waiver.ts';
import { RULES } from './rules.ts';
import { lookedAt, SITE_RULES } from './site-rules.ts';

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
    const { id = '', name = '', asks = '', article = '', severity = 'off', waivable = false } = looked[index] ?? {};
    return { id, name, asks, article, severity: SEVERITIES[severity], waivable, good: good.map(linesOf), bad: bad.map(linesOf) };
  });
  return [...ofItems, ...SITE_RULES.map((rule) => ({ ...rule, severity: SEVERITIES[severityOf(rule, policy)], good: [], bad: [] }))];
}
