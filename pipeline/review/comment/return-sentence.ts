import { link, plain } from '../../item/markdown/markdown-text.ts';
import type { LevelVerdict } from '../gate/verdict.ts';
import { daysLeft } from '../words.ts';
import { deskOf } from './comment-headline.ts';
import { type GateView, situationOf } from './gate-view.ts';
import { type Asking, isAsking } from './part-in-item.ts';
import { mentions, type Reply } from './thread-comment.ts';

/** Openings offered to whoever returns an item, so that it is always said what to mend (office.md B6). */
export const RETURN_OPENINGS = ['数据与…不一致', '缺少…', '不属发布范围（第七条）', '涉及个人信息：…', '建议改为…'] as const;

function titleOf({ subject }: Asking): string {
  const { title } = subject.frontMatter;
  return title ? `《${plain(title, 60)}》` : '规则变更';
}

/** Tells who must mend, by a mention, since an edit of the one comment tells nobody (office.md B6). */
function toSubmitter(
  asking: Asking,
  level: LevelVerdict,
  words: string,
  logins: readonly (string | null)[],
  changes: string | undefined,
): string {
  const said = plain(words, 200).replace(/[。；，]$/, '') || '还没有写明怎么改，已请退回的人补写';
  const left = asking.freshness ? `，${daysLeft(asking.freshness)}` : '';
  const go = link('去修改', changes)[0] ?? '';
  return `${mentions(logins)}您报送的${titleOf(asking)}被${deskOf(asking, level)}退回：${said}。请改后重新送审${left}。${go}`;
}

/** Asks whoever returned it without a word for one sentence. What stands beside the lines alone is seen in no notice and on no form. */
function toReturner(asking: Asking, { person, login }: LevelVerdict, changes: string | undefined): string {
  const name = plain(asking.context.name(person ?? ''));
  const page = link('改动页', changes)[0] ?? '改动页（Files changed）';
  return `${mentions([login])}${name}您好，${titleOf(asking)}已退回，但没有写一句怎么改（写在行间的不会出现在通知里），报送人不好动手。
请点 ${page} → 右上角 **Review changes** → **Request changes** 再退回一次，写明怎么改。可以这样开头：${RETURN_OPENINGS.map((opening) => `「${opening}」`).join('')}`;
}

/** What whoever returned it said last: one who gave no sentence at first gives it by returning it again. */
function newest({ context }: Asking, level: LevelVerdict): { id: number; words: string } {
  const own = context.evidence.reviews.filter(
    ({ id, login, state }) => id === level.reviewId || (state === 'CHANGES_REQUESTED' && context.personOf(login) === level.person),
  );
  const last = own.reduce((newer, each) => (Date.parse(each.submittedAt) >= Date.parse(newer.submittedAt) ? each : newer));
  return { id: last.id, words: last.body.trim() };
}

/** What a return is followed by, once each: the submitter is told, and who returned it without a word is asked for a sentence. */
export function returnReplies(view: GateView): Reply[] {
  const situation = situationOf(view);
  const { standing } = situation;
  if (standing.kind !== 'rejected' || !isAsking(situation)) return [];
  const revisers = standing.acts.filter(({ action }) => action === 'revise').map(({ login }) => login);
  if (revisers.length === 0) return [];
  const changes = view.links?.changes;
  return situation.item.levels.flatMap((level) => {
    if (level.state !== 'rejected') return [];
    const { id, words } = newest(situation, level);
    const reply = (word: string, text: string): Reply => {
      const marker = `<!-- sanshen:${word} ${id} -->`;
      return { marker, body: `${marker}\n${text}\n` };
    };
    const told = reply('returned', toSubmitter(situation, level, words, revisers, changes));
    return words === '' ? [told, reply('sentence', toReturner(situation, level, changes))] : [told];
  });
}
