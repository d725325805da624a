const HEADER = 128;
/** The tags of ICC.1 that tell colours, and the names of profile, maker and device; Apple's for its screens. */
const TAGS = new Set(
  [
    'A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3 gamt pre0 pre1 pre2 rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC',
    'wtpt bkpt chad chrm cicp lumi meas tech view resp vcgt vcgp ndin mmod aarg aagg aabg aapy cprt desc dscm dmnd dmdd vued',
  ]
    .join(' ')
    .split(' '),
);
const TYPES = new Set(
  ['curv', 'para', 'XYZ ', 'sf32', 'mft1', 'mft2', 'mAB ', 'mBA ', 'sig ', 'meas', 'view', 'chrm', 'cicp', 'rcs2', 'mpet'].concat([
    'vcgt',
    'vcgp',
    'ndin',
    'mmod',
  ]),
);
/** Names come in many languages; the rest of the words is the maker's copyright. */
const NAMES = new Set(['desc', 'dscm', 'dmnd', 'dmdd', 'vued']);
const MOST_TAGS = 100;
const MOST_WORDS = 120;
const MOST_NAME = 48;

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(/(?<!\0)\0+$/, '');

function utf16(bytes: Uint8Array): string {
  const even = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  return even
    .swap16()
    .toString('utf16le')
    .replace(/(?<!\0)\0+$/, '');
}

/** The texts of a tag; `null` where it holds more than they are, or can't be read. */
function textsOf(tag: Uint8Array): string[] | null {
  const view = new DataView(tag.buffer, tag.byteOffset, tag.byteLength);
  const type = latin1(tag.subarray(0, 4));
  const number = (at: number): number => (at + 4 <= tag.length ? view.getUint32(at) : tag.length);
  if (type === 'text') return [latin1(tag.subarray(8))];
  if (type === 'desc') {
    const wide = 12 + number(8);
    const mac = wide + 8 + 2 * number(wide + 4);
    const isAll = mac + 73 >= tag.length;
    return isAll ? [latin1(tag.subarray(12, wide)), utf16(tag.subarray(wide + 8, mac)), latin1(tag.subarray(mac + 3))] : null;
  }
  const count = number(8);
  if (type !== 'mluc' || count > MOST_TAGS || number(12) !== 12) return null;
  const records = Array.from({ length: count }, (_, index) => ({ size: number(20 + 12 * index), at: number(24 + 12 * index) }));
  const told = records.reduce((sum, { size }) => sum + size, 16 + 12 * count);
  return told + 3 >= tag.length ? records.map(({ size, at }) => utf16(tag.subarray(at, at + size))) : null;
}

/** True for a tag that only colours need, or that names something in a few words. */
function isPlainTag(name: string, tag: Uint8Array): boolean {
  if (!TAGS.has(name) || tag.length < 8) return false;
  if (TYPES.has(latin1(tag.subarray(0, 4)).padEnd(4, '\0'))) return true;
  const isShort = (text: string): boolean =>
    /^[ -~\s©]*$/.test(text) ? text.length <= MOST_WORDS : NAMES.has(name) && text.length <= MOST_NAME;
  return textsOf(tag)?.every((text) => isShort(text) && !/\d{6}/.test(text)) ?? false;
}

/**
 * Whether a colour profile (ICC.1:2022) holds colours and short names alone: nothing of a kind that isn't known, no longer text or number
 * in it, nothing between its parts. Never throws, whatever the bytes.
 */
export function isPlainProfile(profile: Uint8Array): boolean {
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  if (profile.length < HEADER + 4 || view.getUint32(0) !== profile.length || latin1(profile.subarray(36, 40)) !== 'acsp') return false;
  const count = view.getUint32(HEADER);
  const table = HEADER + 4 + 12 * count;
  if (count > MOST_TAGS || table > profile.length || profile.subarray(100, HEADER).some((byte) => byte !== 0)) return false;
  const tags = Array.from({ length: count }, (_, index) => {
    const at = HEADER + 4 + 12 * index;
    const start = view.getUint32(at + 4);
    return { name: latin1(profile.subarray(at, at + 4)), start, end: start + view.getUint32(at + 8) };
  });
  let covered = table;
  for (const { start, end } of tags.toSorted((a, b) => a.start - b.start)) {
    if (end > profile.length || profile.subarray(covered, Math.max(covered, start)).some((byte) => byte !== 0)) return false;
    covered = Math.max(covered, end);
  }
  return (
    profile.subarray(covered).every((byte) => byte === 0) &&
    tags.every(({ name, start, end }) => isPlainTag(name, profile.subarray(start, end)))
  );
}
