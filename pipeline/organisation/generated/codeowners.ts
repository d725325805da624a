import type { BeijingDate } from '../../beijing-time.ts';
import { Problem } from '../../problem.ts';
import { administrators, holders, holdersFor } from '../holders.ts';
import type { Organisation } from '../organisation.ts';
import type { Policy } from '../policy.ts';

/** First line of every generated file that has comments. */
export const DO_NOT_EDIT = '由 sanshen generate 根据 content/*.yml 生成，请勿手改。Generated, do not edit.';

/** GitHub leaves a larger file unread as a whole (docs.github.com, "About code owners"). */
const MAX_BYTES = 3_000_000;

/** GitHub's logins: letters, digits, hyphens; `_short` at the end for managed users. */
const LOGIN = /^[A-Za-z0-9][A-Za-z0-9-]{0,98}(_[A-Za-z0-9]+)?$/;

function ownersOf(organisation: Organisation, people: readonly string[]): string[] {
  const logins = [...new Set(people)].flatMap((person) => organisation.people[person]?.logins ?? []);
  for (const login of logins) {
    if (!LOGIN.test(login)) {
      const message = `账号 ${login} 不像平台的账号；应只含字母、数字和连字符；请在 people 里改正。`;
      throw new Problem('organisation/login-malformed', message, { place: 'content/organisation.yml' });
    }
  }
  return logins.map((login) => `@${login}`);
}

/**
 * The text of `.github/CODEOWNERS` for a Beijing day: the second lock and GitHub's list of whom to ask; the three levels are the gate's.
 * A unit's items belong to its level-1 heads and the Office; settings, program, site and workflows to the Office and the administrators.
 * The last matching line wins, any one owner of it suffices, and there is no `!` (docs.github.com, "About code owners").
 * Leaders stand nowhere: GitHub would ask them at once, before the Office has read (Art. 8).
 * @throws Problem `organisation/login-malformed`, `organisation/nobody-to-own`, `organisation/codeowners-too-large`
 */
export function codeowners(organisation: Organisation, policy: Policy, today: BeijingDate): string {
  const office = ownersOf(organisation, holdersFor(organisation, 2, 'any', today));
  const keepers = [...new Set([...office, ...ownersOf(organisation, administrators(organisation, today))])];
  // A line without owners would take a path away from everybody.
  if (office.length === 0) {
    const message = '今天没有一位有账号的办公室审核人；至少应有一位；请在 posts 和 people 里补上。';
    throw new Problem('organisation/nobody-to-own', message, { place: 'content/organisation.yml' });
  }
  const lines: [string, string[]][] = [
    ['*', keepers],
    ['/.github/', keepers],
    ['/pipeline/', keepers],
    ['/site/', keepers],
    ['/content/', keepers],
    ['/content/items/', office],
  ];
  for (const unit of Object.keys(organisation.units)) {
    const heads = ownersOf(organisation, holders(organisation, 1, unit, today));
    const desk = ownersOf(organisation, holders(organisation, 2, unit, today));
    lines.push([`/content/items/${unit}/`, [...new Set([...heads, ...(desk.length > 0 ? desk : office)])]]);
  }
  const width = Math.max(...lines.map(([pattern]) => pattern.length));
  const text = [
    `# ${DO_NOT_EDIT}`,
    `# 谁会被平台请来审核（分支 ${policy.branch}）。三级审核由 sanshen/gate 把关，这里只是第二道锁。后面的行优先。`,
    ...lines.map(([pattern, owners]) => `${pattern.padEnd(width)} ${owners.join(' ')}`),
    '',
  ].join('\n');
  if (Buffer.byteLength(text) < MAX_BYTES) return text;
  const message = 'CODEOWNERS 会超过 3 MB，平台整个不用；单位和账号应少一些；请核对 units 和 people。';
  throw new Problem('organisation/codeowners-too-large', message, { place: 'content/organisation.yml' });
}
