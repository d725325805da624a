import { posix } from 'node:path';
import { type Archive, openArchive } from '../archive.ts';
import { refusal } from '../file-kind.ts';
import { type Element, elementCounter, elementsOf, parseXml } from './xml.ts';

/** What one part says of another, or of an address outside. */
export interface Relation {
  id: string;
  /** The last word of its type: `header`, `image`, `hyperlink`. */
  kind: string;
  /** A part's path, or the address outside as written. */
  target: string;
  external: boolean;
}

/** A Word file as the parts it consists of. Paths are in lower case, as their letters don't count. */
export interface Package {
  file: string;
  main: string;
  paths: readonly string[];
  bytesOf: (path: string) => Uint8Array | undefined;
  /** A part as a tree; `undefined` if there is no such part. */
  tree: (path: string) => Element | undefined;
  /** What a part names, by id. */
  relationsOf: (path: string) => ReadonlyMap<string, Relation>;
  /** Trees of the parts that a part names by such a relation, with their paths. */
  related: (path: string, kind: string) => [path: string, tree: Element][];
}

const OTHER = '这不是 Word 文稿，只是名字像；应为 .docx；请用 Word 或 WPS 打开，另存为 .docx 后重新报送。';
const NO_TEXT = '文件里找不到正文；应为 Word 能打开的文稿；请用 Word 或 WPS 打开，另存为 .docx 后重新报送。';

/** Where a relation of a part leads: relative to the part's folder, or from the root. */
function resolved(path: string, target: string): string {
  let plain = target.replaceAll('\\', '/');
  try {
    plain = decodeURIComponent(plain);
  } catch {}
  return posix
    .join('/', plain.startsWith('/') ? '' : posix.dirname(path), plain)
    .slice(1)
    .toLowerCase();
}

const relationsPath = (path: string): string => posix.join(posix.dirname(path), '_rels', `${posix.basename(path)}.rels`);

function relationsIn(tree: Element | undefined, path: string): Map<string, Relation> {
  const relations = elementsOf(tree)
    .filter(({ name }) => name === 'rel:Relationship')
    .map(({ attributes: { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode } }) => {
      const external = mode === 'External';
      return { id, kind: type.slice(type.lastIndexOf('/') + 1), target: external ? target : resolved(path, target), external };
    });
  return new Map(relations.map((relation) => [relation.id, relation]));
}

/** Files inside that are only named, never looked into. */
const UNREAD = /(?:^|\/)(?:embeddings|fonts|activex)\/|vbaproject\.bin$/;

async function unpackAll(archive: Archive, file: string): Promise<Map<string, Uint8Array>> {
  const parts = new Map<string, Uint8Array>();
  const watch = elementCounter(file);
  for (const name of archive.names) {
    const path = name.toLowerCase();
    parts.set(path, UNREAD.test(path) ? new Uint8Array() : await archive.read(name, watch()));
  }
  return parts;
}

/** Opens a Word file: what is none, broken or a bomb is refused by a `Problem`. */
export async function openPackage(bytes: Uint8Array, file: string): Promise<Package> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw refusal('not-word', OTHER, file);
  const parts = await unpackAll(await openArchive(bytes, file), file);
  const trees = new Map<string, Element>();
  const tree = (path: string): Element | undefined => {
    const part = parts.get(path);
    if (part !== undefined && !trees.has(path)) trees.set(path, parseXml(part, file));
    return trees.get(path);
  };
  const relations = new Map<string, Map<string, Relation>>();
  const relationsOf = (path: string): Map<string, Relation> => {
    const known = relations.get(path) ?? relationsIn(tree(relationsPath(path)), path);
    relations.set(path, known);
    return known;
  };
  const main = [...relationsOf('').values()].find(({ kind, external }) => kind === 'officeDocument' && !external)?.target;
  if (main === undefined || !parts.has(main))
    throw refusal(parts.has('[content_types].xml') ? 'broken' : 'not-word', parts.has('[content_types].xml') ? NO_TEXT : OTHER, file);
  const bodies = elementsOf(tree(main)).filter(({ name }) => name === 'w:body');
  if (tree(main)?.name !== 'w:document') throw refusal('not-word', OTHER, file);
  if (bodies.length !== 1) throw refusal('broken', NO_TEXT, file);
  return {
    file,
    main,
    paths: [...parts.keys()],
    bytesOf: (path) => parts.get(path),
    tree,
    relationsOf,
    related: (path, kind) => {
      const inside = [...relationsOf(path).values()].filter((relation) => relation.kind === kind && !relation.external);
      return [...new Set(inside.map(({ target }) => target))].flatMap((target): [string, Element][] => {
        const found = tree(target);
        return found === undefined ? [] : [[target, found]];
      });
    },
  };
}
