const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Turns the few entities that renderers and platforms write back into characters. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const point = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** Text as a reader sees it, whatever a platform did to spaces, widths and invisible characters: equal keys mean equal texts. */
export function textKey(text: string): string {
  return decodeEntities(text)
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '');
}

/**
 * Differences as the ledger keeps them (contracts.md 5: never text). Behind a colon a channel quotes the approved text or what a platform
 * shows; people are told that, the ledger isn't.
 */
export function withoutQuotes(differences: readonly string[]): string[] {
  return differences.map((difference) => (difference.split('：', 1)[0] ?? '').replace(/，第一处$/, ''));
}

/** Where a tag that begins at `start` ends, or the next one begins; `null` where a quotation never ends. `dead`: quotations after which none does. */
function endOfTag(html: string, start: number, dead: Set<number>): number | null {
  const stops = /["'<>]/g;
  const passed: number[] = [];
  stops.lastIndex = start + 1;
  for (let stop = stops.exec(html); stop !== null; stop = stops.exec(html)) {
    const { 0: sign, index } = stop;
    if (sign === '>') return index + 1;
    if (sign === '<') return index;
    passed.push(index);
    const close = dead.has(index) ? -1 : html.indexOf(sign, index + 1);
    if (close < 0) break;
    stops.lastIndex = close + 1;
  }
  for (const index of passed) dead.add(index);
  return null;
}

/** The tags of HTML by their offsets. It is a loop since an expression that repeats choices ends a very long line with a stack overflow. */
function tagsIn(html: string): [start: number, end: number][] {
  const tags: [number, number][] = [];
  const dead = new Set<number>();
  for (let start = html.indexOf('<'); start >= 0; ) {
    const end = endOfTag(html, start, dead);
    const isTag = end !== null && html[end - 1] === '>';
    if (isTag) tags.push([start, end]);
    start = html.indexOf('<', end ?? start + 1);
  }
  return tags;
}

/** The same for HTML: its text without tags. */
export function htmlKey(html: string): string {
  let text = '';
  let from = 0;
  for (const [start, end] of tagsIn(html)) {
    text += html.slice(from, start);
    from = end;
  }
  return textKey(text + html.slice(from));
}

/** The opening tags of an element, as they are written. */
export function tagsOf(html: string, name: 'img' | 'a' | 'meta'): string[] {
  const opening = { img: /^<img[\s/>]/i, a: /^<a[\s/>]/i, meta: /^<meta[\s/>]/i }[name];
  return tagsIn(html).flatMap(([start, end]) => (opening.test(html.slice(start, start + 6)) ? [html.slice(start, end)] : []));
}

/** The value of an attribute of a tag, quoted or not; empty if it has none. @param name in lower case */
export function attributeOf(tag: string, name: string): string {
  for (const [, found, double, single, bare] of tag.matchAll(/\s([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi)) {
    if (found?.toLowerCase() === name) return decodeEntities(double ?? single ?? bare ?? '');
  }
  return '';
}
