import { createHash } from 'node:crypto';
import PostalMime, { addressParser, type Email, type Mailbox, type Attachment as ParsedFile } from 'postal-mime';
import { beijingIso, type Instant } from '../../beijing-time.ts';
import { Problem } from '../../problem.ts';
import { refusal } from '../file-kind.ts';
import type { SentFile } from '../received.ts';
import { type ReportLine, reportLine } from '../report.ts';
import { htmlText, QUOTE_LINE } from './html-text.ts';
import { normalise } from './normalise.ts';
import { takeApart, withoutRemoteFiles } from './own-words.ts';
import { readWinmail } from './winmail.ts';

/** A file that came with a mail. */
interface MailFile extends SentFile {
  /** As the mail calls it; whoever sent it chose it. */
  type: string;
  /** True for a picture that stands in the text, as the logo of a signature does. */
  inline: boolean;
}

/** What one mail holds. */
export interface ReadMail {
  /** Message-ID, else `sha256:` of the bytes: what makes it this mail and no other. */
  key: string;
  /** What it says: the same for two copies that came by different ways. */
  digest: string;
  /** The one address of its one From; `null` where there are none or several. It proves nothing yet. */
  from: { name: string; address: string } | null;
  subject: string;
  /** As its sender's machine says. */
  date: Instant | null;
  /** Message-IDs of the mails that it answers, the nearest first. */
  answers: string[];
  /** The letter's own text. */
  body: string;
  /** What it quotes of other letters, and what nobody sees: no part of the item, but marks count in there as well. */
  quoted: string;
  hidden: string;
  files: MailFile[];
  /** All headers in their order, names in lower case. */
  headers: { key: string; value: string }[];
  report: ReportLine[];
}

/** A mail within a mail within a mail: deeper ones are told and left. */
const DEEPEST = 5;
const LONGEST_NAME = 120;
/** No item is a tenth as long. */
const LONGEST_TEXT = 200_000;
const LONGEST_PAGE = 4_000_000;
const EXTENSIONS: Record<string, string> = { 'image/jpeg': '.jpg', 'image/png': '.png', 'image/heic': '.heic', 'text/plain': '.txt' };

/** The last name of a path of any system, without anything that moves a cursor or turns the reading order. */
function plainName(name: string | null, type: string, number: number): string {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? '';
  const clean = [...last.replace(/[\p{C}\p{Zl}\p{Zp}:*?"<>|]/gu, '').trim()];
  const text = clean.length > LONGEST_NAME ? [...clean.slice(0, LONGEST_NAME - 20), ...clean.slice(-20)].join('') : clean.join('');
  return /^\.*$/.test(text) ? `附件${number}${EXTENSIONS[type] ?? ''}` : text;
}

const bytesOf = ({ content }: ParsedFile): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content as ArrayBuffer);

const idsIn = (value: string | undefined): string[] => value?.match(/<[^<>\s]{3,990}>/g) ?? [];

function senderOf({ headers }: Email): ReadMail['from'] {
  const values = headers.filter(({ key }) => key === 'from').map(({ value }) => value);
  const found = values.flatMap((value) => addressParser(value, { flatten: true }) as Mailbox[]);
  const [only] = found;
  // Programs read two addresses of one From differently.
  if (values.length !== 1 || found.length !== 1 || !only || (values[0]?.match(/<[^<>]*>/g) ?? []).length > 1) return null;
  const address = only.address.trim().toLowerCase();
  return /^[^\s@,;<>"]{1,64}@[a-z0-9.-]{1,253}$/.test(address) ? { name: only.name, address } : null;
}

/** What a copy that took another way has as well: not the marks of its way. */
function digestOfMail(bytes: Uint8Array): string {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const end = /\r?\n\r?\n/.exec(raw);
  const head = raw.slice(0, end?.index ?? raw.length).replace(/\r?\n[ \t]+/g, ' ');
  const told = head.split(/\r?\n/).filter((line) => /^(?:from|to|cc|subject|date|message-id|content-[a-z-]{1,40}):/i.test(line));
  const hash = createHash('sha256').update(told.join('\n'), 'latin1').update('\n\n');
  return `sha256:${hash.update(end ? raw.slice(end.index + end[0].length).trimEnd() : '', 'latin1').digest('hex')}`;
}

/** A line as it is in both forms of a letter: programs break, mark and link its words differently. */
const bare = (text: string): string => text.replace(ADDRESS, '').replace(/[^\p{L}\p{N}]/gu, '');
const ADDRESS = /(?:https?|mailto):[^\s<>)]{1,2000}/gi;

/** Lines of one form whose words aren't in the other. */
function onlyIn(one: string, other: string): string {
  const all = bare(other);
  const lines = one.split('\n').filter((line) => line.trim() !== QUOTE_LINE && !all.includes(bare(line)));
  return lines.join('\n').trim();
}

/**
 * The mail's text: what is plain is preferred; a page is read where there is nothing else, and its links in any case. Where the page says what
 * the plain text doesn't, the longer one is the text.
 */
function textOf({ text = '', html = '' }: Email): ReturnType<typeof htmlText> & { other: string } {
  const page = html === '' ? { text: '', hidden: '', named: '', links: [] } : htmlText(html.slice(0, LONGEST_PAGE));
  if (text.trim() === '' || page.text === '') return { ...page, text: text.trim() === '' ? page.text : text, other: '' };
  const [short, long] = [text.slice(0, LONGEST_TEXT), page.text.slice(0, LONGEST_TEXT)];
  const more = onlyIn(long, short);
  if (more === '') return { ...page, text, other: '' };
  return bare(long).length > bare(short).length ? { ...page, other: onlyIn(short, long) } : { ...page, text, other: more };
}

/** What lies in a part that is a container itself: winmail.dat, or a mail passed on as a file. */
async function opened(
  file: MailFile,
  depth: number,
  { subject, body }: Pick<ReadMail, 'subject' | 'body'>,
): Promise<{ files: MailFile[]; report: ReportLine[]; own: string; quoted: string } | null> {
  if (/^winmail\.dat$/i.test(file.name) || /ms-tnef$/.test(file.type)) {
    const winmail = readWinmail(Buffer.from(file.bytes));
    if (winmail === null) return null;
    const files = winmail.files.map(({ name, bytes }, index) => ({ name: plainName(name, '', index + 1), bytes, type: '', inline: false }));
    // Beside a plain letter it says the same.
    const wrong = winmail.damaged || (winmail.richText && body.trim() === '');
    const report = wrong ? [reportLine('outlook', `附件“${file.name}”`)] : [];
    return { files, ...takeApart(winmail.text.slice(0, LONGEST_TEXT), subject), report };
  }
  if (file.type !== 'message/rfc822' || depth >= DEEPEST) return null;
  const inner = await readMail(file.bytes, depth + 1).catch((error: unknown) => {
    if (error instanceof Problem) return null;
    throw error;
  });
  if (inner === null) return null;
  const place = `转发的邮件“${inner.subject}”`;
  const told = inner.body === '' ? [] : [reportLine('quoted-mail', place, inner.body)];
  return { files: inner.files, own: '', quoted: [inner.subject, inner.body, inner.quoted].join('\n'), report: [...told, ...inner.report] };
}

const parsed = async (bytes: Uint8Array): Promise<Email> =>
  PostalMime.parse(normalise(bytes), { forceRfc822Attachments: true, maxNestingDepth: 50 });

/**
 * Reads a mail from its bytes. Whatever it holds, it is a mail or a problem.
 * @throws Problem `intake/mail-unreadable`
 */
export async function readMail(bytes: Uint8Array, depth = 0): Promise<ReadMail> {
  const email = await parsed(bytes).catch((cause: unknown) => {
    const words = '邮件的结构读不出来；应为普通的邮件；请报送人把文稿作为附件重新发一封。';
    throw refusal('mail-unreadable', words, '邮件', cause);
  });
  const subject = (email.subject ?? '').replace(/\s+/g, ' ').trim();
  const shown = textOf(email);
  const { own, quoted } = takeApart(shown.text.slice(0, LONGEST_TEXT), subject);
  const { text: body, remote } = withoutRemoteFiles(own, shown.links);
  const mail: ReadMail = {
    key: idsIn(email.messageId)[0] ?? `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    digest: digestOfMail(bytes),
    from: senderOf(email),
    subject,
    date: email.date !== undefined && !Number.isNaN(Date.parse(email.date)) ? beijingIso(new Date(email.date)) : null,
    answers: [...new Set([...idsIn(email.inReplyTo), ...idsIn(email.references).toReversed()])],
    ...{ body, quoted, hidden: [shown.hidden, shown.named.trim(), shown.other].filter((one) => one !== '').join('\n'), files: [] },
    headers: email.headers.map(({ key, value }) => ({ key, value })),
    report: [
      ...(quoted === '' ? [] : [reportLine('quoted-mail', '邮件正文', quoted)]),
      ...(shown.text.length > LONGEST_TEXT ? [reportLine('unknown', '邮件正文', `正文超过 ${LONGEST_TEXT} 字，后面的没有收`)] : []),
      ...(shown.hidden === '' ? [] : [reportLine('hidden', '邮件正文', shown.hidden)]),
      ...(shown.other === '' ? [] : [reportLine('unknown', '邮件正文的另一种格式（网页或纯文字）', shown.other)]),
      ...remote.map((words) => reportLine('remote-attachment', '邮件正文', words)),
    ],
  };
  for (const [index, part] of email.attachments.entries()) {
    const file = {
      ...{ name: plainName(part.filename, part.mimeType, index + 1), bytes: bytesOf(part), type: part.mimeType },
      inline: part.related === true && part.disposition !== 'attachment',
    };
    const folders = part.filename?.split(/[/\\]/).slice(0, -1).join('\n') ?? '';
    if (folders !== '') mail.hidden += `\n${folders}`;
    const within = await opened(file, depth, mail);
    mail.files.push(...(within?.files ?? [file]));
    mail.report.push(...(within?.report ?? []));
    // Outlook packs the letter itself, too; beside a plain one it says the same.
    const isLetter = mail.body.trim() === '';
    if (within?.own && isLetter) mail.body = within.own;
    const beside = [isLetter ? '' : within?.own, within?.quoted].filter((one) => one).join('\n');
    if (beside !== '') mail.quoted += `\n${beside}`;
  }
  return mail;
}
