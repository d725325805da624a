import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { STRICT_YAML } from '../item/front-matter/strict-yaml.ts';
import { type Place, Problem } from '../problem.ts';

/** A settings file read strictly: its plain value, and where each part of it stands. */
export interface SettingsYaml {
  value: unknown;
  /** `content/policy.yml:3:5` for a path of keys and indexes; the nearest part that exists. */
  locate: (path: readonly PropertyKey[]) => Place;
}

const SENTENCES: Record<string, string> = {
  DUPLICATE_KEY: '同一项写了两次；每项只应写一次；请删去多余的一项。',
  BAD_ALIAS: '用了引用写法（& 或 *）；名单与规则只应直接写内容；请把引用换成内容。',
  TAG_RESOLVE_FAILED: '用了类型标记（!）；名单与规则只应直接写内容；请删去标记。',
  NON_STRING_KEY: '键名不是文字；键名应为文字；请给键名加引号。',
};
const UNREADABLE = '这里读不懂；应为“键: 值”、下级缩进两格的写法；请对照样例改正（多半是缩进、冒号或引号）。';
const NOT_UTF8 = '文件不是 UTF-8 编码，这里的字读不出来；应为 UTF-8；请用编辑器打开原文件，另存为 UTF-8。';
const KEPT_KEYS = new Set(['__proto__', 'constructor', 'prototype', '<<']);

/** What YAML 1.2 would let pass but a settings file may not hold. */
function forbidden(document: Document.Parsed): { code: string; offset: number } | null {
  let found: { code: string; offset: number } | null = null;
  const add = (code: string, node: Node): symbol => {
    found = { code, offset: node.range?.[0] ?? 0 };
    return visit.BREAK;
  };
  if (document.directives.yaml.explicit || Object.keys(document.directives.tags).length > 1)
    return { code: 'TAG_RESOLVE_FAILED', offset: 0 };
  visit(document, {
    Alias: (_, node) => add('BAD_ALIAS', node),
    Pair: (_, { key }) => (isScalar(key) && KEPT_KEYS.has(String(key.value)) ? add('syntax', key) : undefined),
    Node: (_, node) => {
      if ('anchor' in node && node.anchor) return add('BAD_ALIAS', node);
      return node.tag ? add('TAG_RESOLVE_FAILED', node) : undefined;
    },
  });
  return found;
}

function offsetOf(root: Node | null, path: readonly PropertyKey[]): number {
  let node = root;
  let offset = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = (node.items[Number(step)] as Node | undefined) ?? null;
      offset = node?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

/**
 * Reads a settings file as YAML 1.2 core in UTF-8: no anchors, aliases, tags, directives or duplicate keys; dates stay strings.
 * Anything else is a Problem `settings/yaml` (exit 2) at `place:line:column`.
 */
export function readSettingsYaml(text: string, place: Place): SettingsYaml {
  const lines = new LineCounter();
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return `${place}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const damaged = text.indexOf('\uFFFD');
  if (damaged >= 0) throw new Problem('settings/yaml', NOT_UTF8, { place: `${place}:${text.slice(0, damaged).split('\n').length}` });
  const document = parseDocument(text, { ...STRICT_YAML, lineCounter: lines });
  const [fault] = [...document.errors, ...document.warnings];
  const found = fault ? { code: fault.code, offset: fault.pos[0] } : forbidden(document);
  if (found) {
    throw new Problem('settings/yaml', SENTENCES[found.code] ?? UNREADABLE, { place: at(found.offset) });
  }
  return { value: document.toJS({ maxAliasCount: 0 }), locate: (path) => at(offsetOf(document.contents, path)) };
}
