import type { Organisation } from '../../organisation/organisation.ts';
import { bylineOf } from './byline.ts';
import type { Line } from './lines.ts';
import { isUnit } from './names.ts';

const LABEL = /^(?:标\s*题|题\s*目)\s*[:：]\s*(?=\S)/;
const LONGEST = 100;
const SHORT = 45;
const MOST_LINES = 3;
const SENTENCE = 60;

/** Lines that stand above or around a title and are none (facts: 文号, 密级, 附件, 信息稿, salutations, sources, 现报送…). */
const NONE: readonly RegExp[] = [
  /[〔[(]\s*20[\dX]{2}\s*[〕\])]|^第?\s?[\dX]*号$/,
  /^(?:秘密|机密|绝密|特急|加急|急件|密级|[★☆])|签发人/,
  /^附\s*件/,
  /^[^,。]{0,8}(?:信息|简报|动态|快报|专报|稿件|新闻|信息稿|新闻稿|报送稿|审核单)$/,
  /^(?:\(?总?第?\s*\d+\s*期\)?|第\s*\d+\s*期.*|\d{4}年第\d+期.*)$/,
  /:$/,
  /^(?:来源|发布|作者|时间|日期|报送|单位|部门|联系|供稿|类别|栏目|关键词|摘要)[^:]{0,6}:/,
  /浏览(?:量|次数)|点击量|字号/,
  /^(?:现将?|兹)?报送|^现(?:将|报)/,
  /^(?:本报讯|本网讯|近日|日前|连日来|今年以来|为了?|图为)/,
  /^\(?\d{4}\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*日?\)?$/,
  /^(?:\d{4}年)?\d{1,2}月\d{1,2}日[,，上下晚早中]/,
  /讯\s*\(/,
  /^(?!通告|公告|通知|公示|启事)\p{Script=Han}{2,3}$/u,
];

/** An organisation alone: a masthead, or the first line of a title in two. */
const isOrganisation = ({ folded }: Line, organisation: Organisation): boolean =>
  [...folded].length <= 24 &&
  !/[,。:“”]/.test(folded) &&
  (/(?:政府|厅|局|中心|办公室|大队|支队|中队|委员会|办事处|文件)$/.test(folded) || isUnit(folded, organisation));

const isNone = ({ folded }: Line, organisation: Organisation): boolean =>
  NONE.some((pattern) => pattern.test(folded)) || bylineOf(folded, /^\(/.test(folded), organisation) !== null;

export interface Title {
  title: string;
  /** The lines that it stands in. */
  lines: Line[];
}

/** The size that most of a text has, weighed by its characters. */
function usualSize(lines: readonly Line[]): number {
  const weight = new Map<number, number>();
  for (const { look, text } of lines) if (look?.size) weight.set(look.size, (weight.get(look.size) ?? 0) + text.length);
  return [...weight].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

function joined(lines: Line[]): Title | null {
  const title = lines
    .map(({ text }) => text)
    .join('')
    .replace(/\s+/g, (blank) => (blank.includes('\u3000') ? '\u3000' : ' '));
  return [...title].length <= LONGEST ? { title, lines } : null;
}

/** A document's head: the body that issues it and the kind. Where nothing else could be the title, it is. */
const MASTHEAD = /(?:政府|局|厅|委员会|办公室|中心)(?:文件|公告|通告|令|函|通知|通报|会议纪要)$/;

/** The first consecutive lines that are centred or larger than the rest. */
function byLook(head: readonly Line[], all: readonly Line[], organisation: Organisation): Title | null {
  const usual = usualSize(all);
  const stands = ({ look }: Line): boolean => look !== null && (look.align === 'center' || (usual > 0 && (look.size ?? 0) > usual));
  const runs: Line[][] = [[]];
  for (const line of head) {
    if (!stands(line) || isNone(line, organisation)) runs.push([]);
    else if (MASTHEAD.test(line.folded)) runs.push([line], []);
    else runs.at(-1)?.push(line);
  }
  const titles = runs.filter((run) => run.length > 0 && run.length <= MOST_LINES);
  const isHead = (run: Line[]): boolean => run.every((line) => MASTHEAD.test(line.folded) || isOrganisation(line, organisation));
  const run =
    titles.find((lines) => !isHead(lines)) ??
    titles.find((lines) => MASTHEAD.test(lines[0]?.folded ?? '') && !/文件$/.test(lines[0]?.folded ?? ''));
  return run === undefined ? null : joined(run);
}

/** The first short line that isn't something else; an organisation alone on the line above belongs to it, a line of —— below it too. */
function byShape(head: readonly Line[], organisation: Organisation): Title | null {
  const start = head.findIndex(
    (line) =>
      [...line.text].length <= SHORT &&
      !/[。;,，；]$/.test(line.folded) &&
      !isNone(line, organisation) &&
      !isOrganisation(line, organisation),
  );
  const line = head[start];
  if (line === undefined) return null;
  const below = head[start + 1]?.folded.startsWith('——') ? [head[start + 1] as Line] : [];
  return joined([line, ...below]);
}

/** The title of a text, by label, style, look, shape, in this order; `null` where none is sure. */
export function titleOf(lines: readonly Line[], organisation: Organisation): Title | null {
  const texts = lines.filter(({ plain }) => plain);
  const labelled = texts.slice(0, 10).find(({ text }) => LABEL.test(text));
  if (labelled) return { title: labelled.text.replace(LABEL, ''), lines: [labelled] };
  const body = texts.findIndex(({ folded }) => [...folded].length > SENTENCE && folded.includes(','));
  const head = texts.slice(0, body < 0 ? texts.length : body);
  const styled = head.filter(({ level }) => level === 1).slice(0, MOST_LINES);
  const consecutive = styled.filter((line, index) => head.indexOf(line) === head.indexOf(styled[0] as Line) + index);
  const found = consecutive.length > 0 ? joined(consecutive) : (byLook(head, texts, organisation) ?? byShape(head, organisation));
  // What is all there is, is the text.
  return found === null || found.lines.length === texts.length ? null : found;
}
