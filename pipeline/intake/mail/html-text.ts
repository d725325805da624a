/** What a page says: its text, what it hides, what it calls its pictures and itself, and the addresses of its links with their words. */
interface HtmlText {
  text: string;
  hidden: string;
  named: string;
  links: { url: string; words: string }[];
}

/** Elements whose content nobody reads. */
const UNREAD = new Set(['script', 'style', 'title', 'template', 'noscript', 'object', 'svg', 'select']);
const LINES = new Set('br p div tr li ul ol table h1 h2 h3 h4 h5 h6 hr blockquote pre section article'.split(' '));
/** Elements without an end. */
const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);
const NAMES: Record<string, string> = {
  ...{ nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", ensp: ' ', emsp: ' ', thinsp: ' ', middot: '·', bull: '•' },
  ...{ ldquo: '“', rdquo: '”', lsquo: '‘', rsquo: '’', mdash: '—', ndash: '–', hellip: '…', times: '×', deg: '°', copy: '©', permil: '‰' },
};
/** What begins a quoted letter in the pages that mail programs make, and says so to whoever reads the text. */
const QUOTE = /isreplycontent|gmail_quote|divrplyfwdmsg|type\s{0,3}=\s{0,3}["']?cite|includetail/i;
export const QUOTE_LINE = '------------------ 原始邮件 ------------------';

/** What stands in a tag for whoever doesn't see or points at it. */
const NAMED = /\s(?:alt|title)\s{0,3}=\s{0,3}["']([^"']{1,300})["']/gi;
const LONGEST_TAG = 4000;

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));?/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMES[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '\uFFFD';
  });
}

function hides(tag: string): boolean {
  const flat = tag.toLowerCase().replace(/\s+/g, ' ').replaceAll(': ', ':');
  return (
    ['display:none', 'visibility:hidden', ' hidden>', ' hidden '].some((words) => flat.includes(words)) ||
    /font-size:0(?:px|pt|em)?[;"']/.test(flat)
  );
}

/** A tag of a page: the stretch that it stands on, its name in small letters (empty for what is none), whether it ends something. */
export interface Tag {
  start: number;
  end: number;
  text: string;
  name: string;
  closes: boolean;
}

/** The tag, comment or what only begins like one, that stands first from a place on; `null` where there is none. */
export function tagAt(html: string, from: number): Tag | null {
  const start = html.indexOf('<', from);
  if (start === -1) return null;
  const comment = html.startsWith('<!--', start);
  const finish = html.indexOf(comment ? '-->' : '>', start);
  const end = finish === -1 ? html.length : finish + (comment ? 3 : 1);
  const text = html.slice(start, end);
  const [, slash, name = ''] = comment ? [] : (/^<(\/?)([a-z][a-z0-9]{0,20})/.exec(text.slice(0, 30).toLowerCase()) ?? []);
  return { start, end, text, name, closes: slash === '/' };
}

/** The words of a page of HTML. It is read from front to back once; nothing of it is executed or fetched. */
export function htmlText(html: string): HtmlText {
  const result: HtmlText = { text: '', hidden: '', named: '', links: [] };
  /** The element that isn't read or is hidden, and how many of its kind are open in it. */
  let skipped: { name: string; depth: number; hidden: boolean } | null = null;
  let link: { url: string; words: string } | null = null;
  const say = (words: string): void => {
    if (skipped) result[skipped.name === 'title' ? 'named' : 'hidden'] += skipped.hidden || skipped.name === 'title' ? words : '';
    else result.text += words;
    if (link) link.words += words;
  };
  for (let at = 0; at < html.length; ) {
    const found = tagAt(html, at);
    if (found?.start !== at) say(decoded(html.slice(at, found?.start).replace(/[\r\n\t ]+/g, ' ')));
    if (found === null) break;
    const { text: tag, name, closes: slash } = found;
    at = found.end;
    if (!tag.startsWith('<!--'))
      for (const [, value = ''] of tag.slice(0, LONGEST_TAG).matchAll(NAMED)) result.named += `${decoded(value)}\n`;
    if (name === '') {
      if (!/^<[!?/]/.test(tag)) say(decoded(tag));
      continue;
    }
    if (skipped) {
      if (name === skipped.name && !VOID.has(name)) skipped.depth += slash ? -1 : 1;
      if (skipped.depth === 0) skipped = null;
      continue;
    }
    if (!slash && !VOID.has(name) && (UNREAD.has(name) || hides(tag))) {
      skipped = { name, depth: 1, hidden: !UNREAD.has(name) };
      continue;
    }
    if (!slash && QUOTE.test(tag)) say(`\n${QUOTE_LINE}\n`);
    if (LINES.has(name)) say('\n');
    if (name === 'td' || name === 'th') say(slash ? '　' : '');
    if (name !== 'a') continue;
    link = null;
    const [, quoted, single, plain] = /\shref\s{0,3}=\s{0,3}(?:"([^"]{1,4000})"|'([^']{1,4000})'|([^\s>"']{1,4000}))/i.exec(tag) ?? [];
    if (slash || (quoted ?? single ?? plain) === undefined) continue;
    link = { url: decoded((quoted ?? single ?? plain) as string), words: '' };
    result.links.push(link);
  }
  const lines = (text: string): string =>
    text
      .replace(/[ \u00A0]{2,}/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
  return { ...result, text: lines(result.text), hidden: lines(result.hidden) };
}
