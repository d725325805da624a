import { type BeijingDate, beijingDate } from '../../beijing-time.ts';
import { sha256 } from '../../canonical-json.ts';
import { checkItem } from '../../check/engine.ts';
import { type CheckResult, type ItemFindings, resultOf } from '../../check/finding.ts';
import { captionsOf } from '../../check/pictures.ts';
import type { CheckContext, OtherItem } from '../../check/rule.ts';
import { subjectOf } from '../../check/subject.ts';
import { historyFolderOf, historyYearOf } from '../../item/history/history.ts';
import { type ItemFolder, readItem } from '../../item/item.ts';
import { decodePictures } from '../../item/picture/decode-pictures.ts';
import { organisationOf, policyOf } from '../../organisation/read-settings.ts';
import { NO_TERMS, promptsOf, type Terms } from '../../organisation/terms.ts';
import { Problem } from '../../problem.ts';
import { type GateLinks, type GateView, lastSeen, type PublishedView, situationOf } from '../../review/comment/gate-view.ts';
import { PREVIEW_FOLDER, type PreviewPlace, previewFile, previewLinks } from '../../review/comment/preview-place.ts';
import { buildForm } from '../../review/form/form.ts';
import type { Evidence } from '../../review/gate/evidence.ts';
import type { Verdict } from '../../review/gate/verdict.ts';
import { changedSince } from '../../review/text-changes.ts';
import { eventDateAt, termsAt, versionAt } from '../at-commit.ts';
import { type ContentSource, commitSource } from '../git/content-source.ts';
import type { Git } from '../git/git.ts';
import { otherItems } from './other-items.ts';
import { settingsShown } from './settings-shown.ts';

const inAddress = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** The item that readers can look at, at the head; `null` where there is none. */
function itemShown(evidence: Evidence, verdict: Verdict): string | null {
  const { subject } = situationOf({ evidence, verdict, check: null });
  const head = evidence.pullRequest?.head.sha ?? '';
  return subject?.kind === 'item' && typeof subject.entry.trees[head] === 'string' ? subject.path : null;
}

/** Head and artifact of the three faces that the check makes of an open pull request; `null` where it makes none. */
export function previewMeant(evidence: Evidence, verdict: Verdict): { head: string; name: string } | null {
  const [item, ...others] = verdict.items;
  const { head, merged } = evidence.pullRequest ?? {};
  if (!item || !head || merged || itemShown(evidence, verdict) === null) return null;
  return { head: head.sha, name: others.length > 0 ? PREVIEW_FOLDER : previewFile(item.id) };
}

/**
 * Where GitHub itself shows what the comment speaks of; no server of ours is needed.
 * @param webUrl address of the repository in a browser, without a trailing slash
 * @param preview where the three faces are; `null`: not known
 */
function githubLinks(webUrl: string, evidence: Evidence, verdict: Verdict, preview: PreviewPlace | null): GateLinks {
  const { pullRequest } = evidence;
  if (!pullRequest) return {};
  const { number, head, base } = pullRequest;
  const seen = lastSeen(situationOf({ evidence, verdict, check: null }));
  const path = itemShown(evidence, verdict);
  const checks = `${webUrl}/pull/${number}/checks`;
  const looking = path !== null && {
    text: `${webUrl}/blob/${head.sha}/${inAddress(path)}/index.md`,
    ...previewLinks(preview, webUrl, checks),
    findings: checks,
  };
  return {
    ...looking,
    ...(seen === null ? {} : { compare: `${webUrl}/compare/${seen}..${head.sha}` }),
    changes: `${webUrl}/pull/${number}/files`,
    about: `${webUrl}/blob/${inAddress(base.ref)}/README.md`,
  };
}

type View = Pick<GateView, 'form' | 'changed' | 'settings' | 'published'>;

/** What the rules say of the pull request's items and 历史信息 at its head; the gate doesn't weigh it, the comment shows it. */
async function checked(
  evidence: Evidence,
  { source, folders, old }: { source: ContentSource; folders: readonly ItemFolder[]; old: readonly string[] },
  { terms, others, datesOut }: OnMain,
): Promise<{ check: CheckResult; history?: NonNullable<GateView['history']> }> {
  const firstPush = evidence.pushes[0]?.at;
  const context: CheckContext = {
    organisation: organisationOf(evidence.organisation),
    policy: policyOf(evidence.policy),
    now: evidence.now,
    holidays: evidence.holidays ?? [],
    terms,
    others,
    // What is merged is what was approved: it isn't a change of what is out.
    approved: evidence.pullRequest?.merged === true,
    ...(firstPush === undefined ? {} : { firstPush }),
  };
  const items: ItemFindings[] = [];
  for (const folder of folders) {
    const released = evidence.released?.includes(folder.path) ?? false;
    const pictures = await decodePictures(folder);
    items.push(checkItem(folder, { ...context, released, dateOut: datesOut.get(folder.path), pictures }));
  }
  const history: NonNullable<GateView['history']>[number][] = [];
  // One at a time: there may be thousands. The check decodes their pictures, here that would only be done once more.
  for (const path of old) {
    const folder = await source.folder(path);
    const item = folder && checkItem(folder, context);
    if (item) items.push(item);
    const date = (folder && readItem(folder).item?.history?.date) ?? '';
    history.push({ path, title: item?.title ?? null, date, findings: item?.findings ?? null });
  }
  return { check: resultOf(items), ...(history.length > 0 ? { history } : {}) };
}

/** Main's terms and items, never the pull request's; 信息日期 of those that are out. */
interface OnMain {
  terms: Terms;
  others: readonly OtherItem[];
  datesOut: ReadonlyMap<string, BeijingDate | null>;
}

async function knownOnMain(git: Git, evidence: Evidence): Promise<OnMain> {
  const commit = await git.resolve(evidence.pullRequest?.base.sha ?? '');
  if (commit === null) return { terms: NO_TERMS, others: [], datesOut: new Map() };
  const source = commitSource(git, commit);
  const others = await otherItems({ git, commit, source, today: beijingDate(evidence.now), isOpen: () => false });
  const datesOut = new Map<string, BeijingDate | null>();
  for (const { path } of evidence.items) {
    if (evidence.released?.includes(path)) datesOut.set(path, await eventDateAt(git, commit, `${path}/index.md`));
  }
  return { terms: await termsAt(source), others, datesOut };
}

/** The review form as it would be signed now; nothing while the item can't be read. */
function draftOf(evidence: Evidence, verdict: Verdict, folders: readonly ItemFolder[], published?: PublishedView): Pick<View, 'form'> {
  const item = situationOf({ evidence, verdict, check: null }).item;
  const folder = folders.find(({ path }) => path === item?.path);
  if (!item || !folder) return {};
  const files = folder.files.map(({ path, id, bytes }) => ({ path, bytes: bytes.length, sha256: sha256(bytes), blob: id }));
  const mergeSha = evidence.pullRequest?.mergeSha ?? null;
  try {
    return { form: buildForm({ evidence, item, files, number: published?.number ?? '', mergeSha, settings: '', gate: '' }) };
  } catch (error) {
    if (error instanceof Problem) return {};
    throw error;
  }
}

/** In how many places the text and its pictures differ from what whoever is asked again saw. */
async function changedFor(git: Git, evidence: Evidence, verdict: Verdict): Promise<Pick<View, 'changed'>> {
  const situation = situationOf({ evidence, verdict, check: null });
  const seen = lastSeen(situation);
  const head = evidence.pullRequest?.head.sha;
  const path = situation.item?.path;
  if (seen === null || head === undefined || path === undefined || (await git.resolve(seen)) === null) return {};
  return { changed: changedSince(await versionAt(git, seen, path), await versionAt(git, head, path)) };
}

/**
 * Everything that is told of a pull request on the forge: verdict, check, the form's draft, changes of text or settings, and the preview.
 * @param access.webUrl address of the repository in a browser, without a trailing slash
 * @param more what became of it, once it is out; where its three faces are
 */
export async function gateViewOf(
  { git, webUrl }: { git: Git; webUrl: string },
  evidence: Evidence,
  verdict: Verdict,
  { published, preview = null }: { published?: PublishedView | undefined; preview?: PreviewPlace | null } = {},
): Promise<GateView> {
  const source = commitSource(git, evidence.pullRequest?.head.sha ?? '');
  const items = evidence.items.filter(({ path }) => historyYearOf(path) === null);
  const old = [...new Set(evidence.files.flatMap(({ path }) => historyFolderOf(path) ?? []))].sort();
  const folders = (await Promise.all(items.map(({ path }) => source.folder(path)))).filter((folder) => folder !== null);
  const settings = await settingsShown(git, evidence);
  const captions = folders.flatMap((folder) => captionsOf(subjectOf(folder)));
  const known = await knownOnMain(git, evidence);
  const found = await checked(evidence, { source, folders, old }, known);
  return {
    evidence,
    verdict,
    ...found,
    prompts: promptsOf(known.terms),
    links: githubLinks(webUrl, evidence, verdict, preview),
    ...(captions.length > 0 ? { captions } : {}),
    ...draftOf(evidence, verdict, folders, published),
    ...(await changedFor(git, evidence, verdict)),
    ...(settings === null ? {} : { settings }),
    ...(published ? { published } : {}),
  };
}
