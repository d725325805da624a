import type { Alert } from './alert.ts';

/** Texts that such an alert names; the others are counted. */
const NAMED = 5;

function waiting(items: readonly string[]): string {
  const named = items.slice(0, NAMED).join('、');
  return `因此没有发出的有 ${items.length} 条：${named}${items.length > NAMED ? ' 等' : ''}。`;
}

/** One alert for what an account refuses for a reason, with the earliest last moment of the texts that wait for it. */
function together(alerts: readonly Alert[]): Alert {
  const [first] = alerts as [Alert];
  const dues = alerts.flatMap(({ due }) => due ?? []).sort();
  const { due: _, ...alert } = first;
  const message = `${first.message}${waiting(alerts.map(({ item }) => item))}`;
  return { ...alert, item: 'run', message, ...(dues[0] === undefined ? {} : { due: dues[0] }) };
}

/** One alert a problem, as it was told last. Trouble with an account is one, however many texts wait: one alert a channel and reason. */
export function perAccount(alerts: readonly Alert[]): Alert[] {
  const groups = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const key = alert.account === undefined ? `${alert.item} ${alert.code} ${alert.channel}` : `account ${alert.code} ${alert.channel}`;
    groups.set(key, [...(groups.get(key) ?? []), alert]);
  }
  return [...groups.values()].map((group) => (group[0]?.account === undefined ? (group.at(-1) as Alert) : together(group)));
}
