import { type AlertCode, alertCode } from '../alerts/catalogue.ts';
import { beijingDate, type Instant } from '../beijing-time.ts';
import { digestOf, sha256 } from '../canonical-json.ts';
import { collectEvidence } from '../forge/evidence/evidence.ts';
import { folderIn } from '../forge/git/content-source.ts';
import { isTooLarge } from '../item/folder-size.ts';
import type { DueItem } from '../ledger/due.ts';
import { ledgerBytes } from '../ledger/event.ts';
import { type ItemState, nextRevision, wasReleased } from '../ledger/fold.ts';
import type { Draft } from '../ledger/ledger.ts';
import { offlineOf } from '../ledger/offline-event.ts';
import type { PurgeRecord } from '../ledger/purge-event.ts';
import { mayHaveMoved } from '../ledger/purge-event.ts';
import { frontMatterOf } from '../ledger/recorded-evidence.ts';
import { promptsDigest, promptsOf } from '../organisation/terms.ts';
import { Problem } from '../problem.ts';
import { removalDrafts, unrecordedPosts } from '../release/website-intent.ts';
import { signForm } from '../review/form/envelope.ts';
import { buildForm, PROGRAM } from '../review/form/form.ts';
import type { FormFile } from '../review/form/review-form.ts';
import { evaluate } from '../review/gate/evaluate.ts';
import type { Evidence } from '../review/gate/evidence.ts';
import type { ItemVerdict, Verdict } from '../review/gate/verdict.ts';
import type { Main, Publisher } from '../verify/publisher.ts';

/** An item that passed: everything its approval event needs besides a number. */
export interface Passed {
  kind: 'passed';
  item: DueItem;
  evidence: Evidence;
  verdict: ItemVerdict;
  landing: string;
}

/** Why an item on main isn't published. */
export interface NotPassed {
  kind: 'not-passed';
  item: DueItem;
  code: AlertCode;
  message: string;
}

const HOW = {
  waiting: '三级审核还没有完成；请补齐审核，审完后自动发布',
  rejected: '审核人已退回；请修改后重新送审',
  refused: '不符合审核规则，不能发布；请按说明重新送审',
} as const;

function refusalOf(item: DueItem, number: number, verdict: Verdict, own: ItemVerdict | undefined): NotPassed {
  const [blocker] = [...verdict.blockers, ...(own?.blockers ?? [])];
  const [worst] = [own?.verdict, verdict.verdict, 'refused' as const].filter((kind) => kind !== undefined && kind !== 'passed');
  const gravest = worst ?? 'refused';
  const why = blocker ? `（${blocker.message}）` : '';
  const message = `主分支上的稿件（合并请求 #${number}）没有发布：${HOW[gravest]}${why}。`;
  return { kind: 'not-passed', item, code: alertCode(blocker?.code ?? '', `review-${gravest}`), message };
}

const PUSHED =
  '主分支上的这一稿没有经过合并请求，没有审核记录，任何渠道都不发布；请报送单位用合并请求报送、走完三级审核，请管理员查明是谁直接推送的（第八条、第十条）。';

/** What landed before main's history was written anew has a commit that no pull request knows. */
function rewrittenSince(purges: readonly PurgeRecord[]): string {
  const day = beijingDate(purges.at(-1)?.at ?? '');
  return `主分支的历史改写过（${day} 清除登记），这一稿的提交换了编号，原来的合并请求和审核对不上了，任何渠道都不发布；请报送单位从最新的主分支另开合并请求重新报送（内容不变的，在文首 remarks 写明“历史改写后重新报送”），重新走完三级审核；不是那以前合并的，请管理员查明是谁直接推送的（第八条、第十条）。`;
}

/**
 * Collects the evidence of an item's pull request again and evaluates it again, under main's verified settings.
 * @param purges when main's history was written anew
 */
export async function judgeItem(
  publisher: Publisher,
  main: Main,
  item: DueItem,
  state: ItemState,
  purges: readonly PurgeRecord[],
): Promise<Passed | NotPassed> {
  const { git, github } = publisher;
  const no = (code: AlertCode, message: string): NotPassed => ({ kind: 'not-passed', item, code, message });
  const landing = await git.landing(main.commit, item.path);
  const number = landing === null ? null : await github.pullRequestOf(landing, main.branch);
  if (landing === null || number === null) {
    const moved = landing !== null && mayHaveMoved(purges, (await git.commitInfo(landing)).at);
    return moved ? no('history-rewritten', rewrittenSince(purges)) : no('no-pull-request', PUSHED);
  }
  const released = wasReleased(state) ? [item.path] : [];
  const evidence = await collectEvidence({
    git,
    github,
    number,
    settings: main.settings.commit,
    released,
    offline: offlineOf(state, number),
  });
  const verdict = evaluate(evidence);
  const own = verdict.items.find(({ path }) => path === item.path);
  if (verdict.verdict !== 'passed' || own?.verdict !== 'passed') return refusalOf(item, number, verdict, own);
  const head = evidence.pullRequest?.head.sha ?? '';
  const present = evidence.items.find(({ path }) => path === item.path)?.trees[head];
  if (present !== item.tree) {
    return no('text-differs', `主分支上的稿件与合并请求 #${number} 里审过的不一样，没有发布；请把稿件改回审过的样子，或重新送审。`);
  }
  return { kind: 'passed', item, evidence, verdict: own, landing };
}

/** The evidence as the ledger keeps it: without the summary, and without what waivers quote from the text (contracts.md 5: never text). */
function withoutText(evidence: Evidence): Evidence {
  const items = evidence.items.map((item) => {
    if (item.frontMatter === null) return item;
    const { summary: _, waivers, ...kept } = item.frontMatter;
    const masked = Array.isArray(waivers) ? { waivers: waivers.map((waiver) => ({ ...(waiver as object), match: '…' })) } : {};
    return { ...item, frontMatter: { ...kept, ...masked } };
  });
  return { ...evidence, items };
}

async function formFiles({ git }: Publisher, main: Main, item: DueItem): Promise<FormFile[]> {
  const { files } = await folderIn(git, main.commit, item.path);
  if (isTooLarge(files)) {
    const message = `主分支上的稿件 ${item.id} 文件太多或太大，没有审定；应为检查能通过的稿件；请减少或缩小图片后重新送审。`;
    throw new Problem('E_SIZE', message, { place: item.path });
  }
  return files.map(({ path, id, bytes }) => ({ path, bytes: bytes.length, sha256: sha256(bytes), blob: id }));
}

/** The approval event with its signed form and the evidence beside it; a removal brings the taking back with it. */
export async function approvalDrafts(
  publisher: Publisher,
  main: Main,
  state: ItemState,
  { item, evidence, verdict, landing }: Passed,
  signing: { key: string; number: string; at: Instant },
): Promise<Draft[]> {
  const frontMatter = frontMatterOf(evidence, item.id);
  const removal = frontMatter.withdraw !== undefined;
  const kept = withoutText(evidence);
  const form = buildForm({
    evidence,
    item: verdict,
    files: await formFiles(publisher, main, item),
    number: signing.number,
    mergeSha: landing,
    settings: main.settings.digest,
    prompts: promptsDigest(promptsOf(main.settings.terms)),
    gate: PROGRAM,
    signing: { at: signing.at, evidence: sha256(ledgerBytes(kept)) },
  });
  const { run } = publisher;
  const reason = frontMatter.withdraw?.reason ?? '';
  const draft: Draft = {
    event: {
      kind: 'approval',
      at: signing.at,
      item: item.id,
      revision: nextRevision(state, removal),
      tree: item.tree,
      digest: digestOf(form),
      pullRequest: form.pullRequest,
      mergeSha: landing,
      runId: run.id,
      attempt: run.attempt,
      actor: run.actor,
      channels: frontMatter.channels,
      ...(!removal && frontMatter.publish_until ? { until: frontMatter.publish_until } : {}),
      ...(removal ? { removal, reason } : {}),
      number: signing.number,
      form: signForm(form, signing.key),
    },
    evidence: kept,
  };
  return [
    draft,
    ...(removal
      ? removalDrafts(run, state, signing.at, reason)
      : unrecordedPosts(run, state, draft.event, { frontMatter, policy: main.settings.policy })),
  ];
}

/** `2026-0113`: year in Beijing, counted from the ledger. */
export function formNumber(at: Instant, count: number): string {
  return `${beijingDate(at).slice(0, 4)}-${String(count).padStart(4, '0')}`;
}
