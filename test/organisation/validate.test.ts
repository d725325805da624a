import { describe, expect, it } from 'vitest';
import { organisationOf } from '#pipeline/organisation/read-settings.ts';
import { malformations, validateOrganisation } from '#pipeline/organisation/validate.ts';
import { organisation as bureau } from '../review/evidence-builder.ts';

const TODAY = '2026-11-24';
type Bureau = typeof bureau & Record<string, unknown>;

function faults(change: (organisation: Bureau) => void, distinct = true): string[] {
  const changed = structuredClone(bureau) as Bureau;
  change(changed);
  return validateOrganisation(organisationOf(changed), TODAY, distinct).map(({ code, place }) => `${code} ${place}`);
}

const delegate = (more: object) => (organisation: Bureau) =>
  Object.assign(organisation, {
    delegations: [
      { principal: 'fengliu', delegate: 'baomi', level: 3, from: '2026-11-01', to: '2026-11-30', document: '授权 1 号', ...more },
    ],
  });

const account = (more: object) => (organisation: Bureau) =>
  Object.assign(organisation, { accounts: [{ channel: 'wechat', name: '示例发布', id: 'wx01', custodian: 'zhengsi', ...more }] });
const handovers = (...days: [date: string, to: string][]) => account({ handovers: days.map(([date, to]) => ({ date, to })) });

describe('the organisation as a whole', () => {
  it('is sound in the tests’ bureau', () => expect(faults(() => {})).toEqual([]));

  it.each<[string, (organisation: Bureau) => unknown, string[]]>([
    [
      'a login of two persons, in any case (48)',
      ({ people }) => people.lisi.logins.push('ZhengSi'),
      ['organisation/login-twice people.zhengsi'],
    ],
    [
      'a number of two persons',
      ({ people }) => [Object.assign(people.lisi, { ids: [7] }), Object.assign(people.zhouyi, { ids: [7] })],
      ['organisation/id-twice people.zhouyi'],
    ],
    [
      'a post of nobody (48)',
      ({ posts }) => Object.assign(posts[1] as object, { person: 'nobody' }),
      ['organisation/post-of-nobody posts[1]'],
    ],
    [
      'a duty of nobody',
      ({ duties }) => Object.assign(duties[0] as object, { person: 'nobody' }),
      ['organisation/unknown-person duties[0]'],
    ],
    ['a delegation to nobody', delegate({ delegate: 'nobody' }), ['organisation/unknown-person delegations[0]']],
    ['a delegation to oneself', delegate({ delegate: 'fengliu' }), ['organisation/delegation-to-self delegations[0]']],
    ['a delegation that ends before it begins', delegate({ to: '2026-10-01' }), ['organisation/dates-reversed delegations[0]']],
    ['a post of no unit', ({ posts }) => Object.assign(posts[1] as object, { unit: 'nowhere' }), ['organisation/unknown-unit posts[1]']],
    [
      'a post that covers no unit',
      ({ posts }) => Object.assign(posts[1] as object, { covers: ['nowhere'] }),
      ['organisation/unknown-unit posts[1]'],
    ],
    [
      'a unit whose only head has left',
      ({ posts }) => Object.assign(posts[2] as object, { to: '2026-11-23' }),
      ['organisation/unit-without-head units.jindong'],
    ],
    [
      'a unit whose only head has no account',
      ({ people }) => Object.assign(people.qianer, { logins: [] }),
      ['organisation/unit-not-signable units.jindong'],
    ],
    ['an account of nobody', account({ custodian: 'nobody', operators: ['nobody'] }), ['organisation/unknown-person accounts[0]']],
    [
      'an account handed over to somebody else than who keeps it',
      handovers(['2026-01-01', 'wangwu']),
      ['organisation/account-handover accounts[0]'],
    ],
    ['handovers out of order', handovers(['2026-02-01', 'wangwu'], ['2026-01-01', 'zhengsi']), ['organisation/account-dates accounts[0]']],
    ['a handover that is still to come', handovers(['2026-11-25', 'zhengsi']), ['organisation/account-dates accounts[0]']],
    ['handovers in order', handovers(['2026-01-01', 'wangwu'], ['2026-11-24', 'zhengsi']), []],
    [
      'an account twice',
      (all) => Object.assign(all, { accounts: [1, 2].map(() => ({ channel: 'weibo', name: '示例', id: '1' })) }),
      ['organisation/account-twice accounts[1]'],
    ],
    ['outside staff at level 1', ({ people }) => Object.assign(people.qianer, { outside: true }), ['organisation/outside-level posts[2]']],
    [
      'outside staff who sign for somebody',
      (all) => [delegate({})(all), Object.assign((all.people as Record<string, object>).baomi as object, { outside: true })],
      ['organisation/outside-level delegations[0]'],
    ],
    [
      'outside staff who once held a level',
      (all) => [
        delegate({ to: '2026-11-23' })(all),
        Object.assign((all.people as Record<string, object>).baomi as object, { outside: true }),
      ],
      [],
    ],
    [
      'an Office of one person who is a head as well (13)',
      ({ posts }) => posts.splice(6, 1),
      ['organisation/unit-not-signable units.office', 'organisation/office-of-one posts[5]'],
    ],
  ])('is faulty with %s', (_what, change, expected) => expect(faults((organisation) => void change(organisation))).toEqual(expected));

  it('may have a head without an account where the unit signs outside', () => {
    const outside = (organisation: Bureau): void => {
      Object.assign(organisation, { routes: { A: { level1: 'declared' } } });
      Object.assign(organisation.people.qianer, { logins: [] });
    };
    expect(faults(outside)).toEqual([]);
  });

  it('is sound with one person at two levels where persons need not differ', () => {
    const one = ({ posts }: Bureau): void => void posts.splice(6, 1);
    expect(faults(one, false)).toEqual(['organisation/office-of-one posts[5]']);
  });

  it('shows the gate the two malformed cases only', () => {
    const organisation = organisationOf({ ...structuredClone(bureau), posts: [] });
    expect(validateOrganisation(organisation, TODAY)).not.toEqual([]);
    expect(malformations(organisation)).toEqual([]);
  });

  it('says each fault in one Chinese sentence of three parts', () => {
    const changed = structuredClone(bureau) as Bureau;
    changed.people.lisi.logins.push('zhengsi');
    changed.posts.splice(6, 1);
    for (const { message } of validateOrganisation(organisationOf(changed), TODAY)) expect(message).toMatch(/^.+；.+；请.+。$/);
  });
});
