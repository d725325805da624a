import { isOldWord } from './file-kind.ts';
import { readPlainText } from './plain-text.ts';
import type { Received } from './received.ts';

/** A file as it was sent: its name, with the folders that it lay in, and its bytes. */
export interface SentFile {
  name: string;
  bytes: Uint8Array;
}

type Reader = (bytes: Uint8Array, file: string) => Promise<Received>;

/** Who reads a kind of text. Each throws a Problem with exit 1 for what it refuses. */
export const READERS: Readonly<Record<'text' | 'word', Reader>> = {
  text: async (bytes, file) => readPlainText(bytes, file),
  // Loaded where a file first needs it.
  word: async (bytes, file) =>
    isOldWord(bytes)
      ? (await import('./word/old-word.ts')).readOldWord(bytes, file)
      : (await import('./word/read-word.ts')).readWord(bytes, file),
};

/** The files of a .zip, within the limits of archives. @throws Problem exit 1 */
export async function filesOfZip({ name, bytes }: SentFile): Promise<SentFile[]> {
  const { openArchive } = await import('./archive.ts');
  const archive = await openArchive(bytes, name);
  if (archive.names.includes('[Content_Types].xml')) return [{ name: name.replace(/\.zip$/i, '.docx'), bytes }];
  const folder = name.replace(/\.zip$/i, '');
  const files: SentFile[] = [];
  for (const inner of archive.names) files.push({ name: `${folder}/${inner}`, bytes: await archive.read(inner) });
  return files;
}
