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

const TAG = /<(?:[^"'<>]|"[^"]*"|'[^']*')*>/g;

/** The same for HTML: its text without tags. */
export function htmlKey(html: string): string {
  return textKey(html.replace(TAG, ''));
}

/** The opening tags of an element, as they are written. */
export function tagsOf(html: string, name: 'img' | 'a'): string[] {
  const opening = name === 'img' ? /^<img[\s/>]/i : /^<a[\s/>]/i;
  return (html.match(TAG) ?? []).filter((tag) => opening.test(tag));
}

/** The value of an attribute of a tag, quoted or not; empty if it has none. @param name in lower case */
export function attributeOf(tag: string, name: string): string {
  for (const [, found, double, single, bare] of tag.matchAll(/\s([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi)) {
    if (found?.toLowerCase() === name) return decodeEntities(double ?? single ?? bare ?? '');
  }
  return '';
}
