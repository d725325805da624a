import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { openObjects } from '#pipeline/forge/git/git-objects.ts';
import { parseTree, type TreeItem } from '#pipeline/forge/git/git-tree.ts';
import type { Identity } from '#pipeline/forge/git/git-write.ts';

type Kind = 'blob' | 'tree' | 'commit';

/** A file's place below a folder, as raw bytes (latin1), and its bytes; `null`: it goes. */
type Placed = readonly [parts: string[], bytes: string | Uint8Array | null];

/** What a test commits: everything of it follows from these values alone. */
interface NewCommit {
  parent: string;
  files: Readonly<Record<string, string | Uint8Array | null>>;
  message: string;
  at: string;
  by: Identity;
}

const placeOf = (dir: string, id: string): string => join(dir, 'objects', id.slice(0, 2), id.slice(2));

function write(dir: string, kind: Kind, bytes: Uint8Array): string {
  const whole = Buffer.concat([Buffer.from(`${kind} ${bytes.length}\0`), bytes]);
  const id = createHash('sha1').update(whole).digest('hex');
  const place = placeOf(dir, id);
  if (existsSync(place)) return id;
  mkdirSync(join(place, '..'), { recursive: true });
  writeFileSync(place, deflateSync(whole, { level: 1 }), { mode: 0o444 });
  return id;
}

/** The bytes of an object; git is asked only for what lies in a pack. */
async function read(dir: string, id: string): Promise<Buffer> {
  const place = placeOf(dir, id);
  if (existsSync(place)) {
    const whole = inflateSync(readFileSync(place));
    return whole.subarray(whole.indexOf(0) + 1);
  }
  const objects = openObjects(dir);
  try {
    const object = await objects.read(id);
    if (object === null) throw new Error(`the repository has no object ${id}`);
    return object.bytes;
  } finally {
    objects.close();
  }
}

const isFolder = ({ mode }: TreeItem): boolean => mode === '40000';

/** A tree with files put into it or taken out of it, by their paths below it; `null` where nothing is left. */
async function treeWith(dir: string, base: string | null, files: readonly Placed[]): Promise<string | null> {
  const items = new Map((base === null ? [] : parseTree(await read(dir, base), 20, 'latin1')).map((item) => [item.name, item]));
  const folders = new Map<string, Placed[]>();
  for (const [[name = '', ...parts], bytes] of files) {
    if (parts.length === 0 && bytes === null) items.delete(name);
    else if (parts.length === 0) items.set(name, { mode: '100644', name, id: write(dir, 'blob', Buffer.from(bytes ?? '')) });
    else folders.set(name, [...(folders.get(name) ?? []), [parts, bytes]]);
  }
  for (const [name, below] of folders) {
    const old = items.get(name);
    const id = await treeWith(dir, old && isFolder(old) ? old.id : null, below);
    if (id === null) items.delete(name);
    else items.set(name, { mode: '40000', name, id });
  }
  if (items.size === 0) return null;
  // Git sorts a folder as if its name ended with a slash.
  const key = (item: TreeItem): string => (isFolder(item) ? `${item.name}/` : item.name);
  const sorted = [...items.values()].sort((one, other) => (key(one) < key(other) ? -1 : 1));
  const entries = sorted.map(({ mode, name, id }) => Buffer.concat([Buffer.from(`${mode} ${name}\0`, 'latin1'), Buffer.from(id, 'hex')]));
  return write(dir, 'tree', Buffer.concat(entries));
}

/** Makes a commit in a repository's own store without a process: the tests make thousands, and git wants four for each. */
export async function commitLoose(dir: string, { parent, files, message, at, by }: NewCommit): Promise<string> {
  const [, root = null] = /^tree ([0-9a-f]{40})$/m.exec((await read(dir, parent)).toString('latin1')) ?? [];
  const placed = Object.entries(files).map(([path, bytes]) => [Buffer.from(path, 'utf8').toString('latin1').split('/'), bytes] as const);
  const tree = (await treeWith(dir, root, placed)) ?? write(dir, 'tree', Buffer.of());
  const who = `${by.name} <${by.email}> ${Math.floor(Date.parse(at) / 1000)} +0800`;
  const lines = [
    `tree ${tree}`,
    `parent ${parent}`,
    `author ${who}`,
    `committer ${who}`,
    '',
    message.endsWith('\n') ? message : `${message}\n`,
  ];
  return write(dir, 'commit', Buffer.from(lines.join('\n')));
}
