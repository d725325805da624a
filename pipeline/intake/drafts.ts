import { createHash } from 'node:crypto';
import type { Instant } from '../beijing-time.ts';
import type { Git } from '../forge/git/git.ts';
import type { FileChange, NewFile } from '../forge/git/git-write.ts';
import type { Github, PullRequestSummary } from '../forge/github/github.ts';

/** One thing that was sent: a mail, an issue's text, an upload. The key says which one, the digest what was in it. */
export interface Sending {
  key: string;
  digest: string;
}

/** What of a sending goes onto a branch by one commit. */
export interface Change {
  sending: Sending;
  files: FileChange[];
  /** The commit's first line. */
  message: string;
  at: Instant;
}

/** How far the item of a branch has come. */
export interface Stand {
  /** The branch's commit; `null` once the branch is gone. */
  tip: string | null;
  /** Its newest pull request. */
  pull: { number: number; url: string; open: boolean } | null;
  /** Digests by key of all that was put onto it. */
  taken: ReadonlyMap<string, string>;
  /** Keys of those whose senders were answered. */
  answered: ReadonlySet<string>;
}

/**
 * How an item that somebody sent becomes a draft pull request. Every step may be repeated: the branch is the lock, as one that exists isn't
 * created again, and whoever was interrupted looks where it stands and goes on.
 */
export interface Drafts {
  /** `null` where neither branch nor pull request was ever made. */
  stand(branch: string): Promise<Stand | null>;
  /** Makes the branch on top of main; `conflict` where another run was first. */
  begin(branch: string, change: Change): Promise<'done' | 'conflict'>;
  /** Adds to the branch, unless somebody has approved it or its pull request is closed (`closed`). */
  add(branch: string, change: Change): Promise<'done' | 'conflict' | 'closed'>;
  /** Opens the draft pull request, unless there is an open one. */
  open(branch: string, words: { title: string; body: string }): Promise<void>;
  /** Says once on the pull request what became of a sending, by which it counts as answered. */
  answer(pull: number, sending: Sending, words: string): Promise<void>;
  /** Paths of what the branch adds to main or changes there. */
  paths(branch: string): Promise<string[]>;
  /** The files below a folder of the branch as they are now. */
  files(branch: string, folder: string): Promise<NewFile[]>;
}

const LABEL = '报送';
const TRAILER = /^Sanshen-Intake: (\S{1,80}) (sha256:[0-9a-f]{64})$/gm;
const ANSWERED = /<!-- sanshen:intake (\S{1,80}) (sha256:[0-9a-f]{64}) -->/g;

const answerMark = ({ key, digest }: Sending): string => `<!-- sanshen:intake ${key} ${digest} -->`;

/** The digest of something that was sent. */
export const digestOf = (bytes: Uint8Array | string): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The branch of a sending, by what names it for good: `intake/mail-0123456789abcdef0123`. */
export const branchOf = (kind: 'mail' | 'issue' | 'upload', name: string): string =>
  `intake/${kind}-${createHash('sha256').update(name).digest('hex').slice(0, 20)}`;

const pairsIn = (text: string, pattern: RegExp): [string, string][] =>
  [...text.matchAll(pattern)].map(([, key, digest]) => [key as string, digest as string]);

/** The drafts of a repository, by its intake account's token. @param main the branch that everything goes into */
export function draftsOf({ git, github, main }: { git: Git; github: Github; main: string }): Drafts {
  /** Reads a branch anew; what was fetched once says nothing of whether it is still there. */
  const tipOf = async (branch: string): Promise<string | null> => {
    if (!(await git.hasRemote())) return git.resolve(`refs/heads/${branch}`);
    const there = await git.fetch([`+refs/heads/${branch}:refs/remotes/origin/${branch}`]);
    return there ? git.resolve(`refs/remotes/origin/${branch}`) : null;
  };
  const mainTip = async (): Promise<string> => {
    const tip = await tipOf(main);
    if (tip === null) throw new Error(`the repository has no branch ${main}`);
    return tip;
  };
  const pullOf = async (branch: string): Promise<PullRequestSummary | null> => {
    const pulls = await github.pullRequestsFrom(branch);
    return pulls.find(({ open }) => open) ?? pulls[0] ?? null;
  };
  /** What the branch's own commits say was put onto it. */
  const takenOn = async (tip: string): Promise<[string, string][]> => {
    const own = await git.history(await git.mergeBase(await mainTip(), tip), tip);
    const told = await Promise.all(own.map(async ({ sha }) => pairsIn((await git.commitInfo(sha)).message, TRAILER)));
    return told.flat();
  };
  const put = async (branch: string, onto: { parent: string; tip: string | null }, change: Change): Promise<'done' | 'conflict'> => {
    const { sending, files, message, at } = change;
    const words = `${message}\n\nSanshen-Intake: ${sending.key} ${sending.digest}\n`;
    const commit = await git.commitFiles(onto.parent, files, words, at, (await github.identity()) ?? undefined);
    return (await git.advance(branch, onto.tip, commit)) === 'moved' ? 'done' : 'conflict';
  };
  return {
    async stand(branch) {
      const [tip, pull] = [await tipOf(branch), await pullOf(branch)];
      if (tip === null && pull === null) return null;
      const comments = pull === null ? [] : (await github.comments(pull.number)).filter(({ ours }) => ours);
      const answered = comments.flatMap(({ body }) => pairsIn(body, ANSWERED));
      return {
        tip,
        pull: pull && { number: pull.number, url: pull.url, open: pull.open },
        taken: new Map([...answered, ...(tip === null ? [] : await takenOn(tip))]),
        answered: new Set(answered.map(([key]) => key)),
      };
    },
    begin: async (branch, change) => put(branch, { parent: await mainTip(), tip: null }, change),
    async add(branch, change) {
      const tip = await tipOf(branch);
      const pull = await pullOf(branch);
      if (tip === null || pull?.open !== true) return 'closed';
      const { reviews } = (await github.reviewsOf(pull.number)) ?? { reviews: [] };
      return reviews.some(({ state }) => state === 'APPROVED') ? 'closed' : put(branch, { parent: tip, tip }, change);
    },
    async open(branch, words) {
      const pull = await github.openDraft({ branch, base: main, ...words });
      if (pull) await github.changeLabels(pull.number, { add: [LABEL], remove: [] });
    },
    async answer(pull, sending, words) {
      await github.upsertComment(pull, answerMark(sending), `${words}\n\n${answerMark(sending)}`, { same: () => true });
    },
    async paths(branch) {
      const tip = await tipOf(branch);
      const from = tip === null ? null : await git.mergeBase(await mainTip(), tip);
      const changes = tip === null || from === null ? [] : await git.diff(from, tip);
      return changes.flatMap(({ status, path }) => (status === 'D' ? [] : [path]));
    },
    async files(branch, folder) {
      const tip = await tipOf(branch);
      const entries = tip === null ? [] : await git.list(tip, folder);
      return Promise.all(entries.map(async ({ path, id }) => ({ path, bytes: await git.read(id) })));
    },
  };
}
