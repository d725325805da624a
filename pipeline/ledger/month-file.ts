import type { Instant } from '../beijing-time.ts';
import { figuresPath } from './ledger-path.ts';
import { FAULTS, type KeysOn, openSigned, type Unsigned } from './signature.ts';

/**
 * What became of a month's submissions that nobody approved: they exist on the forge alone, until somebody removes their branches. Written
 * once, after the month. What each entry says is for whoever counts; here it is only signed and in its place.
 */
export interface MonthFile<Entry = unknown> {
  version: 1;
  at: Instant;
  month: string;
  submissions: Entry[];
}

/** The file of a month. */
export function monthFile<Entry>(month: string, at: Instant, submissions: Entry[]): Unsigned<MonthFile<Entry>> {
  return { path: figuresPath(month), value: { version: 1, at, month, submissions } };
}

/** Reads a month's file, if a key of its day has signed exactly these bytes for this place; else a sentence says what is wrong. */
export function openMonth<Entry>(path: string, bytes: Uint8Array, keysOn: KeysOn): { month: MonthFile<Entry> } | { fault: string } {
  const opened = openSigned(path, bytes, keysOn);
  if ('fault' in opened) return { fault: `月度报送情况 ${path} ${FAULTS[opened.fault]}` };
  const month = opened.value as MonthFile<Entry>;
  const inPlace = typeof month.month === 'string' && figuresPath(month.month) === path && Array.isArray(month.submissions);
  return inPlace ? { month } : { fault: `月度报送情况 ${path} 写的是另一个月，或没有写全` };
}
