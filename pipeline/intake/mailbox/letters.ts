import { beijingMinute, type Instant } from '../../beijing-time.ts';
import { answerLines } from '../answer.ts';
import type { ReportLine } from '../report.ts';
import type { Sender } from './sender.ts';

/** A letter that answers a mail, in plain text. Its id follows from what it answers: sent twice, it is shown once. */
export interface Letter {
  id: string;
  to: { name: string; address: string };
  /** The Message-ID that it answers; `null` where that mail had none, or isn't to be named. */
  answers: string | null;
  subject: string;
  text: string;
}

/** What names a mail in those that answer it: its own id, or that of our letter about it. */
export const namesOf = (id: string): string[] => [id, ...(/^<sanshen\.[^@]{1,80}\.([0-9a-f]{20})@/.exec(id)?.slice(1) ?? [])];

const BY_MACHINE = '本邮件由系统自动发出。';
const HOW =
  '请直接回复本邮件补充（不要改主题；图片作为附件发来），会加进同一件稿件。一项一行，如“信息类别：工作动态”；图片说明写成“图片说明（picture-1.jpg）：谁在哪里做什么”。';
const numbered = (lines: readonly string[]): string[] => lines.map((line, index) => `${index + 1}. ${line}`);

interface Answered {
  sender: Sender;
  at: Instant;
  subject: string;
}

const salutation = ({ sender, at, subject }: Answered): string =>
  `${sender.name}，您好：\n\n您 ${beijingMinute(at)} 发来的邮件“${subject || '（无主题）'}”`;

/** What came in became an item, or was added to one. */
export function acknowledgement(
  answered: Answered,
  {
    title,
    number,
    url,
    missing,
    report,
    added,
  }: { title: string; number: number; url: string; missing: readonly string[]; report: readonly ReportLine[]; added: boolean },
): Pick<Letter, 'subject' | 'text'> {
  const more = answerLines({ missing: [...missing], report: [...report] });
  const lines = [
    `${salutation(answered)}已收到，${added ? '加进' : '做成'}了第 ${number} 号稿件《${title}》：`,
    url,
    '',
    ...(missing.length === 0 ? ['要填的都有了。'] : []),
    ...(missing.length === 0 && more.length > 0 ? [''] : []),
    ...more,
    ...(missing.length === 0 ? [] : ['', HOW]),
    '',
    `办公室看过、补齐以后开始三级审核。${BY_MACHINE}`,
  ];
  return { subject: `${added ? '已补充' : '已收到'}：第 ${number} 号《${title}》`, text: lines.join('\n') };
}

/** Nothing of it could be taken. */
export function refusal(answered: Answered, reasons: readonly string[]): Pick<Letter, 'subject' | 'text'> {
  const lines = [`${salutation(answered)}没有能收的文稿：`, ...numbered(reasons), '', `请照上面改好，重新发一封。${BY_MACHINE}`];
  return { subject: '没有收到文稿，请重新发', text: lines.join('\n') };
}

/** An addition that comes after somebody has signed. */
export function tooLate(answered: Answered): Pick<Letter, 'subject' | 'text'> {
  const text = `${salutation(answered)}没有加进稿件：它已有人签批，或已经办结。要改的请联系办公室。\n\n${BY_MACHINE}`;
  return { subject: '没有加进稿件，请联系办公室', text };
}

/** To whoever sent something that bears a mark: it says nothing of it, as mail isn't the place (保密法). */
export const callUs = ({ sender }: Answered): Pick<Letter, 'subject' | 'text'> => ({
  subject: '请电话联系办公室',
  text: `${sender.name}，您好：\n\n请电话联系办公室。在此之前请不要再发、也不要转发刚才的邮件。\n\n${BY_MACHINE}`,
});

/** To those who hold the secrecy duty: kind and place, and not a word of the text. */
export function secrecyNotice(
  { sender, at }: Answered,
  mark: { kind: string; place: string },
  folder: string,
): Pick<Letter, 'subject' | 'text'> {
  const text = [
    `报送邮箱 ${beijingMinute(at)} 收到 ${sender.name}（${sender.address}）的一封邮件，${mark.place}有${mark.kind}。`,
    `内容没有进入系统，也没有转给任何人；邮件原样留在邮箱的文件夹 ${folder} 里。已请发件人电话联系办公室，没有告诉其他人。`,
    `请按保密规定处置。${BY_MACHINE}`,
  ].join('\n');
  return { subject: '报送邮箱收到带密级标志的邮件', text };
}
