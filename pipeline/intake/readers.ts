import { printable } from '../printable.ts';
import { Problem } from '../problem.ts';
import { type Mark, markIn, markOf, secretProblem } from './draft/marks.ts';
import { fileKind, isLitter, isOldWord, refusal } from './file-kind.ts';
import { letterOf, markOfLetter } from './mail/letter.ts';
import { readMail } from './mail/read-mail.ts';
import { readPlainText } from './plain-text.ts';
import type { Received, SentFile } from './received.ts';
import { type ReportKind, type ReportLine, reportLine } from './report.ts';

const REVISIONS: readonly ReportKind[] = ['insertion', 'deletion', 'move'];

/** Nobody knows which of two wordings is meant. A mark in either counts first. @throws Problem `intake/secret`, `intake/revisions` */
function refuseRevisions(received: Received): Received {
  const open = received.report.filter(({ kind }) => REVISIONS.includes(kind));
  if (open.length === 0) return received;
  const mark = markOf(received);
  if (mark !== null) throw secretProblem(mark, received.file);
  const places = [...new Set(open.map(({ place }) => place))];
  const where = `${places.slice(0, 5).join('、')}${places.length > 5 ? `等 ${places.length} 处` : ''}`;
  const message = `修订还没有接受完（${where}）；应为定稿；请在 Word 里接受或拒绝全部修订后再发。`;
  throw refusal('revisions', message, received.file);
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

/** A file that was not taken, and what its sender can do. */
export interface Refusal {
  file: string;
  code: string;
  message: string;
  /** Of `intake/secret`: what was found, and where. */
  mark?: Mark;
}

/** What is told of files that weren't taken beside a text that was. */
export const leftOut = (refused: readonly Refusal[]): ReportLine[] =>
  refused.map(({ file, message }) => reportLine('attachment', `附件 ${file}`, message));

/** A file's name without folders and ending. */
export const stemOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');

/** A mark in a file's name or in that of a folder that it lies in. @throws Problem `intake/secret` */
export function refuseMarkedName(name: string): void {
  const mark = markIn([], [{ place: '文件名', text: name.split('/').map(stemOf).join('\n') }]);
  if (mark !== null) throw secretProblem(mark, name);
}

/** A refusal made of what stopped the work on a file. @throws what isn't a refusal */
export function refusalOf(error: unknown, file: string): Refusal {
  if (!(error instanceof Problem) || error.exitCode !== 1) throw error;
  // A name may hold the very mark: then the problem names another place.
  const named = error.code === 'intake/secret' ? (error.place ?? '') : file;
  const mark = error.code === 'intake/secret' ? { mark: error.cause as Mark } : {};
  return { file: printable(named), code: error.code, message: error.message, ...mark };
}

/** What lies in the archives and mails among some files, beside the others. */
interface Unpacked {
  files: SentFile[];
  /** Mails that are the text themselves. */
  texts: Received[];
  /** What is told of a text that came in a mail, by the folder that stands for it. */
  told: Map<string, ReportLine[]>;
}

async function openMail({ name, bytes }: SentFile, into: Unpacked): Promise<void> {
  const mail = await readMail(bytes);
  const mark = markOfLetter(mail);
  if (mark !== null) throw secretProblem(mark, name);
  const { files, text, told } = letterOf(mail);
  if (files.length === 0 && text === null)
    throw refusal('no-text', '邮件里没有文稿；应附 Word 或 txt 文稿；请报送人把文稿作为附件重发。', name);
  const folder = name.replace(/\.eml$/i, '');
  into.files.push(...files.map((file) => ({ name: `${folder}/${file.name}`, bytes: file.bytes })));
  into.told.set(folder, told);
  if (text !== null) into.texts.push({ ...text, file: `${folder}/邮件`, report: [...text.report, ...told] });
}

/** Opens archives and mails among what was sent; what can't be opened is refused. */
export async function unpacked(files: readonly SentFile[], refused: Refusal[]): Promise<Unpacked> {
  const all: Unpacked = { files: [], texts: [], told: new Map() };
  for (const file of files) {
    const kind = fileKind(file.name, file.bytes);
    try {
      refuseMarkedName(file.name);
      if (kind === 'zip') all.files.push(...(await filesOfZip(file)));
      else if (kind === 'mail') await openMail(file, all);
      else all.files.push(file);
    } catch (error) {
      refused.push(refusalOf(error, file.name));
    }
  }
  return { ...all, files: all.files.filter(({ name }) => !isLitter(name)) };
}
