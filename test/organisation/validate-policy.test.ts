import { describe, expect, it } from 'vitest';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { requireSoundPolicy, validatePolicy } from '#pipeline/organisation/validate-policy.ts';

const pause = (part: object): object => ({ pauses: [{ from: '2026-12-05', to: '2026-12-05', reason: '两会', ...part }] });
const hours = (from: string, to: string): object => ({ sending_hours: { wechat: { from, to } } });
const settle = (seconds: number, more: object = {}): object => ({
  channels: { weibo: { mode: 'open', settle_seconds: seconds } },
  ...more,
});

describe('a policy as a whole', () => {
  it.each<[string, object, string[]]>([
    ['an empty one', {}, []],
    ['a pause of one day', pause({}), []],
    ['a pause that ends before it begins', pause({ to: '2026-12-04' }), ['policy/pause-reversed pauses[0]']],
    ['a pause of no minute', pause({ from: '2026-12-05 09:00', to: '2026-12-05 09:00' }), ['policy/pause-reversed pauses[0]']],
    ['a pause from a minute to the end of its day', pause({ from: '2026-12-05 09:00' }), []],
    ['a pause of no channel', pause({ channels: [] }), ['policy/pause-of-nothing pauses[0]']],
    ['hours over midnight', hours('22:00', '06:00'), []],
    ['all hours', hours('00:00', '24:00'), []],
    ['hours that end when they begin', hours('08:00', '08:00'), ['policy/hours-closed sending_hours.wechat']],
    ['absence that is believed at once', settle(0), ['policy/settle-too-short channels.weibo.settle_seconds']],
    ['absence that is believed after a minute', settle(60), []],
    ['the same in a demonstration', settle(0, { demo: true }), []],
    ['the same where a person posts', { channels: { weibo: { mode: 'manual', settle_seconds: 0 } } }, []],
  ])('%s', (_, policy, faults) => {
    const parsed = policySchema.parse(policy);
    expect(validatePolicy(parsed).map(({ code, place }) => `${code} ${place}`)).toEqual(faults);
    if (faults.length > 0) expect(() => requireSoundPolicy(parsed)).toThrow(/应.*；请|应.*；全天/);
    else requireSoundPolicy(parsed);
  });
});
