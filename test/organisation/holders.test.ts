import { describe, expect, it } from 'vitest';
import {
  administrators,
  hasMainLeader,
  hasSecrecyDuty,
  holders,
  holds,
  isMainLeader,
  principalsOf,
} from '#pipeline/organisation/holders.ts';
import { identifier, personOfLogin } from '#pipeline/organisation/person.ts';
import { organisationOf } from '#pipeline/organisation/read-settings.ts';
import { organisation as bureau } from '../review/evidence-builder.ts';

const organisation = organisationOf({
  ...bureau,
  posts: [
    ...bureau.posts,
    { unit: 'leaders', post: '分管领导', level: 3, person: 'guanli', from: '2026-03-01', to: '2026-05-10', covers: ['wucheng'] },
    { unit: 'leaders', post: '分管领导', level: 3, person: 'guanli', from: '2026-03-01', to: '2026-05-10', covers: ['jindong'] },
  ],
  delegations: [
    { principal: 'zhengsi', delegate: 'baomi', level: 2, from: '2026-05-01', to: '2026-05-10', document: '授权 1 号' },
    { principal: 'lisi', delegate: 'baomi', level: 2, from: '2026-05-01', to: '2026-05-10', document: '授权 2 号' },
  ],
});

describe('who holds what on a day', () => {
  it.each([
    ['2026-02-28', false],
    ['2026-03-01', true],
    ['2026-05-10', true],
    ['2026-05-11', false],
  ])('counts the first and the last day of a post: %s', (day, expected) =>
    expect(holds(organisation, 'guanli', 3, ['wucheng'], day)).toBe(expected),
  );

  it('lists the holders for a unit in the order of the file', () => {
    expect(holders(organisation, 1, 'wucheng', '2026-05-01')).toEqual(['zhouyi', 'wujiu']);
    expect(holders(organisation, 2, 'jindong', '2026-05-01')).toEqual(['zhengsi', 'wangwu']);
    expect(holders(organisation, 3, 'fazhi', '2026-05-01')).toEqual(['fengliu', 'sunqi']);
  });

  it('takes several posts together for several units', () => {
    expect(holds(organisation, 'guanli', 3, ['wucheng', 'jindong'], '2026-05-01')).toBe(true);
    expect(holds(organisation, 'guanli', 3, ['wucheng', 'fazhi'], '2026-05-01')).toBe(false);
  });

  it('gives delegates only whoever holds the post himself, while the document lasts', () => {
    expect(principalsOf(organisation, 'baomi', 2, ['wucheng'], '2026-05-10')).toEqual(['zhengsi']);
    expect(principalsOf(organisation, 'baomi', 2, ['wucheng'], '2026-05-11')).toEqual([]);
    expect(principalsOf(organisation, 'baomi', 3, ['wucheng'], '2026-05-10')).toEqual([]);
  });

  it('knows duties and the main leader', () => {
    expect(hasSecrecyDuty(organisation, 'baomi', 'wucheng', '2026-05-01')).toBe(true);
    expect(hasSecrecyDuty(organisation, 'baomi', 'jindong', '2026-05-01')).toBe(false);
    expect(administrators(organisation, '2026-05-01')).toEqual(['guanli']);
    expect(administrators(organisation, '2023-12-31')).toEqual([]);
    expect([isMainLeader(organisation, 'sunqi', '2026-05-01'), isMainLeader(organisation, 'fengliu', '2026-05-01')]).toEqual([true, false]);
    expect(hasMainLeader(organisation, '2023-12-31')).toBe(false);
  });
});

describe('who stands behind a login', () => {
  const withIds = organisationOf({ ...bureau, people: { ...bureau.people, lisi: { name: '李四', logins: ['lisi'], ids: [7] } } });

  it.each([
    ['ZHOUYI', {}, 'zhouyi'],
    ['zhouyi-old', {}, 'zhouyi'],
    ['nobody', {}, null],
    ['lisi', {}, null],
    ['lisi', { lisi: { id: 8 } }, null],
    ['lisi-new', { 'LiSi-New': { id: 7 } }, 'lisi'],
    ['zhouyi', { zhouyi: { id: 7 } }, 'lisi'],
    ['constructor', {}, null],
  ])('%s with %j is %s', (login, accounts, person) => expect(personOfLogin(withIds, login, accounts)).toBe(person));

  it.each(['web-flow', 'Web-Flow', 'renovate[bot]', 'Helper', 'robot'])('%s is a machine', (login) => {
    const identify = identifier(withIds, ['helper'], { robot: { id: 9, type: 'Bot' } });
    expect(identify(login)).toEqual({ kind: 'machine' });
  });

  it('nobody stands behind a deleted account', () => expect(identifier(withIds)(null)).toEqual({ kind: 'unknown' }));
});
