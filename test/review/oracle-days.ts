const BEIJING = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });
const known = new Map<string, string>();

/** The day of an instant on a calendar that hangs in Beijing. */
export function dayOf(at: string): string {
  const day = known.get(at) ?? BEIJING.format(new Date(at));
  known.set(at, day);
  return day;
}

/** A day some days later. */
export function daysAfter(day: string, days: number): string {
  const noon = new Date(`${day}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() + days);
  return noon.toISOString().slice(0, 10);
}

/** What the front matter writes as a time, `2026-11-24` or `2026-11-24 09:30`, as an instant. */
export function instant(written: string): string {
  const [day, time = '00:00'] = written.split(' ');
  return `${day}T${time}+08:00`;
}

/** A day that the calendar has. */
export function isDay(text: unknown): boolean {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const [year, month, day] = text.split('-').map(Number) as [number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
