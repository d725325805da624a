import { addDays, instantOf, isDate } from '../beijing-time.ts';
import { CHANNELS } from '../item/front-matter/front-matter-schema.ts';
import { Problem } from '../problem.ts';
import type { Policy } from './policy.ts';

/** A switch that is well formed and can't do what it is there for. `place` names the entry (`pauses[2]`). */
export interface PolicyFault {
  code: string;
  message: string;
  place: string;
}

const FILE = 'content/policy.yml';

/** A call is given up after 30 seconds. What a platform carries out late must be seen before absence counts (reliability B3, rule 3). */
const SHORTEST_SETTLE = 60;

/** Pauses that begin after their end, or name no channel: nobody would notice that nothing is paused. */
function idlePauses({ pauses }: Policy): PolicyFault[] {
  return pauses.flatMap(({ from, to, channels }, index) => {
    const place = `pauses[${index}]`;
    const [begin, end] = [instantOf(from), isDate(to) ? instantOf(addDays(to, 1)) : instantOf(to)];
    if (Date.parse(end) <= Date.parse(begin)) {
      const message = `暂停发布从 ${from} 到 ${to}，结束在开始以前，什么也停不了；结束应晚于开始；请改正。`;
      return [{ code: 'policy/pause-reversed', message, place }];
    }
    const message = '暂停发布没有写渠道，什么也停不了；应至少写一个渠道，不写 channels 就是全部渠道；请改正。';
    return channels.length === 0 ? [{ code: 'policy/pause-of-nothing', message, place }] : [];
  });
}

/** Hours that end when they begin: nothing would ever be sent. */
function closedHours({ sending_hours: hours }: Policy): PolicyFault[] {
  return CHANNELS.flatMap((channel) => {
    const { from, to } = hours[channel] ?? {};
    if (from === undefined || from !== to) return [];
    const message = `发送时段从 ${from} 到 ${to}，一分钟也没有，到期都发不出去；应有开始和结束；全天都发的写 00:00 到 24:00，或不写这一项。`;
    return [{ code: 'policy/hours-closed', message, place: `sending_hours.${channel}` }];
  });
}

/** Settling times that are over before a call is; a demonstration may be in a hurry. */
function hastySettling({ demo, channels }: Policy): PolicyFault[] {
  return (['wechat', 'weibo'] as const).flatMap((channel) => {
    const { mode, settle_seconds: seconds } = channels[channel];
    if (demo || mode === 'manual' || seconds >= SHORTEST_SETTLE) return [];
    const message = `结果不明的发布只等 ${seconds} 秒就当作没有发出，平台慢一点就会重发；应不少于 ${SHORTEST_SETTLE} 秒；请改正，或不写这一项（按 10 到 15 分钟）。`;
    return [{ code: 'policy/settle-too-short', message, place: `channels.${channel}.settle_seconds` }];
  });
}

/** A website that goes to two places, or to one though it isn't made here. */
function unclearDelivery({ channels: { website } }: Policy): PolicyFault[] {
  const { mode, folder, rsync } = website;
  const place = 'channels.website';
  if (folder !== undefined && rsync !== undefined) {
    const message = '网站既写了 folder 又写了 rsync，不知道送到哪里；应只写一个；请删去一个。';
    return [{ code: 'policy/two-deliveries', message, place }];
  }
  if (mode === 'build' || (folder === undefined && rsync === undefined)) return [];
  const message = `网站的方式是 ${mode}，不由本系统生成，写了 folder 或 rsync 也没有东西可送；应为 mode: build，或不写这一项；请改正。`;
  return [{ code: 'policy/nothing-to-deliver', message, place }];
}

/** Keys that all end: after the last of them nobody could write into the ledger again, not even the next key. */
function endingKeys({ signing_keys: keys }: Policy): PolicyFault[] {
  if (keys.length === 0 || keys.some(({ to }) => to === undefined)) return [];
  const message =
    '签名公钥都写了截止日期（to），最后一把到期以后台账再也写不进去；应至少有一把不写 to；请先用 sanshen setup --new-key 生成新的一把列上，再给旧的写 to。';
  return [{ code: 'policy/last-key-ends', message, place: 'signing_keys' }];
}

/** Looks at the policy as a whole; `check` and `generate` end with 2 on any fault. */
export function validatePolicy(policy: Policy): PolicyFault[] {
  return [...idlePauses(policy), ...closedHours(policy), ...hastySettling(policy), ...unclearDelivery(policy), ...endingKeys(policy)];
}

/** @throws Problem the first fault of a policy (exit 2) */
export function requireSoundPolicy(policy: Policy): void {
  const [fault] = validatePolicy(policy);
  if (fault) throw new Problem(fault.code, fault.message, { place: `${FILE} ${fault.place}` });
}
