/** Markup that is already safe to print. Only `html` and `raw` make it. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Fragment = Html | string | number | null | undefined | false | readonly Fragment[];

// Control characters are allowed neither in HTML nor in XML 1.0.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g;
// The same and what stands for markup: most texts hold nothing of it.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const special = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff&<>"']/;
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  if (!special.test(text)) return text;
  return text.replace(forbidden, '').replace(/[&<>"']/g, (character) => entities[character] as string);
}

function print(value: Fragment): string {
  if (typeof value === 'string') return escaped(value);
  if (value instanceof Html) return value.text;
  if (typeof value === 'number') return String(value);
  if (!value) return '';
  let text = '';
  for (const one of value) text += print(one);
  return text;
}

/** Markup (HTML or XML) from a template string: whatever is put in is escaped, unless it is markup made here. */
export function html(strings: TemplateStringsArray, ...values: Fragment[]): Html {
  let text = strings[0] as string;
  for (let index = 0; index < values.length; index += 1) text += print(values[index]) + strings[index + 1];
  return new Html(text);
}

/** Markup that somebody else has made safe: the sanitised text of an item, a QR code. */
export function raw(text: string): Html {
  return new Html(text);
}

/** A value as JSON inside a `<script type="application/ld+json">`: no `<` can end the element early. */
export function jsonScript(value: unknown): Html {
  return raw(`<script type="application/ld+json">${JSON.stringify(value).replaceAll('<', '\\u003c')}</script>`);
}
