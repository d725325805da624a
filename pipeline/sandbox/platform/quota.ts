import { beijingDate } from '../../beijing-time.ts';

/** Calls counted so far, of one Beijing day. */
export interface Counter {
  day: string;
  used: Record<string, number>;
}

/** Counts a call; false once the day's quota is used up. */
export function withinQuota(counter: Counter, now: Date, name: string, quota: number): boolean {
  const day = beijingDate(now);
  if (counter.day !== day) {
    counter.day = day;
    counter.used = {};
  }
  const used = counter.used[name] ?? 0;
  if (used >= quota) return false;
  counter.used[name] = used + 1;
  return true;
}

/** How often a name was counted on the Beijing day. */
export function usedToday(counter: Counter, now: Date, name: string): number {
  return counter.day === beijingDate(now) ? (counter.used[name] ?? 0) : 0;
}
