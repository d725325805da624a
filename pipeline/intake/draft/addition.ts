import type { BeijingDate } from '../../beijing-time.ts';
import { readFrontMatter } from '../../item/front-matter/front-matter.ts';
import { UNFILLED } from '../../item/front-matter/front-matter-schema.ts';
import { fieldAt } from '../../item/front-matter/front-matter-words.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { printable } from '../../printable.ts';
import { scanNamed } from '../picture/picture-kind.ts';
import type { ReadyPicture } from '../picture/ready-picture.ts';
import { type ReportLine, reportLine, settledBy, unsettledBy } from '../report.ts';
import { captionInName } from './captions.ts';
import { type Draft, SCAN } from './draft.ts';
import { indexFile, isUnfilled, type Known, type Told } from './front-matter-text.ts';
import { apart, labelledIn } from './labelled.ts';

/** What somebody answers: lines of his letter, what a form says that he sent with it, pictures as JPEG. */
export interface Answer {
  lines: readonly string[];
  told?: Told;
  pictures: readonly ReadyPicture[];
  organisation: Organisation;
  /** The day on which it came. */
  arrived: BeijingDate;
  /** What is told of what came, beside that. */
  report: readonly ReportLine[];
}

/** The item as it is with the answer: `files` are those that change. */
type Addition = Pick<Draft, 'title' | 'files' | 'missing' | 'report'>;

/** A value with what was asked of it filled in; what somebody has already written stands. */
function filled(before: unknown, told: unknown): unknown {
  if (told === undefined || !(before === undefined || before === null || isUnfilled(before))) return before;
  if (before === null || typeof before !== 'object' || Array.isArray(before)) return told;
  const parts = before as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries({ ...(told as object), ...parts }).map(([key]) => [key, filled(parts[key], (told as Known)[key as never])]),
  );
}

/** Whether all that was told stands in a value. */
function stands(now: unknown, told: unknown): boolean {
  if (told === undefined || told === UNFILLED) return true;
  if (told === null || typeof told !== 'object' || Array.isArray(told)) return JSON.stringify(now) === JSON.stringify(told);
  return Object.entries(told).every(([key, value]) => stands((now as Record<string, unknown> | null)?.[key], value));
}

/** Fills in what was told, and says whether all of it stands now. */
function fillIn(known: Record<string, unknown>, told: Told): boolean {
  const entries = Object.entries(told);
  for (const [key, value] of entries) known[key] = filled(known[key], value);
  return entries.every(([key, value]) => stands(known[key], value));
}

const CAPTION = /^图片说明[(（]([a-z0-9][a-z0-9._-]{0,99}\.jpe?g)[)）]$/;
const LONGEST_CAPTION = 200;

/** The picture that a line describes, and how; `null` for any other line. */
function captionIn(line: string): { name: string; words: string } | null {
  const { label, words } = apart(line);
  const name = CAPTION.exec(label)?.[1];
  return name === undefined || words === '' ? null : { name, words: [...words].slice(0, LONGEST_CAPTION).join('') };
}

const asAlt = (words: string): string => words.replace(/[[\]\\]/g, '');

/** Pictures of a body that nobody has described. */
export const undescribed = (body: string): string[] =>
  [...body.matchAll(/!\[待填\]\(([a-z0-9][a-z0-9._-]{0,99}\.jpe?g)\)/g)].map(([, name = '']) => `caption:${name}`);

const unread = (words: string): ReportLine => reportLine('unread-line', '补充', words);
const inWords = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Captions put into a body, and the lines whose picture isn't there or is described in other words. */
function described(before: string, lines: readonly string[]): { body: string; report: ReportLine[] } {
  let body = before;
  const report: ReportLine[] = [];
  for (const line of lines) {
    const caption = captionIn(line);
    if (caption === null) continue;
    const picture = `![${asAlt(caption.words)}](${caption.name})`;
    body = body.replaceAll(`![${UNFILLED}](${caption.name})`, () => picture);
    if (!body.includes(picture)) report.push(unread(line));
  }
  return { body, report };
}

/** Fields filled in by the lines of a letter, then by a form; what is told and can't be used is reported. */
function fieldsFilled(known: Record<string, unknown>, { lines, told = {}, organisation, arrived }: Answer): ReportLine[] {
  const report: ReportLine[] = [];
  for (const line of lines) {
    if (line.trim() === '' || captionIn(line) !== null) continue;
    const found = labelledIn([line], organisation, arrived);
    if (found.rest.length > 0 || !fillIn(known, found.told)) report.push(unread(line));
  }
  for (const [key, value] of Object.entries(told)) {
    if (!fillIn(known, { [key]: value })) report.push(unread(`${fieldAt([key]).name}：${inWords(value)}`));
  }
  return report;
}

/**
 * Adds an answer to an item: fields that stand as 待填, descriptions of its pictures, more pictures at its end. What has been written already
 * isn't changed, and what isn't understood is told. A changed body has to be reviewed by the unit anew.
 * @param index the item's `index.md` as it is, and the names of its pictures
 * @returns `null` where the front matter can't be read, and so can't be kept
 */
export function additionTo(index: string, names: readonly string[], answer: Answer): Addition | null {
  const { raw, body: written } = readFrontMatter(Buffer.from(index));
  if (raw === null) return null;
  const before = (written ?? '').trim();
  const known: Record<string, unknown> = { ...raw };
  const report = fieldsFilled(known, answer);
  const captions = described(before, answer.lines);
  let { body } = captions;
  const taken = new Set(names);
  const files: Draft['files'] = [];
  const pictures = answer.pictures.filter(({ name }) => scanNamed(name) === null);
  let number = 1;
  for (const { name, bytes } of pictures) {
    while (taken.has(`picture-${number}.jpg`)) number += 1;
    const path = `picture-${number}.jpg`;
    taken.add(path);
    files.push({ path, bytes });
    body += `\n\n![${asAlt(captionInName(name) ?? UNFILLED)}](${path})`;
  }
  known.cover ??= files[0]?.path;
  const review = known.unit_review;
  if (body !== before && review) known.unit_review = { ...(review as object), by: UNFILLED, at: UNFILLED };
  for (const { name, bytes, report: told } of answer.pictures.filter((one) => !pictures.includes(one))) {
    if (review && scanNamed(name) === 'form' && !taken.has(SCAN)) {
      taken.add(SCAN);
      files.push({ path: SCAN, bytes });
      known.unit_review = { ...(known.unit_review as object), scan: SCAN };
      report.push(...told);
    } else report.push(reportLine('picture-scan', `图片 ${printable(name)}`));
  }
  report.push(...captions.report, ...pictures.flatMap((one) => one.report), ...answer.report);
  const open = Array.isArray(raw.unsettled) ? settledBy(raw.unsettled.map(String), pictures.length) : [];
  known.unsettled = [...new Set([...open, ...unsettledBy(report)])];
  const { index: now, missing } = indexFile(known as Known, body, undescribed(body));
  return {
    title: String(known.title ?? UNFILLED),
    files: [now, ...files],
    ...{ missing, report },
  };
}
