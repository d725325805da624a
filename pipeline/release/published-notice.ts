import { CHANNEL_NAMES } from '../alerts/alert.ts';
import type { Mail } from '../alerts/mail.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import { link, plain } from '../item/markdown/markdown-text.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { loginOf } from '../organisation/person.ts';
import type { PublishedView } from '../review/comment/gate-view.ts';
import { mentions } from '../review/comment/thread-comment.ts';
import type { ReviewForm } from '../review/form/review-form.ts';

/** One address and nothing around it: what a list or a display name would smuggle in isn't written to. */
const ADDRESS = /^[^\s@,;:<>"()]+@[^\s@,;:<>"()]+$/;

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();

/** Hidden in the one comment that tells the submitter that all is done. */
export const NOTICE_MARKER = '<!-- sanshen:out -->';

const names = (channels: readonly Channel[]): string => channels.map((channel) => CHANNEL_NAMES[channel]).join('、');

/** What the submitter is told once nothing of a pull request is open any more: the title, the number, the addresses and who submitted it. */
export interface PublishedNotice {
  submitter: ReviewForm['submitter'];
  /** `null` once it was taken back: its title isn't told again. */
  title: string | null;
  out: boolean;
  number: string;
  places: { words: string; url: string }[];
}

/** `null` as long as something is open. */
export function publishedNotice(published: PublishedView, form: ReviewForm | undefined): PublishedNotice | null {
  const { releases, withdrawn = [], dropped = [], open = [], number } = published;
  if (form === undefined || open.length > 0) return null;
  const out = releases.length > 0;
  const places = [
    ...releases.map(({ channel, url }) => ({ words: CHANNEL_NAMES[channel], url })),
    ...(withdrawn.length > 0 ? [{ words: `已撤下：${names(withdrawn)}`, url: '' }] : []),
    ...(dropped.length > 0 ? [{ words: `不再发：${names(dropped)}`, url: '' }] : []),
  ];
  return { submitter: form.submitter, title: out && withdrawn.length === 0 ? form.title : null, out, number, places };
}

const state = ({ out }: PublishedNotice): string => (out ? '已发布' : '已撤下');

/** The notice as a comment: a mention, which the forge turns into its own notification. */
export function noticeComment(notice: PublishedNotice, organisation: Organisation): string {
  const { submitter, title, number, places } = notice;
  const lines = places.map(({ words, url }) => (url === '' ? `- ${words}` : `- ${words}：${link(plain(url, 200), url).join('')}`));
  const what = title === null ? '这一条' : `《${plain(title, 60)}》`;
  return `${NOTICE_MARKER}\n${mentions([loginOf(organisation, submitter.id)])}${what}${state(notice)}，审核单 ${plain(number)}，报送人 ${plain(submitter.name, 30)}：\n\n${lines.join('\n')}\n`;
}

const MAIL_END = '这封邮件由发布系统自动寄出，请不要回复；有问题请与办公室联系。';

/** The notice as a letter to the submitter; `null` where the organisation knows no address of his. */
export function noticeMail(notice: PublishedNotice, organisation: Organisation): Mail | null {
  const { submitter, title, number, places } = notice;
  const address = organisation.people[submitter.id]?.emails?.find((each) => ADDRESS.test(each));
  if (address === undefined) return null;
  const what = `${title === null ? '这一条' : `《${oneLine(title)}》`}${state(notice)}`;
  const lines = places.map(({ words, url }) => (url === '' ? words : `${words}：${url}`));
  const text = `${oneLine(submitter.name)}：\n\n您报送的${what}，审核单 ${number}。\n\n${lines.join('\n')}\n\n${MAIL_END}\n`;
  return { to: { name: oneLine(submitter.name), address }, subject: what, text };
}
