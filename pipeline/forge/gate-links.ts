import type { Evidence } from '../review/evidence.ts';
import { type GateLinks, lastSeen, situationOf } from '../review/gate-view.ts';
import { PREVIEW_FOLDER, type PreviewPlace, previewFile, previewLinks } from '../review/preview-place.ts';
import type { Verdict } from '../review/verdict.ts';

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
export function githubLinks(webUrl: string, evidence: Evidence, verdict: Verdict, preview: PreviewPlace | null): GateLinks {
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
