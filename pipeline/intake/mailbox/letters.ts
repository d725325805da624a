import { beijingMinute, type Instant } from '../../beijing-time.ts';
import { answerLines } from '../answer.ts';
import type { Draft } from '../draft/draft.ts';
import type { Letter } from '../secrecy.ts';
import type { Sender } from './sender.ts';

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
  { title, missing, report }: Pick<Draft, 'title'> & Parameters<typeof answerLines>[0],
  { number, url }: { number: number; url: string },
  added: boolean,
): Pick<Letter, 'subject' | 'text'> {
  const more = answerLines({ missing, report });
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
