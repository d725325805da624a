import { MARKS, severityOf } from '#pipeline/check/lexicon/near-miss-hits.ts';
import { nearMissesIn } from '#pipeline/check/lexicon/near-misses.ts';
import type { Lexicon } from '#pipeline/check/lexicon/suspect.ts';

/** So often honest prose has a form that is only told by the way, before it is kept from that as well. */
const OFTEN = 10;

interface Form {
  form: string;
  phrase: string;
  count: number;
  /** It would be told as a warning or an error. */
  grave: boolean;
  /** What stands around it where it was met first. */
  context: string;
}

/**
 * The forms of honest prose that are a protected phrase but for one slip, with no form taken for honest beforehand: those that an editor
 * would be called for, and those that would often be told by the way.
 */
export function formsIn(texts: Iterable<string>, lexicon: Lexicon): Form[] {
  const forms = new Map<string, Form>();
  for (const text of texts) {
    for (const line of text.split('\n')) {
      for (const miss of nearMissesIn(line, { ...lexicon, seen: new Set() })) {
        const { form, phrase, start, end } = miss;
        if (MARKS.test(line.slice(start, end))) continue;
        const grave = severityOf(miss, false) !== 'info';
        const known = forms.get(form);
        const context = `${line.slice(Math.max(0, start - 12), start)}【${line.slice(start, end)}】${line.slice(end, end + 12)}`;
        forms.set(form, {
          ...(known ?? { form, phrase: phrase.text, context }),
          count: (known?.count ?? 0) + 1,
          grave: grave || known?.grave === true,
        });
      }
    }
  }
  return [...forms.values()]
    .filter(({ count, grave }) => grave || count >= OFTEN)
    .sort((a, b) => b.count - a.count || (a.form < b.form ? -1 : 1));
}
