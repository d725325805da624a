import type { Git } from '../forge/git.ts';
import { Problem } from '../problem.ts';
import type { Payload } from '../render/payload.ts';
import { textFault } from './believed-plan.ts';
import type { LedgerEvent } from './event.ts';
import type { Release } from './fold.ts';
import { nameOf, type PlannedRelease } from './release-round.ts';
import type { Settings } from './settings-version.ts';

/** A publication that is compared with its approved text. */
export interface Publication {
  release: Release;
  approval: LedgerEvent;
  /** Where the item's page is registered on a platform of others, if it is. */
  page: string | undefined;
}

/** Gives the text that a publication must show. @throws Problem where there is none, or none to be believed */
export type TextOf = (git: Git, settings: Settings, publication: Publication) => Promise<Payload>;

/** The code of a text that another job has made and that isn't the approved one. */
export const PLAN_DIFFERS = 'plan-differs';

/**
 * Texts that another job without secrets has rendered: each is held against the approved one, word by word and without rendering, as before
 * sending. What a plan leaves out isn't compared, and said to be so.
 * @throws Problem `plan/no-text`, `plan-differs` (exit 1)
 */
export function plannedText(releases: readonly PlannedRelease[]): TextOf {
  return async (git, settings, { release, approval, page }) => {
    const { item } = release;
    const planned = releases.find((one) => nameOf(one) === nameOf(release));
    if (planned === undefined) {
      const message = `${item} 的这一稿不在计划里，没有核对；应为刚刚用 plan --compare 写出的计划；请重新运行一次。`;
      throw new Problem('plan/no-text', message, { place: item, exitCode: 1 });
    }
    const fault = await textFault(git, settings, approval, planned, page);
    if (fault === null) return planned.payload;
    const message = `${item}：计划里${fault}，没有核对；应与审定的那一稿一致；请管理员重新运行一次，仍这样提示的请查明计划是怎样做出来的。`;
    throw new Problem(PLAN_DIFFERS, message, { place: item, exitCode: 1 });
  };
}
