import type { Organisation } from '../../organisation/organisation.ts';
import type { Line } from './lines.ts';
import { namedBy, unitsNamed } from './names.ts';

/** What a line about people says. */
interface Byline {
  authors: string[];
  /** Who made the pictures. */
  credits: string[];
  units: string[];
  /** Somebody is named, but not for sure who. */
  unsure: boolean;
  /** Says who sent it in or reviewed it: worth a remark, never a signature. */
  other: boolean;
}

type Kind = 'author' | 'both' | 'picture' | 'other';

/** Words that say what a person has done, where they are no part of another word. */
const ROLE =
  /(?<!\p{Script=Han})(?:本报)?(?:(?<both>文[/、]图|图[/、]文|图文|摄影报道)|(?<picture>摄影|摄像|图片|供图|配图)|(?<author>(?:特约|见习)?记者|(?:特约)?通讯员|撰稿人?|撰文|执笔|作者|供稿(?:人|单位)?|来稿|文字)|(?<other>报送人|联系人|[一二三初复终]审|责任?编辑?|编[辑审]|审核人?|审签|签发人?|监制|校对|[总主]编|审稿)|(?<text>文)|(?<image>[摄图]))(?=[\s:)、]|$|\p{Script=Han})\s?:?/gu;
const kindOf = ({ both, picture, author, text, image }: Record<string, string | undefined>): Kind =>
  both ? 'both' : (author ?? text) ? 'author' : (picture ?? image) ? 'picture' : 'other';

/** Two characters with a blank between, as names of two are set to be as wide as names of three. */
const SPACED = /(?<!\p{Script=Han})(\p{Script=Han}) {1,2}(\p{Script=Han})(?!\p{Script=Han})/gu;

interface Segment {
  kind: Kind | null;
  words: string[];
}

const wordsIn = (text: string): string[] =>
  text
    .replace(SPACED, '$1$2')
    .split(/[\s、,;/|()和]+/)
    .filter((word) => word !== '');

/** A line cut at its roles; what stands before the first has none. */
function segmentsOf(line: string): Segment[] {
  // One character begins many words: it is a role only with a colon or a blank behind it.
  const roles = [...line.matchAll(ROLE)].filter(
    ({ 0: all, index, groups }) => !(groups?.text || groups?.image) || /[:\s]$/.test(all) || index + all.length === line.length,
  );
  const before = wordsIn(line.slice(0, roles[0]?.index ?? line.length));
  const segments = roles.map(({ 0: all, index, groups = {} }, at): Segment => {
    const end = roles[at + 1]?.index ?? line.length;
    return { kind: kindOf(groups), words: wordsIn(line.slice(index + all.length, end)) };
  });
  const [first] = segments;
  // 张三 文/图, 李四 摄: the role stands behind.
  if (before.length > 0 && segments.length === 1 && first?.words.length === 0) return [{ kind: first.kind, words: before }];
  return before.length > 0 ? [{ kind: null, words: before }, ...segments] : segments;
}

/** Reads a line about people; `null` for any other line. @param bare names may stand without a role */
export function bylineOf(folded: string, bare: boolean, organisation: Organisation): Byline | null {
  const line = folded
    .replace(/[。.]$/, '')
    .replace(/^\((.*)\)$/, '$1')
    .trim();
  if (line === '' || [...line].length > 60 || (folded.includes(',') && folded.endsWith('。'))) return null;
  const found: Byline = { authors: [], credits: [], units: [], unsure: false, other: false };
  const segments = segmentsOf(line);
  const roled = segments.some(({ kind }) => kind !== null);
  if (!roled && !bare) return null;
  for (const { kind, words } of segments) {
    for (const word of words) {
      const named = namedBy(word, kind === null, organisation);
      if (named === 'other' || (named === 'name' && kind === null && roled)) return null;
      if (named === 'unit') found.units.push(word);
      else if (kind === 'other') found.other = true;
      else if (named === 'unsure') found.unsure = true;
      else {
        if (kind !== 'picture') found.authors.push(word);
        if (kind === 'picture' || kind === 'both') found.credits.push(word);
      }
    }
  }
  const people = found.authors.length + found.credits.length > 0 || found.unsure || found.other;
  return people || (roled && found.units.length > 0) ? found : null;
}

/** Who is told of in a whole text, and the lines that say nothing else. */
interface Bylines {
  /** `null`: nobody is named as author; `unsure`: somebody is, but not for sure who. */
  authors: string[] | 'unsure' | null;
  credit: string | null;
  units: string[];
  /** Lines about people and nothing else, which don't belong into the body. */
  lines: Line[];
  /** What of these lines has no field of its own. */
  remarks: string[];
}

const NEAR_TITLE = 3;
const NEAR_END = 8;
/** 本报讯（通讯员 张三）…, …。（婺城分局 李四） */
const OPENING = /^(?:本报讯|本网讯|讯|[^\s()。]{2,8}讯)?\s*\(([^()]{2,30})\)/;
const CLOSING = /[。!?”]\s*\(([^()]{2,30})\)$/;

/** Finds who wrote a text: in the lines near its title and its end, and in brackets where it begins or ends. */
export function bylinesOf(lines: readonly Line[], organisation: Organisation): Bylines {
  const texts = lines.filter(({ plain }) => plain);
  const all: Byline[] = [];
  const own: Line[] = [];
  const remarks: string[] = [];
  for (const [index, line] of texts.entries()) {
    const nearTitle = index < NEAR_TITLE;
    const nearEnd = index >= texts.length - NEAR_END;
    const bracketed = /^\(.*\)$/.test(line.folded);
    const whole = nearTitle || nearEnd ? bylineOf(line.folded, bracketed || index === 0 || index >= texts.length - 1, organisation) : null;
    if (whole !== null) {
      all.push(whole);
      if (whole.unsure) continue;
      own.push(line);
      const unnamed =
        whole.authors.length === 0 && (whole.credits.length > 0 || whole.units.some((unit) => unitsNamed(unit, organisation).length === 0));
      if (whole.other || unnamed) remarks.push(line.text);
      continue;
    }
    const opening = nearTitle ? OPENING.exec(line.folded)?.[1] : undefined;
    const closing = nearEnd ? CLOSING.exec(line.folded)?.[1] : undefined;
    const inside = (opening && bylineOf(opening, false, organisation)) || (closing && bylineOf(closing, true, organisation)) || null;
    if (inside) all.push(inside);
  }
  const authors = [...new Set(all.flatMap((line) => line.authors))];
  const credits = [...new Set(all.flatMap((line) => line.credits))];
  return {
    authors: all.some(({ unsure }) => unsure) ? 'unsure' : authors.length > 0 ? authors : null,
    credit: credits.length > 0 ? credits.join('、') : null,
    units: all.flatMap(({ units }) => units),
    lines: own,
    remarks,
  };
}
