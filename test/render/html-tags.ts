/** A tag as it is written: its name, and its attributes in order. */
export interface Tag {
  name: string;
  closing: boolean;
  attributes: [name: string, value: string | null][];
}

const TAG = /^<(\/?)([a-z][a-z0-9]*)((?: [a-z][a-z-]*(?:="[^"]*")?)*)>/;

/**
 * All tags of HTML, read by the strictest rule: every `<` must begin a well-written lower-case tag, with quoted values and nothing odd
 * between. Throws where it finds anything else, and where tags aren't nested.
 */
export function tagsOf(html: string): Tag[] {
  const tags: Tag[] = [];
  const open: string[] = [];
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
    const match = TAG.exec(html.slice(at));
    if (!match) throw new Error(`not a tag: ${html.slice(at, at + 80)}`);
    const [, slash, name = '', rest = ''] = match;
    const attributes = [...rest.matchAll(/ ([a-z-]+)(?:="([^"]*)")?/g)].map(([, key = '', value]): [string, string | null] => [
      key,
      value ?? null,
    ]);
    tags.push({ name, closing: slash === '/', attributes });
    at += match[0].length - 1;
    if (['br', 'hr', 'img'].includes(name)) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) throw new Error(`not nested: ${match[0]}`);
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(', ')}`);
  return tags;
}

/** The text between tags. */
export const textOf = (html: string): string => html.replace(/<[^>]*>/g, '');
