import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import { type Finding, type ItemFindings, shown, shownPath } from '../finding.ts';

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

/** Where an item is out, address by address. */
export function placesOf({ published = [] }: Pick<ItemFindings, 'published'>): string[] {
  return published.map(({ channel, url }) => `${CHANNEL_NAMES[channel]}　${shown(url)}`);
}
