import { CHANNELS, type Channel } from '../../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import { SUBMISSION_LABELS, type SubmissionQuestion } from '../../organisation/generated/submission-form.ts';

/** The form as it was filled in: texts, `null` where nothing was written. */
export interface FilledForm {
  answers: Partial<Record<SubmissionQuestion, string>>;
  channels: Channel[];
  /** The ids in brackets behind a unit's name. */
  unit: string | null;
  /** Boxes that were left unticked. */
  undeclared: string[];
  /** The text, and behind it what was written beside the pictures. Where a picture stood, a line holds `PICTURE_MARK` and its index. */
  text: string;
  /** Each with its address as it was written, and its words. */
  pictures: { url: string; alt: string }[];
  /** Files that are attached, whichever answer they stand in: their names as the form shows them, and their addresses. */
  files: { name: string; url: string }[];
}

/** Begins a line that stands for a picture: a character of no text, from Unicode's private use. */
export const PICTURE_MARK = '\u{f0000}';

/** What GitHub writes where nothing was filled in. */
const NOTHING = '_No response_';
const PICTURE = /!\[([^[\]\n]{0,300})\]\((https?:\/\/[^\s()]{1,1000})\)|<img\s[^<>\n]{0,1200}>/g;
/** A file that was dragged into an answer; its address ends in `/files/<number>/<name>`. */
const FILE = /(?<!!)\[([^[\]\n]{1,300})\]\((https?:\/\/[^\s()]{1,1000}\/files\/\d{1,20}\/[^\s()]{1,300})\)/g;
const SOURCE = /\ssrc="(https?:\/\/[^"\s]{1,1000})"/;
const ALT = /\salt="([^"\n]{0,300})"/;

/**
 * The lines on which the form's own labels stand, in the form's order. Labels up to the text count where they stand first, those behind it
 * where they stand last: whoever writes `### 备注` into his text changes no other answer.
 */
function labelLines(lines: readonly string[]): Map<number, SubmissionQuestion> {
  const found = new Map<number, SubmissionQuestion>();
  const behind = SUBMISSION_LABELS.findIndex(({ id }) => id === 'text') + 1;
  let first = -1;
  for (const { id, label } of SUBMISSION_LABELS.slice(0, behind)) {
    const line = lines.indexOf(`### ${label}`, first + 1);
    if (line < 0) continue;
    found.set(line, id);
    first = line;
  }
  let last = lines.length;
  for (const { id, label } of SUBMISSION_LABELS.slice(behind).reverse()) {
    const line = last === 0 ? -1 : lines.lastIndexOf(`### ${label}`, last - 1);
    if (line <= first) continue;
    found.set(line, id);
    last = line;
  }
  return found;
}

function answersIn(body: string): FilledForm['answers'] {
  const lines = body.replaceAll('\r\n', '\n').split('\n');
  const labels = [...labelLines(lines)].sort(([one], [other]) => one - other);
  const answers = labels.map(([line, id], index) => {
    const text = lines
      .slice(line + 1, labels[index + 1]?.[0])
      .join('\n')
      .trim();
    return [id, text] as const;
  });
  return Object.fromEntries(answers.filter(([, text]) => text !== '' && text !== NOTHING));
}

/** A text without the pictures in it, which stand where they stood as what `mark` gives for them. */
function withoutPictures(text: string, mark: (picture: FilledForm['pictures'][number]) => string): string {
  return text.replace(PICTURE, (whole, alt?: string, url?: string) => {
    const address = url ?? SOURCE.exec(whole)?.[1];
    return address === undefined ? '' : mark({ url: address, alt: alt ?? ALT.exec(whole)?.[1] ?? '' });
  });
}

/** Boxes of an answer: each with its words and whether it is ticked. */
function boxesIn(answer: string | undefined): { words: string; ticked: boolean }[] {
  return [...(answer ?? '').matchAll(/^- \[([ xX])\] (.+)$/gm)].map(([, mark, words = '']) => ({
    words: words.trim(),
    ticked: mark !== ' ',
  }));
}

/** Reads the text of an issue that was opened by the form. Whatever stands there is data; nothing of it is followed or executed. */
export function readIssueForm(body: string): FilledForm {
  const files: FilledForm['files'] = [];
  const withoutFiles = (answer: string): string =>
    answer
      .replace(FILE, (_, name: string, url: string) => {
        files.push({ name: name.split(/[/\\]/).at(-1) ?? name, url });
        return '';
      })
      .trim();
  const said = Object.entries(answersIn(body)).map(([id, answer]) => [id, withoutFiles(answer)] as const);
  const answers: FilledForm['answers'] = Object.fromEntries(said.filter(([, answer]) => answer !== ''));
  const pictures: FilledForm['pictures'] = [];
  const mark = (picture: FilledForm['pictures'][number]): string => `\n\n${PICTURE_MARK}${pictures.push(picture) - 1}\n\n`;
  const text = withoutPictures(answers.text ?? '', mark);
  const more = withoutPictures(answers.pictures ?? '', mark);
  const ticked = boxesIn(answers.channels).filter((box) => box.ticked);
  return {
    answers,
    channels: CHANNELS.filter((channel) => ticked.some(({ words }) => words === CHANNEL_NAMES[channel])),
    unit: /（([a-z][a-z0-9-]{0,39})）$/.exec(answers.unit ?? '')?.[1] ?? null,
    undeclared: boxesIn(answers.declarations).flatMap(({ words, ticked: yes }) => (yes ? [] : [words])),
    text: `${text}\n\n${more}`.trim(),
    ...{ pictures, files },
  };
}
