import { shown } from '../../check/finding.ts';
import type { LedgerEvent } from '../../ledger/event.ts';
import { BREAKER } from '../../ledger/held.ts';
import { purgeIn } from '../../ledger/purge-event.ts';
import { changedFiles, recordOf } from '../../ledger/settings-event.ts';
import type { Settings } from '../../ledger/settings-version.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { nameOfPerson, personOfLogin } from '../../organisation/person.ts';
import { changeLine } from '../../organisation/settings-change.ts';
import { settingsChanges } from '../../organisation/settings-changes.ts';
import { LEVEL_ORDINALS, WITHDRAWALS } from '../../review/words.ts';
import { type Act, proofOf } from './audit-row.ts';

type Key = Settings['policy']['signing_keys'][number];

/** So many changes are told in words; the pull request has them all. */
const TOLD = 8;

/** Who a login was, by the organisation of the day. Whoever acted was known by his numeric id then, which the ledger doesn't keep. */
export function nameOfActor(organisation: Organisation | undefined, login: string): string {
  if (organisation === undefined) return login;
  const byLogin = Object.entries(organisation.people).find(([, { logins }]) =>
    logins.some((own) => own.toLowerCase() === login.toLowerCase()),
  );
  const person = personOfLogin(organisation, login) ?? byLogin?.[0];
  return person === undefined ? login : nameOfPerson(organisation, person);
}

/** The organisation that held at a moment, by the settings' chain and its versions in their order. */
export function organisationAt(events: readonly LedgerEvent[], versions: readonly Settings[]): (at: string) => Organisation | undefined {
  const since = events.filter(({ kind }) => kind === 'settings').map(({ at }) => Date.parse(at));
  return (at) => (versions[since.findLastIndex((from) => from <= Date.parse(at))] ?? versions[0])?.organisation;
}

const term = ({ from, to }: Key): string => (to === undefined ? `${from} 起` : `${from} 至 ${to}`);

/** What a version does to the keys of the one before. */
function keyWords(before: Settings | undefined, { policy }: Settings): string[] {
  const old = new Map((before?.policy.signing_keys ?? []).map((key) => [key.public_key, key]));
  const gone = [...old.values()].filter((key) => !policy.signing_keys.some(({ public_key }) => public_key === key.public_key));
  return [
    ...policy.signing_keys.flatMap((key) => {
      const known = old.get(key.public_key);
      if (known === undefined) return [`启用 ${key.id}，${term(key)}`];
      return term(known) === term(key) ? [] : [`${key.id} 改为 ${term(key)}`];
    }),
    ...gone.map(({ id }) => `从名单删去 ${id}`),
  ];
}

function versionActs(event: LedgerEvent, before: Settings | undefined, version: Settings): Act[] {
  const approvals = recordOf(event)?.approvals ?? [];
  const signers = approvals.map(({ level, person, login }) => {
    const name = person === null || before === undefined ? (login ?? '—') : nameOfPerson(before.organisation, person);
    return `${name}（${LEVEL_ORDINALS[level]}级）`;
  });
  const person =
    before === undefined ? `${nameOfActor(version.organisation, event.actor)}（启用时登记，不经合并请求）` : signers.join('、');
  const changes = before === undefined ? [] : settingsChanges({ ...before, terms: {} }, { ...version, terms: {} }).map(changeLine);
  const files = before === undefined ? [] : changedFiles(before, version);
  const told = [...changes.slice(0, TOLD), ...(changes.length > TOLD ? [`等 ${changes.length} 处`] : [])].join('；');
  const what = before === undefined ? '第一版' : `改了 ${files.join('、')}${told === '' ? '' : `：${shown(told)}`}`;
  const of = { item: null, person, at: event.at, evidence: proofOf(event, approvals) };
  return [
    { ...of, kind: 'settings', what },
    ...keyWords(before, version).map((words): Act => ({ ...of, kind: 'key', what: shown(words) })),
  ];
}

/** Everything that the settings' chain tells: versions with who signed them, keys, pauses, purges. */
export function settingsActs(events: readonly LedgerEvent[], versions: readonly Settings[]): Act[] {
  const nameAt = organisationAt(events, versions);
  let seen = 0;
  return events.flatMap((event): Act[] => {
    const { kind, actor, code, reason, at } = event;
    const of = { at, person: nameOfActor(nameAt(at), actor), evidence: proofOf(event) };
    if (kind === 'settings') {
      const version = versions[seen];
      seen += 1;
      return version === undefined ? [] : versionActs(event, versions[seen - 2], version);
    }
    if (kind === 'hold' || kind === 'resume')
      return [{ ...of, kind, item: null, ...(code === BREAKER ? { person: '系统' } : {}), what: shown(reason ?? '') }];
    if (kind !== 'purge') return [];
    const record = purgeIn(event);
    const count = record === null ? '' : `，${record.trees.length} 稿、${record.blobs.length} 个文件`;
    const why = WITHDRAWALS[code as keyof typeof WITHDRAWALS] ?? '清除';
    return [{ ...of, kind, item: record?.item ?? null, what: `${why}，依据 ${shown(reason ?? '')}${count}` }];
  });
}
