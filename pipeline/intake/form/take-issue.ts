import type { Instant } from '../../beijing-time.ts';
import type { FileChange } from '../../forge/git/git.ts';
import type { Github } from '../../forge/github/github.ts';
import type { IssueSummary } from '../../forge/github/github-issues.ts';
import { plain } from '../../item/markdown/markdown-text.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { Problem } from '../../problem.ts';
import { answerLines } from '../answer.ts';
import { type Draft, draftOf } from '../draft/draft.ts';
import { markIn, secretProblem } from '../draft/marks.ts';
import { branchOf, CALL, type Drafts, digestOf, type Sending } from '../drafts.ts';
import { readIssueForm } from './issue-form.ts';
import { issueMaterial, picturesOf } from './issue-material.ts';

/** What taking an issue needs of the world. */
export interface IssueWorld {
  github: Pick<Github, 'issue' | 'otherEditorsOf' | 'attachment' | 'upsertComment'>;
  drafts: Drafts;
  organisation: Organisation;
  /** The person behind a login; `null` for nobody of the organisation. */
  personOf: (login: string) => Promise<string | null>;
  /** Where pictures can be uploaded to a branch, on the forge's page. */
  uploadPage: (branch: string, folder: string) => string;
  now: Instant;
}

/**
 * What became of an issue. `closed`: its item has been approved or its pull request is over, so that nothing changes it any more. `edited`:
 * somebody has changed the item on its branch, which an edit of the form would undo.
 */
export type IssueOutcome =
  | { kind: 'draft' | 'unchanged' | 'closed' | 'edited'; draft: Draft; pull: { number: number; url: string } }
  | { kind: 'refused'; code: string; message: string };

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
  const mark = markIn([
    { place: '标题', text: issue.title },
    { place: '正文', text: issue.body.replaceAll('\r\n', '\n') },
  ]);
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
  const pictures = await picturesOf(form, github.attachment);
  return draftOf(issueMaterial(form, pictures, { issue, person, organisation }));
}

function answerOf(outcome: IssueOutcome, uploads: string | null): string {
  if (outcome.kind === 'refused' && outcome.code === SECRET) return [MARK, '', CALL].join('\n');
  if (outcome.kind === 'refused') return [MARK, '', `**还没有建稿。**${plain(outcome.message, 2000)}`].join('\n');
  const { draft, pull } = outcome;
  const made = `已建好稿件，编号 ${plain(draft.id)}：#${pull.number}。`;
  const first = {
    ...{ draft: made, unchanged: made },
    closed: `稿件 #${pull.number} 已经有人审核同意，或者已经办结，您后来的修改没有放进去。要改的，请在 #${pull.number} 里说明。`,
    edited: `稿件里已有人改过，您后来在表里的修改没有放进去，请在 #${pull.number} 里说明。`,
  }[outcome.kind];
  const lines = answerLines(draft).map((line) => (line === '' ? '' : plain(line)));
  const how =
    draft.missing.length + draft.report.length > 0 && outcome.kind !== 'closed' && outcome.kind !== 'edited'
      ? ['', '改的办法：在上面的报送内容右上角点“…”、Edit，改好后保存，稿件随之更新；也可以在稿件里直接改。']
      : [];
  const upload = uploads === null ? [] : ['', `图片取不到的，请在[上传页](${uploads})选好图片，点 Commit changes。`];
  return [MARK, '', first, '', ...lines, ...how, ...upload].join('\n');
}

/**
 * Makes or updates the draft pull request of an issue that the form 信息报送 made, and answers in the issue. Running it again changes nothing
 * that was done; edits change the item until somebody has approved it.
 * @returns `null` for an issue that isn't there or is closed
 */
export async function takeIssue(number: number, world: IssueWorld): Promise<IssueOutcome | null> {
  const { github, drafts, uploadPage, now } = world;
  const issue = await github.issue(number);
  if (issue === null || !issue.open) return null;
  const outcome = await outcomeOf(issue, world).catch((error: unknown): IssueOutcome => {
    if (!(error instanceof Problem) || error.exitCode !== 1) throw error;
    return { kind: 'refused', code: error.code, message: error.code === SECRET ? CALL : error.message };
  });
  const lacks = outcome.kind !== 'refused' && outcome.draft.report.some(({ kind }) => kind === 'picture-missing');
  const uploads = lacks ? uploadPage(branchOf('issue', String(number)), outcome.draft.path) : null;
  await github.upsertComment(number, MARK, answerOf(outcome, uploads));
  return outcome;

  async function outcomeOf(from: IssueSummary, of: IssueWorld): Promise<IssueOutcome> {
    const branch = branchOf('issue', String(from.number));
    const sending = sendingOf(from);
    const stand = await drafts.stand(branch);
    const made = await madeOf(from, of);
    const { draft, files } = changesOf(made, stand === null ? [] : await drafts.paths(branch));
    const same = stand?.taken.get(sending.key)?.digest === sending.digest;
    const change = { sending, files, message: `报送：${draft.title}`, at: now };
    const open = () => drafts.open(branch, { title: draft.title, body: `由 #${from.number} 的报送生成。\n` });
    // An earlier run was interrupted. A pull request that somebody has closed stays closed.
    if (stand !== null && stand.pull === null) await open();
    const add = () => (stand?.edited ? 'edited' : drafts.add(branch, change));
    const done = same ? 'unchanged' : stand === null ? await drafts.begin(branch, change) : await add();
    if (done === 'conflict') {
      throw new Problem('intake/busy', '另一次运行正在处理这一件，这次没有改动；请稍后再试。', { place: `#${from.number}` });
    }
    if (stand === null) await open();
    const pull = (await drafts.stand(branch))?.pull;
    if (!pull) throw new Error(`no pull request of ${branch}`);
    return { kind: done === 'done' ? 'draft' : done, draft, pull };
  }
}
