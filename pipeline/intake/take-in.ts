import type { Root } from 'mdast';
import type { Instant } from '../beijing-time.ts';
import { sha256 } from '../canonical-json.ts';
import { wordsOf } from '../item/markdown/markdown.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { printable } from '../printable.ts';
import { annexOf } from './draft/annex.ts';
import { type Draft, draftOf, type Sender } from './draft/draft.ts';
import type { Told } from './draft/front-matter-text.ts';
import type { Mark } from './draft/marks.ts';
import { fileKind, refusal } from './file-kind.ts';
import { scanNamed } from './picture/picture-kind.ts';
import { type ReadyPicture, readyPicture } from './picture/ready-picture.ts';
import { READERS, type Refusal, refusalOf, refuseMarkedName, stemOf, unpacked } from './readers.ts';
import type { Received, SentFile } from './received.ts';
import { type ReportLine, reportLine } from './report.ts';

/** What came at once, from one sender. */
export interface Sending {
  files: readonly SentFile[];
  /** Texts that were read already: a mail's own, an issue's. */
  texts?: readonly Received[];
  /** The letter that came with them: the text itself where no other came. What is told of it as a mere note holds where another did. */
  letter?: Received | undefined;
  sender: Sender;
  arrivedAt: Instant;
  organisation: Organisation;
  told?: Told;
  /** What is told of all of it: each draft says so. */
  report?: readonly ReportLine[] | undefined;
}

/** What became of a sending: every file is part of a draft or a refusal. */
export interface Taken {
  drafts: Draft[];
  refused: Refusal[];
  /** A classification mark that stopped all of it. */
  mark?: Mark;
}

const folderOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('/')));

interface Text {
  /** With its folders. */
  name: string;
  text: Received;
  form?: Received;
  pictures: SentFile[];
}

interface Sorted {
  texts: Text[];
  /** Names of texts that weren't taken: what lies beside one is no other's. */
  lost: string[];
  forms: { name: string; form: Received }[];
  pictures: SentFile[];
  refused: Refusal[];
}

const isFormAlone = (received: Received): boolean => {
  const annex = annexOf(received);
  return annex !== null && annex.body.children.length === 0;
};

async function sorted({ files, texts = [] }: Sending): Promise<Sorted> {
  const found: Sorted = { texts: [], lost: [], forms: [], pictures: [], refused: [] };
  const inside = await unpacked(files, found.refused);
  /** Texts by folder: people attach the same one twice. */
  const known = new Set<string>();
  found.texts.push(...[...texts, ...inside.texts].map((text) => ({ name: text.file, text, pictures: [] })));
  for (const { name, bytes } of inside.files) {
    const kind = fileKind(name, bytes);
    try {
      refuseMarkedName(name);
      if (typeof kind !== 'string') throw refusal(kind.code, kind.message, name);
      if (kind === 'picture') found.pictures.push({ name, bytes });
      else if (kind === 'text' || kind === 'word') {
        const once = `${folderOf(name)} ${sha256(bytes)}`;
        if (known.has(once)) continue;
        known.add(once);
        const text = await READERS[kind](bytes, name.slice(name.lastIndexOf('/') + 1));
        text.report.push(...(inside.told.get(folderOf(name)) ?? []));
        if (isFormAlone(text)) found.forms.push({ name, form: text });
        else found.texts.push({ name, text, pictures: [] });
      } else throw refusal('kind', NESTED, name);
    } catch (error) {
      found.refused.push(refusalOf(error, name));
      if (kind !== 'picture' && !isPictureName(name) && scanNamed(name) === null) found.lost.push(name);
    }
  }
  // A PDF or .doc beside the .docx of its name is the same text.
  const isThere = (name: string): boolean =>
    found.texts.some((text) => folderOf(text.name) === folderOf(name) && stemOf(text.name) === stemOf(name));
  return { ...found, lost: found.lost.filter((name) => !isThere(name)) };
}

const NESTED = '是压缩包或邮件里的又一层压缩包、邮件；应为其中的文稿和图片；请取出后重新报送。';

const isPictureName = (name: string): boolean => /\.(?:jpe?g|png|heic|bmp|gif|tiff?|webp|mp4|mov)$/i.test(name);

/** The one text that a file beside belongs to: the only one, the only one in its folder, or the one whose name it begins with. */
function textOf(name: string, { texts, lost }: Pick<Sorted, 'texts' | 'lost'>): Text | null {
  const all: (Text | { name: string; text: null })[] = [...texts, ...lost.map((one) => ({ name: one, text: null }))];
  const only = (some: typeof all): Text | null => (some.length === 1 && some[0]?.text ? (some[0] as Text) : null);
  if (all.length === 1) return only(all);
  const near = all.filter((text) => folderOf(text.name) === folderOf(name));
  if (near.length === 1) return only(near);
  return only(near.filter((text) => stemOf(name).startsWith(stemOf(text.name))));
}

const WHOSE = '看不出是哪一篇的；应能看出是哪一篇文稿的；请把每篇文稿和它的图片各放一个文件夹，或让图片的名称以文稿名开头。';
const NO_TEXT = '没有和文稿一起来；应和文稿一起报送；请连同 Word 或 txt 文稿重新报送。';

const bare = (words: string): string => words.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
const wordsIn = ({ children }: Root): string => bare(children.map((node) => wordsOf(node)).join(''));

/** Forms that say the text of a file beside them once more: that file is the text, with its pictures. */
function withoutDoubles({ texts, forms }: Sorted): void {
  for (const own of texts.slice()) {
    const annex = annexOf(own.text);
    const said = annex === null ? '' : wordsIn(annex.body);
    if (said === '' || !texts.some((other) => other !== own && annexOf(other.text) === null && wordsIn(other.text.text).includes(said)))
      continue;
    texts.splice(texts.indexOf(own), 1);
    forms.push({ name: own.name, form: own.text });
  }
}

/** Gives forms and pictures to their texts; what belongs to none is refused and asked about. */
function grouped(sorted: Sorted): void {
  const { texts, forms, pictures, refused } = sorted;
  const [code, message] = texts.length === 0 ? ['intake/no-text', NO_TEXT] : ['intake/whose', WHOSE];
  const refuse = (name: string): unknown => refused.push({ file: printable(name), code, message });
  for (const { name, form } of forms) {
    const text = textOf(name, sorted);
    if (text === null || text.form !== undefined) refuse(name);
    else text.form = form;
  }
  const byName = new Intl.Collator('zh', { numeric: true });
  for (const picture of pictures.toSorted((a, b) => byName.compare(a.name, b.name)))
    textOf(picture.name, sorted)?.pictures.push(picture) ?? refuse(picture.name);
}

const HELD = '同时报送的文件里有密级标志，这一篇也没有收；应全部是可以公开的信息；请电话联系办公室。';

async function drafted({ text, form, pictures }: Text, { report = [], ...sending }: Sending): Promise<Draft> {
  const lines: ReportLine[] = [...report];
  const ready: ReadyPicture[] = [];
  let scan: ReadyPicture | undefined;
  const sent = [...[...text.pictures].map(([key, picture]) => ({ key, picture })), ...pictures.map((picture) => ({ key: null, picture }))];
  for (const { key, picture } of sent) {
    const own = { ...picture, name: picture.name.slice(picture.name.lastIndexOf('/') + 1) };
    const named = scanNamed(own.name);
    const isScan = key === null && named === 'form';
    if (isScan ? scan !== undefined : named === 'maybe') {
      lines.push(reportLine('picture-scan', `图片 ${printable(own.name)}`));
      continue;
    }
    const made = await readyPicture(own, key);
    if ('kind' in made) lines.push(made);
    else if (isScan) scan = made;
    else ready.push(made);
  }
  return draftOf({ ...sending, text, form, pictures: ready, scan, report: lines });
}

/**
 * Makes drafts of everything that came at once. A classification mark anywhere stops all of it: nothing of the sending is a draft then.
 * @throws only what is a fault of this program or machine; whatever the files hold becomes a refusal
 */
export async function takeIn(sending: Sending): Promise<Taken> {
  const files = await sorted(sending);
  const { texts, refused } = files;
  withoutDoubles(files);
  const { letter } = sending;
  const isText = letter !== undefined && texts.length === 0 && files.lost.length === 0;
  if (isText) texts.push({ name: letter.file, text: letter, pictures: [] });
  const report = sending.report?.filter(({ kind }) => !(isText && kind === 'cover-note'));
  grouped(files);
  const made: { name: string; draft: Draft }[] = [];
  for (const text of texts) {
    try {
      made.push({ name: printable(text.name), draft: await drafted(text, { ...sending, report }) });
    } catch (error) {
      refused.push(refusalOf(error, text.name));
    }
  }
  const mark = refused.find((one) => one.mark !== undefined)?.mark;
  if (mark === undefined) return { drafts: made.map(({ draft }) => draft), refused };
  const held = made.map(({ name }) => ({ file: name, code: 'intake/held', message: HELD }));
  return { drafts: [], refused: [...refused, ...held], mark };
}
