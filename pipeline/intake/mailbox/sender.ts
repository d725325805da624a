import type { Organisation } from '../../organisation/organisation.ts';
import type { Sender as Submitter } from '../draft/draft.ts';
import type { ReadMail } from '../mail/read-mail.ts';

/** Whose a mail is: a person of the organisation, or a unit, whose person the text has to name. */
export interface Sender extends Submitter {
  address: string;
  /** As people are spoken to. */
  name: string;
}

/** Why a mail is laid aside for a person. */
export const REASONS = {
  'no-sender': '没有写明唯一的发件人',
  unknown: '发件邮箱不在名单里',
  ambiguous: '发件邮箱同时写在几个人或单位名下',
  unproved: '发件人没有通过邮件服务器的验证，可能是冒充',
  automatic: '自动回复、群发或退信',
  unreadable: '邮件读不出来',
  'too-large': '邮件太大',
  collision: '与以前一封邮件编号相同、内容不同',
  late: '要补充的稿件已有人签批或已经办结',
  refused: '没有能收的文稿，已告诉报送人',
} as const;
export type Reason = keyof typeof REASONS;

/** The value of a header without comments and quoted text, in which a sender could have written what a server says; `null` where they don't end. */
function plainValue(value: string): string | null {
  let [plain, depth, quoted] = ['', 0, false];
  for (let at = 0; at < value.length; at += 1) {
    const char = value[at] as string;
    if (char === '\\' && (quoted || depth > 0)) at += 1;
    else if (quoted) quoted = char !== '"';
    else if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    else if (depth === 0 && char === '"') {
      quoted = true;
      plain += '"';
    } else if (depth === 0) plain += char;
    if (depth < 0) return null;
  }
  return quoted || depth > 0 ? null : plain;
}

/** Labels that a domain has at least whose subdomains are its owner's: nobody signs for `gov.cn`. */
const OWNED = 3;

/** True if a domain that was proved speaks for the sender's. */
const speaksFor = (proved: string, domain: string): boolean =>
  proved === domain || (proved.split('.').length >= OWNED && domain.endsWith(`.${proved}`));

/** The domain of each proof that a method can give (RFC 8601 2.7). */
const PROOFS: Readonly<Record<string, RegExp>> = {
  dmarc: /\sheader\.from=(?:[^\s;@]*@)?([a-z0-9.-]+)(?=\s|$)/i,
  dkim: /\sheader\.(?:d=|i=[^\s;@]*@)([a-z0-9.-]+)(?=\s|$)/i,
  spf: /\ssmtp\.mailfrom=(?:[^\s;@"]*@)?([a-z0-9.-]+)(?=\s|$)/i,
};

/**
 * True if the bureau's own server has found that a mail comes from the domain of its From (facts/intake 5): by its topmost
 * Authentication-Results alone, since those below may have been in the mail before it came.
 * @param server the name under which it writes them
 */
export function isAuthenticated(headers: readonly { key: string; value: string }[], server: string, domain: string): boolean {
  const own = headers.filter(({ key }) => key === 'authentication-results').map(({ value }) => plainValue(value));
  const first = own.find((value) => value === null || value.split(';')[0]?.trim().split(/\s+/)[0]?.toLowerCase() === server.toLowerCase());
  if (first == null) return false;
  return first
    .split(';')
    .slice(1)
    .some((result) => {
      const [, method = ''] = /^\s*([a-z-]{1,20})\s*=\s*pass(?=\s|$)/i.exec(result) ?? [];
      const proved = PROOFS[method.toLowerCase()]?.exec(result)?.[1]?.toLowerCase();
      return proved !== undefined && speaksFor(proved, domain);
    });
}

/** True for what a program sent: an answer to it might be answered by a program again (RFC 3834). */
function isAutomatic({ headers }: ReadMail): boolean {
  const value = (name: string): string | undefined =>
    headers
      .find(({ key }) => key === name)
      ?.value.trim()
      .toLowerCase();
  const submitted = value('auto-submitted');
  return (
    (submitted !== undefined && submitted !== 'no' && !submitted.startsWith('no;') && submitted !== '') ||
    /^(?:bulk|list|junk|auto_reply)$/.test(value('precedence') ?? '') ||
    /^<?\s*>?$/.test(value('return-path') ?? 'none') ||
    value('list-id') !== undefined ||
    value('x-autoreply') !== undefined
  );
}

/** People and units whose address it is. */
function ownersOf(address: string, { people, units }: Organisation): Sender[] {
  const has = (emails: readonly string[] | undefined): boolean => emails?.some((one) => one.toLowerCase() === address) ?? false;
  return [
    ...Object.entries(people).flatMap(([person, { name, emails }]) => (has(emails) ? [{ address, name, person, unit: null }] : [])),
    ...Object.entries(units).flatMap(([unit, { name, emails }]) => (has(emails) ? [{ address, name, person: null, unit }] : [])),
  ];
}

/**
 * Whose a mail is, or why nobody knows. What `From` says proves nothing: the bureau's own server has to vouch for it.
 * @param authenticatedBy of `policy.intake.mailbox`
 */
export function judgeSender(mail: ReadMail, organisation: Organisation, authenticatedBy: string): Sender | Reason {
  if (isAutomatic(mail)) return 'automatic';
  if (mail.from === null) return 'no-sender';
  const { address } = mail.from;
  const [owner, other] = ownersOf(address, organisation);
  if (!owner) return 'unknown';
  if (other) return 'ambiguous';
  const domain = address.slice(address.indexOf('@') + 1);
  return authenticatedBy === 'nobody' || isAuthenticated(mail.headers, authenticatedBy, domain) ? owner : 'unproved';
}
