import type { Instant } from '../../beijing-time.ts';
import type { FileChange } from '../../forge/git/git.ts';
import type { Github } from '../../forge/github/github.ts';
import type { IssueSummary } from '../../forge/github/github-issues.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { Problem } from '../../problem.ts';
import { answerText, foreign } from '../answer.ts';
import type { Draft } from '../draft/draft.ts';
import { type Mark, markIn, secretProblem } from '../draft/marks.ts';
import { branchOf, type Drafts, digestOf, madeDraft, type Sending } from '../drafts.ts';
import { CALL, type Marked } from '../secrecy.ts';
import { INBOX } from '../upload/uploads.ts';
import { readIssueForm } from './issue-form.ts';
import { draftOfForm } from './issue-material.ts';

/** What taking an issue needs of the world. */
export interface IssueWorld {
  github: Pick<Github, 'issue' | 'otherEditorsOf' | 'attachment' | 'comments' | 'upsertComment'>;
  drafts: Drafts;
  organisation: Organisation;
  /** The person behind a login; `null` for nobody of the organisation. */
  personOf: (login: string) => Promise<string | null>;
  /** The repository in a browser, and the branch that everything goes into. */
  webUrl: string;
  main: string;
  /** Tells those with the secrecy duty; how many a letter has reached. */
  tellSecrecy: (marked: Marked) => Promise<number>;
  now: Instant;
}

/**
 * What became of an issue. `closed`: its item has been approved or its pull request is over, so that nothing changes it any more. `edited`:
 * somebody has changed the item on its branch, which an edit of the form would undo.
 */
export type IssueOutcome =
  | { kind: 'draft' | 'unchanged' | 'closed' | 'edited'; draft: Draft; pull: { number: number; url: string } }
  /** `untold`: it bears a mark, and nobody with the secrecy duty could be told. */
  | { kind: 'refused'; code: string; message: string; untold?: true };

/** By this mark the one answer on an issue is found again. */
const MARK = '<!-- sanshen:intake-issue -->';

const SECRET = 'intake/secret';

const sendingOf = ({ number, title, body, author }: IssueSummary): Sending => ({
  key: `issue:${number}`,
  digest: digestOf(`${title}\n${body}`),
  by: author ?? '-',
});

/** The files of a draft in a folder, and what else the branch had, which goes. An item stays in the folder that it was first put into. */
function changesOf(draft: Draft, before: readonly string[]): { draft: Draft; files: FileChange[] } {
  const index = before.find((path) => path.endsWith('/index.md'));
  const path = index?.slice(0, -'/index.md'.length) ?? draft.path;
  const files = draft.files.map((file) => ({ ...file, path: `${path}/${file.path}` }));
  const kept = new Set(files.map((file) => file.path));
  const gone = before.filter((one) => !kept.has(one)).map((one) => ({ path: one, bytes: null }));
  return { draft: { ...draft, path, id: path.split('/').slice(-2).join('/') }, files: [...files, ...gone] };
}

/** Whoever may write can change another's form: what then stands there was not sent in by its author. */
async function requireOwnWords({ number }: IssueSummary, github: IssueWorld['github']): Promise<void> {
  const others = await github.otherEditorsOf(number);
  if (others?.length === 0) return;
  const found = others === null ? '看不出表被谁改过' : `表被 ${others.join('、')} 改过`;
  const message = `${found}，没有建稿，也没有更新；应由填表的人自己填写和修改；请填表的人自己重新填一张。`;
  throw new Problem('intake/edited-by-others', message, { exitCode: 1 });
}

async function madeOf(issue: IssueSummary, { github, organisation, personOf }: IssueWorld): Promise<Draft> {
  const mark = markIn([{ place: '正文', text: issue.body.replaceAll('\r\n', '\n') }], [{ place: '标题', text: issue.title }]);
  if (mark !== null) throw secretProblem(mark, `#${issue.number}`);
  const person = issue.author === null ? null : await personOf(issue.author);
  if (person === null) {
    const message = `账号 ${issue.author ?? '（已注销）'} 不在名单里，没有建稿；应由名单里的人报送；请办公室把账号写进 content/organisation.yml，或请本单位已登记的同志报送。`;
    throw new Problem('intake/unknown-sender', message, { exitCode: 1 });
  }
  await requireOwnWords(issue, github);
  const form = readIssueForm(issue.body);
  if (form.undeclared.length > 0) {
    const message = `“报送前核对”还有没勾选的：${form.undeclared.join('；')}；应逐项核对后勾选；请点右上角的“…”、Edit，改好后保存。`;
    throw new Problem('intake/undeclared', message, { exitCode: 1 });
  }
  return draftOfForm(form, { issue, person, organisation }, github.attachment);
}

/** @param below lines of links that help where something couldn't be taken */
function answerOf(outcome: IssueOutcome, below: readonly string[]): string {
  if (outcome.kind === 'refused' && outcome.code === SECRET) return [MARK, '', CALL].join('\n');
  if (outcome.kind === 'refused') return [MARK, '', `**还没有建稿。**${foreign(outcome.message, 2000)}`, ...below].join('\n');
  const { draft, pull } = outcome;
  const made = `已建好稿件，编号 ${draft.id}：#${pull.number}。`;
  const first = {
    ...{ draft: made, unchanged: made },
    closed: `稿件 #${pull.number} 已经有人审核同意，或者已经办结，您后来的修改没有放进去。要改的，请在 #${pull.number} 里说明。`,
    edited: `稿件里已有人改过，您后来在表里的修改没有放进去，请在 #${pull.number} 里说明。`,
  }[outcome.kind];
  const how =
    draft.missing.length + draft.report.length > 0 && outcome.kind !== 'closed' && outcome.kind !== 'edited'
      ? ['', '改的办法：在上面的报送内容右上角点“…”、Edit，改好后保存，稿件随之更新；也可以在稿件里直接改。']
      : [];
  return answerText([MARK, '', first], draft, [...how, ...below]);
}

/** Where what the forge didn't give can be uploaded. */
function uploadLines(outcome: IssueOutcome, branch: string, { webUrl, main }: IssueWorld): string[] {
  if (outcome.kind === 'refused') {
    const how = `上传的办法：打开[上传的文件夹](${webUrl}/tree/${main}/${INBOX})里自己单位的那一个，Add file → Upload files，放进文稿和图片，选 Create a new branch，点 Propose changes。`;
    return outcome.code === 'intake/attachment' ? ['', how] : [];
  }
  const lacks = outcome.draft.report.some(({ kind }) => kind === 'picture-missing');
  return lacks ? ['', `图片取不到的，请在[上传页](${webUrl}/upload/${branch}/${outcome.draft.path})选好图片，点 Commit changes。`] : [];
}

/**
 * Answers a form that bears a mark, and tells those with the secrecy duty of it once for each of its states: what the answer hides says of
 * which they were told.
 */
async function stop(issue: IssueSummary, mark: Mark, world: IssueWorld): Promise<IssueOutcome> {
  const { github, personOf, tellSecrecy, webUrl } = world;
  const { number, author, body, at } = issue;
  const state = sendingOf(issue).digest;
  const hidden = `<!-- sanshen:intake-told ${state} -->`;
  const known = (await github.comments(number)).some((comment) => comment.ours && comment.body.includes(hidden));
  const outcome = { kind: 'refused', code: SECRET, message: CALL } as const;
  // The sender first: whoever is interrupted in between tells the others next time.
  if (!known) await github.upsertComment(number, MARK, answerOf(outcome, []));
  const person = author === null ? null : await personOf(author);
  const from = ` ${author ?? '已注销的账号'}${person === null ? '（不在名单里）' : ''} `;
  const { unit } = readIssueForm(body);
  const lies = `表原样留在 ${webUrl}/issues/${number}，能看仓库的人都看得到，请尽快按规定处理`;
  const told = known || (await tellSecrecy({ mark, name: state.slice(-20), way: '信息报送表', from, unit, at, lies })) > 0;
  if (told && !known) await github.upsertComment(number, MARK, `${answerOf(outcome, [])}\n\n${hidden}`);
  return told ? outcome : { ...outcome, untold: true };
}

/** Another run may come first; each look begins from what it left. */
const MOST_LOOKS = 5;

/** Makes the draft, or changes it where the form has changed. @returns `null` for an issue that isn't there or is closed */
async function madeFrom(number: number, branch: string, world: IssueWorld): Promise<IssueOutcome | null> {
  const { github, drafts, now } = world;
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const stand = await drafts.stand(branch);
    // After the branch, so that nothing newer lies there than is read here.
    const issue = await github.issue(number);
    if (issue === null || !issue.open) return null;
    const sending = sendingOf(issue);
    const made = await madeOf(issue, world).catch((error: unknown): IssueOutcome | Promise<IssueOutcome> => {
      if (!(error instanceof Problem) || error.exitCode !== 1) throw error;
      return error.code === SECRET
        ? stop(issue, error.cause as Mark, world)
        : { kind: 'refused', code: error.code, message: error.message };
    });
    if ('kind' in made) return made;
    const { draft, files } = changesOf(made, stand === null ? [] : (await drafts.files(stand)).map(({ path }) => path));
    const change = { sending, files, message: `报送：${draft.title}`, at: now };
    const known = await madeDraft(drafts, branch, change, { title: draft.title, body: `由 #${number} 的报送生成。\n` });
    const outcome = (kind: 'draft' | 'unchanged' | 'closed' | 'edited'): IssueOutcome => ({ kind, draft, pull: known.pull });
    if (known.taken.get(sending.key)?.digest === sending.digest) return outcome(stand === null ? 'draft' : 'unchanged');
    if (known.edited) return outcome('edited');
    const done = stand === null ? 'conflict' : await drafts.add(branch, stand.tip, change);
    if (done !== 'conflict') return outcome(done === 'done' ? 'draft' : done);
  }
  throw new Problem('intake/busy', '另一次运行正在处理这一件，这次没有改动；请稍后再试。', { place: `#${number}` });
}

/**
 * Makes or updates the draft pull request of an issue that the form 信息报送 made, and answers in the issue. Running it again changes nothing
 * that was done; edits change the item until somebody has approved it.
 * @returns `null` for an issue that isn't there or is closed
 */
export async function takeIssue(number: number, world: IssueWorld): Promise<IssueOutcome | null> {
  const branch = branchOf('issue', String(number));
  const outcome = await madeFrom(number, branch, world);
  if (outcome === null || (outcome.kind === 'refused' && outcome.code === SECRET)) return outcome;
  await world.github.upsertComment(number, MARK, answerOf(outcome, uploadLines(outcome, branch, world)));
  return outcome;
}
