/** A marker and what belongs to it. */
export interface Segment {
  marker: number;
  /** Offsets of the marker's 0xFF and of the first byte after the segment, entropy-coded data included. */
  start: number;
  end: number;
  /** Offset of the payload after the length field. */
  payload: number;
}

/** The segments of a JPEG in their order. */
export interface Walk {
  segments: Segment[];
  /** Offset after EOI; `null` if it never comes. */
  end: number | null;
}

export const SOI = 0xd8;
export const EOI = 0xd9;
export const SOS = 0xda;
export const COM = 0xfe;
/** Whether a marker begins a frame, which tells how the picture is coded and how large it is. */
export const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const isBare = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** The offset of the marker that ends entropy-coded data beginning at `from`. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) return bytes.length;
    const next = bytes[at + 1] as number;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
    at += next === 0xff ? 1 : 2;
  }
}

/** Cameras and programs write dozens; a film of tables or comments is no picture. */
const MAX_SEGMENTS = 10_000;

/** Finds a JPEG's segments by their markers; never reads what they hold. The bytes begin with SOI. */
export function walkSegments(bytes: Uint8Array): Walk {
  const segments: Segment[] = [];
  let at = 2;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return { segments, end: null };
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) at += 1;
    else if (marker === EOI) return { segments, end: at + 2 };
    else if (isBare(marker)) at += 2;
    else {
      const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
      const end = at + 2 + length;
      const broken = marker === SOI || marker === 0 || length < 2 || end > bytes.length;
      if (broken || segments.length === MAX_SEGMENTS) return { segments, end: null };
      const segment = { marker, start: at, payload: at + 4, end: marker === SOS ? endOfScan(bytes, end) : end };
      segments.push(segment);
      at = segment.end;
    }
  }
  return { segments, end: null };
}
