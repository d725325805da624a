import type { Arrival, Made } from '#pipeline/intake/mailbox/take-mail.ts';
import type { Organisation } from '#pipeline/organisation/organisation.ts';
import { organisationOf } from '#pipeline/organisation/read-settings.ts';

export const SERVER = 'mx.example.gov.cn';
export const ADDRESS = 'tougao@example.gov.cn';

/** The bureau of these tests: two people, a unit with an address, whoever has the secrecy duty. */
export const ORGANISATION: Organisation = organisationOf({
  people: {
    lisi: { name: '李四（示例）', logins: ['lisi'], emails: ['lisi@example.gov.cn'] },
    wangwu: { name: '王五（示例）', logins: ['wangwu'], emails: ['full@example.gov.cn'] },
    baomi: { name: '保密员（示例）', logins: ['baomi'], emails: ['baomi@example.gov.cn'] },
  },
  units: { wucheng: { name: '婺城分局', kind: 'county', route: 'A', emails: ['wucheng@example.gov.cn'] } },
  posts: [],
  duties: [{ duty: 'secrecy', person: 'baomi', from: '2024-01-01' }],
});

export const VOUCHED = `Authentication-Results: ${SERVER}; dkim=pass header.d=example.gov.cn`;

/** A stand-in for what makes an item of a mail: its text is the item; 机密 stops it, 空 is nothing. */
export async function makeDraft({ mail, key, present }: Arrival): Promise<Made> {
  if (/机密/.test(mail.body)) return { kind: 'stopped', mark: { kind: '密级标志', place: '邮件正文' } };
  if (/^空/.test(mail.body)) return { kind: 'refused', reasons: ['附件是 .rar，没有收；请改用 .zip。'] };
  const folder = present?.folder ?? `content/items/wucheng/2026-11-23-${key}`;
  const name = present === null ? 'index.md' : `${key}.txt`;
  return {
    kind: 'draft',
    title: mail.subject,
    files: [{ path: `${folder}/${name}`, bytes: mail.body }],
    missing: ['event_date', 'caption:picture-1.jpg'],
    report: mail.report,
  };
}
