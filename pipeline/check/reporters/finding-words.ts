import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import { type Finding, type ItemFindings, shown, shownPath } from '../finding.ts';
import type { Severity } from '../rule.ts';

const KINDS: Record<Severity, string> = { error: '须改', warning: '提醒', info: '供参考' };

/** What people call a finding's kind: 须改, 提醒, 供参考, 已豁免. */
export function kindOf({ severity, waived }: Pick<Finding, 'severity' | 'waived'>): string {
  return waived ? '已豁免' : KINDS[severity];
}

/** A finding's file, from the item's folder. */
export function fileOf({ file }: Pick<Finding, 'file'>): string {
  return file.split('/').slice(4).join('/') || file;
}

/** The place as a person looks for it, then as an editor does: 第4段“联系电话”后（第 15 行）; pictures have no lines. */
export function findingPlace(finding: Pick<Finding, 'file' | 'where' | 'line'>): string {
  const { where, line } = finding;
  const name = fileOf(finding);
  const row = name.endsWith('.md') ? `第 ${line} 行` : '';
  if (where === undefined) return row === '' ? name : `${name} ${row}`;
  const rest = name === 'index.md' ? row : name;
  return rest === '' ? where : `${where}（${rest}）`;
}

/** An item's name for people: its title, else its folder. */
export function nameOf({ title, path }: { title?: string; path: string }): string {
  return title ?? shownPath(path);
}

/** Findings in the order that they are to be dealt with: errors, warnings, prompts, what is waived; each kind in the order of the text. */
export function gravestFirst(findings: readonly Finding[]): Finding[] {
  const order = (finding: Finding): number => ['须改', '提醒', '供参考', '已豁免'].indexOf(kindOf(finding));
  return findings.toSorted((a, b) => order(a) - order(b));
}

/** Where an item is out, address by address. */
export function placesOf({ published = [] }: Pick<ItemFindings, 'published'>): string[] {
  return published.map(({ channel, url }) => `${CHANNEL_NAMES[channel]}　${shown(url)}`);
}
