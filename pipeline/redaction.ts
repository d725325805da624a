/** What stands where a secret stood. */
const HIDDEN = '***';
/** Shorter values occur in honest text: hiding them would shred it, and nobody guesses a secret by them. */
const SHORTEST = 8;

/** Every way of writing every secret of this process, longest first. */
let forms: readonly string[] = [];
const known = new Set<string>();
let announce: (value: string) => void = () => undefined;

/** How a value comes out of an address, a header, a JSON document or an HTML page. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  const json = JSON.stringify(value).slice(1, -1);
  const html = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  return [
    value,
    json,
    html,
    encodeURIComponent(value),
    new URLSearchParams({ v: value }).toString().slice(2),
    bytes.toString('base64').replace(/(?<!=)=+$/, ''),
    bytes.toString('base64url'),
    Buffer.from(`x-access-token:${value}`, 'utf8')
      .toString('base64')
      .replace(/(?<!=)=+$/, ''),
  ];
}

/**
 * Remembers a secret for the life of the process. `withoutSecrets` then hides it as it is, encoded for an address, in base64, in JSON and
 * in HTML. Of a secret of several lines (a key in PEM) it hides each line. Values of fewer than 8 characters aren't hidden.
 */
export function keepSecret(value: string | undefined): void {
  if (value === undefined || known.has(value)) return;
  known.add(value);
  const parts = [value, value.trim(), ...value.split(/\r?\n/)].filter((part) => part.length >= SHORTEST && !part.startsWith('-----'));
  if (parts.length === 0) return;
  forms = [...new Set([...forms, ...parts.flatMap(formsOf)])].sort((a, b) => b.length - a.length);
  for (const line of new Set(parts.flatMap((part) => part.split(/\r?\n/))))
    if (line.length >= SHORTEST && !line.startsWith('-----')) announce(line);
}

/** Who is told of each line of a secret that is remembered from now on: on Actions, the log's own masking. */
export function tellSecrets(listener: (value: string) => void): void {
  announce = listener;
}

/** A text without any secret of this process (Art. 10): for every log, report, comment and record. */
export function withoutSecrets(text: string): string {
  let clean = text;
  for (const form of forms) if (clean.includes(form)) clean = clean.replaceAll(form, HIDDEN);
  return clean;
}
