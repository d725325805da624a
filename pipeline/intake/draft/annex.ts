import type { Root, RootContent, Table, TableCell } from 'mdast';
import { isDate } from '../../beijing-time.ts';
import type { Channel } from '../../item/front-matter/front-matter-schema.ts';
import { wordsOf } from '../../item/markdown/markdown.ts';
import type { Received } from '../received.ts';
import { type ReportLine, reportLine } from '../report.ts';
import { channelsIn } from './channels.ts';

/** The annex's form as somebody filled it in. What isn't filled in is `null`. */
export interface Annex {
  /** 报送时间, `YYYY-MM-DD`. */
  submittedAt: string | null;
  submitter: string | null;
  unit: string | null;
  title: string | null;
  channels: Channel[] | null;
  remarks: string | null;
  /** 信息内容, and what stands behind the table; empty where the text lies in another file. */
  body: Root;
  /** `信息类别：工作动态`: rows that the form has beside the annex's own, and words above it. */
  lines: string[];
  /** Where its table is: its cells were read by themselves, whatever was told of the table. */
  place: string | undefined;
  /** What people wrote about their review: told of, never a signature. */
  report: ReportLine[];
}

type Label = 'submitted' | 'submitter' | 'unit' | 'title' | 'content' | 'channels' | 'opinion' | 'remarks';

/** The annex's labels, without the blanks that set them wide. */
const LABELS: readonly [Label, RegExp][] = [
  ['submitted', /^报送(?:时间|日期)$/],
  ['submitter', /^报送人$/],
  [
    'opinion',
    /^(?:报送单位\/?部门负责人审核|(?:报送单位|部门)?负责人(?:审核|意见)|办公室(?:审核|审查)(?:意见)?|(?:分管|主要)领导(?:签发|审核|审批|意见)(?:意见)?)$/,
  ],
  ['unit', /^报送(?:单位|部门)$/],
  ['title', /^标题$/],
  ['content', /^信息内容$/],
  ['channels', /^拟?发布渠道$/],
  ['remarks', /^备注$/],
];
const ENOUGH = 4;
/** The form's own words, as they are printed. */
const UNTICKED = /^(?:网站|微信|微博|[□☐○◻\s、/()（）])*$/u;

const labelOf = (cell: TableCell): Label | null => {
  const words = wordsOf(cell)
    .normalize('NFKC')
    .replace(/[\s:*]/g, '');
  return LABELS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
};

const hasPicture = (node: RootContent): boolean => 'children' in node && node.children.some(({ type }) => type === 'image');

/** A cell's paragraphs, as its reader kept them. */
const paragraphsOf = (cell: TableCell): RootContent[] =>
  (cell.data?.blocks ?? []).filter((block) => wordsOf(block).trim() !== '' || hasPicture(block));

const SUBMITTED = /^报送(?:时间|日期):?(20\d\d)[年.\-/](\d{1,2})[月.\-/](\d{1,2})/;

function submittedIn(texts: readonly string[]): string | null {
  for (const text of texts) {
    const match = SUBMITTED.exec(text.normalize('NFKC').replace(/\s/g, ''));
    const date = match && `${match[1]}-${match[2]?.padStart(2, '0')}-${match[3]?.padStart(2, '0')}`;
    if (date && isDate(date)) return date;
  }
  return null;
}

const asked = (words: string): string | null => (/^(?:[/\\\-—无]|待填)?$/.test(words) ? null : words);

interface Row {
  label: Label | null;
  name: string;
  cell: TableCell;
}

const isFilled = (cell: TableCell): boolean => wordsOf(cell).trim() !== '' || cell.children.some(({ type }) => type === 'image');

/** A label and what stands behind it, as often as a row has that; a row without a label of the annex's begins with its own. */
function pairsOf(cells: readonly TableCell[]): Row[] {
  const starts = cells.flatMap((cell, at) => (labelOf(cell) === null ? [] : [at]));
  const begins = starts.length === 0 ? [0] : starts;
  return begins.flatMap((start, at): Row[] => {
    const [name, ...rest] = cells.slice(start, begins[at + 1]);
    const cell = rest.find(isFilled) ?? rest[0];
    return name === undefined || cell === undefined ? [] : [{ label: labelOf(name), name: wordsOf(name).trim(), cell }];
  });
}

/** The rows of a table that is the form; `null` for any other table. */
function rowsOf(table: Table): Row[] | null {
  const rows = table.children.flatMap(({ children }) => pairsOf(children));
  return new Set(rows.flatMap(({ label }) => label ?? [])).size >= ENOUGH ? rows : null;
}

/** What the form's own head says: it is none of the text's. */
const HEAD = /审\s*核\s*单|信息发布|^附件?\s*\d*[:：]?$/;
const isHead = (text: string): boolean => HEAD.test(text) || SUBMITTED.test(text.normalize('NFKC').replace(/\s/g, ''));

/** Rows that the annex doesn't have, and what stands above the table, as lines of their own. */
function linesBeside(rows: readonly Row[], above: readonly RootContent[]): string[] {
  const others = rows.filter(({ label, cell }) => label === null && isFilled(cell));
  const words = above.map((node) => wordsOf(node).trim()).filter((text) => text !== '' && !isHead(text));
  return [
    ...words,
    ...others.map(({ name, cell }) => `${name.replace(/[\s:：]/g, '')}：${paragraphsOf(cell).map(wordsOf).join('').trim()}`),
  ];
}

/** What stands for a text that lies elsewhere. */
const ELSEWHERE = /^[(（]?(?:(?:信息)?(?:内容|正文)?(?:详?见|如上|如下|同上|另附|附后)).{0,10}[)）]?$/;
/** Nobody notes as much above a form: it is the text. */
const LONG = 45;

/** The form says that its text stands above it. */
const ABOVE = /如上|见上|同上/;

/** What of the paragraphs above the form is the text: what long ones there are, and what stands around them up to the form's head. */
function textAbove(above: readonly RootContent[], content: string): RootContent[] {
  const least = ABOVE.test(content) ? 0 : LONG;
  const words = above.map((node) => wordsOf(node).trim());
  const isText = (text: string): boolean => [...text].length > least && !isHead(text);
  const [first, last] = [words.findIndex(isText), words.findLastIndex(isText)];
  if (first < 0) return [];
  const start = words.findLastIndex((text, at) => at < first && isHead(text)) + 1;
  const head = words.findIndex((text, at) => at > last && isHead(text));
  return above.slice(start, head < 0 ? undefined : head);
}

/** Reads the annex's form out of a file; `null` where there is none in it. */
export function annexOf({ text }: Pick<Received, 'text'>): Annex | null {
  for (const [index, node] of text.children.entries()) {
    const table = node.type === 'table' ? node : null;
    const rows = table && rowsOf(table);
    if (rows === null) continue;
    const words = (label: Label): string | null => {
      const cell = rows.find((row) => row.label === label)?.cell;
      return cell === undefined ? null : asked(paragraphsOf(cell).map(wordsOf).join('').trim());
    };
    const content = rows.find(({ label }) => label === 'content');
    const inside = content === undefined ? [] : paragraphsOf(content.cell).filter((one) => !ELSEWHERE.test(wordsOf(one).trim()));
    const opinions = rows.filter(
      ({ label, cell }) =>
        label === 'opinion' && (asked(wordsOf(cell).trim()) !== null || cell.children.some(({ type }) => type === 'image')),
    );
    const above = text.children.slice(0, index);
    const contentWords = words('content') ?? '';
    const day = words('submitted');
    const wanted = words('channels') ?? '';
    const channels = channelsIn(wanted, true);
    const submittedAt = submittedIn([...above.map((one) => wordsOf(one)), `报送时间${day ?? ''}`]);
    const ofText = textAbove(above, ELSEWHERE.test(contentWords) ? contentWords : '');
    return {
      place: table?.data?.place,
      submittedAt,
      submitter: words('submitter'),
      unit: words('unit'),
      title: words('title'),
      channels,
      remarks: words('remarks'),
      body: { type: 'root', children: [...ofText, ...inside, ...text.children.slice(index + 1)] },
      lines: [
        ...linesBeside(
          rows,
          above.filter((one) => !ofText.includes(one)),
        ),
        ...(day !== null && (submittedAt === null || submittedIn([`报送时间${day}`]) !== submittedAt) ? [`报送时间：${day}`] : []),
        // What nobody has written into says nothing.
        ...(channels === null && !UNTICKED.test(wanted) ? [`拟发布渠道：${wanted}`] : []),
      ],
      report: opinions.map(({ name, cell }) =>
        reportLine('opinion', `审核单“${name.replace(/\s/g, '')}”`, wordsOf(cell).trim() || '（图片）'),
      ),
    };
  }
  return null;
}
