import type { Instant } from '../beijing-time.ts';
import { sha256 } from '../canonical-json.ts';
import type { Git } from '../forge/git/git.ts';
import type { FileChange, NewFile } from '../forge/git/git-write.ts';
import type { Github, PullRequestSummary } from '../forge/github/github.ts';
import { namingNothing } from './answer.ts';

/** One thing that was sent: a mail, an issue's text, an upload. */
export interface Sending {
  /** Which one. */
  key: string;
  /** What was in it. */
  digest: string;
  /** Whose it is, by a name without spaces: a person's, a unit's or an account's. */
  by: string;
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
  /** All that was put onto it, by key. */
  taken: ReadonlyMap<string, Omit<Sending, 'key'>>;
  /** The item's folder on the branch. */
  folder: string | null;
  /** Whether somebody has changed it on the branch by a commit of his own. */
  edited: boolean;
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
  /**
   * Adds to the branch as it was read, unless somebody has approved it or its pull request is closed (`closed`). `conflict` where it isn't at
   * `tip` any more: whoever reads it again decides again.
   */
  add(branch: string, tip: string | null, change: Change): Promise<'done' | 'conflict' | 'closed'>;
  /** Opens the draft pull request, unless there is an open one. */
  open(branch: string, words: { title: string; body: string }): Promise<void>;
  /** Says once on the pull request what became of a sending, by which it counts as answered. */
  answer(pull: number, sending: Sending, words: string): Promise<void>;
  /** The item's files where it stands. */
  files(stand: Pick<Stand, 'tip' | 'folder'>): Promise<NewFile[]>;
}

/**
 * The branch with its draft pull request, made where they aren't there yet, whatever an earlier run did of it. One that somebody has closed
 * stays closed.
 */
export async function madeDraft(
  drafts: Drafts,
  branch: string,
  change: Change,
  words: { title: string; body: string },
): Promise<Stand & { pull: NonNullable<Stand['pull']> }> {
  for (const look of ['first', 'last']) {
    const stand = await drafts.stand(branch);
    if (stand?.pull) return { ...stand, pull: stand.pull };
    if (look === 'last') break;
    if (stand === null) await drafts.begin(branch, change);
    await drafts.open(branch, words);
  }
  throw new Error(`no pull request of ${branch}`);
}

const LABEL = '报送';
const TRAILER = /^Sanshen-Intake: (\S{1,80}) (sha256:[0-9a-f]{64}) (\S{1,80})$/gm;
const ANSWERED = /<!-- sanshen:intake (\S{1,80}) (sha256:[0-9a-f]{64}) (\S{1,80}) -->/g;
/** An item's folder in the path of one of its files. */
const FOLDER = /^content\/items\/[^/]+\/[^/]+(?=\/)/;

const words = ({ key, digest, by }: Sending): string => `${key} ${digest} ${by}`;
const answerMark = (sending: Sending): string => `<!-- sanshen:intake ${words(sending)} -->`;

/** The digest of something that was sent. */
export const digestOf = (bytes: Uint8Array | string): string => `sha256:${sha256(bytes)}`;

/** The branch of a sending, by what names it for good: `intake/mail-0123456789abcdef0123`. */
export const branchOf = (kind: 'mail' | 'issue' | 'upload', name: string): string => `intake/${kind}-${sha256(name).slice(0, 20)}`;

/** A title of others as one line, which can't hold a commit's trailer. */
const titleOf = (text: string): string => [...namingNothing(text.replace(/\s+/g, ' ').trim())].slice(0, 200).join('');

const sendingsIn = (text: string, pattern: RegExp): Sending[] =>
  [...text.matchAll(pattern)].map(([, key = '', digest = '', by = '']) => ({ key, digest, by }));

/** The folder of the item that some paths are of. */
export const folderIn = (paths: readonly string[]): string | null => paths.flatMap((path) => FOLDER.exec(path)?.[0] ?? [])[0] ?? null;

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
  /** What a branch's own commits say was put onto it; of one that is gone GitHub still has them. A merge of main edits nothing. */
  const takenOn = async (
    branch: string,
    tip: string,
    base: string,
  ): Promise<{ sendings: Sending[] } & Pick<Stand, 'folder' | 'edited'>> => {
    if ((await git.resolve(tip)) === null) await git.fetch([tip]);
    const own = await git.history(await git.mergeBase(base, tip), tip);
    const told = await Promise.all(own.map(async ({ sha }) => sendingsIn((await git.commitInfo(sha)).message, TRAILER)));
    const folder = folderIn(own.flatMap(({ changes }) => changes.map(({ path }) => path)));
    const shas = own.map(({ sha }) => sha);
    // Anybody can write our trailer and our name into a commit, and nobody can push as us.
    const others = (await github.pushesTo(branch)).filter(({ ours, after }) => !ours && shas.includes(after));
    const pushed = new Set(others.flatMap(({ before, after }) => shas.slice(shas.indexOf(before) + 1, shas.indexOf(after) + 1)));
    const edited = own.some(
      ({ sha, parents, changes }, index) =>
        (told[index]?.length === 0 || pushed.has(sha)) &&
        (parents.length < 2 || changes.some(({ path }) => folder !== null && path.startsWith(`${folder}/`))),
    );
    return { sendings: told.flat(), folder, edited };
  };
  const put = async (branch: string, onto: { parent: string; tip: string | null }, change: Change): Promise<'done' | 'conflict'> => {
    const { sending, files, message, at } = change;
    const text = `${titleOf(message)}\n\nSanshen-Intake: ${words(sending)}\n`;
    const commit = await git.commitFiles(onto.parent, files, text, at, (await github.identity()) ?? undefined);
    return (await git.advance(branch, onto.tip, commit)) === 'moved' ? 'done' : 'conflict';
  };
  return {
    async stand(branch) {
      const [tip, pull] = [await tipOf(branch), await pullOf(branch)];
      if (tip === null && pull === null) return null;
      const comments = pull === null ? [] : (await github.comments(pull.number)).filter(({ ours }) => ours);
      const answered = comments.flatMap(({ body }) => sendingsIn(body, ANSWERED));
      const main = await mainTip();
      // What is merged already would be no commit of the branch's own.
      const { sendings, folder, edited } = await takenOn(
        branch,
        tip ?? pull?.head.sha ?? main,
        pull?.open === false ? pull.base.sha : main,
      );
      return {
        tip,
        pull: pull && { number: pull.number, url: pull.url, open: pull.open },
        taken: new Map([...answered, ...sendings].map(({ key, ...taken }) => [key, taken])),
        folder,
        edited,
        answered: new Set(answered.map(({ key }) => key)),
      };
    },
    begin: async (branch, change) => put(branch, { parent: await mainTip(), tip: null }, change),
    async add(branch, tip, change) {
      const pull = await pullOf(branch);
      if (tip === null || pull?.open !== true) return 'closed';
      const { reviews } = (await github.reviewsOf(pull.number)) ?? { reviews: [] };
      return reviews.some(({ state }) => state === 'APPROVED') ? 'closed' : put(branch, { parent: tip, tip }, change);
    },
    async open(branch, wish) {
      const pull = await github.openDraft({ branch, base: main, title: titleOf(wish.title), body: wish.body });
      if (pull) await github.changeLabels(pull.number, { add: [LABEL], remove: [] });
    },
    async answer(pull, sending, said) {
      await github.upsertComment(pull, answerMark(sending), `${said}\n\n${answerMark(sending)}`, { same: () => true });
    },
    async files({ tip, folder }) {
      const entries = tip === null || folder === null ? [] : await git.list(tip, folder);
      return Promise.all(entries.map(async ({ path, id }) => ({ path, bytes: await git.read(id) })));
    },
  };
}
