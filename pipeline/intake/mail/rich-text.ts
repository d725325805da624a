import { leniently } from './charsets.ts';

/** What every decoder begins with (MS-OXRTFCP 2.1.2.1). */
const BEGUN =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const [PACKED, PLAIN] = [0x75465a4c, 0x414c454d];
/** No letter is as long; a reference unpacks to eight times its size. */
const MOST = 4_000_000;

/** Unpacks compressed RTF; `null` for what is none, or ends early. */
export function unpackedRtf(bytes: Buffer): string | null {
  if (bytes.length < 16) return null;
  const [size, kind] = [bytes.readUInt32LE(4), bytes.readUInt32LE(8)];
  if (size > MOST || (kind !== PACKED && kind !== PLAIN)) return null;
  if (kind === PLAIN) return bytes.toString('latin1', 16, 16 + size);
  const window = Buffer.alloc(4096, ' ');
  let at = window.write(BEGUN, 'latin1');
  const out: number[] = [];
  const put = (byte: number): void => {
    out.push(byte);
    window[at] = byte;
    at = (at + 1) % 4096;
  };
  for (let read = 16; read < bytes.length; ) {
    const control = bytes[read++] as number;
    for (let bit = 0; bit < 8; bit += 1) {
      if (read + ((control >> bit) & 1) >= bytes.length) return out.length >= size ? Buffer.from(out).toString('latin1') : null;
      if (((control >> bit) & 1) === 0) {
        put(bytes[read++] as number);
        continue;
      }
      const reference = bytes.readUInt16BE(read);
      read += 2;
      if (reference >> 4 === at) return Buffer.from(out).toString('latin1');
      for (let step = 0; step < (reference & 15) + 2; step += 1) put(window[((reference >> 4) + step) % 4096] as number);
      if (out.length > MOST) return null;
    }
  }
  return null;
}

const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)/gi;
/** Groups whose words are no text. */
const UNREAD = new Set(['fonttbl', 'colortbl', 'stylesheet', 'info', 'pict', 'object', 'header', 'footer']);
const SIGNS: Readonly<Record<string, string>> = { par: '\n', line: '\n', row: '\n', page: '\n', tab: '\t', cell: '\t', '~': '\u00a0' };

/** The words of RTF. Of a page that Outlook has packed into RTF what stands for the page's own tags is left out. */
export function wordsOfRtf(rtf: string): string {
  let [text, raw, charset, left] = ['', '', 'gb18030', 0];
  /** `after`: how many characters for old programs stand behind one in Unicode. */
  let group = { unread: false, forOld: false, after: 1 };
  const outer: (typeof group)[] = [];
  const say = (words: string): void => {
    text += leniently(Buffer.from(raw, 'latin1'), charset) + words;
    raw = '';
  };
  for (const [, word, number, hex, sign, brace, plain] of rtf.matchAll(TOKEN)) {
    if (brace === '{') outer.push({ ...group });
    else if (brace === '}') group = outer.pop() ?? group;
    else if (sign === '*' || (word && UNREAD.has(word))) group.unread = true;
    else if (word === 'htmlrtf') group.forOld = number !== '0';
    else if (word === 'ansicpg') charset = number === '936' ? 'gb18030' : `windows-${number}`;
    else if (word === 'uc') group.after = Number(number);
    else if (group.unread || group.forOld) continue;
    else if (word === 'u') say(String.fromCharCode(Number(number) & 0xffff));
    else if (word || sign) say(SIGNS[word ?? sign ?? ''] ?? (sign && /[\\{}]/.test(sign) ? sign : ''));
    else raw += hex ? (left > 0 ? '' : String.fromCharCode(Number.parseInt(hex, 16))) : (plain ?? '').slice(left);
    left = word === 'u' ? group.after : hex ? Math.max(0, left - 1) : plain ? Math.max(0, left - plain.length) : left;
  }
  say('');
  return text.trim();
}
