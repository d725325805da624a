import { isUtf8 } from 'node:buffer';
import matter from 'gray-matter';
import type { z } from 'zod';
import { type ContentProblem, contentProblem, type Span, type Words } from '../content-problem.ts';
import { type FrontMatter, frontMatterSchema, UNFILLED } from './front-matter-schema.ts';
import { FIELDS, type Field, fieldAt, keysBelow } from './front-matter-words.ts';
import { type Place, readStrictYaml, type StrictYaml } from './strict-yaml.ts';

/** What `index.md` says in its front matter, and where its body begins. */
export interface FrontMatterReading<Values = FrontMatter> {
  /** The checked values; `null` if there is any problem at all. */
  frontMatter: Values | null;
  /** The values as written, `null` if they can't be read at all. */
  raw: Record<string, unknown> | null;
  /** The whole file; `null` where it is too large to be read. */
  text: string | null;
  body: string;
  /** The file's line that the body begins on. */
  bodyLine: number;
  problems: ContentProblem[];
  /** Where a value (or with `key` its key) stands in the file; line 1 where there is none. */
  locate: (place: Place, part?: 'key' | 'value') => Span;
}

const MAX_FRONT_MATTER_BYTES = 16 * 1024;
const MAX_BODY_BYTES = 256 * 1024;

/** The file's line that the front matter's first key stands on. */
const FIRST_LINE = 2;
const nowhere: Span = { line: 1, column: 1, endLine: 1, endColumn: 4 };
const FENCE: Words = {
  problem: '文首没有用 --- 围起来。',
  expected: '第一行正好是 ---，各项之后再有一行正好是 ---。',
  fix: '改成只有三个连字符的一行，后面不加任何字。',
};
const SECOND: Words = {
  problem: '正文里又出现了文首标记。',
  expected: '文首只有一个；正文不以 --- 开头，也没有“---”后面跟字母的行。',
  fix: '删去这一行；要分隔线的，前后各空一行写 ***。',
};
const EMPTY: Words = {
  problem: '正文是空的。',
  expected: '文首之后写明信息内容。',
  fix: '在第二个 --- 下面写上正文。',
};
const tooLarge = (what: string, kib: number): Words => ({
  problem: `${what}太大。`,
  expected: `不超过 ${kib} KiB。`,
  fix: '删减内容；表格和名单可另发附件。',
});

/** The place of an offset in a text. */
function spanAt(text: string, start: number, length = 1): Span {
  const before = text.slice(0, start);
  const line = before.split('\n').length;
  const column = start - before.lastIndexOf('\n');
  return { line, column, endLine: line, endColumn: column + length };
}

const SAVE = '用“UTF-8 无 BOM、换行 LF”另存一次。';
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what we look for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** What any of the checks finds, and hardly anything else. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what we look for
const UNFIT = /[\u0000-\u0008\u000b-\u001f\u007f\uFEFF]/;

const CHECKS: { pattern: RegExp; words: Words }[] = [
  { pattern: /^\uFEFF/, words: { problem: '文件开头有 BOM 标记。', expected: 'UTF-8，不带 BOM。', fix: SAVE } },
  { pattern: /\r/, words: { problem: '换行是 Windows 式的（CR）。', expected: '换行只用 LF。', fix: SAVE } },
  {
    pattern: CONTROL,
    words: { problem: '文件里有看不见的控制字符。', expected: '只有文字。', fix: '删去光标处的字符，或重新粘贴纯文字。' },
  },
];

/** The text of `index.md`, or what is wrong with its bytes (E_BYTES): BOM, CR, control characters, not UTF-8. */
function readText(bytes: Uint8Array): { text: string; problem: ContentProblem | null } {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (!isUtf8(bytes)) {
    const words = { problem: '文件不是 UTF-8 编码。', expected: 'UTF-8，不带 BOM。', fix: SAVE };
    return { text, problem: contentProblem('E_BYTES', words, spanAt(text, Math.max(0, text.indexOf('\uFFFD')))) };
  }
  if (!UNFIT.test(text)) return { text, problem: null };
  for (const { pattern, words } of CHECKS) {
    const match = pattern.exec(text);
    if (match) return { text, problem: contentProblem('E_BYTES', words, spanAt(text, match.index)) };
  }
  return { text, problem: null };
}

/** Splits the text at its two `---` lines. */
function split(text: string): { yaml: string; body: string; bodyLine: number } | ContentProblem {
  if (!text.startsWith('---\n')) return contentProblem('E_FM_DELIM', FENCE, { ...nowhere, endColumn: Math.max(2, text.indexOf('\n') + 1) });
  const fence = /^---.*$/gm;
  fence.lastIndex = 4;
  const close = fence.exec(text);
  if (close?.[0] !== '---') return contentProblem('E_FM_DELIM', FENCE, close ? spanAt(text, close.index, close[0].length) : nowhere);
  const yaml = text.slice(4, close.index);
  return { yaml, body: text.slice(close.index + 4), bodyLine: yaml.split('\n').length + 2 };
}

const denied = {
  parse: (): object => {
    throw new Error('only YAML front matter is read');
  },
};
const DENIED = Object.fromEntries(
  ['javascript', 'js', 'json', 'coffee', 'cson', 'toml', 'node', 'ts'].map((language) => [language, denied]),
);

/**
 * gray-matter, only ever behind the strict reader. By default it evaluates `---js` and caches failures, and its `stringify` would
 * evaluate a block hidden in the body. Here it gets a text whose first line is exactly `---` and engines that can't run.
 */
function viaGrayMatter(text: string, yaml: StrictYaml): Record<string, unknown> {
  const { data } = matter(text, { language: 'yaml', delimiters: '---', engines: { ...DENIED, yaml: { parse: () => yaml.value ?? {} } } });
  return data;
}

function valueAt(raw: unknown, place: readonly PropertyKey[]): unknown {
  return place.reduce<unknown>(
    (value, step) => (value === null || typeof value !== 'object' ? undefined : (value as Record<PropertyKey, unknown>)[step]),
    raw,
  );
}

/** Keys by which an item would say of itself that it was approved or published. */
const RESULT_KEY = /^(?:is_?)?(?:approv|review|sign|releas|publish|merged?$|verified|pub_?date)/;
const RESULT_WORDS = {
  expected: '谁审核、何时发布只由审核记录和发布程序写入（第八条）。',
  fix: '删去这一项；审核请在改动页上点 Approve。',
};

const UNSETTLED: Words = {
  problem: '收稿时有一件事还没有办完，写在这一行。',
  expected: '送审前每一条都办完（第五条、第六条）。',
  fix: '请报送人照这一条改好后重新报送，收下时自动消去；不用重新报送的，由办公室核实后删去这一条。',
};

type Fields = Readonly<Record<string, Field>>;

/** One of zod's issues in our words; values are never repeated, they may hold what must not be shown. */
function problemsOf(issue: z.core.$ZodIssue, raw: unknown, locate: FrontMatterReading['locate'], fields: Fields): ContentProblem[] {
  const place = issue.path as (string | number)[];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const result = place.length === 0 && RESULT_KEY.test(key);
      const expected = result ? RESULT_WORDS.expected : `这里只写 ${keysBelow(place, fields).join('、')}。`;
      const fix = result ? RESULT_WORDS.fix : '项名写错的改正，多余的删去。';
      const words = { problem: `文首有${result ? '审核或发布的结果' : '不认识的项'} ${key}。`, expected, fix };
      return contentProblem(result ? 'E_KEY_RESULT' : 'E_KEY_UNKNOWN', words, locate([...place, key], 'key'));
    });
  }
  const { name, key, expected, kind } = fieldAt(place, fields);
  const value = valueAt(raw, place);
  const label = `${name}（${key}）`;
  if (value === undefined || value === null || value === '') {
    return [contentProblem('E_KEY_MISSING', { problem: `缺少${label}。`, expected, fix: `补上 ${key}。` }, locate(place))];
  }
  if (value === UNFILLED) {
    return [
      contentProblem('E_KEY_MISSING', { problem: `还没有填${label}。`, expected, fix: `把“${UNFILLED}”换成实际内容。` }, locate(place)),
    ];
  }
  if (place[0] === 'unsettled' && place.length > 1) return [contentProblem('E_UNSETTLED', UNSETTLED, locate(place))];
  const unquoted = typeof value === 'number' || typeof value === 'boolean';
  const fix = unquoted ? '内容是数字或 true、false 的，加上引号。' : '照这样改。';
  return [contentProblem(kind === 'date' ? 'E_DATE' : 'E_VALUE', { problem: `${label}写得不对。`, expected, fix }, locate(place))];
}

function unreadable(problem: ContentProblem, text: string | null, body = '', bodyLine = 1): FrontMatterReading<never> {
  return { frontMatter: null, raw: null, text, body, bodyLine, problems: [problem], locate: () => nowhere };
}

/** A second block in the body: nothing here evaluates it, but other tools would. */
function secondBlock(body: string, bodyLine: number): ContentProblem | null {
  const found = /^---[ \t]*[A-Za-z{]/m.exec(body) ?? /^\s*---(?!-)/.exec(body);
  if (!found) return null;
  const span = spanAt(body, found.index + found[0].indexOf('---'), 3);
  return contentProblem('E_FM_SECOND', SECOND, { ...span, line: span.line + bodyLine - 1, endLine: span.endLine + bodyLine - 1 });
}

const MULTILINE = new Set(['summary', 'remarks', 'correction.note', 'withdraw.reason']);
const oneLine = (name: string): Words => ({
  problem: `${name}里有换行或看不见的控制字符。`,
  expected: '一行普通文字。',
  fix: '删去这些字符，写成一行。',
});

/** Control characters that YAML's escapes let in, and line breaks where a value is one line. */
function controlCharacters(value: unknown, place: (string | number)[], locate: FrontMatterReading['locate']): ContentProblem[] {
  if (typeof value === 'string') {
    if (!/\p{Cc}/u.test(value)) return [];
    const { name, key } = fieldAt(place);
    const text = MULTILINE.has(key) ? value.replaceAll('\n', '') : value.trim();
    return /\p{Cc}/u.test(text) ? [contentProblem('E_VALUE', oneLine(name), locate(place))] : [];
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    controlCharacters(inner, [...place, Array.isArray(value) ? Number(key) : key], locate),
  );
}

/**
 * Reads `index.md` strictly (A5, A6 1-10): UTF-8 without BOM or CR, first line exactly `---`, YAML 1.2 core, the keys of contracts.md 2.
 * Nothing in it is ever executed. Never throws for what the bytes hold: everything wrong is in `problems`.
 */
export function readFrontMatter(bytes: Uint8Array): FrontMatterReading {
  return readFrontMatterAs(bytes, frontMatterSchema, FIELDS);
}

/** Reads a front matter of other keys just as strictly, with the words for them. */
export function readFrontMatterAs<Values>(bytes: Uint8Array, schema: z.ZodType<Values>, fields: Fields): FrontMatterReading<Values> {
  if (bytes.length > MAX_FRONT_MATTER_BYTES + MAX_BODY_BYTES)
    return unreadable(contentProblem('E_SIZE', tooLarge('正文', MAX_BODY_BYTES / 1024)), null);
  const { text, problem } = readText(bytes);
  if (problem) return unreadable(problem, text);
  const parts = split(text);
  if ('code' in parts) return unreadable(parts, text);
  const { yaml: source, body, bodyLine } = parts;
  if (Buffer.byteLength(source) > MAX_FRONT_MATTER_BYTES) {
    return unreadable(contentProblem('E_SIZE', tooLarge('文首', MAX_FRONT_MATTER_BYTES / 1024)), text, body, bodyLine);
  }
  const problems: ContentProblem[] = [];
  if (Buffer.byteLength(body) > MAX_BODY_BYTES) problems.push(contentProblem('E_SIZE', tooLarge('正文', MAX_BODY_BYTES / 1024)));
  if (body.trim() === '') problems.push(contentProblem('E_BODY_EMPTY', EMPTY, { ...nowhere, line: bodyLine - 1, endLine: bodyLine - 1 }));
  const second = secondBlock(body, bodyLine);
  if (second) problems.push(second);

  const yaml = readStrictYaml(source, FIRST_LINE);
  if (yaml.value === null)
    return { frontMatter: null, raw: null, text, body, bodyLine, problems: [...problems, ...yaml.problems], locate: yaml.locate };
  const raw = viaGrayMatter(text, yaml);
  const parsed = schema.safeParse(raw);
  const shape = parsed.success
    ? controlCharacters(raw, [], yaml.locate)
    : parsed.error.issues.flatMap((issue) => problemsOf(issue, raw, yaml.locate, fields));
  problems.push(...shape);
  return {
    frontMatter: parsed.success && problems.length === 0 ? parsed.data : null,
    raw,
    text,
    body,
    bodyLine,
    problems,
    locate: yaml.locate,
  };
}
