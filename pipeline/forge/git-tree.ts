import type { ObjectReader } from './git-objects.ts';

/** One entry of a tree object. */
export interface TreeItem {
  mode: string;
  name: string;
  id: string;
}

const TREE_MODE = '40000';
const MAX_CACHED = 400;

/** What an entry's mode says it is. */
export function typeOf(mode: string): 'blob' | 'tree' | 'commit' {
  if (mode === TREE_MODE) return 'tree';
  return mode === '160000' ? 'commit' : 'blob';
}

/** Entries of a tree object: `<mode> <name>\0<raw id>` again and again. */
export function parseTree(bytes: Buffer, idBytes: number, encoding: 'utf8' | 'latin1' = 'utf8'): TreeItem[] {
  const items: TreeItem[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    items.push({
      mode: bytes.toString('latin1', at, space),
      name: bytes.toString(encoding, space + 1, end),
      id: bytes.toString('hex', end + 1, end + 1 + idBytes),
    });
    at = end + 1 + idBytes;
  }
  return items;
}

/** Finds paths in commits by walking tree objects, so that a path's bytes are never parsed by anyone. */
export interface TreeWalker {
  /** The entry of a path (`''`: the root itself), `null` if it isn't there. Throws if the commit can't be read. */
  find(commit: string, path: string): Promise<TreeItem | null>;
  /** The entries of a tree object. */
  entries(id: string): Promise<TreeItem[]>;
}

export function openTrees(objects: ObjectReader): TreeWalker {
  const cache = new Map<string, TreeItem[]>();
  const remember = (id: string, bytes: Buffer): TreeItem[] => {
    const items = parseTree(bytes, id.length / 2);
    const oldest = cache.keys().next();
    if (cache.size >= MAX_CACHED && !oldest.done) cache.delete(oldest.value);
    cache.set(id, items);
    return items;
  };
  const entries = async (id: string): Promise<TreeItem[]> => {
    const known = cache.get(id);
    if (known) return known;
    const object = await objects.read(id);
    if (object?.type !== 'tree') throw new Error(`the repository has no tree ${id}`);
    return remember(id, object.bytes);
  };
  return {
    entries,
    async find(commit, path) {
      const root = await objects.read(`${commit}^{tree}`);
      if (!root) throw new Error(`the repository has no commit ${commit}`);
      if (!cache.has(root.id)) remember(root.id, root.bytes);
      let found: TreeItem = { mode: TREE_MODE, name: '', id: root.id };
      for (const part of path.split('/').filter((name) => name !== '')) {
        if (typeOf(found.mode) !== 'tree') return null;
        const next = (await entries(found.id)).find(({ name }) => name === part);
        if (!next) return null;
        found = next;
      }
      return found;
    },
  };
}
