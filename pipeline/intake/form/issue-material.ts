import type { Image, Paragraph, Root } from 'mdast';
import { beijingDate, beijingIso, type Instant } from '../../beijing-time.ts';
import type { IssueSummary } from '../../forge/github/github-issues.ts';
import { CATEGORIES } from '../../item/front-matter/front-matter-schema.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { Material } from '../draft/draft.ts';
import type { Told } from '../draft/front-matter-text.ts';
import { dayIn } from '../draft/labelled.ts';
import { personNamed } from '../draft/names.ts';
import { type ReadyPicture, readyPicture } from '../picture/ready-picture.ts';
import { type ReportLine, reportLine } from '../report.ts';
import { type FilledForm, PICTURE_MARK } from './issue-form.ts';

/** A picture that was asked for: as a JPEG, or the line that says why there is none. */
type AskedPicture = ReadyPicture | ReportLine;

const keyOf = (index: number): string => `picture:${index}`;

/** Asks for the pictures of a form, one after the other. @param attachment the bytes at an address of the forge; `null` where it gives none */
export async function picturesOf(
  { pictures }: Pick<FilledForm, 'pictures'>,
  attachment: (address: string) => Promise<Uint8Array | null>,
): Promise<AskedPicture[]> {
  const asked: AskedPicture[] = [];
  for (const [index, { url, alt }] of pictures.entries()) {
    const name = alt === '' ? `第${index + 1}张` : alt;
    const bytes = await attachment(url);
    asked.push(bytes === null ? reportLine('picture-missing', `图片 ${name}`) : await readyPicture({ name, bytes }, keyOf(index)));
  }
  return asked;
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

/** All that the item of an issue is made from. @param person who wrote it, by his account */
export function issueMaterial(
  form: FilledForm,
  pictures: readonly AskedPicture[],
  { issue, person, organisation }: { issue: IssueSummary; person: string; organisation: Organisation },
): Material {
  const isPicture = (one: AskedPicture): one is ReadyPicture => 'bytes' in one;
  const arrivedAt = beijingIso(new Date(issue.at));
  return {
    text: {
      file: `#${issue.number}`,
      text: textOf(form),
      pictures: new Map(),
      report: pictures.filter((one): one is ReportLine => !isPicture(one)),
      aside: [],
    },
    pictures: pictures.filter(isPicture),
    sender: { person, unit: form.unit },
    arrivedAt,
    organisation,
    told: toldBy(form, organisation, arrivedAt),
  };
}
