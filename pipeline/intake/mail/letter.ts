import { type Mark, markIn } from '../draft/marks.ts';
import { fileKind, isLitter } from '../file-kind.ts';
import { textOf } from '../plain-text.ts';
import type { SentFile } from '../readers.ts';
import type { Received } from '../received.ts';
import { type ReportLine, reportLine } from '../report.ts';
import type { ReadMail } from './read-mail.ts';

const BODY = '邮件正文';

/** A classification mark in what of a mail is no file: its subject, its text, what it quotes or hides. */
export const markOfLetter = ({ subject, body, quoted, hidden }: ReadMail): Mark | null =>
  markIn([
    { place: '邮件主题', text: subject },
    { place: BODY, text: body },
    { place: '邮件引用的来信', text: quoted },
    { place: '邮件里看不见的文字', text: hidden },
  ]);

/** What a mail submits. */
export interface Letter {
  /** What is attached; pictures that stand in the letter's own text are told and left. */
  files: SentFile[];
  /** The letter itself, where no text is attached. */
  text: Received | null;
  /** Its words, where it only goes with a text: they are no part of the item. */
  told: ReportLine[];
}

/** Whether a file holds a text, so that the letter itself is none. */
export const isText = ({ name, bytes }: SentFile): boolean => ['text', 'word', 'zip'].includes(String(fileKind(name, bytes)));

/** Takes a mail apart into what is submitted and what goes with it. */
export function letterOf({ subject, body, files, report }: ReadMail): Letter {
  const inline = files.filter((file) => file.inline && fileKind(file.name, file.bytes) === 'picture');
  const attached = files.filter((file) => !inline.includes(file) && !isLitter(file.name));
  const told = [...report, ...inline.map(({ name }) => reportLine('inline-picture', BODY, name))];
  if (!attached.some(isText)) return { files: attached, text: textOf(body, subject || '邮件'), told };
  const note = body.trim() === '' ? [] : [reportLine('cover-note', BODY, body)];
  return { files: attached, text: null, told: [...told, ...note] };
}
