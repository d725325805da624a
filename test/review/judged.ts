import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import { parseEvidence } from '#pipeline/review/gate/read-evidence.ts';
import type { Verdict } from '#pipeline/review/gate/verdict.ts';
import type { Story } from './evidence-builder.ts';

/** A verdict in the words that tables use: `approved zhouyi`, `waiting`, `rejected zhengsi`. */
export interface Judged {
  verdict: Verdict['verdict'];
  levels: string[];
  /** Codes of all blockers. */
  blockers: string[];
  /** Codes of signatures that aren't counted, by review id. */
  ignored: string[];
  /** `zhouyi approve` */
  next: string[];
  full: Verdict;
}

/** A story as `gate --evidence` reads it: through JSON. */
export const recorded = ({ evidence }: Story): Evidence => parseEvidence(JSON.parse(JSON.stringify(evidence)));

/** Judges a story as `gate --evidence` would. */
export const judged = (story: Story): Judged => inWords(evaluate(recorded(story)));

/** Puts a verdict into the words that tables use. */
export function inWords(full: Verdict): Judged {
  const { items, verdict } = full;
  return {
    verdict,
    levels: items.flatMap(({ levels }) => levels.map(({ state, person }) => [state, person].filter(Boolean).join(' '))),
    blockers: [...full.blockers, ...items.flatMap(({ blockers }) => blockers)].map(({ code }) => code),
    ignored: items.flatMap(({ ignored }) => ignored.map(({ code }) => code)),
    next: items.flatMap(({ next }) => next.map(({ person, action }) => `${person} ${action}`)),
    full,
  };
}

const ALL = ['approved zhouyi', 'approved zhengsi', 'approved fengliu'];

/** One history and its verdict. Levels left out: all three of `signed()`. */
export interface Case {
  it: string;
  given: Story;
  verdict: Verdict['verdict'];
  levels?: string[];
  blockers?: string[];
  ignored?: string[];
  next?: string[];
}

/**
 * Histories by title, each with what the gate makes of it: the verdict, then the levels, unless they are all three of `signed()`, and after
 * semicolons the blockers (none, unless they are named), what isn't counted and who is asked next, where the case speaks of them.
 */
export type Cases = Record<string, [given: Story, then: string]>;

const listed = (words: string): string[] => (/^no(?:ne| levels)$/.test(words) ? [] : words.split(', '));

/** A row of a table as a case. */
export function caseOf(it: string, [given, then]: Cases[string]): Case {
  const [first = '', ...clauses] = then.split('; ');
  const [verdict, levels] = first.split(': ');
  const told: Case = { it, given, verdict: verdict as Case['verdict'] };
  if (levels !== undefined) told.levels = listed(levels);
  for (const clause of clauses) {
    const [, what, words] = /^(blocked by|ignored|next) (.+)$/.exec(clause) ?? [];
    if (!what || !words) throw new SyntaxError(`what is “${clause}” of “${it}”?`);
    told[what === 'blocked by' ? 'blockers' : (what as 'ignored' | 'next')] = listed(words);
  }
  return told;
}

/** What a case expects, in the shape of `judged`. */
export const expected = ({ given: _given, it: _it, levels = ALL, blockers = [], ...rest }: Case): Partial<Judged> => ({
  levels,
  blockers,
  ...rest,
});

/** The part of a judgement that a case speaks of. */
export function compared(result: Judged, { ignored, next }: Case): Partial<Judged> {
  const { verdict, levels, blockers } = result;
  return { verdict, levels, blockers, ...(ignored ? { ignored: result.ignored } : {}), ...(next ? { next: result.next } : {}) };
}
