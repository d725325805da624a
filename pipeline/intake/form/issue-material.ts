import type { Image, Paragraph, Root } from 'mdast';
import { beijingDate, beijingIso, type Instant } from '../../beijing-time.ts';
import type { IssueSummary } from '../../forge/github/github-issues.ts';
import { CATEGORIES } from '../../item/front-matter/front-matter-schema.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { Problem } from '../../problem.ts';
import type { Draft } from '../draft/draft.ts';
import type { Told } from '../draft/front-matter-text.ts';
import { dayIn } from '../draft/labelled.ts';
import { secretProblem } from '../draft/marks.ts';
import { personNamed } from '../draft/names.ts';
import { standsForText } from '../mail/letter.ts';
import { scanNamed } from '../picture/picture-kind.ts';
import { leftOut } from '../readers.ts';
import type { SentFile } from '../received.ts';
import { type ReportLine, reportLine } from '../report.ts';
import { type Sending, type Taken, takeIn } from '../take-in.ts';
import { type FilledForm, PICTURE_MARK } from './issue-form.ts';

const keyOf = (index: number): string => `picture:${index}`;

/**
 * Asks for what a form shows, one after the other. `pictures` are the text's by their keys there, `lost` the names of files that weren't given.
 * @param attachment the bytes at an address of the forge; `null` where it gives none
 */
async function attachedTo({ pictures, files }: FilledForm, attachment: (address: string) => Promise<Uint8Array | null>) {
  const given = { pictures: new Map<string, SentFile>(), files: [] as SentFile[], lost: [] as string[], report: [] as ReportLine[] };
  for (const [index, { url, alt }] of pictures.entries()) {
    const name = alt === '' ? `第${index + 1}张` : alt;
    const bytes = await attachment(url);
    if (bytes === null) given.report.push(reportLine('picture-missing', `图片 ${name}`));
    else if (scanNamed(name) === 'form') given.files.push({ name, bytes });
    else given.pictures.set(keyOf(index), { name, bytes });
  }
  for (const { name, url } of files) {
    const bytes = await attachment(url);
    if (bytes === null) given.lost.push(name);
    else given.files.push({ name, bytes });
  }
  return given;
}

/** Each line of the text is a paragraph; what people write there isn't Markdown to them. */
function textOf({ text, pictures }: FilledForm): Root {
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const children = lines.map((line): Paragraph => {
    const index = line.startsWith(PICTURE_MARK) ? Number(line.slice(PICTURE_MARK.length)) : Number.NaN;
    const picture = pictures[index];
    if (picture === undefined) return { type: 'paragraph', children: [{ type: 'text', value: line }] };
    return { type: 'paragraph', children: [{ type: 'image', url: keyOf(index), alt: picture.alt } satisfies Image] };
  });
  return { type: 'root', children };
}

/**
 * What the form itself says. The review of secrecy is the one that its boxes declare, of the day on which it was filled in; whoever is named
 * there has to approve the text.
 */
function toldBy({ answers, channels }: FilledForm, organisation: Organisation, at: Instant): Told {
  const { title, event_date: day, category, source, secrecy, remarks } = answers;
  const event = dayIn(day ?? '', beijingDate(at));
  const known = CATEGORIES.find((name) => name === category);
  const reviewer = personNamed(secrecy ?? '', organisation);
  return {
    ...(title === undefined ? {} : { title: title.replace(/\s+/g, ' ') }),
    ...(event === null ? {} : { event_date: event }),
    ...(known === undefined ? {} : { category: known }),
    ...(channels.length === 0 ? {} : { channels }),
    ...(source === undefined ? {} : { source: { name: source } }),
    ...(reviewer === null ? {} : { secrecy_review: { by: reviewer, date: beijingDate(at), conclusion: '可公开' } }),
    ...(remarks === undefined ? {} : { remarks: remarks.replace(/\s+/g, ' ') }),
  };
}

/** A text no longer than this beside a file only says that the file is the text (见附件). */
const BRIEF = 60;
const wordsOf = ({ text }: FilledForm): string => text.replace(/\u{f0000}\d+/gu, '').trim();

const refused = (code: string, message: string): Problem => new Problem(code, message, { exitCode: 1 });

/** The one draft, and what else is told; the refusal where there is none. */
function oneOf({ drafts, refused: not, mark }: Taken): Draft {
  const [draft, ...others] = drafts;
  const [first] = not;
  if (mark) throw secretProblem(mark, '附件');
  if (draft === undefined) throw refused(first?.code ?? 'intake/no-text', not.map(({ file, message }) => `${file}：${message}`).join(''));
  const unused = others.map(({ title }) => reportLine('second-text', `附件《${title}》`));
  return { ...draft, report: [...draft.report, ...leftOut(not), ...unused] };
}

/**
 * The item of an issue: its text with its pictures, or the Word file attached to it where the text only points there. A form of the annex that
 * is attached fills in what the issue doesn't say.
 * @param person who wrote it, by his account
 * @throws Problem exit 1 where there is none
 */
export async function draftOfForm(
  form: FilledForm,
  { issue, person, organisation }: { issue: IssueSummary; person: string; organisation: Organisation },
  attachment: (address: string) => Promise<Uint8Array | null>,
): Promise<Draft> {
  const { pictures, files, lost, report } = await attachedTo(form, attachment);
  const arrivedAt = beijingIso(new Date(issue.at));
  const text = { file: `#${issue.number}`, text: textOf(form), pictures, report, aside: [] };
  const told = toldBy(form, organisation, arrivedAt);
  const missing = lost.map((name) => reportLine('file-missing', `附件 ${name}`));
  const sender = { person, unit: form.unit };
  const sending: Sending = { files, texts: [text], sender, arrivedAt, organisation, told, report: missing };
  const brief = [...wordsOf(form)].length <= BRIEF;
  if (brief && files.some(standsForText)) {
    const loose = [...pictures.values()];
    const note = wordsOf(form) === '' ? [] : [reportLine('cover-note', '信息内容', wordsOf(form))];
    const words = text.text.children.filter((node) => node.type !== 'paragraph' || node.children.every(({ type }) => type !== 'image'));
    const letter = { ...text, text: { ...text.text, children: words }, report: [] };
    const told = [...report, ...note, ...missing];
    const taken = await takeIn({ ...sending, files: [...files, ...loose], texts: [], letter, report: told });
    if (taken.drafts.length > 1) throw refused('intake/too-many', '附件里有几篇文稿；应一事一稿；请每篇填一张表，分别报送。');
    return oneOf(taken);
  }
  if (brief && lost.length > 0) {
    const words = `附件 ${lost.join('、')} 平台没有给程序，没有建稿；应能读到文稿；请照下面的办法上传，或作为附件发到报送邮箱，也可以把正文贴进“信息内容”。`;
    throw refused('intake/attachment', words);
  }
  return oneOf(await takeIn(sending));
}
