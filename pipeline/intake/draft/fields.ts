import type { RootContent } from 'mdast';
import type { BeijingDate } from '../../beijing-time.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { Received } from '../received.ts';
import { bylinesOf } from './byline.ts';
import { captionsOf } from './captions.ts';
import { eventDayOf } from './event-day.ts';
import { dayIn } from './labelled.ts';
import { type Line, linesOf } from './lines.ts';
import { isUnit, unitsNamed } from './names.ts';
import { type Title, titleOf } from './title.ts';

/** What a text says of itself. `null`: nothing that is sure. */
export interface Fields {
  title: string | null;
  authors: string[] | 'unsure' | null;
  event_date: BeijingDate | null;
  /** A unit id. */
  unit: string | null;
  /** Descriptions and makers of pictures, by the pictures' keys. */
  captions: Map<string, string>;
  credits: Map<string, string>;
  /** Who made the pictures that no line below them says it of. */
  credit: string | null;
  /** Lines of the text that have no field and no place in the body. */
  remarks: string[];
  /** The rest, in its order. */
  body: RootContent[];
}

const HEADER = 8;
const SENTENCE = 45;
/** Lines above the text that are fields of their own. */
const UNIT_LABEL = /^(?:报送|供稿|来稿)?(?:单位|部门)\s*:\s*(\S.{1,30})$/;
const DAY_LABEL = /^(?:信息|活动|事件|发生)(?:日期|时间)\s*:(.{0,40})$/;
const OTHER_LABEL = /^(?:报送时间|报送日期|报送人|时间|日期|栏目|联系人|联系电话|关键词)\s*:.{0,40}$/;
/** Those that are the annex's own: at the end as well. */
const ANNEX_LABEL = /^(?:信息类别|类别|拟?发布渠道|摘要|(?:转载)?来源|保密审查人?|依据|备注|作者|图片说明)\s*:.{0,200}$/;

function headerOf(
  lines: readonly Line[],
  organisation: Organisation,
  arrived: BeijingDate,
): { unit: string; day: BeijingDate | null; own: Line[]; remarks: string[] } {
  const found = { unit: '', day: null as BeijingDate | null, own: [] as Line[], remarks: [] as string[] };
  const texts = lines.filter(({ plain }) => plain);
  const begun = texts.findIndex(({ folded }) => [...folded].length > SENTENCE);
  for (const line of texts.slice(0, begun < 0 ? HEADER : Math.min(begun, HEADER))) {
    const unit = UNIT_LABEL.exec(line.folded)?.[1];
    const date = dayIn(DAY_LABEL.exec(line.folded)?.[1] ?? '', arrived);
    if (unit) {
      found.unit = unit;
      if (!isUnit(unit, organisation)) found.remarks.push(line.text);
    } else if (date !== null) found.day = date;
    else if (OTHER_LABEL.test(line.folded) || ANNEX_LABEL.test(line.folded)) found.remarks.push(line.text);
    else continue;
    found.own.push(line);
  }
  for (const line of texts.slice(-HEADER)) {
    if (found.own.includes(line) || !ANNEX_LABEL.test(line.folded)) continue;
    found.remarks.push(line.text);
    found.own.push(line);
  }
  return found;
}

const LAST = 4;
const one = (units: readonly string[]): string | null => (units.length === 1 ? (units[0] as string) : null);

/** What stands around a unit that signs: blanks, brackets, a day, a word that it is the sender. */
const AROUND = /[\s()（）【】[\]:]|(?:供稿|报送|来稿)(?:单位)?|20\d\d年\d{1,2}月\d{1,2}日/g;

/** The unit by its signature: alone on one of the last lines. A unit that a text only mentions may be anybody's. */
function signedBy(lines: readonly Line[], organisation: Organisation): string | null {
  const last = lines.filter(({ plain, folded }) => plain && [...folded].length <= 30).slice(-LAST);
  const signed = last.map(({ folded }) => folded.replace(AROUND, '')).filter((words) => isUnit(words, organisation));
  return one([...new Set(signed.flatMap((words) => unitsNamed(words, organisation)))]);
}

const tight = (text: string): string => text.normalize('NFKC').replace(/\s/g, '');

/** The lines that say a title which is known: a text under its own title doesn't say it twice. */
function saying(title: string, lines: readonly Line[]): Title {
  const texts = lines.filter(({ plain }) => plain).slice(0, HEADER);
  for (const [start] of texts.entries()) {
    for (const count of [1, 2, 3]) {
      const own = texts.slice(start, start + count);
      if (tight(own.map(({ text }) => text).join('')) === tight(title)) return { title, lines: own };
    }
  }
  return { title, lines: [] };
}

/**
 * Reads the fields of a text by the rules of title, byline, day and captions.
 * @param arrived the day that it came
 * @param known its title, where the form or whoever sent it says it
 */
export function fieldsOf(
  { text }: Pick<Received, 'text'>,
  organisation: Organisation,
  arrived: BeijingDate,
  known: string | null = null,
): Fields {
  const lines = linesOf(text);
  const header = headerOf(lines, organisation, arrived);
  const captions = captionsOf(lines);
  const uncaptioned = lines.filter((line) => !captions.lines.includes(line));
  const open = uncaptioned.filter((line) => !header.own.includes(line));
  const title = known === null ? titleOf(uncaptioned, organisation) : saying(known, uncaptioned);
  const untitled = open.filter((line) => !title?.lines.includes(line));
  const bylines = bylinesOf(untitled, organisation);
  const body = untitled.filter((line) => !bylines.lines.includes(line));
  const units = [bylines.units.join('\n'), header.unit].map((words) => one(unitsNamed(words, organisation)));
  return {
    title: title?.title ?? null,
    authors: bylines.authors,
    event_date: header.day ?? eventDayOf(body, arrived),
    unit: [...units, signedBy(body, organisation)].find((unit) => unit !== null) ?? null,
    captions: captions.texts,
    credits: captions.credits,
    credit: bylines.credit,
    remarks: [...header.remarks, ...bylines.remarks],
    body: body.map(({ node }) => node),
  };
}
