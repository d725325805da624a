import type { Channel } from '../item/front-matter-schema.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { loginOf } from '../organisation/person.ts';
import type { PublishedView } from '../review/gate-view.ts';
import { link, plain } from '../review/markdown-text.ts';
import type { ReviewForm } from '../review/review-form.ts';
import { mentions } from '../review/thread-comment.ts';
import { CHANNEL_NAMES } from './alert.ts';

/** Hidden in the one comment that tells the submitter that all is done. */
export const NOTICE_MARKER = '<!-- sanshen:out -->';

const names = (channels: readonly Channel[]): string => channels.map((channel) => CHANNEL_NAMES[channel]).join('、');

/**
 * What the submitter is told once, by a mention that the forge turns into its own notification and mail, when nothing of a pull request is open
 * any more: where it is out. `null` before that. It holds the title, the addresses and who submitted it, and nothing else.
 */
export function publishedNotice(published: PublishedView, form: ReviewForm | undefined, organisation: Organisation): string | null {
  const { releases, withdrawn = [], dropped = [], open = [], number } = published;
  if (form === undefined || open.length > 0) return null;
  const out = releases.length > 0;
  const lines = [
    ...releases.flatMap(({ channel, url }) =>
      url ? [`- ${CHANNEL_NAMES[channel]}：${link(plain(url, 200), url).join('')}`] : [`- ${CHANNEL_NAMES[channel]}`],
    ),
    ...(withdrawn.length > 0 ? [`- 已撤下：${names(withdrawn)}`] : []),
    ...(dropped.length > 0 ? [`- 不再发：${names(dropped)}`] : []),
  ];
  // The title of what was taken back isn't told again.
  const title = out && withdrawn.length === 0 ? `《${plain(form.title, 60)}》` : '这一条';
  const what = out ? '已发布' : '已撤下';
  return `${NOTICE_MARKER}\n${mentions([loginOf(organisation, form.submitter.id)])}${title}${what}，审核单 ${plain(number)}，报送人 ${plain(form.submitter.name, 30)}：\n\n${lines.join('\n')}\n`;
}
