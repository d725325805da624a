/** `YYYY-MM-DD HH:MM` in Beijing, from that form itself or from an instant with an offset. */
export function minute(at: string): string {
  // So it almost always is, and an archive asks often.
  if (at.length === 16 && at[10] === ' ') return at;
  if (/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$/.test(at)) return at;
  return new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

/** The same as ISO 8601 with `+08:00`, for machines; of a day alone the day, whose hour nobody knows. */
export function iso(at: string): string {
  const said = minute(at);
  return said.length === 10 ? said : `${said.slice(0, 10)}T${said.slice(11)}:00+08:00`;
}

/** 「2026年11月24日」 */
export function longDay(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

/** 「星期二」 */
export function weekday(date: string): string {
  return `星期${'日一二三四五六'.charAt(new Date(`${date}T00:00:00Z`).getUTCDay())}`;
}

/** The date some days before another, `YYYY-MM-DD`. */
export function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
