import { addDays, type BeijingDate, beijingDate, type Instant } from '../beijing-time.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import type { Alert } from './alert.ts';
import type { EndKind } from './catalogue/endings.ts';

/** Days before an end on which it is told, each by an alert of its own: one that is only updated reaches nobody. */
const STEPS = [7, 30] as const;
/** How far ahead an end is told. */
export const AHEAD: number = Math.max(...STEPS);

/** Something that holds until a day: a token, a key, a certification. */
export interface Ending {
  kind: EndKind;
  until: BeijingDate;
  /** Of an account on a channel. */
  channel?: Channel;
}

/** What is told of things that end, once an end is near or past: one alert a kind and channel, as near as its nearest. */
export function endingAlerts(ends: readonly { ending: Ending; message: string }[], today: BeijingDate): Alert[] {
  const groups = new Map<string, { ending: Ending; message: string }[]>();
  for (const one of ends) {
    const key = `${one.ending.kind} ${one.ending.channel}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group): Alert[] => {
    const [{ ending }] = group as [(typeof group)[number]];
    const nearest = group.map((one) => one.ending.until).sort()[0] as BeijingDate;
    const step = STEPS.find((days) => nearest <= addDays(today, days));
    if (step === undefined) return [];
    const message = group.map((one) => one.message).join('');
    const { kind, channel } = ending;
    return [{ item: 'run', code: `${kind}-${step}`, message, task: true, ...(channel === undefined ? {} : { channel }) }];
  });
}

/** What is told of the token that writes the ledger, once its end is near. */
export function tokenEnding(end: Instant, today: BeijingDate): Alert | null {
  const until = beijingDate(end);
  const message = `台账令牌（SANSHEN_LEDGER_TOKEN）到 ${until} 到期，以后审定和发布都记不进台账，什么也发不出去；应提前换新；请管理员用发布程序的账号新做一个令牌，更新环境 publish 里的 SANSHEN_LEDGER_TOKEN。`;
  return endingAlerts([{ ending: { kind: 'ledger-token', until }, message }], today)[0] ?? null;
}
