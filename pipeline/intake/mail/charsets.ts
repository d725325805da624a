/** Labels under which mail programs send GB18030, which holds all of them. */
const GB_LABELS = /^(?:gb[-_]?2312(?:-80)?|gbk|x-gbk|cp936|ms936|windows-936|gb_?18030)$/i;

/** A charset's label as a decoder reads it without loss. */
export const charsetOf = (label: string): string => (GB_LABELS.test(label.trim()) ? 'gb18030' : label.trim().toLowerCase());

/** Bytes as text; `null` where they aren't that charset's, or nobody knows it. */
export function strictly(bytes: Uint8Array, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Bytes as text, with U+FFFD where they are wrong; an unknown charset is read as GB18030 where it fits. */
export function leniently(bytes: Uint8Array, label: string): string {
  try {
    return new TextDecoder(charsetOf(label)).decode(bytes);
  } catch {
    return strictly(bytes, 'utf-8') ?? strictly(bytes, 'gb18030') ?? new TextDecoder('latin1').decode(bytes);
  }
}

/**
 * True if the bytes beyond ASCII are mostly common Han of GB2312's first level. Western letters often are possible GB18030 too, but rare
 * characters of it.
 */
function looksHan(bytes: Uint8Array): boolean {
  let [common, rare] = [0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] as number;
    if (lead < 0x80) continue;
    at += 1;
    const trail = bytes[at] ?? 0;
    if (lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1) common += 1;
    // Punctuation says nothing, nor do the characters of four bytes.
    else if (!(lead <= 0xa9 && trail >= 0xa1) && !(trail >= 0x30 && trail <= 0x39)) rare += 1;
    else if (trail <= 0x39) at += 2;
  }
  return common > 0 && common >= 2 * rare;
}

/** The charset of text whose label is missing or can't be trusted: UTF-8 or GB18030; `null` where it is neither for sure. */
export function guessCharset(bytes: Uint8Array): 'utf-8' | 'gb18030' | null {
  if (strictly(bytes, 'utf-8') !== null) return 'utf-8';
  return looksHan(bytes) && strictly(bytes, 'gb18030') !== null ? 'gb18030' : null;
}
