import { beijingMinute, type Instant } from '../../beijing-time.ts';
import { type ReportLine, reportWords } from '../report.ts';
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

/** What the annex asks for, in its order, as people call it. */
export const ANNEX_FIELDS: Readonly<Record<string, string>> = {
  ...{
    submitted_at: '报送时间',
    submitter: '报送人',
    unit: '报送单位',
    title: '标题',
    authors: '作者',
    event_date: '信息日期（事情发生的那天）',
  },
  ...{
    category: '信息类别',
    basis: '领导批准或公开的依据',
    body: '信息内容',
    pictures: '图片（JPG）',
    captions: '图片说明',
    cover: '封面图片',
  },
  ...{
    channels: '发布渠道',
    summary: '摘要',
    source: '转载来源',
    secrecy_review: '保密审查（谁审的、哪天、结论）',
    unit_review: '单位负责人审核',
    remarks: '备注',
  },
};

/** What is missing in the annex's order; what it doesn't know comes last, as it is called. */
export function inAnnexOrder(missing: readonly string[]): string[] {
  const order = Object.keys(ANNEX_FIELDS);
  const place = (field: string): number => (order.includes(field) ? order.indexOf(field) : order.length);
  return missing.toSorted((a, b) => place(a) - place(b)).map((field) => ANNEX_FIELDS[field] ?? field);
}

const BY_MACHINE = '本邮件由系统自动发出。';
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
  const lacks = inAnnexOrder(missing);
  const lines = [
    `${salutation(answered)}已收到，${added ? '加进' : '做成'}了第 ${number} 号稿件《${title}》：`,
    url,
    '',
    ...(lacks.length === 0
      ? ['要填的都有了。']
      : ['还缺下面几项，请直接回复本邮件补充（不要改主题；图片作为附件发来），会加进同一件稿件：', ...numbered(lacks)]),
    ...(report.length === 0 ? [] : ['', '另请核对：', ...numbered(report.map(reportWords))]),
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
    `投稿邮箱 ${beijingMinute(at)} 收到 ${sender.name}（${sender.address}）的一封邮件，${mark.place}有${mark.kind}。`,
    `内容没有进入系统，也没有转给任何人；邮件原样留在邮箱的文件夹 ${folder} 里。已请发件人电话联系办公室，没有告诉其他人。`,
    `请按保密规定处置。${BY_MACHINE}`,
  ].join('\n');
  return { subject: '投稿邮箱收到带密级标志的邮件', text };
}
