import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadEncoder } from '../../site/encoder.ts';
import { commitSource } from '../forge/content-source.ts';
import { openGit } from '../forge/git.ts';
import { readItem } from '../item/item.ts';
import { Problem } from '../problem.ts';
import { previewItem } from '../render/preview-item.ts';
import { previewSummary } from '../render/preview-summary.ts';
import { previewFile } from '../review/preview-place.ts';
import { changedItems, commitOf } from './changed-items.ts';
import { settingsAt } from './settings-at.ts';
import { siteStyles } from './site-styles.ts';
import { writeOut } from './write-out.ts';

/** GitHub takes one MiB of a step's summary and shows none of a longer one. */
const MOST_SUMMARY = 900_000;
const MOST_ITEMS = 20;

export interface PreviewedItems {
  items: { item: string; file: string }[];
  /** Folders that can't be read yet: the check says why. */
  unreadable: string[];
  /** The faces as Markdown, short enough for a job's summary. */
  summary: string;
}

/**
 * The faces of every item that a commit changes, one page an item in a folder.
 * @throws Problem exit 2 for an unknown revision, broken settings, a folder that can't be written
 */
export async function previewChanged(root: string, { base, rev, out }: Record<'base' | 'rev' | 'out', string>): Promise<PreviewedItems> {
  const git = await openGit(root);
  try {
    const head = await commitOf(git, rev, '--rev');
    const source = commitSource(git, head);
    const settings = await settingsAt(source);
    const styles = await siteStyles();
    const makeSmaller = await loadEncoder();
    const done: PreviewedItems = { items: [], unreadable: [], summary: '' };
    const changed = [...(await changedItems(git, base, head))].sort();
    const folder = resolve(root, out);
    await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
      throw new Problem('preview/write', `写不到 ${out}；应为可以写的文件夹；请检查权限，或另指一个。`, { place: out, cause });
    });
    for (const path of changed.slice(0, MOST_ITEMS)) {
      const files = await source.folder(path);
      const item = files && readItem(files).item;
      if (!item) {
        if (files) done.unreadable.push(path);
        continue;
      }
      const page = await previewItem(item, settings, { styles, version: head, makeSmaller });
      done.items.push({
        item: item.id,
        file: await writeOut(root, join(folder, previewFile(item.id)), page, 'preview/write'),
      });
      const text = previewSummary(item, settings);
      if (Buffer.byteLength(done.summary + text) <= MOST_SUMMARY) done.summary += text;
    }
    return done;
  } finally {
    git.close();
  }
}
