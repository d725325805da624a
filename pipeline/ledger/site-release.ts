import { type BeijingDate, beijingMinute, type Instant } from '../beijing-time.ts';
import type { ReviewForm } from '../review/form/review-form.ts';
import type { LedgerEvent } from './event.ts';
import { approvalOf, type ItemState, isWithdrawn, outOn, type Release, releaseOf } from './fold.ts';
import type { ReleaseState } from './transitions.ts';

/** What the ledger says of an item's page. */
export interface SiteRelease {
  /** The approval whose text the page shows. */
  approval: LedgerEvent;
  revision: number;
  /** `YYYY-MM-DD HH:MM` in Beijing: the very first website intent. */
  publishedAt: BeijingDate;
  /** When this revision's intent was written. */
  revisedAt: string;
  withdrawal: { at: string; by: 'approval' | 'at-once'; kind: string } | null;
  links: { wechat: string; weibo: string };
  formNumber: string;
  /** The Office person who signed level 2. */
  editor: string;
}

/** States in which a website release never shows its text. */
const NOT_SHOWN: readonly ReleaseState[] = ['planned', 'failed', 'expired', 'abandoned'];

/** The website release that an item's page shows: the newest that isn't held back. */
function pageOf(state: ItemState, isHidden: (release: Release) => boolean): Release | null {
  const pages = state.releases
    .filter(({ channel, firstIntent, state: at }) => channel === 'website' && firstIntent !== null && !NOT_SHOWN.includes(at))
    .sort((a, b) => b.revision - a.revision);
  return pages.find((page) => !isHidden(page)) ?? null;
}

/** The review form inside an approval's envelope, as it was signed. */
export function formOf(approval: LedgerEvent): ReviewForm | null {
  if (!approval.form) return null;
  const statement = JSON.parse(Buffer.from(approval.form.payload, 'base64').toString('utf8')) as { predicate: ReviewForm };
  return statement.predicate;
}

function withdrawalOf(state: ItemState, page: Release): SiteRelease['withdrawal'] {
  const takenBack = ({ state: at }: Release): boolean => at === 'withdraw-intent' || at === 'withdrawn';
  // A newer text that isn't out yet doesn't bring the one back that was taken down.
  if (!isWithdrawn(state) && !takenBack(page)) return null;
  const begun = (takenBack(page) ? page : state.releases.find(takenBack))?.takenBack;
  const at = beijingMinute(state.approval?.removal ? state.approval.at : ((begun?.at ?? page.last?.at) as Instant));
  return { at, by: state.approval?.removal ? 'approval' : 'at-once', kind: begun?.code ?? 'other' };
}

/**
 * What the website shows of an item; `null` for an item without a page: not intended for the website, or not yet.
 * @param isHidden website releases that must not appear (a hold, an error that the rules have found)
 */
export function siteRelease(state: ItemState, isHidden: (release: Release) => boolean = () => false): SiteRelease | null {
  const page = pageOf(state, isHidden);
  const approval = page && approvalOf(state, page);
  if (!page || !approval) return null;
  const first = state.releases.flatMap(({ channel, firstIntent }) => (channel === 'website' && firstIntent ? [firstIntent.at] : []));
  const publishedAt = first.sort((a, b) => Date.parse(a) - Date.parse(b))[0] as Instant;
  const form = formOf(approval);
  return {
    approval,
    revision: page.revision,
    publishedAt: beijingMinute(publishedAt),
    revisedAt: beijingMinute(releaseOf(state, 'website', page.revision).firstIntent?.at ?? publishedAt),
    withdrawal: withdrawalOf(state, page),
    links: { wechat: outOn(state, 'wechat')?.remote?.url ?? '', weibo: outOn(state, 'weibo')?.remote?.url ?? '' },
    formNumber: approval.number ?? '',
    editor: form?.levels.find(({ level }) => level === 2)?.person ?? '',
  };
}
