import { z } from 'zod';
import { type BeijingDate, isDate } from '../beijing-time.ts';
import { CHANNELS, type Channel } from '../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../item/front-matter/front-matter-words.ts';
import { NOTHING, pairs, type SettingsChange } from './settings-change.ts';

const date = z.string().refine(isDate);
const name = z.string().trim().min(1).max(60);
const person = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** What people type to log in, and nobody calls a place: a run of letters with digits or signs, long numbers, `密码是…`. */
function isLikeAPassword(text: string): boolean {
  const typed = text.match(/[!-,.-~]{6,}/g) ?? [];
  return typed.some((run) => /[^A-Za-z]/.test(run)) || /(?:密码|口令)[^，。；]{0,4}[是为:：=]/.test(text);
}

/** A place that nobody could log in with. It is said in Chinese words; what is typed to log in isn't. */
const place = name.refine((text) => /\p{Script=Han}/u.test(text) && !isLikeAPassword(text), {
  params: { should: '保管密码的地方（如 办公室保密柜），不是密码' },
});

const schema = z.strictObject({
  channel: z.enum(CHANNELS),
  name,
  /** The number that the platform knows it by: AppID, uid, 网站标识码. */
  id: name.optional(),
  /** 政务新媒体备案: on which platform, under which number. */
  filing: z.strictObject({ platform: name, number: name }).optional(),
  /** Who keeps it: an administrator, or a person of the Office (Arts. 3, 10). */
  custodian: person.optional(),
  /** When it was handed over and to whom, in order. */
  handovers: z.array(z.strictObject({ date, to: person, document: name.optional() })).optional(),
  password_kept: place.optional(),
  phone: z
    .string()
    .regex(/^\+?[\d* -]{7,20}$/)
    .optional(),
  certified_until: date.optional(),
  administrators: z.array(person).min(1).optional(),
  operators: z.array(person).min(1).optional(),
  /** Platforms of others that may post through the account. */
  authorisations: z.array(z.strictObject({ name, until: date })).optional(),
  domain: name.optional(),
  certificate_until: date.optional(),
  /** 网络安全等级保护. */
  protection: z.strictObject({ level: z.enum(['一级', '二级', '三级', '四级']), number: name, until: date }).optional(),
});

/** One account of the bureau on a channel: who keeps it, under which numbers, until when. It never holds a password. */
export type Account = z.output<typeof schema>;
type Key = Exclude<keyof Account, 'channel' | 'name'>;
type NameOf = (person: string) => string;

interface Field {
  label: string;
  /** The channels whose accounts have it, and whether `doctor` asks for it. */
  on: readonly Channel[];
  needed?: false;
  words: (account: Account, nameOf: NameOf) => string | undefined;
  /** A change of it only moves a date. */
  light?: true;
}

const MEDIA: readonly Channel[] = ['wechat', 'weibo'];
const SITE: readonly Channel[] = ['website'];

/** A number as it may be shown: `138****0000`. */
function maskedPhone(number: string): string {
  const digits = number.replace(/[^\d*]/g, '');
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
}

/** Everything that is written of an account, as people read it. */
const FIELDS: Readonly<Record<Key, Field>> = {
  id: { label: '编号', on: CHANNELS, words: ({ id }) => id },
  filing: { label: '政务新媒体备案', on: MEDIA, words: ({ filing: f }) => f && `${f.platform} ${f.number}` },
  custodian: { label: '保管人', on: CHANNELS, words: ({ custodian }, nameOf) => custodian && nameOf(custodian) },
  handovers: {
    label: '交接',
    on: CHANNELS,
    needed: false,
    words: ({ handovers }, nameOf) =>
      handovers?.map(({ date: day, to, document }) => `${day} 交给 ${nameOf(to)}${document ? `（${document}）` : ''}`).join('、'),
  },
  password_kept: { label: '密码保管处', on: CHANNELS, words: ({ password_kept: where }) => where },
  phone: { label: '绑定手机', on: MEDIA, words: ({ phone }) => phone && maskedPhone(phone) },
  certified_until: { label: '认证有效期', on: MEDIA, words: ({ certified_until: until }) => until, light: true },
  administrators: { label: '公众号管理员', on: ['wechat'], words: ({ administrators: all }, nameOf) => all?.map(nameOf).join('、') },
  operators: { label: '运营者', on: MEDIA, needed: false, words: ({ operators }, nameOf) => operators?.map(nameOf).join('、') },
  authorisations: {
    label: '第三方授权',
    on: MEDIA,
    needed: false,
    words: ({ authorisations }) => authorisations?.map((one) => `${one.name} 到 ${one.until}`).join('、'),
  },
  domain: { label: '域名', on: SITE, words: ({ domain }) => domain },
  certificate_until: { label: '证书有效期', on: SITE, words: ({ certificate_until: until }) => until, light: true },
  protection: {
    label: '等级保护',
    on: SITE,
    words: ({ protection: p }) => p && `${p.level}，备案证明 ${p.number}，测评有效到 ${p.until}`,
    light: true,
  },
};
const KEYS = Object.keys(FIELDS) as Key[];

/** `accounts` of organisation.yml (Arts. 3, 10). */
export const accountsSchema = z.array(
  schema.superRefine((account, context) => {
    for (const key of KEYS) {
      if (account[key] === undefined || FIELDS[key].on.includes(account.channel)) continue;
      const should = `不写（${CHANNEL_NAMES[account.channel]}账号没有${FIELDS[key].label}）`;
      context.addIssue({ code: 'custom', path: [key], params: { should } });
    }
  }),
);

/** `微信“示例发布”`: an account as people call it. */
export function accountName({ channel, name: called }: Pick<Account, 'channel' | 'name'>): string {
  return `${CHANNEL_NAMES[channel]}“${called}”`;
}

/** What is written of an account, by label, nothing left out and the phone masked. */
function accountWords(account: Account, nameOf: NameOf): { label: string; words: string; light: boolean }[] {
  return KEYS.flatMap((key) => {
    const { label, words, light = false } = FIELDS[key];
    const said = words(account, nameOf);
    return said ? [{ label, words: said, light }] : [];
  });
}

/** What an account of its channel should say and doesn't, in words. */
export function missingFields(account: Account): string[] {
  return KEYS.filter((key) => FIELDS[key].needed !== false && FIELDS[key].on.includes(account.channel) && account[key] === undefined).map(
    (key) => FIELDS[key].label,
  );
}

/** Something of an account that holds until a day, by the code that people are told it under. */
export interface AccountEnd {
  code: 'certification' | 'authorisation' | 'certificate' | 'protection';
  what: string;
  until: BeijingDate;
}

/** What of an account ends one day. */
export function accountEnds({ certified_until, authorisations, certificate_until, protection }: Account): AccountEnd[] {
  const end = (code: AccountEnd['code'], what: string, until: BeijingDate | undefined): AccountEnd[] =>
    until === undefined ? [] : [{ code, what, until }];
  return [
    ...end('certification', '认证', certified_until),
    ...(authorisations ?? []).flatMap((one) => end('authorisation', `给“${one.name}”的授权`, one.until)),
    ...end('certificate', '证书', certificate_until),
    ...end('protection', '等级保护测评', protection?.until),
  ];
}

/** A handover, a new phone, somebody else who may post: one row a thing, found again by channel and number. */
export function accountChanges(
  before: readonly Account[] | undefined,
  after: readonly Account[] | undefined,
  person: NameOf,
): SettingsChange[] {
  return pairs(before ?? [], after ?? [], ({ channel, id, name }) => `${channel} ${id ?? name}`).flatMap(([was, is]) => {
    const words = (account: Account | null): ReturnType<typeof accountWords> => (account === null ? [] : accountWords(account, person));
    const whole = (account: Account | null): string =>
      account === null
        ? NOTHING
        : words(account)
            .map(({ label, words: said }) => `${label} ${said}`)
            .join('；') || '只有名称';
    if (was === null || is === null)
      return [{ what: accountName((is ?? was) as Account), before: whole(was), after: whole(is), grave: is !== null }];
    const renamed = was.name === is.name ? [] : [{ what: `${accountName(was)}的名称`, before: was.name, after: is.name, grave: false }];
    const labels = [...new Set([...words(was), ...words(is)].map(({ label }) => label))];
    const rows = labels.flatMap((label): SettingsChange[] => {
      const [old, now] = [was, is].map((account) => words(account).find((one) => one.label === label));
      if (old?.words === now?.words) return [];
      const what = `${accountName(is)}的${label}`;
      return [{ what, before: old?.words ?? NOTHING, after: now?.words ?? NOTHING, grave: !(now ?? old)?.light }];
    });
    // Two numbers that look the same once they are masked.
    const phone =
      was.phone === is.phone || rows.some(({ what }) => what.endsWith('绑定手机'))
        ? []
        : [{ what: `${accountName(is)}的绑定手机`, before: '原来的号码', after: '另一个号码（只显示头尾，两个看起来一样）', grave: true }];
    return [...renamed, ...rows, ...phone];
  });
}
