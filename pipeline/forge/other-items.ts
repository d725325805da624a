import type { BeijingDate } from '../beijing-time.ts';
import { gramsOf } from '../check/likeness.ts';
import { latelySince } from '../check/others.ts';
import { postOf } from '../check/posts.ts';
import type { OtherItem } from '../check/rule.ts';
import { ITEMS_FOLDER, type ItemPath, parseItemPath } from '../item/item-path.ts';
import { readStrictYaml } from '../item/strict-yaml.ts';
import type { ContentSource } from './content-source.ts';
import type { Git } from './git.ts';

/** Title, body and front matter of an `index.md`, as far as a likeness needs them: nothing here has to be well written. */
function readRoughly(text: string): { title: string; body: string; head: string } {
  const title = /^title:[ \t]*(.*)$/m.exec(text)?.[1] ?? '';
  const end = text.indexOf('\n---', 3);
  const head = text.startsWith('---\n') && end > 0 ? text.slice(4, end + 1) : '';
  return { title: title.trim().replace(/^(["'])(.*)\1$/, '$2'), body: end < 0 ? text : text.slice(end + 4), head };
}

const postIn = (head: string) => postOf(readStrictYaml(head, 2).value ?? {});

function otherItem({ id, date }: ItemPath, text: string, pictures: string[], open: boolean): OtherItem {
  const { title, body, head } = readRoughly(text);
  return { id, title, date, grams: gramsOf(`${title}\n${body}`), pictures, post: open ? null : postIn(head), open };
}

const isPicture = (path: string) => /\.jpe?g$/.test(path);

/** The place of a folder of lately; an archive's many others are told by their names alone and aren't even parsed. */
function placeOf(path: string, since: BeijingDate): ItemPath | null {
  const place = path.slice(path.lastIndexOf('/') + 1) >= since ? parseItemPath(path) : null;
  return place && place.date >= since ? place : null;
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
 * The items of a commit of lately, for what is like another one. Folders are chosen by their names, so that an archive costs nothing; only
 * texts are read, the blob ids of pictures stand in the tree.
 */
export async function otherItemsAt(git: Git, commit: string, today: BeijingDate, isOpen: (id: string) => boolean): Promise<OtherItem[]> {
  const units = (await git.names(commit, ITEMS_FOLDER)).filter(({ type }) => type === 'tree');
  const since = latelySince(today);
  const folders = await Promise.all(
    units.map(async ({ name: unit, id }) =>
      (await git.namesIn(id))
        .filter(({ type, name }) => type === 'tree' && name >= since)
        .map(({ name, id: tree }) => ({ path: `${ITEMS_FOLDER}/${unit}/${name}`, tree })),
    ),
  );
  const found = await Promise.all(
    folders.flat().map(async ({ path, tree }) => {
      const place = placeOf(path, since);
      if (!place) return [];
      const files = (await git.namesIn(tree)).filter(({ type }) => type === 'blob');
      const index = files.find(({ name }) => name === 'index.md');
      const pictures = files.filter(({ name }) => isPicture(name)).map(({ id }) => id);
      return index ? [otherItem(place, (await git.read(index.id)).toString('utf8'), pictures, isOpen(place.id))] : [];
    }),
  );
  return found.flat();
}

/** The same of a folder that is no repository, where pictures have to be read. */
async function otherItemsIn(source: ContentSource, today: BeijingDate): Promise<OtherItem[]> {
  const since = latelySince(today);
  const places = (await source.items()).flatMap((path) => placeOf(path, since) ?? []);
  const others: OtherItem[] = [];
  for (const place of places) {
    const files = (await source.folder(place.path))?.files ?? [];
    const index = files.find(({ path, mode }) => path === 'index.md' && mode === '100644');
    const pictures = files.filter(({ path }) => isPicture(path)).map(({ id }) => id);
    if (index) others.push(otherItem(place, new TextDecoder().decode(index.bytes), pictures, true));
  }
  return others;
}
