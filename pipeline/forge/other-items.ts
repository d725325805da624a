import type { BeijingDate } from '../beijing-time.ts';
import { gramsOf } from '../check/likeness.ts';
import { latelySince } from '../check/others.ts';
import type { OtherItem } from '../check/rule.ts';
import { ITEMS_FOLDER, type ItemPath, itemFolderOf, parseItemPath } from '../item/item-path.ts';
import type { ContentSource } from './content-source.ts';
import type { Git, TreeEntry } from './git.ts';

/** Title and body of an `index.md`, as far as a likeness needs them: nothing here has to be well written. */
function readRoughly(text: string): { title: string; body: string } {
  const title = /^title:[ \t]*(.*)$/m.exec(text)?.[1] ?? '';
  const end = text.indexOf('\n---', 3);
  return { title: title.trim().replace(/^(["'])(.*)\1$/, '$2'), body: end < 0 ? text : text.slice(end + 4) };
}

function otherItem({ id, date }: ItemPath, text: string, pictures: string[], open: boolean): OtherItem {
  const { title, body } = readRoughly(text);
  return { id, title, date, grams: gramsOf(`${title}\n${body}`), pictures, open };
}

const isPicture = (path: string) => /\.jpe?g$/.test(path);

function inWindow(path: string, today: BeijingDate): ItemPath | null {
  const place = parseItemPath(path);
  return place && place.date >= latelySince(today) ? place : null;
}

/** Where others are looked for, and when. */
export interface Looking {
  git: Git | null;
  /** The commit to look in; `null` where there is none yet. */
  commit: string | null;
  source: ContentSource;
  today: BeijingDate;
  /** Whether an item of that id is still under review. */
  isOpen: (id: string) => boolean;
}

/** What else there is beside the items that are looked at: in a commit, or else in the folders as they lie there. */
export async function otherItems({ git, commit, source, today, isOpen }: Looking): Promise<OtherItem[]> {
  return git && commit ? otherItemsAt(git, commit, today, isOpen) : otherItemsIn(source, today);
}

/**
 * The items of a commit of lately, for what is like another one. Only their texts are read; the blob ids of
 * their pictures stand in the tree.
 */
export async function otherItemsAt(git: Git, commit: string, today: BeijingDate, isOpen: (id: string) => boolean): Promise<OtherItem[]> {
  const folders = new Map<string, TreeEntry[]>();
  for (const entry of await git.list(commit, ITEMS_FOLDER)) {
    const path = itemFolderOf(entry.path);
    if (path === null) continue;
    const entries = folders.get(path);
    if (entries) entries.push(entry);
    else folders.set(path, [entry]);
  }
  const others: OtherItem[] = [];
  for (const [path, entries] of folders) {
    const place = inWindow(path, today);
    const index = entries.find((entry) => entry.path === `${path}/index.md`);
    if (!place || !index || index.mode !== '100644') continue;
    const pictures = entries.filter((entry) => isPicture(entry.path)).map(({ id }) => id);
    others.push(otherItem(place, (await git.read(index.id)).toString('utf8'), pictures, isOpen(place.id)));
  }
  return others;
}

/** The same of a folder that is no repository, where pictures have to be read. */
async function otherItemsIn(source: ContentSource, today: BeijingDate): Promise<OtherItem[]> {
  const places = (await source.items()).flatMap((path) => inWindow(path, today) ?? []);
  const others: OtherItem[] = [];
  for (const place of places) {
    const files = (await source.folder(place.path))?.files ?? [];
    const index = files.find(({ path, mode }) => path === 'index.md' && mode === '100644');
    const pictures = files.filter(({ path }) => isPicture(path)).map(({ id }) => id);
    if (index) others.push(otherItem(place, new TextDecoder().decode(index.bytes), pictures, true));
  }
  return others;
}
