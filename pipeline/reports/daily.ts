import { alertIn, CHANNEL_NAMES, subjectOf, toDo } from '../alerts/alert.ts';
import { type BeijingDate, beijingDate } from '../beijing-time.ts';
import type { AlertIssue } from '../forge/github/github-alerts.ts';
import { plain } from '../item/markdown/markdown-text.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { type ItemState, isWithdrawn, openReleases, type Release } from '../ledger/fold.ts';
import { heldReason } from '../ledger/held.ts';
import { eventsOf, itemState, itemsOf, type Ledger } from '../ledger/ledger.ts';
import type { ReviewForm } from '../review/form/review-form.ts';
import { STATE_NAMES, status } from './status.ts';

/** What a day's summary is made from. */
export interface DailyInput {
  ledger: Ledger;
  day: BeijingDate;
  /** Open alerts; `null` where they couldn't be read. */
  alerts: readonly AlertIssue[] | null;
  /** The last moment of Art. 9 for what waits, by item. */
  until: ReadonlyMap<string, string>;
}

/** An item as people call it. What is taken back isn't called by its title any more. */
function nameOf({ item, text, approval }: ItemState, withdrawn: boolean): string {
  const payload = (text ?? approval)?.form?.payload;
  if (withdrawn || payload === undefined) return item;
  const { title } = JSON.parse(Buffer.from(payload, 'base64').toString('utf8')).predicate as ReviewForm;
  return `《${plain(title, 60)}》（${item}）`;
}

/** What became of an item's releases on that day, by the newest event of each. */
function ofDay(state: ItemState, events: readonly LedgerEvent[], day: BeijingDate): Release[] {
  const touched = new Set(
    events
      .filter(({ at, channel }) => channel !== undefined && beijingDate(at) === day)
      .map(({ channel, revision }) => `${channel} ${revision}`),
  );
  return state.releases.filter(({ channel, revision }) => touched.has(`${channel} ${revision}`));
}

const ENDS = ['confirmed', 'withdrawn', 'expired', 'abandoned'] as const;
const HEADINGS: Record<(typeof ENDS)[number], string> = {
  confirmed: '发出的',
  withdrawn: '撤下的',
  expired: '过了时效、不再发布的',
  abandoned: '决定不再发的',
};

function section(heading: string, lines: readonly string[], none?: string): string[] {
  if (lines.length === 0) return none === undefined ? [] : [`**${heading}**　${none}`, ''];
  return [`**${heading}**　${lines.length} 条`, '', ...lines.map((line) => `- ${line}`), ''];
}

function placed({ channel, remote, state }: Release): string {
  const url = state === 'confirmed' && remote?.url ? ` ${plain(remote.url, 200)}` : '';
  return `${CHANNEL_NAMES[channel]}${url}`;
}

function endsOfDay(ledger: Ledger, day: BeijingDate): string[] {
  const items = itemsOf(ledger).map((id) => {
    const state = itemState(ledger, id);
    return { state, releases: ofDay(state, eventsOf(ledger, id), day) };
  });
  return ENDS.flatMap((end) => {
    const lines = items.flatMap(({ state, releases }) => {
      const ended = releases.filter((release) => release.state === end);
      return ended.length === 0 ? [] : [`${nameOf(state, isWithdrawn(state))}　${ended.map(placed).join('　')}`];
    });
    return section(HEADINGS[end], lines, end === 'confirmed' ? '当天没有' : undefined);
  });
}

function waiting(ledger: Ledger, until: ReadonlyMap<string, string>): string[] {
  return itemsOf(ledger).flatMap((id) => {
    const state = itemState(ledger, id);
    const open = new Set(openReleases(state).map(({ channel, revision }) => `${channel} ${revision}`));
    if (open.size === 0) return [];
    const [told] = status(ledger, id);
    const last = until.get(id);
    const parts = (told?.releases ?? [])
      .filter(({ channel, revision }) => open.has(`${channel} ${revision}`))
      .map(
        ({ channel, state: now, next }) => `${CHANNEL_NAMES[channel]}${STATE_NAMES[now] ?? now}${next ? `（${plain(next, 300)}）` : ''}`,
      );
    return [`${nameOf(state, isWithdrawn(state))}　${last ? `最迟 ${last}　` : ''}${parts.join('；')}`];
  });
}

/** The open alerts, in the catalogue's words: what, of what, who has to act, until when. */
function openAlerts(alerts: readonly AlertIssue[]): string[] {
  return alerts.flatMap(({ number, body }) => {
    const alert = alertIn(body);
    if (alert === null) return [];
    const { what, who, by } = toDo(alert);
    return [`#${number}　${plain(subjectOf(alert), 120)}　${what}　${who}　${plain(by, 80)}`];
  });
}

/** 每日发布情况, in Markdown: what went out on a day, what waits until when, and which alerts need somebody. */
export function dailyText({ ledger, day, alerts, until }: DailyInput): string {
  const held = heldReason(ledger);
  return [
    `### ${day} 发布情况`,
    '',
    ...(held === null ? [] : [`**全部发布已暂停**：${plain(held, 200)}。由办公室审核人恢复。`, '']),
    ...endsOfDay(ledger, day),
    ...section('还在等的', waiting(ledger, until), '没有'),
    ...(alerts === null
      ? ['**要人办的**　没有读到提醒，请打开带 publish-alert 标签的议题看', '']
      : section('要人办的', openAlerts(alerts), '没有')),
  ].join('\n');
}
