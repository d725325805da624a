import type { LimitedCheck } from '../check/limited.ts';
import type { ItemFolder } from '../item/item.ts';
import type { Release } from './fold.ts';

/**
 * The rules once more, right before an approved text goes out: what keeps a pull request from being merged (errors and warnings that nobody has
 * waived), as `rule：sentence`. Time is left to the moment of the call, which also ends what is too late.
 * @param released readers could see the item before this revision
 */
export async function blockingErrors(limited: LimitedCheck, folder: ItemFolder, released: boolean): Promise<string[]> {
  const { findings } = await limited.check(folder, { released });
  return findings
    .filter(({ severity, waived, rule }) => severity !== 'info' && !waived && !rule.startsWith('time/'))
    .map(({ rule, message }) => `${rule}：${message}`);
}

/** True while a release can still be stopped: it hasn't been called, or is definitely not out; a page that nobody has seen yet. */
export function canStillStop({ channel, state }: Pick<Release, 'channel' | 'state'>): boolean {
  return state === 'planned' || state === 'failed' || (channel === 'website' && state === 'intent');
}
