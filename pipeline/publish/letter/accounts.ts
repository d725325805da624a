import type { BeijingDate } from '../../beijing-time.ts';
import { administrators, inForce } from '../../organisation/holders.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { nameOfPerson } from '../../organisation/person.ts';
import type { LetterOptions } from './letter-options.ts';

/** People who have a post or duty on a day and need an account for it: everybody but heads whose unit declares its own review. */
export function peopleWithoutAccount(organisation: Organisation, day: BeijingDate): string[] {
  const declared = (unit: string): boolean => {
    const route = organisation.units[unit]?.route;
    return route !== undefined && organisation.routes[route].level1 === 'declared';
  };
  const needed = [
    ...organisation.posts.filter(({ level, unit }) => level !== 1 || !declared(unit)),
    ...organisation.duties.filter(({ duty, unit }) => duty !== 'secrecy' || unit === undefined || !declared(unit)),
  ];
  const people = new Set(needed.filter((entry) => inForce(entry, day)).map(({ person }) => person));
  return [...people].filter((person) => {
    const { logins = [], ids = [] } = organisation.people[person] ?? {};
    return logins.length + ids.length === 0;
  });
}

function platformAccounts(organisation: Organisation, day: BeijingDate): string {
  const without = peopleWithoutAccount(organisation, day);
  const all = Object.keys(organisation.people).length;
  if (without.length === 0) return `名单上 ${all} 人都已写明账号，请各人确认并开启两步验证`;
  const names = without.map((person) => nameOfPerson(organisation, person)).join('、');
  return `${without.length} 人还没有账号：${names}；一人一号，本人保管，开启两步验证`;
}

/** Which accounts to apply for, and who applies (Art. 10: the Office keeps them). */
export function accountRows({ organisation, policy, today, apiUrl }: LetterOptions): string[][] {
  const { wechat, weibo } = policy.channels;
  const admins = administrators(organisation, today).map((person) => nameOfPerson(organisation, person));
  const admin = admins.length === 0 ? '管理员' : admins.join('、');
  const own = apiUrl === null ? '；平台自建在境内（GitHub Enterprise Server）' : '';
  return [
    ['代码平台个人账号', `${platformAccounts(organisation, today)}${own}`, '各单位'],
    ['发布程序账号', '1 个，供发布程序写台账，不能直推主分支；令牌只放在发布环境', admin],
    ...(wechat.mode === 'manual'
      ? []
      : [
          [
            '微信公众号接口',
            `已认证的公众号${wechat.app_id ? `（${wechat.app_id}）` : ''}，开通素材、草稿、发布${wechat.mode === 'mass' ? '、群发' : ''}接口，取得 AppID、AppSecret；服务器的固定出口 IP 加入“IP 白名单”`,
            '办公室',
          ],
        ]),
    ...(weibo.mode === 'manual'
      ? []
      : [
          [
            '微博开放平台应用',
            `以本局微博登记应用，开通分享接口，安全域名 ${policy.site.domain ?? '（网站域名待定）'}，授权后取得令牌`,
            '办公室',
          ],
        ]),
  ];
}
