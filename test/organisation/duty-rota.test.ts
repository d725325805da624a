import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readHolidays } from '#pipeline/organisation/holidays.ts';
import { organisationOf } from '#pipeline/organisation/read-settings.ts';
import { validateOrganisation } from '#pipeline/organisation/validate.ts';
import { rotaFaults } from '#pipeline/organisation/validate-rota.ts';
import { organisation as bureau } from '../review/evidence-builder.ts';

const TODAY = '2026-11-24';
const DAYS_OFF = readHolidays(readFileSync('content/terms/holidays.yml', 'utf8'), 'content/terms/holidays.yml');
const day = (date: string, principal = 'fengliu', delegate = 'sunqi') => ({ date, principal, delegate });
const withDays = (...days: object[]) =>
  organisationOf({ ...structuredClone(bureau), duty_rota: [{ document: '值班表 1 号', level: 3, days }] });

describe('a 值班表', () => {
  it('is so many delegations of one day, under its document', () => {
    expect(withDays(day('2026-11-28'), day('2026-11-29', 'sunqi', 'fengliu')).delegations).toEqual([
      { principal: 'fengliu', delegate: 'sunqi', level: 3, from: '2026-11-28', to: '2026-11-28', document: '值班表 1 号' },
      { principal: 'sunqi', delegate: 'fengliu', level: 3, from: '2026-11-29', to: '2026-11-29', document: '值班表 1 号' },
    ]);
  });

  it('read twice makes them once', () => {
    const once = withDays(day('2026-11-28'));
    expect(organisationOf(once)).toEqual(once);
  });

  it.each<[string, object[], string[]]>([
    ['a Saturday and a Sunday', [day('2026-11-28'), day('2026-11-29')], []],
    ['a Tuesday', [day('2026-12-01')], ['organisation/rota-working-day duty_rota[0].days[0]']],
    ['the National Day', [day('2026-10-01')], []],
    ['a working day that is over', [day('2026-11-23')], []],
    [
      'somebody without an account',
      [day('2026-11-28'), day('2026-11-29', 'fengliu', 'silent')],
      ['organisation/rota-no-login duty_rota[0].days[1]'],
    ],
  ])('may hold or not: %s', (_what, days, expected) => {
    const all = withDays(...days);
    Object.assign(all.people, { silent: { name: '无号', logins: [] } });
    expect(rotaFaults(all, true, DAYS_OFF, TODAY).map(({ code, place }) => `${code} ${place}`)).toEqual(expected);
  });

  it('holds no Saturday that is worked instead (调休), on any of the year’s', () => {
    const worked = '2026-10-10';
    const [fault] = rotaFaults(withDays(day(worked)), true, DAYS_OFF, '2026-10-01');
    expect(fault?.code).toBe(DAYS_OFF.includes(worked) ? undefined : 'organisation/rota-working-day');
  });

  it('says that nobody has entered a year, and goes by the weekends', () => {
    const [fault] = rotaFaults(withDays(day('2031-01-01')), true, DAYS_OFF, TODAY);
    expect(fault?.message).toContain('节假日表还没有 2031 年');
  });

  it('needs delegation to be allowed', () =>
    expect(rotaFaults(withDays(day('2026-11-28')), false, DAYS_OFF, TODAY).map(({ code }) => code)).toEqual(['organisation/rota-off']));

  it.each<[string, object, string]>([
    ['nobody for himself', day('2026-11-28', 'sunqi', 'sunqi'), 'organisation/delegation-to-self'],
    ['nobody whom the list doesn’t know', day('2026-11-28', 'fengliu', 'nobody'), 'organisation/unknown-person'],
  ])('is looked at with the other delegations, and told where it is written: %s', (_what, entry, code) => {
    const faults = validateOrganisation(withDays(day('2026-11-29'), entry), TODAY).map(({ code: told, place }) => `${told} ${place}`);
    expect(faults).toContain(`${code} duty_rota[0].days[1]`);
  });
});
