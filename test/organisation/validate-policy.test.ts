import { describe, expect, it } from 'vitest';
import { deliveryOf, policySchema } from '#pipeline/organisation/policy.ts';
import { requireSoundPolicy, validatePolicy } from '#pipeline/organisation/validate-policy.ts';

const pause = (part: object): object => ({ pauses: [{ from: '2026-12-05', to: '2026-12-05', reason: '两会', ...part }] });
const hours = (from: string, to: string): object => ({ sending_hours: { wechat: { from, to } } });
const settle = (seconds: number, more: object = {}): object => ({
  channels: { weibo: { mode: 'open', settle_seconds: seconds } },
  ...more,
});

const RSYNC = { to: 'fabu@web.example.gov.cn:/srv/site/', host_key: `ssh-ed25519 ${'A'.repeat(68)}` };
const website = (part: object): object => ({ channels: { website: part } });

describe('where the website goes', () => {
  it.each<[object, string]>([
    [{}, 'pages'],
    [{ folder: '/srv/site/www' }, 'folder'],
    [{ rsync: RSYNC }, 'rsync'],
    [{ mode: 'package' }, 'package'],
    [{ mode: 'manual' }, 'manual'],
  ])('%j: %s', (part, delivery) => expect(deliveryOf(policySchema.parse(website(part)))).toBe(delivery));

  it.each([
    { folder: 'srv' },
    { folder: '/srv/../etc' },
    { folder: '/' },
    { folder: '/srv/a b' },
    { rsync: { ...RSYNC, to: '-e@web:/srv' } },
    { rsync: { ...RSYNC, to: 'fabu@web.example.gov.cn:/srv/..' } },
    { rsync: { ...RSYNC, to: 'fabu@web.example.gov.cn:srv' } },
    { rsync: { ...RSYNC, to: 'fabu@web.example.gov.cn:/srv;ls' } },
    { rsync: { ...RSYNC, host_key: 'ssh-ed25519 short' } },
    { rsync: { ...RSYNC, host_key: `${RSYNC.host_key}\nother ${RSYNC.host_key}` } },
    { rsync: { to: RSYNC.to } },
  ])('takes no place that a shell or another server could read otherwise: %j', (part) =>
    expect(policySchema.safeParse(website(part)).success).toBe(false),
  );
});

const keys = (...ends: (string | undefined)[]): object => ({
  signing_keys: ends.map((to, index) => ({ id: `k${index}`, public_key: `${index}`, from: '2026-01-01', ...(to ? { to } : {}) })),
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
    ['a website of one folder', website({ folder: '/srv/site/www' }), []],
    ['a website of a server', website({ rsync: RSYNC }), []],
    ['a website of two places', website({ folder: '/srv/site/www', rsync: RSYNC }), ['policy/two-deliveries channels.website']],
    [
      'a folder for what others make',
      website({ mode: 'package', folder: '/srv/site/www' }),
      ['policy/nothing-to-deliver channels.website'],
    ],
    ['keys of which one goes on', keys('2026-12-31', undefined), []],
    ['keys that all end', keys('2026-12-31', '2027-12-31'), ['policy/last-key-ends signing_keys']],
    ['the same where a person posts', { channels: { weibo: { mode: 'manual', settle_seconds: 0 } } }, []],
  ])('%s', (_, policy, faults) => {
    const parsed = policySchema.parse(policy);
    expect(validatePolicy(parsed).map(({ code, place }) => `${code} ${place}`)).toEqual(faults);
    if (faults.length > 0) expect(() => requireSoundPolicy(parsed)).toThrow(/应.*；请|应.*；全天/);
    else requireSoundPolicy(parsed);
  });
});
