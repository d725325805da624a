import type { Level } from '../../organisation/organisation.ts';
import type { Context } from './context.ts';
import type { Evidence, Login } from './evidence.ts';
import type { Subject } from './subject.ts';
import type { TextHistory } from './text-history.ts';

/** Why somebody may not sign (回避, rule 6; the last by rule 3). */
export type BarCode = 'author' | 'issue-author' | 'submitter' | 'wrote-text' | 'pushed-text' | 'co-author' | 'own-delegation';

/** Who may not sign a text, and whose hands are in it that we don't know. */
export interface Bars {
  /** Why a person is barred at a level; `null` if he isn't. */
  of: (person: string, level: Level) => BarCode | null;
  /** Hands in the text that are neither a person nor a machine (rule 7), as people can find them. */
  unknownHands: string[];
  /** Authors and a submitter who are neither (rule 7). */
  unknownAuthors: string[];
}

interface Hand {
  login: Login;
  code: 'wrote-text' | 'pushed-text' | 'co-author';
  where: string;
}

/** Everybody who wrote, committed, co-wrote or pushed a change of the text. */
function handsIn({ evidence }: Context, history: TextHistory): Hand[] {
  const commits = evidence.commits.filter(history.commitChanges).flatMap(({ sha, author, committer, coAuthors }): Hand[] => {
    const where = `提交 ${sha.slice(0, 7)}`;
    return [
      { login: author, code: 'wrote-text', where },
      { login: committer, code: 'wrote-text', where },
      ...coAuthors.map((login): Hand => ({ login, code: 'co-author', where })),
    ];
  });
  const pushes = evidence.pushes
    .filter(history.pushChanges)
    .map(({ actor, after }): Hand => ({ login: actor, code: 'pushed-text', where: `推送 ${after.slice(0, 7)}` }));
  return [...commits, ...pushes];
}

/** The authors of the issues that a pull request came in by, or says that it closes. */
export function issueAuthorsOf({ pullRequest }: Evidence): Login[] {
  const { issueAuthor = null, issueAuthors = [] } = pullRequest ?? {};
  return [...new Set([...(issueAuthor === null ? [] : [issueAuthor]), ...issueAuthors])];
}

/** Who sent a text and is neither a person nor a machine (rule 7), as people can find them. */
function unknownAuthorsOf({ evidence, identify, organisation }: Context, { submitter }: Subject['frontMatter']): string[] {
  const { author = null } = evidence.pullRequest ?? {};
  const unknown = (login: Login, what: string): string[] =>
    identify(login).kind === 'unknown' ? [`${login ?? '已注销的账号'}（${what}）`] : [];
  const isKnown = submitter === undefined || Object.hasOwn(organisation.people, submitter) || identify(submitter).kind === 'machine';
  return [
    ...unknown(author, '合并请求的作者'),
    ...issueAuthorsOf(evidence).flatMap((login) => unknown(login, '报送单的作者')),
    ...(isKnown ? [] : [`${submitter}（报送人）`]),
  ];
}

/** Finds who is barred from signing a text (rules 3, 6) and which hands in it are unknown (rule 7). */
export function barsOf(context: Context, subject: Subject, history: TextHistory): Bars {
  const { author = null } = context.evidence.pullRequest ?? {};
  const hands = handsIn(context, history);
  const everywhere = new Map<string, BarCode>();
  const coAuthors = new Set<string | null>();
  const bar = (person: string | null | undefined, code: BarCode): void => {
    if (person && !everywhere.has(person)) everywhere.set(person, code);
  };
  bar(subject.frontMatter.submitter, 'submitter');
  bar(context.personOf(author), 'author');
  for (const login of issueAuthorsOf(context.evidence)) bar(context.personOf(login), 'issue-author');
  for (const person of subject.delegates) bar(person, 'own-delegation');
  for (const { login, code } of hands) {
    const person = context.personOf(login);
    if (code !== 'co-author') bar(person, code);
    else coAuthors.add(person);
  }
  const unknown = hands.filter(({ login }) => context.identify(login).kind === 'unknown');
  return {
    of: (person, level) => everywhere.get(person) ?? (coAuthors.has(person) && level !== 2 ? 'co-author' : null),
    unknownHands: [...new Set(unknown.map(({ login, where }) => `${login ?? '不明账号'}（${where}）`))].sort(),
    unknownAuthors: unknownAuthorsOf(context, subject.frontMatter),
  };
}
