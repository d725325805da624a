import type { BeijingDate } from '../../beijing-time.ts';
import { readFrontMatter } from '../../item/front-matter/front-matter.ts';
import { UNFILLED } from '../../item/front-matter/front-matter-schema.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { ReadyPicture } from '../picture/ready-picture.ts';
import { type ReportLine, reportLine } from '../report.ts';
import { captionInName } from './captions.ts';
import type { Draft } from './draft.ts';
import { frontMatterOf, type Known, type Told } from './front-matter-text.ts';
import { apart, labelledIn } from './labelled.ts';

/** What somebody answers: lines of his letter, what a form says that he sent with it, pictures as JPEG. */
export interface Answer {
  lines: readonly string[];
  told?: Told;
  pictures: readonly ReadyPicture[];
  organisation: Organisation;
  /** The day on which it came. */
  arrived: BeijingDate;
}

/** Whether a value of the front matter, or a part of it, still has to be filled in. */
export const isAsked = (value: unknown): boolean =>
  value === undefined || value === null || (JSON.stringify(value)?.includes(`"${UNFILLED}"`) ?? false);

/** A value with what was asked of it filled in; what somebody has already written stands. */
function filled(before: unknown, told: unknown): unknown {
  if (told === undefined || !isAsked(before)) return before;
  if (before === null || typeof before !== 'object' || Array.isArray(before)) return told;
  const parts = before as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries({ ...(told as object), ...parts }).map(([key]) => [key, filled(parts[key], (told as Known)[key as never])]),
  );
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
const undescribed = (body: string): string[] =>
  [...body.matchAll(/!\[待填\]\(([a-z0-9][a-z0-9._-]{0,99}\.jpe?g)\)/g)].map(([, name = '']) => `caption:${name}`);

/**
 * Adds an answer to an item: fields that stand as 待填, descriptions of its pictures, more pictures at its end. What has been written already
 * isn't changed, and what isn't understood is told.
 * @param index the item's `index.md` as it is, and the names of its pictures
 */
export function additionTo(index: string, names: readonly string[], answer: Answer): Pick<Draft, 'title' | 'files' | 'missing' | 'report'> {
  const { raw, body: before } = readFrontMatter(Buffer.from(index));
  const others = answer.lines.filter((line) => line.trim() !== '' && captionIn(line) === null);
  const { told: said, rest } = labelledIn(others, answer.organisation, answer.arrived);
  const told: Record<string, unknown> = { ...answer.told, ...said };
  let body = (before ?? '').trim();
  for (const line of answer.lines) {
    const caption = captionIn(line);
    if (caption) body = body.replaceAll(`![${UNFILLED}](${caption.name})`, () => `![${asAlt(caption.words)}](${caption.name})`);
  }
  const taken = new Set(names);
  const files: Draft['files'] = [];
  let number = 1;
  for (const { name, bytes } of answer.pictures) {
    while (taken.has(`picture-${number}.jpg`)) number += 1;
    const path = `picture-${number}.jpg`;
    taken.add(path);
    files.push({ path, bytes });
    body += `\n\n![${asAlt(captionInName(name) ?? UNFILLED)}](${path})`;
  }
  const known: Record<string, unknown> = { ...raw };
  for (const key of Object.keys(told)) known[key] = filled(known[key], told[key]);
  known.cover ??= files[0]?.path;
  const needsCover = known.cover === undefined && Array.isArray(known.channels) && known.channels.includes('wechat');
  const { yaml, missing } = frontMatterOf(known as Known, [...undescribed(body), ...(needsCover ? ['cover'] : [])]);
  const report: ReportLine[] = [
    ...rest.map((line) => reportLine('unread-line', '补充', line)),
    ...answer.pictures.flatMap((one) => one.report),
  ];
  return {
    title: String(known.title ?? UNFILLED),
    files: [{ path: 'index.md', bytes: Buffer.from(`---\n${yaml}\n---\n\n${body}\n`) }, ...files],
    missing,
    report,
  };
}
