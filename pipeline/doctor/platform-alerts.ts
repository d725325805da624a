import type { Alert } from '../alerts/alert.ts';
import { alertCode } from '../alerts/catalogue.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import type { DoctorReport } from './report.ts';

/** What ends by itself, or tells of one day alone: nothing that anybody has to mend. */
const PASSING = ['wechat/quota-low', 'wechat/unreadable', 'weibo/unreadable', 'weibo/10023'];

/** True if everything that may be wrong with a platform's credentials was looked at. */
export function isExamined({ skipped }: DoctorReport, channel: Channel): boolean {
  return !skipped.some(({ check }) => check === channel || check === `${channel}-quota`);
}

/**
 * What the examination found wrong with a platform's credentials, and an authorisation that ends soon: told before the first post is
 * refused. One alert a platform and cause.
 */
export function platformAlerts({ findings }: DoctorReport): Alert[] {
  return findings.flatMap(({ code, severity, message }) => {
    const channel = /^(wechat|weibo)\//.exec(code)?.[1] as Channel | undefined;
    if (channel === undefined || severity === 'info' || PASSING.includes(code)) return [];
    const after = '处理好以前，到时发不出去的会留着，处理好以后自动补发（仍在七日时效内的），不会重发；请不要手工补发。';
    return [{ item: 'run', channel, code: alertCode(code, `${channel}/unreadable`), message: `${message}${after}` }];
  });
}
