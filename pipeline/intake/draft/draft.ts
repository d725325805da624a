import { createHash } from 'node:crypto';
import { type BeijingDate, beijingDate, beijingMinute, type Instant } from '../../beijing-time.ts';
import { readFrontMatter } from '../../item/front-matter/front-matter.ts';
import { UNFILLED } from '../../item/front-matter/front-matter-schema.ts';
import { fieldAt } from '../../item/front-matter/front-matter-words.ts';
import { parseItemId } from '../../item/item-path.ts';
import { parseMarkdown } from '../../item/markdown/markdown.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { printable } from '../../printable.ts';
import { refusal } from '../file-kind.ts';
import type { ReadyPicture } from '../picture/ready-picture.ts';
import type { Aside, Received } from '../received.ts';
import { type ReportKind, type ReportLine, reportLine, unsettledBy } from '../report.ts';
import { type Annex, annexOf } from './annex.ts';
import { type Fields, fieldsOf } from './fields.ts';
import { indexFile, type Known, type Told } from './front-matter-text.ts';
import { labelledIn } from './labelled.ts';
import { linesOf, unfinishedOf } from './lines.ts';
import { markdownOf } from './markdown.ts';
import { markIn, markOf, secretProblem } from './marks.ts';
import { personNamed, unitsNamed } from './names.ts';
import { placePictures } from './place-pictures.ts';

/** Who sent it, as far as the way it came tells: an address or an account of organisation.yml, `--unit`, `--submitter`. Never the text. */
export interface Sender {
  /** A person id; `null` where only the unit is known (an address that a unit shares). */
  person: string | null;
  /** A unit id; `null` where the text has to say it. */
  unit: string | null;
}

/** All that one item is made from; plain data. */
export interface Material {
  text: Received;
  /** The annex's form where it came as a file of its own; one inside the text is found there. */
  form?: Received | undefined;
  /** As JPEG: those of the text by their keys there, and those sent beside it. */
  pictures: readonly ReadyPicture[];
  /** The signed form as a picture. */
  scan?: ReadyPicture | undefined;
  sender: Sender;
  /** 报送时间: the mail's arrival, the clock of the command. */
  arrivedAt: Instant;
  organisation: Organisation;
  told?: Told | undefined;
  /** What is told of the sending beside its text, form and pictures. */
  report?: readonly ReportLine[] | undefined;
}

/** An item folder that could be written, whole. */
export interface Draft {
  /** `<unit>/<yyyy-mm-dd>-<slug>`; the same text of the same day gives the same id. */
  id: string;
  /** The folder, from the repository's root. */
  path: string;
  /** 待填 where nobody has told one. */
  title: string;
  /** `index.md` and JPEGs; paths relative to the folder. */
  files: { path: string; bytes: Uint8Array }[];
  /** Keys that stand as 待填, in the annex's order; `caption:<file>` for a picture without a description. */
  missing: string[];
  /** What was dropped, changed or is doubtful; `blocks` (report.ts) says which keep the item from its review. */
  report: ReportLine[];
}

function unitOf({ sender, organisation, text }: Material, fields: Fields, annex: Annex | null): string {
  const [named] = unitsNamed(annex?.unit ?? '', organisation);
  const own = sender.person === null ? undefined : organisation.people[sender.person]?.units;
  const unit = sender.unit ?? named ?? (own?.length === 1 ? (own[0] as string) : fields.unit);
  if (unit !== null && Object.hasOwn(organisation.units, unit)) return unit;
  throw refusal('unit', '看不出是哪个单位报送的；应为名单里的单位；请写明报送单位后重新报送（命令行上加 --unit）。', text.file);
}

const declares = ({ units, routes }: Organisation, unit: string): boolean => routes[units[unit]?.route ?? 'B'].level1 === 'declared';

/** What people wrote beside the files: the fields of a form, what pictures show. */
function toldBeside({ told = {}, pictures }: Material): Aside[] {
  const fields = Object.values(told).flatMap((value) => (typeof value === 'object' ? Object.values(value) : [value]));
  const texts = fields.flatMap((value) => (typeof value === 'string' ? [{ place: '填报的内容', text: value }] : []));
  return [...texts, ...pictures.flatMap(({ description }) => (description ? [{ place: '图片说明', text: description }] : []))];
}

const slugOf = (bytes: string): string => createHash('sha256').update(bytes).digest('hex').slice(0, 8);

const MOST_REMARKS = 500;

/** What nobody asked for and the text says all the same; what has no room there is told. */
function remarksOf(rest: readonly string[], annex: Annex | null, told: Told): { remarks: string | undefined; report: ReportLine[] } {
  const said = [told.remarks, annex?.remarks, rest.length > 0 ? `来稿写明：${rest.join('；')}` : null];
  const words = [
    ...said
      .filter((one) => one)
      .join('。')
      .replace(/\s+/g, ' '),
  ];
  const more = words.slice(MOST_REMARKS).join('');
  return {
    remarks: words.length === 0 ? undefined : words.slice(0, MOST_REMARKS).join(''),
    report: more === '' ? [] : [reportLine('unread-line', '备注', more)],
  };
}

const SUBMITTER = /^报送人[:：]\s*(\S{2,20})$/;

/** Who submits: the sender; from an address that a unit shares whom the form or the text names. */
function submitterOf({ sender, organisation }: Material, annex: Annex | null, lines: readonly string[]): string | null {
  const named = lines.flatMap((line) => SUBMITTER.exec(line.trim())?.[1] ?? [])[0];
  return sender.person ?? personNamed(annex?.submitter ?? '', organisation) ?? personNamed(named ?? '', organisation);
}

/** The unit and the person that a form or a text names, where the item goes by another: which is right only they know. */
function otherSenders({ sender, organisation }: Material, unit: string, fields: Fields, annex: Annex | null): string[] {
  const { units, people } = organisation;
  const isOwn = (named: readonly string[]): boolean => named.length === 1 && named[0] === unit;
  const ofForm = annex?.unit && !isOwn(unitsNamed(annex.unit, organisation)) ? annex.unit : null;
  const ofText = fields.unit === null || fields.unit === unit ? null : (units[fields.unit]?.name ?? fields.unit);
  const named = annex?.submitter?.replace(/\s/g, '') ?? '';
  const isSame = sender.person === null ? personNamed(named, organisation) !== null : people[sender.person]?.name === named;
  return [
    ...[ofForm ?? ofText].flatMap((other) => (other === null ? [] : [`单位 ${other}`])),
    ...(named === '' || isSame ? [] : [`报送人 ${named}`]),
  ];
}

/** What the text says of a field that somebody has told otherwise. */
function contradictions(labelled: Told, { told: beside = {} }: Material): string[] {
  const told = beside as Record<string, unknown>;
  return Object.entries(labelled)
    .filter(([key, value]) => told[key] !== undefined && JSON.stringify(told[key]) !== JSON.stringify(value))
    .map(([key, value]) => `${fieldAt([key]).name} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
}

/**
 * Turns what was sent into one item folder: fields by rules, what nobody told as 待填, the text as Markdown. Nothing is guessed and nothing
 * lost: each line of the text stands in the body, in a field, or in the report.
 * @throws Problem exit 1 where there can't be one: `intake/secret` (a classification mark), `intake/empty`, `intake/unit`
 */
export function draftOf(material: Material): Draft {
  const { text, form, pictures, scan, arrivedAt, organisation } = material;
  const mark =
    markOf(
      text,
      pictures.map(({ name }) => name),
    ) ??
    (form ? markOf(form) : null) ??
    markIn([], toldBeside(material));
  if (mark !== null) throw secretProblem(mark, text.file);
  const annex = annexOf(form ?? text) ?? annexOf(text);
  const inside = annex !== null && annexOf(text) !== null;
  const arrived: BeijingDate = beijingDate(arrivedAt);
  const own = inside ? annex.body : text.text;
  const fields = fieldsOf({ text: own }, organisation, arrived, material.told?.title ?? annex?.title ?? null);
  const labelled = labelledIn([...(annex?.lines ?? []), ...fields.remarks], organisation, arrived);
  const told: Told = { ...labelled.told, ...material.told };
  const unit = unitOf(material, fields, annex);
  const placed = placePictures(fields, pictures);
  const body = markdownOf(placed.body);
  if (body.trim() === '') throw refusal('empty', '没有正文；应有信息的文字；请把文字写进文稿后重新报送。', text.file);
  const authors = fields.authors === 'unsure' ? [UNFILLED] : fields.authors;
  const channels = told.channels ?? annex?.channels ?? undefined;
  const declared = declares(organisation, unit);
  const review = declared ? { by: UNFILLED, at: UNFILLED, ...(scan ? { scan: SCAN } : {}) } : undefined;
  const others = otherSenders(material, unit, fields, annex);
  const said = remarksOf([...labelled.rest, ...contradictions(labelled.told, material), ...others], annex, told);
  const report = [
    ...besideForm(text.report, inside ? annex.place : undefined),
    ...unfinishedOf(linesOf(own)),
    ...besideForm(form?.report ?? [], annex?.place),
    ...(annex?.report ?? []),
    ...pictures.flatMap((picture) => picture.report),
    ...placed.left.map((words) => reportLine('unread-line', '图片说明', words)),
    ...said.report,
    ...others.map((words) => reportLine('other-sender', '报送单位、报送人', words)),
    ...(scan === undefined ? [] : declared ? scan.report : [reportLine('picture-scan', `图片 ${printable(scan.name)}`)]),
    ...(material.report ?? []),
  ];
  const known: Known = {
    ...told,
    title: fields.title ?? undefined,
    submitter: submitterOf(material, annex, labelled.rest) ?? undefined,
    authors: told.authors ?? authors ?? undefined,
    submitted_at: annex?.submittedAt ?? beijingMinute(arrivedAt),
    event_date: told.event_date ?? fields.event_date ?? undefined,
    channels,
    cover: told.cover ?? placed.files[0]?.path,
    unit_review: told.unit_review ?? review,
    images: told.images ?? placed.images,
    remarks: said.remarks,
    unsettled: unsettledBy(report),
  } as Known;
  const { index, missing } = indexFile(known, body, placed.missing);
  const unfit = readFrontMatter(index.bytes).problems.find(({ code }) => UNFIT.test(code)) ?? parseMarkdown(body, 1).problem;
  if (unfit) throw refusal('unfit', unfit.message, text.file);
  const id = `${unit}/${(known.event_date as string | undefined) ?? arrived}-${slugOf(body)}`;
  const place = parseItemId(id);
  if (place === null) throw new Error(`not an item's id: ${id}`);
  return {
    id,
    path: place.path,
    title: fields.title ?? UNFILLED,
    files: [index, ...placed.files, ...(scan && declared ? [{ path: SCAN, bytes: scan.bytes }] : [])],
    ...{ missing, report },
  };
}

/** Problems that nobody mends in the draft: too large, or not to be read. */
const UNFIT = /^E_(?:SIZE|BYTES|FM_|YAML|MARKDOWN)/;
/** The unit's signed form, in the item's folder. */
export const SCAN = 'unit-review.jpg';
const OF_TABLES: readonly ReportKind[] = ['cell-lines', 'merged-cell', 'nested-table'];

/** What is told of a file, but not of how its form's table would look: that is no table of the text. */
const besideForm = (report: readonly ReportLine[], form: string | undefined): ReportLine[] =>
  report.filter(({ kind, place }) => place !== form || !OF_TABLES.includes(kind));
