import { loginOf } from '../organisation/person.ts';
import { deskOf } from './comment-headline.ts';
import { type GateView, type Situation, situationOf } from './gate-view.ts';
import { link, plain } from './markdown-text.ts';
import { mentions, type Reply } from './thread-comment.ts';
import type { LevelVerdict } from './verdict.ts';
import { daysLeft } from './words.ts';

/** Openings offered to whoever returns an item, so that it is always said what to mend (office.md B6). */
export const RETURN_OPENINGS = ['数据与…不一致', '缺少…', '不属发布范围（第七条）', '涉及个人信息：…', '建议改为…'] as const;

function titleOf({ subject }: Situation): string {
  const { title } = subject?.frontMatter ?? {};
  return title ? `《${plain(title, 60)}》` : subject?.kind === 'rules' ? '规则变更' : '稿件';
}

/** Tells who must mend, by a mention, since an edit of the one comment tells nobody (office.md B6). */
function toSubmitter(
  situation: Situation,
  level: LevelVerdict,
  words: string,
  logins: readonly (string | null)[],
  changes: string | undefined,
): string {
  const said = plain(words, 200).replace(/[。；，]$/, '') || '还没有写明怎么改，已请退回的人补写';
  const left = situation.freshness ? `，${daysLeft(situation.freshness)}` : '';
  const go = link('去修改', changes)[0] ?? '';
  return `${mentions(logins)}您报送的${titleOf(situation)}被${deskOf(situation, level)}退回：${said}。请改后重新送审${left}。${go}`;
}

/** Asks whoever returned it without a word for one sentence. What stands beside the lines alone is seen in no notice and on no form. */
function toReturner(situation: Situation, { person, login }: LevelVerdict, changes: string | undefined): string {
  const name = plain(situation.context.name(person ?? ''));
  const page = link('改动页', changes)[0] ?? '改动页（Files changed）';
  const told = mentions([login ?? loginOf(situation.context.organisation, person ?? '')]);
  return `${told}${name}您好，${titleOf(situation)}已退回，但没有写一句怎么改（写在行间的不会出现在通知里），报送人不好动手。
请点 ${page} → 右上角 **Review changes** → **Request changes** 再退回一次，写明怎么改。可以这样开头：${RETURN_OPENINGS.map((opening) => `「${opening}」`).join('')}`;
}

/** What whoever returned it said last: one who gave no sentence at first gives it by returning it again. */
function newest({ context }: Situation, level: LevelVerdict): { id: number; words: string } {
  const own = context.evidence.reviews.filter(
    ({ id, login, state }) => id === level.reviewId || (state === 'CHANGES_REQUESTED' && context.personOf(login) === level.person),
  );
  const [last] = own.toSorted((a, b) => Date.parse(b.submittedAt) - Date.parse(a.submittedAt) || b.id - a.id);
  return { id: last?.id ?? 0, words: (last?.body ?? '').trim() };
}

/** What a return is followed by, once each: the submitter is told, and who returned it without a word is asked for a sentence. */
export function returnReplies(view: GateView): Reply[] {
  const situation = situationOf(view);
  const { standing, item } = situation;
  if (standing.kind !== 'rejected' || !item) return [];
  const revisers = standing.acts.filter(({ action }) => action === 'revise').map(({ login }) => login);
  if (revisers.length === 0) return [];
  const changes = view.links?.changes;
  return item.levels.flatMap((level) => {
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
