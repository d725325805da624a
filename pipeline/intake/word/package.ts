import { posix } from 'node:path';
import { type Archive, openArchive, refusal } from '../archive.ts';
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

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

const ENCRYPTED = '文稿加了密码，打不开；应为没有密码的文稿；请去掉密码后重新报送。';
const OLD = '这是旧格式的文稿（.doc 或 .wps）；应为 .docx；请用 Word 或 WPS 打开，另存为 .docx 后重新报送。';
const OTHER = '这不是 Word 文稿，只是名字像；应为 .docx；请用 Word 或 WPS 打开，另存为 .docx 后重新报送。';
const LOCK = '这是 Word 打开文稿时的临时文件，里面没有文稿；应为文稿本身；请删去名字以 ~$ 开头的文件，报送同名的文稿。';
const EMPTY = '文件是空的；应为文稿；请重新保存后报送。';
const NO_TEXT = '文件里找不到正文；应为 Word 能打开的文稿；请用 Word 或 WPS 打开，另存为 .docx 后重新报送。';

/** Refuses what by its first bytes or its name can't be read. */
function refuseOthers(bytes: Uint8Array, file: string): void {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.startsWith('~$')) throw refusal('lock-file', LOCK, file);
  if (whole.length === 0) throw refusal('broken', EMPTY, file);
  if (whole.subarray(0, 8).equals(OLE)) {
    const isEncrypted = whole.includes(utf16('EncryptedPackage')) || whole.includes(utf16('EncryptionInfo'));
    throw isEncrypted ? refusal('encrypted', ENCRYPTED, file) : refusal('not-word', OLD, file);
  }
  if (whole.subarray(0, 2).toString('latin1') !== 'PK') throw refusal('not-word', OTHER, file);
}

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

/** Opens a Word file: what is none, or is encrypted, broken or a bomb, is refused by a `Problem`. */
export async function openPackage(bytes: Uint8Array, file: string): Promise<Package> {
  refuseOthers(bytes, file);
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
