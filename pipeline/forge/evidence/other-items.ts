import type { BeijingDate } from '../../beijing-time.ts';
import { gramsOf } from '../../check/likeness.ts';
import { postOf } from '../../check/others.ts';
import type { OtherItem } from '../../check/rule.ts';
import { readStrictYaml } from '../../item/front-matter/strict-yaml.ts';
import { latelySince } from '../../organisation/freshness.ts';
import type { ContentSource } from '../git/content-source.ts';
import type { Git } from '../git/git.ts';
import { isPicture, type RecentText, recentPlace, recentTexts } from './recent-texts.ts';

/** Title, body and front matter of an `index.md`, as far as a likeness needs them: nothing here has to be well written. */
function readRoughly(text: string): { title: string; body: string; head: string } {
  const title = /^title:[ \t]*(.*)$/m.exec(text)?.[1] ?? '';
  const end = text.indexOf('\n---', 3);
  const head = text.startsWith('---\n') && end > 0 ? text.slice(4, end + 1) : '';
  return { title: title.trim().replace(/^(["'])(.*)\1$/, '$2'), body: end < 0 ? text : text.slice(end + 4), head };
}

const postIn = (head: string) => postOf(readStrictYaml(head, 2).value ?? {});

/** What a text of lately is held against others by. @param open it is still under review */
export function otherItem({ id, date, text, pictures }: RecentText, open: boolean): OtherItem {
  const { title, body, head } = readRoughly(text);
  return { id, title, date, grams: gramsOf(`${title}\n${body}`), pictures, post: open ? null : postIn(head), open };
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

/** The items of a commit of lately, for what is like another one. */
async function otherItemsAt(git: Git, commit: string, today: BeijingDate, isOpen: (id: string) => boolean): Promise<OtherItem[]> {
  const texts = await recentTexts(git, commit, latelySince(today));
  return texts.map((text) => otherItem(text, isOpen(text.id)));
}

/** The same of a folder that is no repository, where pictures have to be read. */
async function otherItemsIn(source: ContentSource, today: BeijingDate): Promise<OtherItem[]> {
  const since = latelySince(today);
  const places = (await source.items()).flatMap((path) => recentPlace(path, since) ?? []);
  const others: OtherItem[] = [];
  for (const place of places) {
    const files = (await source.folder(place.path))?.files ?? [];
    const index = files.find(({ path, mode }) => path === 'index.md' && mode === '100644');
    const pictures = files.filter(({ path }) => isPicture(path)).map(({ id }) => id);
    if (index) others.push(otherItem({ ...place, text: new TextDecoder().decode(index.bytes), pictures }, true));
  }
  return others;
}
