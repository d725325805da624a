import type { BeijingDate } from '../beijing-time.ts';
import type { Organisation } from './organisation.ts';
import type { OrganisationFault } from './validate.ts';
import { isWorkingDay, knowsYear } from './working-days.ts';

/**
 * What is wrong with the days of a rota from today on; persons and self-delegation are looked at with the other delegations.
 * @param enabled whether the policy allows delegation
 * @param daysOff of `content/terms/holidays.yml`
 */
export function rotaFaults(
  organisation: Organisation,
  enabled: boolean,
  daysOff: readonly BeijingDate[],
  today: BeijingDate,
): OrganisationFault[] {
  const { duty_rota: rota = [], people } = organisation;
  const off: OrganisationFault[] =
    enabled || rota.length === 0
      ? []
      : [
          {
            code: 'organisation/rota-off',
            message: '写了值班表，但没有打开代签，值班的人签了不算；两处应一致；请在 policy.yml 打开 delegation，或删去 duty_rota。',
            place: 'duty_rota',
          },
        ];
  const days = rota.flatMap(({ days: all }, table) =>
    all.flatMap(({ date, delegate }, index): OrganisationFault[] => {
      if (date < today) return [];
      const place = `duty_rota[${table}].days[${index}]`;
      const { name = delegate, logins = [], ids = [] } = people[delegate] ?? {};
      const unknown = knowsYear(daysOff, date) ? '' : `（节假日表还没有 ${date.slice(0, 4)} 年，按周六、周日看）`;
      const rest = `值班表里的 ${date} 不是休息日${unknown}；值班代签应只在周末和节假日；请改日期，补上节假日表，或改为 delegations 里的代签。`;
      const silent = `值班表里 ${date} 由 ${name} 代签，但此人没有登记账号，签不了；应写明 logins；请补上账号或换人。`;
      return [
        ...(isWorkingDay(date, daysOff) ? [{ code: 'organisation/rota-working-day', message: rest, place }] : []),
        ...(logins.length + ids.length === 0 ? [{ code: 'organisation/rota-no-login', message: silent, place }] : []),
      ];
    }),
  );
  return [...off, ...days];
}
