import { beijingDate } from '../../beijing-time.ts';
import type { FileChange } from '../../forge/git/git.ts';
import { readFrontMatter } from '../../item/front-matter/front-matter.ts';
import { UNFILLED } from '../../item/front-matter/front-matter-schema.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { additionTo, undescribed } from '../draft/addition.ts';
import { type Annex, annexOf } from '../draft/annex.ts';
import { type Draft, SCAN } from '../draft/draft.ts';
import { indexFile, isUnfilled, type Known, type Told } from '../draft/front-matter-text.ts';
import { labelledIn } from '../draft/labelled.ts';
import { markOf } from '../draft/marks.ts';
import { fileKind } from '../file-kind.ts';
import { isText, letterOf, markOfLetter } from '../mail/letter.ts';
import { type ReadyPicture, readyPicture } from '../picture/ready-picture.ts';
import { leftOut, READERS } from '../readers.ts';
import { blocks, type ReportLine, reportLine, reportWords } from '../report.ts';
import { type Sending, takeIn } from '../take-in.ts';
import type { Arrival, Made, Ports } from './take-mail.ts';

const TOO_MANY = '一封邮件里有几篇文稿；应一事一稿；请每篇一封，分别发来。';
const EDITED = '已有人在稿件里改过，新的文稿没有换上；应在改过的稿件上接着改；请在稿件的留言里写明要改的地方，或打电话给办公室。';
const NO_TEXT = '邮件里没有收得下的文稿；应为 Word 或 txt 文稿，或把正文写在邮件里；请补上后重新发来。';
const BROKEN = '稿件的文首读不出来，没有加进去；应先把文首改好；请打电话给办公室，改好以后再发。';

const refused = (...reasons: string[]): Made => ({ kind: 'refused', reasons });

/** A mail's files and text, what its own lines say of the fields, and what else is told. */
function submissionOf({ mail, at }: Arrival, organisation: Organisation): ReturnType<typeof letterOf> & { fields: Told } {
  const letter = letterOf(mail);
  if (letter.text !== null) return { ...letter, fields: {} };
  const { told, rest } = labelledIn(mail.body.split('\n'), organisation, beijingDate(at));
  const report = letter.told.filter(({ kind }) => kind !== 'cover-note');
  const note = rest.join('\n').trim();
  return { ...letter, fields: told, told: note === '' ? report : [...report, reportLine('cover-note', '邮件正文', note)] };
}

/** The one draft of all that came, and what of it wasn't taken; or why there is none. */
async function oneDraft(sending: Sending): Promise<{ draft: Draft; left: ReportLine[] } | { none: Made }> {
  const { drafts, refused: not, mark } = await takeIn(sending);
  if (mark) return { none: { kind: 'stopped', mark } };
  const [draft] = drafts;
  if (draft === undefined) {
    const reasons = [...not.map(({ file, message }) => `${file}：${message}`), ...(sending.report ?? []).filter(blocks).map(reportWords)];
    return { none: refused(...(reasons.length > 0 ? reasons : [NO_TEXT])) };
  }
  if (drafts.length > 1) return { none: refused(TOO_MANY) };
  return { draft, left: leftOut(not) };
}

async function newItem(arrival: Arrival, organisation: Organisation): Promise<Made> {
  const { files, text, instead: letter, told, fields } = submissionOf(arrival, organisation);
  const { sender, at } = arrival;
  const texts = text === null ? [] : [text];
  const made = await oneDraft({ files, texts, letter, sender, arrivedAt: at, organisation, told: fields, report: told });
  if ('none' in made) return made.none;
  const { title, path, missing, report, files: own } = made.draft;
  return {
    ...{ kind: 'draft', title, missing, report: [...report, ...made.left] },
    files: own.map((file) => ({ ...file, path: `${path}/${file.path}` })),
  };
}

/** Fields that stand when a new text takes the place of the one before; the rest it says itself, and reviews were of the old text. */
const KEPT = ['category', 'basis', 'channels', 'summary', 'source', 'joint_units', 'publish_after', 'publish_until', 'remarks', 'waivers'];
const REVIEWS = { unit_review: '单位审核', secrecy_review: '保密审查' } as const;

/** Some of what an item had, as far as somebody has filled it in. */
const keptOf = (raw: object, keys: readonly string[]): Told =>
  Object.fromEntries(Object.entries(raw).filter(([key, value]) => keys.includes(key) && value !== null && !isUnfilled(value)));

const PICTURE = /!\[[^[\]\n]{0,300}\]\([a-z0-9][a-z0-9._-]{0,99}\.jpe?g\)/g;

type Present = NonNullable<Arrival['present']>;

const namesIn = ({ folder, files }: Present): string[] => files.map(({ path }) => path.slice(folder.length + 1));

const indexOf = ({ folder, files }: Present): string =>
  Buffer.from(files.find(({ path }) => path === `${folder}/index.md`)?.bytes ?? '').toString('utf8');

/** A new text in the item's own folder. It keeps the pictures where it brings none; the one before stays in the branch's history. */
async function replaced(arrival: Arrival, present: Present, organisation: Organisation): Promise<Made> {
  const { files, told, fields } = submissionOf(arrival, organisation);
  const before = indexOf(present);
  const { raw } = readFrontMatter(Buffer.from(before));
  if (raw === null) return refused(BROKEN);
  const kept: Told = { ...keptOf(raw, KEPT), ...fields };
  const made = await oneDraft({ files, sender: arrival.sender, arrivedAt: arrival.at, organisation, told: kept, report: told });
  if ('none' in made) return made.none;
  if (present.edited) return refused(EDITED);
  const { draft, left } = made;
  const keeps = draft.files.every(({ path }) => path === 'index.md' || path === SCAN);
  const pictures = keeps ? (before.match(PICTURE) ?? []).map((one) => `\n${one}\n`).join('') : '';
  const said = readFrontMatter(draft.files[0]?.bytes ?? new Uint8Array());
  const body = `${said.body}${pictures}`;
  const again = raw.unit_review === undefined ? {} : { unit_review: { by: UNFILLED, at: UNFILLED } };
  // What the old item had and the new text doesn't bring.
  const known = { ...again, ...keptOf(raw, ['authors', ...(keeps ? ['images', 'cover'] : [])]), ...said.raw } as Known;
  const { index, missing } = indexFile(known, body, undescribed(body));
  const now: FileChange[] = [index, ...draft.files.slice(1)].map((file) => ({ ...file, path: `${present.folder}/${file.path}` }));
  const old = namesIn(present).filter((name) => name !== 'index.md' && (name === SCAN || !keeps));
  const gone = old.map((name) => `${present.folder}/${name}`).filter((path) => !now.some((file) => file.path === path));
  const reviews = Object.entries(REVIEWS).flatMap(([key, name]) => (raw[key] !== undefined && !isUnfilled(raw[key]) ? [name] : []));
  const report = [
    ...[...draft.report, reportLine('replaced', '全文')],
    ...reviews.map((name) => reportLine('replaced', `原来的${name}不再算数，要对新的文稿重新做`)),
    ...old.map((name) => reportLine('replaced', `原来的${name === SCAN ? '审核单' : '图片'} ${name} 不再用`)),
    ...left,
  ];
  return {
    ...{ kind: 'draft', title: draft.title, report },
    files: [...now, ...gone.map((path) => ({ path, bytes: null }))],
    missing,
  };
}

/** What a form alone tells, as far as it is filled in. */
const toldBy = ({ channels, title, remarks }: Annex): Told =>
  Object.fromEntries(Object.entries({ channels, title, remarks }).filter(([, value]) => value !== null));

/** Fields that an answer fills in, and pictures that it adds. */
async function added({ mail, at }: Arrival, present: Present, forms: readonly Form[], organisation: Organisation): Promise<Made> {
  const { files, told } = letterOf(mail);
  const pictures: ReadyPicture[] = [];
  // Each line of the letter is read here: what isn't understood is told as such.
  const left: ReportLine[] = told.filter(({ kind }) => kind !== 'cover-note');
  for (const { annex, report } of forms) left.push(...report, ...annex.report);
  for (const file of files) {
    const kind = fileKind(file.name, file.bytes);
    if (typeof kind !== 'string') left.push(reportLine('attachment', `附件 ${file.name}`, kind.message));
    const made = kind === 'picture' ? await readyPicture(file, null) : null;
    if (made !== null && 'kind' in made) left.push(made);
    else if (made !== null) pictures.push(made);
  }
  const form = Object.assign({}, ...forms.map(({ annex }) => toldBy(annex)));
  const answer = { lines: mail.body.split('\n'), told: form, pictures, organisation, arrived: beijingDate(at), report: left };
  const addition = additionTo(indexOf(present), namesIn(present), answer);
  if (addition === null) return refused(BROKEN);
  return {
    ...{ kind: 'draft', title: addition.title, missing: addition.missing, report: addition.report },
    files: addition.files.map((file) => ({ ...file, path: `${present.folder}/${file.path}` })),
  };
}

interface Form {
  annex: Annex;
  /** What was told of its file. */
  report: readonly ReportLine[];
}

/** An answer to the acknowledgement. A file that can't be read is told, and keeps the rest from nothing. */
async function addition(arrival: Arrival, present: Present, organisation: Organisation): Promise<Made> {
  const forms: Form[] = [];
  for (const { name, bytes } of letterOf(arrival.mail).files) {
    if (!isText({ name, bytes })) continue;
    const received = fileKind(name, bytes) === 'word' ? await READERS.word(bytes, name).catch(() => null) : null;
    const mark = received && markOf(received);
    if (mark) return { kind: 'stopped', mark };
    const annex = received && annexOf(received);
    if (received === null || annex === null || annex.body.children.length > 0) return replaced(arrival, present, organisation);
    forms.push({ annex, report: received.report });
  }
  return added(arrival, present, forms, organisation);
}

/** Makes the item of a mail, or what an answer adds to it. A mark anywhere in the mail stops it. */
export function draftsOfMail(organisation: Organisation): Ports['makeDraft'] {
  return async (arrival) => {
    const mark = markOfLetter(arrival.mail);
    if (mark !== null) return { kind: 'stopped', mark };
    return arrival.present === null ? newItem(arrival, organisation) : addition(arrival, arrival.present, organisation);
  };
}
