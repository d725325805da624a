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
