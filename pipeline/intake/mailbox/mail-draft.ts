import { beijingDate } from '../../beijing-time.ts';
import type { FileChange, NewFile } from '../../forge/git/git.ts';
import { readFrontMatter } from '../../item/front-matter/front-matter.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { additionTo, isAsked } from '../draft/addition.ts';
import { type Annex, annexOf } from '../draft/annex.ts';
import type { Draft } from '../draft/draft.ts';
import type { Told } from '../draft/front-matter-text.ts';
import { markIn, markOf } from '../draft/marks.ts';
import { fileKind } from '../file-kind.ts';
import { isText, letterOf, markOfLetter } from '../mail/letter.ts';
import { type ReadyPicture, readyPicture } from '../picture/ready-picture.ts';
import { READERS } from '../readers.ts';
import { type ReportLine, reportLine } from '../report.ts';
import { takeIn } from '../take-in.ts';
import type { Arrival, Made, Ports } from './take-mail.ts';

const TOO_MANY = '一封邮件里有几篇文稿；应一事一稿；请每篇一封，分别发来。';

async function newItem({ mail, sender, at }: Arrival, organisation: Organisation): Promise<Made> {
  const { files, text, told } = letterOf(mail);
  const { drafts, refused } = await takeIn({ files, texts: text === null ? [] : [text], sender, arrivedAt: at, organisation });
  const secret = refused.find(({ mark }) => mark !== undefined)?.mark;
  if (secret) return { kind: 'stopped', mark: secret };
  const [draft] = drafts;
  if (draft === undefined) return { kind: 'refused', reasons: refused.map(({ file, message }) => `${file}：${message}`) };
  if (drafts.length > 1) return { kind: 'refused', reasons: [TOO_MANY] };
  const left = refused.map(({ file, message }) => reportLine('attachment', `附件 ${file}`, message));
  return madeOf(draft, [...draft.report, ...told, ...left]);
}

const madeOf = ({ title, path, files, missing }: Draft, report: readonly ReportLine[]): Made => ({
  ...{ kind: 'draft', title, missing, report },
  files: files.map((file) => ({ ...file, path: `${path}/${file.path}` })),
});

/** Fields that stand when a new text takes the place of the one before; the rest it says itself. */
const KEPT = ['category', 'basis', 'channels', 'summary', 'source', 'secrecy_review', 'unit_review', 'joint_units', 'publish_after'];

/** What an item had, as far as somebody has filled it in. */
function keptOf(index: string): Told {
  const { raw } = readFrontMatter(Buffer.from(index));
  return Object.fromEntries(Object.entries(raw ?? {}).filter(([key, value]) => KEPT.includes(key) && !isAsked(value)));
}

const PICTURE = /!\[[^[\]\n]{0,300}\]\([a-z0-9][a-z0-9._-]{0,99}\.jpe?g\)/g;

interface Present {
  folder: string;
  files: NewFile[];
}

const indexOf = ({ folder, files }: Present): string =>
  Buffer.from(files.find(({ path }) => path === `${folder}/index.md`)?.bytes ?? '').toString('utf8');

/** A new text in the item's own folder. It keeps the pictures where it brings none; the one before stays in the branch's history. */
async function replaced({ mail, sender, at }: Arrival, present: Present, organisation: Organisation): Promise<Made> {
  const { files, told } = letterOf(mail);
  const before = indexOf(present);
  const { drafts, refused } = await takeIn({ files, sender, arrivedAt: at, organisation, told: keptOf(before) });
  const secret = refused.find(({ mark }) => mark !== undefined)?.mark;
  if (secret) return { kind: 'stopped', mark: secret };
  const [draft] = drafts;
  if (draft === undefined) return { kind: 'refused', reasons: refused.map(({ file, message }) => `${file}：${message}`) };
  if (drafts.length > 1) return { kind: 'refused', reasons: [TOO_MANY] };
  const keeps = draft.files.length === 1;
  const index = `${Buffer.from(draft.files[0]?.bytes ?? '').toString('utf8')}${keeps ? (before.match(PICTURE) ?? []).map((one) => `\n${one}\n`).join('') : ''}`;
  const now: FileChange[] = [
    { path: `${present.folder}/index.md`, bytes: index },
    ...draft.files.slice(1).map((file) => ({ ...file, path: `${present.folder}/${file.path}` })),
  ];
  const paths = now.map(({ path }) => path);
  const gone = keeps ? [] : present.files.flatMap(({ path }) => (paths.includes(path) ? [] : [{ path, bytes: null }]));
  const left = refused.map(({ file, message }) => reportLine('attachment', `附件 ${file}`, message));
  const report = [...draft.report, ...told, reportLine('replaced', '全文'), ...left];
  return { kind: 'draft', title: draft.title, files: [...now, ...gone], missing: draft.missing, report };
}

/** Fields that an answer fills in, and pictures that it adds. */
async function added({ mail, at }: Arrival, present: Present, forms: readonly Annex[], organisation: Organisation): Promise<Made> {
  const { files } = letterOf(mail);
  const told = mail.report;
  const pictures: ReadyPicture[] = [];
  const left: ReportLine[] = [...told];
  for (const file of files) {
    const kind = fileKind(file.name, file.bytes);
    if (typeof kind !== 'string') left.push(reportLine('attachment', `附件 ${file.name}`, kind.message));
    const made = kind === 'picture' ? await readyPicture(file, null) : null;
    if (made !== null && 'kind' in made) left.push(made);
    else if (made !== null) pictures.push(made);
  }
  const channels = forms.find((form) => form.channels !== null)?.channels;
  const answer = { lines: mail.body.split('\n'), told: channels ? { channels } : {}, pictures, organisation, arrived: beijingDate(at) };
  const names = present.files.map(({ path }) => path.slice(present.folder.length + 1));
  const { title, missing, report, files: changed } = additionTo(indexOf(present), names, answer);
  return {
    ...{ kind: 'draft', title, missing, report: [...report, ...left] },
    files: changed.map((file) => ({ ...file, path: `${present.folder}/${file.path}` })),
  };
}

/** An answer to the acknowledgement. A file that can't be read is told, and keeps the rest from nothing. */
async function addition(arrival: Arrival, present: Present, organisation: Organisation): Promise<Made> {
  const forms: Annex[] = [];
  for (const { name, bytes } of letterOf(arrival.mail).files) {
    const named = markIn([{ place: '文件名', text: name.replace(/\.[^.]*$/, '') }]);
    if (named !== null) return { kind: 'stopped', mark: named };
    if (!isText({ name, bytes })) continue;
    const received = fileKind(name, bytes) === 'word' ? await READERS.word(bytes, name).catch(() => null) : null;
    const mark = received && markOf(received);
    if (mark) return { kind: 'stopped', mark };
    const form = received && annexOf(received);
    if (form === null || form.body.children.length > 0) return replaced(arrival, present, organisation);
    forms.push(form);
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
