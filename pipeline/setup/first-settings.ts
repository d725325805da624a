import { generateKeyPairSync } from 'node:crypto';
import { writeActs } from '../acts/acts.ts';
import { type BeijingDate, beijingDate } from '../beijing-time.ts';
import { settingsDraft } from '../ledger/settings-event.ts';
import { keysAt } from '../ledger/settings-version.ts';
import { entriesToFill } from '../organisation/to-fill.ts';
import { validateOrganisation } from '../organisation/validate.ts';
import { requireSoundPolicy } from '../organisation/validate-policy.ts';
import { Problem } from '../problem.ts';
import { publicKeyOf, type SigningKey } from '../review/form/envelope.ts';
import { newestMain, type Publisher } from '../verify/publisher.ts';
import { lockedVersion } from '../verify/settings-lock.ts';

export interface FirstSettings {
  digest: string;
  /** `signed` now; `already`: the ledger has a first version; `missing`: it would be signed. */
  state: 'signed' | 'already' | 'missing';
}

/**
 * Signs the first version of the settings into the ledger, only if there is none (design.md 3, step 5). Every later one needs levels 2
 * and 3 under the version before.
 * @param apply without it nothing is written
 * @throws Problem (exit 2) for settings that can't be used or a key that they don't list, `repository/public` (exit 1)
 */
export async function signFirstSettings(publisher: Publisher, key: string, apply: boolean): Promise<FirstSettings> {
  const main = await newestMain(publisher.git, { fetch: true });
  const { settings } = main;
  const now = await publisher.now();
  const [fault] = validateOrganisation(settings.organisation, beijingDate(now), settings.policy.distinct_persons);
  if (fault) throw new Problem(fault.code, fault.message, { place: `content/organisation.yml ${fault.place}` });
  const [pattern] = entriesToFill(settings.organisation, settings.policy);
  if (pattern !== undefined) {
    const message =
      '名单、规则里还有建库时的样子，不能启用；应全部换成本单位的单位、人员、账号和产品仓库；请填好，合并到主分支后再运行一次。什么也没有改。';
    throw new Problem('organisation/to-fill', message, { place: `content/organisation.yml ${pattern}` });
  }
  requireSoundPolicy(settings.policy);
  if (!settings.policy.demo && !(await publisher.github.isPrivate())) {
    const message =
      '信息仓库不是私有的（公开，或对整个企业可见），不能启用；应为私有仓库（演示除外：policy.yml 写 demo: true）；请改为私有后重试。';
    throw new Problem('repository/public', message, { place: publisher.github.repository, exitCode: 1 });
  }
  publisher.count.accept();
  const ledger = await publisher.ledgers.open();
  const there = lockedVersion(ledger);
  if (there) return { digest: there.digest, state: 'already' };
  if (!apply) return { digest: settings.digest, state: 'missing' };
  const own = publicKeyOf(key);
  if (!keysAt(settings.policy, now).some(({ id, public_key }) => id === own.id || public_key === own.public_key)) {
    const entry = policyEntry(own, beijingDate(now));
    const message = `主分支的 policy.yml 里没有这把签名公钥；应先列在 signing_keys 里；请加上一行“- ${entry}”（原来写着 [] 的，把 [] 删去），合并到主分支后再运行一次。什么也没有改。`;
    throw new Problem('form/key-not-listed', message, { place: 'content/policy.yml' });
  }
  await writeActs(publisher, '登记第一版名单与规则', async (ledger, at) => {
    if (lockedVersion(ledger)) return [];
    const { digest, files, commit } = settings;
    const record = { version: 1 as const, digest, files, previous: null, pullRequest: null, mergeSha: commit, approvals: [], at };
    return [settingsDraft(record, key, publisher.run)];
  });
  return { digest: settings.digest, state: 'signed' };
}

/** Makes a new Ed25519 key: the private half as PKCS#8 PEM for the publishing environment's secret, the public half for `policy.signing_keys`. */
export function newSigningKey(): { privateKeyPem: string; publicKey: SigningKey } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const privateKeyPem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  return { privateKeyPem, publicKey: publicKeyOf(privateKeyPem) };
}

/** What `policy.signing_keys` lists for a key. Quoted, since an id of digits would be read as a number. */
export function policyEntry({ id, public_key }: SigningKey, from: BeijingDate): string {
  return `{id: '${id}', public_key: '${public_key}', from: ${from}}`;
}
