import type { Span } from '../item/content-problem.ts';
import { fieldAt } from '../item/front-matter/front-matter-words.ts';
import { type ItemFolder, readItem } from '../item/item.ts';
import { ownText } from '../item/markdown/folded-text.ts';
import { paddedBody } from '../item/markdown/markdown.ts';
import { readableBlocks, type TextBlock } from '../item/markdown/readable-text.ts';
import type { Subject } from './rule.ts';

/** Keys whose texts aren't read by people: addresses, file names, the waivers themselves. */
const UNREAD = new Set(['waivers', 'source.url', 'cover', 'unit_review.scan', 'offline_review.scan', 'channels']);
/** The same of 历史信息. */
const UNREAD_OF_HISTORY = new Set(['old_url', 'date', 'taken_over', 'pictures']);

type Locate = Subject['locate'];

/** A span inside a value that is written in one line just as it reads; else the whole value. Its place is looked up when it is asked for. */
function within(value: string, locate: () => Span, lines: readonly string[]): TextBlock['span'] {
  return (start, end) => {
    const whole = locate();
    const line = lines[whole.line - 1] ?? '';
    const at = whole.line === whole.endLine ? line.indexOf(value, whole.column - 1) : -1;
    if (at < 0 || at + value.length > whole.endColumn) return whole;
    return { line: whole.line, column: at + start + 1, endLine: whole.line, endColumn: at + end + 1 };
  };
}

function addTexts(blocks: TextBlock[], value: unknown, place: (string | number)[], locate: Locate, lines: readonly string[]): void {
  if (value === null || (typeof value !== 'string' && typeof value !== 'object')) return;
  const { name, key } = fieldAt(place);
  if (place.length > 0 && (UNREAD.has(key) || UNREAD_OF_HISTORY.has(String(place[0])))) return;
  if (typeof value === 'string') {
    blocks.push({ paragraph: 0, label: name, text: ownText(value), span: within(value, () => locate(place), lines) });
    return;
  }
  const isList = Array.isArray(value);
  for (const step of Object.keys(value)) {
    addTexts(blocks, (value as Record<string, unknown>)[step], [...place, isList ? Number(step) : step], locate, lines);
  }
}

function titleOf(raw: unknown): string | null {
  const title = raw !== null && typeof raw === 'object' && 'title' in raw ? raw.title : null;
  return typeof title === 'string' ? title : null;
}

/** What can't be read as an item's text is still looked at line by line. */
function decoded({ files }: ItemFolder): string {
  return new TextDecoder().decode(files.find(({ path }) => path === 'index.md')?.bytes ?? new Uint8Array());
}

/** Reads a folder into what the rules see of it. */
export function subjectOf(folder: ItemFolder): Subject {
  const { item, place, front, tree, problems } = readItem(folder);
  const text = front.text?.replace(/^\uFEFF/, '') ?? decoded(folder);
  const lines = text.split('\n');
  const blocks: TextBlock[] = [];
  addTexts(blocks, front.raw, [], front.locate, lines);
  blocks.push(...readableBlocks(tree, paddedBody(front.body, front.bodyLine)));
  return {
    path: folder.path,
    item,
    place,
    frontMatter: front.frontMatter,
    title: titleOf(front.raw),
    locate: front.locate,
    tree,
    bodyLine: front.bodyLine,
    text,
    lines,
    files: folder.files,
    blocks,
    problems,
  };
}
