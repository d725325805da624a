import { isMap, isScalar, isSeq, LineCounter, type Node, type ParsedNode, parseDocument, visit, type YAMLError, type YAMLMap } from 'yaml';
import { type ContentProblem, contentProblem, type Span, type Words } from '../content-problem.ts';

export type Place = readonly (string | number)[];

/** A YAML mapping read strictly. */
export interface StrictYaml {
  /** The values, with a null prototype at the top; `null` when there is any problem. */
  value: Record<string, unknown> | null;
  problems: ContentProblem[];
  /** Where a value stands (with `key`: its key); the nearest parent where there is none. */
  locate: (place: Place, part?: 'key' | 'value') => Span;
}

/** How front matter and settings are parsed: YAML 1.2 core, so dates stay strings, and nothing that means more than it says. */
export const STRICT_YAML = {
  version: '1.2',
  schema: 'core',
  strict: true,
  uniqueKeys: true,
  stringKeys: true,
  merge: false,
  prettyErrors: false,
} as const;

const MAX_DEPTH = 16;
const KEY = /^[a-z][a-z0-9_]{0,31}$/;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

const WORDS: Record<string, Words> = {
  E_YAML_ALIAS: {
    problem: '文首用了 &、* 或 << 的引用写法。',
    expected: '每一项各写各的内容。',
    fix: '把引用换成文字；文字以 & 或 * 开头的加引号。',
  },
  E_YAML_DUP: { problem: '同一项写了两次。', expected: '每一项只写一次。', fix: '删去多余的一项。' },
  E_YAML_TAG: { problem: '文首用了 ! 的类型标记。', expected: '只写普通文字。', fix: '删去标记；文字以 ! 开头的加引号。' },
  E_KEY: {
    problem: '文首有不能用的项名。',
    expected: '项名只用小写英文字母、数字和下划线，如 event_date。',
    fix: '改成规定的项名，或删去这一项。',
  },
  E_YAML_DEPTH: { problem: '文首的层次太深。', expected: `至多 ${MAX_DEPTH} 层。`, fix: '删去多余的括号或缩进。' },
  E_YAML: {
    problem: '文首的格式不对，读不出来。',
    expected: '每行写成“项名: 内容”，冒号后空一格，下级缩进两格。',
    fix: '照样稿改光标处；内容里有冒号、井号、引号的，整个内容加引号。',
  },
};

function codeOf(error: YAMLError): string {
  if (error.code === 'DUPLICATE_KEY') return 'E_YAML_DUP';
  if (error.code === 'TAG_RESOLVE_FAILED') return 'E_YAML_TAG';
  if (error.code === 'BAD_ALIAS') return 'E_YAML_ALIAS';
  if (error.code === 'NON_STRING_KEY' || error.code === 'KEY_OVER_1024_CHARS') return 'E_KEY';
  return 'E_YAML';
}

/** Depth of the text's brackets and of the dashes at the start of its lines, counted without parsing. */
function tooDeep(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/[[\]{}]|^[ \t]*(?:[-?:][ \t]+){8,}/gm)) {
    if (token.length > 1) return true;
    depth = token === '[' || token === '{' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > MAX_DEPTH) return true;
  }
  return /^[ \t]{80,}\S/m.test(text);
}

type Found = { code: string; start: number; end: number };

/** What plain YAML allows and we don't: references, tags, merge keys, odd key names (pictures' names under `images` are free). */
function forbidden(root: Node): Found[] {
  const found: Found[] = [];
  const add = (code: string, node: { range?: readonly number[] | null }) =>
    found.push({ code, start: node.range?.[0] ?? 0, end: node.range?.[1] ?? 0 });
  visit(root, {
    Alias: (_, node) => void add('E_YAML_ALIAS', node),
    Node: (_, node) => {
      if ('anchor' in node && node.anchor) add('E_YAML_ALIAS', node);
      if (node.tag) add('E_YAML_TAG', node);
    },
    Pair: (_, { key }, path) => {
      const name = isScalar(key) ? key.value : key;
      const underImages = path.some((step) => 'key' in step && isScalar(step.key) && step.key.value === 'images');
      if (name === '<<') add('E_YAML_ALIAS', key as Node);
      else if (typeof name !== 'string' || FORBIDDEN.has(name) || (!underImages && !KEY.test(name))) add('E_KEY', key as Node);
    },
  });
  return found;
}

function nodeAt(root: ParsedNode | null, place: Place, part: 'key' | 'value'): Node | null {
  let node: Node | null = root;
  for (const [index, step] of place.entries()) {
    if (isMap(node)) {
      const pair: YAMLMap['items'][number] | undefined = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (!pair) return index === 0 ? null : node;
      const empty = !isScalar(pair.value) || pair.value.range?.[0] === pair.value.range?.[1];
      const wanted =
        (part === 'key' && index === place.length - 1) || (!isMap(pair.value) && !isSeq(pair.value) && empty) ? pair.key : pair.value;
      node = wanted as Node;
    } else if (isSeq(node)) node = (node.items[step as number] as Node | undefined) ?? node;
  }
  return node;
}

/**
 * Reads a YAML 1.2 core mapping: dates and times stay strings; no anchors, aliases, merge keys, tags, duplicate keys or odd key names.
 * @param text the front matter between its `---` lines
 * @param firstLine the file's line that the text begins on
 */
export function readStrictYaml(text: string, firstLine: number): StrictYaml {
  const lines = new LineCounter();
  const spanOf = (start: number, end: number): Span => {
    const from = lines.linePos(start);
    const to = lines.linePos(Math.max(start, end));
    return {
      line: from.line + firstLine - 1,
      column: Math.max(1, from.col),
      endLine: to.line + firstLine - 1,
      endColumn: Math.max(1, to.col),
    };
  };
  const nowhere: Span = { line: 1, column: 1, endLine: 1, endColumn: 4 };
  const failed = (problems: ContentProblem[]): StrictYaml => ({ value: null, problems, locate: () => nowhere });
  if (tooDeep(text)) return failed([contentProblem('E_YAML_DEPTH', WORDS.E_YAML_DEPTH as Words, nowhere)]);

  const document = parseDocument(text, { ...STRICT_YAML, lineCounter: lines });
  // One broken line breaks all that follow: the first error says enough.
  const found: Found[] = document.errors.slice(0, 1).map((error) => ({ code: codeOf(error), start: error.pos[0], end: error.pos[1] }));
  const root = document.contents;
  if (root) found.push(...forbidden(root));
  if (root !== null && !isMap(root) && found.length === 0) found.push({ code: 'E_YAML', start: 0, end: 0 });
  const problems = found.slice(0, 20).map(({ code, start, end }) => contentProblem(code, WORDS[code] as Words, spanOf(start, end)));
  if (problems.length > 0) return failed(problems);
  const locate = (place: Place, part: 'key' | 'value' = 'value'): Span => {
    const node = place.length === 0 ? null : nodeAt(root, place, part);
    return node?.range ? spanOf(node.range[0], node.range[1]) : nowhere;
  };
  const value = Object.assign(Object.create(null), document.toJS({ maxAliasCount: 0 })) as Record<string, unknown>;
  return { value, problems, locate };
}
