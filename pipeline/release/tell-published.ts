import { CHANNEL_NAMES } from '../alerts/alert.ts';
import { type Mail, mailFault } from '../alerts/mail.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import { link, plain } from '../item/markdown/markdown-text.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { itemState, type Ledger } from '../ledger/ledger.ts';
import { recordedEvidence } from '../ledger/recorded-evidence.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { loginOf } from '../organisation/person.ts';
import { organisationOf } from '../organisation/read-settings.ts';
import { COMMENT_MARKER, stickyComment } from '../review/comment/comment.ts';
import type { PublishedView } from '../review/comment/gate-view.ts';
import { mentions } from '../review/comment/thread-comment.ts';
import type { ReviewForm } from '../review/form/review-form.ts';
import { evaluate } from '../review/gate/evaluate.ts';
import type { Publisher } from '../verify/publisher.ts';
import { lockedSettings } from '../verify/settings-lock.ts';
import { publishedView } from './published-view.ts';

/** The form in an approval of a verified ledger: its signature has been checked. */
function formIn({ form }: LedgerEvent): { form?: ReviewForm } {
  return form ? { form: JSON.parse(Buffer.from(form.payload, 'base64').toString('utf8')).predicate as ReviewForm } : {};
}

const asStored = (text = ''): string => text.replaceAll('\r\n', '\n').trim();

/** Whoever submitted it gets a letter too, where the policy names a mail server. One that can't be sent is not sent again. */
async function mailTo(publisher: Publisher, ledger: Ledger, organisation: Organisation, notice: PublishedNotice): Promise<void> {
  const { mailServer, note } = publisher;
  const server = mailServer?.((await lockedSettings(publisher, ledger)).policy) ?? null;
  if (server === null) return;
  const { name } = notice.submitter;
  const mail = noticeMail(notice, organisation);
  if (mail === null) return note(`没有给报送人 ${name} 寄邮件：organisation.yml 里没有写此人的邮箱；合并请求上的留言已写明地址。`);
  await server.send(mail).catch((error: unknown) => {
    note(
      `给报送人 ${name} 的邮件没有寄出（${mailFault(error)}），不会重寄；合并请求上的留言已写明地址；请管理员核对 policy.yml 的 mail 和密钥 SMTP_PASSWORD。`,
    );
  });
}

/** One pull request's comment, from the evidence that the ledger keeps: nothing is asked again. */
async function tellOne(publisher: Publisher, ledger: Ledger, approval: LedgerEvent): Promise<void> {
  const { store, github, now, webUrl = '' } = publisher;
  const { item, pullRequest } = approval;
  const published = pullRequest === null ? null : publishedView(ledger, item, pullRequest, webUrl);
  if (pullRequest === null || published === null) return;
  const recorded = await recordedEvidence(store, ledger, approval);
  const evidence = { ...recorded, now: await now() };
  const links = { about: `${webUrl}/blob/${recorded.pullRequest?.base.ref ?? ''}/README.md` };
  const { form } = formIn(approval);
  const view = { evidence, verdict: evaluate(recorded), check: null, links, published, ...(form ? { form } : {}) };
  const among = await github.comments(pullRequest);
  await github.upsertComment(pullRequest, COMMENT_MARKER, stickyComment(view), { among });
  // An edit of a comment notifies nobody: what is done is told by one of its own.
  const notice = publishedNotice(published, form);
  if (notice === null) return;
  const organisation = organisationOf(recorded.organisation);
  const comment = noticeComment(notice, organisation);
  await github.upsertComment(pullRequest, NOTICE_MARKER, comment, { among });
  const before = among.find(({ ours, body }) => ours && body.includes(NOTICE_MARKER));
  if (asStored(before?.body) !== asStored(comment)) await mailTo(publisher, ledger, organisation, notice);
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Tells on the pull requests of some items where they are out (office.md B2). Whoever reported them is mentioned and written to once
 * nothing of them is open any more. It reads the newest ledger, so that of two runs the later one doesn't tell less. A comment or a
 * letter that can't be written is told by the run's own output and stops nothing.
 */
export async function tellPublished(publisher: Publisher, items: readonly string[]): Promise<void> {
  if (publisher.webUrl === undefined || items.length === 0) return;
  const ledger = await publisher.ledgers.open(items).catch((error: unknown) => {
    publisher.note(`合并请求上的留言没有更新：${reasonOf(error)}`);
    return null;
  });
  if (ledger === null) return;
  for (const item of new Set(items)) {
    const { approval, text } = itemState(ledger, item);
    for (const one of new Set([text, approval])) {
      if (one === null) continue;
      await tellOne(publisher, ledger, one).catch((error: unknown) => {
        publisher.note(`合并请求 #${one.pullRequest} 上的留言没有更新：${reasonOf(error)}`);
      });
    }
  }
}

/** One address and nothing around it: what a list or a display name would smuggle in isn't written to. */
const ADDRESS = /^[^\s@,;:<>"()]+@[^\s@,;:<>"()]+$/;

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();

/** Hidden in the one comment that tells the submitter that all is done. */
const NOTICE_MARKER = '<!-- sanshen:out -->';

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
function publishedNotice(published: PublishedView, form: ReviewForm | undefined): PublishedNotice | null {
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
function noticeComment(notice: PublishedNotice, organisation: Organisation): string {
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
