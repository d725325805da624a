import { CHANNEL_NAMES } from '../../alerts/alert.ts';
import { beijingDate } from '../../beijing-time.ts';
import { shown, shownPath } from '../../check/finding.ts';
import type { LedgerEvent } from '../../ledger/event.ts';
import type { ItemState, Release } from '../../ledger/fold.ts';
import { parseNumber } from '../../ledger/seal.ts';
import type { ReviewForm } from '../../review/form/review-form.ts';
import { STATE_NAMES } from '../status.ts';
import { type NumberOutcome, type NumberRow, proofOf, signedLevels, type Withdrawal } from './audit-row.ts';

type Fate = Pick<NumberRow, 'outcome' | 'why'>;

const stateWords = (releases: readonly Release[]): string =>
  releases.map(({ channel, state }) => `${CHANNEL_NAMES[channel]}${STATE_NAMES[state] ?? state}`).join('，');

/** What became of an approved text of which nothing was ever seen. */
function unseenFate(releases: readonly Release[], next: LedgerEvent | undefined, taken: Withdrawal | undefined): Fate {
  const all = (...states: Release['state'][]): boolean => releases.length > 0 && releases.every(({ state }) => states.includes(state));
  const words = stateWords(releases);
  if (taken) return { outcome: 'never-sent', why: `发出以前撤稿，${taken.why}` };
  if (next) return { outcome: 'never-sent', why: `发出以前由 ${next.number ?? '后来的一稿'} 代替` };
  if (releases.length === 0) return { outcome: 'never-sent', why: '审定入账，还没有开始发送' };
  if (all('abandoned', 'expired', 'superseded')) {
    const outcome: NumberOutcome = releases.some(({ state }) => state === 'expired') ? 'expired' : 'abandoned';
    return { outcome, why: `${words}${releases[0]?.last?.reason ? `：${shown(releases[0].last.reason)}` : ''}` };
  }
  return { outcome: 'open', why: words };
}

/** What became of one approval of a text. */
function fateOf(state: ItemState, approval: LedgerEvent, withdrawals: readonly Withdrawal[]): Fate {
  const texts = state.approvals.filter(({ removal }) => removal !== true);
  const next = texts[texts.indexOf(approval) + 1];
  const taken = withdrawals.find(({ number }) => number === approval.number);
  // Of several approvals of one revision nothing of the earlier ones has begun.
  const releases = next?.revision === approval.revision ? [] : state.releases.filter(({ revision }) => revision === approval.revision);
  const seen = releases.filter(({ confirmedAt }) => confirmedAt !== null);
  if (seen.length === 0) return unseenFate(releases, next, taken);
  if (taken) return { outcome: 'withdrawn', why: taken.why };
  const begun = next !== undefined && state.releases.some(({ revision }) => revision === next.revision);
  if (begun) return { outcome: 'corrected', why: `由 ${next.number ?? '后来的一稿'} 更正` };
  const others = stateWords(releases.filter(({ confirmedAt, state: is }) => confirmedAt === null || is !== 'confirmed'));
  const waits = next === undefined ? '' : `更正 ${next.number ?? ''} 已审定，还没有发出`;
  return { outcome: 'out', why: [others, waits].filter((part) => part !== '').join('；') };
}

/** Every number of an item with what became of it. @param hidden whether its titles aren't shown any more */
export function numberRows(
  state: ItemState,
  forms: ReadonlyMap<number, ReviewForm | null>,
  withdrawals: readonly Withdrawal[],
  hidden: boolean,
): NumberRow[] {
  return state.approvals.map((approval) => {
    const form = forms.get(approval.seq) ?? null;
    const removal = approval.removal === true;
    const fate: Fate = removal
      ? { outcome: 'removal', why: withdrawals.find(({ confirmedBy }) => confirmedBy === approval.number)?.why ?? '' }
      : fateOf(state, approval, withdrawals);
    const out = state.releases.filter(({ revision, confirmedAt }) => !removal && revision === approval.revision && confirmedAt !== null);
    return {
      number: approval.number ?? '—',
      item: state.item,
      ...fate,
      title: hidden || form === null ? null : shown(form.title),
      at: approval.at,
      signed: form === null ? [] : signedLevels(form),
      out:
        fate.outcome === 'never-sent'
          ? []
          : out.map(({ channel, confirmedAt, remote }) => ({
              channel,
              at: confirmedAt as string,
              url: shownPath(remote?.url ?? ''),
            })),
      evidence: proofOf(approval, form?.levels),
    };
  });
}

/** In the order of years and numbers; five digits come after four. */
export const byNumber = ({ number: a }: NumberRow, { number: b }: NumberRow): number =>
  a.slice(0, 4) === b.slice(0, 4) ? Number(a.slice(5)) - Number(b.slice(5)) : Number(a.slice(0, 4)) - Number(b.slice(0, 4));

const nameOfNumber = (year: string, count: number): string => `${year}-${String(count).padStart(4, '0')}`;

/** Numbers that a year should have and hasn't, each with its neighbours; and those that it has twice. */
export function wrongNumbers(rows: readonly NumberRow[]): NumberRow[] {
  const years = new Map<string, Map<number, NumberRow[]>>();
  for (const row of rows) {
    const parsed = parseNumber(row.number);
    if (parsed === null) continue;
    const year = years.get(parsed.year) ?? new Map<number, NumberRow[]>();
    years.set(parsed.year, year.set(parsed.count, [...(year.get(parsed.count) ?? []), row]));
  }
  const none = { title: null, at: null, signed: [], out: [], evidence: null };
  const beside = (row: NumberRow | undefined, end: string): string => (row ? `${row.number}（${beijingDate(row.at ?? '')}）` : end);
  return [...years].flatMap(([year, known]) =>
    Array.from({ length: Math.max(...known.keys()) }, (_, index): NumberRow[] => {
      const number = nameOfNumber(year, index + 1);
      const here = known.get(index + 1) ?? [];
      if (here.length === 1) return [];
      const items = here.map(({ item }) => item).join('、');
      if (here.length > 1) return [{ ...none, number, item: null, outcome: 'duplicate', why: `同一个号给了 ${items}，说不清原因` }];
      const [before, after] = [known.get(index)?.[0], known.get(index + 2)?.[0]];
      const between = `在 ${beside(before, index === 0 ? '年初' : '另一个缺号')} 与 ${beside(after, '另一个缺号')} 之间`;
      return [{ ...none, number, item: null, outcome: 'missing', why: `台账里没有，${between}，说不清原因：号与审定同时写入，不应有缺` }];
    }).flat(),
  );
}
