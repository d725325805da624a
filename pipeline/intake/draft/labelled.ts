import type { BeijingDate } from '../../beijing-time.ts';
import { CATEGORIES, UNFILLED } from '../../item/front-matter/front-matter-schema.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { withoutAsked } from './asked-words.ts';
import { channelsIn } from './channels.ts';
import { dated } from './event-day.ts';
import type { Told } from './front-matter-text.ts';
import { personNamed } from './names.ts';

/** What a value is read with: people by the list, days by the day that the text came. */
interface Reading {
  organisation: Organisation;
  arrived: BeijingDate;
}

const CONCLUSIONS = ['可公开', '依申请公开', '不公开'] as const;
const DAY = /(?:(20\d\d)\s*[年.\-/]\s*)?(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?/;

/** The first day that words name; without a year it is told as `dated` reads it. */
export function dayIn(words: string, arrived: BeijingDate): BeijingDate | null {
  const [, year, month, day] = DAY.exec(words) ?? [];
  return month === undefined || day === undefined ? null : dated(year, month, day, arrived);
}

/** Who reviewed secrecy, when, and what came of it: what isn't said stays to be filled in. */
function secrecyIn(words: string, { organisation, arrived }: Reading): Told['secrecy_review'] | undefined {
  const parts = words.split(/[,，、;；（）()\s]+/);
  const by = parts.map((part) => personNamed(part, organisation)).find((person) => person !== null) ?? null;
  const date = dayIn(words, arrived);
  const [conclusion, ...others] = CONCLUSIONS.filter((one) => parts.includes(one));
  if ((by === null && conclusion === undefined) || others.length > 0) return undefined;
  const told = { by: by ?? UNFILLED, date: date ?? UNFILLED, conclusion: conclusion ?? UNFILLED };
  return told as NonNullable<Told['secrecy_review']>;
}

const ADDRESS = /https?:\/\/[^\s,，;；）)]{1,500}/;

function sourceIn(words: string): Told['source'] | undefined {
  const url = ADDRESS.exec(words)?.[0];
  const name = words
    .replace(ADDRESS, '')
    .replace(DAY, '')
    .replace(/(?<![,，;；\s])[,，;；\s]+$/, '')
    .trim();
  return name === '' ? undefined : { name, ...(url === undefined ? {} : { url }) };
}

const MOST_NAMES = 20;

/** Names that blanks or points part; single letters are a name that is set wide, and which ones belong together isn't sure. */
function authorsIn(words: string): Told['authors'] | null {
  const parts = /[、,，;；]/.test(words) ? words.split(/[、,，;；]/).map((part) => part.replace(/\s/g, '')) : words.split(/\s+/);
  const names = [...new Set(parts)];
  return names.length <= MOST_NAMES && names.every((name) => /^[\p{L}·（）()]{2,40}$/u.test(name)) ? names : null;
}

const LONGEST_REMARKS = 500;

type Read = (words: string, reading: Reading) => Told | null;
const as = <Key extends keyof Told>(key: Key, value: Told[Key] | null | undefined): Told | null =>
  value === null || value === undefined ? null : ({ [key]: value } as Told);

/** The annex's labels that a line of a text, or of an answer, may begin with, and how what follows is read. */
const LABELS: readonly [label: RegExp, read: Read][] = [
  [
    /^(?:信息)?类别$/,
    (words) =>
      as(
        'category',
        CATEGORIES.find((name) => name === words),
      ),
  ],
  [/^拟?发布渠道$/, (words) => as('channels', channelsIn(words))],
  [/^(?:信息|活动|事件|发生)(?:日期|时间)$/, (words, { arrived }) => as('event_date', dayIn(words, arrived))],
  [/^摘要$/, (words) => as('summary', words)],
  [/^标题$/, (words) => as('title', words)],
  [/^(?:转载)?来源$/, (words) => as('source', sourceIn(words))],
  [/^作者$/, (words) => as('authors', authorsIn(words))],
  [/^备注$/, (words) => as('remarks', [...words.replace(/\s+/g, ' ')].slice(0, LONGEST_REMARKS).join(''))],
  [/^保密审查(?:人)?$/, (words, reading) => as('secrecy_review', secrecyIn(words, reading))],
];

/** Words that stand where an answer was due. */
const UNANSWERED = /^[(（]?(?:略|无|本单位|本局)[)）]?[。.]?$/;

const LONGEST_LABEL = 40;

/** Letters number what they ask for, and say behind it how it is written: people answer below the copied line. */
const NUMBERING = /^\s*[(（]?\d{1,2}[)）.．、]\s*(?!\d)/;
const BRACKETS = /[(（][^()（）]*[)）]$/;

/** What stands before a line's first colon, without numbering and blanks, and what stands behind it. */
export function apart(numbered: string): { label: string; words: string } {
  const line = numbered.replace(NUMBERING, '');
  const at = line.search(/[:：]/);
  return at < 0 || at > LONGEST_LABEL
    ? { label: '', words: '' }
    : { label: line.slice(0, at).replace(/\s/g, ''), words: withoutAsked(line.slice(at + 1).trim()) };
}

/** Lines that begin with a label of the annex: what they tell, and those that tell nothing sure, as they are. */
export function labelledIn(lines: readonly string[], organisation: Organisation, arrived: BeijingDate): { told: Told; rest: string[] } {
  const found: { told: Told; rest: string[] } = { told: {}, rest: [] };
  for (const line of lines) {
    const { label, words } = apart(line);
    const read = LABELS.find(([pattern]) => pattern.test(label.replace(BRACKETS, '')))?.[1];
    const told = words === '' || UNANSWERED.test(words) ? null : (read?.(words, { organisation, arrived }) ?? null);
    if (told === null) found.rest.push(line);
    else Object.assign(found.told, told);
  }
  return found;
}
