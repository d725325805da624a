import { type Mark, markIn, withoutExtension } from '../draft/marks.ts';
import { type FileKind, fileKind, isLitter } from '../file-kind.ts';
import { textOf } from '../plain-text.ts';
import type { Received, SentFile } from '../received.ts';
import { type ReportLine, reportLine } from '../report.ts';
import type { ReadMail } from './read-mail.ts';

const BODY = '邮件正文';

/**
 * A classification mark in what of a mail is no file: its subject, its text, what it quotes or hides, and what its files are called. Names
 * and quotes count each for itself: grades that explain each other in a text don't do so in two names.
 */
export function markOfLetter({ subject, body, quoted, hidden, files, report }: ReadMail): Mark | null {
  const names = files.map(({ name }) => ({ place: '文件名', text: withoutExtension(name) }));
  const quotes = report.map(({ place, quote }) => ({ place, text: quote }));
  return (
    markIn(
      [{ place: BODY, text: body }],
      [
        { place: '邮件主题', text: subject },
        { place: '邮件里看不见的文字', text: hidden },
      ],
    ) ??
    markIn([{ place: '邮件引用的来信', text: quoted }], names) ??
    quotes.map((quote) => markIn([quote])).find((mark) => mark !== null) ??
    null
  );
}

/** What a mail submits. */
export interface Letter {
  /** What is attached; pictures that stand in the letter's own text are told and left. */
  files: SentFile[];
  /** The letter itself, where no text is attached and none was meant to be. */
  text: Received | null;
  /** The letter where what is attached could turn out to hold no text (a form alone), and it is more than a note. */
  instead: Received | undefined;
  /** Its words, where it only goes with a text: they are no part of the item. */
  told: ReportLine[];
}

const TEXTS: readonly string[] = ['text', 'word', 'zip'] satisfies FileKind[];
const REFUSED_TEXTS: readonly string[] = ['old-word', 'encrypted', 'pdf', 'rtf'];
const TEXT_NAME = /\.(?:docx?|wps|pdf|rtf)$/i;

/** Whether a file holds a text that is read. */
export const isText = ({ name, bytes }: SentFile): boolean => TEXTS.includes(String(fileKind(name, bytes)));

/** Whether a file is what was to be submitted, be it one that isn't taken: then the letter itself is none. */
export function standsForText(file: SentFile): boolean {
  const kind = fileKind(file.name, file.bytes);
  return typeof kind === 'string' ? TEXTS.includes(kind) : REFUSED_TEXTS.includes(kind.code) || TEXT_NAME.test(file.name);
}

const LONGEST_NOTE = 100;
const NOTE = /附件|查收|查阅|审阅|请审|[您你]好/;

/** Whether a letter's words only go with what it brings. */
const isNote = (body: string): boolean => body.trim() === '' || ([...body.replace(/\s/g, '')].length <= LONGEST_NOTE && NOTE.test(body));

/** What may hold the text where the letter is a mere note: archives, other kinds of files, links, mails passed on. */
const mayHoldText = (files: readonly SentFile[], report: readonly ReportLine[]): boolean =>
  files.some(({ name, bytes }) => fileKind(name, bytes) !== 'picture') ||
  report.some(({ kind, place }) => kind === 'remote-attachment' || (kind === 'quoted-mail' && place !== BODY));

/** Takes a mail apart into what is submitted and what goes with it. */
export function letterOf({ subject, body, files, report }: ReadMail): Letter {
  const inline = files.filter((file) => file.inline && fileKind(file.name, file.bytes) === 'picture');
  const attached = files.filter((file) => !inline.includes(file) && !isLitter(file.name));
  const told = [...report, ...inline.map(({ name }) => reportLine('inline-picture', BODY, name))];
  const isLetter = !attached.some(standsForText) && !(isNote(body) && mayHoldText(attached, report));
  const text = textOf(body, subject || '邮件');
  if (isLetter) return { files: attached, text, instead: undefined, told };
  const note = body.trim() === '' ? [] : [reportLine('cover-note', BODY, body)];
  return { files: attached, text: null, instead: isNote(body) ? undefined : text, told: [...told, ...note] };
}
