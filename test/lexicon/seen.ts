import { nearMissesIn } from '#pipeline/check/lexicon/near-misses.ts';
import type { Lexicon } from '#pipeline/check/lexicon/suspect.ts';

interface Form {
  form: string;
  phrase: string;
  count: number;
  /** What stands around it where it was met first. */
  context: string;
}

/** The forms of honest prose that are a protected phrase but for one slip, with no form taken for honest beforehand. */
export function formsIn(texts: Iterable<string>, lexicon: Lexicon): Form[] {
  const forms = new Map<string, Form>();
  for (const text of texts) {
    for (const line of text.split('\n')) {
      for (const { form, phrase, start, end } of nearMissesIn(line, { ...lexicon, seen: new Set() })) {
        const known = forms.get(form);
        const context = `${line.slice(Math.max(0, start - 12), start)}【${line.slice(start, end)}】${line.slice(end, end + 12)}`;
        forms.set(form, known === undefined ? { form, phrase: phrase.text, count: 1, context } : { ...known, count: known.count + 1 });
      }
    }
  }
  return [...forms.values()].sort((a, b) => b.count - a.count || (a.form < b.form ? -1 : 1));
}
