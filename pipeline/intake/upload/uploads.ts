import { beijingIso, type Instant } from '../../beijing-time.ts';
import type { Git } from '../../forge/git/git.ts';
import type { Github } from '../../forge/github/github.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { answerText, foreign } from '../answer.ts';
import type { Draft } from '../draft/draft.ts';
import { type Mark, markIn } from '../draft/marks.ts';
import { branchOf, type Drafts, digestOf, madeDraft } from '../drafts.ts';
import type { SentFile } from '../received.ts';
import { CALL } from '../secrecy.ts';
import { takeIn } from '../take-in.ts';

/** Where uploads lie, a folder a unit. It is empty on main. */
export const INBOX = 'content/inbox';
/** A submission holds no more files, and none is larger: GitHub's page takes 25 MB a file. */
const MOST_FILES = 100;
const MOST_BYTES = 26 * 1024 * 1024;

/** What looking through the uploads needs of the world. */
interface UploadWorld {
  git: Git;
  github: Pick<Github, 'pushesTo' | 'pullRequestsFrom' | 'upsertComment' | 'sayAtCommit'>;
  drafts: Drafts;
  organisation: Organisation;
  /** The branch that everything goes into, and others that hold no uploads. */
  main: string;
  personOf: (login: string) => Promise<string | null>;
  now: Instant;
}

/** What became of an upload. `waits`: its branch stands, and a person has to do something. */
export interface UploadOutcome {
  branch: string;
  state: 'taken' | 'waits';
  items: string[];
  message: string;
  /** Of one that waits: who pushed first, as far as the forge says. */
  login?: string | null;
  /** A classification mark was found: the branch's name is told to nobody. `unit`: as far as it is known. */
  secret?: { mark: Mark; commit: string; unit: string | null; at: Instant };
}

/** A branch whose every change adds files for one unit. */
interface Upload {
  branch: string;
  commit: string;
  unit: string;
  paths: string[];
  /** When its first commit was made: a later run finds the same, and so does one with more files. */
  arrivedAt: Instant;
}

type Change = Awaited<ReturnType<Git['diff']>>[number];

/** What the inbox says of itself on main. */
const OWN_PAGE = `${INBOX}/README.md`;
const MARK = '<!-- sanshen:intake-upload -->';

/** The unit whose inbox a path lies in. */
const unitOf = (path: string): string | null => /^content\/inbox\/([a-z][a-z0-9-]{0,39})\/[^/]+$/.exec(path)?.[1] ?? null;

/** Why the changes of a branch are no submission, though it puts something into the inbox; none of their names, which may bear a mark. */
function unfit(changes: readonly Change[], units: ReadonlySet<string | null>): string | null {
  if (changes.some(({ status, path }) => status === 'D' || !path.startsWith(`${INBOX}/`) || path === OWN_PAGE))
    return `除了上传的文件，还改了别的；应只在 ${INBOX}/单位代号 里加文件；请另建一个分支，只上传文件，再删去这个分支。`;
  if (units.has(null)) return `有文件不在单位的文件夹里，或在更深的文件夹里；应直接放在 ${INBOX}/单位代号 里；请改放以后重新上传。`;
  if (units.size > 1) return '有不止一个单位的文件；应一个分支只放一个单位的文件；请分开上传。';
  return changes.length > MOST_FILES ? `有 ${changes.length} 个文件；一次应不超过 ${MOST_FILES} 个；请分几次上传。` : null;
}

/** What a branch uploads, or the outcome of one that can't be taken as it is; `null` where it puts nothing into the inbox. */
async function uploadOf(git: Git, main: string, branch: string, commit: string): Promise<Upload | UploadOutcome | null> {
  const from = await git.mergeBase(main, commit);
  const changes = from === null ? [] : await git.diff(from, commit);
  if (!changes.some(({ status, path }) => status !== 'D' && path.startsWith(`${INBOX}/`) && path !== OWN_PAGE)) return null;
  const units = new Set(changes.map(({ path }) => unitOf(path)));
  const [unit = null] = units;
  const [first] = await git.history(from, commit);
  const arrivedAt = beijingIso(new Date((await git.commitInfo(first?.sha ?? commit)).at));
  const mark = markIn([{ place: '分支名', text: branch }]);
  if (mark !== null) return marked(branch, { mark, commit, unit, at: arrivedAt });
  const why = unfit(changes, units);
  if (why !== null || unit === null) return waits(branch, why ?? '');
  return { branch, commit, unit, paths: changes.map(({ path }) => path), arrivedAt };
}

async function filesOf(git: Git, { commit, paths }: Upload): Promise<SentFile[]> {
  const files: SentFile[] = [];
  for (const path of paths) {
    const bytes = await git.readAt(commit, path);
    if (bytes !== null && bytes.length <= MOST_BYTES) files.push({ name: path.split('/').at(-1) ?? '', bytes });
  }
  return files;
}

/** Opens the draft of one item, or puts a later file of the same text there; done twice it changes nothing. What became of it, in words. */
async function hand(draft: Draft, upload: Upload, login: string, { drafts, now }: UploadWorld): Promise<string> {
  const branch = branchOf('upload', `${upload.branch}\n${draft.id}`);
  const sending = { key: `upload:${upload.commit}`, digest: digestOf(Buffer.concat(draft.files.map(({ bytes }) => bytes))), by: login };
  const files = draft.files.map(({ path, bytes }) => ({ path: `${draft.path}/${path}`, bytes }));
  const from = `@${login} 上传到 ${foreign(upload.branch)} 的文件做成了这一稿。`;
  const words = { title: draft.title, body: answerText([from], draft) };
  const change = { sending, files, message: `报送：${draft.title}`, at: now };
  const { pull, taken, edited, tip } = await madeDraft(drafts, branch, change, words);
  if ([...taken.values()].some(({ digest }) => digest === sending.digest)) return `#${pull.number}`;
  const added = edited || !pull.open ? 'closed' : await drafts.add(branch, tip, change);
  return added === 'done' ? `#${pull.number}` : `#${pull.number}（已有人改过或审核过，这次的没有换上，请在那里说明）`;
}

const waits = (branch: string, message: string): UploadOutcome => ({ branch, state: 'waits', items: [], message });

const marked = (branch: string, secret: NonNullable<UploadOutcome['secret']>): UploadOutcome => ({ ...waits(branch, CALL), secret });

/** Takes one upload: every item has its draft before the branch goes, and the branch goes only as it was read. */
async function takeUpload(upload: Upload, world: UploadWorld): Promise<UploadOutcome> {
  const { git, github, organisation, personOf } = world;
  const { branch, unit, commit, arrivedAt } = upload;
  const [login = null, ...others] = new Set((await github.pushesTo(branch)).flatMap((push) => push.login ?? []));
  if (others.length > 0)
    return waits(branch, `有不止一人（${[login, ...others].join('、')}）推送过；应由一人上传；请报送的人另建一个分支，自己上传全部文件。`);
  const person = login === null ? null : await personOf(login);
  if (login === null || person === null)
    return waits(branch, `看不出是谁上传的（${login ?? '没有记录'}）；应为名单里的人；请办公室核对后自己报送或删去这个分支。`);
  if (!Object.hasOwn(organisation.units, unit))
    return waits(branch, `文件夹 ${unit} 不是名单里的单位；应为 ${INBOX}/单位代号；请改到本单位的文件夹里。`);
  const files = await filesOf(git, upload);
  const { drafts, refused, mark } = await takeIn({ files, sender: { person, unit }, arrivedAt, organisation });
  if (mark) return marked(branch, { mark, commit, unit, at: arrivedAt });
  const unread = upload.paths.length - files.length;
  const reasons = [
    ...refused.map(({ file, message }) => `${file}：${message}`),
    ...(unread > 0 ? [`有 ${unread} 个文件太大或读不出来。`] : []),
  ];
  // One that can't be taken leaves all as it was: a text without its pictures is nobody's submission.
  if (reasons.length > 0 || drafts.length === 0)
    return waits(branch, reasons.join('') || '没有可以做成稿件的文件；应有 Word 或 txt 文稿；请补传。');
  const made: string[] = [];
  for (const draft of drafts) made.push(await hand(draft, upload, login, world));
  const items = drafts.map(({ id }) => id);
  if ((await git.removeBranch(branch, commit)) === 'conflict')
    return { branch, state: 'taken', items, message: '上传以后又加了文件，下次再收。' };
  return { branch, state: 'taken', items, message: `已做成稿件 ${made.join('、')}，上传的分支已删去。` };
}

/**
 * Goes through the branches that put files into the inbox. Where an upload has a pull request, the answer stands there; else it stands in the
 * new draft, which names its sender, or at the commit that was uploaded where that has to wait. The Office is told by who runs this.
 */
export async function takeUploads(world: UploadWorld): Promise<UploadOutcome[]> {
  const { git, github, main } = world;
  const branches = await git.branches();
  const tip = branches.get(main);
  if (tip === undefined) throw new Error(`the repository has no branch ${main}`);
  await git.fetch(['+refs/heads/*:refs/remotes/origin/*']);
  const outcomes: UploadOutcome[] = [];
  for (const [branch, commit] of branches) {
    if (branch === main || branch === 'ledger' || branch.startsWith('intake/')) continue;
    const upload = await uploadOf(git, tip, branch, commit);
    if (upload === null) continue;
    const outcome = 'state' in upload ? upload : await takeUpload(upload, world);
    const { state } = outcome;
    const login = state === 'taken' ? null : ((await github.pushesTo(branch))[0]?.login ?? null);
    outcomes.push(state === 'taken' ? outcome : { ...outcome, login });
    const pull = (await github.pullRequestsFrom(branch)).find(({ open }) => open);
    const words = outcome.state === 'taken' ? outcome.message : foreign(outcome.message, 2000);
    if (pull) await github.upsertComment(pull.number, MARK, `${MARK}\n\n${words}`);
    else if (state === 'waits') await github.sayAtCommit(commit, `${login === null ? '' : `@${login} `}${words}`);
  }
  return outcomes;
}
