import type { Nodes } from 'mdast';
import type { Group } from '../finding-order.ts';
import type { Span } from '../item/content-problem.ts';
import { blobId } from '../item/git-ids.ts';
import type { ItemFolder } from '../item/item.ts';
import { checkItem, severityOf } from './engine.ts';
import type { CheckContext, Report, Subject } from './rule.ts';
import { RULES } from './rules.ts';
import { subjectOf } from './subject.ts';

/** One thing that was changed: where, and what was wrong there. */
export interface Change {
  line: number;
  column: number;
  problem: string;
}

interface Edit extends Change {
  /** The block that it lies in, of all the body's, and where in its text. */
  block: number;
  start: number;
  end: number;
  /** Offset in the file. */
  offset: number;
  flagged: string;
  /** What people read there afterwards, and how that is written. */
  replacement: string;
  written: string;
  /** It hides a number. */
  hides: boolean;
}

/** A folder as it would be, and what was changed. */
export interface Fixed {
  folder: ItemFolder;
  changes: Change[];
}

/** What a person says yes or no to: the words that would change, and the folder as it would be with this change alone. */
export interface Offer extends Change {
  flagged: string;
  replacement: string;
  folder: ItemFolder;
}

/** Where one change makes room for the next (甲,乙,丙), another round follows. */
const ROUNDS = 20;

const bodyBlocks = ({ blocks, bodyLine }: Subject) => blocks.filter(({ span }) => span(0, 1).line >= bodyLine);
const isSame = (a: Span, b: Span) => a.line === b.line && a.column === b.column && a.endLine === b.endLine && a.endColumn === b.endColumn;

/** The block of the body, and the place in its text, that a report speaks of; `null` for what isn't text that people read. */
function inBlocks(subject: Subject, span: Span, flagged: string): { block: number; start: number } | null {
  for (const [block, { text, span: spanOf }] of bodyBlocks(subject).entries()) {
    for (let start = text.indexOf(flagged); start >= 0; start = text.indexOf(flagged, start + 1)) {
      if (isSame(spanOf(start, start + flagged.length), span)) return { block, start };
    }
  }
  return null;
}

function editOf(subject: Subject, { flagged, replacement, hides = false, span, file = 'index.md', words }: Report): Edit | null {
  if (replacement === undefined || !flagged || span === undefined || file !== 'index.md' || replacement === flagged) return null;
  const place = inBlocks(subject, span, flagged);
  const offset = subject.lines.slice(0, span.line - 1).reduce((sum, line) => sum + line.length + 1, 0) + span.column - 1;
  if (place === null || subject.lines.join('\n').slice(offset, offset + flagged.length) !== flagged) return null;
  const { line, column } = span;
  const end = place.start + flagged.length;
  return { ...place, end, offset, flagged, replacement, written: replacement, hides, line, column, problem: words.problem };
}

/** What a person has to confirm, one by one: a wrong word in its place may be worse than a slip. */
const isConfirmed = (group: Group | undefined): boolean => group === '政治表述';

/** What the rules would write of what needs a person's yes, or of all else, in the order of the text, nothing twice. What a waiver passes stays. */
function editsOf(subject: Subject, context: CheckContext, confirmed: boolean): Edit[] {
  const waivers = subject.frontMatter?.waivers ?? [];
  const edits = RULES.filter((rule) => severityOf(rule, context.policy) !== 'off').flatMap((rule) =>
    rule
      .check(subject, context)
      .filter(({ group = rule.group }) => isConfirmed(group) === confirmed)
      .filter(({ flagged }) => !waivers.some(({ rule: id, match }) => id === rule.id && match.trim() === flagged?.trim()))
      .flatMap((report) => editOf(subject, report) ?? []),
  );
  let end = 0;
  return edits
    .sort((a, b) => a.offset - b.offset || b.flagged.length - a.flagged.length)
    .filter(({ offset, flagged }) => {
      if (offset < end) return false;
      end = offset + flagged.length;
      return true;
    });
}

function spliced(text: string, edits: readonly { at: number; length: number; replacement: string }[]): string {
  return edits.reduceRight((result, { at, length, replacement }) => result.slice(0, at) + replacement + result.slice(at + length), text);
}

function withText(folder: ItemFolder, text: string): ItemFolder {
  const bytes = new TextEncoder().encode(text);
  const files = folder.files.map((file) => (file.path === 'index.md' ? { ...file, bytes, id: blobId(bytes) } : file));
  return { ...folder, files };
}

function written(folder: ItemFolder, { lines }: Subject, edits: readonly Edit[]): ItemFolder {
  const changes = edits.map(({ offset: at, flagged: { length }, written: replacement }) => ({ at, length, replacement }));
  return withText(folder, spliced(lines.join('\n'), changes));
}

/** All of a tree but its words: what is bold, linked, a list, code. */
function outlineOf(node: Nodes): unknown {
  const { position: _place, ...rest } = node;
  if ('children' in rest) return { ...rest, children: rest.children.map(outlineOf) };
  if (rest.type === 'text') return 'text';
  return { ...rest, ...('alt' in rest ? { alt: null } : {}), ...('title' in rest ? { title: null } : {}) };
}

/** What people read of the body when edits are made: the same but for the places reported. */
function expectedTexts(subject: Subject, edits: readonly Edit[]): string[] {
  return bodyBlocks(subject).map(({ text }, block) => {
    const inside = edits
      .filter((edit) => edit.block === block)
      .map(({ start: at, flagged, replacement }) => ({ at, length: flagged.length, replacement }));
    return spliced(text, inside);
  });
}

/** Findings that stay for people, by rule. Infos don't count where a number is hidden: a text may have none left to speak of. */
function leftIn(folder: ItemFolder, context: CheckContext, hides = false): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, waived, replacement, severity } of checkItem(folder, context).findings) {
    if (!waived && replacement === undefined && !(hides && severity === 'info')) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}

/** True if edits change nothing but what they say: the same outline, the same words elsewhere, no new finding for people. */
function isHarmless(
  folder: ItemFolder,
  subject: Subject,
  edits: readonly Edit[],
  context: CheckContext,
  before: ReadonlyMap<string, number>,
): boolean {
  const candidate = written(folder, subject, edits);
  const after = subjectOf(candidate);
  if (after.item === null || JSON.stringify(outlineOf(after.tree)) !== JSON.stringify(outlineOf(subject.tree))) return false;
  const texts = bodyBlocks(after).map(({ text }) => text);
  if (JSON.stringify(texts) !== JSON.stringify(expectedTexts(subject, edits))) return false;
  const hides = edits.some((edit) => edit.hides);
  return [...leftIn(candidate, context, hides)].every(([rule, count]) => count <= (before.get(rule) ?? 0));
}

/** As many of the edits as are harmless together: all, or those of the halves. */
function harmless(edits: readonly Edit[], test: (edits: readonly Edit[]) => boolean): readonly Edit[] {
  if (edits.length === 0 || test(edits)) return edits;
  if (edits.length === 1) return [];
  const half = edits.length >> 1;
  const left = harmless(edits.slice(0, half), test);
  const right = harmless(edits.slice(half), test);
  return left.length === 0 ? right : right.length === 0 || !test([...left, ...right]) ? left : [...left, ...right];
}

/** The same edits with asterisks, and what separates them, as they are written where Markdown would take them for marks. */
const escaped = (edits: readonly Edit[]): Edit[] =>
  edits.map((edit) => (edit.hides ? { ...edit, written: edit.replacement.replace(/[*_]/g, '\\$&') } : edit));

/** All of the edits if they are harmless, written plainly or else escaped; or as many as are. */
function chosen(offered: readonly Edit[], test: (edits: readonly Edit[]) => boolean): readonly Edit[] {
  if (test(offered)) return offered;
  if (!offered.some(({ hides }) => hides)) return harmless(offered, test);
  const other = escaped(offered);
  if (test(other)) return other;
  const some = harmless(offered, test);
  return some.length > 0 ? some : harmless(other, test);
}

/**
 * Makes what the rules offer to mend in an item's body, until there is nothing more. It never touches front matter, code, addresses or
 * what a waiver passes, nor 政治表述 (`offersOf`). It makes no change that alters more than the words reported or makes a new finding.
 * @returns `null` where there is nothing to mend or the item can't be read
 */
export function fixItem(folder: ItemFolder, context: CheckContext): Fixed | null {
  let current = folder;
  const changes: Change[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const subject = subjectOf(current);
    if (subject.item === null) break;
    const offered = editsOf(subject, context, false);
    if (offered.length === 0) break;
    const before = leftIn(current, context);
    const edits = chosen(offered, (some) => isHarmless(current, subject, some, context, before));
    if (edits.length === 0) break;
    current = written(current, subject, edits);
    changes.push(...edits.map(({ line, column, problem }) => ({ line, column, problem })));
  }
  return changes.length === 0 ? null : { folder: current, changes };
}

/** What the rules offer to mend of 政治表述 in an item's body, in its order: each change alone, as harmless as those of `fixItem`. */
export function offersOf(folder: ItemFolder, context: CheckContext): Offer[] {
  const subject = subjectOf(folder);
  if (subject.item === null) return [];
  const before = leftIn(folder, context);
  return editsOf(subject, context, true)
    .filter((edit) => isHarmless(folder, subject, [edit], context, before))
    .map((edit) => {
      const { line, column, problem, flagged, replacement } = edit;
      return { line, column, problem, flagged, replacement, folder: written(folder, subject, [edit]) };
    });
}
