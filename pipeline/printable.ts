/**
 * Text that people or platforms wrote, fit for one line of a terminal, a log or a comment. Nothing in it moves a cursor, turns the
 * reading order or begins a new line, where a log command (`::error::`) could stand.
 */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}

/** The same for a whole report, whose line ends and tabs are our own. */
export function printableLines(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]|[\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
}

/** A sentence as the beginning of a longer one. */
export function clause(sentence: string): string {
  return sentence.replace(/。$/, '');
}
