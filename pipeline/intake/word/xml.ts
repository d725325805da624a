import { SaxesParser, type SaxesTagNS } from 'saxes';
import { Problem } from '../../problem.ts';
import { refusal } from '../file-kind.ts';

/** An element of a part. Names carry the prefixes of this file, whatever the part calls them: `w:p`, `w:val`, `r:id`; others `?:name`. */
export interface Element {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: (Element | string)[];
}

/** Prefixes by namespace, without what only says which edition of the standard it is: transitional and strict are one. */
const PREFIXES: Record<string, string> = {
  'wordprocessingml/main': 'w',
  'officeDocument/relationships': 'r',
  'officeDocument/math': 'm',
  'drawingml/main': 'a',
  'drawingml/wordprocessingDrawing': 'wp',
  'drawingml/chart': 'c',
  'drawingml/diagram': 'dgm',
  'package/relationships': 'rel',
  'markup-compatibility': 'mc',
  'urn:schemas-microsoft-com:vml': 'v',
  'urn:schemas-microsoft-com:office:office': 'o',
};

function prefixOf(uri: string): string {
  if (uri === '') return '';
  const edition = uri.replace(/^http:\/\/(?:schemas\.openxmlformats\.org|purl\.oclc\.org\/ooxml)\//, '').replace(/\/2006(?=\/|$)/, '');
  return `${PREFIXES[edition] ?? '?'}:`;
}

/** Names of this file's prefixes, each written once: a part repeats a few hundred of them thousands of times. */
function namesOfPart(): (uri: string, local: string) => string {
  const known = new Map<string, Map<string, string>>();
  return (uri, local) => {
    const names = known.get(uri) ?? new Map<string, string>();
    if (names.size === 0) known.set(uri, names);
    const name = names.get(local) ?? prefixOf(uri) + local;
    names.set(local, name);
    return name;
  };
}

/** What says nothing about words, pictures or looks that are read, and makes up half of a part. */
const UNREAD =
  /^w:(?:lang|proofErr|kern|szCs|bCs|iCs|spacing|bookmarkStart|bookmarkEnd|tcW|tcBorders|tblBorders|rsid|latentStyles|lastRenderedPageBreak)$/;

const MAX_DEPTH = 400;
/** Of all parts together; a file of 500 pages has half a million elements in 15 MB. Each takes some 200 bytes once it is read. */
const MAX_ELEMENTS = 600_000;
const MAX_XML = 24 * 1024 * 1024;

const BROKEN = '文件的内容有错，读不出来；应为 Word 能打开的文件；请用 Word 或 WPS 打开，另存为 .docx 后重新报送。';
const DEEP = '文件的内容套得太深；应为普通的文稿；请把文字复制到新文件，另存为 .docx 后重新报送。';
const LARGE = '文稿太大；应为一条信息；请删去不用的内容，或分成几个文件报送。';
const DTD = '文件里有不该有的声明（DTD），没有读；应为 Word 自己存的文件；请用 Word 或 WPS 打开，另存为 .docx 后重新报送。';

/** A part's words, by its byte order mark, else by how its first sign is written, else as it declares. */
function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(200, bytes.byteLength)).toString('latin1');
  const declared = /^[^<]{0,3}<\?xml[^>]{0,100}?encoding\s?=\s?["']([A-Za-z0-9._-]{1,40})["']/.exec(start)?.[1];
  const little = (first === 0xff && second === 0xfe) || second === 0;
  const big = (first === 0xfe && second === 0xff) || first === 0;
  const wide = little ? 'utf-16le' : big ? 'utf-16be' : null;
  return new TextDecoder(wide ?? declared ?? 'utf-8', { fatal: true }).decode(bytes);
}

function elementOf(tag: SaxesTagNS, nameOf: (uri: string, local: string) => string): Element {
  const attributes: Record<string, string> = {};
  for (const { uri, local, prefix, value } of Object.values(tag.attributes)) {
    if (prefix !== 'xmlns' && local !== 'xmlns' && !local.startsWith('rsid')) attributes[nameOf(uri, local)] = value;
  }
  return { name: nameOf(tag.uri, tag.local), attributes, children: [] };
}

/** Elements in which blanks alone are words. */
const TEXT = /:(?:t|delText|instrText)$/;

const [TAG, SLASH, MARK, QUESTION] = [...'</!?'].map((sign) => sign.charCodeAt(0));
const XML = /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*(?:<|$)/;

/**
 * Counts the beginnings of elements in a file's parts while they are unpacked, so that what is too large is refused before it is whole.
 * @returns for each part what takes its pieces
 */
export function elementCounter(file: string): () => (piece: Uint8Array) => void {
  let [elements, length] = [0, 0];
  return () => {
    let isXml: boolean | null = null;
    let before = 0;
    return (piece) => {
      isXml ??= XML.test(Buffer.from(piece).toString('latin1'));
      if (!isXml) return;
      for (let at = 0; at < piece.length; at += 1) {
        const byte = piece[at] as number;
        if (before === TAG && byte !== SLASH && byte !== MARK && byte !== QUESTION) elements += 1;
        before = byte;
      }
      length += piece.length;
      if (elements > MAX_ELEMENTS || length > MAX_XML) throw refusal('too-large', LARGE, file);
    };
  };
}

/** Reads a part into a tree. There are no entities but XML's own five; what isn't well-formed, too deep or too large is refused. */
export function parseXml(bytes: Uint8Array, file: string): Element {
  const root: Element = { name: '', attributes: {}, children: [] };
  const open: Element[] = [root];
  const nameOf = namesOfPart();
  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw refusal('dtd', DTD, file);
  });
  parser.on('opentag', (tag) => {
    if (open.length > MAX_DEPTH) throw refusal('broken', DEEP, file);
    const element = elementOf(tag, nameOf);
    if (!UNREAD.test(element.name)) open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  const addText = (text: string): void => {
    const parent = open.at(-1) as Element;
    if (/\S/.test(text) || TEXT.test(parent.name)) parent.children.push(text);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  try {
    parser.write(decoded(bytes)).close();
  } catch (cause) {
    throw cause instanceof Problem ? cause : refusal('broken', BROKEN, file, cause);
  }
  return root.children.find((child) => typeof child !== 'string') as Element;
}

/** The elements directly below one. */
export function elementsOf(element: Element | undefined): Element[] {
  return element === undefined ? [] : element.children.filter((child) => typeof child !== 'string');
}

/** The first element directly below with a name; a path of names goes down. */
export function below(element: Element | undefined, ...path: string[]): Element | undefined {
  return path.reduce<Element | undefined>((found, name) => elementsOf(found).find((child) => child.name === name), element);
}

/** All elements below with one of these names, in the order of the text, each before what it holds. */
export function descendants(element: Element, ...names: string[]): Element[] {
  const found: Element[] = [];
  const visit = ({ children }: Element): void => {
    for (const child of children) {
      if (typeof child === 'string') continue;
      if (names.includes(child.name)) found.push(child);
      visit(child);
    }
  };
  visit(element);
  return found;
}

/** Whether an element with one of these names lies anywhere below. */
export function holds(element: Element, names: readonly string[]): boolean {
  return element.children.some((child) => typeof child !== 'string' && (names.includes(child.name) || holds(child, names)));
}

/** The text directly in an element. */
export function textOf(element: Element | undefined): string {
  return element === undefined ? '' : element.children.filter((child) => typeof child === 'string').join('');
}

/** The value of a setting below an element (`<w:jc w:val="right"/>`); `undefined` where there is none. */
export const settingOf = (element: Element | undefined, name: string): string | undefined => below(element, name)?.attributes['w:val'];

/** A switch below an element: on without a value; `undefined` where there is none. */
export function switchOf(element: Element | undefined, name: string): boolean | undefined {
  const found = below(element, name);
  return found === undefined ? undefined : !['0', 'false', 'off'].includes(found.attributes['w:val'] ?? '1');
}

/** Of a choice that several versions of Word read (`mc:AlternateContent`) what the newest reads: taking both would double it. */
export function chosen(alternatives: Element): Element[] {
  return elementsOf(below(alternatives, 'mc:Choice') ?? below(alternatives, 'mc:Fallback'));
}
