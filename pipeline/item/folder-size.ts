/** How much an item's folder may hold (`E_SIZE`). */
export const MAX_FILES = 100;
export const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** All files together: two copies of them must fit into a check's memory. */
export const MAX_FOLDER_BYTES = 40 * 1024 * 1024;

/** What is longer than any file may be is read no further. */
export const MOST_READ = MAX_FILE_BYTES + 1;

/** The bytes of all files together. */
export function bytesIn(files: readonly { bytes: Uint8Array }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** True where a folder holds more than an item's may. */
export function isTooLarge(files: readonly { bytes: Uint8Array }[]): boolean {
  return files.length > MAX_FILES || bytesIn(files) > MAX_FOLDER_BYTES || files.some(({ bytes }) => bytes.length > MAX_FILE_BYTES);
}

/**
 * Reads a folder's files in their order, and stops once they are more, or longer, than an item's may be. The item's reader then says so
 * (`E_SIZE`), and no memory holds the rest.
 */
export async function readFiles<Entry, File extends { bytes: Uint8Array }>(
  entries: readonly Entry[],
  read: (entry: Entry) => File | Promise<File>,
): Promise<File[]> {
  const files: File[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (files.length > MAX_FILES || bytes > MAX_FOLDER_BYTES) break;
    const file = await read(entry);
    files.push(file);
    bytes += file.bytes.length;
  }
  return files;
}
