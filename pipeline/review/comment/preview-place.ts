import { beijingDate, type Instant } from '../../beijing-time.ts';
import { link } from '../../item/markdown/markdown-text.ts';
import { monthDay } from '../words.ts';
import type { GateLinks } from './gate-view.ts';

/** Where the three faces of a head can be looked at, as the runs of the check tell. Ids only: names and addresses in there are strangers'. */
export type PreviewPlace =
  | { state: 'page'; run: number; artifact: number; until: Instant | null }
  | { state: 'kept-no-longer' | 'not-made'; run: number }
  | { state: 'coming' };

/** Name of the file that holds an item's three faces; uploaded as it is, the artifact is called the same. */
export function previewFile(itemId: string): string {
  return `${itemId.replace('/', '_')}.html`;
}

/** Name of the artifact that holds the files of several items. */
export const PREVIEW_FOLDER = 'preview';

/**
 * The addresses of a place.
 * @param place `null`: nobody tells, or nobody was asked
 * @param webUrl address of the repository in a browser, without a trailing slash
 * @param checks the pull request's page of checks
 */
export function previewLinks(place: PreviewPlace | null, webUrl: string, checks: string): Pick<GateLinks, 'preview' | 'previewInstead'> {
  if (place === null) return { previewInstead: { why: 'unknown', url: checks } };
  if (place.state === 'coming') return { previewInstead: { why: 'coming', url: checks } };
  const run = `${webUrl}/actions/runs/${place.run}`;
  if (place.state !== 'page') return { previewInstead: { why: place.state, url: run } };
  const before = place.until === null ? {} : { before: beijingDate(place.until) };
  return { preview: { url: `${run}/artifacts/${place.artifact}`, ...before } };
}

const INSTEAD: Record<NonNullable<GateLinks['previewInstead']>['why'], (checks: string) => string> = {
  coming: (checks) => `检查做完后，三面预览在这里打开（${checks}）`,
  'not-made': (checks) => `三面预览没有做成网页，见${checks}`,
  'kept-no-longer': (checks) => `三面预览已过保留期，在${checks}重新运行检查就有`,
  unknown: (checks) => `三面预览在${checks}`,
};

/** The three faces as something to open or, where there is no page to open, in words. */
export function previewWords({ preview, previewInstead }: GateLinks): string[] {
  if (preview)
    return link('三面预览', preview.url).map((page) => (preview.before ? `${page}（${monthDay(preview.before)}以前可打开）` : page));
  if (!previewInstead) return [];
  return link('检查页', previewInstead.url).map(INSTEAD[previewInstead.why]);
}
