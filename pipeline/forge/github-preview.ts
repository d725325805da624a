import type { PreviewPlace } from '../review/preview-place.ts';
import type { Octokit } from './octokit.ts';

/** The workflow whose runs make the three faces. */
const CHECK_WORKFLOW = 'check.yml';
const PAGE = 100;
/** A newer run has taken its place or takes it now; somebody has to let a stranger's run begin; nothing was to be done. */
const NO_WORK = new Set(['cancelled', 'action_required', 'skipped', 'stale']);

type Artifact = Awaited<ReturnType<Octokit['actions']['listArtifactsForRepo']>>['data']['artifacts'][number];

const isId = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

/** The newest of those that are called so and were made of that head. GitHub may leave the name out of account: it is compared here. */
function newest(artifacts: readonly Artifact[], head: string, name: string): { artifact: Artifact; run: number } | null {
  const own = artifacts.flatMap((artifact) => {
    const { id, head_sha: madeOf } = artifact.workflow_run ?? {};
    return artifact.name === name && madeOf === head && isId(artifact.id) && isId(id) ? [{ artifact, run: id }] : [];
  });
  return own.toSorted((a, b) => Number(a.artifact.expired) - Number(b.artifact.expired) || b.artifact.id - a.artifact.id)[0] ?? null;
}

/** What has become of the check at a head that has left no such artifact. */
async function withoutPage(octokit: Octokit, of: { owner: string; repo: string }, head: string): Promise<PreviewPlace> {
  const { data } = await octokit.actions.listWorkflowRuns({ ...of, workflow_id: CHECK_WORKFLOW, head_sha: head, per_page: PAGE });
  const runs = data.workflow_runs.filter(
    ({ head_sha, conclusion }) => head_sha === head && !(conclusion !== null && NO_WORK.has(conclusion)),
  );
  const [last] = runs.toSorted((a, b) => b.id - a.id);
  return last && isId(last.id) && last.status === 'completed' ? { state: 'not-made', run: last.id } : { state: 'coming' };
}

/**
 * Where the page that the check made of a head can be opened. Asked of GitHub with `actions: read`; what strangers' runs have written in there
 * is compared, never passed on.
 * @param name the artifact's
 * @throws Problem `github/…`
 */
export async function previewAt(octokit: Octokit, of: { owner: string; repo: string }, head: string, name: string): Promise<PreviewPlace> {
  const { data } = await octokit.actions.listArtifactsForRepo({ ...of, name, per_page: PAGE });
  const found = newest(data.artifacts, head, name);
  if (!found) return withoutPage(octokit, of, head);
  const { artifact, run } = found;
  if (artifact.expired) return { state: 'kept-no-longer', run };
  return {
    state: 'page',
    run,
    artifact: artifact.id,
    until: Number.isNaN(Date.parse(artifact.expires_at ?? '')) ? null : artifact.expires_at,
  };
}
