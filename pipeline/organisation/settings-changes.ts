import { addDays, type BeijingDate } from '../beijing-time.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../item/front-matter/front-matter-words.ts';
import { accountChanges } from './accounts.ts';
import type { Organisation, Post } from './organisation.ts';
import { nameOfPerson } from './person.ts';
import type { Policy } from './policy.ts';
import { policyChanges } from './policy-changes.ts';
import { listWords, NOTHING, pairs, type SettingsChange } from './settings-change.ts';

const LEVEL_WORDS = { 1: '可一级审核', 2: '可二级审核', 3: '可三级签发' } as const;
const KIND_WORDS = { county: '县（市、区）局或分局', department: '处（室）', center: '中心' } as const;
const LEVEL1_WORDS = { review: '在平台上审核', declared: '单位自审后声明' } as const;
const DUTY_WORDS = { administrator: '平台管理员', secrecy: '保密审查人' } as const;
const DESKS: Readonly<Record<string, string>> = { office: '办公室', leaders: '局领导' };

/** Both organisations, and how what they hold is called: as it is afterwards, where it still is there. */
interface Both {
  before: Organisation;
  after: Organisation;
  person: (id: string) => string;
  unit: (id: string) => string;
}

interface Term {
  from: BeijingDate;
  to?: BeijingDate | undefined;
}

const term = ({ from, to }: Term): string => (to === undefined ? `${from} 起` : `${from} 至 ${to}`);
/** True if a term begins sooner or ends later than it did. */
const longer = (was: Term, is: Term): boolean => is.from < was.from || (is.to ?? '9999-12-31') > (was.to ?? '9999-12-31');

/** A row of a term of office or duty: `2026-11-24 起不再担任` where it only ends. */
function termRow<Entry extends Term>(
  what: string,
  [was, is]: [Entry | null, Entry | null],
  words: (entry: Entry) => string,
  weighty: (was: Entry | null, is: Entry) => boolean,
): SettingsChange {
  const ends = was !== null && is?.to !== undefined && canonicalJson({ ...was, to: is.to }) === canonicalJson(is) && !longer(was, is);
  const after = ends ? `${addDays(is.to as BeijingDate, 1)} 起不再担任` : is === null ? NOTHING : words(is);
  return { what, before: was === null ? NOTHING : words(was), after, grave: is !== null && weighty(was, is) };
}

function peopleChanges({ before, after, person }: Both): SettingsChange[] {
  const powerful = (id: string): boolean =>
    after.posts.some((post) => post.person === id && post.level > 1) ||
    after.duties.some((entry) => entry.person === id && entry.duty === 'administrator') ||
    after.delegations.some(({ delegate }) => delegate === id);
  const accounts = (entry: Organisation['people'][string] | undefined): Record<string, string[]> => ({
    账号: entry?.logins ?? [],
    账号编号: (entry?.ids ?? []).map(String),
    邮箱: entry?.emails ?? [],
    身份: entry?.outside ? ['编外（不担任审核）'] : [],
  });
  return [...new Set([...Object.keys(before.people), ...Object.keys(after.people)])].flatMap((id): SettingsChange[] => {
    const [was, is] = [before.people[id], after.people[id]];
    if (canonicalJson(was) === canonicalJson(is)) return [];
    const whole = (entry: typeof was): string =>
      entry === undefined
        ? NOTHING
        : [
            `代号 ${id}`,
            ...Object.entries(accounts(entry)).flatMap(([label, list]) => (list.length > 0 ? [`${label} ${list.join('、')}`] : [])),
          ].join('；');
    if (!was || !is) return [{ what: person(id), before: whole(was), after: whole(is), grave: is !== undefined && powerful(id) }];
    const renamed = was.name === is.name ? [] : [{ what: `${id} 的姓名`, before: was.name, after: is.name, grave: powerful(id) }];
    const own = Object.entries(accounts(is)).flatMap(([label, list]): SettingsChange[] => {
      const old = accounts(was)[label] ?? [];
      if (canonicalJson(old) === canonicalJson(list)) return [];
      const [gone, fresh] = listWords(old, list);
      return [{ what: `${person(id)} 的${label}`, before: gone, after: fresh, grave: powerful(id) }];
    });
    return [...renamed, ...own];
  });
}

const channelWords = (channels: readonly Channel[] | undefined): string =>
  channels === undefined ? '' : `，只发 ${channels.map((channel) => CHANNEL_NAMES[channel]).join('、')}`;

function unitChanges({ before, after, unit }: Both): SettingsChange[] {
  const words = (entry: Organisation['units'][string] | undefined): string =>
    entry === undefined ? NOTHING : `${entry.name}，${KIND_WORDS[entry.kind]}，路径 ${entry.route}${channelWords(entry.channels)}`;
  return [...new Set([...Object.keys(before.units), ...Object.keys(after.units)])].flatMap((id): SettingsChange[] => {
    const [was, is] = [before.units[id], after.units[id]];
    if (canonicalJson(was) === canonicalJson(is)) return [];
    return [{ what: `单位 ${unit(id)}（${id}）`, before: words(was), after: words(is), grave: false }];
  });
}

function postChanges({ before, after, person, unit }: Both): SettingsChange[] {
  const covered = ({ covers }: Post): string[] =>
    covers === undefined ? [] : covers === '*' ? ['，管全部单位'] : [`，兼管 ${covers.map(unit).join('、') || '（无）'}`];
  const words = (post: Post): string => {
    const place = unit(post.unit);
    const name = post.post.startsWith(place) || Object.hasOwn(DESKS, post.unit) ? post.post : `${place} ${post.post}`;
    return `${name}，${LEVEL_WORDS[post.level]}${covered(post).join('')}，${term(post)}`;
  };
  const wider = (was: Post, is: Post): boolean =>
    is.covers !== was.covers && (is.covers === '*' || (is.covers ?? []).some((each) => was.covers !== '*' && !was.covers?.includes(each)));
  const weighty = (was: Post | null, is: Post): boolean =>
    is.level > 1 && (was === null || longer(was, is) || wider(was, is) || was.post !== is.post);
  return pairs(before.posts, after.posts, (post) => `${post.person} ${post.unit} ${post.level}`).map((pair) =>
    termRow(person((pair[1] ?? pair[0])?.person ?? ''), pair, words, weighty),
  );
}

function dutyChanges({ before, after, person, unit }: Both): SettingsChange[] {
  type Duty = Organisation['duties'][number];
  const words = (entry: Duty): string => `${entry.unit === undefined ? '' : unit(entry.unit)}${DUTY_WORDS[entry.duty]}，${term(entry)}`;
  const weighty = (was: Duty | null, is: Duty): boolean => is.duty === 'administrator' && (was === null || longer(was, is));
  return pairs(before.duties, after.duties, (entry) => `${entry.duty} ${entry.person} ${entry.unit}`).map((pair) =>
    termRow(person((pair[1] ?? pair[0])?.person ?? ''), pair, words, weighty),
  );
}

function delegationChanges({ before, after, person }: Both): SettingsChange[] {
  type Delegation = Organisation['delegations'][number];
  const words = (entry: Delegation): string =>
    `委托 ${person(entry.delegate)} 代签（${LEVEL_WORDS[entry.level]}），${term(entry)}，${entry.document}`;
  const key = ({ principal, delegate, level }: Delegation): string => `${principal} ${delegate} ${level}`;
  return pairs(before.delegations, after.delegations, key).map((pair) =>
    termRow(person((pair[1] ?? pair[0])?.principal ?? ''), pair, words, (was, is) => was === null || longer(was, is)),
  );
}

/** What differs between two organisations, one row a person and post, unit or delegation. */
function organisationChanges(before: Organisation, after: Organisation): SettingsChange[] {
  const names = [before, after].flatMap(({ people }) => Object.entries(people).map(([id, { name }]) => ({ id, name })));
  const person = (id: string): string => {
    const name = nameOfPerson(Object.hasOwn(after.people, id) ? after : before, id);
    return names.some((other) => other.name === name && other.id !== id) ? `${name}（${id}）` : name;
  };
  const unit = (id: string): string => after.units[id]?.name ?? before.units[id]?.name ?? DESKS[id] ?? id;
  const both: Both = { before, after, person, unit };
  const bureau =
    before.bureau === after.bureau
      ? []
      : [{ what: '本局全称', before: before.bureau ?? NOTHING, after: after.bureau ?? NOTHING, grave: false }];
  const { A: was } = before.routes;
  const { A: is } = after.routes;
  const route = {
    what: '分局的第一级审核',
    before: LEVEL1_WORDS[was.level1],
    after: LEVEL1_WORDS[is.level1],
    grave: is.level1 === 'declared',
  };
  return [
    ...bureau,
    ...peopleChanges(both),
    ...unitChanges(both),
    ...postChanges(both),
    ...dutyChanges(both),
    ...(was.level1 === is.level1 ? [] : [route]),
    ...delegationChanges(both),
    ...accountChanges(before.accounts, after.accounts, person),
  ];
}

/** 名单与规则 as a whole: the two parsed files, and what the files of `terms/` hold by their paths. */
export interface SettingsRead {
  organisation: Organisation;
  policy: Policy;
  terms: Readonly<Record<string, unknown>>;
}

const TERMS_WORDS: Readonly<Record<string, string>> = {
  'content/terms/holidays.yml': '节假日',
  'content/terms/official-terms.yml': '规范用语',
  'content/terms/office-holders.yml': '领导姓名和职务',
  'content/terms/prompts.yml': '审核提示',
  'content/terms/screen.yml': '提示词',
  'content/terms/laws.yml': '法律清单',
  'content/terms/idioms.yml': '成语和常用词',
  'content/terms/phrases.yml': '固定说法',
};

/** What a file of terms holds, one text an entry. */
function entriesOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map(canonicalJson);
  if (typeof value !== 'object') return [canonicalJson(value)];
  return Object.entries(value).flatMap(([key, inner]) =>
    Array.isArray(inner) ? inner.map((entry) => `${key} ${canonicalJson(entry)}`) : [`${key} ${canonicalJson(inner)}`],
  );
}

/** How many of a list's entries another doesn't have; what stands twice must be there twice. */
function beyond(list: readonly string[], others: readonly string[]): number {
  const left = [...others];
  return list.filter((entry) => {
    const at = left.indexOf(entry);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  }).length;
}

function termsChanges(before: SettingsRead['terms'], after: SettingsRead['terms']): SettingsChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((path): SettingsChange[] => {
    const [was, is] = [entriesOf(before[path]), entriesOf(after[path])];
    const [fresh, gone] = [beyond(is, was), beyond(was, is)];
    const moved = [...(fresh > 0 ? [`增 ${fresh} 条`] : []), ...(gone > 0 ? [`删 ${gone} 条`] : [])].join('　');
    const count = (list: readonly string[]): string => (list.length === 0 ? NOTHING : `${list.length} 条`);
    if (moved === '') return [];
    return [
      { what: TERMS_WORDS[path] ?? path, before: count(was), after: is.length === 0 ? NOTHING : `${count(is)}（${moved}）`, grave: false },
    ];
  });
}

/**
 * What a change of 名单与规则 changes for whom (design.md 3, "settings under the same lock"). Persons and posts come first, then the switches,
 * then the terms, counted. Equal settings give no rows; what only moves or is explained differently gives none either.
 */
export function settingsChanges(before: SettingsRead, after: SettingsRead): SettingsChange[] {
  return [
    ...organisationChanges(before.organisation, after.organisation),
    ...policyChanges(before.policy, after.policy),
    ...termsChanges(before.terms, after.terms),
  ];
}
