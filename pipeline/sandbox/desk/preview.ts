import { loadEncoder } from '../../../site/encoder.ts';
import { versionAt } from '../../forge/at-commit.ts';
import { commitSource } from '../../forge/git/content-source.ts';
import { readItem } from '../../item/item.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { previewItem } from '../../render/preview/preview-item.ts';
import type { Evidence } from '../../review/gate/evidence.ts';
import { changedSince } from '../../review/text-changes.ts';
import type { DeskStage } from './stage.ts';

/** In how many places the text differs from the one that a person reviewed or remarked on last; `undefined` for who hasn't seen another one. */
async function newFor(stage: DeskStage, { reviews, pullRequest }: Evidence, path: string, login: string): Promise<number | undefined> {
  const seen = reviews.findLast((review) => review.login === login)?.commit;
  const head = pullRequest?.head.sha;
  if (!seen || !head || seen === head) return undefined;
  return changedSince(await versionAt(stage.git, seen, path), await versionAt(stage.git, head, path));
}

/** Who signed level 2 of what is shown; `''` while nobody has. */
function editorOf(stage: DeskStage, evidence: Evidence, { people }: Organisation): string {
  const levels = stage.verdictOf(evidence).items[0]?.levels ?? [];
  const person = levels.find(({ level, state }) => level === 2 && state === 'approved')?.person;
  return person ? (people[person]?.name ?? person) : '';
}

/** The three faces of a pull request's item at its head, as somebody who acts on the desk sees them; `null` while it can't be read. */
export async function previewOf(stage: DeskStage, number: number, login: string): Promise<string | null> {
  const evidence = await stage.evidenceOf(number);
  const { items, pullRequest } = evidence;
  const [entry] = items;
  if (!entry || !pullRequest) return null;
  const version = pullRequest.head.sha;
  const folder = await commitSource(stage.git, version).folder(entry.path);
  const item = folder && readItem(folder).item;
  if (!item) return null;
  const released = (await stage.releases()).some((release) => release.item === item.id && release.state === 'confirmed');
  const styles = { tokens: stage.tokens, site: stage.siteStyle };
  const changed = await newFor(stage, evidence, entry.path, login);
  const settings = await stage.settings();
  const known = { ...(changed === undefined ? {} : { changedSince: changed }), editor: editorOf(stage, evidence, settings.organisation) };
  return previewItem(item, settings, { styles, version, released, makeSmaller: await loadEncoder(), ...known });
}
