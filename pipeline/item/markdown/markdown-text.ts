/**
 * A dollar sign that begins no formula on GitHub, where no backslash helps (docs "Writing mathematical expressions"). It reads the same where
 * the words go on to a terminal or a run's page.
 */
const DOLLAR = '＄';

/**
 * Text that people wrote, as plain text in Markdown: one line, no formatting, no formula, no HTML, no table cell of its own, nobody mentioned.
 * @param most longer texts end with `…`
 */
export function plain(text: string, most = 1000): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const cut = [...line].length > most ? `${[...line].slice(0, most - 1).join('')}…` : line;
  return cut
    .replace(/[\\`*_{}[\]<>()#+!|~&]/g, '\\$&')
    .replace(/@/g, '@\u200b')
    .replaceAll('$', DOLLAR);
}

/** A sentence of the program that quotes people, in its own lines. It mentions nobody, and holds no formula, HTML, link or picture. */
export function quoting(sentence: string): string {
  return sentence
    .replace(/@(?=[\w-])/g, '@\u200b')
    .replace(/(?<!\\)(?:<|\](?=[([]))/g, '\\$&')
    .replaceAll('$', DOLLAR);
}

/** A path as code. */
export function code(text: string): string {
  return `\`${text.replace(/[`\s|]/g, ' ')}\``;
}

const percent = (character: string): string => [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** `[words](url)`, an address that can't break out of its brackets; nothing where there is no address. */
export function link(words: string, url: string | undefined): string[] {
  return url ? [`[${words}](${url.replace(/[\s()<>\\|]/g, percent)})`] : [];
}
