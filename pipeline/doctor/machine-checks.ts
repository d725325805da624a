import { AHEAD } from '../alerts/endings.ts';
import { addDays, type BeijingDate, beijingDate } from '../beijing-time.ts';
import { keysAt } from '../ledger/settings-version.ts';
import { Problem } from '../problem.ts';
import { publicKeyOf, type SigningKey } from '../review/form/envelope.ts';
import type { DoctorFacts } from './facts.ts';
import { type Check, checkOf, ends, type Finding, fine, mustDo } from './report.ts';

const POLICY = 'content/policy.yml';
const NEVER = '9999-12-30';
const NEWEST_MAJOR = 24;
/** The least minor version of the older lines that are supported (package.json, `engines`). */
const LEAST_MINOR: Record<number, number> = { 20: 19, 22: 18 };
const LEAST_GIT = [2, 38] as const;

/** The key that a listed entry stands for; `null` where it can't be read. */
function listedKey({ public_key }: SigningKey): SigningKey | null {
  try {
    const pem = public_key.includes('-----BEGIN') ? public_key : `-----BEGIN PUBLIC KEY-----\n${public_key}\n-----END PUBLIC KEY-----`;
    return publicKeyOf(pem);
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

/** The day on which the last of the listed keys ends, with none after it, if that is soon. */
function lastKeyEnding(
  { signing_keys: keys }: DoctorFacts['policy'],
  valid: DoctorFacts['policy']['signing_keys'],
  today: BeijingDate,
): Finding[] {
  const lasts = valid.map(({ to }) => to ?? NEVER).sort();
  const until = lasts.at(-1) as BeijingDate;
  const goesOn = keys.some((key) => key.from <= addDays(until, 1) && (key.to ?? NEVER) > until);
  if (until > addDays(today, AHEAD) || goesOn) return [];
  const message = `签名钥匙到 ${until} 到期，以后审核单签不出来，什么也不发；应提前换新；请管理员运行 sanshen setup --new-key 生成新钥匙，在 signing_keys 里加一条，旧的不要删。`;
  return [ends('keys/ending', message, `${POLICY} signing_keys`, { kind: 'signing-key', until })];
}

function listedKeys({ policy, now }: DoctorFacts): Finding[] {
  const bad = policy.signing_keys.flatMap((entry, index) => {
    if (listedKey(entry)) return [];
    const message = `signing_keys 里的 ${entry.id} 读不出来；应为 Ed25519 公钥，照 sanshen setup 提示的那一行；请改正。`;
    return [mustDo('policy/signing-key', message, `${POLICY} signing_keys[${index}]`)];
  });
  const valid = keysAt(policy, now);
  if (valid.length > 0) return [...bad, ...lastKeyEnding(policy, valid, beijingDate(now))];
  const message = '今天没有有效的签名公钥，审核单签不出来，什么也不发；应有一条 signing_keys；请运行 sanshen setup --new-key，照提示填写。';
  return [...bad, mustDo('keys/none', message, `${POLICY} signing_keys`)];
}

function ownKey(own: SigningKey, { policy, now }: DoctorFacts): Finding[] {
  const day = beijingDate(now);
  const entries = policy.signing_keys.filter((entry) => listedKey(entry)?.id === own.id);
  const [current] = keysAt({ signing_keys: entries }, now);
  if (!current) {
    const [other] = entries;
    const why = other
      ? `在 signing_keys 里今天无效（${other.from} 至 ${other.to ?? '今后'}）`
      : '不在 policy.yml 的 signing_keys 里，签出的审核单不会被承认';
    const message = `签名私钥${why}；应与今天有效的一条公钥成对；请核对 SANSHEN_SIGNING_KEY，或在 signing_keys 里补上这把钥匙。`;
    return [mustDo('keys/not-listed', message, 'SANSHEN_SIGNING_KEY')];
  }
  const { to } = current;
  if (to === undefined) return [fine('keys/valid', '签名私钥与名单上的公钥成对，没有写到期日。', 'SANSHEN_SIGNING_KEY')];
  if (to > addDays(day, AHEAD)) return [fine('keys/valid', `签名私钥与名单上的公钥成对，有效到 ${to}。`, 'SANSHEN_SIGNING_KEY')];
  // What ends with no other key after it is told of the listed keys.
  const next = keysAt(policy, `${addDays(to, 1)}T12:00:00+08:00`);
  if (next.length === 0) return [];
  const message = `签名私钥到 ${to} 到期，以后用 ${next.map(({ id }) => id).join('、')}；应提前换上；请管理员更新 SANSHEN_SIGNING_KEY。`;
  return [ends('keys/ending', message, 'SANSHEN_SIGNING_KEY', { kind: 'signing-key', until: to })];
}

function node({ node: version }: DoctorFacts): Finding[] {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (major >= NEWEST_MAJOR || minor >= (LEAST_MINOR[major] ?? Number.POSITIVE_INFINITY)) return [];
  const message = `Node 是 ${version}；应为 20.19、22.18 以上的同一大版本，或 24 以上；请升级。`;
  return [mustDo('tools/node', message, 'node')];
}

function git(version: string): Finding[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > LEAST_GIT[0] || (major === LEAST_GIT[0] && minor >= LEAST_GIT[1])) return [];
  return [mustDo('tools/git', `git 是 ${version}；应为 2.38 或更新；请升级。`, 'git')];
}

/** Keys and tools: what this machine has. */
export const MACHINE_CHECKS: readonly Check<DoctorFacts>[] = [
  { name: 'listed-keys', title: '签名公钥', look: listedKeys },
  checkOf('signing-key', '签名私钥', ({ signingKey }) => signingKey, ownKey),
  { name: 'node', title: 'Node 的版本', look: node },
  checkOf('git', 'git 的版本', (facts) => facts.git, git),
];
