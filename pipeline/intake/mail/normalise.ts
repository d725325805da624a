import { charsetOf, guessCharset, leniently, strictly } from './charsets.ts';

/** Where a part's headers begin and its body lies, in the latin1 view of the bytes. */
interface Part {
  start: number;
  bodyStart: number;
  bodyEnd: number;
}

const EIGHT_BIT = /[\x80-\xff]/;
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
/** UTF-8 in the latin1 view. */
const asUtf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** Parts of a mail that is read as latin1: each header and its body, nested parts in order. Linear in its length. */
function partsOf(raw: string): Part[] {
  const parts: Part[] = [];
  const boundaries = new Set<string>();
  for (let start = 0; start !== -1 && parts.length <= MOST_PARTS; ) {
    const blank = /\r?\n\r?\n|^\r?\n/g;
    blank.lastIndex = start;
    // A part that begins with an empty line has no headers.
    const none = /^\r?\n/.exec(raw.slice(start, start + 2));
    const end = none ? { index: start, 0: none[0] } : blank.exec(raw);
    const bodyStart = end === null ? raw.length : end.index + end[0].length;
    const header = raw.slice(start, end?.index ?? raw.length);
    for (const [, quoted, plain] of header.matchAll(/;\s*boundary\s*=\s*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))/gi))
      boundaries.add((quoted ?? plain) as string);
    const part = { start, bodyStart, bodyEnd: raw.length };
    parts.push(part);
    start = -1;
    // The last line break of the header may be the one before a boundary.
    for (let at = raw.indexOf('\n--', Math.max(0, bodyStart - 1)); at !== -1; at = raw.indexOf('\n--', at + 1)) {
      const lineEnd = raw.indexOf('\n', at + 1);
      const line = raw.slice(at + 3, Math.min(lineEnd === -1 ? raw.length : lineEnd, at + 300)).trimEnd();
      const closes = !boundaries.has(line) && line.endsWith('--') && boundaries.has(line.slice(0, -2));
      if (!closes && !boundaries.has(line)) continue;
      part.bodyEnd = Math.min(part.bodyEnd, Math.max(bodyStart, at));
      if (closes) continue;
      start = lineEnd === -1 ? -1 : lineEnd + 1;
      break;
    }
  }
  return parts;
}

const WORD = /=\?([^\s?*]{1,40})(?:\*[^\s?]{1,20})?\?([BbQq])\?([^\s?]{0,2000})\?=/g;
/** Encoded words one after the other, with nothing but folding between them. */
const RUN = /=\?[^\s?]{1,60}\?[BbQq]\?[^\s?]{0,2000}\?=(?:\s{0,80}=\?[^\s?]{1,60}\?[BbQq]\?[^\s?]{0,2000}\?=)*/g;

function bytesOfWord(encoding: string, text: string): Buffer {
  if (encoding.toUpperCase() === 'B') return Buffer.from(text, 'base64');
  return latin1(text.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))));
}

/** Encoded words made one of UTF-8 for each charset: some programs cut them inside of a character. */
function joined(run: string): string {
  const groups: { charset: string; bytes: Buffer[] }[] = [];
  for (const [, label = '', encoding = '', text = ''] of run.matchAll(WORD)) {
    const charset = charsetOf(label);
    if (groups.at(-1)?.charset !== charset) groups.push({ charset, bytes: [] });
    groups.at(-1)?.bytes.push(bytesOfWord(encoding, text));
  }
  const words = groups.map(({ charset, bytes }) => leniently(Buffer.concat(bytes), charset));
  return `=?utf-8?B?${Buffer.from(words.join(''), 'utf8').toString('base64')}?=`;
}

/** Headers with Chinese as UTF-8, whatever it was, and honest labels. */
function mendedHeader(header: string): string {
  const eight = header.replace(/[^\r\n]+/g, (line) => {
    if (!EIGHT_BIT.test(line)) return line;
    const bytes = latin1(line);
    return asUtf8(strictly(bytes, 'utf-8') ?? strictly(bytes, 'gb18030') ?? leniently(bytes, 'latin1'));
  });
  return eight
    .replace(RUN, joined)
    .replace(/(\bcharset\s*=\s*"?)([\w-]{2,20})/gi, (_, before: string, label: string) => before + charsetOf(label))
    .replace(/(\*(?:0\*)?\s*=\s*)([\w-]{2,20})(?=')/g, (_, before: string, label: string) => before + charsetOf(label));
}

/** Labels that programs write without having looked. */
const DOUBTFUL = new Set(['', 'utf-8', 'us-ascii', 'ascii', 'iso-8859-1', 'unknown-8bit']);

function decodedBody(body: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding !== 'quoted-printable') return latin1(body);
  return bytesOfWord('Q', body.replace(/=[ \t]*\r?\n/g, '').replaceAll('_', '=5F'));
}

/** The same header with the charset of its text, where it names none that fits. */
function withCharset(header: string, body: string): string {
  const type = /^content-type:\s*([\w.+-]+\/[\w.+-]+)((?:[^\r\n]|\r?\n[ \t])*)/im.exec(header);
  const kind = type?.[1]?.toLowerCase() ?? 'text/plain';
  if (!/^text\/(?:plain|html)$/.test(kind)) return header;
  const label = /\bcharset\s*=\s*"?([\w-]{2,20})/i.exec(type?.[2] ?? '')?.[1] ?? '';
  if (!DOUBTFUL.has(label.toLowerCase())) return header;
  const encoding = /^content-transfer-encoding:\s*([\w-]+)/im.exec(header)?.[1]?.toLowerCase() ?? '';
  const bytes = decodedBody(body, encoding);
  if (!bytes.some((byte) => byte >= 0x80)) return header;
  const found = guessCharset(bytes);
  if (found === null || found === label.toLowerCase()) return header;
  if (type === null) return `Content-Type: text/plain; charset=${found}\r\n${header}`;
  const parameters = (type[2] ?? '').replace(/;\s*charset\s*=\s*(?:"[^"]*"|[^\s;]*)/i, '');
  return header.replace(type[0], () => `Content-Type: ${kind}; charset=${found}${parameters}`);
}

/** No letter has more parts, or more lines that look like the beginning of one: a parser would take minutes over them. */
const MOST_PARTS = 1000;
const MOST_LINES = 20_000;

/** True for a mail that is made to keep a parser busy. */
function isOverdone(raw: string, parts: number): boolean {
  let lines = 0;
  for (let at = raw.indexOf('\n--'); at !== -1 && lines <= MOST_LINES; at = raw.indexOf('\n--', at + 1)) lines += 1;
  return parts > MOST_PARTS || lines > MOST_LINES;
}

/**
 * A mail's bytes with what a parser can't know mended (facts/intake 4): 8-bit headers, GB2312 that is GB18030, encoded words cut inside of a
 * character, text without its charset.
 * @throws RangeError for one of too many parts
 */
export function normalise(bytes: Uint8Array): Buffer {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  let written = 0;
  const out: string[] = [];
  const parts = partsOf(raw);
  if (isOverdone(raw, parts.length)) throw new RangeError('too many parts');
  for (const { start, bodyStart, bodyEnd } of parts) {
    const header = raw.slice(start, bodyStart);
    out.push(raw.slice(written, start), mendedHeader(withCharset(header, raw.slice(bodyStart, bodyEnd))));
    written = bodyStart;
  }
  out.push(raw.slice(written));
  return latin1(out.join(''));
}
