import type { Evidence } from '../review/evidence.ts';
import { type GateLinks, lastSeen, situationOf } from '../review/gate-view.ts';
import type { Verdict } from '../review/verdict.ts';

const inAddress = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/**
 * Where GitHub itself shows what the comment speaks of; no server of ours is needed. The three faces are beside the checks: as a page to
 * open where Actions has artifacts, and as text in the run's summary.
 * @param webUrl address of the repository in a browser, without a trailing slash
 */
export function githubLinks(webUrl: string, evidence: Evidence, verdict: Verdict): GateLinks {
  const { pullRequest } = evidence;
  if (!pullRequest) return {};
  const { number, head, base } = pullRequest;
  const situation = situationOf({ evidence, verdict, check: null });
  const { subject } = situation;
  const seen = lastSeen(situation);
  const isItem = subject?.kind === 'item' && typeof subject.entry.trees[head.sha] === 'string';
  const checks = `${webUrl}/pull/${number}/checks`;
  return {
    ...(isItem ? { text: `${webUrl}/blob/${head.sha}/${inAddress(subject.path)}/index.md`, preview: checks, findings: checks } : {}),
    ...(seen === null ? {} : { compare: `${webUrl}/compare/${seen}..${head.sha}` }),
    changes: `${webUrl}/pull/${number}/files`,
    about: `${webUrl}/blob/${inAddress(base.ref)}/README.md`,
  };
}
