import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../canonical-json.ts';
import { Problem } from '../problem.ts';
import type { SiteItem } from '../render/site-data.ts';

/** A page as it was worked out, its text read when it is asked for, and its pictures. `null`: the item has no page. */
export type KeptPage = { item: SiteItem; pictures: { path: string; id: string }[] } | null;

/**
 * Pages of settled items from an earlier build. They are used again while the item's chain, and all else that they hang on, is the same.
 */
export interface KeptPages {
  /**
   * @param chain id of the item's folder in the ledger
   * @returns `undefined` where nothing is kept of it. Reading its text throws Problem `site/kept` where that isn't there any more
   */
  find: (id: string, chain: string) => KeptPage | undefined;
  /** Keeps a page. @returns the page as it will be found */
  keep: (id: string, chain: string, page: KeptPage) => KeptPage;
  /** What hangs on the version alone, worked out once. */
  once: <Value>(what: string, make: () => Value) => Value;
  /** Writes what was found and kept, and takes all else away; that it can't be written is no failure. */
  save: () => void;
}

interface Entry {
  chain: string;
  page: KeptPage;
}

/** What is kept of the items of a month: a new item is a month written, and what is printed together is read together. */
interface Month {
  before: ReadonlyMap<string, Entry>;
  now: Map<string, Entry>;
  /** How many pages the file has. */
  written: number;
  /** Texts by their digest, once they have been read. */
  texts: Record<string, string> | null;
  /** Texts that aren't written yet. */
  added: Map<string, string>;
  changed: boolean;
}

/** So many months' texts lie in memory, and so many texts that aren't written yet. */
const MONTHS_IN_MEMORY = 3;
const MOST_ADDED = 500;

const monthOf = (id: string): string => encodeURIComponent(id.slice(id.indexOf('/') + 1).slice(0, 'yyyy-mm'.length));

const PROGRAM = join(import.meta.dirname, '..');

/** A digest of the program itself: another reader, rule, page or library may make other pages. */
function programDigest(): string {
  const digest = createHash('sha256').update(JSON.stringify(process.versions));
  const files = readdirSync(PROGRAM, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ts|js|json)$/.test(name));
  for (const name of [...files.sort(), '../package.json', '../package-lock.json']) {
    digest.update(`\0${name}\0`);
    // A program that a bureau has installed brings no lock file along.
    if (existsSync(join(PROGRAM, name))) digest.update(readFileSync(join(PROGRAM, name)));
  }
  return digest.digest('hex');
}

/** Reads a file whose first line is a digest of the rest: one that was cut off or changed says nothing. */
function read<Value>(file: string): Value | null {
  try {
    const bytes = readFileSync(file);
    const line = bytes.indexOf('\n');
    const rest = bytes.subarray(line + 1);
    return bytes.toString('latin1', 0, line) === sha256(rest) ? (JSON.parse(rest.toString()) as Value) : null;
  } catch {
    return null;
  }
}

function put(file: string, value: unknown): void {
  const text = JSON.stringify(value);
  writeFileSync(`${file}.new`, `${sha256(text)}\n${text}`);
  renameSync(`${file}.new`, file);
}

/**
 * Opens what is kept of pages in a folder.
 * @param facts names all that pages hang on besides their chains and the program: settings, purges. Pages made of others aren't used
 */
export function openKeptPages(folder: string, facts: string): KeptPages {
  const version = sha256(`${programDigest()}\n${facts}`);
  const fileOf = (what: string): string => join(folder, `${what}.json`);
  const months = new Map<string, Month>();
  const monthAt = (id: string): Month => {
    const name = monthOf(id);
    const known = months.get(name);
    if (known) return known;
    const found = read<{ version: string; pages: [string, Entry][] }>(fileOf(`${name}-pages`));
    const before = new Map(found?.version === version ? found.pages : []);
    for (const { page } of before.values()) if (page) Object.setPrototypeOf(page.item, kept);
    const month: Month = { before, now: new Map(), written: before.size, texts: null, added: new Map(), changed: false };
    months.set(name, month);
    return month;
  };
  const inMemory = new Set<Month>();
  const textsOf = (name: string, month: Month): Record<string, string> => {
    if (month.texts) return month.texts;
    const texts = read<Record<string, string>>(fileOf(`${name}-texts`)) ?? {};
    inMemory.add(month);
    for (const oldest of inMemory) {
      if (inMemory.size <= MONTHS_IN_MEMORY) break;
      inMemory.delete(oldest);
      oldest.texts = null;
    }
    month.texts = texts;
    return texts;
  };
  // One prototype for all items, so that they stay objects of one shape.
  const kept = {
    get html(): string {
      const { id, htmlDigest } = this as never as { id: string; htmlDigest: string };
      const month = monthAt(id);
      const text = month.added.get(htmlDigest) ?? textsOf(monthOf(id), month)[htmlDigest];
      if (text !== undefined) return text;
      throw new Problem('site/kept', '上次留下的网页缓存坏了；应为完整的缓存；请加 --no-cache 重新生成。', { place: folder });
    },
    toJSON(): string {
      return (this as never as { name: string }).name;
    },
  };
  const named = ({ html, ...rest }: SiteItem, month: Month): SiteItem => {
    const item = { ...rest, htmlDigest: sha256(html) };
    month.added.set(item.htmlDigest, html);
    return Object.assign(Object.create(kept), item, { name: sha256(JSON.stringify(item)) });
  };
  const saveMonth = (name: string, month: Month): void => {
    const used = new Set([...month.now.values()].flatMap(({ page }) => page?.item.htmlDigest ?? []));
    const texts = Object.entries(textsOf(name, month)).filter(([digest]) => used.has(digest));
    put(fileOf(`${name}-texts`), Object.fromEntries([...texts, ...month.added]));
    // A copy has the item's own members: neither its text nor the name that JSON says.
    const pages = [...month.now].map(([id, { chain, page }]) => [id, { chain, page: page && { ...page, item: { ...page.item } } }]);
    put(fileOf(`${name}-pages`), { version, pages });
    month.added.clear();
    inMemory.delete(month);
    Object.assign(month, { written: month.now.size, texts: null, changed: false });
  };
  const saveChanged = (): void => {
    for (const [name, month] of months) {
      if (!month.changed && month.now.size === month.written) continue;
      try {
        mkdirSync(folder, { recursive: true });
        saveMonth(name, month);
      } catch {
        rmSync(fileOf(`${name}-pages`), { force: true });
      }
    }
  };
  const asked = new Set<string>();
  let waiting = 0;
  return {
    find(id, chain) {
      const month = monthAt(id);
      const entry = month.before.get(id);
      if (entry?.chain !== chain) return undefined;
      month.now.set(id, entry);
      return entry.page;
    },
    keep(id, chain, made) {
      const month = monthAt(id);
      month.changed = true;
      waiting += 1;
      if (waiting % MOST_ADDED === 0) saveChanged();
      const page = made && { ...made, item: named(made.item, month) };
      month.now.set(id, { chain, page });
      return page;
    },
    once(what, make) {
      asked.add(`${what}.json`);
      const found = read<{ version: string; value: ReturnType<typeof make> }>(fileOf(what));
      if (found?.version === version) return found.value;
      const value = make();
      try {
        mkdirSync(folder, { recursive: true });
        put(fileOf(what), { version, value });
      } catch {
        // It only saves time.
      }
      return value;
    },
    save() {
      saveChanged();
      const used = new Set([...asked, ...[...months.keys()].flatMap((name) => [`${name}-pages.json`, `${name}-texts.json`])]);
      try {
        for (const name of readdirSync(folder)) if (!used.has(name)) rmSync(join(folder, name), { recursive: true, force: true });
      } catch {
        // There is no such folder, or it is another's.
      }
    },
  };
}
