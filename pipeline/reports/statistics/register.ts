import type { BeijingDate } from '../../beijing-time.ts';
import { CHANNELS, type Channel } from '../../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import { administrators, holdersFor } from '../../organisation/holders.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { nameOfPerson } from '../../organisation/person.ts';
import type { Policy } from '../../organisation/policy.ts';
import type { Sheet } from '../sheets/sheet.ts';

/** One account of the bureau, as its list of accounts says it. */
export interface Account {
  channel: Channel;
  name: string | null;
  /** What the platform calls it: the AppID, the UID, the site's mark. */
  id: string | null;
  /** 备案号 */
  record: string | null;
  /** Who keeps it, by name. */
  custodians: readonly string[];
  certifiedUntil: BeijingDate | null;
}

/**
 * The accounts that the list names (`accounts`, Arts. 3, 10); a channel of which it names none, as the policy knows it, kept by the
 * administrators of the day.
 */
export function accountsOf(organisation: Organisation, { site, channels }: Policy, today: BeijingDate): Account[] {
  const nameOf = (person: string): string => nameOfPerson(organisation, person);
  const known: Record<Channel, Pick<Account, 'name' | 'id' | 'record'>> = {
    website: { name: site.name ?? null, id: site.id_code ?? null, record: site.icp ?? null },
    wechat: { name: site.wechat?.name ?? null, id: channels.wechat.app_id ?? null, record: null },
    weibo: { name: site.weibo?.name ?? null, id: channels.weibo.uid ?? null, record: null },
  };
  const administratorsNow = administrators(organisation, today).map(nameOf);
  return CHANNELS.flatMap((channel): Account[] => {
    const listed = (organisation.accounts ?? []).filter((account) => account.channel === channel);
    if (listed.length === 0) return [{ channel, ...known[channel], custodians: administratorsNow, certifiedUntil: null }];
    return listed.map(({ name, id, filing, custodian, certified_until }) => ({
      channel,
      name,
      id: id ?? known[channel].id,
      record: filing ? `${filing.platform} ${filing.number}` : known[channel].record,
      custodians: custodian ? [nameOf(custodian)] : administratorsNow,
      certifiedUntil: certified_until ?? null,
    }));
  });
}

/** How each channel is published on, in words. */
const MODES = {
  ...{ manual: '手工发布后登记', build: '系统生成网站', package: '打包交集约化平台' },
  ...{ draft: '系统建草稿，由人点“发表”', publish: '审完自动发布', mass: '审完自动群发', open: '审完自动发布', biz: '审完自动发布' },
};

const TO_FILL = '待填（管理员）';
const COLUMNS = ['阵地', '名称', '账号或标识码', '备案号', '管理员', '审核', '认证到期', '发布方式'];

/** 意识形态阵地台账: each position with who keeps it and who answers for what goes out there (Arts. 3, 8, 10). */
export function registerSheet(accounts: readonly Account[], organisation: Organisation, policy: Policy, today: BeijingDate): Sheet {
  const levels = ([2, 3] as const).map((level) =>
    holdersFor(organisation, level, Object.keys(organisation.units), today)
      .map((person) => nameOfPerson(organisation, person))
      .join('、'),
  );
  return {
    name: '意识形态阵地台账',
    columns: COLUMNS.map((title) => ({ title, kind: 'text' })),
    rows: accounts.map(({ channel, name, id, record, custodians, certifiedUntil }) => [
      CHANNEL_NAMES[channel],
      name ?? TO_FILL,
      id ?? TO_FILL,
      record ?? TO_FILL,
      custodians.join('、') || TO_FILL,
      `办公室 ${levels[0] || '待定'}；分管领导 ${levels[1] || '待定'}`,
      certifiedUntil ?? (channel === 'website' ? null : TO_FILL),
      MODES[policy.channels[channel].mode],
    ]),
  };
}
