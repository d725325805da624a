import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../canonical-json.ts';
import { Problem } from '../problem.ts';
import type { SiteItem } from '../render/site-data.ts';

/** A page as it was worked out: the item without its text, which `htmlDigest` names, and its pictures. `null`: the item has no page. */
export type KeptPage = { item: Omit<SiteItem, 'html'> & { htmlDigest: string }; pictures: { path: string; id: string }[] } | null;

/** Pages of settled items, worked out before: used again where the item's chain in the ledger is the same, and all else that they hang on. */
export interface KeptPages {
  /** @param chain id of the item's folder in the ledger; `undefined` where nothing is kept of it */
  find: (id: string, chain: string) => KeptPage | undefined;
  keep: (id: string, chain: string, page: { item: SiteItem; pictures: { path: string; id: string }[] } | null) => void;
  /** An item of a kept page, its text read when it is asked for. @throws Problem `site/kept` where the text isn't there any more */
  itemOf: (page: NonNullable<KeptPage>) => SiteItem;
  /** Writes what was found and kept; that it can't be written is no failure. */
  save: () => void;
}

interface Entry {
  chain: string;
  page: KeptPage;
}

/** Texts lie in a file for each month of their items' days: a new text is one file written, and what is printed together is read together. */
const shardOf = (id: string): string => `${encodeURIComponent(id.slice(id.indexOf('/') + 1).slice(0, 'yyyy-mm'.length))}.json`;

function readPages(file: string, version: string): Map<string, Entry> {
  try {
    const text = readFileSync(file, 'utf8');
    const line = text.indexOf('\n');
    // A file that was cut off or changed says nothing.
    if (text.slice(0, line) !== sha256(text.slice(line + 1))) return new Map();
    const kept = JSON.parse(text.slice(line + 1)) as { version: string; pages: [string, Entry][] };
    return kept.version === version ? new Map(kept.pages) : new Map();
  } catch {
    return new Map();
  }
}

function readShard(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}

function put(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/**
 * Opens what is kept of pages in a folder.
 * @param version names all that pages hang on besides their chains: program, settings, purges. Pages of another version aren't used
 */
export function openKeptPages(folder: string, version: string): KeptPages {
  const file = join(folder, 'pages.json');
  const before = readPages(file, version);
  const now = new Map<string, Entry>();
  const shards = new Map<string, Record<string, string>>();
  /** New texts by their shard and digest. */
  const added = new Map<string, Map<string, string>>();
  let changed = false;
  const shard = (name: string): Record<string, string> => {
    const found = shards.get(name) ?? readShard(join(folder, name));
    shards.set(name, found);
    return found;
  };
  const textOf = (id: string, digest: string): string => {
    const name = shardOf(id);
    const text = added.get(name)?.get(digest) ?? shard(name)[digest];
    if (text !== undefined && sha256(text) === digest) return text;
    throw new Problem('site/kept', '上次留下的网页缓存坏了；应为完整的缓存；请加 --no-cache 重新生成。', { place: folder });
  };
  // The same function for all items, so that they stay objects of one shape.
  const text = {
    get(this: { id: string; htmlDigest: string }) {
      return textOf(this.id, this.htmlDigest);
    },
  };
  return {
    find(id, chain) {
      const entry = before.get(id);
      if (entry?.chain !== chain) return undefined;
      now.set(id, entry);
      return entry.page;
    },
    keep(id, chain, made) {
      changed = true;
      if (made === null) return void now.set(id, { chain, page: null });
      const { html, ...item } = made.item;
      const htmlDigest = sha256(html);
      const name = shardOf(item.id);
      added.set(name, (added.get(name) ?? new Map<string, string>()).set(htmlDigest, html));
      now.set(id, { chain, page: { item: { ...item, htmlDigest }, pictures: made.pictures } });
    },
    itemOf: ({ item }) => Object.defineProperty({ ...item }, 'html', text) as SiteItem,
    save() {
      if (!changed && now.size === before.size) return;
      try {
        mkdirSync(folder, { recursive: true });
        const used = new Set([...now.values()].flatMap(({ page }) => page?.item.htmlDigest ?? []));
        for (const [name, texts] of added) {
          const old = Object.entries(shards.get(name) ?? readShard(join(folder, name))).filter(([digest]) => used.has(digest));
          put(join(folder, name), JSON.stringify(Object.fromEntries([...old, ...texts])));
        }
        const text = JSON.stringify({ version, pages: [...now] });
        put(file, `${sha256(text)}\n${text}`);
      } catch {
        rmSync(file, { force: true });
      }
    },
  };
}
