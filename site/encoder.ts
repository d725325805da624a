import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SmallerFile } from './picture-sizes.ts';

/**
 * How the files are written, as measured on photographs of 1,920 pixels. WebP at effort 2 has 5 % more bytes than at effort 4 and takes
 * half the time. Mozjpeg has a quarter less than JPEG and takes two to four times as long, for few browsers. AVIF has 15–25 % less than
 * WebP and takes four to six times as long, so there is none. `npm run bench -- pictures` has the cost of what there is.
 */
const SETTINGS = { webp: { quality: 75, effort: 2 }, jpeg: { quality: 80 } } as const;

/** Names the encoder: the library at its pinned version, the kind of machine, the settings. */
export function encoderName(): string {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { dependencies: { sharp: string } };
  const facts = [manifest.dependencies.sharp, process.arch, SETTINGS];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16);
}

/** Makes a smaller file of a JPEG. @throws what the library says of bytes that it can't read whole */
export type Encoder = (jpeg: Uint8Array, file: Pick<SmallerFile, 'width' | 'format'>) => Promise<Uint8Array>;

/**
 * The encoder, loaded once something has to be encoded; null on a machine that the library has no program for. Files come out turned as
 * the EXIF says, in sRGB, and with nothing about where, when and by whom they were taken.
 */
export async function loadEncoder(): Promise<Encoder | null> {
  try {
    const { default: sharp } = await import('sharp');
    sharp.cache(false);
    sharp.concurrency(1);
    return async (jpeg, { width, format }) => {
      const smaller = sharp(jpeg).autoOrient().resize({ width, withoutEnlargement: true });
      return (format === 'webp' ? smaller.webp(SETTINGS.webp) : smaller.jpeg(SETTINGS.jpeg)).toBuffer();
    };
  } catch {
    return null;
  }
}
