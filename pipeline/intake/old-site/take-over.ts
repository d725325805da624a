import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shown } from '../../check/finding.ts';
import { HISTORY_FOLDER } from '../../item/history/history.ts';
import { Problem } from '../../problem.ts';
import { writeItem } from '../write-item.ts';
import { type Importing, importItem, type Placed, placed } from './import-item.ts';
import type { OldItem } from './old-item.ts';

/** As many files as GitHub tells of in one pull request, which the reviewers must see whole. */
export const MOST_FILES = 3000;
const TOLD_EVERY = 100;

/** A row of what was or wasn't taken over; personal data in it is masked already. */
export interface ListRow {
  place: string;
  title: string;
  date: string;
  code: string;
  why: string;
}

/** A row fit to be seen by everybody. */
const rowOf = (place: string, title: string, date: string, code: string, why: string): ListRow => ({
  ...{ place: shown(place), title: shown(title).slice(0, 100), date: shown(date), code, why: shown(why) },
});

/** Names of the folders that are there already, by what follows their date: the old address decides it. */
async function foldersThere(out: string): Promise<Map<string, string>> {
  const history = join(out, HISTORY_FOLDER);
  const years = await readdir(history).catch(() => []);
  const names = await Promise.all(
    years.map(async (year) =>
      (await readdir(join(history, year)).catch(() => [])).map((name) => [name.slice(11), `${year}/${name}`] as const),
    ),
  );
  return new Map(names.flat());
}

/** A folder's name with its year. */
const nameOf = (path: string): string => path.slice(HISTORY_FOLDER.length + 1);

/** Where old items go, and by what they are judged. */
export interface Ground {
  out: string;
  /** The new site's address; without it old links have nowhere to lead. */
  url: string | undefined;
  /** As many files as one run makes. */
  most: number;
  importing: Omit<Importing, 'pageOf'>;
}

/** All that can be placed, by its old address, and why the others can't. */
export async function place(items: Iterable<OldItem | Problem> | AsyncIterable<OldItem | Problem>, { importing }: Ground) {
  const found = new Map<string, Placed>();
  const alike = new Map<string, string>();
  const refused: ListRow[] = [];
  for await (const old of items) {
    const at: Partial<OldItem> = old instanceof Problem ? {} : old;
    const refuse = ({ code, message, place: where }: Problem): unknown =>
      refused.push(rowOf(where ?? '', at.title ?? '', at.date ?? '', code, message));
    try {
      if (old instanceof Problem) throw old;
      const one = placed(old, importing);
      const same = found.get(one.key);
      const message = `和${same?.old.place}的原地址相同；一个地址只收一条；请删去重复的。`;
      if (same) throw new Problem('import/duplicate', message, { place: old.place });
      const look = `${one.date.slice(0, 10)} ${old.title}`;
      const twin = alike.get(look);
      if (twin === undefined) alike.set(look, old.place);
      found.set(one.key, twin === undefined ? one : { ...one, twin });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refuse(error);
    }
  }
  return { found, refused };
}

/** A link of Markdown; what is escaped begins none. */
const LINK = /(?<![!\\])\[((?:[^[\]\\]|\\.)*)\]\(([^()\s]+)\)/g;

/** Takes links away that lead to what wasn't taken over after all; done anew at each run, so that a broken-off one leaves none. */
async function mendLinks({ out, url }: Ground, there: Iterable<string>, toCome: readonly string[]): Promise<void> {
  const own = [...there];
  const names = new Set([...own, ...toCome]);
  for (const name of own) {
    const file = join(out, HISTORY_FOLDER, name, 'index.md');
    const text = await readFile(file, 'utf8').catch(() => '');
    const mended = text.replace(LINK, (whole, words: string, to: string) => {
      const id =
        url !== undefined && to.startsWith(`${url}/history/`)
          ? to.slice(`${url}/history/`.length).replace('/', ' ').split('/')[0]
          : undefined;
      return id === undefined || names.has(id.replace(' ', '/')) ? whole : words;
    });
    if (mended === text) continue;
    await writeFile(`${file}.${process.pid}.tmp`, mended);
    await rename(`${file}.${process.pid}.tmp`, file);
  }
}

/** What became of them. */
export interface Taken {
  imported: (ListRow & { path: string })[];
  refused: ListRow[];
  skipped: number;
  left: number;
}

/** Takes over one after the other, each whole or not at all, as many as one pull request holds. */
export async function takeOver(all: readonly Placed[], ground: Ground, note: (line: string) => void): Promise<Taken> {
  const there = await foldersThere(ground.out);
  // Links lead to what an earlier run brought as well, from whatever source.
  const places = new Map([...all.map(({ slug, path }) => [slug, nameOf(path)] as const), ...there]);
  const pageOf = (slug: string): string | undefined => {
    const name = places.get(slug);
    return ground.url === undefined || name === undefined ? undefined : `${ground.url}/history/${name}/`;
  };
  const taken: Taken = { imported: [], refused: [], skipped: 0, left: 0 };
  let files = 0;
  for (const [index, one] of all.entries()) {
    if (index > 0 && index % TOLD_EVERY === 0) note(`已看过 ${index} / ${all.length} 条，导入 ${taken.imported.length} 条`);
    const { old, date, path, slug } = one;
    if (there.has(slug)) {
      taken.skipped += 1;
      continue;
    }
    try {
      const { files: made, errors, title, told } = await importItem(one, { ...ground.importing, pageOf });
      for (const { code, rule, message, where } of errors)
        taken.refused.push(rowOf(`${old.place}${where === undefined ? '' : ` ${where}`}`, title, date, code ?? rule, message));
      if (errors.length > 0) continue;
      if (files + made.length > ground.most) {
        taken.left = all.length - index;
        break;
      }
      await writeItem(ground.out, path, made);
      files += made.length;
      there.set(slug, nameOf(path));
      taken.imported.push({ ...rowOf(old.place, title, date, '', told.join(' ')), path });
    } catch (error) {
      if (!(error instanceof Problem) || error.exitCode === 2) throw error;
      taken.refused.push(rowOf(error.place ?? old.place, old.title, date, error.code, error.message));
    }
  }
  // What a later run brings is still to come.
  const toCome = all.slice(all.length - taken.left).map(({ path }) => nameOf(path));
  await mendLinks(ground, there.values(), toCome);
  return taken;
}
