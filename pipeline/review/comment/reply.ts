import type { Instant } from '../../beijing-time.ts';
import { link, plain } from '../../item/markdown/markdown-text.ts';
import { holdersFor } from '../../organisation/holders.ts';
import { identifier, loginOf } from '../../organisation/person.ts';
import { barsOf } from '../gate/bars.ts';
import type { Login } from '../gate/evidence.ts';
import { LEVEL_ACT } from '../gate/signature-words.ts';
import { historyOf } from '../gate/text-history.ts';
import type { LevelVerdict } from '../gate/verdict.ts';
import { deskOf } from './comment-headline.ts';
import { type GateLinks, type GateView, situationOf } from './gate-view.ts';
import { type Asking, isAsking, type Part, partOf, sameLogin } from './part-in-item.ts';
import { mentions, type Reply, type ThreadComment } from './thread-comment.ts';

/** Who said 同意 where it doesn't count. `early`: by a signature, before the level below. */
interface Speaker {
  /** A person id, or the login of somebody whom the organisation doesn't know. */
  key: string;
  person: string | null;
  login: Login;
  early: boolean;
}

/** Names joined as in a sentence, without spaces: `郑四或王五`. */
function names({ context }: Asking, people: readonly string[]): string {
  return plain([...new Set(people)].map(context.name).join('或'));
}

/** Who signs each level, as a list: whoever has, else all who may today. */
function reviewers(asking: Asking): string {
  const { context, subject, item } = asking;
  const bars = barsOf(context, subject, historyOf(context.evidence, subject.entry));
  const levels = subject.slots.map(({ level, units }, index) => {
    const { state, person: signer } = item.levels[index] as LevelVerdict;
    if (state === 'approved') return names(asking, [signer as string]);
    const may = holdersFor(context.organisation, level, units, context.today).filter((person) => bars.of(person, level) === null);
    return names(asking, may);
  });
  return levels.filter((each) => each !== '').join('、');
}

/** `已请周一审核。`; nothing where there is nobody to ask. */
function asked(asking: Asking): string {
  const due = asking.item.next.filter(({ action }) => action === 'approve');
  const people = due.map(({ person }) => person);
  return due.map(({ level = 1 }) => `已请${names(asking, people)}${LEVEL_ACT[level]}。`)[0] ?? '';
}

/** How one approves on GitHub. The page itself stands in the link. */
function buttons({ changes }: GateLinks): string {
  return `${link('改动页', changes)[0] ?? '改动页（Files changed）'} → 右上角 **Review changes** → **Approve**（同意） → **Submit review**`;
}

function toDueReviewer(name: string, links: GateLinks): string {
  return `${name}您好，您的“同意”收到了，但**留言不算审核**：只有 Approve 会记下您看的是哪一版，审核单也只认它。
请点 ${buttons(links)}。约十秒；您的意见可写在同一处，会印在审核单上。
（要退回，选 **Request changes** 并写明怎么改。）`;
}

/** Before the level below is done. A leader is told of the Office alone, the last before him, and in one sentence. */
function toLater(
  asking: Asking,
  name: string,
  { level, open }: Extract<Part, { kind: 'later' }>,
  signed: boolean,
  links: GateLinks,
): string {
  if (level === 3) return `${name}您好，办公室还没有审完，这次签发先不计入；审完后会再请您，届时点一次即可。`;
  const desk = deskOf(asking, open);
  if (signed) return `${name}您好，${desk}还没有审完，这次审核先不计入；审完后会再请您，届时点一次即可。`;
  return `${name}您好，您的“同意”收到了，但**留言不算审核**，而且${desk}还没有审完；审完后会再请您，届时请点 ${buttons(links)}。`;
}

/** Who is to hear what others think of the text: the submitter, else whoever opened the pull request. */
function author({ context, subject }: Asking): { name: string; login: Login } {
  const login = context.evidence.pullRequest?.author ?? null;
  const person = subject.frontMatter.submitter ?? context.personOf(login);
  if (person) return { name: plain(context.name(person)), login: loginOf(context.organisation, person) };
  return { name: plain(login ?? ''), login };
}

function toOther(asking: Asking): string {
  const { name, login } = author(asking);
  const told = `谢谢您的意见，已转给报送人${name}。本件由${reviewers(asking)}审核，您的意见不计入三级审核。`;
  const copy = mentions([login]).trim();
  return copy === '' ? told : `${told}\n\n<sub>抄送 ${copy}</sub>`;
}

/** The answer to one speaker (office.md B5); `null` where there is nothing to set right. */
function answerTo(asking: Asking, { person, login, early }: Speaker, links: GateLinks): string | null {
  const part = partOf(asking, person, login);
  const name = plain(asking.context.name(person ?? ''));
  if (part.kind === 'later') return toLater(asking, name, part, early, links);
  if (early) return null;
  switch (part.kind) {
    case 'submitter':
      return `您是报送人，不能审核自己的稿件。${asked(asking)}`;
    case 'hand':
      return `您改过这份稿件，不能再审核它。${asked(asking)}`;
    case 'due':
      return toDueReviewer(name, links);
    case 'other':
      return toOther(asking);
    case 'done':
      return null;
  }
}

/** Everybody who agreed in words, or too early, in the order in which they did; machines and deleted accounts aside. */
function speakers({ context, item }: Asking, comments: readonly ThreadComment[]): Speaker[] {
  const { evidence, organisation, policy } = context;
  const seen = Object.fromEntries(comments.flatMap(({ login, account }) => (login && account ? [[login, account]] : [])));
  const identify = identifier(organisation, policy.machines, { ...seen, ...evidence.accounts });
  const personOf = (login: Login): string | null => {
    const identity = identify(login);
    return identity.kind === 'person' ? identity.person : null;
  };
  const speaker = (login: Login, early: boolean): Speaker[] => {
    if (login === null || identify(login).kind === 'machine') return [];
    const person = personOf(login);
    return [{ key: person ?? `@${login.toLowerCase()}`, person, login, early }];
  };
  /** Whoever has reviewed since knows how: what he said before needs no answer. */
  const hasReviewedSince = (login: Login, at: Instant): boolean =>
    evidence.reviews.some(
      (review) =>
        review.state !== 'COMMENTED' &&
        Date.parse(review.submittedAt) >= Date.parse(at) &&
        (sameLogin(review.login, login) || (personOf(login) !== null && personOf(review.login) === personOf(login))),
    );
  const early = item.ignored.filter(({ code }) => code === 'out-of-order');
  const written = comments.filter(({ ours, body, login, at }) => !ours && saysAgreed(body) && !hasReviewedSince(login, at));
  // A review with a verdict is what its writer has done since.
  const noted = evidence.reviews.filter(({ body, login, submittedAt }) => saysAgreed(body) && !hasReviewedSince(login, submittedAt));
  return [
    ...early.flatMap(({ login }) => speaker(login, true)),
    ...written.flatMap(({ login }) => speaker(login, false)),
    ...noted.flatMap(({ login }) => speaker(login, false)),
  ];
}

/** While it is being written, can't be read or is through, nobody needs to be told how to approve. */
const ANSWERED = new Set(['due', 'early', 'stale', 'mend', 'secrecy', 'appoint', 'blocked', 'rejected']);

/** After a return the text changes first: only whoever returned it can lift that now. */
function waitsFor({ item, standing }: Asking, { person }: Speaker): boolean {
  return standing.kind !== 'rejected' || item.levels.some((level) => level.state === 'rejected' && level.person === person);
}

/**
 * What to answer to 同意 in a comment or a review without a verdict, and to a signature before its turn. Each person is answered once
 * (office.md B5; rule 11). Each holds a hidden marker with its person.
 */
export function agreementReplies(view: GateView, comments: readonly ThreadComment[]): Reply[] {
  const situation = situationOf(view);
  if (!isAsking(situation) || !ANSWERED.has(situation.standing.kind)) return [];
  const answers = speakers(situation, comments)
    .filter((speaker) => waitsFor(situation, speaker))
    .flatMap((speaker): Reply[] => {
      const words = answerTo(situation, speaker, view.links ?? {});
      const marker = `<!-- sanshen:reply ${speaker.key} -->`;
      return words === null ? [] : [{ marker, body: `${marker}\n${words}\n` }];
    });
  return answers.filter(({ marker }, index) => answers.findIndex((other) => other.marker === marker) === index);
}

/** Longer texts say more than that somebody agrees. */
const MOST = 40;

const WHO = '(?:我们?|本人|个人|我方|我局|我处|单位|分局|办公室|领导|这边|这里)?';
const HOW = '(?:已经?|完全|原则上?|都|也|基本|表示|看了|看过了?)?';
const AGREES =
  '(?:同意|赞成|赞同|通过|批准|准予|准发|照准|可以|可发|可行|行|能发|没(?:有)?(?:意见|问题)|无(?:意见|异议)|ok(?:ay)?|lgtm|approved?|agreed?|\\+1|👍|👌|✅|✔|💯|:\\+1:|:thumbsup:|:ok_hand:|:white_check_mark:)';
const WHAT = '(?:以上|该件|此件|本件|这件|这条|这篇|该稿|此稿|本稿|稿件|内容|信息|此信息|文稿)?';
const AFTER = '(?:对外)?(?:发布|刊发|签发|上报|报送|推送|发出|发表|发文|发)?(?:意见|的?稿件|此件|该稿|此稿)?(?:了|的|啦|吧|呢|哈|哦|噢)?';

/** 同意 and what is said with it, without a word more. */
const AGREEMENT = new RegExp(`^${WHAT}${WHO}${HOW}(?:${AGREES})+${WHAT}${AFTER}$`, 'u');
/** What is said beside it and changes nothing. */
const BESIDE =
  /^(?:(?:已)?(?:收到|阅|已阅|看过|看了|审过|审核过|核对过|核过|看完)了?|好的?|嗯+|谢谢(?:您|你|大家)?|感谢|辛苦了?|各位|领导|您好|你好|thanks?|thx|请(?:尽快|抓紧|及时)?(?:安排)?(?:发布|签发|推送|发出|发))$/u;

/** A comment without what its writer quotes, hides or mentions. */
function ownWords(text: string): string {
  return text
    .replace(/<!--.*?(?:-->|$)/gs, ' ')
    .split(/\r?\n/)
    .filter((line) => !/^\s*>/.test(line))
    .join('\n')
    .replace(/(^|[^\w])@[\w-]+/g, '$1 ');
}

/**
 * True if a comment says that its writer agrees, and nothing else: 同意, 可以发, LGTM, 👍. It doesn't take what asks, doubts, denies or adds a
 * condition for agreement, since an answer would miss the point.
 */
export function saysAgreed(text: string): boolean {
  const words = ownWords(text)
    .normalize('NFKC')
    .replace(/[\ufe0e\ufe0f\u{1f3fb}-\u{1f3ff}*_~`“”"'‘’「」『』]/gu, '')
    .trim()
    .toLowerCase();
  if (words === '' || [...words].length > MOST || /[?？]/.test(words)) return false;
  const parts = words.split(/[\s,，.。;；!！、…—~～()（）]+/u).filter((part) => part !== '');
  return parts.some((part) => AGREEMENT.test(part)) && parts.every((part) => AGREEMENT.test(part) || BESIDE.test(part));
}
