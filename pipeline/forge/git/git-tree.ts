import { Problem } from '../../problem.ts';
import type { ObjectReader } from './git-objects.ts';

/** One entry of a tree object. */
export interface TreeItem {
  mode: string;
  name: string;
  id: string;
}

const TREE_MODE = '40000';
const MAX_CACHED = 400;

/** A mode as Git reads it: of a file's rights only the owner's to run it counts, and zeros before it never do. */
export function canonicalMode(mode: string): string {
  if (mode === TREE_MODE || mode === '100644') return mode;
  const number = Number.parseInt(mode, 8);
  const kind = number & 0o170000;
  if (kind === 0o100000) return number & 0o100 ? '100755' : '100644';
  if (kind === 0o120000) return '120000';
  return kind === 0o040000 ? TREE_MODE : '160000';
}

/** What an entry's mode says it is. */
export function typeOf(mode: string): 'blob' | 'tree' | 'commit' {
  const canonical = canonicalMode(mode);
  if (canonical === TREE_MODE) return 'tree';
  return canonical === '160000' ? 'commit' : 'blob';
}

/**
 * Git itself writes each name once and in order, but not every server looks at what is pushed. Of two files of one name each reader may see
 * another.
 */
function unsound(): Problem {
  const message =
    '仓库里有一个文件夹不是 Git 自己写的：里面有两个同名的文件，或没有照顺序排，不同的程序会看到不同的内容；应由 Git 提交；请报送人从最新的主分支重新提交这一稿，请管理员查明是谁推送的。';
  return new Problem('git/unsound-tree', message, { place: 'git' });
}

/** Entries of a tree object: `<mode> <name>\0<raw id>` again and again. @throws Problem `git/unsound-tree` */
export function parseTree(bytes: Buffer, idBytes: number, encoding: 'utf8' | 'latin1' = 'utf8'): TreeItem[] {
  const items: TreeItem[] = [];
  const names = new Set<string>();
  // Decoded as a whole and cut up: a folder may hold thousands of names.
  const [text, hex] = [bytes.toString('latin1'), bytes.toString('hex')];
  let before = '';
  for (let at = 0; at < text.length; ) {
    const space = text.indexOf(' ', at);
    const end = text.indexOf('\0', space);
    const mode = text.slice(at, space);
    const latin = text.slice(space + 1, end);
    const name = encoding === 'latin1' || !/[\u0080-\u00ff]/.test(latin) ? latin : bytes.toString('utf8', space + 1, end);
    // Git sorts by bytes, a folder as if its name ended in a slash.
    const key = typeOf(mode) === 'tree' ? `${latin}/` : latin;
    if (key <= before || names.has(latin)) throw unsound();
    before = key;
    names.add(latin);
    const next = end + 1 + idBytes;
    items.push({ mode, name, id: hex.slice(2 * (end + 1), 2 * next) });
    at = next;
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
  /** Root trees by commit. */
  const roots = new Map<string, string>();
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
  const rootOf = async (commit: string): Promise<string> => {
    const known = roots.get(commit);
    if (known !== undefined) return known;
    const root = await objects.read(`${commit}^{tree}`);
    if (!root) throw new Error(`the repository has no commit ${commit}`);
    if (roots.size >= MAX_CACHED) roots.clear();
    roots.set(commit, root.id);
    remember(root.id, root.bytes);
    return root.id;
  };
  return {
    entries,
    async find(commit, path) {
      let found: TreeItem = { mode: TREE_MODE, name: '', id: await rootOf(commit) };
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
