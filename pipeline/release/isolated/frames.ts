import type { Readable, Writable } from 'node:stream';

/*
 * How a renderer's two processes talk: the length of a text of JSON, the text, then the bytes of files. So pictures need no room in
 * anybody's heap.
 */

interface Head {
  value: unknown;
  /** Lengths of the files' bytes. */
  sizes: number[];
}

export interface Frame {
  value: unknown;
  parts: Uint8Array[];
}

/** Writes a message. */
export function writeFrame(stream: Writable, value: unknown, parts: readonly Uint8Array[] = []): void {
  const head: Head = { value, sizes: parts.map(({ length }) => length) };
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  for (const bytes of [length, text, ...parts]) stream.write(bytes);
}

/** What whoever writes may do: bytes that lie here unread, files of one message. */
interface Most {
  bytes: number;
  files: number;
}

/**
 * Reads messages, one a call: `null` once the stream has ended, or where it says more than it may.
 * @throws SyntaxError, RangeError where it is no message
 */
export function frameReader(
  stream: Readable,
  most: Most = { bytes: Number.POSITIVE_INFINITY, files: Number.POSITIVE_INFINITY },
): () => Promise<Frame | null> {
  let held: Buffer[] = [];
  let length = 0;
  let ended = false;
  let wake = (): void => undefined;
  stream.on('data', (bytes: Buffer) => {
    held.push(bytes);
    length += bytes.length;
    if (length > most.bytes) stream.destroy();
    wake();
  });
  const end = (): void => {
    ended = true;
    wake();
  };
  for (const event of ['end', 'close', 'error']) stream.on(event, end);
  const take = async (size: number): Promise<Buffer | null> => {
    while (length < size && !ended) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (length < size) return null;
    const bytes = held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held);
    held = [bytes.subarray(size)];
    length -= size;
    return bytes.subarray(0, size);
  };
  return async () => {
    const size = await take(4);
    const text = size && (await take(size.readUInt32BE()));
    if (text === null) return null;
    const { value, sizes } = JSON.parse(text.toString('utf8')) as Head;
    if (sizes.length > most.files || !sizes.every((each) => Number.isSafeInteger(each) && each >= 0)) return null;
    const parts: Uint8Array[] = [];
    for (const each of sizes) {
      const bytes = await take(each);
      if (bytes === null) return null;
      parts.push(bytes);
    }
    return { value, parts };
  };
}
