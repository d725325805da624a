import { Problem } from '../problem.ts';
import { markOf, secretProblem } from './draft/marks.ts';
import { isOldWord } from './file-kind.ts';
import { readPlainText } from './plain-text.ts';
import type { Received } from './received.ts';
import type { ReportKind } from './report.ts';

/** A file as it was sent: its name, with the folders that it lay in, and its bytes. */
export interface SentFile {
  name: string;
  bytes: Uint8Array;
}

const REVISED = '修订还没有接受完；应为定稿；请在 Word 里接受或拒绝全部修订后再发。';
const REVISIONS: readonly ReportKind[] = ['insertion', 'deletion', 'move'];

/** Nobody knows which of two wordings is meant. A mark in either counts first. @throws Problem `intake/secret`, `intake/revisions` */
function refuseRevisions(received: Received): Received {
  if (!received.report.some(({ kind }) => REVISIONS.includes(kind))) return received;
  const mark = markOf(received);
  throw mark === null
    ? new Problem('intake/revisions', REVISED, { place: received.file, exitCode: 1 })
    : secretProblem(mark, received.file);
}

type Reader = (bytes: Uint8Array, file: string) => Promise<Received>;

/** Who reads a kind of text. Each throws a Problem with exit 1 for what it refuses. */
export const READERS: Readonly<Record<'text' | 'word', Reader>> = {
  text: async (bytes, file) => readPlainText(bytes, file),
  // Loaded where a file first needs it.
  word: async (bytes, file) =>
    refuseRevisions(
      isOldWord(bytes)
        ? await (await import('./word/old-word.ts')).readOldWord(bytes, file)
        : await (await import('./word/read-word.ts')).readWord(bytes, file),
    ),
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
