import { commitSource } from '../../forge/content-source.ts';
import { readItem } from '../../item/item.ts';
import { previewItem } from '../../render/preview-item.ts';
import type { DeskStage } from './stage.ts';

/** The three faces of a pull request's item at its head; `null` while it can't be read. */
export async function previewOf(stage: DeskStage, number: number): Promise<string | null> {
  const { items, pullRequest } = await stage.evidenceOf(number);
  const [entry] = items;
  if (!entry || !pullRequest) return null;
  const folder = await commitSource(stage.git, pullRequest.head.sha).folder(entry.path);
  const item = folder && readItem(folder).item;
  if (!item) return null;
  const released = (await stage.releases()).some((release) => release.item === item.id && release.state === 'confirmed');
  return previewItem(item, await stage.settings(), stage.tokens, pullRequest.head.sha, released);
}
