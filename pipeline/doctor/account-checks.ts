import { AHEAD } from '../alerts/endings.ts';
import { addDays } from '../beijing-time.ts';
import { CHANNELS, type Channel } from '../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../item/front-matter/front-matter-words.ts';
import { type Account, accountEnds, accountName, missingFields } from '../organisation/accounts.ts';
import { mayKeepAccounts } from '../organisation/holders.ts';
import { nameOfPerson } from '../organisation/person.ts';
import type { DoctorFacts } from './facts.ts';
import { type Check, ends, type Finding, mustDo, remind } from './report.ts';

const ORGANISATION = 'content/organisation.yml';

/** What is wrong with an account has to be dealt with where the program posts by itself; where people post by hand it is a reminder. */
const findingOn = ({ policy }: DoctorFacts, channel: Channel): typeof mustDo =>
  policy.channels[channel].mode === 'manual' ? remind : mustDo;

/** The number of a channel's account as policy.yml names it. */
function numberInPolicy({ policy: { channels, site } }: DoctorFacts, channel: Channel): string | undefined {
  return { website: site.id_code, wechat: channels.wechat.app_id, weibo: channels.weibo.uid }[channel];
}

/** Channels whose account nobody has written down. */
function missing(facts: DoctorFacts): Finding[] {
  const { accounts = [] } = facts.organisation;
  const severities = [mustDo, remind].map((finding) => ({
    finding,
    channels: CHANNELS.filter((channel) => findingOn(facts, channel) === finding && !accounts.some((one) => one.channel === channel)),
  }));
  return severities.flatMap(({ finding, channels }) => {
    if (channels.length === 0) return [];
    const names = channels.map((channel) => CHANNEL_NAMES[channel]).join('、');
    const message = `名单里没有登记${names}的账号，谁保管、何时到期都查不到；每个账号应有备案号、保管人和到期日（第三条、第十条）；请在 accounts 里补上，送审后生效。`;
    return [finding('accounts/missing', message, `${ORGANISATION} accounts`)];
  });
}

/** An account that policy.yml doesn't post through. */
function otherAccount(facts: DoctorFacts, channel: Channel): Finding[] {
  const own = (facts.organisation.accounts ?? []).filter((one) => one.channel === channel && one.id !== undefined);
  const wanted = numberInPolicy(facts, channel);
  if (wanted === undefined || own.length === 0 || own.some(({ id }) => id === wanted)) return [];
  const message = `${CHANNEL_NAMES[channel]}账号不一致：policy.yml 写的编号是 ${wanted}，名单里登记的是 ${own.map(({ id }) => id).join('、')}；两处应有同一个；请核对后改正。`;
  return [findingOn(facts, channel)('accounts/other-account', message, `${ORGANISATION} accounts`)];
}

function endsOf(facts: DoctorFacts, account: Account, place: string): Finding[] {
  const { today } = facts;
  return accountEnds(account).flatMap(({ code: kind, what, until }) => {
    if (until > addDays(today, AHEAD)) return [];
    const over = until < today;
    const message = `${accountName(account)}的${what}${over ? `已于 ${until} 到期` : `到 ${until} 到期`}；应${over ? '立即' : '提前'}续办；请管理员办好，把新的日期写进 accounts 送审。`;
    const ending = { kind, channel: account.channel, until };
    return [
      over
        ? { ...findingOn(facts, account.channel)('accounts/ended', message, place), ending }
        : ends('accounts/ending', message, place, ending),
    ];
  });
}

/** Who keeps an account and isn't, or is no longer, entitled to (Arts. 3, 10). */
function strangers(facts: DoctorFacts, account: Account, place: string): Finding[] {
  const { organisation, today } = facts;
  const { channel, custodian, administrators = [] } = account;
  const may = mayKeepAccounts(organisation, today);
  const nameOf = (person: string): string => nameOfPerson(organisation, person);
  const outside = administrators.filter((person) => organisation.people[person]?.outside);
  const gone = `${accountName(account)}的保管人 ${custodian && nameOf(custodian)} 今天不是平台管理员，也不在办公室任职；账号应由办公室在编的专人保管（第三条、第十条）；请办交接，写上新的保管人送审。`;
  const hired = `${accountName(account)}的管理员 ${outside.map(nameOf).join('、')} 是编外或外包人员；公众号管理员应是在编人员；请换人后改正。`;
  return [
    ...(custodian !== undefined && !may.includes(custodian) ? [findingOn(facts, channel)('accounts/custodian', gone, place)] : []),
    ...(outside.length > 0 ? [findingOn(facts, channel)('accounts/outside', hired, place)] : []),
  ];
}

function look(facts: DoctorFacts): Finding[] {
  const { accounts = [] } = facts.organisation;
  const each = accounts.flatMap((account, index) => {
    const place = `${ORGANISATION} accounts[${index}]`;
    const lacking = missingFields(account);
    const message = `${accountName(account)}没有写${lacking.join('、')}；账号应登记齐全；请在 accounts 里补上，送审后生效。`;
    return [
      ...(lacking.length > 0 ? [findingOn(facts, account.channel)('accounts/incomplete', message, place)] : []),
      ...strangers(facts, account, place),
      ...endsOf(facts, account, place),
    ];
  });
  return [...missing(facts), ...CHANNELS.flatMap((channel) => otherAccount(facts, channel)), ...each];
}

/** The bureau's accounts as organisation.yml has them: no network, no secrets. */
export const ACCOUNT_CHECKS: readonly Check<DoctorFacts>[] = [{ name: 'platform-accounts', title: '各渠道账号的登记和到期日', look }];
